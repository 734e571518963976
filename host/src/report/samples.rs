//! Results for the tests of reports, made by hand: one of each kind of thing, and the same with hostile
//! text in every field that a stranger can fill.

use serde_json::{Map, Value, json};

use crate::criteria::Criterion;
use crate::readiness::{AssessmentResult, Finding};

/// Text that would act on its reader in some format.
pub(super) const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "]]><failure/>&amp;\"'",
    "::error file=x,line=1::owned",
    "a\n::set-output name=x::y\r\n::stop-commands::t\n",
    "\u{a0}::add-mask::x, : %0A%25",
    "##[add-mask]x ##vso[task.complete]",
    "| x | [y](javascript:z) | ` # \\",
    "[text](1) {0}",
    "=HYPERLINK(\"http://example.invalid\")",
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m",
    "\u{202e}drowssap\u{202c}\u{200b}\u{2028}",
    "../../etc/passwd",
];

/// Fields that a stranger can fill.
const FREE: [&str; 30] = [
    "actual",
    "approved-by",
    "attribute",
    "check",
    "conclusion",
    "control",
    "description",
    "detail",
    "expected",
    "message",
    "name",
    "organisation",
    "owner",
    "path",
    "plugin",
    "pointer",
    "rationale",
    "reason",
    "remediation",
    "rule",
    "samples",
    "severity-reason",
    "statement",
    "subject",
    "system",
    "target",
    "ticket",
    "title",
    "unusable-plugins",
    "occurred",
];

/// A result with every status and outcome.
pub(super) fn result() -> AssessmentResult {
    serde_json::from_value(value()).unwrap()
}

/// The same with one hostile text in every free field.
pub(super) fn hostile(text: &str) -> AssessmentResult {
    let mut value = value();
    poison(&mut value, text, false);
    // Controls and findings refer to each other by these.
    for control in value["controls"].as_array_mut().unwrap() {
        control["id"] = text.into();
    }
    serde_json::from_value(value).unwrap()
}

fn poison(value: &mut Value, text: &str, free: bool) {
    match value {
        Value::String(string) if free => text.clone_into(string),
        Value::Array(list) => list.iter_mut().for_each(|value| poison(value, text, free)),
        Value::Object(fields) => {
            for (name, value) in fields {
                poison(value, text, FREE.contains(&name.as_str()));
            }
        }
        _ => {}
    }
}

/// An open failure of `plugin/fails`.
pub(super) fn failing(subject: &str) -> Finding {
    serde_json::from_value(finding("fails", subject, "fail", "high")).unwrap()
}

fn finding(control: &str, subject: &str, outcome: &str, severity: &str) -> Value {
    json!({
        "id": format!("{control}-{subject}"),
        "control": format!("plugin/{control}"),
        "check": "hosts",
        "target": "eu-1",
        "subject": subject,
        "outcome": outcome,
        "severity": severity,
        "expected": "mfa is on",
        "actual": "mfa is off",
        "locations": [
            {"path": format!("hosts/{subject}.csv"), "line": 7},
            {"path": "hosts/all.json", "line": 2, "column": 3, "pointer": "/users/0"}
        ],
        "attributes": {"attribute": "value"}
    })
}

fn control(id: &str, status: &str, criteria: &[&str]) -> Value {
    let edges: Vec<Value> = criteria
        .iter()
        .map(|id| json!({"criterion": id, "relation": "implements", "rationale": "It is asked for."}))
        .collect();
    json!({
        "id": format!("plugin/{id}"),
        "title": format!("{id} holds"),
        "description": "What is examined.",
        "severity": "high",
        "method": "configuration",
        "status": status,
        "counts": {"fail": 0, "waived": 0, "inconclusive": 0, "pass": 0, "not-applicable": 0},
        "examined": 1,
        "remediation": "Turn it on. Then collect again.",
        "criteria": edges
    })
}

fn criterion(criterion: Criterion) -> Value {
    let id = criterion.id();
    let status = match id {
        "CC6.1" => "gap",
        "CC6.2" => "excepted",
        "CC6.6" => "ready",
        "CC6.4" => "not-relevant",
        id if id.starts_with("CC") => "unproven",
        _ => "out-of-scope",
    };
    let mut value = json!({
        "id": id,
        "category": criterion.category().name(),
        "title": criterion.title(),
        "status": status,
        "reason": format!("{id} has a reason"),
    });
    if status == "gap" {
        value["severity"] = "critical".into();
        value["controls"] = json!([{
            "control": "plugin/fails", "relation": "implements", "rationale": "It is.", "status": "fails"
        }]);
    }
    value
}

fn summary(criteria: &[Value]) -> Map<String, Value> {
    let count = |status: &str| {
        criteria
            .iter()
            .filter(|criterion| criterion["status"] == status)
            .count()
    };
    let mut summary: Map<String, Value> = Map::new();
    for status in [
        "ready",
        "excepted",
        "unproven",
        "gap",
        "not-relevant",
        "out-of-scope",
    ] {
        summary.insert(status.to_owned(), count(status).into());
    }
    let relevant = 61 - count("not-relevant") - count("out-of-scope");
    summary.insert("relevant".to_owned(), relevant.into());
    summary.insert("is-ready".to_owned(), false.into());
    summary
}

fn value() -> Value {
    let reason =
        json!({"code": "stale-input", "check": "hosts", "message": "`a.csv` is 30 days old"});
    let criteria: Vec<Value> = Criterion::all().map(criterion).collect();
    let summary = summary(&criteria);
    let mut accepted = finding("waived", "two", "fail", "medium");
    accepted["waiver"] = 0.into();
    let mut nowhere = finding("fails", "four", "fail", "low");
    nowhere["locations"] = json!([]);
    let mut unproven = control("unproven", "unproven", &["CC7.1"]);
    unproven["reasons"] = json!([reason]);
    let mut attested = control("attested", "attested", &["CC6.6"]);
    attested["attestation"] = 0.into();
    let mut aside = control("aside", "not-applicable", &["CC7.2"]);
    aside["not-applicable"] = json!(["no-occurrence"]);
    json!({
        "version": 1,
        "tool": {"name": "tickmark", "version": "0.1.0"},
        "assessment": {
            "organisation": "Acme", "system": "API", "type": 1, "as-of": "2026-11-22",
            "categories": ["security"]
        },
        "summary": summary,
        "criteria": criteria,
        "controls": [
            aside,
            attested,
            control("fails", "fails", &["CC6.1", "CC6.2"]),
            control("passes", "passes", &["CC6.6"]),
            unproven,
            control("waived", "waived", &["CC6.2"]),
        ],
        "findings": [
            finding("fails", "zero", "fail", "critical"),
            finding("fails", "one", "fail", "medium"),
            nowhere,
            accepted,
            finding("unproven", "five", "inconclusive", "high"),
            finding("passes", "six", "pass", "high"),
            finding("passes", "seven", "not-applicable", "high"),
        ],
        "checks": [{
            "name": "hosts", "plugin": "plugin", "config-sha256": "00",
            "units": [
                {"target": "eu-1", "state": "ran", "inputs": []},
                {
                    "target": "us-1", "state": "failed", "inputs": [],
                    "failure": {"kind": "trapped", "message": "it crashed"}
                }
            ]
        }, {
            "name": "off", "plugin": "plugin", "config-sha256": "00", "disabled": "not now",
            "units": [{"state": "disabled", "inputs": []}]
        }],
        "plugins": [{"id": "plugin", "version": "1.0.0", "title": "A plugin", "sha256": "00"}],
        "evidence": [],
        "waivers": [{
            "control": "plugin/waived", "subject": "two", "reason": "It is replaced in March.",
            "owner": "Ann", "approved-by": "Ben", "approved-on": "2026-11-01",
            "expires": "2026-12-01", "state": "used", "findings": 1, "concerns": ["expires-soon"]
        }],
        "attestations": [{
            "control": "plugin/attested", "statement": "It is on.", "owner": "Ann",
            "date": "2026-10-01", "expires": "2027-10-01", "without-evidence": "none needed",
            "state": "current", "detail": "current until 2027-10-01"
        }],
        "mapping": [{"code": "supported-only", "control": "plugin/aside", "message": "odd"}],
        "unusable-plugins": ["broken.wasm: not a component"],
        "unevaluated": [reason],
        "gate": {
            "exit-code": 2, "met": false, "conclusion": "1 thing could not be evaluated",
            "rules": [
                {"rule": "fail-on", "held": false, "detail": "1 control fails"},
                {"rule": "minimum-ready", "held": true, "detail": "2 of 32 ready"}
            ]
        },
        "baseline": {
            "as-of": "2026-10-22", "sha256": "00", "known": 1,
            "new": [{
                "id": "fails-zero", "control": "plugin/fails", "target": "eu-1", "subject": "zero",
                "severity": "critical", "elsewhere": "absent"
            }],
            "fixed": [], "criteria": [{"id": "CC6.1", "before": "ready", "now": "gap"}]
        }
    })
}
