//! What stands in which row.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cell::Cell;
use crate::model::{ControlId, Location, Outcome};
use crate::plan::Reason;
use crate::readiness::{
    AssessmentResult, AttestationResult, CitedFile, ControlResult, CriterionResult, Finding,
    SubserviceResult, WaiverResult,
};

/// A row. What does not concern its kind is empty.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Row {
    #[serde(rename = "row")]
    kind: &'static str,
    id: Cell,
    status: Cell,
    severity: &'static str,
    title: Cell,
    reason: Cell,
    criteria: Cell,
    controls: Cell,
    check: Cell,
    target: Cell,
    subject: Cell,
    expected: Cell,
    actual: Cell,
    evidence: Cell,
    examined: Option<u64>,
    population: Option<u64>,
    owner: Cell,
    approved_by: Cell,
    from: Cell,
    until: Cell,
    ticket: Cell,
    remediation: Cell,
}

impl Row {
    fn new(kind: &'static str, id: &str, status: &str) -> Self {
        Self {
            kind,
            id: Cell::new(id),
            status: Cell::new(status),
            ..Self::default()
        }
    }
}

/// All rows, made one after the other.
pub(super) fn rows(result: &AssessmentResult) -> impl Iterator<Item = Row> {
    let readiness = &result.readiness;
    let controls: BTreeMap<&ControlId, &ControlResult> = readiness
        .controls
        .iter()
        .map(|control| (&control.id, control))
        .collect();
    let waivers = readiness.waivers.iter().enumerate();
    let attestations = readiness.attestations.iter().enumerate();
    std::iter::once(assessment(result))
        .chain(readiness.criteria.iter().map(criterion))
        .chain(readiness.controls.iter().map(control))
        .chain(
            readiness
                .findings
                .iter()
                .map(move |entry| finding(entry, controls.get(&entry.control).copied())),
        )
        .chain(waivers.map(|(index, entry)| waiver(index, entry)))
        .chain(attestations.map(|(index, entry)| attestation(index, entry)))
        .chain(readiness.subservices.iter().flat_map(subservice))
        .chain(notes(result))
}

fn assessment(result: &AssessmentResult) -> Row {
    let info = &result.readiness.assessment;
    let status = if result.readiness.summary.is_ready {
        "ready"
    } else {
        "not-ready"
    };
    let (from, until) = info.period.unwrap_or((info.as_of, info.as_of));
    let categories = info.categories.iter().map(|category| category.name());
    Row {
        title: Cell::list(info.organisation.iter().chain(&info.system)),
        reason: Cell::new(&result.gate.conclusion),
        criteria: Cell::list(categories),
        from: Cell::new(&from.to_string()),
        until: Cell::new(&until.to_string()),
        ..Row::new("assessment", &format!("type-{}", info.kind), status)
    }
}

fn criterion(criterion: &CriterionResult) -> Row {
    let why = std::iter::once(criterion.reason.as_str())
        .chain(messages(&criterion.reasons))
        .chain(
            criterion
                .standings
                .iter()
                .map(|standing| standing.reason.as_str()),
        );
    Row {
        severity: criterion.severity.map_or("", |severity| severity.name()),
        title: Cell::new(&criterion.title),
        reason: Cell::new(&distinct(why)),
        criteria: Cell::new(criterion.id.id()),
        controls: Cell::list(criterion.controls.iter().map(|edge| {
            let relation = edge.relation.name();
            format!("{} ({relation}, {})", edge.control, edge.status)
        })),
        ..Row::new("criterion", criterion.id.id(), criterion.status.name())
    }
}

fn control(control: &ControlResult) -> Row {
    let counts = &control.counts;
    Row {
        severity: control.severity.name(),
        title: Cell::new(&control.title),
        reason: Cell::new(&distinct(messages(&control.reasons))),
        criteria: serves(Some(control)),
        controls: Cell::new(control.id.as_str()),
        actual: Cell::new(&format!(
            "fail {}, waived {}, inconclusive {}, pass {}, not-applicable {}",
            counts.fail, counts.waived, counts.inconclusive, counts.pass, counts.not_applicable
        )),
        examined: Some(control.examined),
        population: control.population,
        remediation: Cell::new(&control.remediation),
        ..Row::new("control", control.id.as_str(), &control.status)
    }
}

/// The criteria that a control serves.
fn serves(control: Option<&ControlResult>) -> Cell {
    let edges = control
        .map(|control| control.criteria.as_slice())
        .unwrap_or_default();
    Cell::list(edges.iter().map(|edge| edge.criterion.id()))
}

fn finding(finding: &Finding, control: Option<&ControlResult>) -> Row {
    let status = match finding.waiver {
        Some(_) => "waived",
        None => finding.outcome.name(),
    };
    let remediation = match (finding.outcome, control) {
        (Outcome::Fail, Some(control)) => Cell::new(&control.remediation),
        _ => Cell::default(),
    };
    Row {
        severity: finding.severity.name(),
        title: Cell::new(control.map_or("", |control| &control.title)),
        reason: Cell::new(finding.severity_reason.as_deref().unwrap_or_default()),
        criteria: serves(control),
        controls: Cell::new(finding.control.as_str()),
        check: Cell::new(&finding.check),
        target: Cell::new(finding.target.as_deref().unwrap_or_default()),
        subject: Cell::new(&finding.subject),
        expected: Cell::new(&finding.expected),
        actual: Cell::new(&finding.actual),
        evidence: Cell::list(finding.locations.iter().map(Location::to_string)),
        from: Cell::new(finding.occurred.as_deref().unwrap_or_default()),
        remediation,
        ..Row::new("finding", &finding.id, status)
    }
}

fn waiver(index: usize, waiver: &WaiverResult) -> Row {
    Row {
        reason: Cell::new(&waiver.reason),
        controls: Cell::new(&waiver.control),
        subject: Cell::new(&waiver.subject),
        actual: Cell::list(waiver.concerns.iter().map(|concern| concern.name())),
        examined: Some(waiver.findings),
        owner: Cell::new(&waiver.owner),
        approved_by: Cell::new(&waiver.approved_by),
        from: Cell::new(&waiver.approved_on.to_string()),
        until: Cell::new(&waiver.expires.to_string()),
        ticket: Cell::new(waiver.ticket.as_deref().unwrap_or_default()),
        ..Row::new(
            "waiver",
            &format!("waiver-{}", index + 1),
            waiver.state.name(),
        )
    }
}

fn attestation(index: usize, attestation: &AttestationResult) -> Row {
    let id = format!("attestation-{}", index + 1);
    Row {
        title: Cell::new(&attestation.statement),
        reason: Cell::new(&attestation.detail),
        criteria: Cell::list(attestation.criteria.iter().map(|criterion| criterion.id())),
        controls: Cell::new(attestation.control.as_deref().unwrap_or_default()),
        actual: Cell::new(attestation.without_evidence.as_deref().unwrap_or_default()),
        evidence: files(&attestation.evidence),
        owner: Cell::new(&attestation.owner),
        from: Cell::new(&attestation.date.to_string()),
        until: Cell::new(&attestation.expires.to_string()),
        ..Row::new("attestation", &id, attestation.state.name())
    }
}

fn files<'a>(files: impl IntoIterator<Item = &'a CitedFile>) -> Cell {
    Cell::list(files.into_iter().map(|file| file.path.as_str()))
}

/// A subservice organisation, and the controls that it expects of its customers.
fn subservice(entry: &SubserviceResult) -> Vec<Row> {
    let letter = entry.bridge_letter.as_ref();
    let letter = letter.and_then(|letter| letter.file.as_ref());
    let own = Row {
        title: Cell::new(&entry.service),
        reason: Cell::new(&entry.detail),
        criteria: Cell::list(entry.criteria.iter().map(|criterion| criterion.id())),
        expected: Cell::list([entry.method.name(), &entry.report_type]),
        evidence: files(entry.report.iter().chain(letter)),
        from: Cell::new(&entry.period.0.to_string()),
        until: Cell::new(&entry.covered_until.to_string()),
        ..Row::new("inheritance", &entry.organisation, entry.state.name())
    };
    let expected = entry.user_entity_controls.iter().map(|control| Row {
        title: Cell::new(&entry.organisation),
        reason: Cell::new(&control.detail),
        controls: Cell::list(&control.controls),
        expected: Cell::new(&control.expectation),
        ..Row::new("user-entity-control", &control.id, control.state.name())
    });
    std::iter::once(own).chain(expected).collect()
}

/// The gate's rules, and whatever makes the result doubtful.
fn notes(result: &AssessmentResult) -> impl Iterator<Item = Row> {
    let readiness = &result.readiness;
    let rules = result.gate.rules.iter().map(|rule| Row {
        reason: Cell::new(&rule.detail),
        ..Row::new(
            "gate",
            &rule.rule,
            if rule.held { "held" } else { "broken" },
        )
    });
    let unevaluated = readiness.unevaluated.iter().map(|reason| Row {
        reason: Cell::new(&reason.message),
        check: Cell::new(&reason.check),
        target: Cell::new(reason.target.as_deref().unwrap_or_default()),
        ..Row::new("unevaluated", "", reason.code.name())
    });
    let mapping = readiness.mapping.iter().map(|note| Row {
        reason: Cell::new(&note.message),
        criteria: Cell::new(note.criterion.as_deref().unwrap_or_default()),
        controls: Cell::new(note.control.as_deref().unwrap_or_default()),
        ..Row::new("mapping", "", note.code.name())
    });
    let plugins = [
        ("unusable", &readiness.unusable_plugins),
        ("ambiguous", &readiness.ambiguous_plugins),
    ];
    let plugins = plugins.into_iter().flat_map(|(status, plugins)| {
        plugins.iter().map(move |plugin| Row {
            reason: Cell::new(plugin),
            ..Row::new("plugin", "", status)
        })
    });
    rules
        .chain(unevaluated)
        .chain(mapping)
        .chain(plugins)
        .chain(changes(result))
}

/// What has changed since an earlier result.
fn changes(result: &AssessmentResult) -> Vec<Row> {
    let Some(baseline) = &result.baseline else {
        return Vec::new();
    };
    let since = Cell::new(&baseline.as_of.to_string());
    let findings = [
        ("new", &baseline.new),
        ("fixed", &baseline.fixed),
        ("unseen", &baseline.unseen),
    ];
    let findings = findings.into_iter().flat_map(|(status, changes)| {
        let since = &since;
        changes.iter().map(move |change| Row {
            severity: change.severity.name(),
            controls: Cell::new(change.control.as_str()),
            target: Cell::new(change.target.as_deref().unwrap_or_default()),
            subject: Cell::new(&change.subject),
            actual: Cell::new(&change.elsewhere),
            from: since.clone(),
            ..Row::new("change", &change.id, status)
        })
    });
    let criteria = baseline.criteria.iter().map(|change| Row {
        criteria: Cell::new(change.id.id()),
        expected: Cell::new(change.before.name()),
        actual: Cell::new(change.now.name()),
        from: since.clone(),
        ..Row::new("change", change.id.id(), "moved")
    });
    findings.chain(criteria).collect()
}

fn messages(reasons: &[Reason]) -> impl Iterator<Item = &str> {
    reasons.iter().map(|reason| reason.message.as_str())
}

/// The texts in their order, each once.
fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let texts: Vec<&str> = texts
        .into_iter()
        .filter(|text| seen.insert(*text))
        .collect();
    texts.join(" | ")
}
