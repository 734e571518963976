//! A small result with everything in it that a result can hold, for the tests of reports.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::criteria::{Category, Criterion};
use crate::readiness::AssessmentResult;

/// What acts on terminals, browsers, spreadsheets, Markdown and pipelines, in one line.
pub(crate) const HOSTILE: &str = "<script>alert(1)</script>&amp; @team/all #12 GH-7 !3 a@example.com https://example.com/x www.example.com [x](https://example.com) ![x](y) [^1] </details> |x| `y` ``z`` *b* _i_ ~s~ $m$ :smile: =1+1 ::error::no -- \\ \"q\" 'q' \u{1b}[31m \u{202e}\u{200b} 0123456789abcdef0123456789abcdef01234567";

/// A result in which every status of controls and criteria occurs, with attestations, a subservice
/// organisation, waivers with concerns, mapping notes and a baseline.
pub(crate) fn sample() -> AssessmentResult {
    serde_json::from_value(value()).unwrap()
}

/// The same with a hostile text in the place of every text that can hold one.
pub(crate) fn hostile() -> AssessmentResult {
    with_texts(&|text| format!("{text} {HOSTILE}\n# head\n- item\n```\n"))
}

/// The sample with each of its texts replaced, wherever the format takes any text at all. What controls,
/// checks and so on are found by stays as it is: otherwise nothing would lead from one to the other, and
/// less would be shown.
pub(crate) fn with_texts(replace: &dyn Fn(&str) -> String) -> AssessmentResult {
    const NAMES: [&str; 8] = [
        "/id", "/control", "/status", "/outcome", "/state", "/before", "/now", "/plugin",
    ];
    replaced(replace, &|pointer| {
        !NAMES.iter().any(|end| pointer.ends_with(end))
    })
}

/// The same with what things are found by replaced too.
pub(crate) fn with_every_text(replace: &dyn Fn(&str) -> String) -> AssessmentResult {
    replaced(replace, &|_| true)
}

fn replaced(replace: &dyn Fn(&str) -> String, wanted: &dyn Fn(&str) -> bool) -> AssessmentResult {
    let mut value = value();
    for pointer in FREE.iter().filter(|pointer| wanted(pointer)) {
        let place = value.pointer_mut(pointer).unwrap();
        *place = Value::String(replace(place.as_str().unwrap()));
    }
    serde_json::from_value(value).unwrap()
}

/// The places of texts that may be any text.
static FREE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut value = value();
    let mut pointers = Vec::new();
    texts(&value, &mut String::new(), &mut pointers);
    pointers.retain(|pointer| {
        let place = value.pointer_mut(pointer).unwrap();
        let before = std::mem::replace(place, json!("any text"));
        let is_free = serde_json::from_value::<AssessmentResult>(value.clone()).is_ok();
        *value.pointer_mut(pointer).unwrap() = before;
        is_free
    });
    pointers
});

/// The places of all texts.
fn texts(value: &Value, at: &mut String, found: &mut Vec<String>) {
    let length = at.len();
    let mut below = |key: &str, value: &Value| {
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        texts(value, at, found);
        at.truncate(length);
    };
    match value {
        Value::String(_) => found.push(at.clone()),
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                below(&index.to_string(), value);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                below(key, value);
            }
        }
        _ => {}
    }
}

fn edge(control: &str, relation: &str, status: &str) -> Value {
    json!({ "control": control, "relation": relation, "rationale": format!("{control} has a part in it."), "status": status })
}

fn reason(message: &str) -> Value {
    json!({ "code": "stale-input", "check": "logs", "target": "eu-1", "message": message })
}

/// The criteria of which there is something to say.
fn criterion(id: &str) -> Option<Value> {
    Some(match id {
        "CC1.1" => {
            json!({ "status": "ready", "reason": "an attestation stands for it", "standings": [
            { "basis": "attestation", "index": 0, "holds": true, "reason": "current until 2027-06-01" },
        ] })
        }
        "CC1.2" => {
            json!({ "status": "unproven", "reason": "an attestation has expired", "standings": [
            { "basis": "attestation", "index": 1, "holds": false, "reason": "expired on 2026-06-01" },
        ] })
        }
        "CC6.1" => {
            json!({ "status": "gap", "reason": "acme/locks fails", "severity": "high", "controls": [
            edge("acme/locks", "implements", "fails"),
            edge("acme/doors", "supports", "waived"),
            edge("acme/keys", "supports", "passes"),
        ] })
        }
        "CC6.2" => {
            json!({ "status": "unproven", "reason": "acme/logs is unproven", "reasons": [reason("logs/eu-1.json is 40 days old")], "controls": [
            edge("acme/logs", "implements", "unproven"),
        ] })
        }
        "CC6.3" => json!({ "status": "excepted", "reason": "acme/doors is waived", "controls": [
            edge("acme/doors", "implements", "waived"),
        ] }),
        "CC6.4" => json!({ "status": "not-relevant", "reason": "No premises." }),
        "CC6.5" => json!({ "status": "ready", "reason": "acme/keys passes", "controls": [
            edge("acme/keys", "implements", "passes"),
            edge("acme/drill", "implements", "attested"),
        ] }),
        "CC6.6" => {
            json!({ "status": "unproven", "reason": "no implementing control applies, so nothing shows that it is met", "controls": [
            edge("acme/guests", "implements", "not-applicable"),
            edge("acme/keys", "supports", "passes"),
        ] })
        }
        "A1.2" => {
            json!({ "status": "ready", "reason": "a subservice organisation carries it", "standings": [
            { "basis": "inheritance", "index": 0, "holds": true, "reason": "covered until 2026-12-31" },
        ] })
        }
        _ => return None,
    })
}

fn criteria() -> Vec<Value> {
    Criterion::all()
        .map(|id| {
            let in_scope = matches!(id.category(), Category::Security | Category::Availability);
            let mut entry = criterion(id.id()).unwrap_or_else(|| {
                if in_scope {
                    json!({ "status": "unproven", "reason": "no configured check covers it; typical evidence: minutes" })
                } else {
                    json!({ "status": "out-of-scope", "reason": "the category was not chosen" })
                }
            });
            entry["id"] = json!(id);
            entry["category"] = json!(id.category());
            entry["title"] = json!(id.title());
            entry
        })
        .collect()
}

fn control(id: &str, status: &str, counts: [u64; 5]) -> Value {
    let [fail, waived, inconclusive, pass, not_applicable] = counts;
    let edges: Vec<Value> = criteria()
        .iter()
        .flat_map(|criterion| {
            let edges = criterion["controls"].as_array().cloned().unwrap_or_default();
            edges.into_iter().filter(|edge| edge["control"] == id).map(|edge| {
                json!({ "criterion": criterion["id"], "relation": edge["relation"], "rationale": edge["rationale"] })
            }).collect::<Vec<_>>()
        })
        .collect();
    json!({
        "id": id, "title": format!("{id} holds"), "description": "What is examined.\nAnd why.",
        "severity": "high", "method": "configuration", "status": status,
        "counts": { "fail": fail, "waived": waived, "inconclusive": inconclusive, "pass": pass, "not-applicable": not_applicable },
        "examined": counts.iter().sum::<u64>(), "population": 3, "samples": ["every second one"],
        "remediation": "Mend it with `mend --all`. Then collect the evidence again.", "criteria": edges,
    })
}

fn with(mut entry: Value, key: &str, value: Value) -> Value {
    entry[key] = value;
    entry
}

fn finding(id: &str, control: &str, outcome: &str) -> Value {
    json!({
        "id": id, "control": control, "check": "doors", "target": "eu-1", "subject": format!("{id}-subject"),
        "outcome": outcome, "severity": "high", "severity-reason": "it is the front door",
        "expected": "lock = true", "actual": format!("lock = {outcome}"),
        "locations": [{ "path": "doors/eu-1.json", "line": 7, "pointer": "/doors/0" }],
        "occurred": "2026-10-01T00:00:00Z", "attributes": { "colour": "red" },
    })
}

fn waiver(subject: &str, expires: &str, state: &str, concerns: &[&str], findings: u64) -> Value {
    json!({
        "control": "acme/doors", "subject": subject, "reason": "The carpenter comes in spring.",
        "owner": "Ann Owner", "approved-by": "Bob Approver", "approved-on": "2026-10-01",
        "expires": expires, "ticket": "SEC-1", "state": state, "concerns": concerns, "findings": findings,
    })
}

fn value() -> Value {
    let sha = "ab".repeat(32);
    let criteria = criteria();
    let count = |status: &str| {
        criteria
            .iter()
            .filter(|entry| entry["status"] == status)
            .count()
    };
    let relevant = 61 - count("not-relevant") - count("out-of-scope");
    let waived = with(finding("f2", "acme/doors", "fail"), "waiver", json!(0));
    json!({
        "version": 1,
        "tool": { "name": "tickmark", "version": "0.1.0" },
        "assessment": {
            "organisation": "Acme", "system": "Lift", "type": 2, "as-of": "2026-11-22",
            "period": ["2026-06-01", "2026-11-22"], "categories": ["security", "availability"], "config-sha256": sha,
        },
        "summary": {
            "is-ready": false, "relevant": relevant, "ready": count("ready"), "excepted": count("excepted"),
            "unproven": count("unproven"), "gap": count("gap"), "not-relevant": count("not-relevant"),
            "out-of-scope": count("out-of-scope"),
        },
        "criteria": criteria,
        "controls": [
            control("acme/doors", "waived", [0, 1, 0, 0, 0]),
            with(control("acme/drill", "attested", [0; 5]), "attestation", json!(2)),
            with(control("acme/guests", "not-applicable", [0, 0, 0, 0, 1]), "not-applicable", json!(["none-concerned"])),
            control("acme/keys", "passes", [0, 0, 0, 1, 0]),
            control("acme/locks", "fails", [1, 0, 0, 1, 0]),
            with(control("acme/logs", "unproven", [0, 0, 1, 0, 0]), "reasons", json!([reason("logs/eu-1.json is 40 days old")])),
        ],
        "findings": [
            finding("f1", "acme/locks", "fail"),
            waived,
            finding("f3", "acme/logs", "inconclusive"),
            finding("f4", "acme/keys", "pass"),
            finding("f5", "acme/locks", "pass"),
            finding("f6", "acme/guests", "not-applicable"),
        ],
        "checks": [{ "name": "doors", "plugin": "acme", "config-sha256": sha, "units": [
            { "target": "eu-1", "state": "ran", "inputs": [{ "name": "doors", "patterns": ["doors/*"], "files": ["doors/eu-1.json"] }], "unread": ["doors/old.json"] },
            { "target": "us-1", "state": "failed", "failure": { "kind": "trapped", "message": "it crashed" }, "inputs": [] },
        ] }],
        "plugins": [{ "id": "acme", "version": "1.2.3", "title": "Doors", "sha256": sha }],
        "evidence": [{ "path": "doors/eu-1.json", "size": 12, "sha256": sha, "read-by": ["doors"], "provenance": {
            "collected": "2026-11-20T06:30:00Z", "source": "door system", "query": "doors list", "collected-by": "night job",
        } }],
        "waivers": [
            waiver("f2-*", "2026-12-01", "used", &["expires-soon", "over-broad"], 1),
            waiver("f1-*", "2026-11-01", "expired", &["expired"], 0),
            waiver("f*", "2027-11-01", "used", &[], 0),
        ],
        "attestations": [
            { "criteria": ["CC1.1"], "statement": "We signed it.", "owner": "Cleo Chief", "date": "2026-06-01", "expires": "2027-06-01",
              "evidence": [{ "path": "signed.pdf", "size": 3, "sha256": sha }], "state": "current", "detail": "counts until 2027-06-01" },
            { "criteria": ["CC1.2"], "statement": "We met.", "owner": "Cleo Chief", "date": "2025-06-01", "expires": "2026-06-01",
              "without-evidence": "minutes are secret", "state": "expired", "detail": "expired on 2026-06-01" },
            { "control": "acme/drill", "statement": "We drilled.", "owner": "Cleo Chief", "date": "2026-06-01", "expires": "2027-06-01",
              "without-evidence": "nothing was written", "state": "current", "detail": "counts until 2027-06-01" },
        ],
        "subservices": [{
            "organisation": "Cloud Inc", "service": "hosting", "method": "carve-out", "criteria": ["A1.2"], "report-type": "SOC 2 Type 2",
            "period": ["2025-10-01", "2026-09-30"], "report": { "path": "cloud.pdf", "size": 5, "sha256": sha },
            "bridge-letter": { "until": "2026-12-31", "file": { "path": "bridge.pdf", "size": 5, "sha256": sha } },
            "covered-until": "2026-12-31", "state": "current", "detail": "covered until 2026-12-31",
            "user-entity-controls": [
                { "id": "UEC-1", "expectation": "Customers lock doors.", "controls": ["acme/keys"], "attestations": [0], "state": "met", "detail": "acme/keys passes" },
            ],
        }],
        "mapping": [{ "code": "not-covered", "criterion": "CC2.1", "control": "acme/locks", "message": "nothing covers CC2.1" }],
        "unusable-plugins": ["broken.wasm: no component"],
        "ambiguous-plugins": ["one.wasm and two.wasm are both `x`"],
        "unevaluated": [reason("logs/eu-1.json is 40 days old")],
        "gate": { "exit-code": 2, "met": false, "conclusion": "2 things could not be evaluated", "rules": [
            { "rule": "fail-on", "held": false, "detail": "1 control fails with severity low or above" },
            { "rule": "minimum-ready", "held": true, "detail": "4 of 35 criteria ready" },
        ] },
        "baseline": { "as-of": "2026-10-01", "sha256": sha, "known": 1,
            "new": [{ "id": "f1", "control": "acme/locks", "target": "eu-1", "subject": "f1-subject", "severity": "high", "elsewhere": "pass" }],
            "fixed": [{ "id": "f9", "control": "acme/keys", "subject": "f9-subject", "severity": "low", "elsewhere": "absent" }],
            "unseen": [{ "id": "f8", "control": "acme/logs", "target": "eu-2", "subject": "f8-subject", "severity": "medium", "elsewhere": "absent" }],
            "criteria": [{ "id": "CC6.1", "before": "ready", "now": "gap" }],
        },
    })
}
