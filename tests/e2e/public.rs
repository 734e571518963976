//! The summary that may be shown to anybody: no word of the evidence is in it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::example::copy;
use crate::support::Assessment;

const FORMATS: [&str; 3] = ["terminal", "json", "markdown"];

/// Words that say something: longer than five letters.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 5)
        .map(str::to_lowercase)
        .collect()
}

/// Every word of a folder's files, their names and their paths.
fn words_below(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        found.extend(words(&path.file_name().unwrap().to_string_lossy()));
        if path.is_dir() {
            words_below(&path, found);
        } else {
            found.extend(words(&String::from_utf8_lossy(
                &std::fs::read(&path).unwrap(),
            )));
        }
    }
}

fn public(assessment: &Assessment, format: &str) -> String {
    let answer = assessment.run(&["check", "--public", "--format", format]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    answer.stdout
}

/// The words that a summary has when nothing at all is examined: tickmark's titles, names of statuses
/// and categories, the fixed sentences, and the names of the organisation and the system.
fn fixed_words(format: &str) -> BTreeSet<String> {
    let nothing = Assessment::new().file(
        "tickmark.toml",
        "[assessment]\norganisation = \"Northwind Robotics\"\nsystem = \"fleet API\"\nas-of = 2026-11-22\ncategories = [\"security\", \"availability\", \"processing-integrity\", \"confidentiality\", \"privacy\"]\n[evidence]\nroot = \".\"\n",
    );
    let mut fixed = words(&public(&nothing, format));
    fixed.extend(words("excepted relevant unproven ready"));
    fixed
}

#[test]
fn no_word_of_the_evidence_or_the_configuration_is_in_it() {
    let example = copy();
    // All that must not be told: files, their names, the configuration with its waivers and owners, and
    // the whole result with what the plugins say.
    let mut told = BTreeSet::new();
    words_below(example.path(), &mut told);
    told.extend(words(&example.run(&["check", "--format", "json"]).stdout));
    for name in [
        "oyelaran",
        "482913057716",
        "bastion",
        "halvorsen",
        "credential",
    ] {
        assert!(told.contains(name), "{name}");
    }
    for format in FORMATS {
        let text = public(&example, format);
        let fixed = fixed_words(format);
        let all = words(&text);
        let more: Vec<&String> = all.difference(&fixed).collect();
        assert!(more.is_empty(), "{format}: {more:?}");
        let lower = text.to_lowercase();
        // Not even inside of another word.
        let inside = fixed.iter().cloned().collect::<Vec<_>>().join(" ");
        for word in &told {
            assert!(
                !lower.contains(word.as_str()) || inside.contains(word.as_str()),
                "{format}: {word}"
            );
        }
    }
}

#[test]
fn it_says_of_every_criterion_where_it_stands() {
    let example = copy();
    let (_, outcome) = example.check();
    let text = public(&example, "json");
    let summary: Value = serde_json::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(&example.run(&["schema", "public"]).stdout).unwrap();
    assert!(
        jsonschema::validator_for(&schema)
            .unwrap()
            .is_valid(&summary)
    );
    let criteria = summary["criteria"].as_array().unwrap();
    assert_eq!(criteria.len(), 61);
    for criterion in criteria {
        let id = criterion["id"].as_str().unwrap();
        assert_eq!(criterion["status"], outcome.criterion(id));
    }
    assert_eq!(summary["summary"], outcome.0["summary"]);
    for format in ["terminal", "markdown"] {
        let text = public(&example, format);
        for criterion in criteria {
            let (id, status) = (&criterion["id"], &criterion["status"]);
            let (id, status) = (id.as_str().unwrap(), status.as_str().unwrap());
            let stands = |line: &str| {
                let cells: Vec<&str> = line
                    .split_whitespace()
                    .filter(|cell| *cell != "|")
                    .collect();
                cells.first() == Some(&id) && cells.last() == Some(&status)
            };
            assert!(text.lines().any(stands), "{format}: {id} {status}");
        }
    }
}

#[test]
fn what_shows_more_is_refused_together_with_it() {
    for other in ["--all", "--dry-run"] {
        let answer = copy().run(&["check", "--public", other]);
        assert_eq!(answer.code, 3, "{other}");
        assert!(answer.stdout.is_empty());
    }
}
