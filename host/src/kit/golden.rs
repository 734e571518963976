//! `expected.json`: what a plugin said about a golden case, in a form that people review.
//!
//! It holds what the plugin decides and nothing that changes when it is merely built again: no
//! digests, no versions, and of reasons that the host words itself only the codes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::failure::{Failure, FailureKind};
use crate::model::{ControlId, Location, Observation, Outcome, Population};
use crate::readiness::{
    ControlOutcome, ControlStatus, NotApplicable, Outcomes, UnitOutcome, UnitState, control_status,
};
use crate::severity::Severity;

/// The file's name within a case.
pub const EXPECTED_NAME: &str = "expected.json";
/// The version of this format.
const VERSION: u32 = 1;
/// How many unchanged lines a difference shows around each change: enough to see the finding.
const CONTEXT: usize = 6;

/// What is expected of a golden case. Every list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "expected.json of a tickmark plugin's golden case")]
pub struct Golden {
    /// The version of this format.
    version: u32,
    /// The units, by check and target.
    units: Vec<GoldenUnit>,
}

/// One run of the plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenUnit {
    /// The check's name.
    check: String,
    /// The target, where the check is spread over many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    target: Option<String>,
    /// Why there is no report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    failure: Option<GoldenFailure>,
    /// What is known about each control, by its id.
    controls: BTreeMap<ControlId, GoldenControl>,
    /// How many records the plugin counted, by file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    tallies: BTreeMap<String, u64>,
    /// Further facts about the whole unit.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenFailure {
    /// In which way.
    kind: FailureKind,
    /// The plugin's own words, where it has any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    message: Option<String>,
}

/// What is known about one control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenControl {
    /// `passes`, `fails`, `unproven`, `waived` or `not-applicable`.
    status: String,
    /// The codes of the reasons for it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    reasons: BTreeSet<String>,
    /// How many subjects there are, as far as the plugin says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    population: Option<GoldenPopulation>,
    /// What the plugin found, by subject.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    findings: Vec<GoldenFinding>,
}

/// How many subjects a control has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenPopulation {
    /// How many there are.
    size: u64,
    /// How the examined ones were chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sample: Option<String>,
    /// Where the size can be seen.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    shown_by: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenFinding {
    /// The item examined.
    subject: String,
    /// What was found out.
    outcome: Outcome,
    /// What the control wants to see.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    expected: String,
    /// The value that decided.
    actual: String,
    /// Where it stands: `PATH:LINE:COLUMN#POINTER`, as far as given.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    at: Vec<String>,
    /// A severity other than the control's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    severity: Option<GoldenSeverity>,
    /// When the thing observed happened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    occurred: Option<String>,
    /// Further facts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
}

/// A severity other than the control's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GoldenSeverity {
    /// Which.
    severity: Severity,
    /// Why.
    reason: String,
}

/// Why an `expected.json` cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum GoldenError {
    /// There is none yet.
    #[error("there is no {EXPECTED_NAME}")]
    Missing,
    /// It is there and cannot be read or written.
    #[error("{EXPECTED_NAME}: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is not of this shape.
    #[error("{EXPECTED_NAME} is malformed: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A format that this program does not know.
    #[error("{EXPECTED_NAME} has format version {0}, this program knows version {VERSION}")]
    OtherVersion(u64),
}

impl Golden {
    /// What a run came to.
    pub(super) fn new(config: &Config, outcomes: &Outcomes) -> Self {
        Self {
            version: VERSION,
            units: outcomes.iter().map(|unit| golden(config, unit)).collect(),
        }
    }

    /// Reads the file of a case.
    pub(super) fn read(case: &Path) -> Result<Self, GoldenError> {
        let text = match std::fs::read_to_string(case.join(EXPECTED_NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(GoldenError::Missing);
            }
            Err(error) => return Err(error.into()),
        };
        let value: serde_json::Value = serde_json::from_str(&text)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(VERSION) => {
                Err(GoldenError::OtherVersion(version))
            }
            _ => Ok(serde_json::from_value(value)?),
        }
    }

    /// Writes the file of a case.
    pub(super) fn write(&self, case: &Path) -> Result<(), GoldenError> {
        Ok(std::fs::write(case.join(EXPECTED_NAME), self.text()?)?)
    }

    /// The file's text.
    fn text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The lines in which another run differs from this one.
    pub(super) fn difference(&self, actual: &Self, names: (&str, &str)) -> String {
        // These types always serialise; were one not to, its debug form would still tell.
        let text = |golden: &Self| golden.text().unwrap_or_else(|_| format!("{golden:#?}"));
        similar::TextDiff::from_lines(&text(self), &text(actual))
            .unified_diff()
            .context_radius(CONTEXT)
            .header(names.0, names.1)
            .to_string()
    }
}

fn golden(config: &Config, unit: &UnitOutcome) -> GoldenUnit {
    let controls = unit
        .controls
        .iter()
        .map(|(id, outcome)| {
            let status =
                control_status(unit, id, outcome, &config.waivers, config.assessment.as_of);
            (id.clone(), control(&status, outcome))
        })
        .collect();
    GoldenUnit {
        check: unit.check.clone(),
        target: unit.target.clone(),
        failure: match &unit.state {
            UnitState::Failed(failure) => Some(failure.into()),
            UnitState::Ran | UnitState::NotRun | UnitState::Disabled => None,
        },
        controls,
        tallies: unit.tallies.clone(),
        attributes: unit.attributes.clone(),
    }
}

impl From<&Failure> for GoldenFailure {
    fn from(failure: &Failure) -> Self {
        Self {
            kind: failure.kind,
            message: (failure.kind == FailureKind::PluginFailed).then(|| failure.message.clone()),
        }
    }
}

fn control(status: &ControlStatus, outcome: &ControlOutcome) -> GoldenControl {
    let reasons = match status {
        ControlStatus::Unproven(reasons) => reasons
            .iter()
            .map(|reason| reason.code.name().to_owned())
            .collect(),
        ControlStatus::NotApplicable(reasons) => reasons
            .iter()
            .map(|reason| {
                match reason {
                    NotApplicable::NoOccurrence => "no-occurrence",
                    NotApplicable::NoneConcerned => "none-concerned",
                }
                .to_owned()
            })
            .collect(),
        ControlStatus::Passes
        | ControlStatus::Attested
        | ControlStatus::Waived
        | ControlStatus::Fails => BTreeSet::new(),
    };
    let mut findings: Vec<GoldenFinding> = outcome.observations.iter().map(finding).collect();
    findings.sort();
    GoldenControl {
        status: status.name().to_owned(),
        reasons,
        population: outcome.population.as_deref().map(population),
        findings,
    }
}

fn population(population: &Population) -> GoldenPopulation {
    GoldenPopulation {
        size: population.size,
        sample: population.sample.clone(),
        shown_by: places(&population.shown_by),
    }
}

fn finding(observation: &Observation) -> GoldenFinding {
    GoldenFinding {
        subject: observation.subject.to_string(),
        outcome: observation.outcome,
        expected: observation.expected.to_string(),
        actual: observation.actual.to_string(),
        at: places(&observation.locations),
        severity: observation
            .severity
            .as_ref()
            .map(|(severity, reason)| GoldenSeverity {
                severity: *severity,
                reason: reason.to_string(),
            }),
        occurred: observation.occurred.as_deref().map(ToOwned::to_owned),
        attributes: observation.attributes.clone(),
    }
}

/// Places in the plugin's order: the first is the one that reports show.
fn places(locations: &[Location]) -> Vec<String> {
    locations
        .iter()
        .map(|location| {
            let number =
                |number: Option<u32>| number.map_or(String::new(), |number| format!(":{number}"));
            let pointer = location
                .pointer
                .as_ref()
                .map_or(String::new(), |pointer| format!("#{pointer}"));
            format!(
                "{}{}{}{pointer}",
                location.path,
                number(location.line),
                number(location.column)
            )
        })
        .collect()
}
