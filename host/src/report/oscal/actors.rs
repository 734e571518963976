//! Who and what took part: people, the organisation, tickmark and its plugins, subservice
//! organisations, and the items that were examined.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Document;
use super::text::{compact, explained, line, lines, maybe, prop, string};
use crate::model::ControlId;
use crate::readiness::{Finding, SubserviceResult, SubserviceState};

/// Who states and answers for an attestation.
pub(super) const ATTESTOR: &str = "attestor";

/// The roles that occur.
pub(super) fn roles() -> Value {
    json!([{ "id": ATTESTOR, "title": "States and answers for an attestation" }])
}

impl Document<'_> {
    /// The organisation, and the people who answer for something.
    pub(super) fn parties(&self) -> Vec<Value> {
        let readiness = &self.result.readiness;
        let organisation = readiness.assessment.organisation.iter().map(|name| {
            json!({
                "uuid": self.ids.of("organisation", ""),
                "type": "organization",
                "name": string(name)
            })
        });
        let attestors = readiness.attestations.iter().map(|entry| &entry.owner);
        let accepting = readiness
            .waivers
            .iter()
            .flat_map(|waiver| [&waiver.owner, &waiver.approved_by]);
        let people: BTreeSet<&String> = attestors.chain(accepting).collect();
        let people = people.into_iter().map(
            |name| json!({ "uuid": self.person(name), "type": "person", "name": string(name) }),
        );
        organisation.chain(people).collect()
    }

    /// A person's UUID.
    pub(super) fn person(&self, name: &str) -> String {
        self.ids.of("person", name)
    }

    /// tickmark as an actor, with the plugin that decided a control.
    pub(super) fn origins(&self, control: Option<&ControlId>) -> Value {
        let plugin = control.and_then(|control| {
            let id = control.as_str().split('/').next()?;
            let plugins = &self.result.readiness.plugins;
            plugins.iter().find(|plugin| plugin.id == id)
        });
        let plugin = plugin.map(|plugin| self.ids.of("plugin", &plugin.id));
        let actors: Vec<Value> = plugin
            .into_iter()
            .chain([self.ids.of("tool", "")])
            .map(|uuid| json!({ "type": "tool", "actor-uuid": uuid }))
            .collect();
        json!([{ "actors": actors }])
    }

    /// What the result itself defines.
    pub(super) fn local_definitions(&self) -> Value {
        let readiness = &self.result.readiness;
        let tool = &readiness.tool;
        let tools: Vec<Value> = std::iter::once(software(
            &self.ids.of("tool", ""),
            &tool.name,
            "Merges what plugins find into a readiness result.",
            &[prop("version", &tool.version)],
        ))
        .chain(readiness.plugins.iter().map(|plugin| {
            software(
                &self.ids.of("plugin", &plugin.id),
                &plugin.id,
                &lines(&plugin.title),
                &[
                    prop("version", &plugin.version),
                    prop("sha256", &plugin.sha256),
                ],
            )
        }))
        .collect();
        let uses: Vec<Value> = tools
            .iter()
            .map(|tool| json!({ "component-uuid": tool["uuid"] }))
            .collect();
        let subservices = readiness.subservices.iter().enumerate();
        let subservices: Vec<Value> = subservices
            .map(|(index, entry)| self.subservice(index, entry))
            .collect();
        compact(json!({
            "components": subservices,
            "inventory-items": self.subjects(),
            "assessment-assets": {
                "components": tools,
                "assessment-platforms": [{
                    "uuid": self.ids.of("platform", ""),
                    "title": line(&tool.name),
                    "uses-components": uses
                }]
            }
        }))
    }

    /// The UUID of the item that a finding is about.
    pub(super) fn subject(&self, finding: &Finding) -> String {
        self.ids.of("subject", format!("{:?}", key(finding)))
    }

    /// The items that were examined, each once.
    fn subjects(&self) -> Vec<Value> {
        let findings = &self.result.readiness.findings;
        let mut seen = BTreeSet::new();
        findings
            .iter()
            .filter(|finding| seen.insert(key(finding)))
            .map(|finding| {
                let target = maybe("target", finding.target.as_deref());
                let props: Vec<Value> = std::iter::once(prop("check", &finding.check))
                    .chain(target)
                    .collect();
                json!({
                    "uuid": self.subject(finding),
                    "description": lines(&finding.subject),
                    "props": props
                })
            })
            .collect()
    }

    /// The UUID of a subservice organisation's part in the system.
    pub(super) fn subservice_uuid(&self, index: usize) -> String {
        self.ids.of("subservice", index)
    }

    fn subservice(&self, index: usize, entry: &SubserviceResult) -> Value {
        let operational = entry.state == SubserviceState::Current;
        let letter = entry.bridge_letter.as_ref();
        let until = letter.map(|letter| letter.until.to_string());
        let files = entry
            .report
            .iter()
            .chain(letter.and_then(|letter| letter.file.as_ref()));
        let links: Vec<Value> = files.map(|file| self.file_link(file)).collect();
        let mut props = vec![
            prop("method", entry.method.name()),
            explained("state", entry.state.name(), &entry.detail),
            prop("report-type", &entry.report_type),
            prop("period-start", &entry.period.0.to_string()),
            prop("period-end", &entry.period.1.to_string()),
            prop("covered-until", &entry.covered_until.to_string()),
        ];
        props.extend(maybe("bridge-letter-until", until.as_deref()));
        props.extend(
            entry
                .criteria
                .iter()
                .map(|criterion| prop("criterion", criterion.id())),
        );
        props.extend(entry.user_entity_controls.iter().map(|control| {
            let value = format!("{}: {}", control.id, control.state.name());
            let remarks = format!("{}\n{}", control.expectation, control.detail);
            explained("user-entity-control", &value, &remarks)
        }));
        compact(json!({
            "uuid": self.subservice_uuid(index),
            "type": "service",
            "title": line(&entry.organisation),
            "description": lines(&entry.service),
            "props": props,
            "links": links,
            "status": { "state": if operational { "operational" } else { "other" } }
        }))
    }
}

/// What tells one item from another.
fn key(finding: &Finding) -> (&str, Option<&str>, &str) {
    (&finding.check, finding.target.as_deref(), &finding.subject)
}

fn software(uuid: &str, name: &str, description: &str, props: &[Value]) -> Value {
    json!({
        "uuid": uuid,
        "type": "software",
        "title": line(name),
        "description": description,
        "props": props,
        "status": { "state": "operational" }
    })
}
