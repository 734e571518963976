//! What all events have in common.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clean::{Form, clean};
use crate::model::{ControlId, Location};
use crate::readiness::{AssessmentResult, ControlResult, EvidenceResult};
use crate::severity::Severity;

/// The schema that is written.
const SCHEMA: &str = "1.5.0";

/// What the criteria belong to.
const STANDARD: &str = "SOC 2 Trust Services Criteria 2017 (2022 points of focus)";

/// OCSF's `compliance.status_id`, with its caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Pass,
    /// No result for lack of information.
    Warning,
    Fail,
    /// A failure that a waiver accepts.
    Suppressed,
    /// None of OCSF's; the caption is our own.
    Other(&'static str),
}

impl Verdict {
    pub(super) fn id(self) -> u8 {
        match self {
            Self::Pass => 1,
            Self::Warning => 2,
            Self::Fail | Self::Suppressed => 3,
            Self::Other(_) => 99,
        }
    }

    pub(super) fn caption(self) -> &'static str {
        match self {
            Self::Pass => "Pass",
            Self::Warning => "Warning",
            Self::Fail | Self::Suppressed => "Fail",
            Self::Other(caption) => caption,
        }
    }

    /// The verdict on a control. A status that is not known shows nothing.
    pub(super) fn of_control(status: &str) -> Self {
        match status {
            "passes" | "attested" => Self::Pass,
            "fails" => Self::Fail,
            "waived" => Self::Suppressed,
            "not-applicable" => Self::Other("Not Applicable"),
            _ => Self::Warning,
        }
    }
}

/// OCSF's severity, with its caption.
pub(super) fn severity(severity: Option<Severity>, verdict: Verdict) -> (u8, &'static str) {
    match (verdict, severity) {
        (Verdict::Pass | Verdict::Other(_), _) => (1, "Informational"),
        (_, None) => (0, "Unknown"),
        (_, Some(Severity::Low)) => (2, "Low"),
        (_, Some(Severity::Medium)) => (3, "Medium"),
        (_, Some(Severity::High)) => (4, "High"),
        (_, Some(Severity::Critical)) => (5, "Critical"),
    }
}

/// A text on one line, visible throughout.
pub(super) fn line(text: &str) -> String {
    clean(text, Form::Block).replace(['\n', '\t'], " ")
}

/// The object without the fields that hold nothing.
pub(super) fn compact(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| {
            !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
        });
    }
    object
}

/// Milliseconds since 1970 at the begin of a day, in UTC.
pub(super) fn milliseconds(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC)
        .map_or(0, |time| time.timestamp().as_millisecond())
}

/// A result, with what is looked up in it again and again.
pub(super) struct Events<'a> {
    pub(super) result: &'a AssessmentResult,
    pub(super) controls: BTreeMap<&'a ControlId, &'a ControlResult>,
    evidence: BTreeMap<&'a str, &'a EvidenceResult>,
    /// The same for every result of one system.
    system: Uuid,
    /// This result's own.
    run: Uuid,
}

impl<'a> Events<'a> {
    pub(super) fn new(result: &'a AssessmentResult) -> io::Result<Self> {
        let readiness = &result.readiness;
        let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://tickmark.invalid/ns/ocsf");
        let info = &readiness.assessment;
        let system = format!("{:?}", (&info.organisation, &info.system));
        let digest = Sha256::digest(serde_json::to_vec(result)?);
        let controls = readiness.controls.iter();
        let evidence = readiness.evidence.iter();
        Ok(Self {
            result,
            controls: controls.map(|control| (&control.id, control)).collect(),
            evidence: evidence.map(|file| (&*file.path, file)).collect(),
            system: Uuid::new_v5(&namespace, system.as_bytes()),
            run: Uuid::new_v5(&namespace, &digest),
        })
    }

    /// What every event says of itself. `name` tells events of a result apart, and stays the same from
    /// run to run.
    pub(super) fn metadata(&self, name: &str) -> Value {
        let tool = &self.result.readiness.tool;
        json!({
            "version": SCHEMA,
            "uid": Uuid::new_v5(&self.run, name.as_bytes()).to_string(),
            "correlation_uid": self.run.to_string(),
            "product": {
                "name": line(&tool.name),
                "vendor_name": line(&tool.name),
                "version": line(&tool.version)
            }
        })
    }

    /// The identifier of what an event is about, the same from run to run.
    pub(super) fn uid(&self, name: &str) -> String {
        Uuid::new_v5(&self.system, name.as_bytes()).to_string()
    }

    /// An event of the class, from what is its own.
    pub(super) fn event(
        &self,
        name: &str,
        verdict: Verdict,
        severity: (u8, &'static str),
        own: Value,
    ) -> Value {
        let suppressed = verdict == Verdict::Suppressed;
        let info = &self.result.readiness.assessment;
        let mut event = json!({
            "activity_id": 1,
            "activity_name": "Create",
            "category_uid": 2,
            "category_name": "Findings",
            "class_uid": 2003,
            "class_name": "Compliance Finding",
            "type_uid": 200_301,
            "type_name": "Compliance Finding: Create",
            "time": milliseconds(info.as_of),
            "start_time": info.period.map(|(first, _)| milliseconds(first)),
            "end_time": info.period.map(|(_, last)| milliseconds(last)),
            "severity_id": severity.0,
            "severity": severity.1,
            "status_id": if suppressed { 3 } else { 1 },
            "status": if suppressed { "Suppressed" } else { "New" },
            "metadata": self.metadata(name)
        });
        if let (Some(fields), Value::Object(own)) = (event.as_object_mut(), own) {
            fields.extend(own);
        }
        compact(event)
    }

    /// The part of an event on what was judged.
    pub(super) fn compliance(verdict: Verdict, code: &str, own: Value) -> Value {
        let mut compliance = json!({
            "standards": [STANDARD],
            "status_id": verdict.id(),
            "status": verdict.caption(),
            "status_code": line(code)
        });
        if let (Some(fields), Value::Object(own)) = (compliance.as_object_mut(), own) {
            fields.extend(own);
        }
        compact(compliance)
    }

    /// A place in a file as evidence, with the file's digest where it was read.
    pub(super) fn evidence(&self, location: &Location) -> Value {
        let read = self.evidence.get(&*location.path).copied();
        let path = line(&location.path);
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        // OCSF takes only hexadecimal digits for a digest.
        let sha256 = read.map(|file| file.sha256.as_str()).filter(|digest| {
            !digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let hashes: Vec<Value> = sha256
            .map(|value| json!({ "algorithm": "SHA-256", "algorithm_id": 3, "value": value }))
            .into_iter()
            .collect();
        let provenance = read.and_then(|file| file.provenance.as_ref());
        let known = |text: Option<&String>| text.map(|text| line(text));
        let data = compact(json!({
            "path": path,
            "line": location.line,
            "column": location.column,
            "pointer": location.pointer.as_ref().map(|pointer| line(pointer)),
            "collected": provenance.map(|known| known.collected.to_string()),
            "source": known(provenance.and_then(|known| known.source.as_ref())),
            "query": known(provenance.and_then(|known| known.query.as_ref())),
            "collected_by": known(provenance.and_then(|known| known.collected_by.as_ref()))
        }));
        let file = compact(json!({
            "name": name,
            "path": path,
            "type_id": 1,
            "size": read.map(|file| file.size),
            "hashes": hashes
        }));
        json!({ "data": data, "file": file })
    }
}
