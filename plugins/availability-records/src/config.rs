//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Thresholds, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The most hours between two good backups of a resource whose row in the inventory states no
    /// `rpo-hours`. The default of 24 is a backup a day, the usual cadence (CIS Controls 8.1, safeguard
    /// 11.2, asks for weekly or more often by sensitivity). One more `backup-grace-hours` is allowed.
    #[schemars(range(min = 1, max = 8760))]
    pub backup_every_hours: u32,
    /// How much later than that a backup may end before it counts as missed. The default of 6 is the
    /// window in which nightly jobs move.
    #[schemars(range(min = 0, max = 168))]
    pub backup_grace_hours: u32,
    /// Within how many hours a failed job is followed by a good one. The default of 24 is one day.
    #[schemars(range(min = 1, max = 8760))]
    pub failed_backup_hours: u32,
    /// The fewest days for which backups are kept. The default of 30 is ours; a policy usually states
    /// its own number.
    #[schemars(range(min = 1, max = 36500))]
    pub backup_retention_days: u32,
    /// The most days since a backup of a resource was restored successfully. The default of 92 is a
    /// quarter (CIS Controls 8.1, safeguard 11.5: test recovery quarterly or more often).
    #[schemars(range(min = 1, max = 3650))]
    pub restore_test_days: u32,
    /// The most days since the last recovery exercise. The default of 366 is a year (NIST SP 800-53
    /// revision 5, CP-4, leaves the frequency to the organisation; a year is what is customary).
    #[schemars(range(min = 1, max = 3650))]
    pub recovery_exercise_days: u32,
    /// The highest use of a resource, in percent, whose row states no `threshold`. The default of 80 is
    /// customary.
    #[schemars(range(min = 1, max = 100))]
    pub capacity_percent: u32,
    /// The most days between two reviews of capacity. The default of 92 is a quarter.
    #[schemars(range(min = 1, max = 3650))]
    pub capacity_review_days: u32,
    /// For how many months before the as-of date uptime has to be stated.
    #[schemars(range(min = 1, max = 60))]
    pub uptime_months: u32,
    /// How the log of backup jobs is laid out.
    pub backup_jobs: Layout,
    /// How the list of what is backed up is laid out.
    pub backup_inventory: Layout,
    /// How the register of restore tests is laid out.
    pub restore_tests: Layout,
    /// How the register of recovery exercises is laid out.
    pub recovery_exercises: Layout,
    /// How the figures of use are laid out.
    pub capacity: Layout,
    /// How the register of capacity reviews is laid out.
    pub capacity_reviews: Layout,
    /// How the figures of uptime are laid out.
    pub uptime: Layout,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            backup_every_hours: 24,
            backup_grace_hours: 6,
            failed_backup_hours: 24,
            backup_retention_days: 30,
            restore_test_days: 92,
            recovery_exercise_days: 366,
            capacity_percent: 80,
            capacity_review_days: 92,
            uptime_months: 3,
            backup_jobs: Layout::default(),
            backup_inventory: Layout::default(),
            restore_tests: Layout::default(),
            recovery_exercises: Layout::default(),
            capacity: Layout::default(),
            capacity_reviews: Layout::default(),
            uptime: Layout::default(),
        }
    }
}
