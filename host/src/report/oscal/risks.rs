//! Risks: what fails, and what is accepted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Document;
use super::text::{NAMESPACE, compact, explained, line, lines, maybe, midnight, moment, prop};
use crate::model::{ControlId, Outcome};
use crate::readiness::{ControlResult, CriterionResult, Finding, WaiverResult};
use crate::severity::Severity;

/// Whether a finding is a failure that nothing excuses.
fn is_open(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail && finding.waiver.is_none()
}

impl Document<'_> {
    fn control_risk(&self, control: &ControlId) -> String {
        self.ids.of("risk/control", control)
    }

    pub(super) fn waiver_risk(&self, index: usize) -> String {
        self.ids.of("risk/waiver", index)
    }

    /// A risk for each control with an open failure, and one for each waiver that covers something.
    pub(super) fn risks(&self) -> Vec<Value> {
        let readiness = &self.result.readiness;
        let open = readiness.controls.iter().filter_map(|control| {
            let failures: Vec<usize> = self.open(&control.id).collect();
            (!failures.is_empty()).then(|| self.open_risk(control, &failures))
        });
        let waivers = readiness.waivers.iter().enumerate();
        let accepted = waivers.filter_map(|(index, waiver)| {
            let findings = readiness.findings.iter().enumerate();
            let covered: Vec<usize> = findings
                .filter(|(_, finding)| finding.waiver == Some(index))
                .map(|(position, _)| position)
                .collect();
            (!covered.is_empty()).then(|| self.accepted_risk(index, waiver, &covered))
        });
        open.chain(accepted).collect()
    }

    /// The risks behind a criterion.
    pub(super) fn risks_of(&self, criterion: &CriterionResult) -> BTreeSet<String> {
        let mut risks = BTreeSet::new();
        let controls = criterion.controls.iter().map(|edge| &edge.control);
        for control in controls.filter(|control| self.controls.contains_key(control)) {
            if self.open(control).next().is_some() {
                risks.insert(self.control_risk(control));
            }
            let waivers = self
                .of_control_findings(control)
                .filter_map(|(_, finding)| finding.waiver)
                .filter(|waiver| *waiver < self.result.readiness.waivers.len());
            let waivers: BTreeSet<usize> = waivers.collect();
            risks.extend(waivers.into_iter().map(|index| self.waiver_risk(index)));
        }
        risks
    }

    fn of_control_findings(&self, control: &ControlId) -> impl Iterator<Item = (usize, &Finding)> {
        let positions = self.findings.get(control).into_iter().flatten();
        positions.map(|index| (*index, &self.result.readiness.findings[*index]))
    }

    fn open(&self, control: &ControlId) -> impl Iterator<Item = usize> {
        self.of_control_findings(control)
            .filter(|(_, finding)| is_open(finding))
            .map(|(index, _)| index)
    }

    fn worst(&self, findings: &[usize]) -> Severity {
        let findings = findings
            .iter()
            .map(|index| self.result.readiness.findings[*index].severity);
        findings.max().unwrap_or(Severity::Critical)
    }

    fn related(&self, findings: &[usize]) -> Vec<Value> {
        let uuids = findings
            .iter()
            .map(|index| self.finding_observation(*index));
        uuids
            .map(|uuid| json!({ "observation-uuid": uuid }))
            .collect()
    }

    /// A severity as OSCAL wants it: with who says so.
    fn severity(&self, severity: Severity, control: Option<&ControlId>) -> Value {
        json!([{
            "origin": self.origins(control)[0],
            "facets": [{ "name": "severity", "system": NAMESPACE, "value": severity.name() }]
        }])
    }

    fn open_risk(&self, control: &ControlResult, failures: &[usize]) -> Value {
        let many = failures.len();
        let criteria = control.criteria.iter();
        let props: Vec<Value> = [
            prop("control", control.id.as_str()),
            prop("failures", &many.to_string()),
        ]
        .into_iter()
        .chain(criteria.map(|edge| prop("criterion", edge.criterion.id())))
        .collect();
        json!({
            "uuid": self.control_risk(&control.id),
            "title": line(&format!("{} fails", control.id)),
            "description": lines(&control.description),
            "statement": lines(&format!("This is not so for {many} of the subjects: {}", control.title)),
            "props": props,
            "status": "open",
            "origins": self.origins(Some(&control.id)),
            "characterizations": self.severity(self.worst(failures), Some(&control.id)),
            "remediations": [{
                "uuid": self.ids.of("remediation", &control.id),
                "lifecycle": "recommendation",
                "title": line(&format!("What to do about {}", control.id)),
                "description": lines(&control.remediation)
            }],
            "related-observations": self.related(failures)
        })
    }

    fn accepted_risk(&self, index: usize, waiver: &WaiverResult, covered: &[usize]) -> Value {
        let mut props = vec![
            prop("control", &waiver.control),
            prop("subject", &waiver.subject),
            prop("owner", &waiver.owner),
            prop("approved-by", &waiver.approved_by),
            prop("approved-on", &waiver.approved_on.to_string()),
            prop("expires", &waiver.expires.to_string()),
        ];
        props.extend(maybe("ticket", waiver.ticket.as_deref()));
        let concerns = waiver.concerns.iter();
        props.extend(concerns.map(|concern| prop("concern", concern.name())));
        let by = self.person(&waiver.approved_by);
        let approved = moment(waiver.approved_on)
            .unwrap_or_else(|| midnight(self.result.readiness.assessment.as_of));
        compact(json!({
            "uuid": self.waiver_risk(index),
            "title": line(&format!("Accepted: {} for {}", waiver.control, waiver.subject)),
            "description": lines(&waiver.reason),
            "statement": lines(&format!(
                "{} findings fail and are accepted by {} until {}.",
                covered.len(), waiver.approved_by, waiver.expires
            )),
            "props": props,
            "status": "deviation-approved",
            "origins": [{ "actors": [{ "type": "party", "actor-uuid": by }] }],
            "characterizations": self.severity(self.worst(covered), None),
            "deadline": moment(waiver.expires),
            "risk-log": {
                "entries": [{
                    "uuid": self.ids.of("approval", index),
                    "title": "Approved",
                    "start": approved,
                    "logged-by": [{ "party-uuid": by }],
                    "status-change": "deviation-approved"
                }]
            },
            "related-observations": self.related(covered)
        }))
    }

    /// Waivers that cover nothing are no risks. They are named, so that nobody counts on them.
    pub(super) fn idle_waivers(&self) -> impl Iterator<Item = Value> {
        let readiness = &self.result.readiness;
        let used: BTreeSet<usize> = readiness
            .findings
            .iter()
            .filter_map(|finding| finding.waiver)
            .collect();
        let waivers = readiness.waivers.iter().enumerate();
        waivers
            .filter(move |(index, _)| !used.contains(index))
            .map(|(_, waiver)| {
                let value = format!(
                    "{}: {} for {}",
                    waiver.state.name(),
                    waiver.control,
                    waiver.subject
                );
                explained("waiver-without-effect", &value, &waiver.reason)
            })
    }
}
