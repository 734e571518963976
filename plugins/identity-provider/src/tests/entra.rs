//! Entra ID: users and registration details are two answers of Graph.

use super::*;

/// Ann (administrator, passkey), Bob (telephone), Cid (nothing), Dan (disabled), Gus (guest).
pub(super) const USERS: &str = r#"{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": [
{"id": "A-1", "userPrincipalName": "ann@birch.example", "accountEnabled": true, "userType": "Member", "createdDateTime": "2024-01-01T00:00:00Z", "signInActivity": {"lastSignInDateTime": "2026-11-18T09:00:00Z", "lastSuccessfulSignInDateTime": "2026-11-18T09:00:00Z"}},
{"id": "B-2", "userPrincipalName": "bob@birch.example", "accountEnabled": true, "userType": "Member", "createdDateTime": "2024-01-01T00:00:00Z", "signInActivity": {"lastSignInDateTime": "2026-11-18T09:00:00Z", "lastSuccessfulSignInDateTime": "2026-06-01T09:00:00Z"}},
{"id": "C-3", "userPrincipalName": "cid@birch.example", "accountEnabled": true, "userType": "Member", "createdDateTime": "2024-01-01T00:00:00Z"},
{"id": "D-4", "userPrincipalName": "dan@birch.example", "accountEnabled": false, "userType": "Member", "createdDateTime": "2024-01-01T00:00:00Z"},
{"id": "G-5", "userPrincipalName": "gus_partner.example#EXT#@birch.example", "accountEnabled": true, "userType": "Guest", "createdDateTime": "2026-01-01T00:00:00Z"}
]}"#;

pub(super) const DETAILS: &str = r#"{"value": [
{"id": "a-1", "userPrincipalName": "ann@birch.example", "isAdmin": true, "isMfaRegistered": true, "methodsRegistered": ["passKeyDeviceBound", "mobilePhone"]},
{"id": "b-2", "userPrincipalName": "bob@birch.example", "isAdmin": false, "isMfaRegistered": true, "methodsRegistered": ["mobilePhone"]},
{"id": "c-3", "userPrincipalName": "cid@birch.example", "isAdmin": false, "isMfaRegistered": false, "methodsRegistered": []},
{"id": "g-5", "userPrincipalName": "gus_partner.example#EXT#@birch.example", "isAdmin": false, "isMfaRegistered": false, "methodsRegistered": []}
]}"#;

fn whole() -> Report {
    with_users(USERS)
}

fn with_users(users: &str) -> Report {
    examine(
        "{}",
        &[
            ("users", "entra/users.json", users),
            ("factors", "entra/userRegistrationDetails.json", DETAILS),
        ],
    )
}

#[test]
fn registered_methods_decide() {
    let report = whole();
    assert_eq!(
        verdict(&report, "second-factor", "entra/ann@birch.example"),
        (Outcome::Pass, "mobilePhone, passKeyDeviceBound")
    );
    assert_eq!(
        verdict(&report, "no-weak-factors-only", "entra/bob@birch.example"),
        (Outcome::Fail, "mobilePhone")
    );
    assert_eq!(
        verdict(&report, "second-factor", "entra/cid@birch.example"),
        (Outcome::Fail, "no factor enrolled")
    );
    assert_eq!(
        report.outcomes("administrators-phishing-resistant"),
        [("entra/ann@birch.example", Outcome::Pass)]
    );
    assert_eq!(
        verdict(&report, "administrators-few", "entra administrators").0,
        Outcome::Fail
    );
}

#[test]
fn only_successful_sign_ins_count_as_use() {
    assert_eq!(
        verdict(
            &whole(),
            "unused-accounts-disabled",
            "entra/bob@birch.example"
        ),
        (Outcome::Fail, "last sign-in 2026-06-01, 172 days ago")
    );
}

#[test]
fn sign_ins_that_were_not_asked_for_are_unknown() {
    assert_eq!(
        verdict(
            &whole(),
            "unused-accounts-disabled",
            "entra/cid@birch.example"
        )
        .0,
        Outcome::Fail
    );
    let report = with_users(
        r#"{"value": [{"id": "c-3", "userPrincipalName": "cid@birch.example", "accountEnabled": true, "createdDateTime": "2024-01-01T00:00:00Z"}]}"#,
    );
    assert_eq!(
        verdict(
            &report,
            "unused-accounts-disabled",
            "entra/cid@birch.example"
        ),
        (Outcome::Inconclusive, "`signInActivity` was not asked for")
    );
}

#[test]
fn guests_have_rules_of_their_own() {
    let report = whole();
    let subject = "entra/gus_partner.example#ext#@birch.example";
    assert!(report.about("second-factor", subject).is_empty());
    assert_eq!(
        verdict(&report, "guests-second-factor", subject).0,
        Outcome::Inconclusive
    );
    assert_eq!(
        verdict(&report, "unused-guests-disabled", subject).0,
        Outcome::Fail
    );
}

#[test]
fn an_account_of_unknown_state_is_unproven() {
    let report =
        with_users(r#"{"value": [{"id": "a-1", "userPrincipalName": "ann@birch.example"}]}"#);
    assert_eq!(
        verdict(&report, "second-factor", "entra/ann@birch.example"),
        (
            Outcome::Inconclusive,
            "the export does not say `accountEnabled`"
        )
    );
}

#[test]
fn answers_that_contradict_themselves_are_unproven() {
    for details in [
        r#"{"id": "a-1", "isMfaRegistered": false, "methodsRegistered": ["softwareOneTimePasscode"]}"#,
        r#"{"id": "a-1", "isMfaRegistered": true, "methodsRegistered": ["email"]}"#,
        r#"{"id": "a-1", "isMfaRegistered": "yes", "methodsRegistered": ["email"]}"#,
        r#"{"id": "a-1", "isMfaRegistered": true, "methodsRegistered": "fido2"}"#,
    ] {
        let report = examine(
            "{}",
            &[
                ("users", "entra/users.json", USERS),
                (
                    "factors",
                    "entra/d.json",
                    &format!(r#"{{"value": [{details}]}}"#),
                ),
            ],
        );
        assert_eq!(
            verdict(&report, "second-factor", "entra/ann@birch.example").0,
            Outcome::Inconclusive,
            "{details}"
        );
    }
}

#[test]
fn a_missing_page_is_named() {
    let page = r#"{"@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=x", "value": [
        {"id": "a-1", "userPrincipalName": "ann@birch.example", "accountEnabled": true}]}"#;
    let report = with_users(page);
    let finding = report.about("second-factor", "entra/users (pages)")[0];
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert_eq!(
        finding.locations[0].pointer.as_deref(),
        Some("/@odata.nextLink")
    );
    let both = examine(
        "{}",
        &[
            ("users", "entra/users-1.json", page),
            (
                "users",
                "entra/users-2.json",
                r#"{"value": [{"id": "b-2", "userPrincipalName": "bob@birch.example", "accountEnabled": true}]}"#,
            ),
            ("factors", "entra/d.json", DETAILS),
        ],
    );
    assert!(
        both.about("second-factor", "entra/users (pages)")
            .is_empty()
    );
}

#[test]
fn a_count_that_the_pages_do_not_reach_is_named() {
    let report = with_users(&USERS.replace("\"value\"", "\"@odata.count\": 9, \"value\""));
    let (outcome, actual) = verdict(&report, "second-factor", "entra/users (pages)");
    assert_eq!(outcome, Outcome::Inconclusive);
    assert_eq!(actual, "`@odata.count` is 9, but the pages hold 5 elements");
}

#[test]
fn attempts_of_others_are_no_use_of_an_account() {
    let with = |created: &str, success: &str| {
        let users = USERS
            .replace(
                r#""createdDateTime": "2024-01-01T00:00:00Z", "signInActivity": {"lastSignInDateTime": "2026-11-18T09:00:00Z", "lastSuccessfulSignInDateTime": "2026-11-18T09:00:00Z"}"#,
                &format!(r#""createdDateTime": "{created}", "signInActivity": {{"lastSignInDateTime": "2026-11-18T09:00:00Z"{success}}}"#),
            );
        assert_ne!(users, USERS);
        let report = with_users(&users);
        let (outcome, actual) = verdict(
            &report,
            "unused-accounts-disabled",
            "entra/ann@birch.example",
        );
        (outcome, actual.to_owned())
    };
    let none = r#", "lastSuccessfulSignInDateTime": null"#;
    let (outcome, actual) = with("2021-01-01T00:00:00Z", none);
    assert_eq!(outcome, Outcome::Fail);
    assert!(
        actual.starts_with("no successful sign-in since 2023-12-01"),
        "{actual}"
    );
    assert_eq!(with("2026-11-01T00:00:00Z", none).0, Outcome::Pass);
    assert_eq!(with("2026-01-01T00:00:00Z", none).0, Outcome::Fail);
    // An answer that does not know successes is all there is.
    assert_eq!(with("2021-01-01T00:00:00Z", "").0, Outcome::Pass);
}

#[test]
fn another_listing_is_not_the_last_page() {
    let first = USERS.replacen(
        '{',
        r#"{"@odata.nextLink": "https://graph.microsoft.com/2", "#,
        1,
    );
    let other = r#"{"value": [{"id": "X-9", "userPrincipalName": "xav@birch.example", "accountEnabled": true, "userType": "Member", "createdDateTime": "2026-11-01T00:00:00Z"}]}"#;
    let cut = |one: &str, two: &str| {
        let report = examine("{}", &[("users", one, &first), ("users", two, other)]);
        report
            .outcomes("second-factor")
            .iter()
            .any(|(subject, _)| subject.ends_with("(pages)"))
    };
    assert!(cut("entra/users-members.json", "entra/users-guests.json"));
    assert!(!cut("entra/users-1.json", "entra/users-2.json"));
    assert!(!cut("entra/users_page1.json", "entra/users_page2.json"));
    assert!(!cut("entra/users.json", "entra/users-2.json"));
}
