//! A suite for each control: the control as a whole, and its findings.

use super::case::{Case, Names, Verdict};
use super::{Paths, Suite};
use crate::model::{ControlId, Outcome};
use crate::readiness::{AssessmentResult, ControlResult, Finding};
use crate::report::failures::or;
use crate::report::text::on_target;

/// The suite of a control without its findings: the control as a whole.
pub(super) fn control_suite(
    result: &AssessmentResult,
    control: &ControlResult,
    names: &mut Names,
) -> Suite {
    let class = class(&control.id);
    let mut suite = Suite::new(class.clone());
    let criteria: Vec<&str> = control
        .criteria
        .iter()
        .map(|edge| edge.criterion.id())
        .collect();
    suite.properties = vec![
        ("status".to_owned(), control.status.clone()),
        ("criteria".to_owned(), criteria.join(" ")),
    ];
    let attestation = control
        .attestation
        .and_then(|index| result.readiness.attestations.get(index));
    let counts = control.counts;
    let (verdict, kind, message) = match (control.status.as_str(), attestation) {
        ("passes", _) => (Verdict::Passed, "passes", String::new()),
        ("attested", Some(stated)) => (
            Verdict::Passed,
            "attested",
            format!(
                "by {}: {} ({})",
                stated.owner, stated.statement, stated.detail
            ),
        ),
        ("fails", _) => (
            Verdict::Failed,
            "fails",
            format!("{} of {} findings fail", counts.fail, total(control)),
        ),
        ("waived", _) => (
            Verdict::Skipped,
            "waived",
            format!("{} failing findings are accepted", counts.waived),
        ),
        ("not-applicable", _) => (
            Verdict::Skipped,
            "not-applicable",
            "it concerns nothing that was examined".to_owned(),
        ),
        // Whatever is not known to be harmless is not shown as harmless.
        _ => (
            Verdict::Error,
            "unproven",
            "the evidence does not show it".to_owned(),
        ),
    };
    suite.cases.push(Case {
        verdict,
        kind,
        message,
        more: control.reasons.iter().map(ToString::to_string).collect(),
        ..names.case(&class, &control.title)
    });
    suite
}

fn total(control: &ControlResult) -> u64 {
    let counts = control.counts;
    counts.fail + counts.waived + counts.inconclusive + counts.pass + counts.not_applicable
}

/// Jenkins takes what stands before the last dot for a package.
pub(super) fn class(control: &ControlId) -> String {
    or(control.as_str(), "control").replace('/', ".")
}

pub(super) fn finding_case(
    result: &AssessmentResult,
    finding: &Finding,
    paths: &Paths,
    names: &mut Names,
) -> Case {
    let waiver = finding
        .waiver
        .and_then(|index| result.readiness.waivers.get(index));
    let (verdict, kind) = match (finding.outcome, waiver) {
        (Outcome::Fail, None) => (Verdict::Failed, finding.severity.name()),
        (Outcome::Fail, Some(_)) => (Verdict::Skipped, "waived"),
        (Outcome::Inconclusive, _) => (Verdict::Error, "inconclusive"),
        (Outcome::Pass, _) => (Verdict::Passed, "pass"),
        (Outcome::NotApplicable, _) => (Verdict::Skipped, "not-applicable"),
    };
    let mut more: Vec<String> = Vec::new();
    if finding.outcome != Outcome::Pass {
        more.extend(
            paths
                .of(finding)
                .iter()
                .map(|place| format!("{}:{}", place.path, place.line)),
        );
        more.push(format!("finding {}", finding.id));
    }
    if let Some(waiver) = waiver {
        more.push(format!(
            "accepted by {} until {}: {}",
            waiver.approved_by, waiver.expires, waiver.reason
        ));
    }
    let name = format!(
        "{}{} ({})",
        finding.subject,
        on_target(finding),
        finding.check
    );
    Case {
        verdict,
        kind,
        message: format!("expected {}, found {}", finding.expected, finding.actual),
        more,
        file: (finding.outcome == Outcome::Fail).then(|| paths.of(finding)[0].path.clone()),
        ..names.case(&class(&finding.control), &name)
    }
}
