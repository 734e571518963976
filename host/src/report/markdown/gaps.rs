//! Gaps, worst first: what decided, where it stands, and how to mend it.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, item};
use super::{code, prose};
use crate::model::{ControlId, Outcome};
use crate::readiness::{ControlResult, CriterionResult, CriterionStatus, Finding, Readiness};
use crate::report::text::{first_sentence, on_target, plural};
use crate::severity::Severity;

/// How many gaps stand open to the eye, how many failing controls of each are shown before the others are
/// named, and how many failures of a control.
const GAPS_SHOWN: usize = 8;
const CONTROLS_SHOWN: usize = 3;
const FINDINGS_SHOWN: usize = 2;

pub(super) fn write(readiness: &Readiness, document: &mut Document) {
    let mut gaps: Vec<&CriterionResult> = readiness
        .criteria
        .iter()
        .filter(|criterion| criterion.status == CriterionStatus::Gap)
        .collect();
    if gaps.is_empty() {
        return;
    }
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.severity), gap.id));
    document.heading(&format!("Gaps, worst first: {}", gaps.len()));
    let mut list = Gaps::of(readiness);
    let items: Vec<String> = gaps.into_iter().map(|gap| list.gap(gap)).collect();
    document.partly_folded(&items, GAPS_SHOWN, "gap", "gaps");
}

struct Gaps<'a> {
    /// The open failures of each control, worst first as in the result.
    failures: BTreeMap<&'a ControlId, Vec<&'a Finding>>,
    controls: BTreeMap<&'a ControlId, &'a ControlResult>,
    /// A control stands under the worst gap that it makes, and is only named under others.
    shown: BTreeSet<&'a ControlId>,
}

impl<'a> Gaps<'a> {
    fn of(readiness: &'a Readiness) -> Self {
        let mut failures: BTreeMap<&ControlId, Vec<&Finding>> = BTreeMap::new();
        for finding in &readiness.findings {
            if finding.outcome == Outcome::Fail && finding.waiver.is_none() {
                failures.entry(&finding.control).or_default().push(finding);
            }
        }
        Self {
            failures,
            controls: readiness
                .controls
                .iter()
                .map(|control| (&control.id, control))
                .collect(),
            shown: BTreeSet::new(),
        }
    }

    fn gap(&mut self, gap: &'a CriterionResult) -> String {
        let severity = gap
            .severity
            .map(|severity| format!(" · {severity}"))
            .unwrap_or_default();
        let mut below = Vec::new();
        let mut failing: Vec<&ControlId> = gap
            .controls
            .iter()
            .filter(|edge| edge.status == "fails")
            .map(|edge| &edge.control)
            .collect();
        failing.sort_by_key(|control| (std::cmp::Reverse(self.worst(control)), *control));
        let mut others = Vec::new();
        let mut fresh = 0;
        for control in failing {
            if fresh < CONTROLS_SHOWN && self.shown.insert(control) {
                fresh += 1;
                self.control(control, &mut below);
            } else {
                others.push(code(control.as_str()));
            }
        }
        if !others.is_empty() {
            below.push(format!("Also failing: {}", others.join(", ")));
        }
        if below.is_empty() {
            below.push(format!("Reason: {}", prose(&gap.reason)));
        }
        item(
            &format!("**{}** {}{severity}", gap.id, gap.id.title()),
            &below,
        )
    }

    /// The worst severity among a control's open failures.
    fn worst(&self, control: &ControlId) -> Option<Severity> {
        let failures = self.failures.get(control)?;
        failures.iter().map(|finding| finding.severity).max()
    }

    fn control(&self, id: &ControlId, below: &mut Vec<String>) {
        let failures = self.failures.get(id).map_or(&[][..], Vec::as_slice);
        for finding in failures.iter().take(FINDINGS_SHOWN) {
            below.push(failure(finding));
        }
        if failures.is_empty() {
            below.push(format!("{} fails", code(id.as_str())));
        }
        let more = failures.len().saturating_sub(FINDINGS_SHOWN);
        if more > 0 {
            let more = plural(more, "failure", "failures");
            below.push(format!("{} has {more} more", code(id.as_str())));
        }
        if let Some(control) = self.controls.get(id) {
            below.push(format!(
                "Fix: {}",
                prose(first_sentence(&control.remediation))
            ));
        }
    }
}

fn failure(finding: &Finding) -> String {
    let place = finding
        .locations
        .first()
        .map(|place| format!(" at {}", code(&place.to_string())))
        .unwrap_or_default();
    format!(
        "{} · {}: expected {}, found {}{place}",
        code(finding.control.as_str()),
        code(&format!("{}{}", finding.subject, on_target(finding))),
        code(&finding.expected),
        code(&finding.actual)
    )
}
