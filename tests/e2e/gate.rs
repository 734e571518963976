//! The gate's rules: what each demands, by how much it held, and what a baseline changes.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, Outcome};

const HEADER_LINES: usize = 1;

fn user(name: &str, mfa: bool) -> String {
    format!(
        "{name},arn:aws:iam::210987654321:user/{name},2025-01-05T09:00:00+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,{mfa},false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"
    )
}

/// A credential report with some more users, in an order.
fn report(users: &[(&str, bool)]) -> String {
    let more: String = users.iter().map(|(name, mfa)| user(name, *mfa)).collect();
    format!("{GOOD_REPORT}{more}")
}

fn assessment(gate: &str, report: &str) -> Assessment {
    let items = report.lines().count() - HEADER_LINES;
    Assessment::with_config(&format!("{gate}\n{GOOD_CHECK}"))
        .file("evidence/aws/credential-report.csv", report)
        .file(
            "evidence/evidence.toml",
            GOOD_PROVENANCE.replace("items = 3", &format!("items = {items}")),
        )
}

/// The result as a file that a later run can compare with.
fn baseline(assessment: &Assessment) -> PathBuf {
    let path = assessment.path().join("baseline.json");
    let text = path.to_str().unwrap();
    assessment.run(&["check", "--format", &format!("json={text}")]);
    assert!(path.is_file());
    path
}

fn rule<'a>(outcome: &'a Outcome, name: &str) -> &'a Value {
    outcome.0["gate"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["rule"] == name)
        .unwrap_or_else(|| panic!("no rule {name}"))
}

#[test]
fn every_rule_holds_at_its_bound_and_breaks_beyond_it() {
    // Three of 33 criteria are ready; four more have supporting controls or nothing.
    for (flag, bound, beyond, name) in [
        ("--minimum-ready", "9", "10", "minimum-ready"),
        ("--minimum-coverage", "9", "10", "minimum-coverage"),
        ("--maximum-unproven", "30", "29", "maximum-unproven"),
        (
            "--require-ready",
            "CC6.1,cc6_2",
            "CC6.1,CC8.1",
            "require-ready",
        ),
    ] {
        let good = assessment("", GOOD_REPORT);
        let (code, outcome) = good.check_with(&[flag, bound]);
        assert_eq!(
            (code, &rule(&outcome, name)["held"]),
            (0, &Value::Bool(true)),
            "{flag} {bound}: {}",
            rule(&outcome, name)
        );
        let (code, outcome) = good.check_with(&[flag, beyond]);
        assert_eq!(
            (code, &rule(&outcome, name)["held"]),
            (1, &Value::Bool(false)),
            "{flag} {beyond}: {}",
            rule(&outcome, name)
        );
    }
}

#[test]
fn rules_in_the_configuration_are_those_of_the_flags() {
    let strict = "[gate]\nminimum-coverage = 100\nmaximum-unproven = 0\n";
    let (code, outcome) = assessment(strict, GOOD_REPORT).check();
    assert_eq!(code, 1);
    assert_eq!(
        rule(&outcome, "minimum-coverage")["detail"],
        "3 of 33 criteria covered by something that implements them, at least 100 % required, which is 33"
    );
    assert_eq!(
        rule(&outcome, "maximum-unproven")["detail"],
        "30 unproven, at most 0 allowed"
    );
    let (code, _) = assessment(strict, GOOD_REPORT).check_with(&[
        "--minimum-coverage",
        "1",
        "--maximum-unproven",
        "30",
    ]);
    assert_eq!(code, 0, "a flag outweighs the file");
    let exempt = "[gate]\nmaximum-unproven = 29\nmay-be-unproven = [\"CC1.1\"]\n";
    assert_eq!(assessment(exempt, GOOD_REPORT).check().0, 0);
}

#[test]
fn a_soft_gate_ends_with_zero_but_never_hides_what_was_not_evaluated() {
    let failing = assessment("", &report(&[("bob", false)]));
    assert_eq!(failing.check().0, 1);
    let answer = failing.run(&["check", "--soft-fail"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer.stdout.contains("exit 0: the gate is not met"),
        "{}",
        answer.stdout
    );
    failing.remove("evidence/evidence.toml");
    assert_eq!(failing.check_with(&["--soft-fail"]).0, 2);
    assert_eq!(
        failing
            .run(&["check", "--soft-fail", "--fail-on", "x"])
            .code,
        3
    );
}

#[test]
fn reordered_and_shifted_evidence_has_nothing_new() {
    let users = [("bob", false), ("carol", true), ("dora", false)];
    let before = assessment("", &report(&users));
    let baseline = baseline(&before);
    let baseline = baseline.to_str().unwrap();
    let mut turned = users;
    turned.reverse();
    let lines: Vec<String> = report(&turned).lines().map(ToOwned::to_owned).collect();
    let (head, rest) = lines.split_first().unwrap();
    let mut rest = rest.to_vec();
    rest.rotate_left(2);
    let shuffled = format!("{head}\n{}\n", rest.join("\n"));
    let now = assessment("", &shuffled);
    let (code, outcome) = now.check_with(&["--baseline", baseline, "--new-only", "--ratchet"]);
    let comparison = &outcome.0["baseline"];
    assert_eq!(code, 0, "{}", outcome.0["gate"]);
    assert_eq!(comparison.get("new"), None);
    assert_eq!(comparison.get("fixed"), None);
    assert_eq!(comparison.get("criteria"), None);
    assert!(comparison["known"].as_u64().unwrap() >= 2);
    let (code, _) = now.check_with(&["--baseline", baseline]);
    assert_eq!(code, 1, "without --new-only known failures count");
}

#[test]
fn new_failures_fail_and_mended_ones_are_said_to_be_fixed() {
    let before = assessment("", &report(&[("bob", false)]));
    let baseline = baseline(&before);
    let baseline = baseline.to_str().unwrap();
    let now = assessment("", &report(&[("bob", true), ("eve", false)]));
    let (code, outcome) = now.check_with(&["--baseline", baseline, "--new-only"]);
    assert_eq!(code, 1);
    let subjects = |list: &str| -> Vec<(String, String)> {
        outcome.0["baseline"][list]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| {
                let text = |key: &str| change[key].as_str().unwrap().to_owned();
                (text("subject"), text("elsewhere"))
            })
            .collect()
    };
    assert!(
        subjects("new")
            .iter()
            .all(|(subject, elsewhere)| subject.ends_with("/eve") && elsewhere == "absent"),
        "{:?}",
        subjects("new")
    );
    assert!(
        subjects("fixed")
            .iter()
            .all(|(subject, elsewhere)| subject.ends_with("/bob") && elsewhere == "pass"),
        "{:?}",
        subjects("fixed")
    );
    let detail = rule(&outcome, "fail-on")["detail"].as_str().unwrap();
    assert!(detail.contains("1 new, 0 known, 1 fixed"), "{detail}");
    let screen = now.run(&["check", "--baseline", baseline, "--new-only"]);
    assert!(
        screen
            .stdout
            .contains("Since the baseline of 2026-11-22: 1 new, 0 known, 1 fixed"),
        "{}",
        screen.stdout
    );
}

#[test]
fn a_failure_of_the_baseline_whose_evidence_is_gone_is_unseen() {
    let before = assessment("", &report(&[("bob", false)]));
    let baseline = baseline(&before);
    let baseline = baseline.to_str().unwrap();
    before.remove("evidence/aws/credential-report.csv");
    let (code, outcome) = before.check_with(&["--baseline", baseline, "--new-only"]);
    assert_eq!(code, 2);
    let comparison = &outcome.0["baseline"];
    assert_eq!(comparison.get("fixed"), None);
    let unseen = comparison["unseen"].as_array().unwrap();
    assert_eq!(unseen.len(), 1);
    assert_eq!(unseen[0]["elsewhere"], "absent");
    let detail = rule(&outcome, "fail-on")["detail"].as_str().unwrap();
    assert!(
        detail.contains("0 new, 0 known, 0 fixed, 1 unseen"),
        "{detail}"
    );
}

#[test]
fn a_failure_of_the_baseline_that_is_accepted_now_is_neither_fixed_nor_unseen() {
    let before = assessment("", &report(&[("bob", false)]));
    let baseline = baseline(&before);
    let waiver = "[[waiver]]\ncontrol = \"aws-credential-report/console-mfa\"\nsubject = \"*/bob\"\nreason = \"Break-glass user in a sealed envelope.\"\nowner = \"Ann Example\"\napproved-by = \"Carl Example\"\napproved-on = 2026-11-01\nexpires = 2026-12-23\n";
    let now = assessment(waiver, &report(&[("bob", false)]));
    let (_, outcome) = now.check_with(&["--baseline", baseline.to_str().unwrap()]);
    let comparison = &outcome.0["baseline"];
    assert_eq!(comparison.get("fixed"), None, "{comparison}");
    assert_eq!(comparison.get("unseen"), None, "{comparison}");
}

#[test]
fn a_waiver_that_lapses_is_not_known_from_the_baseline() {
    let waiver = "[[waiver]]\ncontrol = \"aws-credential-report/console-mfa\"\nsubject = \"*/bob\"\nreason = \"Break-glass user in a sealed envelope.\"\nowner = \"Ann Example\"\napproved-by = \"Carl Example\"\napproved-on = 2026-11-01\nexpires = 2026-11-23\n";
    let accepted = assessment(waiver, &report(&[("bob", false)]));
    let baseline = baseline(&accepted);
    let baseline = baseline.to_str().unwrap();
    let flags = ["--baseline", baseline, "--new-only"];
    assert_eq!(accepted.check_with(&flags).0, 0);
    let later = [&flags[..], &["--as-of", "2026-11-23"]].concat();
    let (code, outcome) = accepted.check_with(&later);
    assert_eq!(code, 1);
    assert_eq!(outcome.0["baseline"]["new"][0]["elsewhere"], "waived");
}

#[test]
fn readiness_may_not_fall_below_the_baseline() {
    let good = assessment("", GOOD_REPORT);
    let baseline = baseline(&good);
    let baseline = baseline.to_str().unwrap();
    let (code, outcome) = good.check_with(&["--baseline", baseline, "--ratchet"]);
    assert_eq!(code, 0);
    assert_eq!(
        rule(&outcome, "ratchet")["detail"],
        "no criterion has fallen since the baseline, 0 became ready"
    );
    let fallen = assessment("", &report(&[("bob", false)]));
    let flags = ["--baseline", baseline, "--ratchet", "--fail-on", "critical"];
    let (code, outcome) = fallen.check_with(&flags);
    assert_eq!(code, 1);
    let detail = rule(&outcome, "ratchet")["detail"].as_str().unwrap();
    assert!(detail.contains("CC6.1 (gap)"), "{detail}");
    let smaller = "[scope.not-relevant]\n\"CC6.1\" = \"Nobody has access to anything.\"\n";
    let (code, outcome) =
        assessment(smaller, GOOD_REPORT).check_with(&["--baseline", baseline, "--ratchet"]);
    assert_eq!(code, 1, "{}", outcome.0["gate"]);
}

#[test]
fn a_baseline_that_cannot_be_used_is_refused_before_anything_runs() {
    let good = assessment("", GOOD_REPORT);
    let path = baseline(&good);
    let text = std::fs::read_to_string(&path).unwrap();
    let refused = |name: &str, content: &str| {
        good.write(name, content);
        let answer = good.run(&["check", "--baseline", name]);
        assert_eq!(answer.code, 3, "{name}");
        assert_eq!(answer.stdout, "", "nothing was run");
        answer.stderr
    };
    let version = refused(
        "other.json",
        &text.replacen("\"version\": 1", "\"version\": 9", 1),
    );
    assert!(version.contains("version 9"), "{version}");
    assert!(refused("cut.json", &text[..text.len() / 2]).contains("no tickmark result"));
    assert!(refused("empty.json", "").contains("no tickmark result"));
    let other = refused("system.json", &text.replace("\"API\"", "\"Website\""));
    assert!(
        other.contains("the baseline is of Acme, Website, this is Acme, API"),
        "{other}"
    );
    let missing = good.run(&["check", "--baseline", "nowhere.json"]);
    assert_eq!(missing.code, 3);
    for flag in ["--new-only", "--ratchet"] {
        let answer = good.run(&["check", flag]);
        assert_eq!(answer.code, 3, "{flag}");
        assert!(answer.stderr.contains("--baseline"), "{}", answer.stderr);
    }
    let config = assessment("[gate]\nratchet = true\n", GOOD_REPORT);
    assert_eq!(config.run(&["check"]).code, 3);
}

#[test]
fn the_mapping_can_be_examined() {
    let good = assessment("", GOOD_REPORT);
    let answer = good.run(&["criteria", "--lint"]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    assert!(
        answer.stdout.contains("supported-only    CC6.6"),
        "{}",
        answer.stdout
    );
    assert!(
        answer
            .stdout
            .contains("not-covered       nothing covers CC1.1")
    );
    let json = good.run(&["criteria", "--lint", "--json"]);
    let notes: Value = serde_json::from_str(&json.stdout).unwrap();
    let (_, outcome) = good.check();
    assert_eq!(notes, outcome.0["mapping"], "as at every run");
    let attested = |criterion: &str| {
        format!(
            "[[attestation]]\ncriteria = \"{criterion}\"\nstatement = \"Somebody looks at it every week.\"\nowner = \"Ann\"\ndate = 2026-11-01\nvalid-days = 30\n"
        )
    };
    let all: String = notes
        .as_array()
        .unwrap()
        .iter()
        .map(|note| attested(note["criterion"].as_str().unwrap()))
        .collect();
    let covered = assessment(&all, GOOD_REPORT).run(&["criteria", "--lint"]);
    assert_eq!(covered.code, 0, "{}", covered.stdout);
}

#[test]
fn a_mapping_that_cannot_be_examined_is_not_passed_over() {
    for (from, to) in [
        ("aws-credential-report", "aws-credential-repor"),
        (
            "\n[[check]]",
            "\n[[check]]\nplugin = \"no-such\"\n[[check]]",
        ),
    ] {
        let good = assessment("", GOOD_REPORT);
        let config = std::fs::read_to_string(good.path().join("tickmark.toml")).unwrap();
        assert!(config.contains(from), "{config}");
        good.write("tickmark.toml", config.replacen(from, to, 1));
        let answer = good.run(&["criteria", "--lint"]);
        assert_eq!((answer.code, answer.stdout.as_str()), (3, ""), "{to}");
        assert!(
            answer.stderr.contains("cannot be examined"),
            "{}",
            answer.stderr
        );
    }
}
