//! The plugin on logs written here as forges export them.

mod damage;
mod deployments;
mod emergency;
mod flat;
mod forge;

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

use crate::ChangeLog;

const AS_OF: &str = "2026-11-22";

fn examine_with(config: &str, files: &[(&str, &str, &str)]) -> Report {
    let evidence = MemoryEvidence::new().files(files);
    run::<ChangeLog>(config, AS_OF, &evidence).unwrap()
}

/// A pull request as `gh pr list --json` writes it, approved and checked.
const GOOD: &str = r#"{"number":12,"url":"https://github.com/acme/api/pull/12","author":{"id":"U_1","is_bot":false,"login":"ann"},
"mergedAt":"2026-11-10T12:00:00Z","baseRefName":"main","labels":[{"name":"feature"}],
"mergeCommit":{"oid":"aaaaaaaabbbbbbbbccccccccddddddddeeeeeeee"},
"reviews":[{"author":{"login":"bob"},"state":"APPROVED","submittedAt":"2026-11-10T11:00:00Z"}],
"statusCheckRollup":[{"__typename":"CheckRun","name":"test","workflowName":"ci","status":"COMPLETED","conclusion":"SUCCESS","startedAt":"2026-11-10T10:00:00Z","completedAt":"2026-11-10T10:10:00Z"}]}"#;

/// What is said about one pull request.
fn judged_with(config: &str, change: &str, control: &str) -> (Outcome, String) {
    let list = format!("[{change}]");
    let report = examine_with(config, &[("changes", "changes/pull-requests.json", &list)]);
    let finding = report.one(control, "acme/api#12");
    assert_eq!(finding.locations[0].pointer.as_deref(), Some("/0"));
    (finding.outcome, finding.actual.clone())
}

fn approved(from: &str, to: &str) -> (Outcome, String) {
    assert!(GOOD.contains(from), "{from}");
    judged_with("{}", &GOOD.replace(from, to), "changes-approved")
}

fn checked(from: &str, to: &str) -> (Outcome, String) {
    assert!(GOOD.contains(from), "{from}");
    judged_with("{}", &GOOD.replace(from, to), "changes-checked")
}

#[test]
fn the_manual_is_current() {
    tickmark_plugin::testing::hold_manual::<ChangeLog>(env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn a_change_that_somebody_else_approved_passes() {
    assert_eq!(
        judged_with("{}", GOOD, "changes-approved"),
        (Pass, "approved by bob".to_owned())
    );
    assert_eq!(
        judged_with("{}", GOOD, "changes-checked"),
        (Pass, "1 passed: ci / test".to_owned())
    );
}

#[test]
fn only_an_approval_of_another_person_before_the_merge_counts() {
    assert_eq!(approved(r#"{"login":"bob"}"#, r#"{"login":"ANN"}"#).0, Fail);
    assert_eq!(
        approved(r#"{"login":"bob"}"#, r#"{"login":"app/renovate"}"#).0,
        Fail
    );
    assert_eq!(
        approved(r#"{"login":"bob"}"#, r#"{"login":"lint[bot]"}"#).0,
        Fail
    );
    assert_eq!(approved(r#"{"login":"bob"}"#, "null").0, Inconclusive);
    assert_eq!(approved("APPROVED", "DISMISSED").0, Fail);
    assert_eq!(
        approved("APPROVED", "COMMENTED"),
        (Fail, "no approval".to_owned())
    );
    assert_eq!(approved("APPROVED", "SHRUGGED").0, Inconclusive);
    let (outcome, actual) = approved("2026-11-10T11:00:00Z", "2026-11-10T12:30:00Z");
    assert_eq!(outcome, Fail);
    assert!(actual.contains("after the merge"), "{actual}");
    assert_eq!(
        approved(
            r#""submittedAt":"2026-11-10T11:00:00Z""#,
            r#""submittedAt":null"#
        )
        .0,
        Inconclusive
    );
    assert_eq!(approved(r#""reviews""#, r#""notes""#).0, Inconclusive);
    assert_eq!(
        approved(r#""login":"ann""#, r#""login":"""#).0,
        Inconclusive
    );
    assert_eq!(
        approved("2026-11-10T11:00:00Z", "2026-11-10T11:00:00").0,
        Inconclusive
    );
}

#[test]
fn the_last_word_of_a_reviewer_counts() {
    let later = |state: &str, at: &str| {
        let more = format!(
            r#"}},{{"author":{{"login":"bob"}},"state":"{state}","submittedAt":"{at}"}}],"statusCheckRollup""#
        );
        approved("}],\n\"statusCheckRollup\"", &more).0
    };
    assert_eq!(later("CHANGES_REQUESTED", "2026-11-10T11:30:00Z"), Fail);
    assert_eq!(later("CHANGES_REQUESTED", "2026-11-10T10:30:00Z"), Pass);
    assert_eq!(later("COMMENTED", "2026-11-10T11:30:00Z"), Pass);
    assert_eq!(later("CHANGES_REQUESTED", "2026-11-10T12:30:00Z"), Pass);
}

#[test]
fn configuration_names_bots_people_and_numbers() {
    let approved = |config: &str| judged_with(config, GOOD, "changes-approved").0;
    assert_eq!(approved(r#"{"bots": ["Bob"]}"#), Fail);
    assert_eq!(approved(r#"{"same-person": [["ann", "bob"]]}"#), Fail);
    assert_eq!(approved(r#"{"approvals": 2}"#), Fail);
}

#[test]
fn checks_passed_before_the_merge() {
    assert_eq!(
        checked("SUCCESS", "FAILURE"),
        (Fail, "failed: ci / test".to_owned())
    );
    assert_eq!(
        checked("SUCCESS", "SKIPPED"),
        (Fail, "no check ran".to_owned())
    );
    assert_eq!(checked("SUCCESS", "").0, Inconclusive);
    assert_eq!(checked("SUCCESS", "MAYBE").0, Inconclusive);
    assert_eq!(checked("T10:10:00Z", "T12:10:00Z").0, Fail);
    assert_eq!(
        checked(
            r#""startedAt":"2026-11-10T10:00:00Z","completedAt":"2026-11-10T10:10:00Z""#,
            r#""startedAt":"2026-11-11T10:00:00Z","completedAt":"2026-11-11T10:10:00Z""#
        )
        .0,
        Inconclusive
    );
    assert_eq!(
        checked(
            r#""completedAt":"2026-11-10T10:10:00Z""#,
            r#""completedAt":"0001-01-01T00:00:00Z""#
        )
        .0,
        Inconclusive
    );
    assert_eq!(checked("statusCheckRollup", "other").0, Inconclusive);
    let none = GOOD.split(r#""statusCheckRollup""#).next().unwrap();
    let none = format!(r#"{none}"statusCheckRollup":[]}}"#);
    assert_eq!(
        judged_with("{}", &none, "changes-checked"),
        (Fail, "no check ran".to_owned())
    );
    let config = r#"{"required-checks": ["security"]}"#;
    assert_eq!(judged_with(config, GOOD, "changes-checked").0, Fail);
    let failing = GOOD.replace("SUCCESS", "FAILURE");
    let config = r#"{"optional-checks": ["test"]}"#;
    assert_eq!(
        judged_with(config, &failing, "changes-checked"),
        (Fail, "no check ran".to_owned())
    );
}

#[test]
fn what_was_not_merged_or_not_to_production_is_left_out() {
    for (from, to) in [
        (r#""mergedAt":"2026-11-10T12:00:00Z""#, r#""mergedAt":null"#),
        (r#""mergedAt":"2026-11-10T12:00:00Z""#, r#""state":"OPEN""#),
        (r#""baseRefName":"main""#, r#""baseRefName":"feature/x""#),
    ] {
        let list = format!("[{}]", GOOD.replace(from, to));
        let report = examine_with("{}", &[("changes", "pull-requests.json", &list)]);
        assert!(report.findings.is_empty(), "{to}");
        assert!(
            report
                .populations
                .iter()
                .all(|population| population.size == 0)
        );
    }
    let list = format!("[{}]", GOOD.replace("mergedAt", "gone"));
    let report = examine_with("{}", &[("changes", "pull-requests.json", &list)]);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome == Inconclusive)
    );
    assert!(!report.findings.is_empty());
}

#[test]
fn a_change_that_stands_twice_is_doubtful() {
    let list = format!("[{GOOD},{GOOD}]");
    let report = examine_with("{}", &[("changes", "pull-requests.json", &list)]);
    assert_eq!(
        report.outcomes("changes-approved"),
        [("acme/api#12", Pass), ("acme/api#12", Inconclusive)]
    );
}

#[test]
fn an_emergency_is_judged_by_its_review_afterwards() {
    let change = GOOD
        .replace("feature", "Hotfix")
        .replace("T11:00:00Z", "T18:00:00Z");
    assert_eq!(
        judged_with("{}", &change, "changes-approved").0,
        NotApplicable
    );
    assert_eq!(
        judged_with("{}", &change, "emergency-changes-reviewed").0,
        Pass
    );
}
