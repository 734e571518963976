//! The rules, grouped by what they are about.

mod access;
mod availability;
mod baseline;
mod capacity;
mod exposure;
mod grants;
mod hardening;
mod identity;
mod images;
mod network;
mod pods;
mod probes;
mod restricted;
mod secrets;
mod shipped;

use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::config::{Config, Level};

pub(crate) type Judge = fn(&Cluster<'_>, &mut Findings<'_>);

const BASELINE: &[Rule<Judge>] = &[
    baseline::host_process_absent,
    baseline::host_namespaces_not_shared,
    baseline::privileged_containers_absent,
    baseline::added_capabilities_harmless,
    baseline::host_path_volumes_absent,
    baseline::host_ports_absent,
    hardening::probe_hosts_unset,
    hardening::apparmor_not_disabled,
    hardening::selinux_options_default,
    hardening::proc_mount_default,
    hardening::seccomp_not_disabled,
    hardening::sysctls_safe,
];

const RESTRICTED: &[Rule<Judge>] = &[
    restricted::volume_types_restricted,
    restricted::privilege_escalation_disabled,
    restricted::non_root_required,
    restricted::root_user_not_set,
    restricted::seccomp_profile_set,
    restricted::capabilities_dropped,
];

const GENERAL: &[Rule<Judge>] = &[
    network::pod_security_enforced,
    access::wildcard_rights_absent,
    access::cluster_admin_restricted,
    access::privilege_escalation_rights_absent,
    access::secret_rights_restricted,
    access::pod_exec_restricted,
    access::anonymous_rights_absent,
    identity::default_token_not_mounted,
    secrets::secrets_not_in_clear_text,
    network::ingress_denied_by_default,
    network::egress_denied_by_default,
    exposure::services_exposed_on_purpose,
    exposure::ingress_uses_tls,
    images::image_tags_fixed,
    images::images_pinned_by_digest,
    capacity::resource_requests_set,
    capacity::resource_limits_set,
    capacity::autoscalers_effective,
    availability::replicas_redundant,
    availability::disruption_budget_set,
    availability::replicas_spread,
    probes::readiness_probes_set,
    probes::liveness_probes_set,
];

const REGISTRIES: &[Rule<Judge>] = &[images::images_from_allowed_registries];

/// The rules that the organisation claims; every rule where nothing is configured.
pub(crate) fn rules(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    let restricted = config.is_none_or(|config| config.pod_security_level == Level::Restricted);
    let registries = config.is_none_or(|config| !config.allowed_registries.is_empty());
    let when = |wanted, rules: &'static [Rule<Judge>]| if wanted { rules } else { &[] };
    BASELINE
        .iter()
        .chain(when(restricted, RESTRICTED))
        .chain(GENERAL)
        .chain(when(registries, REGISTRIES))
        .filter(move |rule| config.is_none_or(|config| config.claims(rule.control.id)))
}
