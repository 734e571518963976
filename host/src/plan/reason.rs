//! Why a control is not proven.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failure::FailureKind;

/// The kinds of reasons. The names are part of the interface.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// A needed input has no files.
    MissingInput,
    /// A needed file is there but cannot be read.
    UnreadableInput,
    /// A file is older than its input allows.
    StaleInput,
    /// A file's input has a maximum age, and nobody knows how old the file is.
    UndatedInput,
    /// A file was collected after the as-of date, so it shows another state.
    PostdatedInput,
    /// The evidence holds another number of records than its collector stated, or lacks a file that it
    /// named.
    IncompleteEvidence,
    /// Fewer subjects were examined than there are, and no sample was declared.
    IncompleteExamination,
    /// The plugin could not decide about a subject.
    Inconclusive,
    /// Nothing was examined.
    NothingExamined,
    /// The check is switched off.
    CheckDisabled,
    /// The time limit ended the unit.
    TimedOut,
    /// The memory limit stood in the unit's way.
    OutOfMemory,
    /// The plugin crashed.
    Trapped,
    /// The plugin reported more than it may.
    TooMuchOutput,
    /// The host would not run the plugin.
    Refused,
    /// The plugin's report breaks the contract.
    BadReport,
    /// The plugin itself said that it cannot answer.
    PluginFailed,
    /// The run was interrupted.
    Cancelled,
    /// An attestation does not count on the as-of date.
    AttestationNotCurrent,
    /// An attestation cites no evidence, or evidence that is not there.
    AttestationWithoutEvidence,
    /// A subservice organisation's report does not cover the as-of date, or shows design only.
    ReportNotCurrent,
    /// A subservice organisation's report, or its bridge letter, is not there.
    ReportMissing,
    /// A control that a subservice organisation expects of its customers is not shown.
    UserEntityControlOpen,
}

impl ReasonCode {
    /// Every code.
    pub const ALL: [Self; 23] = [
        Self::MissingInput,
        Self::UnreadableInput,
        Self::StaleInput,
        Self::UndatedInput,
        Self::PostdatedInput,
        Self::IncompleteEvidence,
        Self::IncompleteExamination,
        Self::Inconclusive,
        Self::NothingExamined,
        Self::CheckDisabled,
        Self::TimedOut,
        Self::OutOfMemory,
        Self::Trapped,
        Self::TooMuchOutput,
        Self::Refused,
        Self::BadReport,
        Self::PluginFailed,
        Self::Cancelled,
        Self::AttestationNotCurrent,
        Self::AttestationWithoutEvidence,
        Self::ReportNotCurrent,
        Self::ReportMissing,
        Self::UserEntityControlOpen,
    ];

    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingInput => "missing-input",
            Self::UnreadableInput => "unreadable-input",
            Self::StaleInput => "stale-input",
            Self::UndatedInput => "undated-input",
            Self::PostdatedInput => "postdated-input",
            Self::IncompleteEvidence => "incomplete-evidence",
            Self::IncompleteExamination => "incomplete-examination",
            Self::Inconclusive => "inconclusive",
            Self::NothingExamined => "nothing-examined",
            Self::CheckDisabled => "check-disabled",
            Self::TimedOut => "timed-out",
            Self::OutOfMemory => "out-of-memory",
            Self::Trapped => "trapped",
            Self::TooMuchOutput => "too-much-output",
            Self::Refused => "refused",
            Self::BadReport => "bad-report",
            Self::PluginFailed => "plugin-failed",
            Self::Cancelled => "cancelled",
            Self::AttestationNotCurrent => "attestation-not-current",
            Self::AttestationWithoutEvidence => "attestation-without-evidence",
            Self::ReportNotCurrent => "report-not-current",
            Self::ReportMissing => "report-missing",
            Self::UserEntityControlOpen => "user-entity-control-open",
        }
    }

    /// What it means and what to do, for a reader who meets it the first time.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::MissingInput => {
                "No file matches an input that the control needs. Collect the evidence, or name its files in the check's `evidence`."
            }
            Self::UnreadableInput => {
                "A file is there but cannot be read: permissions, a link that leads out of the evidence folder, not a regular file, too large, or a name that is not plain UTF-8."
            }
            Self::StaleInput => {
                "A file is older than its input allows on the as-of date. Collect it again."
            }
            Self::UndatedInput => {
                "The input has a maximum age, but no evidence.toml says when the file was collected. State it there, or accept it in the check's `accept-undated`."
            }
            Self::PostdatedInput => {
                "The file was collected after the as-of date, so it shows another state than the one that is judged. Move `as-of`, or use evidence from that time."
            }
            Self::IncompleteEvidence => {
                "The collector stated how many records the evidence holds, and the plugin found another number; or evidence.toml names a file that is not there. The export was cut or changed: collect it again. If the file is gone for good, remove its entry."
            }
            Self::IncompleteExamination => {
                "The plugin examined fewer subjects than it says there are, and declared no sample."
            }
            Self::Inconclusive => {
                "The evidence does not say whether a subject meets the control; the finding names the place and what stands in the way."
            }
            Self::NothingExamined => {
                "The plugin reported nothing for the control: no finding, and no population of zero with what shows it."
            }
            Self::CheckDisabled => {
                "The check is switched off in tickmark.toml, so its controls show nothing."
            }
            Self::TimedOut => {
                "The plugin took longer than its limit. Raise `time-seconds`, or give it less evidence."
            }
            Self::OutOfMemory => {
                "The plugin needed more memory than its limit. Raise `memory-mib`, or give it less evidence."
            }
            Self::Trapped => "The plugin crashed. Tell its author, with the evidence that did it.",
            Self::TooMuchOutput => {
                "The plugin reported more than its limits allow; the message names the limit."
            }
            Self::Refused => {
                "The host would not run the plugin, or could not let it read its evidence safely."
            }
            Self::BadReport => {
                "The plugin's answer breaks the contract, so none of it is believed. Tell its author."
            }
            Self::PluginFailed => {
                "The plugin itself said that it cannot answer; the message is its own."
            }
            Self::Cancelled => "The run was interrupted before the plugin had finished.",
            Self::AttestationNotCurrent => {
                "The attestation is dated after the as-of date, or no longer counts on it. Have its owner attest again."
            }
            Self::AttestationWithoutEvidence => {
                "The attestation cites no file, or one that is not in the evidence folder or cannot be read. Add the file, or say in `without-evidence` why there is none."
            }
            Self::ReportNotCurrent => {
                "The as-of date does not lie within the report's period and its bridge letter, or a report on design is to carry an assessment of operation. Obtain the newer report or a bridge letter."
            }
            Self::ReportMissing => {
                "The subservice organisation's report, or the bridge letter that is needed, is not in the evidence folder or cannot be read."
            }
            Self::UserEntityControlOpen => {
                "The subservice organisation's report counts on a control of ours that nothing answers, or whose answer does not stand. Name the control or the attestation that answers it."
            }
        }
    }

    /// Whether something that was configured could not be evaluated (exit code 2). A check that is
    /// switched off was not meant to be, and a user-entity control that nobody answers is like a
    /// criterion that nobody covers.
    pub fn is_unevaluated(self) -> bool {
        !matches!(self, Self::CheckDisabled | Self::UserEntityControlOpen)
    }
}

impl From<FailureKind> for ReasonCode {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::TimedOut => Self::TimedOut,
            FailureKind::OutOfMemory => Self::OutOfMemory,
            FailureKind::Trapped => Self::Trapped,
            FailureKind::TooMuchOutput => Self::TooMuchOutput,
            FailureKind::Refused => Self::Refused,
            FailureKind::BadReport => Self::BadReport,
            FailureKind::PluginFailed => Self::PluginFailed,
            FailureKind::Cancelled => Self::Cancelled,
        }
    }
}

/// One reason, with the unit that it comes from.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Reason {
    /// What kind.
    pub code: ReasonCode,
    /// The check, the attestation or the subservice organisation.
    pub check: String,
    /// The target, where the check is spread over many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
    /// In words: what stands in the way, and where.
    pub message: String,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}
