//! Whether withdrawn access is gone.

use super::*;

const CONTROL: &str = "revocations-carried-out";

/// Ann was kept and Eva withdrawn on 2026-10-06; her account has this status and creation day.
fn eva(status: &str, created: &str, removed: &str) -> Case {
    Case::new()
        .okta(&format!(
            "ann,ann@example.com,active,2021-01-01\neva,eva@example.com,{status},{created}"
        ))
        .decisions(&format!(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,eva,bob@example.com,revoke,2026-10-06,{removed}"
        ))
}

#[test]
fn a_withdrawn_account_that_is_not_live_passes() {
    let finding = eva("suspended", "", "")
        .finding(CONTROL, "okta/eva")
        .unwrap();
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, "not live in the export of 2026-11-20");
    assert_eq!(finding.occurred.as_deref(), Some("2026-10-06"));
}

#[test]
fn a_withdrawn_account_that_is_still_live_after_its_time_fails() {
    let finding = eva("active", "2022-01-01", "")
        .finding(CONTROL, "okta/eva")
        .unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "live in the export of 2026-11-20, 45 days after it was withdrawn"
    );
}

#[test]
fn before_its_time_a_live_account_shows_nothing_yet() {
    // The export shows 2026-11-20; 7 days before is 2026-11-13.
    for (day, expected) in [
        ("2026-11-13", Outcome::Inconclusive),
        ("2026-11-12", Outcome::Fail),
        ("2026-11-21", Outcome::Inconclusive),
    ] {
        let case = Case::new()
            .okta("eva,eva@example.com,active,2022-01-01")
            .decisions(&format!("okta,eva,bob@example.com,revoke,{day},"));
        assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(expected), "{day}");
    }
    let later = Case::new()
        .okta("eva,eva@example.com,active,2022-01-01")
        .decisions("okta,eva,bob@example.com,revoke,2026-11-13,");
    let finding = later.finding(CONTROL, "okta/eva").unwrap();
    assert!(
        finding
            .actual
            .ends_with("to be removed by 2026-11-20, so export the accounts again now"),
        "{}",
        finding.actual
    );
}

#[test]
fn the_time_can_be_changed_for_all_systems_and_for_one() {
    for (config, expected) in [
        (json!({ "revocation-days": 45 }), Outcome::Inconclusive),
        (json!({ "revocation-days": 44 }), Outcome::Fail),
        (
            json!({ "systems": { "okta": { "revocation-days": 60 } } }),
            Outcome::Inconclusive,
        ),
    ] {
        let case = eva("active", "2022-01-01", "").config(config.clone());
        assert_eq!(
            case.outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{config}"
        );
    }
}

#[test]
fn the_recorded_day_of_removal_is_held_against_the_limit_and_the_export() {
    for (status, removed, expected) in [
        ("suspended", "2026-10-13", Outcome::Pass),
        ("suspended", "2026-10-14", Outcome::Fail),
        ("suspended", "soon", Outcome::Inconclusive),
        ("suspended", "2026-12-24", Outcome::Inconclusive),
        ("active", "2026-10-07", Outcome::Fail),
    ] {
        assert_eq!(
            eva(status, "2022-01-01", removed).outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{status} {removed}"
        );
    }
}

#[test]
fn an_account_that_is_no_longer_listed_is_gone_if_names_fit() {
    let gone = Case::new()
        .okta("ann,ann@example.com,active,2021-01-01")
        .decisions(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,eva,bob@example.com,revoke,2026-10-06,",
        );
    let finding = gone.finding(CONTROL, "okta/eva").unwrap();
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, "not listed in the export of 2026-11-20");
    // Nothing in the record is named as in the export: Eva may well be listed under another name.
    let other_names = Case::new()
        .okta("ann,ann@example.com,active,2021-01-01")
        .decisions("okta,Eva Ewe,bob@example.com,revoke,2026-10-06,");
    assert_eq!(
        other_names.outcome(CONTROL, "okta/Eva Ewe"),
        Some(Outcome::Inconclusive)
    );
    let export_before = Case::new()
        .okta("ann,ann@example.com,active,2021-01-01")
        .decisions(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,eva,bob@example.com,revoke,2026-11-21,",
        );
    assert_eq!(
        export_before.outcome(CONTROL, "okta/eva"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_new_account_of_the_same_name_is_not_the_withdrawn_one() {
    for (created, expected) in [("2026-10-06", Outcome::Fail), ("2026-10-07", Outcome::Pass)] {
        assert_eq!(
            eva("active", created, "").outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{created}"
        );
    }
}

#[test]
fn a_later_decision_to_keep_counts_only_before_the_time_was_over() {
    for (kept, expected) in [
        ("2026-10-13", Outcome::NotApplicable),
        ("2026-11-10", Outcome::Inconclusive),
        ("2026-10-06", Outcome::Inconclusive),
        ("2026-10-01", Outcome::Fail),
    ] {
        let case = Case::new()
            .okta("eva,eva@example.com,active,2022-01-01")
            .decisions(&format!(
                "okta,eva,bob@example.com,revoke,2026-10-06,\nokta,eva,bob@example.com,keep,{kept},"
            ));
        assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(expected), "{kept}");
    }
}

#[test]
fn a_single_right_is_judged_by_the_record() {
    for (removed, expected) in [
        ("2026-10-10", Outcome::Pass),
        ("2026-10-30", Outcome::Fail),
        ("", Outcome::Inconclusive),
    ] {
        let case = Case::new()
            .okta("eva,eva@example.com,active,2022-01-01")
            .reviews(&format!(
                "system,account,entitlement,reviewer,decision,reviewed on,removed on\n\
                 okta,eva,reader,bob@example.com,keep,2026-10-06,\n\
                 okta,eva,admin,bob@example.com,revoke,2026-10-06,{removed}\n"
            ));
        assert_eq!(
            case.outcome(CONTROL, "okta/eva"),
            Some(expected),
            "{removed}"
        );
    }
    let all_rights = Case::new()
        .okta("eva,eva@example.com,active,2022-01-01")
        .reviews(
            "system,account,entitlement,reviewer,decision,reviewed on\n\
             okta,eva,reader,bob@example.com,revoke,2026-10-06\n\
             okta,eva,admin,bob@example.com,revoke,2026-10-06\n",
        );
    assert_eq!(all_rights.outcome(CONTROL, "okta/eva"), Some(Outcome::Fail));
}

#[test]
fn words_for_decisions() {
    for (word, expected) in [
        ("Removed", Some(Outcome::Fail)),
        ("DENY", Some(Outcome::Fail)),
        ("disable", Some(Outcome::Fail)),
        ("modify", None),
        ("Approved", None),
    ] {
        let case = Case::new()
            .okta("eva,eva@example.com,active,2022-01-01")
            .decisions(&format!("okta,eva,bob@example.com,{word},2026-10-06,"));
        assert_eq!(case.outcome(CONTROL, "okta/eva"), expected, "{word}");
    }
    let taught = Case::new()
        .okta("eva,eva@example.com,active,2022-01-01")
        .decisions("okta,eva,bob@example.com,off with it,2026-10-06,")
        .config(json!({ "reviews": [{ "files": "access/*", "revoke": ["off with it"] }] }));
    assert_eq!(taught.outcome(CONTROL, "okta/eva"), Some(Outcome::Fail));
}

#[test]
fn where_nothing_was_withdrawn_the_records_show_it() {
    let report = Case::new()
        .decisions("okta,ann,bob@example.com,keep,2026-10-05,")
        .run();
    assert!(report.outcomes(CONTROL).is_empty());
    let population = report
        .populations
        .iter()
        .find(|population| population.control == CONTROL)
        .unwrap();
    assert_eq!(population.size, 0);
    assert!(
        population
            .shown_by
            .iter()
            .any(|place| place.path == "access/reviews.csv")
    );
}

#[test]
fn withdrawals_in_a_system_without_an_export_cannot_be_followed() {
    let case = Case::new().decisions(
        "okta,ann,bob@example.com,keep,2026-10-05,\n\
         Jira,eva,bob@example.com,revoke,2026-10-06,\n\
         Jira,fay,bob@example.com,revoke,2026-10-06,\n\
         Wiki,fay,bob@example.com,keep,2026-10-06,",
    );
    let finding = case.finding(CONTROL, "Jira").unwrap();
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert!(finding.actual.starts_with("2 withdrawn accounts"));
    assert_eq!(case.outcome(CONTROL, "Wiki"), None);
}

#[test]
fn old_withdrawals_are_followed_only_while_they_are_the_last_word() {
    let superseded = Case::new()
        .okta("eva,eva@example.com,active,2022-01-01")
        .decisions(
            "okta,eva,bob@example.com,revoke,2024-10-06,\nokta,eva,bob@example.com,keep,2026-10-06,",
        );
    assert_eq!(superseded.outcome(CONTROL, "okta/eva"), None);
    let last = Case::new()
        .okta("eva,eva@example.com,active,2022-01-01")
        .decisions("okta,eva,bob@example.com,revoke,2024-10-06,");
    assert_eq!(last.outcome(CONTROL, "okta/eva"), Some(Outcome::Fail));
}

#[test]
fn whether_a_live_account_is_new_is_open_where_its_creation_date_is_not_readable() {
    assert_eq!(
        eva("active", "7 Oct", "").outcome(CONTROL, "okta/eva"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_right_that_was_removed_before_it_was_withdrawn_is_not_shown_to_be_removed() {
    let case = Case::new().reviews(
        "system,account,entitlement,reviewer,decision,reviewed on,removed on\n\
         okta,ann,admin,bob@example.com,revoke,2026-10-05,2025-01-01\n\
         okta,ann,user,bob@example.com,keep,2026-10-05,\n\
         okta,bob,user,ann@example.com,keep,2026-10-06,\n",
    );
    assert_eq!(
        case.outcome("revocations-carried-out", "okta/ann"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_withdrawn_address_that_an_account_of_another_name_has_is_not_gone() {
    let case = Case::new()
        .okta("ann,ann@example.com,active,2021-01-01\nevar,eva@example.com,active,2022-01-01")
        .decisions(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,eva@example.com,bob@example.com,revoke,2026-10-06,",
        );
    assert_eq!(
        case.outcome(CONTROL, "okta/eva@example.com"),
        Some(Outcome::Inconclusive)
    );
    // An address that no account has is gone.
    let case = Case::new()
        .okta("ann,ann@example.com,active,2021-01-01")
        .decisions(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,eva@example.com,bob@example.com,revoke,2026-10-06,",
        );
    assert_eq!(
        case.outcome(CONTROL, "okta/eva@example.com"),
        Some(Outcome::Pass)
    );
}
