//! What decides between exit codes 0 and 1.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::config::WaiverConcern;
use crate::severity::Severity;

/// What decides between exit codes 0 and 1.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(in crate::config) struct GateTable {
    /// Failing controls of at least this severity keep the gate from being met. Default: low, so
    /// that every failing control does.
    pub(in crate::config) fail_on: Option<Severity>,
    /// Criteria that must be ready (or ready but for valid waivers).
    pub(in crate::config) require_ready: Vec<String>,
    /// The share of relevant criteria that must be ready (or ready but for valid waivers), in
    /// percent.
    #[schemars(range(min = 0, max = 100))]
    pub(in crate::config) minimum_ready: Option<u8>,
    /// The share of relevant criteria that something must implement, however it stands: a control of
    /// a check, an attestation or a subservice organisation. In percent.
    #[schemars(range(min = 0, max = 100))]
    pub(in crate::config) minimum_coverage: Option<u8>,
    /// How many relevant criteria may be unproven, apart from those of `may-be-unproven`.
    #[schemars(range(min = 0, max = 61))]
    pub(in crate::config) maximum_unproven: Option<u8>,
    /// Criteria that `maximum-unproven` does not count.
    pub(in crate::config) may_be_unproven: Vec<String>,
    /// An earlier result to compare with, as `check --format json` wrote it; relative to this file.
    #[schemars(length(min = 1))]
    pub(in crate::config) baseline: Option<String>,
    /// Whether only failing findings that the baseline does not have keep the gate from being met.
    pub(in crate::config) new_only: bool,
    /// Whether every criterion that is ready in the baseline must be ready.
    pub(in crate::config) ratchet: bool,
    /// What is demanded of waivers.
    pub(in crate::config) waivers: WaiverPolicyTable,
}

/// What is demanded of waivers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(in crate::config) struct WaiverPolicyTable {
    /// The concerns that keep the gate from being met. All of them are shown, whatever stands here.
    pub(in crate::config) deny: Vec<WaiverConcern>,
    /// How many waivers may be in use.
    pub(in crate::config) maximum: Option<u32>,
    /// For how many days a waiver may run. Default 366.
    #[schemars(range(min = 1, max = 366))]
    pub(in crate::config) maximum_days: Option<u16>,
}
