use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Finding, Outcome, Report, Severity};

use super::SarifResults;
use Outcome::{Fail, Inconclusive, NotApplicable, Pass};

mod open;
mod reading;
mod scans;

const PATH: &str = "scans/web.sarif";
const AS_OF: &str = "2026-11-22";
/// A scan two days before, without a notification.
const INVOCATION: &str = r#"{"executionSuccessful": true, "endTimeUtc": "2026-11-20T04:12:09Z"}"#;
const RULES: &str = r#"[
  {"id": "js/sql-injection", "defaultConfiguration": {"level": "error"},
   "properties": {"tags": ["security", "external/cwe/cwe-089"], "security-severity": "8.8", "problem.severity": "error"}},
  {"id": "js/weak-hash", "defaultConfiguration": {"level": "warning"},
   "properties": {"tags": ["security"], "problem.severity": "warning"}},
  {"id": "js/unused-variable", "defaultConfiguration": {"level": "note"},
   "properties": {"tags": ["maintainability"], "problem.severity": "recommendation"}},
  {"id": "js/hardcoded-credentials",
   "properties": {"tags": ["security", "external/cwe/cwe-798"], "security-severity": "9.8"}}
]"#;

/// A log of one run of CodeQL.
fn log(invocations: &str, results: &str) -> String {
    log_of("CodeQL", RULES, invocations, results)
}

fn log_of(tool: &str, rules: &str, invocations: &str, results: &str) -> String {
    format!(
        r#"{{"version": "2.1.0", "runs": [
  {{"tool": {{"driver": {{"name": "{tool}", "semanticVersion": "2.23.3", "rules": {rules}}}}},
   "invocations": [{invocations}],
   "results": [{results}]}}
]}}"#
    )
}

/// A result of a rule in `src/orders.ts`, with more fields.
fn result(rule: &str, more: &str) -> String {
    format!(
        r#"{{"ruleId": "{rule}", "message": {{"text": "x"}},
  "locations": [{{"physicalLocation": {{"artifactLocation": {{"uri": "src/orders.ts"}}, "region": {{"startLine": 9}}}}}}]{more}}}"#
    )
}

fn first_seen(day: &str) -> String {
    format!(r#", "provenance": {{"firstDetectionTimeUtc": "{day}T10:00:00.000Z"}}"#)
}

fn examine(log: &str) -> Report {
    examine_with("{}", log)
}

fn examine_with(config: &str, log: &str) -> Report {
    let evidence =
        MemoryEvidence::new().collected("results", PATH, "2026-11-21T06:00:00Z", log.as_bytes());
    run::<SarifResults>(config, AS_OF, &evidence).unwrap()
}

/// The only finding of a control.
fn only<'a>(report: &'a Report, control: &str) -> &'a Finding {
    let findings: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.control == control)
        .collect();
    assert_eq!(findings.len(), 1, "{control}: {findings:#?}");
    findings[0]
}

fn pointer(finding: &Finding) -> &str {
    finding.locations[0].pointer.as_deref().unwrap()
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<SarifResults>(env!("CARGO_MANIFEST_DIR"));
}
