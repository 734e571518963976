//! Formats that other programs read: OSCAL, OCSF and CSV of the example company say what its JSON
//! says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::support::{Assessment, repository, run_in};

const EXAMPLE: &str = "examples/northwind-robotics";

type Counts = BTreeMap<String, usize>;

fn count(statuses: impl IntoIterator<Item = String>) -> Counts {
    let mut counts = Counts::new();
    for status in statuses {
        *counts.entry(status).or_default() += 1;
    }
    counts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Everything that one run wrote.
struct Written {
    json: Value,
    oscal: String,
    catalog: String,
    ocsf: String,
    csv: String,
}

fn written(to: &Path) -> Written {
    let names = ["json", "oscal", "oscal-catalog", "ocsf", "csv"];
    let mut arguments = vec!["check".to_owned(), EXAMPLE.to_owned()];
    for name in names {
        arguments.push("--format".to_owned());
        arguments.push(format!("{name}={}", to.join(name).display()));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer = run_in(&repository(), &arguments);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    let [json, oscal, catalog, ocsf, csv] =
        names.map(|name| std::fs::read_to_string(to.join(name)).unwrap());
    Written {
        json: serde_json::from_str(&json).unwrap(),
        oscal,
        catalog,
        ocsf,
        csv,
    }
}

impl Written {
    fn counts(&self) -> Counts {
        let criteria = self.json["criteria"].as_array().unwrap();
        count(criteria.iter().map(|criterion| text(&criterion["status"])))
    }

    fn findings(&self) -> usize {
        self.json["findings"].as_array().unwrap().len()
    }
}

/// Fails with what a schema of `tests/schemas` finds wrong.
fn assert_valid(schema: &str, values: &[Value]) {
    let path = repository().join("tests/schemas").join(schema);
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for value in values {
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}

#[test]
fn oscal_is_valid_and_its_controls_are_in_the_catalog() {
    let scratch = Assessment::new();
    let written = written(scratch.path());
    let oscal: Value = serde_json::from_str(&written.oscal).unwrap();
    let catalog: Value = serde_json::from_str(&written.catalog).unwrap();
    assert_valid(
        "oscal_assessment-results_schema_1.2.1.json",
        std::slice::from_ref(&oscal),
    );
    assert_valid(
        "oscal_complete_schema_1.2.3.json",
        &[oscal.clone(), catalog.clone()],
    );
    let result = &oscal["assessment-results"]["results"][0];
    let props = result["props"].as_array().unwrap().iter();
    let statuses = props
        .filter(|prop| prop["name"] == "criterion-status")
        .map(|prop| text(&prop["value"]));
    assert_eq!(count(statuses), written.counts());
    let groups = catalog["catalog"]["groups"].as_array().unwrap().iter();
    let known: BTreeSet<String> = groups
        .flat_map(|group| group["controls"].as_array().unwrap())
        .map(|control| text(&control["id"]))
        .collect();
    let selection = &result["reviewed-controls"]["control-selections"][0];
    let selected: BTreeSet<String> = ["include-controls", "exclude-controls"]
        .into_iter()
        .flat_map(|list| selection[list].as_array().unwrap())
        .map(|control| text(&control["control-id"]))
        .collect();
    assert_eq!(selected, known);
    let satisfied = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["target"]["status"]["state"] == "satisfied")
        .count();
    assert_eq!(satisfied, written.counts()["ready"]);
}

#[test]
fn ocsf_is_valid_and_has_an_event_for_each_criterion_and_finding() {
    let scratch = Assessment::new();
    let written = written(scratch.path());
    let lines = written.ocsf.lines();
    let events: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_valid("compliance_finding_1.5.0.schema.json", &events);
    let (criteria, findings): (Vec<Value>, Vec<Value>) = events
        .into_iter()
        .partition(|event| event["finding_info"]["types"][0] == "criterion");
    let statuses = criteria
        .iter()
        .map(|event| text(&event["compliance"]["status_code"]));
    assert_eq!(count(statuses), written.counts());
    assert_eq!(findings.len(), written.findings());
}

#[test]
fn csv_has_a_row_for_each_criterion_and_finding() {
    let scratch = Assessment::new();
    let written = written(scratch.path());
    let mut reader = csv::Reader::from_reader(written.csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let statuses = rows
        .iter()
        .filter(|row| &row[0] == "criterion")
        .map(|row| row[2].to_owned());
    assert_eq!(count(statuses), written.counts());
    let findings = rows.iter().filter(|row| &row[0] == "finding").count();
    assert_eq!(findings, written.findings());
}

#[test]
fn another_run_writes_the_same_bytes() {
    let (first, second) = (Assessment::new(), Assessment::new());
    let (first, second) = (written(first.path()), written(second.path()));
    assert!(first.oscal == second.oscal);
    assert!(first.catalog == second.catalog);
    assert!(first.ocsf == second.ocsf);
    assert!(first.csv == second.csv);
}
