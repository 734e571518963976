//! Agreement with SARIF files that other people's tools wrote, and with what SARIF's own SDK says of
//! some of them.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name. What is expected is read a second time here, straight from the JSON.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};
use tickmark_sarif_results::SarifResults;

const SDK: &str =
    "reports-sarif-sdk/files/src/Test.FunctionalTests.Sarif/TestData/Multitool/ValidateCommand";
const CODEQL: &str = "reports-codeql-action/files/src/testdata";
const OPEN: &str = "findings-fixed-in-time";

/// Files in which this plugin counts other results than a plain reading does, and why. Each is a matter
/// of definition.
const DIFFERENCES: &[(&str, &str)] = &[
    ("/valid-sarif.sarif", MAINTAINABILITY),
    ("/valid-sarif-diff-filtered.sarif", MAINTAINABILITY),
    ("/fingerprinting2.input.sarif", MAINTAINABILITY),
    ("/fingerprinting2.expected.sarif", MAINTAINABILITY),
];
const MAINTAINABILITY: &str = "a query of CodeQL about maintainability finds no weakness";

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let tests: [(&str, Test); 4] = [
        (
            "every SARIF file: results and severities",
            reads_all_results,
        ),
        ("codeql-action: facts", codeql_facts),
        ("sarif-sdk: facts", sdk_facts),
        ("sarif-sdk: the validator's own reports", validator_reports),
    ];
    let trials = tests
        .into_iter()
        .map(|(name, test)| {
            let folder = corpus.clone();
            Trial::test(name, move || folder.as_deref().map_or(Ok(()), test))
                .with_ignored_flag(corpus.is_none())
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failed> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else if path.extension().is_some_and(|of| of == "sarif") {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

fn examine(path: &Path) -> Result<Report, Failed> {
    let evidence = MemoryEvidence::new().collected(
        "results",
        "a.sarif",
        "2026-11-20T00:00:00Z",
        std::fs::read(path)?,
    );
    run::<SarifResults>("{}", "2026-11-22", &evidence)
        .map_err(|failure| format!("{}: {failure:?}", path.display()).into())
}

fn expect<T: PartialEq + Debug>(what: &str, actual: &T, expected: &T) -> Result<(), Failed> {
    if actual == expected {
        Ok(())
    } else {
        Err(format!("{what}: expected {expected:?}, got {actual:?}").into())
    }
}

/// How many open results of each severity a plain reading finds; nothing for what is no log.
fn plainly(text: &str) -> Option<BTreeMap<&'static str, usize>> {
    let log: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    if log["version"] != "2.1.0" || log["runs"].as_array()?.is_empty() {
        return None;
    }
    let mut open = BTreeMap::new();
    for run in log["runs"].as_array()? {
        for result in run["results"].as_array().into_iter().flatten() {
            let kind = result["kind"].as_str().unwrap_or("fail");
            if kind != "fail" || result["baselineState"] == "absent" || suppressed(result) {
                continue;
            }
            *open.entry(severity(run, result)).or_default() += 1;
        }
    }
    Some(open)
}

fn suppressed(result: &Value) -> bool {
    let list = result["suppressions"].as_array();
    list.is_some_and(|list| {
        !list.is_empty()
            && list
                .iter()
                .all(|one| one["status"] != "underReview" && one["status"] != "rejected")
    })
}

fn severity(run: &Value, result: &Value) -> &'static str {
    let driver = &run["tool"]["driver"]["rules"];
    let id = result["ruleId"]
        .as_str()
        .or_else(|| result["rule"]["id"].as_str());
    let index = result["ruleIndex"]
        .as_u64()
        .or_else(|| result["rule"]["index"].as_u64());
    let rule = match (id, index) {
        (Some(id), _) => driver
            .as_array()
            .into_iter()
            .flatten()
            .find(|rule| rule["id"] == id || rule["id"] == id.split('/').next().unwrap_or(id)),
        (None, Some(index)) => usize::try_from(index)
            .ok()
            .and_then(|index| driver.get(index)),
        (None, None) => None,
    };
    let score = rule.and_then(|rule| {
        let score = &rule["properties"]["security-severity"];
        score.as_f64().or_else(|| score.as_str()?.parse().ok())
    });
    if let Some(score) = score.filter(|score| *score > 0.0) {
        return match score {
            9.0.. => "critical",
            7.0.. => "high",
            4.0.. => "medium",
            _ => "low",
        };
    }
    let level = result["level"]
        .as_str()
        .or_else(|| rule?["defaultConfiguration"]["level"].as_str());
    match level.unwrap_or("warning") {
        "error" => "high",
        "warning" => "medium",
        _ => "low",
    }
}

/// How many findings about single results of each severity the plugin made, without those that are
/// not open.
fn found(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut open = BTreeMap::new();
    for finding in &report.findings {
        if finding.control == OPEN && finding.outcome != Outcome::NotApplicable {
            let severity = ["critical", "high", "medium", "low"]
                .into_iter()
                .find(|word| finding.actual.starts_with(&format!("{word} severity")));
            if let Some(severity) = severity {
                *open.entry(severity).or_default() += 1;
            }
        }
    }
    open
}

fn reads_all_results(corpus: &Path) -> Result<(), Failed> {
    let mut all = Vec::new();
    files(&corpus.join("reports-sarif-sdk"), &mut all)?;
    files(&corpus.join("reports-codeql-action"), &mut all)?;
    let (mut logs, mut results, mut differences) = (0, 0, Vec::new());
    for path in &all {
        let report = examine(path)?;
        let name = path.strip_prefix(corpus)?.display().to_string();
        let Some(expected) = plainly(&String::from_utf8_lossy(&std::fs::read(path)?)) else {
            let passes = report
                .findings
                .iter()
                .any(|finding| finding.outcome == Outcome::Pass);
            expect(&format!("{name} passes something"), &passes, &false)?;
            continue;
        };
        logs += 1;
        results += expected.values().sum::<usize>();
        let found = found(&report);
        if found != expected && !DIFFERENCES.iter().any(|(known, _)| name.ends_with(known)) {
            differences.push(format!("{name}: expected {expected:?}, got {found:?}"));
        }
    }
    expect("differences", &differences, &Vec::new())?;
    expect(
        "enough files and results",
        &(logs > 150 && results > 300),
        &true,
    )
}

fn outcomes<'a>(report: &'a Report, control: &str) -> Vec<(&'a str, Outcome)> {
    report.outcomes(control)
}

/// `tool-names.sarif` is a test of the action, which takes two names from it and leaves out the empty
/// one and the one that is null. `empty-sarif.sarif` is its example of an analysis without results.
fn codeql_facts(corpus: &Path) -> Result<(), Failed> {
    let folder = corpus.join(CODEQL);
    let report = examine(&folder.join("tool-names.sarif"))?;
    expect(
        "tool-names.sarif",
        &outcomes(&report, "scans-succeeded"),
        &vec![
            ("CodeQL command-line toolchain in a.sarif", Outcome::Fail),
            (
                "CodeQL command-line toolchain in a.sarif (run 2)",
                Outcome::Fail,
            ),
            ("ESLint in a.sarif", Outcome::Fail),
            ("a.sarif", Outcome::Inconclusive),
            ("a.sarif", Outcome::Inconclusive),
        ],
    )?;
    let report = examine(&folder.join("empty-sarif.sarif"))?;
    expect(
        "empty-sarif.sarif",
        &outcomes(&report, OPEN),
        &vec![("LGTM.com in a.sarif", Outcome::Pass)],
    )?;
    let report = examine(&folder.join("fingerprinting.expected.sarif"))?;
    let kept = report
        .findings
        .iter()
        .any(|finding| finding.subject.contains("[5e4d5a9cf1294ad9:1]"));
    expect("the action's fingerprint names the result", &kept, &true)
}

/// What the SDK's validator reports of a file that is not even JSON, it reports of the same line.
/// Indexes that lead nowhere (SARIF1009) lead this plugin nowhere wrong, because it goes by the rule's
/// id; results with two different ids (SARIF1010) go by `ruleId`.
fn sdk_facts(corpus: &Path) -> Result<(), Failed> {
    let folder = corpus.join(SDK).join("Inputs");
    let report = examine(&folder.join("JSON1001.SyntaxError.sarif"))?;
    for finding in &report.findings {
        expect("outcome", &finding.outcome, &Outcome::Inconclusive)?;
        expect("line", &finding.locations[0].line, &Some(3))?;
    }
    let report = examine(&folder.join("SARIF1010.RuleIdMustBeConsistent_Invalid.sarif"))?;
    expect(
        "SARIF1010",
        &outcomes(&report, OPEN),
        &vec![
            (
                "Sarif Functional Testing in a.sarif: TST0001",
                Outcome::Inconclusive,
            ),
            (
                "Sarif Functional Testing in a.sarif: TST0003",
                Outcome::Inconclusive,
            ),
            (
                "Sarif Functional Testing in a.sarif: no rule",
                Outcome::Inconclusive,
            ),
        ],
    )
}

/// The validator's own reports: whichever of its rules is violated is an open result, and a report
/// about a valid file has none.
fn validator_reports(corpus: &Path) -> Result<(), Failed> {
    let mut all = Vec::new();
    files(&corpus.join(SDK).join("ExpectedOutputs"), &mut all)?;
    let (mut clean, mut others) = (0, 0);
    for path in &all {
        let report = examine(path)?;
        let passes = outcomes(&report, OPEN)
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Pass);
        let text = std::fs::read_to_string(path)?;
        let log: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        let results = log["runs"][0]["results"].as_array().map_or(0, Vec::len);
        expect(&path.display().to_string(), &passes, &(results == 0))?;
        if passes { clean += 1 } else { others += 1 }
    }
    expect("both kinds", &(clean > 20 && others > 20), &true)
}
