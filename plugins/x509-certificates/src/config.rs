//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;

use crate::names::Wanted;

/// Thresholds, and what is known about the authorities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// For how many days from the as-of date each certificate has to remain valid. The default of 30
    /// is the time at which ACME clients renew a certificate of 90 days.
    #[schemars(range(min = 1, max = 398))]
    pub min_days_left: u32,
    /// The least length of an RSA key, in bits. The default of 2048 is that of NIST SP 800-131A
    /// revision 2, section 3, and of NIST SP 800-52 revision 2, section 3.2.
    #[schemars(range(min = 2048, max = 16384))]
    pub min_rsa_bits: u32,
    /// The longest validity of a leaf of a public authority, in days. Without it that of the
    /// CA/Browser Forum's Baseline Requirements, section 6.3.2, on the day the certificate begins:
    /// 825 days, 398 from 2020-09-01, 200 from 2026-03-15, 100 from 2027-03-15, 47 from 2029-03-15.
    #[schemars(range(min = 1, max = 825))]
    pub public_max_validity_days: Option<u32>,
    /// The longest validity of a leaf of a private authority, in days. No standard sets one, so
    /// without it such leaves stay undecided.
    #[schemars(range(min = 1, max = 3650))]
    pub private_max_validity_days: Option<u32>,
    /// Whether a server may show a certificate that vouches for itself. Only where every client holds
    /// that very certificate does it show who answers.
    pub self_signed: SelfSigned,
    /// Names and addresses that clients call, as in `api.example.com`, `*.example.com` or
    /// `192.0.2.7`. Each has to be covered by a leaf that is valid on the as-of date. With none, that
    /// control does not exist.
    #[schemars(length(max = 200), inner(length(min = 1, max = 253)))]
    pub expected_names: Vec<String>,
}

/// What is thought of self-signed leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SelfSigned {
    /// They fail.
    Refused,
    /// They make a chain of their own: the clients hold them.
    Accepted,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            min_days_left: 30,
            min_rsa_bits: 2048,
            public_max_validity_days: None,
            private_max_validity_days: None,
            self_signed: SelfSigned::Refused,
            expected_names: Vec::new(),
        }
    }
}

impl Config {
    /// Refuses what the schema cannot: names that no certificate could ever cover.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        for name in &self.expected_names {
            Wanted::parse(name)
                .map_err(|error| Failure::Config(format!("expected-names: {error}")))?;
        }
        Ok(())
    }
}
