//! The difference, as it is written to JSON. Its schema is published; its order is stable.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::criteria::Criterion;
use crate::model::ControlId;
use crate::readiness::{AssessmentInfo, CriterionStatus, FindingChange, Summary, ToolInfo};
use crate::severity::Severity;

/// The version of this format. It changes when a reader of the old one would misread the new one.
pub const DIFFERENCE_VERSION: u32 = 1;

/// What lies between an earlier result and a later one. A failure is *open* where no valid waiver
/// covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "tickmark difference")]
pub struct Difference {
    /// The version of this format.
    pub version: u32,
    /// The earlier result.
    pub before: Side,
    /// The later result.
    pub now: Side,
    /// What makes the comparison doubtful: other organisations, systems, scopes, programs.
    pub warnings: Vec<String>,
    /// Criteria that stand elsewhere, in the standard's order.
    pub criteria: Vec<CriterionMove>,
    /// Controls that stand elsewhere, came or went, by name.
    pub controls: Vec<ControlMove>,
    /// Open failures that were no failures before, by id.
    pub new: Vec<FindingChange>,
    /// Failures that the later result shows to be mended: the subject passes, no longer concerns the
    /// control, or is gone from evidence that was examined completely. By id.
    pub fixed: Vec<FindingChange>,
    /// Failures of which the later result shows nothing, because what was examined before was not
    /// examined completely again. By id.
    pub unseen: Vec<FindingChange>,
    /// Findings that stand in both with another severity, waiver or, short of new and fixed, outcome.
    /// By id.
    pub changed: Vec<FindingMove>,
    /// How many open failures are in both, changed ones included.
    pub known: u64,
    /// Plugins that are others, came or went, by id.
    pub plugins: Vec<DigestChange>,
    /// Evidence that is other, came or went, by path.
    pub evidence: Vec<DigestChange>,
}

impl Difference {
    /// Whether the two results say the same of everything that is compared.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty()
            && self.controls.is_empty()
            && self.new.is_empty()
            && self.fixed.is_empty()
            && self.unseen.is_empty()
            && self.changed.is_empty()
            && self.plugins.is_empty()
            && self.evidence.is_empty()
    }
}

/// One of the two results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// What made it.
    pub tool: ToolInfo,
    /// What was assessed.
    pub assessment: AssessmentInfo,
    /// How many criteria stand where.
    pub summary: Summary,
    /// Whether its gate was met.
    pub gate_met: bool,
    /// Its gate's exit code.
    pub exit_code: u8,
}

/// Which way a criterion moved.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It is ready or excepted and was neither.
    BecameReady,
    /// It was ready or excepted and is not shown any more, or it became a gap.
    Fell,
    /// Anything else: a gap that is unproven now, an exception, another scope.
    Moved,
}

/// A criterion that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionMove {
    /// The criterion.
    pub id: Criterion,
    /// Where it stood.
    pub before: CriterionStatus,
    /// Where it stands.
    pub now: CriterionStatus,
    /// Which way that is.
    pub direction: Direction,
}

/// A control that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ControlMove {
    /// The control.
    pub id: ControlId,
    /// Where it stood; absent where no check had it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// Where it stands; absent where no check has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub now: Option<String>,
}

/// A finding that both results have, and that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FindingMove {
    /// The finding.
    pub id: String,
    /// Its control.
    pub control: ControlId,
    /// Its target.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<Arc<str>>,
    /// Its subject.
    pub subject: String,
    /// Its severity before.
    pub severity_before: Severity,
    /// Its severity now.
    pub severity_now: Severity,
    /// How it stood: `fail`, `waived`, `inconclusive` and so on.
    pub before: String,
    /// How it stands.
    pub now: String,
    /// Whether another waiver covers it now, or the same one with other terms.
    pub other_waiver: bool,
}

/// A plugin or an evidence file that is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct DigestChange {
    /// The plugin's id or the file's path.
    pub name: String,
    /// Its SHA-256 before; absent where it was not there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// Its SHA-256 now; absent where it is not there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub now: Option<String>,
}
