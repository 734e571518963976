//! What can be configured, with defaults and the source of each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use tickmark_plugin::prelude::*;

use crate::rules::RULES;

/// Minimum scores, and which repositories have to have one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The least score of checks whose risk Scorecard calls critical. The default of 10 is the weight
    /// that Scorecard gives them in its aggregate score.
    #[schemars(range(min = 0, max = 10))]
    pub critical_minimum: u8,
    /// The least score of checks of high risk. The default of 8 is Scorecard's weight for them, 7.5,
    /// rounded up.
    #[schemars(range(min = 0, max = 10))]
    pub high_minimum: u8,
    /// The least score of checks of medium risk. The default of 5 is Scorecard's weight for them.
    #[schemars(range(min = 0, max = 10))]
    pub medium_minimum: u8,
    /// The least score of checks of low risk. The default of 3 is Scorecard's weight for them, 2.5,
    /// rounded up.
    #[schemars(range(min = 0, max = 10))]
    pub low_minimum: u8,
    /// Minimums for single controls, as in `{ "changes-reviewed" = 10 }`. They go before those of the
    /// risk.
    #[schemars(extend("additionalProperties" = { "type": "integer", "minimum": 0, "maximum": 10 }))]
    pub minimums: BTreeMap<String, u8>,
    /// The greatest age of the latest result of a repository, in days. The default of 7 is the
    /// schedule in the workflow that Scorecard's own action sets up.
    #[schemars(range(min = 1, max = 365))]
    pub max_age_days: u32,
    /// The repositories that have to have a result, as Scorecard names them:
    /// `github.com/acme/web`.
    pub expected_repositories: Vec<String>,
    /// Identifiers of controls that are not claimed, as in `releases-signed`.
    pub leave_out: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            critical_minimum: 10,
            high_minimum: 8,
            medium_minimum: 5,
            low_minimum: 3,
            minimums: BTreeMap::new(),
            max_age_days: 7,
            expected_repositories: Vec::new(),
            leave_out: Vec::new(),
        }
    }
}

/// What Scorecard calls the risk of a check that does badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Risk {
    Low,
    Medium,
    High,
    Critical,
}

impl Risk {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Config {
    /// The least score for a control over a check of this risk.
    pub(crate) fn minimum(&self, control: &str, risk: Risk) -> i64 {
        let general = match risk {
            Risk::Low => self.low_minimum,
            Risk::Medium => self.medium_minimum,
            Risk::High => self.high_minimum,
            Risk::Critical => self.critical_minimum,
        };
        i64::from(self.minimums.get(control).copied().unwrap_or(general))
    }

    /// Whether every control that it names is one, and every minimum a score.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        let known = |id: &&String| !RULES.iter().any(|rule| rule.control.id == id.as_str());
        if let Some(unknown) = self
            .leave_out
            .iter()
            .chain(self.minimums.keys())
            .find(known)
        {
            let ids: Vec<&str> = RULES.iter().map(|rule| rule.control.id).collect();
            return Err(Failure::Config(format!(
                "`{unknown}` is no control; there are {}",
                ids.join(", ")
            )));
        }
        match self.minimums.iter().find(|(_, score)| **score > 10) {
            Some((id, score)) => Err(Failure::Config(format!(
                "the minimum of `{id}` is {score}; scores go from 0 to 10"
            ))),
            None => Ok(()),
        }
    }
}
