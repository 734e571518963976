//! The contract's rules, as assertions. The host has its own copy of them, which decides; this one
//! tells an author early.

use std::collections::{BTreeMap, BTreeSet};

use crate::bindings::tickmark::plugin::types::{Descriptor, Outcome, Report};
use crate::fold;

/// The longest identifier, as `wit/types.wit` states it.
const MAX_ID: usize = 64;

fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

pub(super) fn hold_descriptor(descriptor: &Descriptor) {
    assert!(
        is_id(&descriptor.id),
        "`{}` is no identifier",
        descriptor.id
    );
    let schema: serde_json::Value = serde_json::from_str(&descriptor.config_schema)
        .unwrap_or_else(|error| panic!("the config schema is not JSON: {error}"));
    assert_eq!(
        schema["type"], "object",
        "the config schema describes an object"
    );
    let inputs: BTreeSet<&str> = descriptor
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(
        inputs.len(),
        descriptor.inputs.len(),
        "an input is declared twice"
    );
    assert!(
        inputs.iter().all(|name| is_id(name)),
        "an input's name is no identifier"
    );
    let mut controls = BTreeSet::new();
    for control in &descriptor.controls {
        let id = &control.id;
        assert!(is_id(id), "`{id}` is no identifier");
        assert!(controls.insert(id), "{id} is declared twice");
        assert!(!control.title.is_empty(), "{id} has no title");
        assert!(!control.remediation.is_empty(), "{id} has no remediation");
        assert!(!control.mappings.is_empty(), "{id} serves no criterion");
        let mut criteria = BTreeSet::new();
        for mapping in &control.mappings {
            assert!(
                criteria.insert(&mapping.criterion),
                "{id} maps to a criterion twice"
            );
            assert!(
                !mapping.rationale.is_empty(),
                "{id} maps without a rationale"
            );
        }
        for need in &control.needs {
            assert!(
                inputs.contains(need.as_str()),
                "{id} needs an undeclared input `{need}`"
            );
        }
    }
}

pub(super) fn hold_report(descriptor: &Descriptor, report: &Report, read: &BTreeSet<String>) {
    let controls: BTreeSet<&str> = descriptor
        .controls
        .iter()
        .map(|control| control.id.as_str())
        .collect();
    let cited = |path: &str, what: &str| {
        assert!(
            read.contains(path),
            "{what} cites `{path}`, which was not read"
        );
    };
    let mut subjects: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in &report.findings {
        let what = format!("the finding {}: {}", finding.control, finding.subject);
        assert!(
            controls.contains(finding.control.as_str()),
            "{what} has an undeclared control"
        );
        assert!(!finding.subject.is_empty(), "{what} has no subject");
        assert!(!finding.actual.is_empty(), "{what} has no actual value");
        if matches!(finding.outcome, Outcome::Pass | Outcome::Fail) {
            assert!(!finding.expected.is_empty(), "{what} has no expected value");
        }
        if finding.outcome == Outcome::Pass {
            assert!(
                !finding.locations.is_empty(),
                "{what} passes without a place"
            );
        }
        for location in &finding.locations {
            cited(&location.path, &what);
        }
        subjects
            .entry(&finding.control)
            .or_default()
            .insert(&finding.subject);
    }
    let mut counted = BTreeSet::new();
    for population in &report.populations {
        let control = population.control.as_str();
        let what = format!("the population of {control}");
        assert!(
            controls.contains(control),
            "{what} has an undeclared control"
        );
        assert!(counted.insert(control), "{what} is stated twice");
        let examined = subjects.get(control).map_or(0, BTreeSet::len) as u64
            + report
                .findings
                .iter()
                .filter(|finding| finding.control == control)
                .map(|finding| fold::subjects(finding) - 1)
                .sum::<u64>();
        assert!(
            population.size >= examined,
            "{what} is smaller than what was examined"
        );
        assert!(
            population.size > 0 || !population.shown_by.is_empty(),
            "{what} is zero without a place that shows it"
        );
        for location in &population.shown_by {
            cited(&location.path, &what);
        }
    }
    let mut tallied = BTreeSet::new();
    for tally in &report.tallies {
        assert!(
            tallied.insert(&tally.path),
            "{} is tallied twice",
            tally.path
        );
        cited(&tally.path, "a tally");
    }
}
