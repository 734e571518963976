//! The rules of the gate.

use std::collections::BTreeSet;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::criteria::Criterion;
use crate::severity::Severity;

/// What decides between met and not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRules {
    /// Failing controls of at least this severity keep the gate from being met.
    pub fail_on: Severity,
    /// Criteria that must be ready (or excepted).
    pub require_ready: BTreeSet<Criterion>,
    /// The share of relevant criteria that must be ready or excepted, in percent.
    pub minimum_ready: Option<u8>,
    /// The share of relevant criteria that something must implement, in percent.
    pub minimum_coverage: Option<u8>,
    /// How many relevant criteria may be unproven.
    pub maximum_unproven: Option<u8>,
    /// Criteria that `maximum_unproven` does not count.
    pub may_be_unproven: BTreeSet<Criterion>,
    /// An earlier result to compare with.
    pub baseline: Option<PathBuf>,
    /// Whether `fail_on` leaves alone what the baseline has.
    pub new_only: bool,
    /// Whether every criterion that is ready in the baseline must be ready.
    pub ratchet: bool,
    /// What must not be said of any waiver.
    pub denied_waivers: BTreeSet<WaiverConcern>,
    /// How many waivers may be in use.
    pub maximum_waivers: Option<u32>,
}

impl Default for GateRules {
    fn default() -> Self {
        Self {
            fail_on: Severity::Low,
            require_ready: BTreeSet::new(),
            minimum_ready: None,
            minimum_coverage: None,
            maximum_unproven: None,
            may_be_unproven: BTreeSet::new(),
            baseline: None,
            new_only: false,
            ratchet: false,
            denied_waivers: BTreeSet::new(),
            maximum_waivers: None,
        }
    }
}

/// What is doubtful about a waiver.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverConcern {
    /// Its day has passed.
    Expired,
    /// It expires within thirty days.
    ExpiresSoon,
    /// Its day has not come.
    NotYetValid,
    /// It is valid and covers nothing.
    Unused,
    /// Its pattern says hardly anything about the subjects, or it covers more than ten findings.
    OverBroad,
    /// No check of this run has its control.
    UnknownControl,
    /// It names no target and covers findings about several.
    SeveralTargets,
}

impl WaiverConcern {
    /// All concerns, in their order.
    pub const ALL: [Self; 7] = [
        Self::Expired,
        Self::ExpiresSoon,
        Self::NotYetValid,
        Self::Unused,
        Self::OverBroad,
        Self::UnknownControl,
        Self::SeveralTargets,
    ];

    /// The name, as configuration and results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::ExpiresSoon => "expires-soon",
            Self::NotYetValid => "not-yet-valid",
            Self::Unused => "unused",
            Self::OverBroad => "over-broad",
            Self::UnknownControl => "unknown-control",
            Self::SeveralTargets => "several-targets",
        }
    }
}
