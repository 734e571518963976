//! Which of Prowler's own SOC 2 tags are imported, and for which checks.
//!
//! Prowler files checks under criteria that they say nothing about: an AI service that is switched
//! off under vendor risk, access logs under capacity, encryption at rest under system outputs. Only
//! tags that hold are imported by default, and among their checks only those that concern the
//! criterion. What is left out stays in `failed-checks-fixed`.

use crate::config::{Config, Use};
use crate::words::matches;

/// A tag of Prowler and the criterion that it stands for.
pub(crate) struct Tag {
    /// As Prowler writes it.
    pub(crate) name: &'static str,
    pub(crate) criterion: &'static str,
    pub(crate) default: Use,
    /// Checks that concern the criterion; empty for all of them.
    only: &'static [&'static str],
    /// Checks that do not, although they are tagged.
    except: &'static [&'static str],
    /// Why the checks say something about the criterion or, of a tag that is off, why not.
    pub(crate) why: &'static str,
}

const fn on(
    tag: &'static str,
    criterion: &'static str,
    only: &'static [&'static str],
    except: &'static [&'static str],
    why: &'static str,
) -> Tag {
    Tag {
        name: tag,
        criterion,
        default: Use::Supports,
        only,
        except,
        why,
    }
}

const fn off(tag: &'static str, criterion: &'static str, why: &'static str) -> Tag {
    Tag {
        name: tag,
        criterion,
        default: Use::Off,
        only: &[],
        except: &[],
        why,
    }
}

/// Every tag that Prowler's SOC 2 files for AWS, Azure and Google Cloud use.
pub(crate) const TAGS: &[Tag] = &[
    off(
        "cc_1_3",
        "CC1.3",
        "Rights in IAM say nothing about reporting lines.",
    ),
    on(
        "cc_2_1",
        "CC2.1",
        &[],
        &[],
        "Trails, sinks and alerts on changes are where information about the system comes from.",
    ),
    off(
        "cc_3_1",
        "CC3.1",
        "A detector that is switched on states no objective.",
    ),
    off(
        "cc_3_2",
        "CC3.2",
        "A detector that is switched on is no assessment of risks.",
    ),
    off(
        "cc_3_3",
        "CC3.3",
        "Rights in IAM say nothing about whether fraud was considered.",
    ),
    off(
        "cc_3_4",
        "CC3.4",
        "A recorder of configurations assesses no change.",
    ),
    off(
        "cc_4_2",
        "CC4.2",
        "A detector that is switched on follows up no deficiency.",
    ),
    on(
        "cc_5_2",
        "CC5.2",
        &[],
        &[],
        "Alarms on changes of networks, policies and logging are general controls over technology.",
    ),
    on(
        "cc_6_1",
        "CC6.1",
        &[],
        &[],
        "Stores and services that are open to the public go around the logical access design.",
    ),
    off(
        "cc_6_2",
        "CC6.2",
        "Public databases and TLS versions say nothing about how accounts are issued.",
    ),
    on(
        "cc_6_3",
        "CC6.3",
        &[],
        // How somebody signs in is CC6.1, not which role they have.
        &["entra_*_mfa"],
        "Policies without administrative wildcards and separated duties are rights by role.",
    ),
    on(
        "cc_6_6",
        "CC6.6",
        &[],
        &["compute_network_dns_logging_enabled"],
        "What the internet can reach is the boundary of the system.",
    ),
    on(
        "cc_6_7",
        "CC6.7",
        &[],
        // Encryption at rest moves nothing, and firewall rules are the boundary of CC6.6.
        &[
            "*_cmk*",
            "*_tde_*",
            "storage_infrastructure_encryption_is_enabled",
            "storage_ensure_encryption_*",
            "monitor_*",
            "compute_firewall_*",
            "ec2_transitgateway_*",
        ],
        "Encryption in transit protects what is transmitted.",
    ),
    on(
        "cc_6_8",
        "CC6.8",
        &[
            "guardduty_is_enabled",
            "defender_assessments_vm_endpoint_protection_installed",
            "defender_container_images_*",
            "defender_ensure_defender_for_containers_is_on",
            "defender_ensure_defender_for_server_is_on",
            "defender_ensure_defender_for_storage_is_on",
            "defender_ensure_wdatp_is_enabled",
        ],
        &[],
        "Detectors of malware and scans of images find malicious software.",
    ),
    on(
        "cc_7_1",
        "CC7.1",
        &[],
        // Whom an alert is mailed to finds no vulnerability, and neither does an AI service.
        &[
            "gemini_api_disabled",
            "*_email_*",
            "*_emails_*",
            "*_notify_*",
        ],
        "Posture management, patch state and vulnerability scans find weaknesses.",
    ),
    on(
        "cc_7_2",
        "CC7.2",
        &[],
        // Open ports, instance metadata, sign-in and encryption are no monitoring.
        &[
            "ec2_securitygroup_*",
            "*imdsv2*",
            "compute_project_os_login_enabled",
            "*_cmk_encrypted",
            "*_is_private",
        ],
        "Logs, flow logs and detectors are what anomalies are found in.",
    ),
    off(
        "cc_7_3",
        "CC7.3",
        "A log that is switched on evaluates no event.",
    ),
    off(
        "cc_7_4",
        "CC7.4",
        "A log or a backup that is switched on responds to no incident.",
    ),
    off(
        "cc_7_5",
        "CC7.5",
        "Tags and encryption of snapshots recover nothing.",
    ),
    off(
        "cc_8_1",
        "CC8.1",
        "A recorder of configurations authorises no change.",
    ),
    off(
        "cc_9_2",
        "CC9.2",
        "An AI service that is switched off is no vendor review.",
    ),
    on(
        // Prowler's own name for this entry is A1.2.
        "cc_a_1_1",
        "A1.2",
        &["*backup*", "*pitr*", "*snapshot*", "*versioning*"],
        &[],
        "Backups, point-in-time recovery and versions are what a recovery stands on.",
    ),
    off(
        "cc_c_1_1",
        "C1.1",
        "Protection from deletion does not identify confidential data.",
    ),
    off(
        "cc_c_1_2",
        "C1.2",
        "Keeping logs and versions disposes of nothing.",
    ),
    off("pi_1_2", "PI1.2", "Access logs do not check inputs."),
    off("pi_1_3", "PI1.3", "Audit logs do not check processing."),
    off(
        "pi_1_4",
        "PI1.4",
        "Encryption at rest does not check outputs.",
    ),
    on(
        "pi_1_5",
        "PI1.5",
        &[
            "*backup*",
            "*versioning*",
            "*object_lock*",
            "*retention_policy_lock*",
            "*soft_delete*",
            "keyvault_recoverable",
        ],
        &[],
        "Versions, locks and backups keep stored items complete.",
    ),
];

impl Tag {
    /// The control that is made of it.
    pub(crate) fn control_id(&self) -> String {
        format!("prowler-tagged-{}", slug(self.criterion))
    }

    /// How the configuration has it used.
    pub(crate) fn used(&self, config: Option<&Config>) -> Use {
        config
            .and_then(|config| config.prowler_criteria.get(self.criterion))
            .copied()
            .unwrap_or(self.default)
    }

    /// Whether a check with this tag counts for the criterion.
    pub(crate) fn takes(&self, check: &str, config: &Config) -> bool {
        let any = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, check));
        (self.only.is_empty() || any(self.only))
            && !any(self.except)
            && !config
                .prowler_drop
                .iter()
                .any(|drop| drop.criterion == self.criterion && matches(&drop.check, check))
    }
}

/// A criterion as a part of an identifier: `CC6.1` is `cc6-1`.
pub(crate) fn slug(criterion: &str) -> String {
    criterion.to_ascii_lowercase().replace('.', "-")
}
