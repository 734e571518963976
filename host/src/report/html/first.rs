//! What to do first: the worst failures that most criteria hang on, then what could not be evaluated
//! and what nothing covers.

use std::cmp::Reverse;

use super::view::ControlView;
use crate::readiness::{CriterionStatus, Readiness};
use crate::report::text::plural;

/// How many failing controls are named before the rest is counted.
const CONTROLS_NAMED: usize = 4;

/// What a reader should do first.
#[derive(Debug, Default)]
pub(super) struct First {
    /// The numbers of the worst failing controls.
    pub(super) controls: Vec<usize>,
    /// How many more fail.
    pub(super) more: Option<String>,
    /// What was configured and could not be evaluated.
    pub(super) unevaluated: Option<String>,
    /// The relevant criteria that nothing serves.
    pub(super) uncovered: Option<String>,
}

impl First {
    pub(super) fn new(readiness: &Readiness, controls: &[ControlView<'_>]) -> Self {
        let mut failing: Vec<&ControlView<'_>> = controls
            .iter()
            .filter(|control| control.control.status == "fails")
            .collect();
        failing.sort_by_key(|control| {
            let served = control.control.criteria.len();
            (Reverse(control.worst), Reverse(served), control.number)
        });
        let unevaluated = readiness.unevaluated.len()
            + readiness.unusable_plugins.len()
            + readiness.ambiguous_plugins.len();
        let uncovered = readiness.criteria.iter().filter(|criterion| {
            criterion.status == CriterionStatus::Unproven
                && criterion.controls.is_empty()
                && criterion.standings.is_empty()
        });
        let counted = |count: usize, one: &str, several: &str| {
            (count > 0).then(|| plural(count, one, several))
        };
        Self {
            more: counted(
                failing.len().saturating_sub(CONTROLS_NAMED),
                "more control fails",
                "more controls fail",
            ),
            controls: failing
                .iter()
                .take(CONTROLS_NAMED)
                .map(|control| control.number)
                .collect(),
            unevaluated: counted(
                unevaluated,
                "thing could not be evaluated",
                "things could not be evaluated",
            ),
            uncovered: counted(
                uncovered.count(),
                "relevant criterion has nothing that covers it",
                "relevant criteria have nothing that covers them",
            ),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.controls.is_empty() && self.unevaluated.is_none() && self.uncovered.is_none()
    }
}
