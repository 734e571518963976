use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::report::hostile::{HOSTILE, assert_valid, hostile, schema};
use crate::report::sample::sample;

fn text(result: &AssessmentResult) -> String {
    let mut bytes = Vec::new();
    render(result, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn events(result: &AssessmentResult) -> Vec<Value> {
    text(result)
        .split_terminator('\n')
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_type(events: &[Value], kind: &str) -> Vec<Value> {
    let events = events.iter();
    events
        .filter(|event| event["finding_info"]["types"][0] == kind)
        .cloned()
        .collect()
}

#[test]
fn the_events_read_as_they_should() {
    let told = ["CC1.1", "CC1.2", "CC6.1", "CC6.2", "CC6.3", "CC9.1", "A1.1"];
    let mut events = events(&sample());
    events.retain(|event| {
        event["finding_info"]["types"][0] == "finding"
            || told.iter().any(|id| event["compliance"]["control"] == *id)
    });
    insta::assert_snapshot!(serde_json::to_string_pretty(&events).unwrap());
}

#[test]
fn they_are_valid_with_every_text_hostile() {
    let schema = schema("compliance_finding_1.5.0.schema.json");
    let plain = events(&sample()).len();
    for result in std::iter::once(sample()).chain(HOSTILE.map(hostile)) {
        let events = events(&result);
        assert_eq!(events.len(), plain);
        for event in &events {
            assert_valid(&schema, event);
        }
        let text = text(&result);
        assert!(
            !text.contains(['\u{202e}', '\u{1b}']) && !text.contains("\\u001b"),
            "{text}"
        );
    }
}

#[test]
fn the_criteria_s_events_give_the_summary_and_only_what_is_ready_passes() {
    let result = sample();
    let criteria = of_type(&events(&result), "criterion");
    assert_eq!(criteria.len(), crate::criteria::COUNT);
    let mut counts = BTreeMap::new();
    for event in &criteria {
        let compliance = &event["compliance"];
        let key = (
            compliance["status_code"].as_str().unwrap().to_owned(),
            compliance["status"].as_str().unwrap().to_owned(),
            event["status"].as_str().unwrap().to_owned(),
        );
        *counts.entry(key).or_insert(0) += 1;
    }
    let summary = &result.readiness.summary;
    let expected = [
        ("ready", "Pass", "New", summary.ready),
        ("excepted", "Fail", "Suppressed", summary.excepted),
        ("unproven", "Warning", "New", summary.unproven),
        ("gap", "Fail", "New", summary.gap),
        ("not-relevant", "Not Relevant", "New", summary.not_relevant),
        ("out-of-scope", "Out of Scope", "New", summary.out_of_scope),
    ];
    let expected = expected.map(|(code, caption, status, count)| {
        (
            (code.to_owned(), caption.to_owned(), status.to_owned()),
            count,
        )
    });
    assert_eq!(counts, expected.into());
}

#[test]
fn an_event_is_known_again_in_a_later_run() {
    let mut later = sample();
    later.readiness.assessment.as_of = jiff::civil::date(2026, 12, 22);
    let uids = |events: &[Value], place: &str| -> BTreeSet<String> {
        let uids = events.iter().map(|event| event.pointer(place).unwrap());
        uids.map(|uid| uid.as_str().unwrap().to_owned()).collect()
    };
    let (first, second) = (events(&sample()), events(&later));
    let about = "/finding_info/uid";
    assert_eq!(uids(&first, about), uids(&second, about));
    assert_eq!(uids(&first, about).len(), first.len());
    let own = "/metadata/uid";
    assert!(uids(&first, own).is_disjoint(&uids(&second, own)));
    assert_eq!(uids(&first, own).len(), first.len());
    // Another system has findings of its own.
    let mut other = sample();
    other.readiness.assessment.system = Some("Web".to_owned());
    assert!(uids(&first, about).is_disjoint(&uids(&events(&other), about)));
}
