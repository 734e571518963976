//! The words of the domain as types: controls, inputs, findings.
//!
//! Values here have already been counted, capped and cleaned (see `sandbox`), so every later step
//! may take them at their word. Nothing here knows where they came from.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::severity::Severity;

/// What a control does for a criterion.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It meets the criterion, or a stated part of it, by itself.
    Implements,
    /// It helps, but never shows by itself that the criterion is met. Its failure is a gap all the same.
    Supports,
}

impl Relation {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Implements => "implements",
            Self::Supports => "supports",
        }
    }
}

/// What kind of evidence decides a control.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The state of a system, as a machine wrote it.
    Configuration,
    /// A register or log whose rows are reconciled.
    Records,
    /// A document, judged by presence and dates.
    Document,
}

/// An edge from a control to a criterion, as a plugin states it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mapping {
    /// The criterion's name; whether it exists is for `plan` to say.
    pub criterion: String,
    /// What the control does for it.
    pub relation: Relation,
    /// Why.
    pub rationale: String,
}

/// One thing that a plugin can test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Unique within the plugin.
    pub id: String,
    /// A short statement that is true when the control passes.
    pub title: String,
    /// What is examined and why it matters.
    pub description: String,
    /// How much a failure matters.
    pub severity: Severity,
    /// What kind of evidence decides it.
    pub method: Method,
    /// The criteria that it serves.
    pub mappings: Vec<Mapping>,
    /// What to do about a failure.
    pub remediation: String,
    /// The inputs without which it cannot be decided.
    pub needs: Vec<String>,
    /// Further facts.
    pub attributes: BTreeMap<String, String>,
}

/// A named slot for evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Unique within the plugin.
    pub name: String,
    /// What the files are and how to obtain them.
    pub description: String,
    /// Patterns that are used when configuration names no files.
    pub default_globs: Vec<String>,
    /// Whether nothing can be examined without it.
    pub required: bool,
    /// The greatest age, in days.
    pub max_age_days: Option<u32>,
}

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptor {
    /// Names the plugin.
    pub id: String,
    /// The plugin's version.
    pub version: String,
    /// A few words.
    pub title: String,
    /// What it reads and decides.
    pub description: String,
    /// What it can test, sorted by id.
    pub controls: Vec<Control>,
    /// Its slots for evidence, sorted by name.
    pub inputs: Vec<Input>,
    /// A JSON Schema for its configuration, as text.
    pub config_schema: String,
    /// Further facts.
    pub attributes: BTreeMap<String, String>,
}

/// A control's full name: `PLUGIN/CONTROL`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ControlId(Arc<str>);

impl ControlId {
    /// The name of a plugin's control.
    pub fn new(plugin: &str, control: &str) -> Self {
        Self(format!("{plugin}/{control}").into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A map by control can be asked with a name as people write it.
impl Borrow<str> for ControlId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ControlId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// What was found out about one subject.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The evidence shows that the subject does not meet the control.
    Fail,
    /// The evidence does not say.
    Inconclusive,
    /// The evidence shows that it does.
    Pass,
    /// The control does not concern the subject.
    NotApplicable,
}

impl Outcome {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Inconclusive => "inconclusive",
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// A place in an evidence file.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Location {
    /// Relative to the evidence root.
    pub path: Arc<str>,
    /// Counted from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// Counted from 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u32>,
    /// The place in structured data, as a JSON Pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointer: Option<String>,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        match self.line {
            Some(line) => write!(formatter, ":{line}"),
            None => Ok(()),
        }
    }
}

/// One observation about one subject, as a plugin reported it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// The control's id within the plugin.
    pub control: Arc<str>,
    /// The item examined.
    pub subject: Arc<str>,
    /// What was found out.
    pub outcome: Outcome,
    /// What the control wants to see.
    pub expected: Arc<str>,
    /// The value that decided.
    pub actual: Arc<str>,
    /// Where it stands.
    pub locations: Vec<Location>,
    /// A severity other than the control's, and why.
    pub severity: Option<(Severity, Arc<str>)>,
    /// When the thing observed happened.
    pub occurred: Option<Arc<str>>,
    /// Further facts.
    pub attributes: BTreeMap<String, String>,
}

/// How many subjects a control has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Population {
    /// The control's id within the plugin.
    pub control: Arc<str>,
    /// How many there are.
    pub size: u64,
    /// How the examined ones were chosen, where they are fewer.
    pub sample: Option<String>,
    /// Where the size can be seen.
    pub shown_by: Vec<Location>,
}

/// Everything that one check found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The observations, sorted.
    pub observations: Vec<Observation>,
    /// At most one for each control, sorted.
    pub populations: Vec<Population>,
    /// How many records each item holds.
    pub tallies: BTreeMap<String, u64>,
    /// Further facts about the whole check.
    pub attributes: BTreeMap<String, String>,
}
