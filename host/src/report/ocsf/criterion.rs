//! The event of one criterion, with its controls and whatever else it stands on.

use serde_json::{Value, json};

use super::shared::{Events, Verdict, line, severity};
use crate::readiness::{CriterionResult, CriterionStatus, Edge, Standing};

fn verdict(status: CriterionStatus) -> Verdict {
    match status {
        CriterionStatus::Ready => Verdict::Pass,
        CriterionStatus::Excepted => Verdict::Suppressed,
        CriterionStatus::Unproven => Verdict::Warning,
        CriterionStatus::Gap => Verdict::Fail,
        CriterionStatus::NotRelevant => Verdict::Other("Not Relevant"),
        CriterionStatus::OutOfScope => Verdict::Other("Out of Scope"),
    }
}

impl Events<'_> {
    pub(super) fn criterion(&self, criterion: &CriterionResult) -> Value {
        let id = criterion.id.id();
        let name = format!("criterion/{id}");
        let verdict = verdict(criterion.status);
        let checks: Vec<Value> = criterion
            .controls
            .iter()
            .map(|edge| self.check(edge))
            .collect();
        let standings: Vec<Value> = criterion.standings.iter().map(assessment).collect();
        let reasons = criterion.reasons.iter();
        let details: Vec<String> = std::iter::once(line(&criterion.reason))
            .chain(reasons.map(|reason| {
                let code = reason.code.name();
                format!("{code}: {}", line(&reason.message))
            }))
            .collect();
        let gate = &self.result.gate;
        let own = json!({
            "message": line(&format!("{id} {}: {}", criterion.status.name(), criterion.reason)),
            "finding_info": {
                "uid": self.uid(&name),
                "title": line(&format!("{id} {}", criterion.title)),
                "types": ["criterion"]
            },
            "compliance": Self::compliance(verdict, criterion.status.name(), json!({
                "category": criterion.category.name(),
                "control": id,
                "desc": line(&criterion.title),
                "requirements": [id],
                "checks": checks,
                "assessments": standings,
                "status_details": details
            })),
            "unmapped": {
                "tickmark": {
                    "criterion": id,
                    "status": criterion.status.name(),
                    "controls": criterion.controls.iter().map(|edge| json!({
                        "control": line(edge.control.as_str()),
                        "relation": edge.relation.name(),
                        "status": line(&edge.status),
                        "rationale": line(&edge.rationale)
                    })).collect::<Vec<_>>(),
                    "summary": self.result.readiness.summary,
                    "gate": {
                        "met": gate.met,
                        "exit_code": gate.exit_code,
                        "conclusion": line(&gate.conclusion)
                    }
                }
            }
        });
        let severity = severity(criterion.severity, verdict);
        self.event(&name, verdict, severity, own)
    }

    /// A control as a check of the criterion.
    fn check(&self, edge: &Edge) -> Value {
        let verdict = Verdict::of_control(&edge.status);
        let control = self.controls.get(&edge.control).copied();
        let severity = severity(control.map(|control| control.severity), verdict);
        json!({
            "uid": line(edge.control.as_str()),
            "name": line(control.map_or(edge.control.as_str(), |control| &control.title)),
            "desc": line(control.map_or("", |control| &control.description)),
            "severity_id": severity.0,
            "severity": severity.1,
            "status_id": verdict.id(),
            "status": verdict.caption()
        })
    }
}

/// An attestation or an inheritance, as OCSF has assessments.
fn assessment(standing: &Standing) -> Value {
    json!({
        "uid": format!("{}-{}", standing.basis.name(), standing.index + 1),
        "name": standing.basis.name(),
        "category": standing.basis.name(),
        "desc": line(&standing.reason),
        "meets_criteria": standing.holds
    })
}
