//! A criterion laid open.

use super::tree::Node;
use super::{Book, reasons, rule};
use crate::readiness::{
    AttestationResult, Basis, CitedFile, CriterionResult, Edge, Standing, SubserviceResult,
};

impl Book<'_> {
    pub(super) fn criterion(&self, criterion: &CriterionResult) -> Node {
        let head = format!("{}  {}", criterion.id, criterion.id.title());
        let category = format!("· {}", criterion.category);
        let mut node = Node::default().strong(&head).faint(&category);
        node.push(
            Node::default()
                .status(criterion.status.name())
                .plain(&format!("because {}", criterion.reason))
                .with(reasons(&criterion.reasons)),
        );
        node.push(rule::node(criterion));
        node.extend(criterion.controls.iter().map(|edge| self.edge(edge)));
        node.extend(criterion.standings.iter().map(|entry| self.standing(entry)));
        if criterion.controls.is_empty() && criterion.standings.is_empty() {
            node.push(Node::default().plain(
                "No control of a configured check serves this criterion. `tickmark plugin list` shows what could.",
            ));
        }
        node
    }

    fn edge(&self, edge: &Edge) -> Node {
        let mut node = Node::default()
            .plain(edge.relation.name())
            .strong(edge.control.as_str())
            .status(&edge.status);
        node.push(Node::field("because", &edge.rationale));
        if let Some(control) = self.control_named(&edge.control) {
            node.extend(self.standing_of(control));
            if control.status == "fails" {
                node.push(Node::field("fix", &control.remediation));
            }
        }
        node
    }

    fn standing(&self, standing: &Standing) -> Node {
        let holds = if standing.holds {
            "holds"
        } else {
            "does not hold"
        };
        let mut node = Node::default()
            .plain(standing.basis.name())
            .strong(&format!("{}", standing.index + 1))
            .status(holds);
        let readiness = self.readiness;
        let details = match standing.basis {
            Basis::Attestation => readiness.attestations.get(standing.index).map(attestation),
            Basis::Inheritance => readiness.subservices.get(standing.index).map(subservice),
        };
        match details {
            Some(details) => node.extend(details),
            None => node.push(Node::field("because", &standing.reason)),
        }
        node
    }
}

/// What stands below an attestation.
pub(super) fn attestation(attestation: &AttestationResult) -> Vec<Node> {
    let mut nodes = vec![
        Node::default()
            .status(attestation.state.name())
            .plain(&attestation.detail),
        Node::field("statement", &attestation.statement),
        Node::field(
            "owner",
            &format!(
                "{}, from {}, until {}",
                attestation.owner, attestation.date, attestation.expires
            ),
        ),
    ];
    nodes.extend(
        attestation
            .evidence
            .iter()
            .map(|file| cited("evidence", file)),
    );
    if let Some(why) = &attestation.without_evidence {
        nodes.push(Node::field("without evidence", why));
    }
    nodes
}

fn subservice(subservice: &SubserviceResult) -> Vec<Node> {
    let (start, end) = subservice.period;
    let mut nodes = vec![
        Node::default()
            .status(subservice.state.name())
            .plain(&subservice.detail),
        Node::field(
            "organisation",
            &format!(
                "{}, {} ({})",
                subservice.organisation,
                subservice.service,
                subservice.method.name()
            ),
        ),
        Node::field(
            "report",
            &format!(
                "{}, {start} to {end}, covered until {}",
                subservice.report_type, subservice.covered_until
            ),
        )
        .with(subservice.report.iter().map(|file| cited("file", file))),
    ];
    if let Some(letter) = &subservice.bridge_letter {
        nodes.push(
            Node::field("bridge letter", &format!("until {}", letter.until))
                .with(letter.file.iter().map(|file| cited("file", file))),
        );
    }
    nodes.extend(subservice.user_entity_controls.iter().map(|expected| {
        Node::default()
            .plain("expects of its customers")
            .strong(&expected.id)
            .status(expected.state.name())
            .with([
                Node::field("expectation", &expected.expectation),
                Node::field("because", &expected.detail),
            ])
    }));
    nodes
}

fn cited(label: &str, file: &CitedFile) -> Node {
    Node::field(
        label,
        &format!("{}, {} bytes, sha256:{}", file.path, file.size, file.sha256),
    )
}
