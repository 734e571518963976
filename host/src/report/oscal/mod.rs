//! The result as OSCAL assessment results (NIST OSCAL 1.1), with the catalog that it speaks of.
//!
//! OSCAL knows two states of a control, `satisfied` and `not-satisfied`. Only what is ready is
//! `satisfied`. A gap is `not-satisfied` with the reason `fail`; what is excepted or unproven is
//! `not-satisfied` with the reason `other`. Criteria that are not relevant or out of scope have no
//! finding: they are excluded from the reviewed controls. Each of the 61 has a property
//! `criterion-status` of the result, so that all six statuses can be counted.

mod actors;
mod catalog;
mod criteria;
mod ids;
mod observations;
mod properties;
mod resources;
mod risks;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use self::ids::Ids;
use self::text::{NAMESPACE, line, lines, midnight};
use crate::model::ControlId;
use crate::readiness::{AssessmentResult, ControlResult};

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    let document = Document::new(result)?;
    write(&document.whole(), out)
}

/// Writes the catalog. It is the same for every result.
pub fn render_catalog(_: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    write(&catalog::catalog(), out)
}

fn write(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// A result, with what is looked up in it again and again.
struct Document<'a> {
    result: &'a AssessmentResult,
    ids: Ids,
    controls: BTreeMap<&'a ControlId, &'a ControlResult>,
    /// The positions of each control's findings.
    findings: BTreeMap<&'a ControlId, Vec<usize>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Whole<'a> {
    assessment_results: AssessmentResults<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct AssessmentResults<'a> {
    uuid: String,
    metadata: Value,
    import_ap: Value,
    results: [ResultPart<'a>; 1],
    back_matter: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ResultPart<'a> {
    uuid: String,
    title: String,
    description: String,
    start: String,
    end: String,
    props: Vec<Value>,
    local_definitions: Value,
    reviewed_controls: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attestations: Vec<Value>,
    #[serde(skip_serializing_if = "Each::is_empty")]
    observations: Each<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    risks: Vec<Value>,
    #[serde(skip_serializing_if = "Each::is_empty")]
    findings: Each<'a>,
}

type Values<'a> = Box<dyn Iterator<Item = Value> + 'a>;

/// A list whose entries are made while they are written: a result may hold many thousand.
struct Each<'a>(Box<dyn Fn() -> Values<'a> + 'a>);

impl Each<'_> {
    fn is_empty(&self) -> bool {
        (self.0)().next().is_none()
    }
}

impl Serialize for Each<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl<'a> Document<'a> {
    fn new(result: &'a AssessmentResult) -> io::Result<Self> {
        let readiness = &result.readiness;
        let mut findings: BTreeMap<&ControlId, Vec<usize>> = BTreeMap::new();
        for (index, finding) in readiness.findings.iter().enumerate() {
            findings.entry(&finding.control).or_default().push(index);
        }
        let controls = readiness.controls.iter();
        Ok(Self {
            result,
            ids: Ids::of_result(result)?,
            controls: controls.map(|control| (&control.id, control)).collect(),
            findings,
        })
    }

    fn whole(&self) -> Whole<'_> {
        let plan = self.ids.of("resource", "plan");
        Whole {
            assessment_results: AssessmentResults {
                uuid: self.ids.document(),
                metadata: self.metadata(),
                import_ap: json!({
                    "href": format!("#{plan}"),
                    "remarks": "A plan made from the results; it is attached."
                }),
                results: [self.part()],
                back_matter: json!({ "resources": self.resources() }),
            },
        }
    }

    fn metadata(&self) -> Value {
        let info = &self.result.readiness.assessment;
        let whose = match (&info.system, &info.organisation) {
            (Some(system), Some(organisation)) => format!(": {system}, {organisation}"),
            _ => String::new(),
        };
        text::compact(json!({
            "title": line(&format!("SOC 2 readiness{whose}")),
            "last-modified": midnight(info.as_of),
            "version": info.as_of.to_string(),
            "oscal-version": catalog::OSCAL_VERSION,
            "roles": actors::roles(),
            "parties": self.parties(),
            "remarks": lines(&format!(
                "Readiness on the as-of date, as {} reports it; no auditor's opinion. Properties \
                 with the namespace {NAMESPACE} are its own words.",
                self.result.readiness.tool.name
            ))
        }))
    }

    fn part(&self) -> ResultPart<'_> {
        let info = &self.result.readiness.assessment;
        let (start, end) = match info.period {
            Some((first, last)) => (midnight(first), format!("{last}T23:59:59Z")),
            None => (midnight(info.as_of), midnight(info.as_of)),
        };
        ResultPart {
            uuid: self.ids.of("result", ""),
            title: format!("Readiness, type {}, as of {}", info.kind, info.as_of),
            description: lines(&self.result.gate.conclusion),
            start,
            end,
            props: self.properties(),
            local_definitions: self.local_definitions(),
            reviewed_controls: self.reviewed_controls(),
            attestations: self.attestations(),
            observations: Each(Box::new(|| self.observations())),
            risks: self.risks(),
            findings: Each(Box::new(|| self.criteria_findings())),
        }
    }
}
