//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Thresholds, in days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The greatest age of an active access key or signing certificate since it was last renewed.
    /// The default of 90 is that of CIS AWS Foundations Benchmark 3.0.0, recommendation 1.14.
    #[schemars(range(min = 1, max = 3650))]
    pub key_max_age_days: u32,
    /// A password or key that has lain unused for so many days has to be disabled. The default of 45
    /// is that of CIS AWS Foundations Benchmark 3.0.0, recommendation 1.12.
    #[schemars(range(min = 1, max = 3650))]
    pub unused_days: u32,
    /// The greatest age of a console password. The default of 365 is the yearly backstop that the
    /// CIS Password Policy Guide advises.
    #[schemars(range(min = 1, max = 3650))]
    pub password_max_age_days: u32,
    /// For how long the root user must not have been used. The default of 90 lets a quarterly review
    /// notice each use (CIS AWS Foundations Benchmark 3.0.0, recommendation 1.7, sets no number).
    #[schemars(range(min = 1, max = 3650))]
    pub root_unused_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            key_max_age_days: 90,
            unused_days: 45,
            password_max_age_days: 365,
            root_unused_days: 90,
        }
    }
}
