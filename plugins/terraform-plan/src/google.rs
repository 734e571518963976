//! Google Cloud: what is safe, resource type by resource type. Source: the provider's documentation
//! (versions 5 and 6) and CIS Google Cloud Foundation Benchmark 3.0.0.

mod more;

use crate::aws::unclassified;
use crate::table::Unset::{Fails, Passes, Unclear};
use crate::table::Want::{AtLeast, Begins, NoneOf, OneOf, Set, True};
use crate::table::{Row, Unset, Want, always, judged, row};
use more::{cluster_private, database_private, firewall, key_rotated, members, scales};

const OFF: Unset = Fails("off by default");
const GOOGLES_KEY: Unset = Fails("a key of Google's own is used");
const ALWAYS: &str = "Google encrypts all stored data";

pub(crate) const ENCRYPTED: &[Row] = &[
    always("google_storage_bucket", ALWAYS),
    always("google_compute_disk", ALWAYS),
    always("google_sql_database_instance", ALWAYS),
    always("google_bigquery_dataset", ALWAYS),
    always("google_spanner_instance", ALWAYS),
    always("google_redis_instance", ALWAYS),
];

pub(crate) const OWN_KEYS: &[Row] = &[
    row(
        "google_storage_bucket",
        "encryption.default_kms_key_name",
        Set,
        GOOGLES_KEY,
    ),
    row(
        "google_compute_disk",
        "disk_encryption_key.kms_key_self_link",
        Set,
        GOOGLES_KEY,
    ),
    row(
        "google_sql_database_instance",
        "encryption_key_name",
        Set,
        GOOGLES_KEY,
    ),
    row(
        "google_bigquery_dataset",
        "default_encryption_configuration.kms_key_name",
        Set,
        GOOGLES_KEY,
    ),
    row("google_pubsub_topic", "kms_key_name", Set, GOOGLES_KEY),
    row(
        "google_redis_instance",
        "customer_managed_key",
        Set,
        GOOGLES_KEY,
    ),
];

pub(crate) const KEYS_ROTATED: &[Row] =
    &[judged("google_kms_crypto_key", key_rotated).only("purpose", OneOf(&["ENCRYPT_DECRYPT"]))];

pub(crate) const OBJECTS_PRIVATE: &[Row] = &[
    row(
        "google_storage_bucket",
        "public_access_prevention",
        OneOf(&["enforced"]),
        Unclear("a policy of the organisation may prevent it"),
    ),
    row(
        "google_storage_bucket_iam_member",
        "member",
        EVERYBODY,
        Unclear("it is required"),
    ),
    judged("google_storage_bucket_iam_binding", members),
    row(
        "google_storage_bucket_access_control",
        "entity",
        EVERYBODY,
        Unclear("it is required"),
    ),
];

const EVERYBODY: Want = NoneOf(&["allUsers", "allAuthenticatedUsers"]);

pub(crate) const DATA_PRIVATE: &[Row] = &[
    judged("google_sql_database_instance", database_private),
    row(
        "google_bigquery_dataset",
        "access.special_group",
        EVERYBODY,
        Passes("no special group"),
    ),
    row(
        "google_bigquery_dataset",
        "access.iam_member",
        EVERYBODY,
        Passes("no further member"),
    ),
    row(
        "google_bigquery_dataset_access",
        "special_group",
        EVERYBODY,
        Passes("no special group"),
    ),
    row(
        "google_bigquery_dataset_access",
        "iam_member",
        EVERYBODY,
        Passes("no further member"),
    ),
    row(
        "google_bigquery_dataset_iam_member",
        "member",
        EVERYBODY,
        Unclear("it is required"),
    ),
    judged("google_bigquery_dataset_iam_binding", members),
    judged("google_container_cluster", cluster_private),
];

pub(crate) const ADMINISTRATION_CLOSED: &[Row] =
    &[judged("google_compute_firewall", |scene, it| {
        firewall(scene, it, &scene.config.administration_ports)
    })];

pub(crate) const DATABASES_CLOSED: &[Row] = &[judged("google_compute_firewall", |scene, it| {
    firewall(scene, it, &scene.config.database_ports)
})];

pub(crate) const FLOWS_LOGGED: &[Row] = &[row(
    "google_compute_subnetwork",
    "log_config.aggregation_interval",
    Set,
    OFF,
)
.only(
    "purpose",
    NoneOf(&[
        "REGIONAL_MANAGED_PROXY",
        "GLOBAL_MANAGED_PROXY",
        "PRIVATE_SERVICE_CONNECT",
    ]),
)];

pub(crate) const REQUESTS_LOGGED: &[Row] = &[row(
    "google_compute_backend_service",
    "log_config.enable",
    True,
    OFF,
)];

pub(crate) const OBJECT_ACCESS_LOGGED: &[Row] = &[row(
    "google_storage_bucket",
    "logging.log_bucket",
    Set,
    Unclear("audit logs of data access may record it instead"),
)];

pub(crate) const LOGS_KEPT: &[Row] = &[row(
    "google_logging_project_bucket_config",
    "retention_days",
    AtLeast(|config| config.log_retention_days),
    Fails("30 days by default"),
)];

pub(crate) const BACKED_UP: &[Row] = &[
    row(
        "google_sql_database_instance",
        "settings.backup_configuration.enabled",
        True,
        OFF,
    )
    .only("master_instance_name", Want::Nothing),
    row(
        "google_sql_database_instance",
        "settings.backup_configuration.backup_retention_settings.retained_backups",
        AtLeast(|config| config.backup_retention_days),
        Passes("7 backups by default"),
    )
    .only("settings.backup_configuration.enabled", True),
];

pub(crate) const DELETION_PROTECTED: &[Row] = &[
    // What `deletion_protection` of these types forbids, it forbids to Terraform alone.
    row(
        "google_sql_database_instance",
        "settings.deletion_protection_enabled",
        True,
        OFF,
    )
    .only("master_instance_name", Want::Nothing),
    row(
        "google_bigtable_table",
        "deletion_protection",
        OneOf(&["PROTECTED"]),
        OFF,
    ),
    row(
        "google_spanner_database",
        "enable_drop_protection",
        True,
        OFF,
    ),
    row(
        "google_firestore_database",
        "delete_protection_state",
        OneOf(&["DELETE_PROTECTION_ENABLED"]),
        OFF,
    ),
];

pub(crate) const SPREAD: &[Row] = &[
    row(
        "google_sql_database_instance",
        "settings.availability_type",
        OneOf(&["REGIONAL"]),
        Fails("one zone by default"),
    )
    .only("master_instance_name", Want::Nothing),
    row(
        "google_redis_instance",
        "tier",
        OneOf(&["STANDARD_HA"]),
        Fails("one zone by default"),
    ),
];

pub(crate) const TRANSPORT_ENCRYPTED: &[Row] = &[
    row(
        "google_sql_database_instance",
        "settings.ip_configuration.ssl_mode",
        Begins(
            &["ENCRYPTED_ONLY", "TRUSTED_CLIENT"],
            &["ALLOW_UNENCRYPTED"],
        ),
        Fails("unencrypted connections are allowed by default"),
    ),
    row(
        "google_redis_instance",
        "transit_encryption_mode",
        OneOf(&["SERVER_AUTHENTICATION"]),
        OFF,
    ),
];

pub(crate) const TLS_CURRENT: &[Row] = &[row(
    "google_compute_ssl_policy",
    "min_tls_version",
    OneOf(&["TLS_1_2", "TLS_1_3"]),
    Fails("TLS 1.0 by default"),
)];

pub(crate) const VERSIONED: &[Row] = &[row(
    "google_storage_bucket",
    "versioning.enabled",
    True,
    OFF,
)];

pub(crate) const EXPIRING: &[Row] = &[judged("google_storage_bucket", |scene, bucket| {
    unclassified(scene, bucket, &["effective_labels", "labels"])
        .unwrap_or_else(|| more::expires(bucket))
})];

/// Roles that grant nearly everything in a project.
const BASIC_ROLES: Want = NoneOf(&["roles/owner", "roles/editor"]);

pub(crate) const FULL_RIGHTS: &[Row] = &[
    row(
        "google_project_iam_member",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
    row(
        "google_project_iam_binding",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
    row(
        "google_folder_iam_member",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
    row(
        "google_folder_iam_binding",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
    row(
        "google_organization_iam_binding",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
    row(
        "google_organization_iam_member",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
];

pub(crate) const SCALING: &[Row] = &[
    judged("google_compute_autoscaler", scales),
    judged("google_compute_region_autoscaler", scales),
];
