//! What people decide: waivers, attestations, and what subservice organisations carry.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DateText, PeriodTable, Texts};
use crate::config::SubserviceMethod;

/// An accepted failing finding. It stays in every report and never counts as a pass.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct WaiverTable {
    /// The control, as in `aws-credential-report/console-mfa`.
    pub(in crate::config) control: String,
    /// Which subjects; `*` stands for any text.
    #[schemars(length(min = 1))]
    pub(in crate::config) subject: String,
    /// The check whose findings are meant, by its name. Default: every check that has the control.
    #[schemars(length(min = 1))]
    pub(in crate::config) check: Option<String>,
    /// The target whose findings are meant, where a check is spread over several. Default: all of them.
    #[schemars(length(min = 1))]
    pub(in crate::config) target: Option<String>,
    /// Why the failure is accepted, in at least a sentence.
    pub(in crate::config) reason: String,
    /// Who answers for it.
    #[schemars(length(min = 1))]
    pub(in crate::config) owner: String,
    /// Who accepted it; not the owner.
    #[schemars(length(min = 1))]
    pub(in crate::config) approved_by: String,
    /// The first day (UTC) on which it is valid.
    #[schemars(with = "DateText")]
    pub(in crate::config) approved_on: String,
    /// The first day (UTC) on which it is no longer valid, at most 366 days after `approved-on`, or
    /// what `[gate.waivers]` sets as `maximum-days`.
    #[schemars(with = "DateText")]
    pub(in crate::config) expires: String,
    /// Where it is tracked.
    pub(in crate::config) ticket: Option<String>,
}

/// A dated statement of a person for what no machine decides. While it is current it stands for its
/// criteria like an implementing control, or for a control whose check did not look.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct AttestationTable {
    /// Names it, so that a user-entity control can be answered by it.
    #[schemars(length(min = 1, max = 64))]
    pub(in crate::config) name: Option<String>,
    /// The criteria that it stands for.
    pub(in crate::config) criteria: Option<Texts>,
    /// The control that it stands for where no check looked: its check is switched off, or its input
    /// is missing.
    pub(in crate::config) control: Option<String>,
    /// What is stated, in at least a sentence.
    pub(in crate::config) statement: String,
    /// Who states it and answers for it.
    #[schemars(length(min = 1))]
    pub(in crate::config) owner: String,
    /// The first day (UTC) on which it counts.
    #[schemars(with = "DateText")]
    pub(in crate::config) date: String,
    /// For how many days it counts; instead of `expires`.
    #[schemars(range(min = 1, max = 366))]
    pub(in crate::config) valid_days: Option<u16>,
    /// The first day (UTC) on which it no longer counts, at most 366 days after `date`; instead of
    /// `valid-days`.
    #[schemars(with = "Option<DateText>")]
    pub(in crate::config) expires: Option<String>,
    /// The files that show it: a pattern or a list of patterns, relative to the evidence folder. Each
    /// must match a file.
    pub(in crate::config) evidence: Option<Texts>,
    /// Why there is no file to show it, in at least a sentence. Without this, evidence is demanded.
    pub(in crate::config) without_evidence: Option<String>,
}

/// An organisation whose controls the system relies on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct SubserviceTable {
    /// Who it is.
    #[schemars(length(min = 1))]
    pub(in crate::config) organisation: String,
    /// What it does for the system.
    #[schemars(length(min = 1))]
    pub(in crate::config) service: String,
    /// `carve-out`: the system description leaves its controls out and its report stands for them;
    /// `inclusive`: they are part of the description.
    pub(in crate::config) method: SubserviceMethod,
    /// The criteria that it carries.
    pub(in crate::config) criteria: Texts,
    /// What its report is.
    pub(in crate::config) report_type: ReportType,
    /// The period of a Type 2 report.
    pub(in crate::config) period: Option<PeriodTable>,
    /// The day as of which a Type 1 report is made.
    #[schemars(with = "Option<DateText>")]
    pub(in crate::config) as_of: Option<String>,
    /// The report's file, relative to the evidence folder.
    #[schemars(length(min = 1))]
    pub(in crate::config) report: Option<String>,
    /// The letter of its management about the time since.
    pub(in crate::config) bridge_letter: Option<BridgeLetterTable>,
    /// The controls that its report expects of its customers.
    #[serde(default)]
    pub(in crate::config) user_entity_control: Vec<UserEntityControlTable>,
}

/// The reports that are made on the Trust Services Criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub(in crate::config) enum ReportType {
    /// Design as of a date.
    #[serde(rename = "soc-2-type-1")]
    Soc2Type1,
    /// Operation through a period.
    #[serde(rename = "soc-2-type-2")]
    Soc2Type2,
}

/// A letter about the time between the end of a report's period and now.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct BridgeLetterTable {
    /// The last day (UTC) that it covers.
    #[schemars(with = "DateText")]
    pub(in crate::config) until: String,
    /// Its file, relative to the evidence folder.
    #[schemars(length(min = 1))]
    pub(in crate::config) file: String,
}

/// A complementary user-entity control: one that the organisation's report expects of its customers.
/// It must be answered, by a control or an attestation, before the report carries anything.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::config) struct UserEntityControlTable {
    /// Its name in the report.
    #[schemars(length(min = 1))]
    pub(in crate::config) id: String,
    /// What is expected.
    #[schemars(length(min = 1))]
    pub(in crate::config) expects: String,
    /// The controls that answer it, as in `aws-credential-report/root-mfa`.
    #[serde(default)]
    pub(in crate::config) controls: Vec<String>,
    /// The attestations that answer it, by name.
    #[serde(default)]
    pub(in crate::config) attestations: Vec<String>,
}
