//! Accounts that several people use.

use super::*;

const CONTROL: &str = "no-shared-accounts";

#[test]
fn an_account_of_one_person_passes() {
    assert_eq!(
        Case::new().finding(CONTROL, "okta/ann").unwrap().actual,
        "belongs to ann@example.com alone"
    );
}

#[test]
fn names_that_several_people_use_fail() {
    for name in [
        "admin",
        "Administrator",
        "root",
        "support@example.com",
        "shared-finance",
        "ops-team",
        "test",
        "test-7",
        "<root_account>",
    ] {
        let case = Case::new().okta(&format!("{name},,active,"));
        assert_eq!(
            case.outcome(CONTROL, &format!("okta/{name}")),
            Some(Outcome::Fail),
            "{name}"
        );
    }
    for name in ["testa", "adminska", "ann.root"] {
        let case = Case::new().okta(&format!("{name},ann@example.com,active,"));
        assert_eq!(
            case.outcome(CONTROL, &format!("okta/{name}")),
            Some(Outcome::Pass),
            "{name}"
        );
    }
}

#[test]
fn a_telling_address_counts_like_a_telling_name() {
    let case = Case::new()
        .people("5,Sam,info@example.com,Active,2022-01-01,,,")
        .okta("sam,info@example.com,active,");
    assert_eq!(case.outcome(CONTROL, "okta/sam"), Some(Outcome::Fail));
}

#[test]
fn the_names_can_be_configured() {
    let case = Case::new()
        .okta("admin,ann@example.com,active,\npool-1,bob@example.com,active,")
        .config(json!({ "shared-names": ["pool-*"] }));
    assert_eq!(case.outcome(CONTROL, "okta/admin"), Some(Outcome::Pass));
    assert_eq!(case.outcome(CONTROL, "okta/pool-1"), Some(Outcome::Fail));
}

#[test]
fn several_owners_make_an_account_shared() {
    let case = Case::new()
        .okta("desk,,active,")
        .config(json!({ "owners": { "okta/desk": ["ann@example.com", "bob@example.com"] } }));
    assert_eq!(
        case.finding(CONTROL, "okta/desk").unwrap().actual,
        "used by ann@example.com, bob@example.com"
    );
    let by_export = Case::new().accounts(
        "access/accounts-okta.csv",
        "account,status,owner\ndesk,active,ann@example.com; bob@example.com\n",
    );
    assert_eq!(by_export.outcome(CONTROL, "okta/desk"), Some(Outcome::Fail));
}

#[test]
fn an_export_can_say_that_an_account_is_shared() {
    let case = Case::new().accounts(
        "access/accounts-okta.csv",
        "account,status,type,owner\ndesk,active,Shared,ann@example.com\n",
    );
    assert_eq!(case.outcome(CONTROL, "okta/desk"), Some(Outcome::Fail));
}

#[test]
fn a_declaration_with_one_owner_outweighs_the_name() {
    let service = Case::new().okta("support,,active,").config(json!({
        "service-accounts": [{ "account": "support", "owner": "ann@example.com" }]
    }));
    assert_eq!(
        service.outcome(CONTROL, "okta/support"),
        Some(Outcome::Pass)
    );
    let person = Case::new()
        .okta("admin,,active,")
        .config(json!({ "owners": { "okta/admin": "ann@example.com" } }));
    assert_eq!(person.outcome(CONTROL, "okta/admin"), Some(Outcome::Pass));
}

#[test]
fn who_uses_an_account_without_an_owner_is_not_known() {
    let case = Case::new().okta("zoe,zoe@example.com,active,");
    assert_eq!(
        case.outcome(CONTROL, "okta/zoe"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_service_account_whose_owner_is_not_in_the_roster_is_open() {
    let case = Case::new().okta("svc-a,,active,").config(json!({
        "service-accounts": [{ "account": "svc-*", "owner": "zoe@example.com" }]
    }));
    assert_eq!(
        case.outcome(CONTROL, "okta/svc-a"),
        Some(Outcome::Inconclusive)
    );
}
