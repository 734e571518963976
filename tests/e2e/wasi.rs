//! Plugins whose runtime imports WASI: they get a world that is the same everywhere and holds nothing.

use crate::support::{
    Answer, Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, Outcome, repository,
};

/// An assessment with an honest check and the plugin that uses WASI.
fn assessment(does: &str, as_of: &str) -> Assessment {
    let plugins = repository().join("tests/guests/dist");
    Assessment::new()
        .file(
            "tickmark.toml",
            format!(
                "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = {as_of}\n[plugins]\ndirectories = [{:?}]\n{GOOD_CHECK}\n[[check]]\nplugin = \"runtime\"\nconfig = {{ does = \"{does}\" }}\nlimits = {{ time-seconds = 120 }}\n",
                plugins.to_str().unwrap()
            ),
        )
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
        .file("evidence/runtime/a.txt", "a\n")
}

fn check(does: &str) -> (i32, Outcome) {
    assessment(does, "2026-11-22").check()
}

/// What the plugin reported as found.
fn observed(outcome: &Outcome) -> String {
    let findings = outcome.findings("runtime/present");
    findings[0]["actual"].as_str().unwrap().to_owned()
}

/// Runs something that must fail in one way, and gives the failure's message.
fn fails(does: &str, kind: &str) -> String {
    let (code, outcome) = check(does);
    assert_eq!(code, 2, "{does}");
    let unit = outcome.unit("runtime");
    assert_eq!(unit["failure"]["kind"], kind, "{does}: {}", unit["failure"]);
    assert_eq!(outcome.control("runtime/present"), "unproven", "{does}");
    assert_eq!(
        outcome.control("aws-credential-report/root-mfa"),
        "passes",
        "{does}: the other check is unharmed"
    );
    unit["failure"]["message"].as_str().unwrap().to_owned()
}

#[test]
fn clocks_stand_at_the_as_of_date_and_nothing_tells_runs_apart() {
    let (_, outcome) = check("observe");
    let seen = observed(&outcome);
    // 2026-11-22T00:00:00Z, and an hour's sleep that took no time.
    assert!(
        seen.starts_with("now 1795305600.000000000, waited 3600, "),
        "{seen}"
    );
    assert!(
        seen.contains("arguments [], variables [], directory None, input Err(\"closed\")"),
        "{seen}"
    );
    let (_, again) = check("observe");
    assert_eq!(observed(&again), seen);
    let (_, later) = assessment("observe", "2026-11-23").check();
    let later = observed(&later);
    assert!(later.starts_with("now 1795392000."), "{later}");
    let random = |text: &str| text.split_once("random").unwrap().1.to_owned();
    assert_ne!(random(&later), random(&seen), "another unit, another seed");
}

#[test]
fn what_is_printed_is_shown_to_who_asks_and_never_part_of_the_result() {
    let run = |arguments: &[&str]| assessment("print", "2026-11-22").run(arguments);
    let quiet = run(&["check", "--format", "json"]);
    let verbose = run(&["check", "--format", "json", "--verbose"]);
    assert_eq!(quiet.stdout, verbose.stdout);
    let lines = |answer: &Answer| {
        ["to stdout", "to stderr: \\u{1b}[2J", "second line"]
            .iter()
            .filter(|line| answer.stderr.contains(**line))
            .count()
    };
    assert_eq!(
        (lines(&quiet), lines(&verbose)),
        (0, 3),
        "{}",
        verbose.stderr
    );
}

#[test]
fn a_plugin_that_prints_without_end_is_ended() {
    let message = fails("flood", "too-much-output");
    assert!(message.contains("prints without end"), "{message}");
}

#[test]
fn a_crash_repeats_the_last_words_of_the_runtime() {
    let message = fails("crash", "trapped");
    assert!(
        message.ends_with("it last printed: ValueError: the register is empty"),
        "{message}"
    );
}

#[test]
fn an_exit_is_a_failure_with_its_status() {
    let message = fails("exit", "trapped");
    assert!(
        message.contains("ended itself (exit status 1)"),
        "{message}"
    );
    assert!(
        message.contains("it last printed: cannot go on"),
        "{message}"
    );
}

#[test]
fn a_file_that_was_not_given_is_named() {
    for (does, kind, path) in [
        ("open", "plugin-failed", "/etc/passwd"),
        ("open-and-crash", "trapped", "/home/me/notes.txt"),
    ] {
        let message = fails(does, kind);
        let named = format!(
            "it called `open-at` for `{path}` (wasi:filesystem/types@0.2.0), which no plugin is given; what it may read comes through `tickmark:plugin/evidence`"
        );
        assert!(message.ends_with(&named), "{message}");
    }
}

#[test]
fn a_refusal_that_the_plugin_swallows_is_shown_to_who_asks() {
    let assessment = assessment("swallow", "2026-11-22");
    let (_, outcome) = assessment.check();
    let seen = observed(&outcome).to_lowercase();
    assert!(seen.contains("access"), "{seen}");
    let answer = assessment.run(&["check", "--verbose"]);
    assert!(
        answer
            .stderr
            .contains("it called `open-at` for `/etc/shadow`"),
        "{}",
        answer.stderr
    );
}

#[test]
fn networks_are_refused_by_name() {
    let message = fails("resolve", "plugin-failed");
    assert!(
        message.contains("it called `resolve-addresses` for `example.com`"),
        "{message}"
    );
    let message = fails("connect", "plugin-failed");
    assert!(
        message.contains("it called `create-tcp-socket` (wasi:sockets/tcp-create-socket@0.2.0)"),
        "{message}"
    );
}

#[test]
fn a_plugin_that_hoards_the_hosts_resources_is_ended() {
    let message = fails("subscribe", "trapped");
    assert!(message.contains("crashed"), "{message}");
    let message = fails("random-flood", "trapped");
    assert!(message.contains("exceeds limit"), "{message}");
}
