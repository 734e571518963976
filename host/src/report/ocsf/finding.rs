//! The event of one finding: a control, a subject, and what was found out.

use serde_json::{Value, json};

use super::shared::{Events, Verdict, line, severity};
use crate::model::Outcome;
use crate::readiness::Finding;

fn verdict(finding: &Finding) -> Verdict {
    match (finding.outcome, finding.waiver) {
        (Outcome::Fail, Some(_)) => Verdict::Suppressed,
        (Outcome::Fail, None) => Verdict::Fail,
        (Outcome::Inconclusive, _) => Verdict::Warning,
        (Outcome::Pass, _) => Verdict::Pass,
        (Outcome::NotApplicable, _) => Verdict::Other("Not Applicable"),
    }
}

impl Events<'_> {
    pub(super) fn finding(&self, finding: &Finding) -> Value {
        let control = self.controls.get(&finding.control).copied();
        let verdict = verdict(finding);
        let code = match finding.waiver {
            Some(_) => "waived",
            None => finding.outcome.name(),
        };
        let name = format!("finding/{}", finding.id);
        let criteria: Vec<&str> = control
            .iter()
            .flat_map(|control| &control.criteria)
            .map(|edge| edge.criterion.id())
            .collect();
        let title = control.map_or(finding.control.as_str(), |control| &control.title);
        let remediation = control
            .filter(|_| finding.outcome == Outcome::Fail)
            .map(|control| json!({ "desc": line(&control.remediation) }));
        let attributes: serde_json::Map<String, Value> = finding
            .attributes
            .iter()
            .map(|(name, value)| (line(name), line(value).into()))
            .collect();
        let evidence: Vec<Value> = finding
            .locations
            .iter()
            .map(|location| self.evidence(location))
            .collect();
        let waivers = &self.result.readiness.waivers;
        let waiver = finding.waiver.and_then(|index| waivers.get(index));
        let waiver = waiver.map(|waiver| {
            json!({
                "reason": line(&waiver.reason),
                "owner": line(&waiver.owner),
                "approved_by": line(&waiver.approved_by),
                "approved_on": waiver.approved_on.to_string(),
                "expires": waiver.expires.to_string(),
                "ticket": waiver.ticket.as_ref().map(|ticket| line(ticket))
            })
        });
        let own = json!({
            "message": line(&format!("{}: expected {}; found {}", finding.subject, finding.expected, finding.actual)),
            "finding_info": {
                "uid": self.uid(&name),
                "title": line(title),
                "desc": control.map(|control| line(&control.description)).unwrap_or_default(),
                "types": ["finding"]
            },
            "compliance": Self::compliance(verdict, code, json!({
                "control": line(finding.control.as_str()),
                "requirements": criteria,
                "status_details": [line(&finding.actual)]
            })),
            "resources": [{
                "uid": line(&finding.subject),
                "name": line(&finding.subject),
                "namespace": line(finding.target.as_deref().unwrap_or(&finding.check))
            }],
            "evidences": evidence,
            "remediation": remediation,
            "unmapped": {
                "tickmark": {
                    "finding": line(&finding.id),
                    "check": line(&finding.check),
                    "target": finding.target.as_ref().map(|target| line(target)),
                    "expected": line(&finding.expected),
                    "actual": line(&finding.actual),
                    "occurred": finding.occurred.as_ref().map(|occurred| line(occurred)),
                    "severity_reason": finding.severity_reason.as_ref().map(|why| line(why)),
                    "waiver": waiver,
                    "attributes": attributes
                }
            }
        });
        let severity = severity(Some(finding.severity), verdict);
        self.event(&name, verdict, severity, own)
    }
}
