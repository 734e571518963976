//! The status of a criterion, with the reason that decided.

use std::collections::BTreeSet;

use super::status::{ControlStatus, CriterionStatus};
use crate::model::{ControlId, Relation};
use crate::plan::Reason;

/// An edge as seen from a criterion: a control that serves it, and where that control stands.
pub(super) struct Served<'a> {
    pub(super) control: &'a ControlId,
    pub(super) relation: Relation,
    pub(super) status: &'a ControlStatus,
}

/// A status with its reason in words and, where something is unproven, the reasons behind it.
pub(super) struct Verdict {
    pub(super) status: CriterionStatus,
    pub(super) reason: String,
    pub(super) reasons: BTreeSet<Reason>,
}

/// Judges a criterion that is in scope and relevant.
pub(super) fn judge(edges: &[Served<'_>], typical_evidence: &str) -> Verdict {
    let verdict = |status: CriterionStatus, reason: String| Verdict {
        status,
        reason,
        reasons: BTreeSet::new(),
    };
    let names = |wanted: &dyn Fn(&Served<'_>) -> bool| {
        let names: BTreeSet<&str> = edges
            .iter()
            .filter(|edge| wanted(edge))
            .map(|edge| edge.control.as_str())
            .collect();
        names
    };
    let failing = names(&|edge| *edge.status == ControlStatus::Fails);
    if !failing.is_empty() {
        return verdict(
            CriterionStatus::Gap,
            format!(
                "{} {}",
                enumerate(&failing),
                verb(&failing, "fails", "fail")
            ),
        );
    }
    let implementing = |edge: &Served<'_>| edge.relation == Relation::Implements;
    let unproven =
        names(&|edge| implementing(edge) && matches!(edge.status, ControlStatus::Unproven(_)));
    if !unproven.is_empty() {
        let reasons = edges
            .iter()
            .filter(|edge| implementing(edge))
            .filter_map(|edge| match edge.status {
                ControlStatus::Unproven(reasons) => Some(reasons),
                _ => None,
            })
            .flatten()
            .cloned()
            .collect();
        return Verdict {
            reasons,
            ..verdict(
                CriterionStatus::Unproven,
                format!(
                    "{} {} unproven",
                    enumerate(&unproven),
                    verb(&unproven, "is", "are")
                ),
            )
        };
    }
    let passing = names(&|edge| implementing(edge) && *edge.status == ControlStatus::Passes);
    let waived = names(&|edge| *edge.status == ControlStatus::Waived);
    let implementing_waived =
        names(&|edge| implementing(edge) && *edge.status == ControlStatus::Waived);
    if passing.is_empty() && implementing_waived.is_empty() {
        let any_implementing = edges.iter().any(implementing);
        let reason = if any_implementing {
            "no implementing control applies, so nothing shows that it is met".to_owned()
        } else if edges.is_empty() {
            format!("no configured check covers it; typical evidence: {typical_evidence}")
        } else {
            format!("only supporting controls cover it; typical evidence: {typical_evidence}")
        };
        return verdict(CriterionStatus::Unproven, reason);
    }
    if !waived.is_empty() {
        return verdict(
            CriterionStatus::Excepted,
            format!("ready but for accepted failures of {}", enumerate(&waived)),
        );
    }
    verdict(
        CriterionStatus::Ready,
        format!(
            "{} {}",
            enumerate(&passing),
            verb(&passing, "passes", "pass")
        ),
    )
}

fn verb(names: &BTreeSet<&str>, one: &'static str, several: &'static str) -> &'static str {
    if names.len() == 1 { one } else { several }
}

fn enumerate(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}
