//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;
use tickmark_plugin::register::Layout;
use tickmark_plugin::roster::ROSTER;
use tickmark_plugin::words::key;

use crate::specs;

/// Thresholds, words, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The greatest age of a risk's last review. The default of 365 is the yearly assessment by which
    /// ISO/IEC 27001:2022, 8.2 and NIST SP 800-53 RA-3 are commonly met.
    #[schemars(range(min = 1, max = 1100))]
    pub review_days: u32,
    /// The same for risks that are high or critical: a quarter.
    #[schemars(range(min = 1, max = 1100))]
    pub high_review_days: u32,
    /// The most days between two risk assessments (ISO/IEC 27001:2022, 8.2: at planned intervals).
    #[schemars(range(min = 1, max = 1100))]
    pub assessment_days: u32,
    /// By which words in its category or title a risk is one of fraud.
    #[schemars(length(min = 1))]
    pub fraud: Vec<String>,
    /// By which words in its category or title a risk is one of change: in the business, its vendors or
    /// technology.
    #[schemars(length(min = 1))]
    pub change: Vec<String>,
    /// By which words in its category or title a risk is one of disruption.
    #[schemars(length(min = 1))]
    pub disruption: Vec<String>,
    /// How many days after a change its effect on risk may still be assessed. The default of 0 is that of
    /// NIST SP 800-53 CM-4: prior to change.
    #[schemars(range(min = 0, max = 365))]
    pub change_grace_days: u32,
    /// Where there is no assessment period: what happened within so many days before the as-of date
    /// is asked about.
    #[schemars(range(min = 1, max = 1100))]
    pub look_back_days: u32,
    /// For how many days the acceptance of conflicting duties stands, where it states no end.
    #[schemars(range(min = 1, max = 1100))]
    pub acceptance_days: u32,
    /// How many days findings of low and medium severity may be overdue. Those of high and critical
    /// severity may not.
    #[schemars(range(min = 0, max = 365))]
    pub overdue_grace_days: u32,
    /// After how many days overdue a finding has to be escalated. NIST SP 800-53 CA-5 asks for
    /// milestones that are followed up; the default of 14 is ours.
    #[schemars(range(min = 0, max = 365))]
    pub escalate_after_days: u32,
    /// The greatest age of the analysis of a process (ISO 22301:2019, 8.2: at planned intervals).
    #[schemars(range(min = 1, max = 1100))]
    pub impact_days: u32,
    /// Which insurance has to be in force, by words in its name or kind.
    #[schemars(length(min = 1))]
    pub insurances: Vec<String>,
    /// How the register of risks is laid out.
    pub risks: Layout,
    /// How the index of risk assessments is laid out.
    pub risk_assessments: Layout,
    /// How the log of changes is laid out.
    pub changes: Layout,
    /// How the list of conflicting duties is laid out.
    pub duty_conflicts: Layout,
    /// How the findings are laid out.
    pub findings: Layout,
    /// How the controls are laid out.
    pub controls: Layout,
    /// How the business impact analysis is laid out.
    pub impact_analysis: Layout,
    /// How the insurance policies are laid out.
    pub insurance: Layout,
    /// How the roster is laid out.
    pub roster: Layout,
}

impl Default for Config {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            review_days: 365,
            high_review_days: 92,
            assessment_days: 365,
            fraud: words(&["fraud"]),
            change: words(&["change", "vendor", "third party", "supplier", "technology"]),
            disruption: words(&[
                "disruption",
                "continuity",
                "availability",
                "disaster",
                "outage",
            ]),
            change_grace_days: 0,
            look_back_days: 365,
            acceptance_days: 365,
            overdue_grace_days: 30,
            escalate_after_days: 14,
            impact_days: 365,
            insurances: words(&["cyber"]),
            risks: Layout::default(),
            risk_assessments: Layout::default(),
            changes: Layout::default(),
            duty_conflicts: Layout::default(),
            findings: Layout::default(),
            controls: Layout::default(),
            impact_analysis: Layout::default(),
            insurance: Layout::default(),
            roster: Layout::default(),
        }
    }
}

impl Config {
    /// Refuses names of fields that a register does not have, and words that match everything.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        self.risks.validate(&specs::RISKS)?;
        self.risk_assessments.validate(&specs::ASSESSMENTS)?;
        self.changes.validate(&specs::CHANGES)?;
        self.duty_conflicts.validate(&specs::CONFLICTS)?;
        self.findings.validate(&specs::FINDINGS)?;
        self.controls.validate(&specs::CONTROLS)?;
        self.impact_analysis.validate(&specs::PROCESSES)?;
        self.insurance.validate(&specs::INSURANCES)?;
        self.roster.validate(&ROSTER)?;
        for words in [
            &self.fraud,
            &self.change,
            &self.disruption,
            &self.insurances,
        ] {
            if words.is_empty() || words.iter().any(|word| key(word).is_empty()) {
                return Err(Failure::Config(
                    "`fraud`, `change`, `disruption` and `insurances` name at least one word each, with letters".to_owned(),
                ));
            }
        }
        Ok(())
    }
}
