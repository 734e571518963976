//! GitLab's Code Quality report: the failing findings beside the lines that show them.
//!
//! The format knows only things that are wrong. What is not a failure of a subject but may not go unsaid
//! has entries of its own names: `unproven/REASON` for what was configured and could not be evaluated, as
//! severe as a failing control of medium severity, and one `tickmark/readiness` that counts the criteria.
//! Accepted failures are there as information. Passes are not.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::failures::{Failure, counted, cut, failures, make_visible, or, verdict};
use super::json;
use super::paths::{Paths, Place};
use crate::gate::exit;
use crate::readiness::AssessmentResult;
use crate::severity::Severity;

/// The longest description, in characters: the list in a merge request shows far less.
const DESCRIPTION: usize = 2000;

/// Writes the report.
pub fn render(result: &AssessmentResult, paths: &Paths, out: &mut dyn Write) -> io::Result<()> {
    let failures = failures(result);
    let mut entries = vec![readiness(result, paths, &failures)];
    let unevaluated = unevaluated(result, paths);
    if unevaluated.is_empty() && result.gate.exit_code >= exit::UNEVALUATED {
        entries.push(degradation(
            "unproven/nothing-evaluated",
            &result.gate.conclusion,
            &digest(&["nothing-evaluated"], 1),
            "major",
            &paths.check(""),
        ));
    }
    entries.extend(unevaluated);
    entries.extend(failures.iter().map(|failure| entry(failure, paths)));
    let mut report = Value::from(entries);
    make_visible(&mut report);
    json::write(&report, out)
}

fn degradation(name: &str, text: &str, fingerprint: &str, severity: &str, place: &Place) -> Value {
    json!({
        "description": cut(text, DESCRIPTION),
        "check_name": or(name, "control"),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": place.path, "lines": {"begin": place.line}}
    })
}

fn entry(failure: &Failure<'_>, paths: &Paths) -> Value {
    let finding = failure.finding;
    let (severity, text) = match failure.waiver {
        Some(waiver) => (
            "info",
            format!(
                "accepted until {} ({}): {}",
                waiver.expires,
                waiver.reason,
                failure.message()
            ),
        ),
        None => (name(finding.severity), failure.message()),
    };
    degradation(
        finding.control.as_str(),
        &text,
        &failure.fingerprint(),
        severity,
        &paths.of(finding)[0],
    )
}

/// GitLab's name of a severity.
fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "minor",
        Severity::Medium => "major",
        Severity::High => "critical",
        Severity::Critical => "blocker",
    }
}

fn readiness(result: &AssessmentResult, paths: &Paths, failures: &[Failure<'_>]) -> Value {
    let summary = &result.readiness.summary;
    let accepted = failures
        .iter()
        .filter(|failure| failure.waiver.is_some())
        .count();
    let text = format!(
        "{}: {} of {} criteria shown ready ({}). This report holds {} open and {accepted} accepted failures, and no passes. {}",
        verdict(summary),
        summary.ready,
        summary.relevant,
        counted(summary),
        failures.len() - accepted,
        result.gate.conclusion
    );
    degradation(
        "tickmark/readiness",
        &text,
        &digest(&["readiness"], 1),
        "info",
        &paths.check(""),
    )
}

fn unevaluated(result: &AssessmentResult, paths: &Paths) -> Vec<Value> {
    let readiness = &result.readiness;
    let mut seen: BTreeMap<[&str; 3], u32> = BTreeMap::new();
    let mut entries: Vec<Value> = readiness
        .unevaluated
        .iter()
        .map(|reason| {
            // Messages hold ages and dates, which change from day to day.
            let target = reason.target.as_deref().unwrap_or("");
            let identity = [reason.code.name(), reason.check.as_str(), target];
            let ordinal = seen.entry(identity).or_default();
            *ordinal += 1;
            degradation(
                &format!("unproven/{}", reason.code.name()),
                &format!("{}: {}", or(&reason.check, "check"), reason.message),
                &digest(&identity, *ordinal),
                "major",
                &paths.check(&reason.check),
            )
        })
        .collect();
    let plugins = [
        ("ambiguous-plugin", &readiness.ambiguous_plugins),
        ("unusable-plugin", &readiness.unusable_plugins),
    ];
    for (kind, plugins) in plugins {
        entries.extend(plugins.iter().enumerate().map(|(index, plugin)| {
            degradation(
                &format!("unproven/{kind}"),
                or(plugin, kind),
                &format!("{}:{index}", digest(&[kind, plugin], 1)),
                "major",
                &paths.check(""),
            )
        }));
    }
    entries
}

/// A fingerprint for what has no name of its own.
fn digest(parts: &[&str], ordinal: u32) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.update(ordinal.to_le_bytes());
    base16ct::lower::encode_string(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::samples::{HOSTILE, hostile, result};
    use super::*;

    fn report(result: &AssessmentResult) -> (String, Vec<Value>) {
        let paths = Paths {
            evidence: "evidence".to_owned(),
            config: Some("tickmark.toml".to_owned()),
            checks: BTreeMap::from([("hosts".to_owned(), 9)]),
        };
        let mut out = Vec::new();
        render(result, &paths, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let list = serde_json::from_str(&text).unwrap();
        (text, list)
    }

    #[test]
    fn it_reads_as_it_should() {
        insta::assert_snapshot!(report(&result()).0);
    }

    #[test]
    fn every_entry_has_what_gitlab_asks_for_whatever_the_texts() {
        for text in HOSTILE.into_iter().chain([""]) {
            let (bytes, list) = report(&hostile(text));
            assert_eq!(bytes, super::super::inert::text(&bytes));
            assert!(!bytes.contains(['\u{1b}', '\u{202e}', '\u{9b}']));
            let prints: BTreeSet<&str> = list
                .iter()
                .map(|entry| entry["fingerprint"].as_str().unwrap())
                .collect();
            assert_eq!(prints.len(), list.len(), "fingerprints are unique");
            for entry in &list {
                for field in ["description", "check_name"] {
                    assert!(!entry[field].as_str().unwrap().is_empty());
                }
                assert!(
                    ["info", "minor", "major", "critical", "blocker"]
                        .contains(&entry["severity"].as_str().unwrap())
                );
                assert!(entry["location"]["path"].is_string());
                assert!(entry["location"]["lines"]["begin"].as_u64() >= Some(1));
            }
        }
    }

    #[test]
    fn a_run_that_evaluated_nothing_says_so() {
        let mut result = result();
        result.readiness.unevaluated.clear();
        result.readiness.unusable_plugins.clear();
        result.readiness.ambiguous_plugins.clear();
        result.gate.exit_code = exit::UNEVALUATED;
        "no control was evaluated".clone_into(&mut result.gate.conclusion);
        let (_, list) = report(&result);
        let nothing = list
            .iter()
            .find(|entry| entry["check_name"] == "unproven/nothing-evaluated")
            .unwrap();
        assert_eq!(nothing["description"], "no control was evaluated");
        assert_eq!(nothing["severity"], "major");
    }

    #[test]
    fn what_could_not_be_evaluated_keeps_its_fingerprint_from_day_to_day() {
        let prints = |message: &str| -> Vec<Value> {
            let mut result = result();
            message.clone_into(&mut result.readiness.unevaluated[0].message);
            let list = report(&result).1;
            list.iter()
                .map(|entry| entry["fingerprint"].clone())
                .collect()
        };
        assert_eq!(prints("30 days old"), prints("31 days old"));
    }
}
