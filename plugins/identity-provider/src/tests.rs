//! The plugin on answers written here in the providers' own forms.

use tickmark_plugin::testing::{MemoryEvidence, damaged, hold_damage, run};
use tickmark_plugin::{Outcome, Report};

use crate::IdentityProvider;

mod console;
mod entra;
mod google;
mod okta;

const COLLECTED: &str = "2026-11-20T07:00:00Z";

/// Evidence, file by file: input, path, content.
fn evidence(files: &[(&str, &str, &str)]) -> MemoryEvidence {
    files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, path, content)| {
            evidence.collected(input, path, COLLECTED, *content)
        })
}

fn examine(config: &str, files: &[(&str, &str, &str)]) -> Report {
    run::<IdentityProvider>(config, "2026-11-22", &evidence(files)).unwrap()
}

/// The outcome and the deciding value of one subject.
fn verdict<'a>(report: &'a Report, control: &str, subject: &str) -> (Outcome, &'a str) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:#?}");
    (findings[0].outcome, &findings[0].actual)
}

fn no_pass(report: &Report, what: &str) {
    let pass = report
        .findings
        .iter()
        .find(|finding| finding.outcome == Outcome::Pass);
    assert_eq!(pass, None, "{what}");
}

fn no_pass_of(report: &Report, control: &str) {
    let outcomes = report.outcomes(control);
    assert!(!outcomes.is_empty());
    assert!(
        outcomes
            .iter()
            .all(|(_, outcome)| *outcome != Outcome::Pass)
    );
}

/// Each control with findings holds one that leaves it unproven.
fn unproven_throughout(report: &Report, controls: &[&str]) {
    for control in controls {
        assert!(
            report
                .outcomes(control)
                .iter()
                .any(|(_, outcome)| *outcome == Outcome::Inconclusive),
            "{control}"
        );
    }
}

#[test]
fn damaged_answers_are_survived_and_pass_nothing() {
    for (name, users, factors) in [
        ("okta", okta::USERS, okta::FACTORS),
        ("entra", entra::USERS, entra::DETAILS),
    ] {
        for (damage, bytes) in damaged(users.as_bytes()) {
            let evidence = evidence(&[("factors", "factors.json", factors)]).collected(
                "users",
                "users.json",
                COLLECTED,
                bytes,
            );
            let report = run::<IdentityProvider>("{}", "2026-11-22", &evidence).unwrap();
            no_pass(&report, &format!("{name} users: {damage}"));
            unproven_throughout(&report, &["second-factor", "unused-accounts-disabled"]);
        }
        for (damage, bytes) in damaged(factors.as_bytes()) {
            let evidence = evidence(&[("users", "users.json", users)]).collected(
                "factors",
                "factors.json",
                COLLECTED,
                bytes,
            );
            let report = run::<IdentityProvider>("{}", "2026-11-22", &evidence).unwrap();
            let passes = report
                .outcomes("second-factor")
                .iter()
                .filter(|(_, outcome)| *outcome == Outcome::Pass)
                .count();
            assert_eq!(passes, 0, "{name} factors: {damage}");
            unproven_throughout(&report, &["second-factor", "no-weak-factors-only"]);
        }
    }
}

#[test]
fn damaged_downloads_show_no_more_than_whole_ones() {
    let good = evidence(&[(
        "users",
        "google-workspace/User_Download.csv",
        console::GOOGLE,
    )]);
    // A name that is cut off is another name.
    let may_differ = |_: &str, version: &str| version.starts_with("cut ");
    hold_damage::<IdentityProvider>("{}", "2026-11-22", &good, may_differ);
}

#[test]
fn an_answer_that_is_an_error_or_holds_nobody_passes_nothing() {
    for content in [
        "[]",
        "{}",
        "null",
        r#"{"value": []}"#,
        r#"{"kind": "admin#directory#users", "users": []}"#,
        r#"{"errorCode": "E0000011", "errorSummary": "Invalid token provided"}"#,
        r#"{"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges"}}"#,
        r#"[{"name": "ann"}]"#,
    ] {
        let report = examine("{}", &[("users", "users.json", content)]);
        no_pass(&report, content);
        unproven_throughout(&report, &["second-factor", "administrators-few"]);
    }
}

#[test]
fn bounds_that_contradict_each_other_are_refused() {
    let config = r#"{"min-administrators": 12}"#;
    assert!(run::<IdentityProvider>(config, "2026-11-22", &MemoryEvidence::new()).is_err());
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<IdentityProvider>(env!("CARGO_MANIFEST_DIR"));
}
