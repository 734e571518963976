//! Whose accounts are.

use super::*;

const CONTROL: &str = "accounts-owned";

fn one_account(row: &str) -> Case {
    Case::new().accounts(
        "access/accounts-okta.csv",
        &format!("username,email,employee id,status,type,owner\n{row}\n"),
    )
}

#[test]
fn an_account_belongs_to_the_person_with_its_address_or_number() {
    for row in [
        "ann,ann@example.com,,active,,",
        "ann, ANN@Example.com ,,active,,",
        "ann@example.com,,,active,,",
        "whoever,,1,active,,",
        "whoever,,0001,active,,",
        "whoever,,,active,,ann@example.com",
        "whoever,\"private@home.example; ann@example.com\",,active,,",
    ] {
        let case = one_account(row);
        let report = case.run();
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.control == CONTROL)
            .unwrap();
        assert_eq!(finding.outcome, Outcome::Pass, "{row}");
        assert_eq!(finding.actual, "belongs to ann@example.com", "{row}");
    }
}

#[test]
fn an_account_that_leads_to_nobody_fails() {
    for row in [
        "zoe,zoe@example.com,,active,,",
        "zoe,,,active,,",
        "zoe,,99,active,,",
        "zoe,,,active,,zoe@example.com",
        "zoe,,,active,,External user",
    ] {
        assert_eq!(
            one_account(row).outcome(CONTROL, "okta/zoe"),
            Some(Outcome::Fail),
            "{row}"
        );
    }
}

#[test]
fn an_account_that_leads_to_two_people_is_inconclusive() {
    for row in [
        "ann,ann@example.com,2,active,,",
        "ann,ann@example.com,,active,,bob@example.com",
        "ann@example.com,bob@example.com,,active,,",
        // A reused address: the number is not Ann's.
        "ann,ann@example.com,99,active,,",
        "ann,ann@example.com,,active,,zoe@example.com",
    ] {
        let report = one_account(row).run();
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.control == CONTROL)
            .unwrap();
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{row}");
    }
}

#[test]
fn an_alias_of_two_people_names_neither() {
    let case = Case::new()
        .roster(
            "email,aliases,status\nann@example.com,team@example.com,Active\nbob@example.com,\"b@example.com; team@example.com\",Active\n",
        )
        .okta("team-box,team@example.com,active,\nb,b@example.com,active,");
    assert_eq!(
        case.outcome(CONTROL, "okta/team-box"),
        Some(Outcome::Inconclusive)
    );
    assert_eq!(case.outcome(CONTROL, "okta/b"), Some(Outcome::Pass));
}

#[test]
fn the_configuration_names_owners() {
    let case = Case::new()
        .okta("octo,,active,\nnemo,,active,\nboth,,active,")
        .config(json!({ "owners": {
            "OKTA/Octo": "1",
            "okta/nemo": "nemo@example.com",
            "okta/both": ["ann@example.com", "bob@example.com"],
        }}));
    assert_eq!(
        case.finding(CONTROL, "okta/octo").unwrap().actual,
        "is declared as that of ann@example.com"
    );
    assert_eq!(case.outcome(CONTROL, "okta/nemo"), Some(Outcome::Fail));
    assert_eq!(case.outcome(CONTROL, "okta/both"), Some(Outcome::Pass));
}

#[test]
fn a_service_account_needs_an_owner_who_works_here() {
    for (owner, expected) in [
        ("ann@example.com", Outcome::Pass),
        ("1", Outcome::Pass),
        ("cid@example.com", Outcome::Fail),
        ("dan@example.com", Outcome::Fail),
        ("zoe@example.com", Outcome::Fail),
    ] {
        let case = Case::new().okta("svc-backup,,active,").config(json!({
            "service-accounts": [
                { "system": "github", "account": "*", "owner": "zoe@example.com" },
                { "system": "okta", "account": "SVC-*", "owner": owner },
            ]
        }));
        assert_eq!(
            case.outcome(CONTROL, "okta/svc-backup"),
            Some(expected),
            "{owner}"
        );
    }
}

#[test]
fn an_export_can_say_that_an_account_is_a_services_and_whose() {
    for (row, expected) in [
        (
            "bot,,,active,Service account,ann@example.com",
            Outcome::Pass,
        ),
        (
            "bot,,,active,Service account,cid@example.com",
            Outcome::Fail,
        ),
        ("bot,,,active,bot,", Outcome::Fail),
        ("bot,,,active,bot,Not a person", Outcome::Fail),
    ] {
        assert_eq!(
            one_account(row).outcome(CONTROL, "okta/bot"),
            Some(expected),
            "{row}"
        );
    }
}

#[test]
fn a_leavers_account_is_traced_to_the_leaver() {
    let case = Case::new().okta("cid,cid@example.com,active,");
    let finding = case.finding(CONTROL, "okta/cid").unwrap();
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(
        finding.actual,
        "belongs to cid@example.com (last day 2026-10-31; see leavers-removed)"
    );
}

#[test]
fn accounts_that_cannot_be_used_need_no_owner() {
    let case = Case::new().okta("zoe,zoe@example.com,suspended,\nann,ann@example.com,active,");
    assert_eq!(case.outcome(CONTROL, "okta/zoe"), None);
}

#[test]
fn plus_tags_and_letters_of_addresses() {
    let tagged = Case::new().okta("ann,ann+okta@example.com,active,");
    assert_eq!(tagged.outcome(CONTROL, "okta/ann"), Some(Outcome::Fail));
    let ignored = Case::new()
        .okta("ann,ann+okta@example.com,active,")
        .config(json!({ "ignore-plus-tags": true }));
    assert_eq!(ignored.outcome(CONTROL, "okta/ann"), Some(Outcome::Pass));
    let composed = Case::new()
        .people("5,René,Rene\u{301}@example.com,Active,2022-01-01,,,")
        .okta("rene,RENÉ@example.com,active,");
    assert_eq!(composed.outcome(CONTROL, "okta/rene"), Some(Outcome::Pass));
}

#[test]
fn an_owner_who_may_stand_in_an_unreadable_roster_is_not_called_missing() {
    let case = Case::new().okta("zoe,zoe@example.com,active,").file(
        "roster",
        "hr/contractors.csv",
        SHOWN,
        "\u{0}",
    );
    assert_eq!(
        case.outcome(CONTROL, "okta/zoe"),
        Some(Outcome::Inconclusive)
    );
}
