//! One run, every format: each says the same about the 61 criteria.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::example::copy;
use crate::support::{answer, command, repository};

const EXAMPLE: &str = "examples/northwind-robotics";
const STATUSES: [&str; 6] = [
    "ready",
    "excepted",
    "unproven",
    "gap",
    "not-relevant",
    "out-of-scope",
];
const FORMATS: [&str; 12] = [
    "terminal",
    "json",
    "html",
    "markdown",
    "sarif",
    "oscal",
    "oscal-catalog",
    "ocsf",
    "junit",
    "csv",
    "github",
    "gitlab",
];

/// How many criteria have each status, in the order of [`STATUSES`].
type Counts = [usize; 6];

fn counted<'a>(statuses: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::default();
    for status in statuses {
        let place = STATUSES.iter().position(|known| *known == status);
        counts[place.unwrap_or_else(|| panic!("`{status}` is no status"))] += 1;
    }
    counts
}

/// The numbers behind the six names, where a text has them in one line or table.
fn stated(text: &str, separator: &str) -> Counts {
    STATUSES.map(|status| {
        let name = status.replace('-', separator);
        let rest = text
            .split(&format!("{name} "))
            .skip(1)
            .find(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
            .unwrap_or_else(|| panic!("no number behind {name} in {text}"));
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    })
}

/// The line that holds a text.
fn line_with<'a>(text: &'a str, part: &str) -> &'a str {
    let found = text.lines().find(|line| line.contains(part));
    found.unwrap_or_else(|| panic!("no line with `{part}`"))
}

/// The values of an attribute on elements that begin so.
fn attributes<'a>(text: &'a str, element: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(element).skip(1).map(move |rest| {
        let (_, value) = rest.split_once(&format!("{name}=\"")).unwrap();
        value.split('"').next().unwrap()
    })
}

/// The counts of a table row of Markdown under the header with the six names.
fn table(text: &str) -> Counts {
    let header = "| ready | excepted | unproven | gap | not relevant | out of scope |";
    let (_, rest) = text.split_once(header).unwrap();
    let cells: Vec<usize> = rest
        .lines()
        .nth(2)
        .unwrap()
        .split('|')
        .filter_map(|cell| cell.trim().parse().ok())
        .collect();
    cells.try_into().unwrap()
}

fn counts(format: &str, text: &str) -> Counts {
    let json = || serde_json::from_str::<Value>(text).unwrap();
    match format {
        "terminal" => stated(line_with(text, "  ready "), " "),
        "json" => {
            let value = json();
            let criteria = value["criteria"].as_array().unwrap().clone();
            counted(criteria.iter().map(|one| one["status"].as_str().unwrap()))
        }
        "html" => counted(attributes(
            text,
            "<details class=\"criterion\"",
            "data-status",
        )),
        "markdown" => table(text),
        "sarif" => {
            let value = json();
            let counts = &value["runs"][0]["properties"]["criteria"];
            STATUSES.map(|status| usize::try_from(counts[status].as_u64().unwrap()).unwrap())
        }
        "oscal" => {
            let value = json();
            let result = &value["assessment-results"]["results"][0];
            let properties = result["props"].as_array().unwrap().clone();
            let statuses = properties
                .iter()
                .filter(|property| property["name"] == "criterion-status");
            counted(statuses.map(|property| property["value"].as_str().unwrap()))
        }
        "ocsf" => {
            let events: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            let criteria = events
                .iter()
                .filter(|event| event["finding_info"]["types"][0] == "criterion");
            counted(criteria.map(|event| event["compliance"]["status_code"].as_str().unwrap()))
        }
        "junit" => STATUSES.map(|status| {
            let property = format!("<property name=\"{status}\"");
            let value = attributes(text, &property, "value").next().unwrap();
            value.parse().unwrap()
        }),
        "csv" => counted(
            text.lines()
                .filter(|line| line.starts_with("criterion,"))
                .map(|line| line.split(',').nth(2).unwrap()),
        ),
        "github" => stated(line_with(text, "::notice title=tickmark"), "-"),
        "gitlab" => {
            let value = json();
            let entries = value.as_array().unwrap().clone();
            let entry = entries
                .iter()
                .find(|entry| entry["check_name"] == "tickmark/readiness")
                .unwrap();
            stated(entry["description"].as_str().unwrap(), "-")
        }
        other => panic!("nobody counts {other}"),
    }
}

fn read(directory: &Path, name: &str) -> String {
    std::fs::read_to_string(directory.join(name)).unwrap()
}

#[test]
fn every_format_counts_the_same_statuses_of_one_run() {
    let directory = tempfile::tempdir().unwrap();
    let outputs =
        FORMATS.map(|format| format!("{format}={}", directory.path().join(format).display()));
    // All five categories are in scope of the example; without one of them each status occurs.
    let example = copy();
    let config = example.path().join("tickmark.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("\"confidentiality\", ", "")).unwrap();
    let mut arguments = vec!["check", example.path().to_str().unwrap()];
    for output in &outputs {
        arguments.extend(["--format", output]);
    }
    let mut run = command(&repository(), &arguments);
    run.env("GITHUB_STEP_SUMMARY", directory.path().join("summary"));
    let answer = answer(run);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    let result: Value = serde_json::from_str(&read(directory.path(), "json")).unwrap();
    let summary = &result["summary"];
    let expected =
        STATUSES.map(|status| usize::try_from(summary[status].as_u64().unwrap()).unwrap());
    assert_eq!(expected.iter().sum::<usize>(), 61);
    assert!(
        expected.iter().all(|count| *count > 0),
        "each status occurs, so that none can hide: {expected:?}"
    );
    let seen: BTreeMap<&str, Counts> = FORMATS
        .into_iter()
        // It is the same for every result: what the 61 criteria are.
        .filter(|format| *format != "oscal-catalog")
        .map(|format| (format, counts(format, &read(directory.path(), format))))
        .chain([("summary", table(&read(directory.path(), "summary")))])
        .collect();
    for (format, counts) in &seen {
        assert_eq!(*counts, expected, "{format}");
    }
    assert_eq!(seen.len(), FORMATS.len());
}

#[test]
fn one_run_writes_what_runs_of_their_own_write() {
    let directory = tempfile::tempdir().unwrap();
    let json = directory.path().join("json");
    let path = format!("json={}", json.display());
    let run = |arguments: &[&str]| {
        let mut command = command(&repository(), arguments);
        command.env_remove("GITHUB_STEP_SUMMARY");
        answer(command)
    };
    run(&["check", EXAMPLE, "--format", &path]);
    let stored = json.to_str().unwrap();
    for format in FORMATS {
        let fresh = run(&["check", EXAMPLE, "--format", format]);
        let again = run(&[
            "report",
            stored,
            "--format",
            format,
            "--evidence",
            &format!("{EXAMPLE}/evidence"),
            "--config",
            &format!("{EXAMPLE}/tickmark.toml"),
        ]);
        assert_eq!((fresh.code, again.code), (2, 2), "{format}");
        // A stored result does not know on which lines of the configuration its checks stand, nor what
        // to write behind the next command.
        if !["github", "gitlab", "junit", "sarif", "terminal"].contains(&format) {
            assert!(fresh.stdout == again.stdout, "{format}");
        }
        assert!(!again.stdout.is_empty(), "{format}");
    }
}
