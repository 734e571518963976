//! What can be configured, with defaults and the source of each.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use tickmark_plugin::prelude::*;

/// Which results count, how old they may be, and what they are taken to show.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The scanners whose results this check has to have: name them, since otherwise nobody misses
    /// results that are no longer delivered. Without this the check judges the results that are
    /// there, and what belongs to the other scanners is not applicable.
    pub scanners: Option<Vec<Scanner>>,
    /// Failing checks of this severity or a higher one have to be fixed; so have those that their
    /// scanner gives no severity. The default is what DISA calls category II and Prowler, SCAP and
    /// InSpec (impact 0.4 and above) call medium: weaknesses that can by themselves lead to a loss.
    pub fail_severity: Threshold,
    /// The greatest age of the latest scan of a target, in days. The default of 7 is the weekly
    /// scanning that auditors commonly see; no criterion sets a number.
    #[schemars(range(min = 1, max = 365))]
    pub max_scan_age_days: u32,
    /// Up to this share of a scan's results may be errors or unchecked, in percent. The default of 0
    /// leaves nothing open that the benchmark asks for.
    #[schemars(range(min = 0, max = 100))]
    pub max_open_percent: u32,
    /// What a check is that the benchmark leaves to a person. By default it is not applicable, since
    /// the controls speak of automated checks only.
    pub manual_checks: ManualChecks,
    /// The accounts, hosts and clusters that have to be scanned, as the scanner names them. `*`
    /// stands for any characters; an entry is missed when no target of a scan matches it.
    pub expected_targets: Vec<String>,
    /// Criteria of Prowler's own SOC 2 tags to import, beside or instead of the default ones:
    /// `{ "CC6.6" = "implements", "C1.1" = "supports", "CC2.1" = "off" }`.
    pub prowler_criteria: BTreeMap<String, Use>,
    /// Tags of Prowler that are not to count, beside the plugin's own short list.
    pub prowler_drop: Vec<Drop>,
    /// Criteria for controls of NIST SP 800-53, which profiles of InSpec name in their `nist` tags:
    /// `{ "AC-17" = ["CC6.6"] }`. A control without an enhancement stands for its enhancements too.
    /// There is no default: no mapping of SP 800-53 to the criteria is part of either.
    pub nist_criteria: BTreeMap<String, Vec<String>>,
    /// Identifiers of controls that are not claimed, as in `kube-bench-logging-checks`.
    pub leave_out: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            scanners: None,
            fail_severity: Threshold::Medium,
            max_scan_age_days: 7,
            max_open_percent: 0,
            manual_checks: ManualChecks::NotApplicable,
            expected_targets: Vec::new(),
            prowler_criteria: BTreeMap::new(),
            prowler_drop: Vec::new(),
            nist_criteria: BTreeMap::new(),
            leave_out: Vec::new(),
        }
    }
}

/// A scanner whose results can be read; also the name of its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scanner {
    /// Prowler 4 and 5, `--output-formats json-ocsf`.
    Prowler,
    /// InSpec, CINC Auditor and whatever else writes the Heimdall Data Format.
    Hdf,
    /// kube-bench, `--json`.
    KubeBench,
    /// OpenSCAP and other scanners that write XCCDF results or ARF.
    Xccdf,
}

impl Scanner {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Prowler, Self::Hdf, Self::KubeBench, Self::Xccdf];

    /// The input that takes its results.
    pub const fn input(self) -> &'static str {
        match self {
            Self::Prowler => "prowler",
            Self::Hdf => "hdf",
            Self::KubeBench => "kube-bench",
            Self::Xccdf => "xccdf",
        }
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.input())
    }
}

/// How severe a scanner rates a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Rating {
    /// It does not rate it; such a check counts whatever the threshold.
    #[default]
    Unrated,
    /// Below low.
    Info,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl Rating {
    /// Reads a scanner's word.
    pub(crate) fn parse(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "informational" | "info" => Self::Info,
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            "critical" | "fatal" => Self::Critical,
            _ => Self::Unrated,
        }
    }

    /// The severity of a finding about a check of this rating.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Unrated => None,
            Self::Info | Self::Low => Some(Severity::Low),
            Self::Medium => Some(Severity::Medium),
            Self::High => Some(Severity::High),
            Self::Critical => Some(Severity::Critical),
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unrated => "unrated",
            Self::Info => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// From which severity on a failing check counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// Every failing check.
    Informational,
    /// Low and above.
    Low,
    /// Medium and above.
    Medium,
    /// High and above.
    High,
    /// Critical only.
    Critical,
}

impl Threshold {
    pub(crate) const fn rating(self) -> Rating {
        match self {
            Self::Informational => Rating::Info,
            Self::Low => Rating::Low,
            Self::Medium => Rating::Medium,
            Self::High => Rating::High,
            Self::Critical => Rating::Critical,
        }
    }

    /// Whether a check of this rating counts.
    pub(crate) fn counts(self, rating: Rating) -> bool {
        rating == Rating::Unrated || rating >= self.rating()
    }
}

/// What a check is that the benchmark leaves to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ManualChecks {
    /// Not applicable: an attestation has to stand for it.
    NotApplicable,
    /// Inconclusive: as long as there are such checks, nothing is shown.
    Inconclusive,
}

/// How the checks that Prowler tags with a criterion are used for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// They show that the criterion is met in part.
    Implements,
    /// They help.
    Supports,
    /// They are left aside.
    Off,
}

/// A tag of Prowler that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Drop {
    /// The checks, as in `ec2_instance_imdsv2_enabled`; `*` stands for any characters.
    pub check: String,
    /// The criterion for which they do not count, as in `CC7.2`.
    pub criterion: String,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: String,
}
