//! The formats that pipelines read: valid, in step with the result, and obeyed by nobody.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::example::copy_directory;
use crate::support::{
    Answer, Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, answer, command, good, repository,
};

const EXAMPLE: &str = "examples/northwind-robotics";
const FORMATS: [&str; 6] = ["terminal", "json", "sarif", "gitlab", "github", "junit"];

/// The reports of an assessment in a directory, by format, from one run.
fn reports(directory: &Path, assessment: &str) -> (i32, BTreeMap<&'static str, String>) {
    let out = tempfile::tempdir().unwrap();
    let path = |format: &str| out.path().join(format).display().to_string();
    let mut arguments = vec!["check".to_owned(), assessment.to_owned()];
    for format in FORMATS {
        arguments.extend(["--format".to_owned(), format!("{format}={}", path(format))]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer = answer(command(directory, &arguments));
    let texts = FORMATS.map(|format| {
        let text = std::fs::read_to_string(path(format)).unwrap();
        (format, text)
    });
    (answer.code, BTreeMap::from(texts))
}

fn parsed(reports: &BTreeMap<&str, String>, format: &str) -> Value {
    serde_json::from_str(&reports[format]).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// What a schema has against a document.
fn faults(schema: &str, document: &Value) -> Vec<String> {
    let path = repository().join("tests/schemas").join(schema);
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// How many open failures, and how many accepted ones, a result has.
fn failing(result: &Value) -> (usize, usize) {
    let failing = |finding: &&Value| finding["outcome"] == "fail";
    let (accepted, open): (Vec<&Value>, Vec<&Value>) = list(result, "findings")
        .iter()
        .filter(failing)
        .partition(|finding| finding["waiver"].is_u64());
    (open.len(), accepted.len())
}

#[test]
fn the_example_as_sarif_is_valid_and_agrees_with_the_result() {
    let (code, reports) = reports(&repository(), EXAMPLE);
    assert_eq!(code, 2);
    let result = parsed(&reports, "json");
    let log = parsed(&reports, "sarif");
    assert_eq!(
        faults("sarif-schema-2.1.0.json", &log),
        Vec::<String>::new()
    );
    let run = &log["runs"][0];
    let suppressed = |entry: &&Value| !list(entry, "suppressions").is_empty();
    let (accepted, open): (Vec<&Value>, Vec<&Value>) =
        list(run, "results").iter().partition(suppressed);
    assert_eq!((open.len(), accepted.len()), failing(&result));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    for (status, count) in run["properties"]["criteria"].as_object().unwrap() {
        assert_eq!(*count, result["summary"][status], "{status}");
    }
    for entry in list(run, "results") {
        let place = &entry["locations"][0]["physicalLocation"];
        let path = place["artifactLocation"]["uri"].as_str().unwrap();
        let text = std::fs::read_to_string(repository().join(path)).unwrap();
        let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
        assert!(line <= text.lines().count(), "{path} has no line {line}");
    }
}

#[test]
fn the_example_for_gitlab_names_files_of_the_repository() {
    let (_, reports) = reports(&repository(), EXAMPLE);
    let report = parsed(&reports, "gitlab");
    assert_eq!(
        faults("gitlab-code-quality.json", &report),
        Vec::<String>::new()
    );
    let result = parsed(&reports, "json");
    let (open, accepted) = failing(&result);
    let entries = report.as_array().unwrap();
    let unevaluated = list(&result, "unevaluated").len();
    assert_eq!(entries.len(), open + accepted + unevaluated + 1);
    for entry in entries {
        let path = entry["location"]["path"].as_str().unwrap();
        assert!(repository().join(path).is_file(), "{path}");
    }
    // What has no evidence is shown where its check is configured.
    let missing = entries
        .iter()
        .find(|entry| entry["check_name"] == "unproven/missing-input")
        .unwrap();
    let config = std::fs::read_to_string(repository().join(EXAMPLE).join("tickmark.toml")).unwrap();
    let line = missing["location"]["lines"]["begin"].as_u64().unwrap();
    let near: Vec<&str> = config
        .lines()
        .skip(usize::try_from(line).unwrap() - 1)
        .take(3)
        .collect();
    assert!(near.contains(&"name = \"aws-load-test\""), "{near:?}");
}

#[test]
fn the_example_as_junit_holds_every_criterion_and_every_finding() {
    let (_, reports) = reports(&repository(), EXAMPLE);
    let result = parsed(&reports, "json");
    let report = quick_junit::Report::deserialize_from_str(&reports["junit"]).unwrap();
    assert_eq!(report.test_suites[0].tests, 61);
    assert_eq!(
        report.test_suites[0].failures,
        usize::try_from(result["summary"]["gap"].as_u64().unwrap()).unwrap()
    );
    let of_controls = report.test_suites[3..].iter();
    let findings: usize = of_controls.map(|suite| suite.tests - 1).sum();
    assert_eq!(findings, list(&result, "findings").len());
}

/// What GitHub's runner obeys: `::name …::` at the beginning of a line, and `##[name]` anywhere.
fn obeyed(text: &str) -> Vec<&str> {
    text.split(['\n', '\r'])
        .filter(|line| {
            let behind = line.trim_start().strip_prefix("::");
            behind.is_some_and(|rest| rest.contains("::")) || line.contains("##[")
        })
        .collect()
}

/// An assessment whose evidence holds commands.
fn hostile() -> Assessment {
    let commands = [
        "##[add-mask]x",
        "::stop-commands::x",
        "a ::error::b ##vso[task.complete]",
        "%0A::error::x",
    ];
    let rows: Vec<String> = commands
        .iter()
        .map(|name| {
            GOOD_REPORT
                .lines()
                .nth(2)
                .unwrap()
                .replace("ann,", &format!("{name},"))
                .replace(",true,false,N/A", ",false,false,N/A")
        })
        .collect();
    Assessment::with_config(GOOD_CHECK)
        .file(
            "evidence/aws/credential-report.csv",
            format!("{GOOD_REPORT}{}\n", rows.join("\n")),
        )
        .file(
            "evidence/evidence.toml",
            GOOD_PROVENANCE.replace("items = 3", "items = 7"),
        )
}

fn on_github(assessment: &Assessment, format: &str, summary: Option<&str>) -> Answer {
    let mut command = command(assessment.path(), &["check", "--all", "--format", format]);
    command.env("GITHUB_ACTIONS", "true");
    if let Some(path) = summary {
        command.env("GITHUB_STEP_SUMMARY", assessment.path().join(path));
    }
    answer(command)
}

#[test]
fn evidence_gives_no_command_to_a_pipeline_whatever_the_format() {
    let assessment = hostile();
    for format in FORMATS {
        let answer = on_github(&assessment, format, None);
        assert_eq!(answer.code, 1, "{format}: {}", answer.stderr);
        assert!(answer.stdout.contains("add-mask"), "{format}");
        let expected = if format == "github" {
            answer.stdout.lines().count()
        } else {
            0
        };
        let obeyed = obeyed(&answer.stdout);
        assert_eq!(obeyed.len(), expected, "{format}: {obeyed:#?}");
        for line in &obeyed {
            let name = line
                .strip_prefix("::")
                .and_then(|rest| rest.split_once(' '));
            let name = name.map(|(name, _)| name);
            assert!(
                matches!(name, Some("error" | "warning" | "notice")),
                "{line}"
            );
        }
        assert!(self::obeyed(&answer.stderr).is_empty(), "{}", answer.stderr);
    }
    let explained = assessment.run(&["explain", "aws-credential-report/console-mfa"]);
    assert!(explained.stdout.contains("add-mask"));
    assert!(obeyed(&explained.stdout).is_empty(), "{}", explained.stdout);
}

#[test]
fn the_step_summary_is_added_to_what_is_there() {
    let assessment = good().file("summary.md", "before\n");
    let answer = on_github(&assessment, "github", Some("summary.md"));
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let summary = std::fs::read_to_string(assessment.path().join("summary.md")).unwrap();
    assert!(
        summary.starts_with("before\n## tickmark: not ready"),
        "{summary}"
    );
    // Other formats leave it alone.
    on_github(&assessment, "sarif", Some("other.md"));
    assert!(!assessment.path().join("other.md").exists());
}

#[test]
fn the_step_summary_stays_below_a_mebibyte() {
    const MOST: usize = 1 << 20;
    let assessment = good().file("summary.md", "x".repeat(MOST - 500));
    let answer = on_github(&assessment, "github", Some("summary.md"));
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let summary = std::fs::read_to_string(assessment.path().join("summary.md")).unwrap();
    assert!(summary.len() <= MOST && summary.len() > MOST - 500);
    assert!(summary.contains("Cut here"), "{}", &summary[MOST - 500..]);
}

#[test]
fn a_step_summary_that_cannot_be_written_is_an_error() {
    let assessment = good().file("folder/x", "");
    let answer = on_github(&assessment, "github", Some("folder"));
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("GITHUB_STEP_SUMMARY"),
        "{}",
        answer.stderr
    );
}

#[test]
fn equal_results_give_equal_bytes_in_every_format() {
    let (_, once) = reports(&repository(), EXAMPLE);
    let (_, again) = reports(&repository(), EXAMPLE);
    assert_eq!(once, again);
    // The evidence may lie anywhere, as long as the program runs at the same place beside it.
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join(EXAMPLE);
    std::fs::create_dir_all(&copy).unwrap();
    copy_directory(&repository().join(EXAMPLE), &copy);
    let (_, copied) = reports(elsewhere.path(), EXAMPLE);
    assert_eq!(once, copied);
}
