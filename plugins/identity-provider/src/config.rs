//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;

/// Thresholds, and the accounts that are not people of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// An account that nobody has signed in to for more than so many days has to be disabled. The
    /// default of 45 is that of CIS Controls 8.1, safeguard 5.3.
    #[schemars(range(min = 1, max = 3650))]
    pub unused_days: u32,
    /// The same for guests. The default of 45 is that of CIS Controls 8.1, safeguard 5.3.
    #[schemars(range(min = 1, max = 3650))]
    pub guest_unused_days: u32,
    /// The fewest administrators. The default of 2, so that the loss of one locks nobody out, is the
    /// lower bound of CIS Microsoft 365 Foundations Benchmark 3.1.0, recommendation 1.1.3.
    #[schemars(range(min = 1, max = 1000))]
    pub min_administrators: u32,
    /// The most administrators. That recommendation wants at most 4 global administrators; the exports
    /// count every administrative role, so the default is our own, 10.
    #[schemars(range(min = 1, max = 100_000))]
    pub max_administrators: u32,
    /// Sign-in names of accounts that programs use. They are excused from a second factor and from
    /// the rule on unused accounts, and may hold no administrative rights.
    pub service_accounts: Vec<String>,
    /// Domains of sign-in names whose holders are guests, as in `partner.example`. Guests of Entra ID
    /// (`userType`) need not be named.
    pub guest_domains: Vec<String>,
    /// Further factors that count as phishing-resistant, by the provider's name for them; for example
    /// `signed_nonce` (Okta's app), where the sign-on policy demands that it resists phishing.
    pub phishing_resistant: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            unused_days: 45,
            guest_unused_days: 45,
            min_administrators: 2,
            max_administrators: 10,
            service_accounts: Vec::new(),
            guest_domains: Vec::new(),
            phishing_resistant: Vec::new(),
        }
    }
}

impl Config {
    /// Refuses what no schema can express.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        if self.min_administrators > self.max_administrators {
            return Err(Failure::Config(format!(
                "`min-administrators` ({}) is greater than `max-administrators` ({})",
                self.min_administrators, self.max_administrators
            )));
        }
        Ok(())
    }
}
