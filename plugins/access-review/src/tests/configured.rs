//! Configuration: columns, words, files, and what it must not contradict.

use super::*;

const ODD: &str = "Konto;Ignored\n";

#[test]
fn columns_words_and_date_forms_can_be_named() {
    let case = Case::new()
        .accounts(
            "access/erp.csv",
            "Kennung,Post,Zustand,Angelegt\nann,ann@example.com,frei,01.02.2021\ncid,cid@example.com,gesperrt,10.01.2022\n",
        )
        .config(json!({ "accounts": [{
            "files": "access/erp*.csv",
            "system": "ERP",
            "columns": { "account": "kennung", "email": ["Post"], "status": "Zustand", "created": "Angelegt" },
            "live": ["frei"],
            "not-live": ["gesperrt"],
            "date-formats": ["%d.%m.%Y"],
        }]}));
    assert_eq!(
        case.outcome("leavers-removed", "ERP/ann"),
        Some(Outcome::Pass)
    );
    assert_eq!(
        case.outcome("leavers-removed", "ERP/cid"),
        Some(Outcome::Pass)
    );
}

#[test]
fn a_column_that_is_named_but_not_there_is_said_with_its_key() {
    let case = Case::new().config(json!({ "accounts": [{
        "files": "access/*.csv", "columns": { "status": "zustand" }
    }]}));
    let report = case.run();
    for control in CONTROLS {
        let finding = report.about(control, "access/accounts-okta.csv")[0];
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(
            finding.actual.contains("accounts.columns.status")
                && finding.actual.contains("`username`"),
            "{}",
            finding.actual
        );
    }
}

#[test]
fn an_export_whose_columns_are_not_known_says_which_to_name() {
    for (text, key) in [
        (ODD, "accounts.columns.account"),
        (
            "username,email\nann,ann@example.com\n",
            "accounts.columns.status",
        ),
        (
            "username,User Name,status\na,b,active\n",
            "accounts.columns",
        ),
    ] {
        let report = Case::new().accounts("access/accounts-okta.csv", text).run();
        for control in CONTROLS {
            let finding = report.about(control, "access/accounts-okta.csv")[0];
            assert_eq!(finding.outcome, Outcome::Inconclusive);
            assert!(finding.actual.contains(key), "{}", finding.actual);
        }
    }
}

#[test]
fn an_export_of_usable_accounts_alone_can_be_declared() {
    let text = "username,email\nann,ann@example.com\ncid,cid@example.com\n";
    let case = Case::new()
        .accounts("access/accounts-okta.csv", text)
        .config(json!({ "accounts": [{ "files": "access/*", "all-live": true }] }));
    assert_eq!(
        case.outcome("leavers-removed", "okta/cid"),
        Some(Outcome::Fail)
    );
}

#[test]
fn a_negative_column_needs_its_words_named() {
    let text = "username,email,suspended\nann,ann@example.com,false\ncid,cid@example.com,true\n";
    let columns = json!({ "status": "suspended" });
    let unnamed = Case::new()
        .accounts("access/accounts-okta.csv", text)
        .config(json!({ "accounts": [{ "files": "access/*", "columns": columns }] }));
    assert_eq!(
        unnamed.outcome("leavers-removed", "okta/cid"),
        Some(Outcome::Inconclusive)
    );
    let named = Case::new()
        .accounts("access/accounts-okta.csv", text)
        .config(json!({ "accounts": [{
            "files": "access/*", "columns": columns, "live": ["false"], "not-live": ["true"]
        }]}));
    assert_eq!(
        named.outcome("leavers-removed", "okta/cid"),
        Some(Outcome::Pass)
    );
}

#[test]
fn a_configured_file_or_system_that_is_not_there_is_inconclusive() {
    for (config, subject, controls) in [
        (
            json!({ "accounts": [{ "files": "access/jira*.csv", "system": "jira" }] }),
            "accounts: access/jira*.csv",
            &CONTROLS[..],
        ),
        (json!({ "systems": { "Jira": {} } }), "Jira", &CONTROLS[..]),
        (
            json!({ "roster": [{ "files": "hr/contractors.csv" }] }),
            "roster: hr/contractors.csv",
            &[
                "leavers-removed",
                "accounts-owned",
                "no-shared-accounts",
                "reviewer-independent",
            ],
        ),
        (
            json!({ "reviews": [{ "files": "access/campaigns/*.csv" }] }),
            "reviews: access/campaigns/*.csv",
            &[
                "review-on-time",
                "reviewer-independent",
                "revocations-carried-out",
            ],
        ),
    ] {
        let report = Case::new().config(config).run();
        for control in controls {
            assert_eq!(
                report.about(control, subject)[0].outcome,
                Outcome::Inconclusive,
                "{control} {subject}"
            );
        }
    }
}

#[test]
fn configured_files_become_default_patterns_of_the_input() {
    use tickmark_plugin::Plugin;
    let config = serde_json::from_value(json!({
        "accounts": [{ "files": ["okta/*.csv", "more/*.csv"] }]
    }))
    .unwrap();
    let inputs = AccessReview::inputs(Some(&config));
    assert!(inputs[0].default_globs.contains(&"more/*.csv".to_owned()));
    assert!(
        inputs[0]
            .default_globs
            .contains(&"access/accounts*.csv".to_owned())
    );
}

#[test]
fn several_systems_stand_in_one_export() {
    let case = Case::new().accounts(
        "access/accounts-okta.csv",
        "system,username,email,status\nJira,ann,ann@example.com,active\nWiki,ann,ann@example.com,active\n,bob,bob@example.com,active\n",
    );
    let report = case.run();
    for subject in ["Jira/ann", "Wiki/ann"] {
        assert_eq!(
            report.about("accounts-owned", subject)[0].outcome,
            Outcome::Pass
        );
    }
    assert_eq!(
        report.about("accounts-owned", "access/accounts-okta.csv")[0].outcome,
        Outcome::Inconclusive
    );
}

#[test]
fn contradictory_configuration_is_refused() {
    for config in [
        json!({ "accounts": [{ "files": "*", "live": ["on"], "not-live": ["ON"] }] }),
        json!({ "roster": [{ "files": "*", "active": ["x"], "left": ["x"] }] }),
        json!({ "reviews": [{ "files": "*", "keep": ["x"], "undecided": ["X"] }] }),
        json!({ "owners": { "ann": "ann@example.com" } }),
        json!({ "owners": { "okta/ann": "1", "Okta/Ann": "2" } }),
        json!({ "owners": { "okta/ann": [] } }),
        json!({ "systems": { "a": { "also-called": ["x"] }, "b": { "also-called": ["X"] } } }),
        json!({ "no-such-key": 1 }),
        json!({ "accounts": [{ "system": "okta" }] }),
    ] {
        assert!(
            matches!(
                Case::new().config(config.clone()).try_run(),
                Err(Failure::Config(_))
            ),
            "{config}"
        );
    }
}

#[test]
fn rows_of_one_account_are_one_account() {
    let case = Case::new().accounts(
        "access/accounts-okta.csv",
        "username,email,status,role,created\nann,ann@example.com,active,reader,2026-10-20\nann,ann@example.com,active,admin,2021-01-01\n",
    );
    let report = case.run();
    assert_eq!(report.about("accounts-owned", "okta/ann").len(), 1);
    assert_eq!(
        report.about("review-on-time", "okta/ann")[0].outcome,
        Outcome::Pass
    );
}

#[test]
fn rows_of_one_account_that_disagree_leave_it_open() {
    for rows in [
        "cid,cid@example.com,active,\ncid,cid@example.com,suspended,",
        "cid,cid@example.com,active,\ncid,ann@example.com,active,",
        "cid,cid@example.com,active,\nCid,cid@example.com,active,",
    ] {
        let report = Case::new().okta(rows).run();
        for control in CONTROLS {
            assert_eq!(
                report.about(control, "okta/cid")[0].outcome,
                Outcome::Inconclusive,
                "{control}: {rows}"
            );
        }
    }
}

#[test]
fn one_account_in_two_exports_of_a_system_is_open() {
    let case = Case::new()
        .file(
            "accounts",
            "access/old/accounts-okta.csv",
            "2026-10-20T00:00:00Z",
            ACCOUNTS,
        )
        .accounts("access/accounts-okta.csv", ACCOUNTS);
    let finding = case.finding("leavers-removed", "okta/ann").unwrap();
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert!(finding.actual.contains("grant one export a system"));
}

#[test]
fn an_export_without_accounts_shows_nothing() {
    let report = Case::new()
        .accounts("access/accounts-okta.csv", "username,status\n")
        .run();
    for control in CONTROLS {
        assert_eq!(
            report.about(control, "access/accounts-okta.csv")[0].outcome,
            Outcome::Inconclusive,
            "{control}"
        );
    }
}

#[test]
fn a_system_is_called_as_the_configuration_spells_it() {
    let case = Case::new().config(json!({ "systems": { "Okta": { "removal-days": 3 } } }));
    assert_eq!(
        case.outcome("leavers-removed", "Okta/ann"),
        Some(Outcome::Pass)
    );
}

#[test]
fn another_separator_is_recognised() {
    let case = |rows: &str| Case::new().accounts("access/accounts-okta.csv", rows).run();
    let report = case("username;status\nann;active\n");
    assert_eq!(report.about("accounts-owned", "okta/ann").len(), 1);
    let report = case("username\tstatus\nann\tactive\n");
    let finding = report.about("accounts-owned", "access/accounts-okta.csv")[0];
    assert!(
        finding.actual.contains("separated by tabs"),
        "{}",
        finding.actual
    );
}

#[test]
fn marks_are_words_of_their_own() {
    let case = Case::new()
        .decisions("okta,ann,bob@example.com,✓,2026-10-05,\nokta,bob,ann@example.com,✗,2026-10-06,")
        .config(json!({ "reviews": [{ "files": "access/*.csv", "keep": ["✓"] }] }));
    let report = case.run();
    let problem = report.about("review-on-time", "okta/bob");
    assert!(
        problem
            .iter()
            .any(|finding| finding.outcome == Outcome::Inconclusive
                && finding.actual.contains("is not known")),
        "{problem:?}"
    );
    assert_eq!(
        report.about("review-on-time", "okta/ann")[0].outcome,
        Outcome::Pass
    );
}

#[test]
fn a_word_with_a_mark_of_doubt_is_not_known() {
    for word in ["keep?", "☐ keep", "[ ] keep", "~~keep~~"] {
        let case = Case::new().decisions(&format!(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,bob,ann@example.com,{word},2026-10-06,"
        ));
        let report = case.run();
        assert!(
            report
                .about("review-on-time", "okta/bob")
                .iter()
                .any(|finding| finding.actual.contains("is not known")),
            "{word}"
        );
    }
}
