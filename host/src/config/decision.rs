//! What people decided: accepted failures, statements, and what others carry.

use std::collections::BTreeSet;

use jiff::civil::Date;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Origin;
use crate::criteria::Criterion;
use crate::evidence::Pattern;

/// An accepted failing finding.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// `PLUGIN/CONTROL`.
    pub control: String,
    /// Which subjects; `*` stands for any text.
    pub subject: String,
    /// `subject`, compiled.
    pub matcher: Regex,
    /// The check whose findings it covers; all that have the control where none is named.
    pub check: Option<String>,
    /// The target whose findings it covers; all where none is named.
    pub target: Option<String>,
    /// Why the failure is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who accepted it; another person.
    pub approved_by: String,
    /// When it was accepted: valid from this day on.
    pub approved_on: Date,
    /// The first day on which it is no longer valid.
    pub expires: Date,
    /// Where it is tracked.
    pub ticket: Option<String>,
    /// Where it stands in the file.
    pub origin: Option<Origin>,
}

impl Waiver {
    /// Whether it is valid on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.approved_on <= day && day < self.expires
    }

    /// Whether it concerns a finding about this subject.
    pub fn covers(&self, control: &str, subject: &str) -> bool {
        self.control == control && self.matcher.is_match(subject)
    }

    /// Whether it concerns findings of this check about this target.
    pub fn reaches(&self, check: &str, target: Option<&str>) -> bool {
        let is_named = |wanted: &Option<String>, actual: Option<&str>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| Some(wanted) == actual)
        };
        is_named(&self.check, Some(check)) && is_named(&self.target, target)
    }
}

/// A dated statement of a person for what no machine decides.
#[derive(Debug, Clone)]
pub struct Attestation {
    /// Names it, unique among the attestations.
    pub name: Option<String>,
    /// The criteria that it stands for.
    pub criteria: BTreeSet<Criterion>,
    /// The control that it stands for; then it names no criteria.
    pub control: Option<String>,
    /// What is stated.
    pub statement: String,
    /// Who states it and answers for it.
    pub owner: String,
    /// The first day on which it counts.
    pub date: Date,
    /// The first day on which it no longer counts.
    pub expires: Date,
    /// The files that show it; each pattern must match some.
    pub evidence: Vec<Pattern>,
    /// Why there are none.
    pub without_evidence: Option<String>,
    /// Where it stands in the file.
    pub origin: Option<Origin>,
}

impl Attestation {
    /// What people call it: its name, else what it stands for.
    pub fn label(&self) -> String {
        if let Some(name) = &self.name {
            return format!("attestation {name}");
        }
        let criteria: Vec<&str> = self.criteria.iter().copied().map(Criterion::id).collect();
        let what = self.control.clone().unwrap_or_else(|| criteria.join(", "));
        format!("attestation of {what}")
    }
}

/// An organisation whose controls the system relies on.
#[derive(Debug, Clone)]
pub struct Subservice {
    /// Who it is.
    pub organisation: String,
    /// What it does for the system.
    pub service: String,
    /// How its controls stand to the system description.
    pub method: SubserviceMethod,
    /// The criteria that it carries.
    pub criteria: BTreeSet<Criterion>,
    /// 1 or 2: whether its report is on design or on operation.
    pub report_type: u8,
    /// The first and the last day of the report's period; equal for a Type 1 report.
    pub period: (Date, Date),
    /// The report's file.
    pub report: Option<Pattern>,
    /// The letter about the time since: the last day that it covers, and its file.
    pub bridge_letter: Option<(Date, Pattern)>,
    /// The controls that it expects of its customers.
    pub user_entity_controls: Vec<UserEntityControl>,
    /// Where it stands in the file.
    pub origin: Option<Origin>,
}

/// A control that a subservice organisation expects of its customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserEntityControl {
    /// Its name in the report.
    pub id: String,
    /// What is expected.
    pub expectation: String,
    /// The controls that answer it: `PLUGIN/CONTROL`.
    pub controls: Vec<String>,
    /// The attestations that answer it, by position.
    pub attestations: Vec<usize>,
}

/// How a subservice organisation's controls stand to the system description (SOC 2 guide: carve-out
/// and inclusive method).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SubserviceMethod {
    /// Its controls are left out of the description; its own report stands for them.
    CarveOut,
    /// Its controls are part of the description, with its own assertion.
    Inclusive,
}

impl SubserviceMethod {
    /// The name, as configuration and results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CarveOut => "carve-out",
            Self::Inclusive => "inclusive",
        }
    }
}
