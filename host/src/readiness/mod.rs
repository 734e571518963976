//! From what units found out to whether each criterion is ready. Pure functions, no order, no clock.
//!
//! [`Outcomes`] is a set, so joining shards in any order and any grouping gives the same set; all
//! statuses are functions of that set. Nothing here knows how an outcome came about.

mod assemble;
mod attestation;
mod citation;
mod control;
mod coverage;
mod criterion;
mod decisions;
mod mapping;
mod outcome;
mod result;
mod status;
mod subservice;

pub use crate::config::{SubserviceMethod, WaiverConcern};
pub use assemble::{Frame, assemble};
pub use citation::{Citation, Citations, ReportCitation};
pub use control::status as control_status;
pub use coverage::{Coverage, CriterionCoverage, Kind, Way, coverage};
pub use mapping::{Claim, lint as lint_mapping};
pub use outcome::{ControlOutcome, EvidenceRead, GrantedInput, Outcomes, UnitOutcome, UnitState};
pub use result::{
    AnswerState, AssessmentInfo, AssessmentResult, AttestationResult, AttestationState, Basis,
    BridgeLetterResult, CheckResult, CitedFile, Comparison, ControlResult, Counts, CriterionChange,
    CriterionEdge, CriterionResult, Edge, EvidenceResult, Finding, FindingChange, GateResult,
    InputResult, MappingCode, MappingNote, PluginResult, RESULT_VERSION, Readiness, RuleResult,
    Standing, SubserviceResult, SubserviceState, Summary, ToolInfo, UnitResult,
    UserEntityControlResult, WaiverResult, WaiverState,
};
pub use status::{ControlStatus, CriterionStatus, NotApplicable};

#[cfg(test)]
mod tests;
