//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Thresholds, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The most days since a specification was reviewed. The default of 366 is a year.
    #[schemars(range(min = 1, max = 3650))]
    pub specification_review_days: u32,
    /// Test suites that have to be among the results, by name. None means any.
    pub expected_suites: Vec<String>,
    /// Within how many hours a rejected record is looked at, where its row states no due time. The
    /// default of 72 is three days; a processing commitment usually states its own number.
    #[schemars(range(min = 1, max = 8760))]
    pub reject_review_hours: u32,
    /// Within how many hours a failed run is followed by a good one. The default of 24 is one day.
    #[schemars(range(min = 1, max = 8760))]
    pub failed_run_hours: u32,
    /// The most days since a store's items were verified. The default of 31 is a month.
    #[schemars(range(min = 1, max = 3650))]
    pub verification_days: u32,
    /// How the list of specifications is laid out.
    pub specifications: Layout,
    /// How the log of rejected records is laid out.
    pub rejects: Layout,
    /// How the log of job runs is laid out.
    pub job_runs: Layout,
    /// How the log of deliveries is laid out.
    pub deliveries: Layout,
    /// How the list of authorised recipients is laid out.
    pub recipients: Layout,
    /// How the log of verifications is laid out.
    pub verifications: Layout,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            specification_review_days: 366,
            expected_suites: Vec::new(),
            reject_review_hours: 72,
            failed_run_hours: 24,
            verification_days: 31,
            specifications: Layout::default(),
            rejects: Layout::default(),
            job_runs: Layout::default(),
            deliveries: Layout::default(),
            recipients: Layout::default(),
            verifications: Layout::default(),
        }
    }
}
