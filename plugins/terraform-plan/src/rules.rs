//! The rules, one function each: a question and the tables that answer it.

mod availability;
mod boundary;
mod data;
mod identity;
mod logging;

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::table::Scene;
use crate::{Config, aws, azure, google};

pub(crate) type Judge = fn(&Scene<'_, '_>, &mut Findings<'_>);

const RULES: &[Rule<Judge>] = &[
    data::storage_encrypted,
    data::customer_managed_keys,
    data::keys_rotated,
    data::transport_encrypted,
    data::tls_current,
    data::objects_versioned,
    data::confidential_objects_expire,
    boundary::object_storage_private,
    boundary::data_stores_private,
    boundary::administration_ports_closed,
    boundary::database_ports_closed,
    boundary::instance_metadata_guarded,
    identity::full_rights_absent,
    identity::service_wide_rights_absent,
    identity::resource_policies_closed,
    identity::password_policy,
    logging::audit_trail_whole,
    logging::audit_trail_protected,
    logging::network_flows_logged,
    logging::requests_logged,
    logging::object_access_logged,
    logging::logs_kept,
    logging::threats_detected,
    logging::configuration_recorded,
    logging::images_scanned,
    availability::backups_kept,
    availability::deletion_protected,
    availability::spread_over_zones,
    availability::capacity_scales,
];

/// The rules that a check claims. Keys of one's own are asked for only where they are required.
pub(crate) fn claimed(config: Option<&Config>) -> Vec<Rule<Judge>> {
    let own_keys = config.is_none_or(|config| !config.customer_managed_keys.is_empty());
    RULES
        .iter()
        .copied()
        .filter(|rule| own_keys || rule.control.id != data::customer_managed_keys.control.id)
        .collect()
}

/// Refuses a resource type of which this plugin does not know what its key is called: it would be
/// asked for and never be judged.
pub(crate) fn known_types(config: &Config) -> Result<(), Failure> {
    let known: BTreeSet<&str> = [aws::OWN_KEYS, google::OWN_KEYS, azure::OWN_KEYS]
        .into_iter()
        .flatten()
        .map(|row| row.kind)
        .collect();
    match config
        .customer_managed_keys
        .iter()
        .find(|kind| !known.contains(kind.as_str()))
    {
        None => Ok(()),
        Some(kind) => Err(Failure::Config(format!(
            "customer-managed-keys: `{kind}` is not among the types whose keys can be judged: {}",
            known.into_iter().collect::<Vec<_>>().join(", ")
        ))),
    }
}
