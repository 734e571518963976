//! A control laid open.

use super::criterion::attestation;
use super::tree::Node;
use super::{Book, reasons};
use crate::model::Outcome;
use crate::readiness::{ControlResult, Finding, NotApplicable};
use crate::report::text::{on_target, plural};

impl Book<'_> {
    pub(super) fn control(&self, control: &ControlResult) -> Node {
        let mut node = Node::default().strong(&format!("{}  {}", control.id, control.title));
        node.push(
            Node::default()
                .status(&control.status)
                .plain(&format!("severity {}", control.severity)),
        );
        node.push(Node::field("what", &control.description));
        for edge in &control.criteria {
            let head = format!(
                "{} {} {}",
                edge.relation.name(),
                edge.criterion,
                edge.criterion.title()
            );
            let because = Node::field("because", &edge.rationale);
            node.push(Node::default().plain(&head).with([because]));
        }
        node.extend(self.standing_of(control));
        node.push(Node::field("fix", &control.remediation));
        node.extend(self.plugin(&control.id));
        node
    }

    /// What a control's status is made of: reasons, attestation, extent, findings.
    pub(super) fn standing_of(&self, control: &ControlResult) -> Vec<Node> {
        let mut nodes = reasons(&control.reasons);
        for why in &control.not_applicable {
            let why = match why {
                NotApplicable::NoOccurrence => "there were no subjects, and the evidence shows it",
                NotApplicable::NoneConcerned => "it concerns none of the subjects",
            };
            nodes.push(Node::field("not applicable", why));
        }
        let entry = control
            .attestation
            .and_then(|index| Some((index, self.readiness.attestations.get(index)?)));
        if let Some((index, entry)) = entry {
            let head = format!("attestation {} stands in for a check", index + 1);
            nodes.push(Node::default().plain(&head).with(attestation(entry)));
        }
        nodes.push(extent(control));
        nodes.extend(self.findings(control));
        nodes
    }

    /// The findings of a control: what stands against it, with what accepts it, passes counted.
    fn findings(&self, control: &ControlResult) -> Vec<Node> {
        const PASSES_SHOWN: usize = 3;
        let (passes, others): (Vec<&Finding>, Vec<&Finding>) = self
            .readiness
            .findings
            .iter()
            .filter(|finding| finding.control == control.id)
            .partition(|finding| matches!(finding.outcome, Outcome::Pass | Outcome::NotApplicable));
        let mut nodes: Vec<Node> = others
            .iter()
            .chain(passes.iter().take(PASSES_SHOWN))
            .map(|finding| self.short_finding(finding))
            .collect();
        if passes.len() > PASSES_SHOWN {
            let more = passes.len() - PASSES_SHOWN;
            let text = format!("… and {more} more that pass or do not apply");
            nodes.push(Node::default().plain(&text));
        }
        nodes
    }

    fn short_finding(&self, finding: &Finding) -> Node {
        let outcome = match finding.waiver {
            Some(_) => "waived",
            None => finding.outcome.name(),
        };
        let text = format!(
            "{}{}: {}",
            finding.subject,
            on_target(finding),
            finding.actual
        );
        let mut node = Node::default().status(outcome).plain(&text);
        if let Some(place) = finding.locations.first() {
            node = node.faint(&place.to_string());
        }
        let mut node = node.faint(&format!("({})", finding.id));
        if let Some(index) = finding.waiver {
            node.extend(
                self.readiness
                    .waivers
                    .get(index)
                    .map(super::finding::waiver),
            );
        }
        node
    }
}

fn extent(control: &ControlResult) -> Node {
    let examined = plural(
        usize::try_from(control.examined).unwrap_or(usize::MAX),
        "subject",
        "subjects",
    );
    let mut text = match control.population {
        Some(population) => format!("{} of {population} subjects", control.examined),
        None => format!("{examined}; how many there are is not stated"),
    };
    for sample in &control.samples {
        text.push_str("; a sample: ");
        text.push_str(sample);
    }
    Node::field("examined", &text)
}
