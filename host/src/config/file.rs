//! The file's shape, as `serde` and JSON Schema see it. The doc comments are the file's manual:
//! editors show them.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::criteria::Category;
use crate::severity::Severity;

/// The configuration of a tickmark assessment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "tickmark.toml")]
pub struct File {
    /// What is assessed, and as of when.
    pub(super) assessment: AssessmentTable,
    /// Where the evidence lies.
    #[serde(default)]
    pub(super) evidence: EvidenceTable,
    /// Where plugins come from.
    #[serde(default)]
    pub(super) plugins: PluginsTable,
    /// The checks: each is one use of a plugin on some evidence.
    #[serde(default)]
    pub(super) check: Vec<CheckTable>,
    /// What the assessment leaves out.
    #[serde(default)]
    pub(super) scope: ScopeTable,
    /// Accepted failing findings.
    #[serde(default)]
    pub(super) waiver: Vec<WaiverTable>,
    /// What decides between exit codes 0 and 1.
    #[serde(default)]
    pub(super) gate: GateTable,
}

/// What is assessed, and as of when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AssessmentTable {
    /// The organisation's name.
    #[schemars(length(min = 1))]
    pub(super) organisation: String,
    /// The system that the assessment is about.
    #[schemars(length(min = 1))]
    pub(super) system: String,
    /// 1 for design as of a date, 2 for operation through a period.
    #[serde(default = "one", rename = "type")]
    #[schemars(range(min = 1, max = 2))]
    pub(super) kind: u8,
    /// The day (UTC) on which readiness is judged. Default: today.
    #[schemars(with = "Option<DateText>")]
    pub(super) as_of: Option<String>,
    /// The period of a Type 2 assessment.
    pub(super) period: Option<PeriodTable>,
    /// The categories in scope. Security is always in scope.
    #[serde(default)]
    pub(super) categories: Vec<Category>,
}

fn one() -> u8 {
    1
}

/// The period of a Type 2 assessment; both days belong to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PeriodTable {
    /// The first day.
    #[schemars(with = "DateText")]
    pub(super) start: String,
    /// The last day.
    #[schemars(with = "DateText")]
    pub(super) end: String,
}

/// Where the evidence lies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct EvidenceTable {
    /// The evidence folder, relative to this file.
    #[schemars(length(min = 1))]
    pub(super) root: String,
}

impl Default for EvidenceTable {
    fn default() -> Self {
        Self {
            root: "evidence".to_owned(),
        }
    }
}

/// Where plugins come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct PluginsTable {
    /// Whether to use the plugins inside the program.
    pub(super) embedded: bool,
    /// Directories whose `*.wasm` files are plugins, relative to this file.
    pub(super) directories: Vec<String>,
}

impl Default for PluginsTable {
    fn default() -> Self {
        Self {
            embedded: true,
            directories: Vec::new(),
        }
    }
}

/// One use of a plugin on some evidence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CheckTable {
    /// The plugin's id; see `tickmark plugin list`.
    pub(super) plugin: String,
    /// Names the check in results. Default: the plugin's id.
    #[schemars(length(min = 1, max = 64))]
    pub(super) name: Option<String>,
    /// The files for each input: a pattern or a list of patterns, relative to the evidence folder.
    /// `*` and `?` stay within one path segment, `**` crosses segments, `{a,b}` and `[ab]` are
    /// alternatives, `{target}` stands for the target's name. Inputs that are not named here use
    /// the plugin's default patterns.
    #[serde(default)]
    pub(super) evidence: BTreeMap<String, Texts>,
    /// The plugin's own configuration; see `tickmark plugin inspect`.
    #[serde(default)]
    pub(super) config: Map<String, Value>,
    /// Spreads the check over many things, each judged by itself: a list of names, each of which
    /// must have evidence, or one pattern in which `{target}` is a path segment, such as
    /// `hosts/{target}`.
    pub(super) targets: Option<Texts>,
    /// The greatest age in days of an input's files, where it differs from the plugin's.
    #[serde(default)]
    pub(super) max_age_days: BTreeMap<String, u32>,
    /// Inputs with a maximum age whose files may nevertheless be without a known collection date.
    #[serde(default)]
    pub(super) accept_undated: Vec<String>,
    /// Limits for each run of the plugin.
    #[serde(default)]
    pub(super) limits: LimitsTable,
    /// Switches the check off, for this reason. Its controls count as unproven.
    #[schemars(length(min = 1))]
    pub(super) disabled: Option<String>,
}

/// Limits for each run of a plugin. What is not named keeps its default.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct LimitsTable {
    /// Linear memory, in MiB. Default 256.
    #[schemars(range(min = 1, max = 4096))]
    pub(super) memory_mib: Option<u32>,
    /// Wall time, in seconds. Default 10.
    #[schemars(range(min = 1, max = 3600))]
    pub(super) time_seconds: Option<u32>,
    /// How many findings a run may report. Default 100000.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub(super) findings: Option<u32>,
    /// The size of a single finding, in KiB. Default 16.
    #[schemars(range(min = 1, max = 1024))]
    pub(super) finding_kib: Option<u32>,
    /// The size of a whole report, in MiB. Default 128.
    #[schemars(range(min = 1, max = 2048))]
    pub(super) report_mib: Option<u32>,
    /// The size of a single evidence file, in MiB. Default 512.
    #[schemars(range(min = 1, max = 65_536))]
    pub(super) file_mib: Option<u32>,
    /// How much log text is kept, in KiB. Default 64.
    #[schemars(range(min = 0, max = 65_536))]
    pub(super) log_kib: Option<u32>,
}

/// What the assessment leaves out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct ScopeTable {
    /// Criteria that do not concern the system, each with the reason.
    pub(super) not_relevant: BTreeMap<String, String>,
}

/// An accepted failing finding. It stays in every report and never counts as a pass.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WaiverTable {
    /// The control, as in `aws-credential-report/console-mfa`.
    pub(super) control: String,
    /// Which subjects; `*` stands for any text.
    #[schemars(length(min = 1))]
    pub(super) subject: String,
    /// Why the failure is accepted, in at least a sentence.
    pub(super) reason: String,
    /// Who answers for it.
    #[schemars(length(min = 1))]
    pub(super) owner: String,
    /// Who accepted it; not the owner.
    #[schemars(length(min = 1))]
    pub(super) approved_by: String,
    /// The first day (UTC) on which it is valid.
    #[schemars(with = "DateText")]
    pub(super) approved_on: String,
    /// The first day (UTC) on which it is no longer valid, at most 366 days after `approved-on`.
    #[schemars(with = "DateText")]
    pub(super) expires: String,
    /// Where it is tracked.
    pub(super) ticket: Option<String>,
}

/// What decides between exit codes 0 and 1.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct GateTable {
    /// Failing controls of at least this severity keep the gate from being met. Default: low, so
    /// that every failing control does.
    pub(super) fail_on: Option<Severity>,
    /// Criteria that must be ready (or ready but for valid waivers).
    pub(super) require_ready: Vec<String>,
    /// The share of relevant criteria that must be ready (or ready but for valid waivers), in
    /// percent.
    #[schemars(range(min = 0, max = 100))]
    pub(super) minimum_ready: Option<u8>,
}

/// One text or several.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Texts {
    /// The texts with their position, `None` where there is only one.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
        let (one, several) = match self {
            Self::One(text) => (Some(text), [].as_slice()),
            Self::Several(texts) => (None, texts.as_slice()),
        };
        one.into_iter().map(|text| (None, text.as_str())).chain(
            several
                .iter()
                .enumerate()
                .map(|(index, text)| (Some(index), text.as_str())),
        )
    }
}

impl JsonSchema for Texts {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Not `anyOf`: this form lets a message say what is wrong inside the list.
        json_schema!({
            "type": ["string", "array"],
            "minLength": 1,
            "minItems": 1,
            "items": { "type": "string", "minLength": 1 }
        })
    }
}

/// A date's schema: TOML dates and strings of the same form.
pub(super) struct DateText;

impl JsonSchema for DateText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date",
            "description": "A calendar day in UTC, as in 2026-11-22."
        })
    }

    fn inline_schema() -> bool {
        true
    }
}
