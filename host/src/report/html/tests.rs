use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::criteria::Criterion;

/// A result in which every criterion stands somewhere, with two controls, findings and evidence.
fn result() -> AssessmentResult {
    from(document())
}

fn from(document: Value) -> AssessmentResult {
    serde_json::from_value(document).unwrap()
}

fn document() -> Value {
    let statuses = [
        "ready",
        "excepted",
        "unproven",
        "gap",
        "not-relevant",
        "out-of-scope",
    ];
    let mut counts = BTreeMap::new();
    let criteria: Vec<Value> = Criterion::all()
        .zip(statuses.iter().cycle())
        .map(|(criterion, status)| {
            *counts.entry(*status).or_insert(0_u32) += 1;
            json!({
                "id": criterion, "category": criterion.category(), "title": criterion.title(),
                "status": status, "reason": format!("it is {status}"),
                "controls": [{"control": "p/c", "relation": "implements", "rationale": "because", "status": "fails"}],
            })
        })
        .collect();
    let control = |id: &str, status: &str, fail: u32, pass: u32| {
        json!({
            "id": id, "title": "It is so", "description": "What", "severity": "high",
            "method": "records", "status": status, "examined": fail + pass, "population": 2,
            "counts": {"fail": fail, "waived": 0, "inconclusive": 0, "pass": pass, "not-applicable": 0},
            "remediation": "Mend it. Then rest.",
            "criteria": [{"criterion": "CC1.1", "relation": "implements", "rationale": "because"}],
        })
    };
    let finding = |id: &str, control: &str, outcome: &str| {
        json!({
            "id": id, "control": control, "check": "k", "subject": format!("subject-{id}"),
            "outcome": outcome, "severity": "high", "expected": "yes", "actual": "no",
            "locations": [{"path": "a.csv", "line": 7}],
        })
    };
    json!({
        "version": 1,
        "tool": {"name": "tickmark", "version": "0.1.0"},
        "assessment": {"organisation": "Acme", "system": "API", "type": 1, "as-of": "2026-11-22", "categories": ["security"]},
        "summary": {
            "is-ready": false, "relevant": counts["ready"] + counts["excepted"] + counts["unproven"] + counts["gap"],
            "ready": counts["ready"], "excepted": counts["excepted"], "unproven": counts["unproven"],
            "gap": counts["gap"], "not-relevant": counts["not-relevant"], "out-of-scope": counts["out-of-scope"],
        },
        "criteria": criteria,
        "controls": [control("p/c", "fails", 1, 1), control("p/d", "passes", 0, 1)],
        "findings": [finding("f1", "p/c", "fail"), finding("f2", "p/c", "pass"), finding("f3", "p/d", "pass")],
        "checks": [],
        "plugins": [],
        "evidence": [{"path": "a.csv", "size": 9, "sha256": "0123456789abcdef", "read-by": ["k"]}],
        "waivers": [],
        "gate": {"exit-code": 1, "met": false, "rules": [], "conclusion": "the gate is not met"},
    })
}

fn page(result: &AssessmentResult) -> String {
    let mut bytes = Vec::new();
    render(result, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_criterion_stands_once_in_the_map_and_once_in_the_list() {
    let page = page(&result());
    for criterion in Criterion::all() {
        let id = criterion.id();
        for place in [format!("id=\"{id}\""), format!("data-criterion=\"{id}\"")] {
            assert_eq!(page.matches(&place).count(), 1, "{place}");
        }
    }
}

#[test]
fn the_counts_are_those_of_the_criteria() {
    let result = result();
    let page = page(&result);
    for status in CriterionStatus::ALL {
        let marker = format!("data-status=\"{}\"", status.name());
        let of_status = result.readiness.criteria.iter();
        let count = of_status.filter(|one| one.status == status).count();
        assert_eq!(page.matches(&marker).count(), count, "{}", status.name());
        let (_, rest) = page
            .split_once(&format!("class=\"count-{}\"", status.name()))
            .unwrap();
        let (shown, _) = rest.split_once("</dd>").unwrap();
        assert!(shown.ends_with(&format!("<dd>{count}")), "{shown}");
    }
}

#[test]
fn a_finding_stands_once_however_many_criteria_its_control_serves() {
    let page = page(&result());
    for number in 0..3 {
        let anchor = format!("id=\"finding-{number}\"");
        assert_eq!(page.matches(&anchor).count(), 1, "{anchor}");
    }
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    assert_eq!(page(&result()), page(&result()));
}

#[test]
fn nothing_reads_as_ready_that_is_not() {
    let page = page(&result());
    assert!(page.contains("<title>Not ready: Acme, API as of 2026-11-22</title>"));
    assert!(page.contains("class=\"tone-bad\">Not ready</h2>"));
}

#[test]
fn a_status_that_this_program_does_not_know_reads_as_open() {
    let mut document = document();
    document["controls"][1]["status"] = json!("splendid");
    document["criteria"][0]["controls"][0]["status"] = json!("splendid");
    let page = page(&from(document));
    assert!(page.contains("<b class=\"tone-open\">splendid</b>"));
    assert!(!page.contains("tone-good\">splendid"));
}

#[test]
fn positions_that_lead_nowhere_do_no_harm() {
    let mut document = document();
    document["findings"][0]["waiver"] = json!(9);
    document["controls"][0]["attestation"] = json!(9);
    document["criteria"][0]["standings"] =
        json!([{"basis": "attestation", "index": 9, "holds": false, "reason": "it is gone"}]);
    document["criteria"][0]["controls"][0]["control"] = json!("nobody/nothing");
    assert!(page(&from(document)).contains("it is gone"));
}

#[test]
fn the_policy_names_the_style_and_the_script_that_stand_there() {
    let page = page(&result());
    for (open, text, close) in [
        ("<style>", STYLE, "</style>"),
        ("<script>", SCRIPT, "</script>"),
    ] {
        assert_eq!(page.matches(open).count(), 1);
        assert!(page.contains(&format!("{open}{text}{close}")));
        let digest = Base64::encode_string(&Sha256::digest(text));
        assert!(POLICY.contains(&format!("'sha256-{digest}'")));
        // Either would end its own element.
        assert!(!text.contains("</"));
    }
    assert!(POLICY.starts_with("default-src 'none'; "));
    assert!(!POLICY.contains("unsafe"));
}

#[test]
fn no_text_of_a_result_becomes_markup() {
    const ATTACK: &str = "</script></style>\"'><img src=x onerror=hit()>\u{202e}\u{1b}";
    let mut document = document();
    attack(&mut document, ATTACK);
    let page = page(&from(document));
    for raw in [
        "<img",
        "</script></style>",
        "\u{202e}",
        "\u{1b}",
        "'><",
        "\"'>",
    ] {
        assert!(!page.contains(raw), "{raw:?}");
    }
    assert!(page.contains("&#60;img src=x onerror=hit()&#62;\\u{202e}\\u{1b}"));
}

/// Puts an attack behind every text that the format leaves free.
fn attack(value: &mut Value, attack_with: &str) {
    const FREE: [&str; 22] = [
        "actual",
        "check",
        "conclusion",
        "control",
        "description",
        "expected",
        "name",
        "organisation",
        "path",
        "rationale",
        "reason",
        "remediation",
        "sha256",
        "subject",
        "system",
        "title",
        "version",
        "read-by",
        "message",
        "owner",
        "statement",
        "detail",
    ];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if FREE.contains(&name.as_str()) => {
                        text.push_str(attack_with);
                    }
                    value => attack(value, attack_with),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| attack(one, attack_with)),
        _ => {}
    }
}
