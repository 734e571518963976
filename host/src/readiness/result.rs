//! The whole merged outcome, as it is written to JSON. Its schema is published; its order is stable.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::CriterionStatus;
use crate::criteria::{Category, Criterion};
use crate::evidence::Provenance;
use crate::failure::Failure;
use crate::model::{ControlId, Location, Method, Outcome, Relation};
use crate::plan::Reason;
use crate::severity::Severity;

/// The version of this format. It changes when a reader of the old one would misread the new one.
pub const RESULT_VERSION: u32 = 1;

/// The outcome of an assessment and the decision made on it. Every list is sorted, and equal inputs
/// give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "tickmark result")]
pub struct AssessmentResult {
    /// What was found out.
    #[serde(flatten)]
    pub readiness: Readiness,
    /// The decision.
    pub gate: GateResult,
}

/// What was found out, before anything is decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Readiness {
    /// The version of this format.
    pub version: u32,
    /// What made it.
    pub tool: ToolInfo,
    /// What was assessed.
    pub assessment: AssessmentInfo,
    /// How many criteria stand where.
    pub summary: Summary,
    /// All 61 criteria, in the standard's order.
    pub criteria: Vec<CriterionResult>,
    /// The controls of all configured checks, by name.
    pub controls: Vec<ControlResult>,
    /// Every observation, passes included: the worst first, then by control and subject.
    pub findings: Vec<Finding>,
    /// The checks, by name.
    pub checks: Vec<CheckResult>,
    /// The plugins that were used, by id.
    pub plugins: Vec<PluginResult>,
    /// Every file that was read, by path.
    pub evidence: Vec<EvidenceResult>,
    /// The configured waivers, in the configuration's order.
    pub waivers: Vec<WaiverResult>,
    /// Plugin files that could not be used, with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unusable_plugins: Vec<String>,
    /// Plugin files of which several claim one id, apart from those that a check wanted. However the
    /// rest stands, somebody must say which is meant.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub ambiguous_plugins: Vec<String>,
    /// What was configured and could not be evaluated, whatever else is known about it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unevaluated: Vec<Reason>,
}

/// What made a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ToolInfo {
    /// `tickmark`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What was assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentInfo {
    /// The organisation; absent without a configuration file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organisation: Option<String>,
    /// The system; absent without a configuration file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub system: Option<String>,
    /// 1 or 2.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The day on which readiness is judged.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The first and the last day of a Type 2 period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<(String, String)>")]
    pub period: Option<(Date, Date)>,
    /// The categories in scope.
    pub categories: Vec<Category>,
    /// SHA-256 of the configuration file; absent without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub config_sha256: Option<String>,
}

/// How many criteria stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// Whether every relevant criterion is ready or excepted.
    pub is_ready: bool,
    /// Criteria in scope that are not declared not relevant.
    pub relevant: u32,
    /// Shown to be met.
    pub ready: u32,
    /// Ready but for valid waivers.
    pub excepted: u32,
    /// Not shown to be met.
    pub unproven: u32,
    /// Not met.
    pub gap: u32,
    /// Declared not to concern the system.
    pub not_relevant: u32,
    /// Of a category that was not chosen.
    pub out_of_scope: u32,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionResult {
    /// Its identifier.
    pub id: Criterion,
    /// Its category.
    pub category: Category,
    /// What it is about, in tickmark's words.
    pub title: String,
    /// Where it stands.
    pub status: CriterionStatus,
    /// Why, in words.
    pub reason: String,
    /// The reasons behind an unproven status.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<Reason>,
    /// The worst severity among failing controls.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity: Option<Severity>,
    /// The controls that serve it: implementing ones first, then by name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub controls: Vec<Edge>,
}

/// A control that serves a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Edge {
    /// The control.
    pub control: ControlId,
    /// What it does for the criterion.
    pub relation: Relation,
    /// Why.
    pub rationale: String,
    /// Where the control stands.
    pub status: String,
}

/// How many observations have which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Failures without a valid waiver.
    pub fail: u64,
    /// Failures with one.
    pub waived: u64,
    /// Undecided.
    pub inconclusive: u64,
    /// Passes.
    pub pass: u64,
    /// Not concerned.
    pub not_applicable: u64,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ControlResult {
    /// `PLUGIN/CONTROL`.
    pub id: ControlId,
    /// A short statement that is true when it passes.
    pub title: String,
    /// What is examined and why it matters.
    pub description: String,
    /// How much a failure matters, where a finding does not say otherwise.
    pub severity: Severity,
    /// What kind of evidence decides it.
    pub method: Method,
    /// Where it stands.
    pub status: String,
    /// Why it is unproven, or does not apply.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<Reason>,
    /// Why it does not apply: `no-occurrence`, `none-concerned`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_applicable: Vec<super::status::NotApplicable>,
    /// The observations.
    pub counts: Counts,
    /// How many subjects were examined, over all units.
    pub examined: u64,
    /// How many subjects there are, where every unit says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub population: Option<u64>,
    /// How samples were chosen, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub samples: Vec<String>,
    /// What to do about a failure.
    pub remediation: String,
    /// The criteria that it serves.
    pub criteria: Vec<CriterionEdge>,
}

/// A criterion that a control serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionEdge {
    /// The criterion.
    pub criterion: Criterion,
    /// What the control does for it.
    pub relation: Relation,
    /// Why.
    pub rationale: String,
}

/// One observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// Stays the same from run to run, whatever the evidence's order and lines.
    pub id: String,
    /// The control.
    pub control: ControlId,
    /// The check.
    pub check: String,
    /// The target, where the check is spread over many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
    /// The item examined.
    pub subject: String,
    /// What was found out.
    pub outcome: Outcome,
    /// The position of the valid waiver that covers it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiver: Option<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// Why that differs from the control's severity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity_reason: Option<String>,
    /// What the control wants to see.
    pub expected: String,
    /// The value that decided, or what stood in the way.
    pub actual: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub locations: Vec<Location>,
    /// When the thing observed happened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub occurred: Option<String>,
    /// Further facts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub attributes: BTreeMap<String, String>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CheckResult {
    /// Its name.
    pub name: String,
    /// The plugin's id.
    pub plugin: String,
    /// SHA-256 of the configuration that the plugin got.
    pub config_sha256: String,
    /// Why it is switched off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub disabled: Option<String>,
    /// Its units, by target.
    pub units: Vec<UnitResult>,
}

/// One run of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct UnitResult {
    /// The target, where the check is spread over many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
    /// `ran`, `failed`, `not-run` or `disabled`.
    pub state: String,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<Failure>,
    /// What it was granted, by input.
    pub inputs: Vec<InputResult>,
    /// Granted files that it never read: it may be asking for too much.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unread: Vec<String>,
}

/// What a unit was granted for one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct InputResult {
    /// The input's name.
    pub name: String,
    /// What was looked for.
    pub patterns: Vec<String>,
    /// The files.
    pub files: Vec<String>,
}

/// A plugin that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PluginResult {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is.
    pub title: String,
    /// SHA-256 of the component.
    pub sha256: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct EvidenceResult {
    /// Relative to the evidence root.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// Where it comes from, if that is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provenance: Option<Provenance>,
    /// The checks that read it.
    pub read_by: Vec<String>,
}

/// Whether a waiver counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It covers at least one failing finding.
    Used,
    /// It is valid and covers nothing.
    Unused,
    /// Its day has passed.
    Expired,
    /// Its day has not come.
    NotYetValid,
}

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WaiverResult {
    /// The control.
    pub control: String,
    /// Which subjects.
    pub subject: String,
    /// Why the failure is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who accepted it.
    pub approved_by: String,
    /// From when on it is valid.
    #[schemars(with = "String")]
    pub approved_on: Date,
    /// The first day on which it is no longer valid.
    #[schemars(with = "String")]
    pub expires: Date,
    /// Where it is tracked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ticket: Option<String>,
    /// Whether it counts.
    pub state: WaiverState,
    /// How many failing findings it covers.
    pub findings: u64,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct GateResult {
    /// 0, 1 or 2: the highest that applies.
    pub exit_code: u8,
    /// Whether every rule held.
    pub met: bool,
    /// The rules, each with what it came to.
    pub rules: Vec<RuleResult>,
    /// The last line of every report: which code, and why.
    pub conclusion: String,
}

/// A rule of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleResult {
    /// Its name, as configuration writes it.
    pub rule: String,
    /// Whether it held.
    pub held: bool,
    /// By how much, in words.
    pub detail: String,
}
