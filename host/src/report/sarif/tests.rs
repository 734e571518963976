use std::collections::BTreeMap;

use super::super::samples::{HOSTILE, failing, hostile, result};
use super::limits::{LOCATIONS, NOTIFICATIONS, TAGS};
use super::*;
use crate::criteria::Criterion;
use crate::model::Relation;
use crate::readiness::CriterionEdge;
use crate::severity::Severity;

fn paths() -> Paths {
    Paths {
        evidence: "audit/evidence".to_owned(),
        config: Some("audit/tickmark.toml".to_owned()),
        checks: BTreeMap::from([("hosts".to_owned(), 9)]),
    }
}

fn text(result: &AssessmentResult) -> String {
    text_within(Limits::default(), result)
}

fn text_within(limits: Limits, result: &AssessmentResult) -> String {
    let mut out = Vec::new();
    render_within(limits, result, &paths(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn run(result: &AssessmentResult) -> Value {
    let log: Value = serde_json::from_str(&text(result)).unwrap();
    assert_valid(&log);
    log["runs"][0].clone()
}

/// What the schema demands, and what code scanning demands beyond it.
fn assert_valid(log: &Value) {
    let schema: Value = serde_json::from_str(include_str!(
        "../../../../tests/schemas/sarif-schema-2.1.0.json"
    ))
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            let text = rule[field]["text"].as_str().unwrap();
            assert!(!text.is_empty());
        }
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= TAGS);
    }
    for result in run["results"].as_array().unwrap() {
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        if let Some(index) = result["ruleIndex"].as_u64() {
            assert_eq!(
                rules[usize::try_from(index).unwrap()]["id"],
                result["ruleId"]
            );
        }
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            !place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        for field in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][field].as_u64() >= Some(1));
        }
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn notifications(run: &Value) -> Vec<(&str, &str)> {
    list(&run["invocations"][0], "toolExecutionNotifications")
        .iter()
        .map(|note| {
            (
                note["descriptor"]["id"].as_str().unwrap(),
                note["message"]["text"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn it_reads_as_it_should() {
    let mut run = run(&result());
    // The criteria and what is said of the unproven ones are many and alike.
    let taxa = run["taxonomies"][0]["taxa"].as_array_mut().unwrap();
    assert_eq!(taxa.len(), 61);
    taxa.truncate(1);
    let notes = run["invocations"][0]["toolExecutionNotifications"]
        .as_array_mut()
        .unwrap();
    let mut criteria = 0;
    notes.retain(|note| {
        let is_criterion = note["descriptor"]["id"] == "unproven-criterion";
        criteria += usize::from(is_criterion);
        !is_criterion || criteria == 1
    });
    insta::assert_snapshot!(format!("{run:#}"));
}

#[test]
fn counts_of_criteria_agree_with_the_taxonomy() {
    let run = run(&result());
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    for taxon in list(&run["taxonomies"][0], "taxa") {
        *counted
            .entry(taxon["properties"]["status"].as_str().unwrap())
            .or_default() += 1;
    }
    for (status, count) in run["properties"]["criteria"].as_object().unwrap() {
        assert_eq!(
            count.as_u64(),
            counted.get(status.as_str()).copied().or(Some(0))
        );
    }
}

#[test]
fn only_failures_are_results_and_accepted_ones_are_suppressed() {
    let run = run(&result());
    let results = list(&run, "results");
    assert_eq!(results.len(), 4);
    let suppressed: Vec<usize> = results
        .iter()
        .map(|result| list(result, "suppressions").len())
        .collect();
    assert_eq!(suppressed, [0, 0, 0, 1]);
    assert_eq!(
        results[3]["suppressions"][0]["justification"],
        "It is replaced in March."
    );
}

#[test]
fn what_could_not_be_evaluated_makes_the_run_unsuccessful() {
    let mut result = result();
    let unsuccessful = run(&result);
    assert_eq!(unsuccessful["invocations"][0]["executionSuccessful"], false);
    let kinds: Vec<&str> = notifications(&unsuccessful)
        .iter()
        .map(|note| note.0)
        .collect();
    for kind in [
        "stale-input",
        "unusable-plugin",
        "unproven-control",
        "waiver-expires-soon",
    ] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    result.gate.exit_code = 1;
    assert_eq!(run(&result)["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn hostile_texts_stay_texts() {
    let usual = list(&run(&result()), "results").len();
    for hostility in HOSTILE.into_iter().chain(["", "x/y:z"]) {
        let result = hostile(hostility);
        let text = text(&result);
        assert_eq!(text, super::super::inert::text(&text));
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{2028}']));
        let run = run(&result);
        assert_eq!(list(&run, "results").len(), usual);
        for result in list(&run, "results") {
            let message = result["message"]["text"].as_str().unwrap();
            assert!(!message.replace("\\](", "").contains("]("), "{message}");
            for location in list(result, "locations") {
                let uri = location["physicalLocation"]["artifactLocation"]["uri"]
                    .as_str()
                    .unwrap();
                assert!(uri.starts_with("audit/"), "{uri}");
                let plain =
                    |letter: char| letter.is_ascii_alphanumeric() || "/.-_~%".contains(letter);
                assert!(uri.chars().all(plain), "{uri}");
            }
        }
        for rule in list(&run["tool"]["driver"], "rules") {
            let help = rule["help"]["markdown"].as_str().unwrap();
            assert!(!help.contains(['<', '>']), "{help}");
            assert!(!help.replace("\\]", "").contains("]("), "{help}");
        }
    }
}

#[test]
fn the_limits_are_those_of_code_scanning() {
    let limits = Limits::default();
    assert_eq!(
        (limits.bytes, limits.results, limits.rules),
        (10_000_000, 25_000, 25_000)
    );
    assert_eq!((LOCATIONS, TAGS), (1000, 20));
}

#[test]
fn the_least_severe_of_too_many_results_are_left_out_and_counted() {
    const RESULTS: usize = 50;
    let mut result = result();
    let mut least = failing("least");
    least.severity = Severity::Low;
    result.readiness.findings.extend(vec![least; 20]);
    result
        .readiness
        .findings
        .extend((0..RESULTS).map(|number| failing(&number.to_string())));
    let limits = Limits {
        results: RESULTS,
        ..Limits::default()
    };
    let log: Value = serde_json::from_str(&text_within(limits, &result)).unwrap();
    assert_valid(&log);
    let run = &log["runs"][0];
    let results = list(run, "results");
    assert_eq!(results.len(), RESULTS);
    assert_eq!(results[0]["properties"]["severity"], "critical");
    assert!(
        results
            .iter()
            .all(|result| result["properties"]["severity"] != "low")
    );
    assert_eq!(run["properties"]["leftOut"]["results"], 24);
    assert_eq!(run["properties"]["leftOut"]["openResults"], 23);
    let (kind, text) = notifications(run)[0];
    assert_eq!(kind, "left-out");
    assert!(text.starts_with("24 of the least severe"), "{text}");
}

#[test]
fn a_log_stays_below_its_size_compressed() {
    use std::io::Write as _;
    const MOST: u64 = 60_000;
    let mut result = result();
    for number in 0..2000_u64 {
        // Digests compress badly.
        let mut finding = failing(&number.to_string());
        finding.actual = [number, number + 1, number + 2]
            .map(|part| format!("{:016x}", part.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .concat()
            .into();
        result.readiness.findings.push(finding);
    }
    let limits = Limits {
        bytes: MOST,
        ..Limits::default()
    };
    let out = text_within(limits, &result);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(out.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap().len() as u64;
    assert!(packed <= MOST, "{packed}");
    assert!(
        packed > MOST / 3,
        "{packed}: no more than needed is left out"
    );
    let log: Value = serde_json::from_str(&out).unwrap();
    assert_valid(&log);
    let run = &log["runs"][0];
    let shown = list(run, "results").len() as u64;
    assert_eq!(run["properties"]["leftOut"]["results"], 2004 - shown);
}

#[test]
fn locations_tags_and_notifications_are_bounded_and_the_rest_is_counted() {
    let mut result = result();
    let place = result.readiness.findings[0].locations[0].clone();
    result.readiness.findings[0].locations = vec![place; LOCATIONS + 5];
    result.readiness.controls[2].criteria = Criterion::all()
        .map(|criterion| CriterionEdge {
            criterion,
            relation: Relation::Supports,
            rationale: "why".to_owned(),
        })
        .collect();
    let reason = result.readiness.unevaluated[0].clone();
    result.readiness.unevaluated = vec![reason; 2 * NOTIFICATIONS];
    let run = run(&result);
    let first = &run["results"][0];
    assert_eq!(
        list(first, "locations").len() + list(first, "relatedLocations").len(),
        LOCATIONS
    );
    let left_out = &run["properties"]["leftOut"];
    assert_eq!(left_out["locations"], 5);
    assert_eq!(left_out["tags"], 61 + 2 - TAGS);
    let notes = notifications(&run);
    assert_eq!(notes.len(), NOTIFICATIONS);
    assert!(notes.iter().take(3).all(|note| note.0 == "left-out"));
    assert_eq!(
        list(&run["tool"]["driver"]["rules"][2], "relationships").len(),
        61
    );
}

#[test]
fn too_many_controls_leave_those_with_a_result() {
    let mut result = result();
    let model = result.readiness.controls[0].clone();
    for number in 0..10 {
        let mut control = model.clone();
        control.id = crate::model::ControlId::new("many", &number.to_string());
        result.readiness.controls.push(control);
    }
    let limits = Limits {
        rules: 10,
        ..Limits::default()
    };
    let log: Value = serde_json::from_str(&text_within(limits, &result)).unwrap();
    assert_valid(&log);
    let run = &log["runs"][0];
    let ids: Vec<&Value> = list(&run["tool"]["driver"], "rules")
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    assert_eq!(ids, ["plugin/fails", "plugin/waived"]);
    assert_eq!(run["properties"]["leftOut"]["rules"], 10 + 4);
}

#[test]
fn a_path_outside_the_working_directory_is_a_file_uri() {
    let place = Place {
        path: "/srv/a b/c#d.csv".to_owned(),
        line: 1,
        column: None,
        pointer: None,
    };
    assert_eq!(
        physical(&place)["artifactLocation"],
        json!({"uri": "file:///srv/a%20b/c%23d.csv"})
    );
}
