//! Which lock of Azure covers which database.

use super::*;

const CONTROL: &str = "deletion-protected";
const SERVER: &str = "azurerm_postgresql_flexible_server.db";
const GROUP_ID: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/fleet";

/// A server before it is made, in a group before it is made.
fn planned() -> Plan {
    Plan::default()
        .created(
            "azurerm_resource_group.main",
            json!({"name": "fleet"}),
            json!({"id": true}),
            json!({}),
        )
        .created(
            SERVER,
            json!({"name": "fleet-db", "resource_group_name": "fleet"}),
            json!({"id": true}),
            json!({"resource_group_name": {"references": ["azurerm_resource_group.main.name", "azurerm_resource_group.main"]}}),
        )
}

/// A lock whose scope is an expression.
fn lock(plan: Plan, references: Value) -> Plan {
    plan.created(
        "azurerm_management_lock.keep",
        json!({"lock_level": "CanNotDelete"}),
        json!({"id": true, "scope": true}),
        json!({"scope": {"references": references}}),
    )
}

fn id_of(address: &str) -> Value {
    json!([format!("{address}.id"), address])
}

/// A server that is there already.
fn there(id: &str) -> Plan {
    Plan::default().known(
        SERVER,
        json!({"id": id, "name": "fleet-db", "resource_group_name": "fleet"}),
    )
}

fn scoped(plan: Plan, scope: &str) -> Plan {
    plan.known(
        "azurerm_management_lock.keep",
        json!({"lock_level": "ReadOnly", "scope": scope}),
    )
}

#[test]
fn a_lock_covers_what_it_is_on_and_what_is_inside() {
    for holder in [SERVER, "azurerm_resource_group.main"] {
        let report = lock(planned(), id_of(holder)).check();
        assert_eq!(
            told(&report, CONTROL, SERVER),
            "Pass: lock_level is CanNotDelete @ /planned_values/root_module/resources/2/values/lock_level",
            "{holder}"
        );
    }
}

#[test]
fn a_lock_on_something_else_covers_nothing() {
    let without = planned().check();
    let of_another = lock(planned(), id_of("azurerm_storage_account.other")).check();
    let of_another_group = lock(
        planned().created(
            "azurerm_resource_group.other",
            json!({"name": "other"}),
            json!({"id": true}),
            json!({}),
        ),
        id_of("azurerm_resource_group.other"),
    )
    .check();
    for report in [without, of_another, of_another_group] {
        assert!(
            told(&report, CONTROL, SERVER)
                .starts_with("Fail: no azurerm_management_lock covers it @ "),
        );
    }
}

#[test]
fn a_lock_of_unknown_scope_leaves_it_open() {
    for references in [
        json!(["var.scope"]),
        json!(["local.scopes", "each.key"]),
        json!([
            "data.azurerm_subscription.current.id",
            "data.azurerm_subscription.current"
        ]),
        json!(["azurerm_subscription.main.id", "azurerm_subscription.main"]),
        json!([
            "azurerm_storage_account.a.id",
            "azurerm_storage_account.a",
            "var.suffix"
        ]),
    ] {
        let report = lock(planned(), references.clone()).check();
        assert!(
            told(&report, CONTROL, SERVER)
                .starts_with("Inconclusive: whether a lock covers it is not known before apply"),
            "{references}"
        );
    }
}

#[test]
fn the_scope_is_a_path_to_what_is_inside() {
    let id = format!("{GROUP_ID}/providers/Microsoft.DBforPostgreSQL/flexibleServers/fleet-db");
    let cases = [
        (GROUP_ID.to_owned(), Outcome::Pass),
        (GROUP_ID.to_uppercase() + "/", Outcome::Pass),
        (
            "/subscriptions/11111111-2222-3333-4444-555555555555".to_owned(),
            Outcome::Pass,
        ),
        (id.clone(), Outcome::Pass),
        (format!("{GROUP_ID}-test"), Outcome::Fail),
        (format!("{id}-replica"), Outcome::Fail),
        (String::new(), Outcome::Inconclusive),
        ("/".to_owned(), Outcome::Inconclusive),
    ];
    for (scope, expected) in cases {
        let report = scoped(there(&id), &scope).check();
        assert_eq!(outcome(&report, CONTROL, SERVER), expected, "{scope}");
    }
}

#[test]
fn before_it_is_made_only_what_it_is_in_can_be_compared() {
    let planned = || {
        Plan::default().created(
            SERVER,
            json!({"name": "fleet-db", "resource_group_name": "fleet"}),
            json!({"id": true}),
            json!({}),
        )
    };
    let cases = [
        (GROUP_ID.to_owned(), Outcome::Inconclusive),
        (
            "/subscriptions/11111111-2222-3333-4444-555555555555".to_owned(),
            Outcome::Inconclusive,
        ),
        (format!("{GROUP_ID}-test"), Outcome::Fail),
        (
            format!("{GROUP_ID}/providers/Microsoft.Storage/storageAccounts/a"),
            Outcome::Fail,
        ),
    ];
    for (scope, expected) in cases {
        let report = scoped(planned(), &scope).check();
        assert_eq!(outcome(&report, CONTROL, SERVER), expected, "{scope}");
    }
}

#[test]
fn a_database_is_covered_through_its_server() {
    const DATABASE: &str = "azurerm_mssql_database.d";
    let plan = |server: Value| {
        Plan::default()
            .created(
                "azurerm_mssql_server.s",
                json!({"name": "s", "resource_group_name": "fleet"}),
                json!({"id": true}),
                json!({}),
            )
            .created(
                DATABASE,
                json!({"name": "d"}),
                json!({"id": true, "server_id": true}),
                json!({"server_id": {"references": server}}),
            )
    };
    let server = id_of("azurerm_mssql_server.s");
    let covered = lock(plan(server.clone()), server.clone()).check();
    assert_eq!(outcome(&covered, CONTROL, DATABASE), Outcome::Pass);
    let unknown = lock(plan(json!(["local.server"])), server.clone()).check();
    assert_eq!(outcome(&unknown, CONTROL, DATABASE), Outcome::Inconclusive);
    let open = plan(server).check();
    assert_eq!(outcome(&open, CONTROL, DATABASE), Outcome::Fail);
}

#[test]
fn a_lock_of_another_level_is_no_lock() {
    let plan = planned().created(
        "azurerm_management_lock.keep",
        json!({"lock_level": "None"}),
        json!({"scope": true}),
        json!({"scope": {"references": id_of(SERVER)}}),
    );
    assert!(told(&plan.check(), CONTROL, SERVER).starts_with("Fail: lock_level is None"));
}
