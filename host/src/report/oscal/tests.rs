use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64, Encoding};

use super::*;
use crate::criteria::COUNT;
use crate::readiness::{CriterionStatus, Summary};
use crate::report::hostile::{HOSTILE, assert_valid, hostile, schema};
use crate::report::sample::sample;

fn document(result: &AssessmentResult) -> Value {
    let mut bytes = Vec::new();
    render(result, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn part(document: &Value) -> &Value {
    &document["assessment-results"]["results"][0]
}

/// A document that is attached to another.
fn attached(document: &Value, filename: &str) -> Value {
    let resources = document["assessment-results"]["back-matter"]["resources"]
        .as_array()
        .unwrap();
    let resource = resources
        .iter()
        .find(|resource| resource["base64"]["filename"] == filename)
        .unwrap();
    let bytes = Base64::decode_vec(resource["base64"]["value"].as_str().unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Every value of a field with a name, wherever it stands.
fn all<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| all(item, name, found)),
        Value::Object(fields) => {
            for (field, inner) in fields {
                if field == name {
                    found.extend(inner.as_str());
                }
                all(inner, name, found);
            }
        }
        _ => {}
    }
}

fn props<'v>(value: &'v Value, name: &str) -> Vec<&'v str> {
    let props = value["props"].as_array().unwrap().iter();
    props
        .filter(|prop| prop["name"] == name)
        .map(|prop| prop["value"].as_str().unwrap())
        .collect()
}

/// The finding of a criterion.
fn finding<'v>(document: &'v Value, objective: &str) -> &'v Value {
    let findings = part(document)["findings"].as_array().unwrap();
    findings
        .iter()
        .find(|finding| finding["target"]["target-id"] == objective)
        .unwrap()
}

#[test]
fn the_document_reads_as_it_should() {
    let mut document = document(&sample());
    // The catalog has a snapshot of its own, and most criteria say the same.
    let root = &mut document["assessment-results"];
    for resource in root["back-matter"]["resources"].as_array_mut().unwrap() {
        resource.as_object_mut().unwrap().remove("base64");
    }
    let part = &mut root["results"][0];
    let told = [
        "cc1.1", "cc1.2", "cc1.3", "cc6.1", "cc6.2", "cc6.3", "cc9.1", "a1.1",
    ];
    let keep = |id: &Value| {
        told.iter()
            .any(|told| id == told || id == &format!("{told}_obj"))
    };
    let list = |value: &mut Value, place: &str, field: &str| {
        let list = value.pointer_mut(place).unwrap().as_array_mut().unwrap();
        list.retain(|entry| entry.pointer(field).is_none_or(keep));
    };
    list(part, "/props", "/class");
    list(part, "/findings", "/target/target-id");
    let selection = "/reviewed-controls/control-selections/0";
    list(
        part,
        &format!("{selection}/include-controls"),
        "/control-id",
    );
    list(
        part,
        &format!("{selection}/exclude-controls"),
        "/control-id",
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}

#[test]
fn the_catalog_reads_as_it_should() {
    let catalog = catalog::catalog();
    assert_valid(&schema("oscal_complete_schema_1.2.3.json"), &catalog);
    let mut ids = Vec::new();
    all(&catalog, "id", &mut ids);
    // Three a criterion, and the five groups.
    assert_eq!(ids.len(), COUNT * 3 + 5);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    // Whoever changes the content changes the date with it.
    insta::assert_snapshot!(serde_json::to_string_pretty(&catalog).unwrap());
}

#[test]
fn it_is_valid_with_every_text_hostile() {
    let results = schema("oscal_assessment-results_schema_1.2.1.json");
    let complete = schema("oscal_complete_schema_1.2.3.json");
    let hostile = HOSTILE.map(hostile);
    for result in std::iter::once(&sample()).chain(&hostile) {
        let document = document(result);
        assert_valid(&results, &document);
        assert_valid(&complete, &document);
        assert_valid(&complete, &attached(&document, "tickmark-plan.json"));
        assert_valid(&complete, &attached(&document, "tickmark-catalog.json"));
    }
}

#[test]
fn no_text_brings_markup_of_its_own() {
    for text in HOSTILE {
        let document = document(&hostile(text));
        for field in ["title", "description", "remarks", "statement", "prose"] {
            let mut texts = Vec::new();
            all(&document, field, &mut texts);
            for text in texts {
                for (at, letter) in text.match_indices(['<', '[', '`', '*', '~', '^', '|']) {
                    assert!(text[..at].ends_with('\\'), "{letter} in {text}");
                }
                assert!(!text.contains("{{"), "{text}");
            }
        }
        let text = document.to_string();
        assert!(
            !text.contains('\u{202e}') && !text.contains("\\u001b"),
            "{text}"
        );
    }
}

#[test]
fn each_status_has_its_state_and_can_be_counted() {
    let result = sample();
    let document = document(&result);
    let mut counts = BTreeMap::new();
    for status in props(part(&document), "criterion-status") {
        *counts.entry(status).or_insert(0_u32) += 1;
    }
    let Summary {
        ready,
        excepted,
        unproven,
        gap,
        not_relevant,
        out_of_scope,
        ..
    } = result.readiness.summary;
    let expected = [ready, excepted, unproven, gap, not_relevant, out_of_scope];
    for (status, expected) in CriterionStatus::ALL.into_iter().zip(expected) {
        let name = status.name();
        assert_eq!(counts[name], expected, "{name}");
        assert_eq!(
            props(part(&document), &format!("criteria-{name}")),
            [expected.to_string()]
        );
    }
    for (objective, state, reason) in [
        ("cc1.1_obj", "satisfied", "pass"),
        ("cc6.1_obj", "not-satisfied", "fail"),
        ("cc6.2_obj", "not-satisfied", "other"),
        ("cc6.3_obj", "not-satisfied", "other"),
    ] {
        let status = &finding(&document, objective)["target"]["status"];
        assert_eq!(
            (status["state"].as_str(), status["reason"].as_str()),
            (Some(state), Some(reason))
        );
    }
    let findings = part(&document)["findings"].as_array().unwrap();
    let satisfied = findings
        .iter()
        .filter(|finding| finding["target"]["status"]["state"] == "satisfied");
    assert_eq!(satisfied.count(), ready as usize);
    let aside = (not_relevant + out_of_scope) as usize;
    assert_eq!(findings.len(), COUNT - aside);
    let selection = &part(&document)["reviewed-controls"]["control-selections"][0];
    assert_eq!(
        selection["exclude-controls"].as_array().unwrap().len(),
        aside
    );
}

#[test]
fn waivers_attestations_and_inheritance_are_where_readers_look() {
    let document = document(&sample());
    let part = part(&document);
    let risks = part["risks"].as_array().unwrap();
    let status = |risk: &Value| risk["status"].as_str().unwrap().to_owned();
    assert_eq!(
        risks.iter().map(status).collect::<Vec<_>>(),
        ["open", "deviation-approved"]
    );
    // The gap has both risks, the exception only the accepted one.
    assert_eq!(
        finding(&document, "cc6.1_obj")["related-risks"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        finding(&document, "cc6.3_obj")["related-risks"][0]["risk-uuid"],
        risks[1]["uuid"]
    );
    assert_eq!(props(part, "waiver-without-effect").len(), 2);
    let titles: Vec<&str> = part["attestations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attestation| attestation["parts"][0]["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [
            "Attestation",
            "Attestation, expired: it does not count",
            "Attestation"
        ]
    );
    assert_eq!(
        props(finding(&document, "cc1.1_obj"), "attestation"),
        [part["attestations"][0]["parts"][0]["uuid"]
            .as_str()
            .unwrap()]
    );
    assert_eq!(
        props(finding(&document, "a1.2_obj"), "inheritance"),
        [part["local-definitions"]["components"][0]["uuid"]
            .as_str()
            .unwrap()]
    );
}

#[test]
fn every_reference_leads_somewhere_and_no_identifier_occurs_twice() {
    let document = document(&sample());
    let mut uuids = Vec::new();
    all(&document, "uuid", &mut uuids);
    let known: BTreeSet<&str> = uuids.iter().copied().collect();
    assert_eq!(known.len(), uuids.len());
    for name in [
        "observation-uuid",
        "risk-uuid",
        "subject-uuid",
        "actor-uuid",
        "component-uuid",
        "party-uuid",
    ] {
        let mut references = Vec::new();
        all(&document, name, &mut references);
        assert!(!references.is_empty(), "{name}");
        assert!(references.iter().all(|uuid| known.contains(uuid)), "{name}");
    }
    let mut links = Vec::new();
    all(&document, "href", &mut links);
    for link in links.iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(known.contains(link), "{link}");
    }
    let catalog = attached(&document, "tickmark-catalog.json");
    let mut ids = Vec::new();
    all(&catalog, "id", &mut ids);
    for name in ["control-id", "target-id"] {
        let mut references = Vec::new();
        all(&document, name, &mut references);
        assert!(references.iter().all(|id| ids.contains(id)), "{name}");
    }
}

#[test]
fn two_results_share_no_identifier_and_one_result_gives_the_same_bytes() {
    let one = sample();
    let mut other = sample();
    other.readiness.findings[0].actual = "still off".into();
    let (first, again, second) = (document(&one), document(&one), document(&other));
    assert_eq!(first.to_string(), again.to_string());
    let uuids = |document: &Value| {
        let mut uuids = Vec::new();
        all(document, "uuid", &mut uuids);
        uuids
            .into_iter()
            .map(ToOwned::to_owned)
            .collect::<BTreeSet<_>>()
    };
    assert!(uuids(&first).is_disjoint(&uuids(&second)));
}

#[test]
fn a_result_without_anything_relevant_is_valid_too() {
    let mut result = sample();
    let readiness = &mut result.readiness;
    for criterion in &mut readiness.criteria {
        criterion.status = CriterionStatus::NotRelevant;
    }
    readiness.findings.clear();
    readiness.controls.clear();
    readiness.attestations.clear();
    readiness.subservices.clear();
    readiness.waivers.clear();
    readiness.assessment.organisation = None;
    let document = document(&result);
    assert_valid(&schema("oscal_complete_schema_1.2.3.json"), &document);
    assert!(part(&document).get("findings").is_none());
}
