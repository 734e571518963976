//! Google Workspace: one answer holds everything but the kinds of factors.

use super::*;

const USERS: &str = r#"{"kind": "admin#directory#users", "users": [
{"id": "101", "primaryEmail": "ann@birch.example", "isAdmin": true, "isDelegatedAdmin": false, "suspended": false, "archived": false, "isEnrolledIn2Sv": true, "isEnforcedIn2Sv": true, "lastLoginTime": "2026-11-19T08:00:00.000Z", "creationTime": "2024-01-01T00:00:00.000Z"},
{"id": "102", "primaryEmail": "bob@birch.example", "isAdmin": false, "isDelegatedAdmin": false, "suspended": false, "archived": false, "isEnrolledIn2Sv": false, "isEnforcedIn2Sv": false, "lastLoginTime": "1970-01-01T00:00:00.000Z", "creationTime": "2024-01-01T00:00:00.000Z"},
{"id": "103", "primaryEmail": "cid@birch.example", "isAdmin": false, "isDelegatedAdmin": false, "suspended": true, "archived": false, "isEnrolledIn2Sv": false, "isEnforcedIn2Sv": false, "lastLoginTime": "1970-01-01T00:00:00.000Z", "creationTime": "2024-01-01T00:00:00.000Z"}
]}"#;

fn with_users(users: &str) -> Report {
    examine("{}", &[("users", "google-workspace/users.json", users)])
}

#[test]
fn enrolment_decides_but_its_kind_is_not_known() {
    let report = with_users(USERS);
    assert_eq!(
        report.outcomes("second-factor"),
        [
            ("google/ann@birch.example", Outcome::Pass),
            ("google/bob@birch.example", Outcome::Fail)
        ]
    );
    for control in ["no-weak-factors-only", "administrators-phishing-resistant"] {
        assert_eq!(
            verdict(&report, control, "google/ann@birch.example"),
            (
                Outcome::Inconclusive,
                "isEnrolledIn2Sv true, but not which kind of factor"
            )
        );
    }
}

#[test]
fn the_epoch_means_that_nobody_ever_signed_in() {
    let (outcome, actual) = {
        let report = with_users(USERS);
        let finding = report.about("unused-accounts-disabled", "google/bob@birch.example")[0];
        (finding.outcome, finding.actual.clone())
    };
    assert_eq!(outcome, Outcome::Fail);
    assert!(actual.starts_with("never signed in"), "{actual}");
}

#[test]
fn a_next_page_that_is_not_here_is_named() {
    let report =
        with_users(&USERS.replace("\"users\": [", "\"nextPageToken\": \"x\", \"users\": ["));
    assert_eq!(
        verdict(&report, "second-factor", "google-workspace/users (pages)").0,
        Outcome::Inconclusive
    );
}

#[test]
fn answers_without_the_deciding_members_are_unproven() {
    let report = with_users(
        r#"{"users": [{"id": "101", "primaryEmail": "ann@birch.example", "suspended": false}]}"#,
    );
    for control in [
        "second-factor",
        "unused-accounts-disabled",
        "administrators-phishing-resistant",
    ] {
        assert_eq!(
            verdict(&report, control, "google/ann@birch.example").0,
            Outcome::Inconclusive,
            "{control}"
        );
    }
    no_pass(&report, "only names");
}

#[test]
fn a_page_that_is_missing_in_the_middle_is_named() {
    let page = USERS.replace("\"users\": [", "\"nextPageToken\": \"x\", \"users\": [");
    let missing = |files: &[(&str, &str)]| {
        let files: Vec<_> = files
            .iter()
            .map(|&(path, content)| ("users", path, content))
            .collect();
        examine("{}", &files)
            .outcomes("second-factor")
            .iter()
            .any(|(subject, outcome)| {
                subject.ends_with("(pages)") && *outcome == Outcome::Inconclusive
            })
    };
    let last = r#"{"users": []}"#;
    assert!(missing(&[
        ("g/users-1.json", &page),
        ("g/users-3.json", last)
    ]));
    assert!(missing(&[
        ("g/users-2.json", &page),
        ("g/users-3.json", last)
    ]));
    assert!(missing(&[
        ("g/users.json", &page),
        ("g/users-3.json", last)
    ]));
    assert!(!missing(&[
        ("g/users.json", &page),
        ("g/users-2.json", last)
    ]));
    assert!(!missing(&[
        ("g/users-0.json", &page),
        ("g/users-1.json", last)
    ]));
    // Two that name no further one are of two answers.
    let others = [
        ("g/users-1.json", page.as_str()),
        ("g/users-2.json", last),
        ("g/users-3.json", last),
    ];
    assert!(missing(&others));
}
