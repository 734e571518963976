//! Google Cloud: what is safe, resource type by resource type. Source: the provider's documentation
//! (versions 5 and 6) and CIS Google Cloud Foundation Benchmark 3.0.0.

use tickmark_plugin::prelude::*;

use crate::aws::unclassified;
use crate::plan::Resource;
use crate::ports::{ALL_PORTS, Opening, is_world, range};
use crate::table::Unset::{Fails, Passes, Skips, Unclear};
use crate::table::Want::{AtLeast, AtLeastOrZero, Begins, NoneOf, OneOf, Set, True};
use crate::table::{Row, Scene, Unset, Want, always, attribute_verdict, judged, row};
use crate::verdict::Verdict;
use crate::view::{Leaf, View};
use crate::words::texts;

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
        "google_bigquery_dataset_iam_member",
        "member",
        EVERYBODY,
        Unclear("it is required"),
    ),
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
    row(
        "google_sql_database_instance",
        "deletion_protection",
        True,
        Passes("on by default"),
    ),
    row(
        "google_bigtable_instance",
        "deletion_protection",
        True,
        Passes("on by default"),
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
    unclassified(scene, bucket, &["effective_labels", "labels"]).unwrap_or_else(|| {
        attribute_verdict(
            scene.config,
            bucket,
            "lifecycle_rule.action.type",
            OneOf(&["Delete"]),
            Fails("no lifecycle rule"),
        )
    })
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
        "google_organization_iam_member",
        "role",
        BASIC_ROLES,
        Unclear("it is required"),
    ),
];

pub(crate) const SCALING: &[Row] = &[row(
    "google_compute_autoscaler",
    "autoscaling_policy.max_replicas",
    AtLeastOrZero(|_| 2),
    Skips("no policy"),
)];

/// A rotation period is written in seconds, as in `7776000s`.
fn key_rotated<'e, 'd>(scene: &Scene<'e, 'd>, key: &'e Resource<'d>) -> Verdict {
    const DAY: u64 = 86_400;
    let most = scene.config.key_rotation_days;
    let period = key.leaf("rotation_period");
    let seconds = period.known().and_then(At::as_str).and_then(|text| {
        text.strip_suffix('s')?
            .split('.')
            .next()?
            .parse::<u64>()
            .ok()
    });
    let verdict = match seconds {
        Some(seconds) => {
            let what = format!("rotation_period is {} days", seconds / DAY);
            let ok = seconds <= u64::from(most) * DAY;
            Verdict::new(
                if ok { Outcome::Pass } else { Outcome::Fail },
                what,
                period.place(),
            )
        }
        None if period.is_unknown() || period.known().is_some_and(|it| it.as_str() != Some("")) => {
            Verdict::unclear("rotation_period is not known", period.place())
        }
        None => Verdict::fail(
            "rotation_period is not set: no rotation by default",
            period.place(),
        ),
    };
    verdict.expected(format!("rotation_period is at most {most} days"))
}

fn members(_: &Scene<'_, '_>, binding: &Resource<'_>) -> Verdict {
    let members = binding.leaf("members");
    let known = texts(&members);
    let everybody = known
        .iter()
        .find(|it| it.starts_with("allUsers") || it.starts_with("allAuth"));
    let verdict = match everybody {
        Some(name) => Verdict::fail(format!("members holds {name}"), members.place()),
        None if members.is_unknown() || members.partly_unknown() || known.is_empty() => {
            Verdict::unclear("the members are not all known", members.place())
        }
        None => Verdict::pass(
            format!("{} members, none of them everybody", known.len()),
            members.place(),
        ),
    };
    verdict.expected("members holds neither allUsers nor allAuthenticatedUsers")
}

fn ranges_verdict(scene: &Scene<'_, '_>, leaves: &[Leaf<'_>], place: Location) -> Verdict {
    let known: Vec<String> = leaves.iter().flat_map(texts).collect();
    if let Some(world) = known.iter().find(|range| is_world(scene.config, range)) {
        Verdict::fail(format!("open to {world}"), place)
    } else if leaves
        .iter()
        .any(|leaf| leaf.is_unknown() || leaf.partly_unknown())
    {
        Verdict::unclear("the address ranges are known only after apply", place)
    } else {
        Verdict::pass(format!("open to {} known ranges", known.len()), place)
    }
}

/// A database takes connections from known ranges only; without any there is only the private way.
fn database_private<'e, 'd>(scene: &Scene<'e, 'd>, database: &'e Resource<'d>) -> Verdict {
    let leaves = database.leaves("settings.ip_configuration.authorized_networks.value");
    let place = leaves.first().map_or_else(|| database.place(), Leaf::place);
    ranges_verdict(scene, &leaves, place).expected("no authorised network is the world")
}

fn cluster_private<'e, 'd>(scene: &Scene<'e, 'd>, cluster: &'e Resource<'d>) -> Verdict {
    let expected = "the endpoint is private, or authorised networks name known ranges";
    let private = attribute_verdict(
        scene.config,
        cluster,
        "private_cluster_config.enable_private_endpoint",
        True,
        Fails("public by default"),
    );
    if private.outcome != Outcome::Fail {
        return private.expected(expected);
    }
    let leaves = cluster.leaves("master_authorized_networks_config.cidr_blocks.cidr_block");
    let restricted = leaves
        .iter()
        .any(|leaf| leaf.known().is_some() || leaf.is_unknown());
    let verdict = if restricted {
        ranges_verdict(scene, &leaves, leaves[0].place())
    } else {
        Verdict::fail(
            "public, without authorised networks",
            private.places[0].clone(),
        )
    };
    verdict.expected(expected)
}

fn firewall<'e, 'd>(scene: &Scene<'e, 'd>, rule: &'e Resource<'d>, ports: &[u16]) -> Verdict {
    let view = rule.view();
    let place = rule.place();
    if rule.leaf("disabled").known().and_then(At::as_bool) == Some(true) {
        return Verdict::not_applicable("the rule is disabled", place);
    }
    match rule.leaf("direction").known().and_then(At::as_str) {
        Some("EGRESS") => return Verdict::not_applicable("a rule for outgoing traffic", place),
        Some(_) => {}
        None if rule.leaf("direction").is_unknown() => {
            return Verdict::unclear("direction is known only after apply", place);
        }
        None => {}
    }
    let mut opening = Opening::default();
    match view.get("allow").items() {
        None => opening.ports_open = true,
        Some(allowed) => allowed
            .iter()
            .for_each(|allow| allow_ports(allow, &mut opening)),
    }
    let sources = view.get("source_ranges").leaf();
    opening.sources = texts(&sources);
    let others = ["source_tags", "source_service_accounts"].map(|key| rule.leaf(key));
    if sources.is_unknown() || sources.partly_unknown() {
        opening.sources_open = Some("source_ranges is known only after apply");
    } else if opening.sources.is_empty() && others.iter().all(|leaf| texts(leaf).is_empty()) {
        // Without any source a rule is for all.
        if others.iter().any(Leaf::is_unknown) {
            opening.sources_open = Some("the sources are known only after apply");
        } else {
            opening.sources.push("0.0.0.0/0".to_owned());
        }
    }
    opening.judge(scene.config, ports, &place)
}

fn allow_ports(allow: &View<'_>, opening: &mut Opening) {
    let protocol = allow.get("protocol").leaf();
    let ports = allow.get("ports").leaf();
    match protocol.known().and_then(At::as_str) {
        Some("all") => opening.ranges.push(ALL_PORTS),
        Some("tcp" | "udp" | "6" | "17") => {
            let known = texts(&ports);
            if ports.is_unknown() || ports.partly_unknown() {
                opening.ports_open = true;
            } else if known.is_empty() {
                opening.ranges.push(ALL_PORTS);
            }
            for text in &known {
                match range(text) {
                    Some(range) => opening.ranges.push(range),
                    None => opening.ports_open = true,
                }
            }
        }
        Some(_) => {}
        None => opening.ports_open = true,
    }
}
