//! Accounts of people who left.

use super::*;

const CONTROL: &str = "leavers-removed";

/// An account of Eva, who left on `last`.
fn leaver(last: &str, status: &str) -> Case {
    Case::new()
        .people(&format!(
            "5,Eva Ewe,eva@example.com,Terminated,2022-01-01,{last},ann@example.com,contractor"
        ))
        .okta(&format!("eva,eva@example.com,{status},2022-01-01"))
}

#[test]
fn a_live_account_of_a_leaver_fails_and_says_for_how_long() {
    let finding = leaver("2026-10-11", "active")
        .finding(CONTROL, "okta/eva")
        .unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "live on 2026-11-20, 40 days after eva@example.com left (last day 2026-10-11)"
    );
    assert_eq!(
        finding.expected,
        "not live more than 1 day after the owner's last day"
    );
    let places: Vec<(&str, Option<u32>)> = finding
        .locations
        .iter()
        .map(|place| (place.path.as_str(), place.line))
        .collect();
    assert_eq!(
        places,
        [
            ("access/accounts-okta.csv", Some(2)),
            ("hr/roster.csv", Some(6))
        ]
    );
    let attributes: Vec<(&str, &str)> = finding
        .attributes
        .iter()
        .map(|attribute| (attribute.key.as_str(), attribute.value.as_str()))
        .collect();
    assert_eq!(
        attributes,
        [
            ("manager", "ann@example.com"),
            ("worker-type", "contractor")
        ]
    );
}

#[test]
fn the_limit_is_counted_to_the_day_that_the_export_shows_and_included() {
    for (last, expected) in [
        ("2026-11-20", Outcome::Pass),
        ("2026-11-19", Outcome::Pass),
        ("2026-11-18", Outcome::Fail),
    ] {
        assert_eq!(
            leaver(last, "active").outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{last}"
        );
    }
}

#[test]
fn the_limit_can_be_changed_for_all_systems_and_for_one() {
    let case = leaver("2026-11-17", "active");
    for (config, expected) in [
        (json!({}), Outcome::Fail),
        (json!({ "removal-days": 3 }), Outcome::Pass),
        (
            json!({ "systems": { "okta": { "removal-days": 3 } } }),
            Outcome::Pass,
        ),
        (
            json!({ "removal-days": 3, "systems": { "okta": { "removal-days": 0 } } }),
            Outcome::Fail,
        ),
    ] {
        let case = Case {
            config: config.clone(),
            files: case.files.clone(),
        };
        assert_eq!(
            case.outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{config}"
        );
    }
}

#[test]
fn accounts_that_cannot_be_used_are_not_live() {
    for status in [
        "suspended",
        "Disabled",
        "DEPROVISIONED",
        "deactivated",
        "deleted",
    ] {
        let finding = leaver("2026-01-31", status)
            .finding(CONTROL, "okta/eva")
            .unwrap();
        assert_eq!(finding.outcome, Outcome::Pass, "{status}");
        assert_eq!(
            finding.actual,
            "not live on 2026-11-20; eva@example.com left (last day 2026-01-31)"
        );
    }
}

#[test]
fn accounts_that_can_still_be_taken_up_are_live() {
    for status in ["invited", "locked out", "password expired", "Pending"] {
        assert_eq!(
            leaver("2026-01-31", status).outcome(CONTROL, "okta/eva"),
            Some(Outcome::Fail),
            "{status}"
        );
    }
}

#[test]
fn an_unknown_status_word_is_inconclusive_under_every_control() {
    let report = leaver("2026-01-31", "hibernating").run();
    for control in CONTROLS {
        let finding = report.about(control, "okta/eva")[0];
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{control}");
        assert!(finding.actual.contains("`hibernating`"), "{finding:?}");
        assert_eq!(finding.locations[0].line, Some(2));
    }
    let taught = leaver("2026-01-31", "hibernating").config(json!({
        "accounts": [{ "files": "access/*.csv", "not-live": ["Hibernating"] }]
    }));
    assert_eq!(taught.outcome(CONTROL, "okta/eva"), Some(Outcome::Pass));
}

#[test]
fn people_who_are_here_or_will_be_pass() {
    let case = Case::new()
        .okta("ann,ann@example.com,active,2021-02-01\ndan,dan@example.com,active,2026-11-15");
    assert_eq!(
        case.finding(CONTROL, "okta/ann").unwrap().actual,
        "ann@example.com works here"
    );
    assert_eq!(
        case.finding(CONTROL, "okta/dan").unwrap().actual,
        "dan@example.com has not left but starts on 2026-12-01"
    );
}

#[test]
fn a_last_day_that_lies_ahead_leaves_a_person_active() {
    let case = Case::new()
        .people("5,Eva,eva@example.com,Active,2022-01-01,2026-12-31,,")
        .okta("eva,eva@example.com,active,2022-01-01");
    assert_eq!(
        case.finding(CONTROL, "okta/eva").unwrap().actual,
        "eva@example.com works here until 2026-12-31"
    );
}

#[test]
fn a_person_who_left_after_the_export_was_made_was_still_there() {
    let case = Case::new()
        .file(
            "roster",
            "hr/roster.csv",
            "2026-11-22T06:00:00Z",
            &format!("{ROSTER}5,Eva,eva@example.com,Terminated,2022-01-01,2026-11-21,,\n"),
        )
        .okta("eva,eva@example.com,active,2022-01-01");
    assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(Outcome::Pass));
}

#[test]
fn an_account_whose_owner_is_unknown_does_not_pass() {
    let case = Case::new().okta("zoe,zoe@example.com,active,2022-01-01");
    assert_eq!(
        case.outcome(CONTROL, "okta/zoe"),
        Some(Outcome::Inconclusive)
    );
    let gone = Case::new().okta("zoe,zoe@example.com,suspended,2022-01-01");
    assert_eq!(gone.outcome(CONTROL, "okta/zoe"), None);
}

#[test]
fn a_service_account_is_no_leavers_account() {
    let case = Case::new()
        .okta("svc-backup,,active,2022-01-01")
        .config(json!({
            "service-accounts": [{ "account": "svc-*", "owner": "ann@example.com" }]
        }));
    assert_eq!(
        case.outcome(CONTROL, "okta/svc-backup"),
        Some(Outcome::NotApplicable)
    );
}

#[test]
fn of_several_owners_one_who_left_is_enough() {
    let case = Case::new().okta("desk,,active,2022-01-01").config(json!({
        "owners": { "okta/desk": ["ann@example.com", "cid@example.com"] }
    }));
    let finding = case.finding(CONTROL, "okta/desk").unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert!(finding.actual.contains("cid@example.com"), "{finding:?}");
}

#[test]
fn a_roster_much_older_than_the_export_cannot_show_who_left() {
    for (collected, expected) in [
        ("2026-11-13T06:00:00Z", None),
        ("2026-11-12T06:00:00Z", Some(Outcome::Inconclusive)),
    ] {
        let case = Case::new().file("roster", "hr/roster.csv", collected, ROSTER);
        assert_eq!(case.outcome(CONTROL, "okta"), expected, "{collected}");
    }
    let allowed = Case::new()
        .file("roster", "hr/roster.csv", "2026-11-12T06:00:00Z", ROSTER)
        .config(json!({ "roster-lag-days": 8 }));
    assert_eq!(allowed.outcome(CONTROL, "okta"), None);
}

#[test]
fn status_columns_that_contradict_each_other_leave_the_account_in_doubt() {
    let case = Case::new().accounts(
        "access/accounts-okta.csv",
        "username,email,status,enabled\ncid,cid@example.com,disabled,true\nann,ann@example.com,active,yes\n",
    );
    assert_eq!(
        case.outcome(CONTROL, "okta/cid"),
        Some(Outcome::Inconclusive)
    );
    assert_eq!(case.outcome(CONTROL, "okta/ann"), Some(Outcome::Pass));
}

#[test]
fn a_service_pattern_does_not_excuse_the_account_of_somebody_else() {
    let services = |account: &str| json!({ "service-accounts": [{ "account": account, "owner": "ann@example.com" }] });
    let case = leaver("2026-10-11", "active");
    let patterned = leaver("2026-10-11", "active").config(services("e*"));
    for control in [CONTROL, "accounts-owned", "no-shared-accounts"] {
        assert_eq!(
            patterned.outcome(control, "okta/eva"),
            Some(Outcome::Inconclusive),
            "{control}"
        );
    }
    let named = case.config(services("eva"));
    assert_eq!(
        named.outcome(CONTROL, "okta/eva"),
        Some(Outcome::NotApplicable)
    );
}
