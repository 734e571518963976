//! The file's shape, as `serde` and JSON Schema see it. The doc comments are the file's manual:
//! editors show them.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

mod decision;
mod gate;

use crate::criteria::Category;

pub(in crate::config) use decision::{
    AttestationTable, ReportType, SubserviceTable, UserEntityControlTable, WaiverTable,
};
pub(in crate::config) use gate::GateTable;

/// The configuration of a tickmark assessment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "tickmark.toml")]
pub struct File {
    /// What is assessed, and as of when.
    pub(in crate::config) assessment: AssessmentTable,
    /// Where the evidence lies.
    #[serde(default)]
    pub(in crate::config) evidence: EvidenceTable,
    /// Where plugins come from.
    #[serde(default)]
    pub(in crate::config) plugins: PluginsTable,
    /// The checks: each is one use of a plugin on some evidence.
    #[serde(default)]
    pub(in crate::config) check: Vec<CheckTable>,
    /// What the assessment leaves out.
    #[serde(default)]
    pub(in crate::config) scope: ScopeTable,
    /// Accepted failing findings.
    #[serde(default)]
    pub(in crate::config) waiver: Vec<WaiverTable>,
    /// Dated statements of people for what no machine decides.
    #[serde(default)]
    pub(in crate::config) attestation: Vec<AttestationTable>,
    /// Organisations whose controls the system relies on, each with the criteria that it carries.
    #[serde(default)]
    pub(in crate::config) subservice: Vec<SubserviceTable>,
    /// What decides between exit codes 0 and 1.
    #[serde(default)]
    pub(in crate::config) gate: GateTable,
}

/// What is assessed, and as of when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct AssessmentTable {
    /// The organisation's name.
    #[schemars(length(min = 1))]
    pub(in crate::config) organisation: String,
    /// The system that the assessment is about.
    #[schemars(length(min = 1))]
    pub(in crate::config) system: String,
    /// 1 for design as of a date, 2 for operation through a period.
    #[serde(default = "one", rename = "type")]
    #[schemars(range(min = 1, max = 2))]
    pub(in crate::config) kind: u8,
    /// The day (UTC) on which readiness is judged. Default: today.
    #[schemars(with = "Option<DateText>")]
    pub(in crate::config) as_of: Option<String>,
    /// The period of a Type 2 assessment.
    pub(in crate::config) period: Option<PeriodTable>,
    /// The categories in scope. Security is always in scope.
    #[serde(default)]
    pub(in crate::config) categories: Vec<Category>,
}

fn one() -> u8 {
    1
}

/// The period of a Type 2 assessment; both days belong to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct PeriodTable {
    /// The first day.
    #[schemars(with = "DateText")]
    pub(in crate::config) start: String,
    /// The last day.
    #[schemars(with = "DateText")]
    pub(in crate::config) end: String,
}

/// Where the evidence lies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(in crate::config) struct EvidenceTable {
    /// The evidence folder, relative to this file.
    #[schemars(length(min = 1))]
    pub(in crate::config) root: String,
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
pub(in crate::config) struct PluginsTable {
    /// Whether to use the plugins inside the program.
    pub(in crate::config) embedded: bool,
    /// Directories whose `*.wasm` files are plugins, relative to this file.
    pub(in crate::config) directories: Vec<String>,
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
pub(in crate::config) struct CheckTable {
    /// The plugin's id; see `tickmark plugin list`.
    pub(in crate::config) plugin: String,
    /// Names the check in results. Default: the plugin's id.
    #[schemars(length(min = 1, max = 64))]
    pub(in crate::config) name: Option<String>,
    /// The files for each input: a pattern or a list of patterns, relative to the evidence folder.
    /// `*` and `?` stay within one path segment, `**` crosses segments, `{a,b}` and `[ab]` are
    /// alternatives, `{target}` stands for the target's name. Each must match something. Inputs that
    /// are not named here use the plugin's default patterns.
    #[serde(default)]
    pub(in crate::config) evidence: BTreeMap<String, Texts>,
    /// The plugin's own configuration; see `tickmark plugin inspect`.
    #[serde(default)]
    pub(in crate::config) config: Map<String, Value>,
    /// Spreads the check over many things, each judged by itself: a list of names, each of which
    /// must have evidence, or one pattern in which `{target}` is a path segment, such as
    /// `hosts/{target}`. Some pattern of `evidence` then names `{target}` too.
    pub(in crate::config) targets: Option<Texts>,
    /// The greatest age in days of an input's files, where it differs from the plugin's.
    #[serde(default)]
    pub(in crate::config) max_age_days: BTreeMap<String, u32>,
    /// Inputs with a maximum age whose files may nevertheless be without a known collection date.
    #[serde(default)]
    pub(in crate::config) accept_undated: Vec<String>,
    /// Limits for each run of the plugin.
    #[serde(default)]
    pub(in crate::config) limits: LimitsTable,
    /// Switches the check off, for this reason. Its controls count as unproven.
    #[schemars(length(min = 1))]
    pub(in crate::config) disabled: Option<String>,
}

/// Limits for each run of a plugin. What is not named keeps its default.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(in crate::config) struct LimitsTable {
    /// Linear memory, in MiB. Default 256.
    #[schemars(range(min = 1, max = 4096))]
    pub(in crate::config) memory_mib: Option<u32>,
    /// Wall time, in seconds. Default 10.
    #[schemars(range(min = 1, max = 3600))]
    pub(in crate::config) time_seconds: Option<u32>,
    /// How many findings a run may report. Default 100000.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub(in crate::config) findings: Option<u32>,
    /// The size of a single finding, in KiB. Default 16.
    #[schemars(range(min = 1, max = 1024))]
    pub(in crate::config) finding_kib: Option<u32>,
    /// The size of a whole report, in MiB. Default 128.
    #[schemars(range(min = 1, max = 2048))]
    pub(in crate::config) report_mib: Option<u32>,
    /// The size of a single evidence file, in MiB. Default 512.
    #[schemars(range(min = 1, max = 65_536))]
    pub(in crate::config) file_mib: Option<u32>,
    /// How much log text is kept, in KiB. Default 64.
    #[schemars(range(min = 0, max = 65_536))]
    pub(in crate::config) log_kib: Option<u32>,
}

/// What the assessment leaves out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(in crate::config) struct ScopeTable {
    /// Criteria that do not concern the system, each with the reason.
    pub(in crate::config) not_relevant: BTreeMap<String, String>,
}

/// One text or several.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::config) enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Texts {
    /// The texts with their position, `None` where there is only one.
    pub(in crate::config) fn iter(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
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
pub(in crate::config) struct DateText;

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
