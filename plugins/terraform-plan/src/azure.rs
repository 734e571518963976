//! Microsoft Azure: what is safe, resource type by resource type. Source: the documentation of the
//! provider azurerm (versions 3 and 4) and CIS Microsoft Azure Foundations Benchmark 2.1.0.

use tickmark_plugin::prelude::*;

use crate::aws::unclassified;
use crate::plan::Resource;
use crate::ports::{ALL_PORTS, Opening, is_world, range};
use crate::table::Unset::{Fails, Passes, Skips, Unclear};
use crate::table::Want::{AtLeast, AtLeastOrZero, False, NoneOf, OneOf, Set, True};
use crate::table::{Row, Scene, Unset, Want, always, attribute_verdict, judged, row};
use crate::verdict::Verdict;
use crate::view::View;
use crate::words::texts;

const OFF: Unset = Fails("off by default");
const OPEN: Unset = Fails("open by default");
const ALWAYS: &str = "Azure encrypts all stored data";
const MICROSOFTS_KEY: Unset = Fails("a key of Microsoft's own is used");

pub(crate) const ENCRYPTED: &[Row] = &[
    always("azurerm_storage_account", ALWAYS),
    always("azurerm_managed_disk", ALWAYS),
    always("azurerm_postgresql_flexible_server", ALWAYS),
    always("azurerm_mysql_flexible_server", ALWAYS),
    always("azurerm_cosmosdb_account", ALWAYS),
    row(
        "azurerm_mssql_database",
        "transparent_data_encryption_enabled",
        True,
        Passes("on by default"),
    ),
];

pub(crate) const OWN_KEYS: &[Row] = &[
    row(
        "azurerm_storage_account",
        "customer_managed_key.key_vault_key_id",
        Set,
        MICROSOFTS_KEY,
    ),
    row(
        "azurerm_managed_disk",
        "disk_encryption_set_id",
        Set,
        MICROSOFTS_KEY,
    ),
    row(
        "azurerm_postgresql_flexible_server",
        "customer_managed_key.key_vault_key_id",
        Set,
        MICROSOFTS_KEY,
    ),
    row(
        "azurerm_cosmosdb_account",
        "key_vault_key_id",
        Set,
        MICROSOFTS_KEY,
    ),
];

pub(crate) const KEYS_ROTATED: &[Row] = &[row(
    "azurerm_key_vault_key",
    "rotation_policy.automatic",
    Set,
    Fails("no rotation policy by default"),
)];

pub(crate) const OBJECTS_PRIVATE: &[Row] = &[
    row(
        "azurerm_storage_account",
        "allow_nested_items_to_be_public",
        False,
        Fails("allowed by default"),
    ),
    row(
        "azurerm_storage_container",
        "container_access_type",
        OneOf(&["private"]),
        Passes("private by default"),
    ),
];

pub(crate) const DATA_PRIVATE: &[Row] = &[
    row(
        "azurerm_mssql_server",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_postgresql_flexible_server",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_mysql_server",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_mariadb_server",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_cosmosdb_account",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_redis_cache",
        "public_network_access_enabled",
        False,
        OPEN,
    ),
    row(
        "azurerm_key_vault",
        "public_network_access_enabled",
        False,
        OPEN,
    )
    .only("network_acls", Want::Nothing),
    row(
        "azurerm_key_vault",
        "network_acls.default_action",
        OneOf(&["Deny"]),
        OPEN,
    )
    .only("network_acls", Set),
    judged("azurerm_mssql_firewall_rule", firewall_rule),
    judged(
        "azurerm_postgresql_flexible_server_firewall_rule",
        firewall_rule,
    ),
    judged("azurerm_mysql_flexible_server_firewall_rule", firewall_rule),
    judged("azurerm_kubernetes_cluster", cluster_private),
];

pub(crate) const ADMINISTRATION_CLOSED: &[Row] = &[
    judged("azurerm_network_security_rule", |scene, it| {
        opening(&it.view(), scene, &scene.config.administration_ports)
    }),
    judged("azurerm_network_security_group", |scene, it| {
        group(scene, it, &scene.config.administration_ports)
    }),
];

pub(crate) const DATABASES_CLOSED: &[Row] = &[
    judged("azurerm_network_security_rule", |scene, it| {
        opening(&it.view(), scene, &scene.config.database_ports)
    }),
    judged("azurerm_network_security_group", |scene, it| {
        group(scene, it, &scene.config.database_ports)
    }),
];

pub(crate) const FLOWS_LOGGED: &[Row] = &[row(
    "azurerm_network_watcher_flow_log",
    "enabled",
    True,
    OFF,
)];

pub(crate) const REQUESTS_LOGGED: &[Row] = &[row(
    "azurerm_mssql_server_extended_auditing_policy",
    "log_monitoring_enabled",
    True,
    Passes("on by default"),
)];

pub(crate) const LOGS_KEPT: &[Row] = &[
    row(
        "azurerm_log_analytics_workspace",
        "retention_in_days",
        AtLeast(|config| config.log_retention_days),
        Fails("30 days by default"),
    ),
    row(
        "azurerm_network_watcher_flow_log",
        "retention_policy.days",
        AtLeastOrZero(|config| config.log_retention_days),
        Unclear("no policy is set"),
    ),
];

pub(crate) const THREATS_DETECTED: &[Row] = &[row(
    "azurerm_security_center_subscription_pricing",
    "tier",
    OneOf(&["Standard"]),
    Unclear("it is required"),
)];

const DAYS: Want = AtLeast(|config| config.backup_retention_days);

pub(crate) const BACKED_UP: &[Row] = &[
    row(
        "azurerm_postgresql_flexible_server",
        "backup_retention_days",
        DAYS,
        Unclear("the server decides"),
    ),
    row(
        "azurerm_mysql_flexible_server",
        "backup_retention_days",
        DAYS,
        Unclear("the server decides"),
    ),
    row(
        "azurerm_mssql_database",
        "short_term_retention_policy.retention_days",
        DAYS,
        Unclear("the server decides"),
    ),
    row(
        "azurerm_backup_policy_vm",
        "retention_daily.count",
        DAYS,
        Unclear("no daily backups"),
    ),
];

pub(crate) const SPREAD: &[Row] = &[
    row(
        "azurerm_postgresql_flexible_server",
        "high_availability.mode",
        OneOf(&["ZoneRedundant"]),
        OFF,
    ),
    row(
        "azurerm_mysql_flexible_server",
        "high_availability.mode",
        OneOf(&["ZoneRedundant"]),
        OFF,
    ),
    row("azurerm_mssql_database", "zone_redundant", True, OFF),
    row(
        "azurerm_storage_account",
        "account_replication_type",
        OneOf(&["ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"]),
        Unclear("it is required"),
    ),
];

pub(crate) const TRANSPORT_ENCRYPTED: &[Row] = &[
    // The name since version 4, and the one before.
    row(
        "azurerm_storage_account",
        "https_traffic_only_enabled",
        True,
        Skips("another version of the provider calls it otherwise"),
    ),
    row(
        "azurerm_storage_account",
        "enable_https_traffic_only",
        True,
        Skips("another version of the provider calls it otherwise"),
    ),
    row("azurerm_linux_web_app", "https_only", True, OFF),
    row("azurerm_windows_web_app", "https_only", True, OFF),
    row(
        "azurerm_redis_cache",
        "non_ssl_port_enabled",
        False,
        Skips("off by default"),
    ),
];

const TLS: Want = OneOf(&["TLS1_2", "TLS1_3", "1.2", "1.3"]);

pub(crate) const TLS_CURRENT: &[Row] = &[
    row(
        "azurerm_storage_account",
        "min_tls_version",
        TLS,
        Unclear("the version decides"),
    ),
    row(
        "azurerm_mssql_server",
        "minimum_tls_version",
        TLS,
        Passes("1.2 by default"),
    ),
    row(
        "azurerm_redis_cache",
        "minimum_tls_version",
        TLS,
        Unclear("the version decides"),
    ),
    row(
        "azurerm_linux_web_app",
        "site_config.minimum_tls_version",
        TLS,
        Passes("1.2 by default"),
    ),
    row(
        "azurerm_windows_web_app",
        "site_config.minimum_tls_version",
        TLS,
        Passes("1.2 by default"),
    ),
];

pub(crate) const VERSIONED: &[Row] = &[row(
    "azurerm_storage_account",
    "blob_properties.versioning_enabled",
    True,
    OFF,
)];

pub(crate) const EXPIRING: &[Row] = &[judged("azurerm_storage_account", |scene, account| {
    unclassified(scene, account, &["tags"]).unwrap_or_else(|| {
        let expected = "an enabled management policy deletes old blobs";
        let linked = scene.links.to(
            account,
            "azurerm_storage_management_policy",
            "storage_account_id",
        );
        let policies = linked
            .certain
            .iter()
            .map(|policy| {
                let delete =
                    "rule.actions.base_blob.delete_after_days_since_modification_greater_than";
                attribute_verdict(
                    scene.config,
                    policy,
                    delete,
                    Set,
                    Fails("nothing is deleted"),
                )
            })
            .collect();
        Verdict::any(policies)
            .unwrap_or_else(|| {
                if linked.possible.is_empty() {
                    Verdict::fail(
                        "no management policy belongs to the account",
                        account.place(),
                    )
                } else {
                    Verdict::unclear(
                        "which account a policy belongs to is not known",
                        account.place(),
                    )
                }
            })
            .expected(expected)
    })
})];

pub(crate) const FULL_RIGHTS: &[Row] = &[
    row(
        "azurerm_role_assignment",
        "role_definition_name",
        NoneOf(&["Owner", "User Access Administrator"]),
        Unclear("the role is given by its id"),
    ),
    judged("azurerm_role_definition", |_, role| {
        let leaves = role.leaves("permissions.actions");
        let place = leaves
            .first()
            .map_or_else(|| role.place(), |leaf| leaf.place());
        let verdict = if leaves.iter().flat_map(texts).any(|action| action == "*") {
            Verdict::fail("actions holds *", place)
        } else if leaves
            .iter()
            .any(|leaf| leaf.is_unknown() || leaf.partly_unknown())
        {
            Verdict::unclear("actions are known only after apply", place)
        } else {
            Verdict::pass("actions are named", place)
        };
        verdict.expected("actions does not hold *")
    }),
];

pub(crate) const SCALING: &[Row] = &[row(
    "azurerm_monitor_autoscale_setting",
    "enabled",
    True,
    Passes("on by default"),
)];

/// A rule that lets address ranges into a database. All zeros stand for all of Azure.
fn firewall_rule(_: &Scene<'_, '_>, rule: &Resource<'_>) -> Verdict {
    let ends = ["start_ip_address", "end_ip_address"].map(|key| rule.leaf(key));
    let [from, to] = ends
        .each_ref()
        .map(|leaf| leaf.known().and_then(At::as_str));
    let place = ends[0].place();
    let verdict = match (from, to) {
        (Some(from @ "0.0.0.0"), Some(to)) => Verdict::fail(format!("from {from} to {to}"), place),
        (Some(from), Some(to)) => Verdict::pass(format!("from {from} to {to}"), place),
        _ => Verdict::unclear("the range is not known", place),
    };
    verdict
        .expected("the range does not begin at 0.0.0.0, which is the world or all of Azure")
        .also_at([ends[1].place()])
}

fn cluster_private<'e, 'd>(scene: &Scene<'e, 'd>, cluster: &'e Resource<'d>) -> Verdict {
    let expected = "the API server is private, or authorised ranges are set";
    let private = attribute_verdict(
        scene.config,
        cluster,
        "private_cluster_enabled",
        True,
        Fails("public by default"),
    );
    if private.outcome != Outcome::Fail {
        return private.expected(expected);
    }
    let leaves = cluster.leaves("api_server_access_profile.authorized_ip_ranges");
    let known: Vec<String> = leaves.iter().flat_map(texts).collect();
    let place = leaves
        .first()
        .map_or_else(|| cluster.place(), |leaf| leaf.place());
    let verdict = if known.iter().any(|range| is_world(scene.config, range)) {
        Verdict::fail("public for the world", place)
    } else if leaves
        .iter()
        .any(|leaf| leaf.is_unknown() || leaf.partly_unknown())
    {
        Verdict::unclear("the authorised ranges are known only after apply", place)
    } else if known.is_empty() {
        Verdict::fail("public, without authorised ranges", place)
    } else {
        Verdict::pass(format!("public for {} known ranges", known.len()), place)
    };
    verdict.expected(expected)
}

fn group<'e, 'd>(scene: &Scene<'e, 'd>, group: &'e Resource<'d>, ports: &[u16]) -> Verdict {
    let view = group.view().get("security_rule");
    let Some(rules) = view.items() else {
        return Verdict::unclear("the rules are known only after apply", view.leaf().place());
    };
    let answers = rules
        .iter()
        .map(|rule| opening(rule, scene, ports))
        .collect();
    Verdict::all(answers).unwrap_or_else(|| {
        Verdict::not_applicable(
            "no rules inside the group; Azure denies what no rule allows",
            group.place(),
        )
    })
}

fn opening(rule: &View<'_>, scene: &Scene<'_, '_>, ports: &[u16]) -> Verdict {
    let place = rule.leaf().place();
    let text = |key| rule.get(key).leaf();
    for (key, other) in [("direction", "Outbound"), ("access", "Deny")] {
        let leaf = text(key);
        match leaf.known().and_then(At::as_str) {
            Some(value) if value.eq_ignore_ascii_case(other) => {
                return Verdict::not_applicable(format!("{key} is {value}"), leaf.place());
            }
            Some(_) => {}
            None => return Verdict::unclear(format!("{key} is not known"), leaf.place()),
        }
    }
    let mut opening = Opening {
        places: vec![place.clone()],
        ..Opening::default()
    };
    let protocol = text("protocol");
    match protocol.known().and_then(At::as_str) {
        Some(name)
            if ["icmp", "ah", "esp"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it)) =>
        {
            return Verdict::pass(
                format!("protocol is {name}, which has no ports"),
                protocol.place(),
            )
            .expected("no rule opens these ports to the world");
        }
        Some(_) => {}
        None => opening.ports_open = true,
    }
    for key in ["destination_port_range", "destination_port_ranges"] {
        let leaf = text(key);
        opening.ports_open |= leaf.is_unknown() || leaf.partly_unknown();
        for known in texts(&leaf) {
            match range(&known) {
                Some(ALL_PORTS) => opening.ranges.push(ALL_PORTS),
                Some(range) => opening.ranges.push(range),
                None => opening.ports_open = true,
            }
        }
    }
    for key in ["source_address_prefix", "source_address_prefixes"] {
        let leaf = text(key);
        if leaf.is_unknown() || leaf.partly_unknown() {
            opening.sources_open = Some("source addresses are known only after apply");
        }
        opening.sources.extend(texts(&leaf));
    }
    opening.judge(scene.config, ports, &place)
}
