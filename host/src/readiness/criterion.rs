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

/// An attestation or a subservice organisation that stands for a criterion.
pub(super) struct Stand<'a> {
    /// What people call it.
    pub(super) name: String,
    /// What it comes to: attested, passes, waived, or unproven with the reasons.
    pub(super) status: &'a ControlStatus,
    /// The same in words.
    pub(super) detail: &'a str,
}

/// A status with its reason in words and, where something is unproven, the reasons behind it.
pub(super) struct Verdict {
    pub(super) status: CriterionStatus,
    pub(super) reason: String,
    pub(super) reasons: BTreeSet<Reason>,
}

/// Judges a criterion that is in scope and relevant. What stands for it weighs like an implementing
/// control. A supporting control never makes it ready; one that fails makes a gap, and one that is
/// unproven, and so may fail, keeps it from being ready.
pub(super) fn judge(edges: &[Served<'_>], stands: &[Stand<'_>], typical_evidence: &str) -> Verdict {
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
    let mut unproven =
        names(&|edge| implementing(edge) && matches!(edge.status, ControlStatus::Unproven(_)));
    let standing_unproven = stands
        .iter()
        .filter(|stand| matches!(stand.status, ControlStatus::Unproven(_)));
    unproven.extend(standing_unproven.map(|stand| stand.name.as_str()));
    if !unproven.is_empty() {
        let of_controls = edges.iter().filter(|edge| implementing(edge));
        let statuses = of_controls.map(|edge| edge.status);
        return Verdict {
            reasons: reasons(statuses.chain(stands.iter().map(|stand| stand.status))),
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
    let shown = Shown {
        passing: names(&|edge| implementing(edge) && *edge.status == ControlStatus::Passes),
        attested: names(&|edge| implementing(edge) && *edge.status == ControlStatus::Attested),
        standing: stands
            .iter()
            .filter(|stand| {
                matches!(
                    stand.status,
                    ControlStatus::Attested | ControlStatus::Passes
                )
            })
            .map(|stand| stand.detail)
            .collect(),
    };
    let mut waived = names(&|edge| *edge.status == ControlStatus::Waived);
    let standing_waived = stands
        .iter()
        .filter(|stand| *stand.status == ControlStatus::Waived);
    waived.extend(standing_waived.map(|stand| stand.name.as_str()));
    let implementing_waived = edges
        .iter()
        .any(|edge| implementing(edge) && *edge.status == ControlStatus::Waived)
        || stands
            .iter()
            .any(|stand| *stand.status == ControlStatus::Waived);
    if shown.is_empty() && !implementing_waived {
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
    if let Some(doubtful) = doubtful(edges) {
        return doubtful;
    }
    if !waived.is_empty() {
        return verdict(
            CriterionStatus::Excepted,
            format!("ready but for accepted failures of {}", enumerate(&waived)),
        );
    }
    verdict(CriterionStatus::Ready, shown.in_words())
}

/// The verdict where a control is unproven that only supports. Were it to fail, the criterion would be a
/// gap; so nothing shows yet that it is none. Less evidence must never read better than more.
fn doubtful(edges: &[Served<'_>]) -> Option<Verdict> {
    let open: Vec<&Served<'_>> = edges
        .iter()
        .filter(|edge| matches!(edge.status, ControlStatus::Unproven(_)))
        .collect();
    if open.is_empty() {
        return None;
    }
    let names = open.iter().map(|edge| edge.control.as_str()).collect();
    Some(Verdict {
        status: CriterionStatus::Unproven,
        reason: format!(
            "{} {} it and {} unproven; a failure would be a gap",
            enumerate(&names),
            verb(&names, "supports", "support"),
            verb(&names, "is", "are")
        ),
        reasons: reasons(open.iter().map(|edge| edge.status)),
    })
}

/// Why what is unproven is so.
fn reasons<'a>(statuses: impl IntoIterator<Item = &'a ControlStatus>) -> BTreeSet<Reason> {
    let reasons = statuses.into_iter().filter_map(|status| match status {
        ControlStatus::Unproven(reasons) => Some(reasons),
        _ => None,
    });
    reasons.flatten().cloned().collect()
}

/// What shows that a criterion is met.
struct Shown<'a> {
    passing: BTreeSet<&'a str>,
    attested: BTreeSet<&'a str>,
    standing: BTreeSet<&'a str>,
}

impl Shown<'_> {
    fn is_empty(&self) -> bool {
        self.passing.is_empty() && self.attested.is_empty() && self.standing.is_empty()
    }

    fn in_words(&self) -> String {
        let mut words = Vec::new();
        for (names, one, several) in [
            (&self.passing, "passes", "pass"),
            (&self.attested, "is attested", "are attested"),
        ] {
            if !names.is_empty() {
                words.push(format!(
                    "{} {}",
                    enumerate(names),
                    verb(names, one, several)
                ));
            }
        }
        words.extend(self.standing.iter().map(ToString::to_string));
        words.join("; ")
    }
}

fn verb(names: &BTreeSet<&str>, one: &'static str, several: &'static str) -> &'static str {
    if names.len() == 1 { one } else { several }
}

fn enumerate(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}
