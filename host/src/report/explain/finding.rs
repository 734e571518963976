//! A finding laid open: what decided, what accepts it, and the bytes that show it.

use regex::Regex;

use super::Book;
use super::tree::Node;
use crate::model::{Location, Outcome};
use crate::readiness::{Finding, WaiverResult, WaiverState};

impl Book<'_> {
    pub(super) fn finding(&self, finding: &Finding) -> Node {
        let mut node = Node::default()
            .strong(&format!("{}  {}", finding.control, finding.subject))
            .faint(&format!("({})", finding.id));
        let severity = match &finding.severity_reason {
            Some(why) => format!("severity {} ({why})", finding.severity),
            None => format!("severity {}", finding.severity),
        };
        let outcome = match finding.waiver {
            Some(_) => "waived",
            None => finding.outcome.name(),
        };
        node.push(Node::default().status(outcome).plain(&severity));
        node.push(Node::field("expected", &finding.expected));
        node.push(Node::field("found", &finding.actual));
        if let Some(occurred) = &finding.occurred {
            node.push(Node::field("happened", occurred));
        }
        for (key, value) in &finding.attributes {
            node.push(Node::field(key, value));
        }
        node.push(identity(finding));
        node.extend(finding.locations.iter().map(|place| self.evidence(place)));
        if finding.outcome == Outcome::Fail {
            node.push(self.waivers(finding));
        }
        if let Some(control) = self.control_named(&finding.control) {
            if finding.outcome != Outcome::Pass {
                node.push(Node::field("fix", &control.remediation));
            }
            let criteria: Vec<&str> = control
                .criteria
                .iter()
                .map(|edge| edge.criterion.id())
                .collect();
            node.push(Node::field("criteria", &criteria.join(", ")));
        }
        node.extend(self.plugin(&finding.control));
        node
    }

    /// Which waiver covers a failure, and why the others of its control do not.
    fn waivers(&self, finding: &Finding) -> Node {
        let mut node = Node::default().plain("waivers");
        let mut others = 0_usize;
        for (index, entry) in self.readiness.waivers.iter().enumerate() {
            if finding.waiver == Some(index) {
                node.push(waiver(entry));
            } else if entry.control == finding.control.as_str() {
                let why = why_not(entry, finding);
                let text = format!("for {}: {why}", entry.subject);
                node.push(Node::field("does not cover it", &text));
            } else {
                others += 1;
            }
        }
        let text = match others {
            0 if self.readiness.waivers.is_empty() => "there is none".to_owned(),
            0 => return node,
            1 => "1 is for another control".to_owned(),
            others => format!("{others} are for other controls"),
        };
        node.with([Node::default().plain(&text)])
    }

    fn evidence(&self, place: &Location) -> Node {
        let mut text = place.to_string();
        if let Some(pointer) = place.pointer.as_ref().filter(|pointer| !pointer.is_empty()) {
            text.push_str(" at ");
            text.push_str(pointer);
        }
        let mut node = Node::field("evidence", &text);
        let file = self
            .readiness
            .evidence
            .iter()
            .find(|file| file.path == place.path);
        let Some(file) = file else {
            return node;
        };
        let digest = format!("{} bytes, sha256:{}", file.size, file.sha256);
        node.push(Node::default().plain(&digest));
        let Some(known) = &file.provenance else {
            return node.with([Node::default().plain("nobody states when it was collected")]);
        };
        node.push(Node::field("collected", &known.collected.to_string()));
        for (label, value) in [
            ("from", &known.source),
            ("by", &known.collected_by),
            ("with", &known.query),
        ] {
            node.extend(value.as_ref().map(|value| Node::field(label, value)));
        }
        node
    }
}

/// A waiver that covers a finding.
pub(super) fn waiver(waiver: &WaiverResult) -> Node {
    let mut meant = waiver.subject.clone();
    for part in [&waiver.target, &waiver.check].into_iter().flatten() {
        meant.push_str(" of ");
        meant.push_str(part);
    }
    let text = format!(
        "for {meant}, until {}, owner {}, approved by {}: {}",
        waiver.expires, waiver.owner, waiver.approved_by, waiver.reason
    );
    let mut node = Node::default().status("waived").plain(&text);
    if !waiver.concerns.is_empty() {
        let names: Vec<&str> = waiver
            .concerns
            .iter()
            .map(|concern| concern.name())
            .collect();
        node.push(Node::field("concerns", &names.join(", ")));
    }
    node.extend(
        waiver
            .ticket
            .as_ref()
            .map(|ticket| Node::field("ticket", ticket)),
    );
    node
}

/// What makes two findings the same from run to run.
fn identity(finding: &Finding) -> Node {
    let check = match &finding.target {
        Some(target) => format!("{} on {target}", finding.check),
        None => finding.check.to_string(),
    };
    let text = format!("{} in {check}, {}", finding.control, finding.subject);
    Node::field("identity", &text)
}

/// Why a waiver of a finding's control does not cover it.
fn why_not(waiver: &WaiverResult, finding: &Finding) -> String {
    let pattern: Vec<String> = waiver.subject.split('*').map(regex::escape).collect();
    let matches = Regex::new(&format!("(?s)^{}$", pattern.join(".*")))
        .is_ok_and(|pattern| pattern.is_match(&finding.subject));
    if !matches {
        return "its pattern does not name this subject".to_owned();
    }
    match waiver.state {
        WaiverState::Expired => format!("it expired on {}", waiver.expires),
        WaiverState::NotYetValid => format!("it counts from {} on", waiver.approved_on),
        WaiverState::Used | WaiverState::Unused => "an earlier one covers it".to_owned(),
    }
}
