//! The whole merged outcome, as it is written to JSON. Its schema is published; its order is stable.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::CriterionStatus;
use crate::config::{SubserviceMethod, WaiverConcern};
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
    /// What has changed since an earlier result, where one was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub baseline: Option<Comparison>,
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
    /// The configured attestations, in the configuration's order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub attestations: Vec<AttestationResult>,
    /// The configured subservice organisations, in the configuration's order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub subservices: Vec<SubserviceResult>,
    /// What is doubtful about the mapping of controls to criteria, by code.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mapping: Vec<MappingNote>,
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

impl Summary {
    /// How many criteria have a status.
    pub fn count(&self, status: CriterionStatus) -> u32 {
        match status {
            CriterionStatus::Ready => self.ready,
            CriterionStatus::Excepted => self.excepted,
            CriterionStatus::Unproven => self.unproven,
            CriterionStatus::Gap => self.gap,
            CriterionStatus::NotRelevant => self.not_relevant,
            CriterionStatus::OutOfScope => self.out_of_scope,
        }
    }
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
    /// The attestations and subservice organisations that stand for it: attestations first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub standings: Vec<Standing>,
}

/// An attestation or a subservice organisation that stands for a criterion like an implementing
/// control.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Standing {
    /// Which of the two.
    pub basis: Basis,
    /// The position in `attestations` or `subservices`.
    pub index: usize,
    /// Whether it shows that the criterion is met, on the as-of date.
    pub holds: bool,
    /// Why, in words.
    pub reason: String,
}

/// What a criterion can stand on, apart from controls.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A dated statement of a person.
    Attestation,
    /// The report of a subservice organisation.
    Inheritance,
}

impl Basis {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attestation => "attestation",
            Self::Inheritance => "inheritance",
        }
    }
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
    /// Where it stands: `fails`, `unproven`, `waived`, `attested`, `passes` or `not-applicable`.
    pub status: String,
    /// The position of the attestation that stands in for a check that did not look.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attestation: Option<usize>,
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
    pub check: Arc<str>,
    /// The target, where the check is spread over many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<Arc<str>>,
    /// The item examined.
    pub subject: Arc<str>,
    /// What was found out.
    pub outcome: Outcome,
    /// The position of the valid waiver that covers it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiver: Option<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// Why that differs from the control's severity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity_reason: Option<Arc<str>>,
    /// What the control wants to see.
    pub expected: Arc<str>,
    /// The value that decided, or what stood in the way.
    pub actual: Arc<str>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub locations: Vec<Location>,
    /// When the thing observed happened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub occurred: Option<Arc<str>>,
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
    pub unread: Vec<Arc<str>>,
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
    pub files: Vec<Arc<str>>,
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
    pub path: Arc<str>,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// Where it comes from, if that is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provenance: Option<Arc<Provenance>>,
    /// The checks that read it, and the attestations and subservice organisations that cite it.
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

impl WaiverState {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
        }
    }
}

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WaiverResult {
    /// The control.
    pub control: String,
    /// Which subjects.
    pub subject: String,
    /// The check that is meant, where one is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub check: Option<String>,
    /// The target that is meant, where one is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
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
    /// What is doubtful about it, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub concerns: Vec<WaiverConcern>,
    /// How many failing findings it covers.
    pub findings: u64,
}

/// A file that a person cites, as it was when it was hashed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CitedFile {
    /// Relative to the evidence root.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
}

/// Whether an attestation counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AttestationState {
    /// It counts on the as-of date.
    Current,
    /// Its day has passed.
    Expired,
    /// It is dated after the as-of date.
    NotYetMade,
    /// The evidence that it must cite is missing or cannot be read.
    WithoutEvidence,
    /// It is current, and stands for a control that no check of this run has.
    UnknownControl,
}

impl AttestationState {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Expired => "expired",
            Self::NotYetMade => "not-yet-made",
            Self::WithoutEvidence => "without-evidence",
            Self::UnknownControl => "unknown-control",
        }
    }
}

/// A dated human statement for what no machine decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct AttestationResult {
    /// The criteria that it stands for, sorted. Empty where it stands for a control.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub criteria: Vec<Criterion>,
    /// The control that it stands for: `PLUGIN/CONTROL`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub control: Option<String>,
    /// What is stated.
    pub statement: String,
    /// Who states it and answers for it.
    pub owner: String,
    /// The first day on which it counts.
    #[schemars(with = "String")]
    pub date: Date,
    /// The first day on which it no longer counts.
    #[schemars(with = "String")]
    pub expires: Date,
    /// The files that it cites, by path.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<CitedFile>,
    /// Why it may do without evidence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub without_evidence: Option<String>,
    /// Whether it counts.
    pub state: AttestationState,
    /// Whether it counts, in words.
    pub detail: String,
}

/// Whether a subservice organisation's report carries its criteria.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SubserviceState {
    /// It does, on the as-of date.
    Current,
    /// The as-of date lies behind the report's period and the bridge letter.
    Lapsed,
    /// The as-of date lies before the report's period.
    NotYetCovered,
    /// The report, or the bridge letter that is needed, is missing or cannot be read.
    WithoutReport,
    /// The report is on design, and operation through a period is assessed.
    DesignOnly,
    /// A control that it expects of its customers is not shown.
    OpenUserEntityControl,
}

impl SubserviceState {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Lapsed => "lapsed",
            Self::NotYetCovered => "not-yet-covered",
            Self::WithoutReport => "without-report",
            Self::DesignOnly => "design-only",
            Self::OpenUserEntityControl => "open-user-entity-control",
        }
    }
}

/// A subservice organisation that carries criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SubserviceResult {
    /// Who it is.
    pub organisation: String,
    /// What it does for the system.
    pub service: String,
    /// How its controls stand to the system description.
    pub method: SubserviceMethod,
    /// The criteria that it carries, sorted.
    pub criteria: Vec<Criterion>,
    /// What kind of report it is, as in `SOC 2 Type 2`.
    pub report_type: String,
    /// The first and the last day of the report's period; equal where it is made as of a date.
    #[schemars(with = "(String, String)")]
    pub period: (Date, Date),
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub report: Option<CitedFile>,
    /// The letter that bridges the time since the report's period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bridge_letter: Option<BridgeLetterResult>,
    /// The last day that the report and the bridge letter cover.
    #[schemars(with = "String")]
    pub covered_until: Date,
    /// Whether it carries its criteria.
    pub state: SubserviceState,
    /// Whether it carries its criteria, in words.
    pub detail: String,
    /// The controls that it expects of its customers.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub user_entity_controls: Vec<UserEntityControlResult>,
}

/// A letter by a subservice organisation's management about the time since its report's period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct BridgeLetterResult {
    /// The last day that it covers.
    #[schemars(with = "String")]
    pub until: Date,
    /// The letter; absent where it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<CitedFile>,
}

/// Whether a complementary user-entity control is shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerState {
    /// Each control or attestation that answers it stands.
    Met,
    /// Something answers it and does not stand.
    NotMet,
    /// Nothing answers it.
    Open,
}

impl AnswerState {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Open => "open",
        }
    }
}

/// A control that a subservice organisation expects of its customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct UserEntityControlResult {
    /// Its name in the organisation's report.
    pub id: String,
    /// What is expected.
    pub expectation: String,
    /// The controls that answer it, as configured.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub controls: Vec<String>,
    /// The positions of the attestations that answer it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub attestations: Vec<usize>,
    /// Whether it is shown.
    pub state: AnswerState,
    /// Whether it is shown, in words.
    pub detail: String,
}

/// What kind of doubt there is about a mapping.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MappingCode {
    /// A control names a criterion that does not exist.
    UnknownCriterion,
    /// A control serves a criterion without saying why.
    NoRationale,
    /// Two plugins have a control of one name that implements one criterion.
    ClaimedTwice,
    /// A criterion has supporting controls and nothing that implements it.
    SupportedOnly,
    /// A relevant criterion has nothing at all.
    NotCovered,
}

impl MappingCode {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownCriterion => "unknown-criterion",
            Self::NoRationale => "no-rationale",
            Self::ClaimedTwice => "claimed-twice",
            Self::SupportedOnly => "supported-only",
            Self::NotCovered => "not-covered",
        }
    }
}

/// A doubt about the mapping of controls to criteria.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct MappingNote {
    /// What kind.
    pub code: MappingCode,
    /// The criterion, as the plugin writes it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub criterion: Option<String>,
    /// The control.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub control: Option<String>,
    /// In words.
    pub message: String,
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

/// What has changed since an earlier result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// The earlier result's as-of date.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// SHA-256 of the earlier result's file.
    pub sha256: String,
    /// Open failures that the earlier result has, equally severe or worse there.
    pub known: u64,
    /// Open failures that it does not have, by id.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub new: Vec<FindingChange>,
    /// Its open failures that this result shows to be mended: the subject passes, no longer concerns the
    /// control, or is gone from evidence that was examined completely. By id.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fixed: Vec<FindingChange>,
    /// Its open failures of which this result shows nothing, because what was examined then was not
    /// examined completely again. By id. One that is waived now is neither fixed nor unseen.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unseen: Vec<FindingChange>,
    /// Criteria that stand elsewhere, in the standard's order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub criteria: Vec<CriterionChange>,
}

impl Comparison {
    /// How many failures are new, known, fixed and, where there are any, unseen, in words.
    pub fn counted(&self) -> String {
        let unseen = match self.unseen.len() {
            0 => String::new(),
            count => format!(", {count} unseen"),
        };
        format!(
            "{} new, {} known, {} fixed{unseen}",
            self.new.len(),
            self.known,
            self.fixed.len()
        )
    }
}

/// A finding of which one of two results has an open failure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FindingChange {
    /// The finding.
    pub id: String,
    /// Its control.
    pub control: ControlId,
    /// Its target.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<Arc<str>>,
    /// Its subject.
    pub subject: String,
    /// Its severity where it is an open failure.
    pub severity: Severity,
    /// How it stands in the other result: `absent`, `pass`, `waived` and so on.
    pub elsewhere: String,
}

/// A criterion that stands elsewhere than before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionChange {
    /// The criterion.
    pub id: Criterion,
    /// Where it stood.
    pub before: CriterionStatus,
    /// Where it stands.
    pub now: CriterionStatus,
}
