//! Criteria: which were reviewed, and an OSCAL finding for each of those.

use serde_json::{Value, json};

use super::ids::{control, objective};
use super::text::{compact, explained, line, lines, maybe, prop};
use super::{Document, Values};
use crate::readiness::{Basis, CriterionResult, CriterionStatus, Standing};
use crate::severity::Severity;

/// Whether a criterion is reviewed at all.
fn is_reviewed(criterion: &CriterionResult) -> bool {
    !matches!(
        criterion.status,
        CriterionStatus::NotRelevant | CriterionStatus::OutOfScope
    )
}

/// OSCAL's state and reason for a status. `satisfied` is for what is shown, and nothing else.
fn state(status: CriterionStatus) -> (&'static str, &'static str) {
    match status {
        CriterionStatus::Ready => ("satisfied", "pass"),
        CriterionStatus::Gap => ("not-satisfied", "fail"),
        CriterionStatus::Excepted
        | CriterionStatus::Unproven
        | CriterionStatus::NotRelevant
        | CriterionStatus::OutOfScope => ("not-satisfied", "other"),
    }
}

impl Document<'_> {
    /// The controls that were reviewed, and those that were not.
    pub(super) fn selections(&self) -> Value {
        let ids = |reviewed: bool| -> Vec<Value> {
            let criteria = self.result.readiness.criteria.iter();
            criteria
                .filter(|criterion| is_reviewed(criterion) == reviewed)
                .map(|criterion| json!({ "control-id": control(criterion.id) }))
                .collect()
        };
        let included = ids(true);
        let mut selection = json!({
            "include-controls": included,
            "exclude-controls": ids(false),
            "remarks": "Excluded are the criteria of categories that were not chosen, and those declared not relevant. The result's properties criterion-status say which and why."
        });
        if included.is_empty() {
            // OSCAL has no selection of nothing: all but all of them.
            selection["include-all"] = json!({});
        }
        json!({ "control-selections": [compact(selection)] })
    }

    /// The same with a reference to the catalog.
    pub(super) fn reviewed_controls(&self) -> Value {
        let mut reviewed = self.selections();
        let catalog = self.ids.of("resource", "catalog");
        reviewed["links"] = json!([{
            "href": format!("#{catalog}"),
            "rel": "reference",
            "text": "The catalog of these controls"
        }]);
        reviewed
    }

    /// One finding a reviewed criterion.
    pub(super) fn criteria_findings(&self) -> Values<'_> {
        let criteria = self.result.readiness.criteria.iter();
        Box::new(
            criteria
                .filter(|criterion| is_reviewed(criterion))
                .map(|criterion| self.criterion_finding(criterion)),
        )
    }

    fn criterion_finding(&self, criterion: &CriterionResult) -> Value {
        let id = criterion.id.id();
        let (state, reason) = state(criterion.status);
        let severity = criterion.severity.map(Severity::name);
        let reasons = criterion
            .reasons
            .iter()
            .map(|reason| explained("reason", reason.code.name(), &reason.message));
        let standings = criterion
            .standings
            .iter()
            .map(|standing| self.standing(standing));
        let props: Vec<Value> = [
            prop("criterion", id),
            prop("criterion-status", criterion.status.name()),
        ]
        .into_iter()
        .chain(maybe("severity", severity))
        .chain(standings)
        .chain(reasons)
        .collect();
        let risks: Vec<Value> = self
            .risks_of(criterion)
            .into_iter()
            .map(|uuid| json!({ "risk-uuid": uuid }))
            .collect();
        compact(json!({
            "uuid": self.ids.of("criterion", id),
            "title": line(&format!("{id} {}", criterion.title)),
            "description": lines(&criterion.reason),
            "props": props,
            "origins": self.origins(None),
            "target": {
                "type": "objective-id",
                "target-id": objective(criterion.id),
                "title": line(&criterion.title),
                "status": {
                    "state": state,
                    "reason": reason,
                    "remarks": lines(&format!("{}: {}", criterion.status.name(), criterion.reason))
                }
            },
            "related-observations": self.observations_of(criterion),
            "related-risks": risks
        }))
    }

    /// What a criterion stands on apart from controls.
    fn standing(&self, standing: &Standing) -> Value {
        let (name, uuid) = match standing.basis {
            Basis::Attestation => ("attestation", self.attestation_uuid(standing.index)),
            Basis::Inheritance => ("inheritance", self.subservice_uuid(standing.index)),
        };
        let holds = if standing.holds {
            "It holds."
        } else {
            "It does not hold."
        };
        explained(name, &uuid, &format!("{holds}\n{}", standing.reason))
    }

    /// The observations that a criterion rests on: its controls', their findings', and those of what
    /// else it stands on. Remarks on them would be OSCAL 1.2; why a control serves a criterion is said
    /// by its own observation.
    fn observations_of(&self, criterion: &CriterionResult) -> Vec<Value> {
        let mut related = Vec::new();
        for edge in &criterion.controls {
            if self.controls.contains_key(&edge.control) {
                let uuid = self.control_observation(&edge.control);
                related.push(json!({ "observation-uuid": uuid }));
            }
            let findings = self.findings.get(&edge.control).into_iter().flatten();
            related.extend(
                findings
                    .map(|index| json!({ "observation-uuid": self.finding_observation(*index) })),
            );
        }
        related.extend(criterion.standings.iter().map(|standing| {
            let uuid = match standing.basis {
                Basis::Attestation => self.attestation_observation(standing.index),
                Basis::Inheritance => self.subservice_observation(standing.index),
            };
            json!({ "observation-uuid": uuid })
        }));
        related
    }
}
