//! What was observed: of every control, of every subject, of attestations and of subservice
//! organisations.
//!
//! The method is `EXAMINE` (NIST SP 800-53A): tickmark reads records of a system and exercises none.

use serde_json::{Value, json};

use super::actors::ATTESTOR;
use super::text::{NAMESPACE, compact, explained, line, lines, maybe, midnight, moment, prop};
use super::{Document, Values};
use crate::model::{ControlId, Location, Method};
use crate::readiness::{
    AttestationResult, AttestationState, CitedFile, ControlResult, Finding, SubserviceResult,
};

fn method(method: Method) -> &'static str {
    match method {
        Method::Configuration => "configuration",
        Method::Records => "records",
        Method::Document => "document",
    }
}

impl Document<'_> {
    pub(super) fn control_observation(&self, control: &ControlId) -> String {
        self.ids.of("observation/control", control)
    }

    pub(super) fn finding_observation(&self, index: usize) -> String {
        self.ids.of("observation/finding", index)
    }

    pub(super) fn attestation_observation(&self, index: usize) -> String {
        self.ids.of("observation/attestation", index)
    }

    pub(super) fn subservice_observation(&self, index: usize) -> String {
        self.ids.of("observation/subservice", index)
    }

    pub(super) fn attestation_uuid(&self, index: usize) -> String {
        self.ids.of("attestation", index)
    }

    /// All observations.
    pub(super) fn observations(&self) -> Values<'_> {
        let readiness = &self.result.readiness;
        let findings = readiness.findings.iter().enumerate();
        let attestations = readiness.attestations.iter().enumerate();
        let subservices = readiness.subservices.iter().enumerate();
        Box::new(
            readiness
                .controls
                .iter()
                .map(|control| self.of_control(control))
                .chain(findings.map(|(index, finding)| self.of_finding(index, finding)))
                .chain(attestations.map(|(index, entry)| self.of_attestation(index, entry)))
                .chain(subservices.map(|(index, entry)| self.of_subservice(index, entry))),
        )
    }

    fn of_control(&self, control: &ControlResult) -> Value {
        let counts = &control.counts;
        let population = control.population.map(|size| size.to_string());
        let mut props = vec![
            prop("control", control.id.as_str()),
            prop("control-status", &control.status),
            prop("severity", control.severity.name()),
            prop("method", method(control.method)),
            prop("examined", &control.examined.to_string()),
        ];
        props.extend(maybe("population", population.as_deref()));
        for (name, count) in [
            ("count-fail", counts.fail),
            ("count-waived", counts.waived),
            ("count-inconclusive", counts.inconclusive),
            ("count-pass", counts.pass),
            ("count-not-applicable", counts.not_applicable),
        ] {
            props.push(prop(name, &count.to_string()));
        }
        props.extend(control.samples.iter().map(|sample| prop("sample", sample)));
        let attestation = control
            .attestation
            .map(|index| prop("attestation", &self.attestation_uuid(index)));
        props.extend(attestation);
        let reasons = control.reasons.iter();
        props
            .extend(reasons.map(|reason| explained("reason", reason.code.name(), &reason.message)));
        props.extend(control.criteria.iter().map(|edge| {
            let value = format!("{} {}", edge.relation.name(), edge.criterion);
            explained("criterion", &value, &edge.rationale)
        }));
        json!({
            "uuid": self.control_observation(&control.id),
            "title": line(&format!("{}: {}", control.id, control.status)),
            "description": lines(&format!("{}\n{}", control.title, control.description)),
            "props": props,
            "methods": ["EXAMINE"],
            "types": ["control-objective"],
            "origins": self.origins(Some(&control.id)),
            "collected": midnight(self.result.readiness.assessment.as_of)
        })
    }

    fn of_finding(&self, index: usize, finding: &Finding) -> Value {
        let standing = match finding.waiver {
            Some(_) => "waived",
            None => finding.outcome.name(),
        };
        let severity = finding.severity.name();
        let mut props = vec![
            prop("finding-id", &finding.id),
            prop("control", finding.control.as_str()),
            prop("outcome", standing),
            match &finding.severity_reason {
                Some(why) => explained("severity", severity, why),
                None => prop("severity", severity),
            },
            prop("check", &finding.check),
        ];
        props.extend(maybe("target", finding.target.as_deref()));
        props.extend(maybe("occurred", finding.occurred.as_deref()));
        let waiver = finding.waiver.map(|waiver| self.waiver_risk(waiver));
        props.extend(maybe("waiver", waiver.as_deref()));
        let attributes = finding.attributes.iter();
        props.extend(attributes.map(|(name, value)| prop("attribute", &format!("{name}={value}"))));
        let (collected, basis) = self.collected(finding);
        props.push(prop("collected-from", basis));
        let evidence: Vec<Value> = finding
            .locations
            .iter()
            .map(|location| self.location(location))
            .collect();
        compact(json!({
            "uuid": self.finding_observation(index),
            "title": line(&format!("{standing}: {} ({})", finding.subject, finding.control)),
            "description": lines(&format!("Expected: {}\nFound: {}", finding.expected, finding.actual)),
            "props": props,
            "methods": ["EXAMINE"],
            "types": ["finding"],
            "origins": self.origins(Some(&finding.control)),
            "subjects": [{
                "subject-uuid": self.subject(finding),
                "type": "inventory-item",
                "title": line(&finding.subject)
            }],
            "relevant-evidence": evidence,
            "collected": collected
        }))
    }

    /// When the information of a finding was collected: with the oldest of the files that it cites,
    /// else on the as-of date, for which it was judged.
    fn collected(&self, finding: &Finding) -> (String, &'static str) {
        let evidence = &self.result.readiness.evidence;
        let times: Option<Vec<_>> = finding
            .locations
            .iter()
            .map(|location| {
                let position = evidence.binary_search_by(|file| file.path.cmp(&location.path));
                let provenance = evidence[position.ok()?].provenance.as_ref()?;
                Some(provenance.collected)
            })
            .collect();
        let oldest = times.and_then(|times| times.into_iter().min());
        match oldest.filter(|time| moment(crate::date::utc_day(*time)).is_some()) {
            Some(time) => (time.to_string(), "evidence"),
            None => (
                midnight(self.result.readiness.assessment.as_of),
                "as-of-date",
            ),
        }
    }

    fn location(&self, location: &Location) -> Value {
        let evidence = &self.result.readiness.evidence;
        let known = evidence
            .binary_search_by(|file| file.path.cmp(&location.path))
            .is_ok();
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let props: Vec<Value> = [
            maybe("line", number(location.line).as_deref()),
            maybe("column", number(location.column).as_deref()),
            maybe("pointer", location.pointer.as_deref()),
        ]
        .into_iter()
        .flatten()
        .collect();
        compact(json!({
            "href": known.then(|| self.evidence(&location.path)),
            "description": lines(&location.to_string()),
            "props": props
        }))
    }

    /// The statements of people. One that does not count says so in its title.
    pub(super) fn attestations(&self) -> Vec<Value> {
        let attestations = self.result.readiness.attestations.iter().enumerate();
        attestations
            .map(|(index, entry)| {
                let links: Vec<Value> = entry
                    .evidence
                    .iter()
                    .map(|file| self.file_link(file))
                    .collect();
                let part = compact(json!({
                    "uuid": self.attestation_uuid(index),
                    "name": "attestation",
                    "ns": NAMESPACE,
                    "title": attestation_title(entry),
                    "props": attestation_props(entry),
                    "prose": lines(&entry.statement),
                    "links": links
                }));
                json!({
                    "responsible-parties": [{
                        "role-id": ATTESTOR,
                        "party-uuids": [self.person(&entry.owner)]
                    }],
                    "parts": [part]
                })
            })
            .collect()
    }

    /// The same as an observation, which a criterion's finding can name.
    fn of_attestation(&self, index: usize, entry: &AttestationResult) -> Value {
        let mut props = attestation_props(entry);
        props.push(prop("attestation", &self.attestation_uuid(index)));
        compact(json!({
            "uuid": self.attestation_observation(index),
            "title": attestation_title(entry),
            "description": lines(&entry.statement),
            "props": props,
            // A statement of a person, and nothing that was looked at.
            "methods": ["INTERVIEW"],
            "types": ["attestation"],
            "origins": [{ "actors": [{ "type": "party", "actor-uuid": self.person(&entry.owner) }] }],
            "relevant-evidence": self.cited_evidence(&entry.evidence),
            "collected": moment(entry.date)
                .unwrap_or_else(|| midnight(self.result.readiness.assessment.as_of)),
            "expires": moment(entry.expires)
        }))
    }

    fn of_subservice(&self, index: usize, entry: &SubserviceResult) -> Value {
        let letter = entry.bridge_letter.as_ref();
        let files = entry
            .report
            .iter()
            .chain(letter.and_then(|letter| letter.file.as_ref()));
        compact(json!({
            "uuid": self.subservice_observation(index),
            "title": line(&format!("Inheritance, {}: {}", entry.state.name(), entry.organisation)),
            "description": lines(&entry.detail),
            "props": [explained("state", entry.state.name(), &entry.detail)],
            "methods": ["EXAMINE"],
            "types": ["inheritance"],
            "origins": self.origins(None),
            "subjects": [{
                "subject-uuid": self.subservice_uuid(index),
                "type": "component",
                "title": line(&entry.organisation)
            }],
            "relevant-evidence": self.cited_evidence(files),
            "collected": midnight(self.result.readiness.assessment.as_of)
        }))
    }

    fn cited_evidence<'f>(&self, files: impl IntoIterator<Item = &'f CitedFile>) -> Vec<Value> {
        files
            .into_iter()
            .map(|file| {
                json!({ "href": self.evidence(&file.path), "description": lines(&file.path) })
            })
            .collect()
    }
}

fn attestation_title(entry: &AttestationResult) -> String {
    match entry.state {
        AttestationState::Current => "Attestation".to_owned(),
        state => format!("Attestation, {}: it does not count", state.name()),
    }
}

fn attestation_props(entry: &AttestationResult) -> Vec<Value> {
    let criteria = entry.criteria.iter();
    [
        explained("state", entry.state.name(), &entry.detail),
        prop("date", &entry.date.to_string()),
        prop("expires", &entry.expires.to_string()),
    ]
    .into_iter()
    .chain(maybe("control", entry.control.as_deref()))
    .chain(maybe("without-evidence", entry.without_evidence.as_deref()))
    .chain(criteria.map(|criterion| prop("criterion", criterion.id())))
    .collect()
}
