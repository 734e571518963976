//! Okta: users, factors and administrators are three answers.

use super::*;

/// Ann (administrator, all in order), Bob (SMS alone, long unused), Cid (nothing), Dan (suspended),
/// Eve (invited).
pub(super) const USERS: &str = r#"[
{"id": "00u1ann", "status": "ACTIVE", "created": "2024-02-01T08:00:00.000Z", "lastLogin": "2026-11-19T08:00:00.000Z", "profile": {"login": "Ann@birch.example"}},
{"id": "00u2bob", "status": "ACTIVE", "created": "2024-02-01T08:00:00.000Z", "lastLogin": "2026-08-01T08:00:00.000Z", "profile": {"login": "bob@birch.example"}},
{"id": "00u3cid", "status": "LOCKED_OUT", "created": "2026-11-01T08:00:00.000Z", "lastLogin": null, "profile": {"login": "cid@birch.example"}},
{"id": "00u4dan", "status": "SUSPENDED", "created": "2024-02-01T08:00:00.000Z", "lastLogin": null, "profile": {"login": "dan@birch.example"}},
{"id": "00u5eve", "status": "PROVISIONED", "created": "2026-11-19T08:00:00.000Z", "lastLogin": null, "profile": {"login": "eve@birch.example"}}
]"#;

pub(super) const FACTORS: &str = r#"{
"00u1ann": [{"factorType": "webauthn", "status": "ACTIVE"}, {"factorType": "sms", "status": "ACTIVE"}],
"00u2bob": [{"factorType": "sms", "status": "ACTIVE"}, {"factorType": "push", "status": "PENDING_ACTIVATION"}],
"00u3cid": [{"factorType": "email", "status": "ACTIVE"}, {"factorType": "question", "status": "ACTIVE"}],
"00u4dan": [],
"00u5eve": []
}"#;

const ADMINISTRATORS: &str = r#"{"value": [{"id": "00u1ann"}, {"id": "00u2bob"}], "_links": {}}"#;

fn whole(config: &str) -> Report {
    examine(
        config,
        &[
            ("users", "okta/users.json", USERS),
            ("factors", "okta/factors.json", FACTORS),
            ("administrators", "okta/administrators.json", ADMINISTRATORS),
        ],
    )
}

#[test]
fn an_enrolled_factor_passes_and_is_cited_where_it_stands() {
    let report = whole("{}");
    let finding = report.about("second-factor", "okta/ann@birch.example")[0];
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, "sms, webauthn");
    assert_eq!(finding.locations[0].line, Some(2));
    assert_eq!(finding.locations[0].pointer.as_deref(), Some("/00u1ann"));
}

#[test]
fn mail_and_questions_are_no_second_factor() {
    assert_eq!(
        verdict(&whole("{}"), "second-factor", "okta/cid@birch.example"),
        (Outcome::Fail, "email, question")
    );
}

#[test]
fn a_factor_that_waits_for_activation_does_not_count() {
    let report = whole("{}");
    let subject = "okta/bob@birch.example";
    assert_eq!(
        verdict(&report, "second-factor", subject),
        (Outcome::Pass, "sms")
    );
    for control in ["no-weak-factors-only", "administrators-phishing-resistant"] {
        assert_eq!(
            verdict(&report, control, subject),
            (Outcome::Fail, "sms"),
            "{control}"
        );
    }
}

#[test]
fn suspended_accounts_are_not_counted_and_invited_ones_need_no_factor_yet() {
    let report = whole("{}");
    let subjects: Vec<_> = report.outcomes("second-factor");
    assert_eq!(subjects.len(), 4);
    assert_eq!(
        verdict(&report, "second-factor", "okta/eve@birch.example").0,
        Outcome::NotApplicable
    );
}

#[test]
fn an_unused_account_fails_and_a_new_one_has_time() {
    let report = whole("{}");
    assert_eq!(
        verdict(
            &report,
            "unused-accounts-disabled",
            "okta/bob@birch.example"
        ),
        (Outcome::Fail, "last sign-in 2026-08-01, 111 days ago")
    );
    assert_eq!(
        verdict(
            &report,
            "unused-accounts-disabled",
            "okta/cid@birch.example"
        ),
        (
            Outcome::Pass,
            "never signed in, created 2026-11-01, 19 days ago"
        )
    );
}

#[test]
fn administrators_are_counted() {
    assert_eq!(
        verdict(&whole("{}"), "administrators-few", "okta administrators"),
        (Outcome::Pass, "2 (ann@birch.example, bob@birch.example)")
    );
    let config = r#"{"max-administrators": 1, "min-administrators": 1}"#;
    assert_eq!(
        verdict(&whole(config), "administrators-few", "okta administrators").0,
        Outcome::Fail
    );
}

#[test]
fn without_the_administrators_nobody_is_known_not_to_be_one() {
    let report = examine(
        "{}",
        &[
            ("users", "okta/users.json", USERS),
            ("factors", "okta/factors.json", FACTORS),
        ],
    );
    for control in ["administrators-few", "administrators-phishing-resistant"] {
        let outcomes = report.outcomes(control);
        assert!(
            outcomes
                .iter()
                .all(|(_, outcome)| *outcome == Outcome::Inconclusive),
            "{control}"
        );
    }
}

#[test]
fn a_service_account_is_excused_but_may_not_administer() {
    let report = whole(r#"{"service-accounts": ["BOB@birch.example", "gone@birch.example"]}"#);
    assert!(
        report
            .about("second-factor", "okta/bob@birch.example")
            .is_empty()
    );
    assert_eq!(
        verdict(
            &report,
            "service-accounts-unprivileged",
            "okta/bob@birch.example"
        ),
        (Outcome::Fail, "an administrator")
    );
    assert_eq!(
        verdict(
            &report,
            "service-accounts-unprivileged",
            "service account gone@birch.example"
        )
        .0,
        Outcome::Inconclusive
    );
}

#[test]
fn a_user_without_factor_data_is_unproven() {
    let report = examine("{}", &[("users", "okta/users.json", USERS)]);
    let (outcome, actual) = verdict(&report, "second-factor", "okta/ann@birch.example");
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("/factors"), "{actual}");
}

#[test]
fn one_file_a_user_is_read_by_its_name_or_its_links() {
    let users = r#"[{"id": "00u1", "status": "ACTIVE", "lastLogin": null, "profile": {"login": "a"}},
        {"id": "00u2", "status": "ACTIVE", "lastLogin": null, "profile": {"login": "b"}}]"#;
    let linked = r#"[{"factorType": "push", "status": "ACTIVE", "_links": {"self":
        {"href": "https://birch.okta.example/api/v1/users/00u2/factors/opf1"}}}]"#;
    let report = examine(
        "{}",
        &[
            ("users", "okta/users.json", users),
            ("factors", "okta/factors/00u1.json", "[]"),
            ("factors", "okta/factors/second.json", linked),
        ],
    );
    assert_eq!(
        verdict(&report, "second-factor", "okta/a"),
        (Outcome::Fail, "no factor enrolled")
    );
    assert_eq!(
        verdict(&report, "second-factor", "okta/b"),
        (Outcome::Pass, "push")
    );
    assert_eq!(
        verdict(&report, "unused-accounts-disabled", "okta/a").0,
        Outcome::Inconclusive
    );
}

#[test]
fn unknown_states_and_factors_are_unproven() {
    let users = r#"[{"id": "00u1", "status": "FROZEN", "lastLogin": null, "profile": {"login": "a"}},
        {"id": "00u2", "status": "ACTIVE", "lastLogin": "2026-12-24T08:00:00Z", "profile": {"login": "b"}}]"#;
    let factors = r#"{"00u1": [{"factorType": "push", "status": "ACTIVE"}],
        "00u2": [{"factorType": "telepathy", "status": "ACTIVE"}]}"#;
    let report = examine(
        "{}",
        &[
            ("users", "okta/users.json", users),
            ("factors", "okta/factors.json", factors),
        ],
    );
    assert_eq!(
        verdict(&report, "second-factor", "okta/a"),
        (Outcome::Inconclusive, "unknown status `FROZEN`")
    );
    assert_eq!(
        verdict(&report, "second-factor", "okta/b"),
        (Outcome::Inconclusive, "unknown factor `telepathy`")
    );
    let (outcome, actual) = verdict(&report, "unused-accounts-disabled", "okta/b");
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("after the export"), "{actual}");
}

#[test]
fn a_user_twice_and_factors_of_a_stranger_are_named() {
    let users = r#"[{"id": "00u1", "status": "ACTIVE", "lastLogin": null, "profile": {"login": "a"}},
        {"id": "00u1", "status": "ACTIVE", "lastLogin": null, "profile": {"login": "a"}}]"#;
    let factors = r#"{"00u1": [{"factorType": "push", "status": "ACTIVE"}], "00u9": []}"#;
    let report = examine(
        "{}",
        &[
            ("users", "okta/users.json", users),
            ("factors", "okta/factors.json", factors),
        ],
    );
    assert_eq!(
        verdict(&report, "second-factor", "okta/00u9").0,
        Outcome::Inconclusive
    );
    let twice = report.about("second-factor", "okta/a");
    assert!(
        twice
            .iter()
            .any(|finding| finding.actual.contains("this user twice"))
    );
}

#[test]
fn a_full_page_of_users_may_not_be_the_last() {
    let users: Vec<String> = (0..200)
        .map(|number| {
            format!(
                r#"{{"id": "00u{number}", "status": "ACTIVE", "lastLogin": null, "profile": {{"login": "u{number}"}}}}"#
            )
        })
        .collect();
    let page = format!("[{}]", users.join(","));
    let report = examine("{}", &[("users", "okta/users.json", &page)]);
    let (outcome, actual) = verdict(&report, "unused-accounts-disabled", "okta/users (pages)");
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("exactly one page"), "{actual}");
}

#[test]
fn nobody_borrows_the_factors_of_another() {
    let factor = |user: &str, kind: &str| {
        format!(
            r#"{{"factorType": "{kind}", "status": "ACTIVE", "_links": {{"self":
            {{"href": "https://birch.okta.example/api/v1/users/{user}/factors/f"}}}}}}"#
        )
    };
    let joined = format!(
        "[{}, {}]",
        factor("00u3cid", "email"),
        factor("00u1ann", "webauthn")
    );
    let report = examine(
        "{}",
        &[
            ("users", "okta/users.json", USERS),
            ("factors", "okta/factors.json", &joined),
        ],
    );
    no_pass_of(&report, "second-factor");
    assert_eq!(
        verdict(&report, "second-factor", "okta/factors.json").0,
        Outcome::Inconclusive
    );
}
