//! A plugin written in Python that misbehaves as scripts do: contained, named, and no cost to others.
//!
//! The component takes componentize-py to build (`tests/guests/python`), so these tests are ignored by
//! name unless asked for, and `TICKMARK_PYTHON_GUEST` names the directory that holds it.

use crate::support::{Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, Outcome};

/// Runs the plugin beside an honest check.
fn check(does: &str) -> Outcome {
    // Names the directory of misbehaving-python.wasm.
    let directory = std::env::var_os("TICKMARK_PYTHON_GUEST").unwrap();
    let assessment = Assessment::with_config(&format!(
        "[plugins]\ndirectories = [{:?}]\n{GOOD_CHECK}\n[[check]]\nplugin = \"misbehaving-python\"\nconfig = {{ does = \"{does}\" }}\nlimits = {{ time-seconds = 20 }}\n",
        directory.to_str().unwrap()
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file("evidence/python/a.txt", "a\n")
    .file("evidence/secret.txt", "not granted\n");
    let (code, outcome) = assessment.check();
    assert_eq!(
        outcome.control("aws-credential-report/root-mfa"),
        "passes",
        "{does}: the other check is unharmed"
    );
    assert_eq!(outcome.criterion("CC6.2"), "ready", "{does}");
    let is_well = outcome.unit("misbehaving-python")["failure"].is_null();
    assert_eq!(code == 2, !is_well, "{does}");
    outcome
}

fn fails(does: &str, kind: &str, words: &[&str]) {
    let outcome = check(does);
    let failure = &outcome.unit("misbehaving-python")["failure"];
    assert_eq!(failure["kind"], kind, "{does}: {failure}");
    let message = failure["message"].as_str().unwrap();
    for words in words {
        assert!(message.contains(words), "{does}: {message}");
    }
    assert_eq!(
        outcome.control("misbehaving-python/present"),
        "unproven",
        "{does}"
    );
}

#[test]
#[ignore = "needs the component of tests/guests/python"]
fn python_that_behaves_is_heard() {
    let outcome = check("behave");
    assert_eq!(outcome.control("misbehaving-python/present"), "passes");
}

#[test]
#[ignore = "needs the component of tests/guests/python"]
fn python_sleeps_without_waiting_on_the_as_of_date() {
    let outcome = check("sleep");
    let findings = outcome.findings("misbehaving-python/present");
    assert_eq!(findings[0]["actual"], "slept 3600 s, it is (2026, 11, 22)");
}

#[test]
#[ignore = "needs the component of tests/guests/python"]
fn python_that_takes_too_much_is_ended() {
    fails("loop", "timed-out", &["longer than 20 s"]);
    fails("allocate", "out-of-memory", &["256 MiB"]);
    fails("print", "too-much-output", &["prints without end"]);
}

#[test]
#[ignore = "needs the component of tests/guests/python"]
fn python_that_reaches_out_is_told_what_it_may_read() {
    let advice = "what it may read comes through `tickmark:plugin/evidence`";
    fails(
        "open",
        "trapped",
        &[
            "PermissionError",
            "it called `open-at` for `/etc/passwd`",
            advice,
        ],
    );
    fails(
        "connect",
        "trapped",
        &["it called `resolve-addresses` for `example.com`", advice],
    );
    fails("not-granted", "trapped", &["Error_NotFound"]);
}

#[test]
#[ignore = "needs the component of tests/guests/python"]
fn python_that_gives_up_says_why() {
    fails(
        "raise",
        "trapped",
        &["it last printed: ValueError: the register is empty"],
    );
    fails("exit", "trapped", &["ended itself (exit status"]);
}
