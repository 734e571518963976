//! Findings of two results, side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::FindingMove;
use crate::model::Outcome;
use crate::readiness::{
    AssessmentResult, Finding, FindingChange, Readiness, WaiverResult, WaiverState,
};

/// How findings changed.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) new: Vec<FindingChange>,
    pub(super) fixed: Vec<FindingChange>,
    pub(super) unseen: Vec<FindingChange>,
    pub(super) changed: Vec<FindingMove>,
    pub(super) known: u64,
}

pub(super) fn compare(before: &AssessmentResult, now: &AssessmentResult) -> Findings {
    let (before, now) = (&before.readiness, &now.readiness);
    let (old, new) = (by_id(before), by_id(now));
    let ids: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let mut findings = Findings::default();
    for id in ids {
        match (old.get(id), new.get(id)) {
            (None, Some(finding)) if is_open(finding) => {
                findings.new.push(change(finding, "absent"));
            }
            (Some(finding), None) if finding.outcome == Outcome::Fail => {
                let list = if was_examined(now, finding) {
                    &mut findings.fixed
                } else {
                    &mut findings.unseen
                };
                list.push(change(finding, "absent"));
            }
            (Some(one), Some(other)) => findings.both(before, one, now, other),
            _ => {}
        }
    }
    findings
}

impl Findings {
    fn both(&mut self, before: &Readiness, one: &Finding, now: &Readiness, other: &Finding) {
        let failed = one.outcome == Outcome::Fail;
        if is_open(other) && !failed {
            self.new.push(change(other, standing(one)));
            return;
        }
        if failed && matches!(other.outcome, Outcome::Pass | Outcome::NotApplicable) {
            self.fixed.push(change(one, standing(other)));
            return;
        }
        if is_open(one) && is_open(other) {
            self.known += 1;
        }
        let other_waiver = one.waiver.is_some()
            && other.waiver.is_some()
            && terms(before, one) != terms(now, other);
        // How severe a pass would be if it failed is nobody's news.
        let other_severity = one.severity != other.severity && (failed || is_failure(other));
        if standing(one) != standing(other) || other_severity || other_waiver {
            self.changed.push(FindingMove {
                id: other.id.clone(),
                control: other.control.clone(),
                target: other.target.clone(),
                subject: other.subject.to_string(),
                severity_before: one.severity,
                severity_now: other.severity,
                before: standing(one).to_owned(),
                now: standing(other).to_owned(),
                other_waiver,
            });
        }
    }
}

/// Findings by id; of several with one id the first, which is the worst.
fn by_id(readiness: &Readiness) -> BTreeMap<&str, &Finding> {
    let mut findings = BTreeMap::new();
    for finding in &readiness.findings {
        findings.entry(finding.id.as_str()).or_insert(finding);
    }
    findings
}

fn is_failure(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail
}

fn is_open(finding: &Finding) -> bool {
    is_failure(finding) && finding.waiver.is_none()
}

fn standing(finding: &Finding) -> &'static str {
    match (finding.outcome, finding.waiver) {
        (Outcome::Fail, Some(_)) => "waived",
        (outcome, _) => outcome.name(),
    }
}

/// What the waiver of a finding says, whatever it counts for and covers.
fn terms(readiness: &Readiness, finding: &Finding) -> Option<WaiverResult> {
    let waiver = readiness.waivers.get(finding.waiver?)?;
    Some(WaiverResult {
        state: WaiverState::Used,
        concerns: Vec::new(),
        findings: 0,
        ..waiver.clone()
    })
}

fn change(finding: &Finding, elsewhere: &str) -> FindingChange {
    FindingChange {
        id: finding.id.clone(),
        control: finding.control.clone(),
        target: finding.target.clone(),
        subject: finding.subject.to_string(),
        severity: finding.severity,
        elsewhere: elsewhere.to_owned(),
    }
}

/// Whether a result shows that a finding's subject is not among those that there are: its control was
/// examined, in the same unit, without anything missing and not as a sample, and its check read again
/// every file that the finding cites. What stood in a file that is gone may be in a file that nobody
/// exported this time.
pub(crate) fn was_examined(readiness: &Readiness, finding: &Finding) -> bool {
    let control = readiness
        .controls
        .iter()
        .find(|control| control.id == finding.control);
    let target = finding.target.as_deref();
    let is_whole = control.is_some_and(|control| control.samples.is_empty());
    let ran = readiness
        .checks
        .iter()
        .filter(|check| *check.name == *finding.check)
        .flat_map(|check| &check.units)
        .any(|unit| unit.target.as_deref() == target && unit.state == "ran");
    let is_doubtful = readiness
        .unevaluated
        .iter()
        .chain(control.iter().flat_map(|control| &control.reasons))
        .any(|reason| *reason.check == *finding.check && reason.target.as_deref() == target);
    let was_read = |path: &str| {
        let mut evidence = readiness.evidence.iter().filter(|file| *file.path == *path);
        evidence.any(|file| file.read_by.iter().any(|check| **check == *finding.check))
    };
    let read_again = finding
        .locations
        .iter()
        .all(|location| was_read(&location.path));
    is_whole && ran && !is_doubtful && read_again
}
