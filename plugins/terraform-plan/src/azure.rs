//! Microsoft Azure: what is safe, resource type by resource type. Source: the documentation of the
//! provider azurerm (versions 3 and 4) and CIS Microsoft Azure Foundations Benchmark 2.1.0.

mod locks;
mod more;

use crate::table::Unset::{Fails, Passes, Skips, Unclear};
use crate::table::Want::{AtLeast, AtLeastOrZero, False, NoneOf, OneOf, Set, True};
use crate::table::{Row, Unset, Want, always, judged, row};
use locks::{database_locked, locked};
use more::{
    cluster_private, expires, firewall_rule, group, opening, policy_protects, role_bounded, scales,
};

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
    judged("azurerm_backup_policy_vm", policy_protects),
];

pub(crate) const DELETION_PROTECTED: &[Row] = &[
    judged("azurerm_postgresql_flexible_server", locked),
    judged("azurerm_mysql_flexible_server", locked),
    judged("azurerm_mssql_managed_instance", locked),
    judged("azurerm_mssql_database", database_locked),
    judged("azurerm_cosmosdb_account", locked),
    row("azurerm_key_vault", "purge_protection_enabled", True, OFF),
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

pub(crate) const EXPIRING: &[Row] = &[judged("azurerm_storage_account", expires)];

pub(crate) const FULL_RIGHTS: &[Row] = &[
    row(
        "azurerm_role_assignment",
        "role_definition_name",
        NoneOf(&["Owner", "User Access Administrator"]),
        Unclear("the role is given by its id"),
    ),
    judged("azurerm_role_definition", role_bounded),
];

pub(crate) const SCALING: &[Row] = &[
    row(
        "azurerm_monitor_autoscale_setting",
        "enabled",
        True,
        Passes("on by default"),
    ),
    judged("azurerm_monitor_autoscale_setting", scales),
];
