//! Two results, side by side.

use serde_json::Value;

use crate::support::{Assessment, GOOD_REPORT, good};

/// The same assessment before and after the second factor of an account was taken away.
fn worse() -> Assessment {
    let assessment = good();
    let answer = assessment.run(&["check", "--format", "json=before.json"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let with = "2026-05-05T09:00:00+00:00,N/A,true";
    let without = "2026-05-05T09:00:00+00:00,N/A,false";
    assessment.write(
        "evidence/aws/credential-report.csv",
        GOOD_REPORT.replace(with, without),
    );
    let answer = assessment.run(&["check", "--format", "json=now.json"]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    assessment
}

fn json(assessment: &Assessment, before: &str, now: &str) -> Value {
    let answer = assessment.run(&["diff", before, now, "--format", "json"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    serde_json::from_str(&answer.stdout).unwrap()
}

#[test]
fn what_fell_and_what_is_new_is_shown_and_is_no_gate() {
    let assessment = worse();
    let answer = assessment.run(&["diff", "before.json", "now.json"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    insta::assert_snapshot!("worse", answer.stdout);
    let answer = assessment.run(&["diff", "now.json", "before.json", "--format", "markdown"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    insta::assert_snapshot!("better", answer.stdout);
}

#[test]
fn the_json_keeps_to_its_published_schema() {
    let assessment = worse();
    let schema = assessment.run(&["schema", "diff"]);
    assert_eq!(schema.code, 0);
    let schema: Value = serde_json::from_str(&schema.stdout).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (before, now, new, fixed) in [
        ("before.json", "now.json", 1, 0),
        ("now.json", "before.json", 0, 1),
        ("now.json", "now.json", 0, 0),
    ] {
        let difference = json(&assessment, before, now);
        let errors: Vec<String> = schema
            .iter_errors(&difference)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(difference["new"].as_array().unwrap().len(), new);
        assert_eq!(difference["fixed"].as_array().unwrap().len(), fixed);
    }
}

#[test]
fn a_failure_whose_evidence_is_gone_is_not_fixed() {
    let assessment = worse();
    assessment.remove("evidence/aws/credential-report.csv");
    let answer = assessment.run(&["check", "--format", "json=gone.json"]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    let difference = json(&assessment, "now.json", "gone.json");
    assert!(difference["fixed"].as_array().unwrap().is_empty());
    assert_eq!(difference["unseen"].as_array().unwrap().len(), 1);
}

#[test]
fn another_organisations_result_is_compared_with_a_warning() {
    let assessment = worse();
    let text = std::fs::read_to_string(assessment.path().join("now.json")).unwrap();
    assessment.write("other.json", text.replace("\"Acme\"", "\"Other\""));
    let answer = assessment.run(&["diff", "before.json", "other.json"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer
            .stdout
            .contains("different organisations: Acme and Other"),
        "{}",
        answer.stdout
    );
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let assessment = worse();
    assessment.write("version.json", "{\"version\": 99}");
    assessment.write("other.json", "[]");
    for (file, parts) in [
        ("absent.json", ["absent.json", "check --format json=FILE"]),
        ("version.json", ["format version 99", "again"]),
        (
            "other.json",
            ["no tickmark result", "check --format json=FILE"],
        ),
    ] {
        let answer = assessment.run(&["diff", "before.json", file]);
        assert_eq!(answer.code, 3, "{file}");
        assert!(answer.stdout.is_empty(), "{}", answer.stdout);
        for part in parts {
            assert!(answer.stderr.contains(part), "{part}: {}", answer.stderr);
        }
    }
    let answer = assessment.run(&["diff", "absent.json", "version.json"]);
    assert!(answer.stderr.contains("absent.json") && answer.stderr.contains("version.json"));
}
