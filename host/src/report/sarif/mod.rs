//! SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it.
//!
//! Each failing finding is a result; accepted ones are suppressed results. There are no passes: code
//! scanning takes every result for an alert, whatever its `kind`. For the same reason what is unproven is
//! no result: no subject failed, so an alert would claim what nobody saw, and closing it would mean
//! nothing. It is told as notifications of the run, which is then not successful if something configured
//! could not be evaluated. The criteria are a taxonomy; each holds its status, and the rules point at the
//! criteria that they serve.

mod limits;
mod notifications;
mod results;
mod rules;

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use limits::{Cuts, Limits, fitting};
use notifications::invocation;
use results::to_result;
use rules::Rules;

use super::failures::{counts, failures, make_visible, or, verdict};
use super::json;
use super::paths::{Paths, Place};
use crate::gate::exit;
use crate::readiness::AssessmentResult;

/// The base of all URIs that are not absolute.
const ROOT: &str = "%SRCROOT%";

/// Writes the log.
pub fn render(result: &AssessmentResult, paths: &Paths, out: &mut dyn Write) -> io::Result<()> {
    render_within(Limits::default(), result, paths, out)
}

fn render_within(
    limits: Limits,
    result: &AssessmentResult,
    paths: &Paths,
    out: &mut dyn Write,
) -> io::Result<()> {
    let failures = failures(result);
    let mut cuts = Cuts {
        limits,
        ..Cuts::default()
    };
    let mut shown = &failures[..failures.len().min(limits.results)];
    let rules = Rules::new(result, shown, &mut cuts);
    let mut results: Vec<Value> = shown
        .iter()
        .map(|failure| to_result(failure, result, &rules, paths, &mut cuts))
        .collect();
    results.iter_mut().for_each(make_visible);
    let empty = log(result, paths, &rules, &cuts, Vec::new());
    let room = fitting(limits.bytes, &empty, &results)?;
    if room < results.len() {
        results.truncate(room);
        shown = &shown[..room];
        // What was cut from these results went with them.
        cuts.locations = shown
            .iter()
            .map(|failure| results::locations_cut(failure))
            .sum();
    }
    cuts.results = failures.len() - shown.len();
    cuts.open_results = failures[shown.len()..]
        .iter()
        .filter(|failure| failure.waiver.is_none())
        .count();
    json::write(&log(result, paths, &rules, &cuts, results), out)
}

fn log(
    result: &AssessmentResult,
    paths: &Paths,
    rules: &Rules<'_>,
    cuts: &Cuts,
    results: Vec<Value>,
) -> Value {
    let tool = &result.readiness.tool;
    let (invocation, descriptors) = invocation(result, paths, rules, cuts);
    let mut run = json!({
        "tool": {"driver": {
            "name": or(&tool.name, "tickmark"),
            "version": or(&tool.version, "0"),
            "semanticVersion": or(&tool.version, "0"),
            "rules": rules.describe(),
            "notifications": descriptors,
            "supportedTaxonomies": [{"name": rules::TAXONOMY, "index": 0}]
        }},
        "taxonomies": [rules::taxonomy(result)],
        "automationDetails": {"id": "tickmark/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The directory in which tickmark ran."}}
        },
        "invocations": [invocation],
        "results": [],
        "properties": properties(result, cuts)
    });
    make_visible(&mut run);
    // These have been made visible one by one, and may be many.
    run["results"] = Value::from(results);
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run]
    })
}

/// What the results alone do not say.
fn properties(result: &AssessmentResult, cuts: &Cuts) -> Value {
    let readiness = &result.readiness;
    let info = &readiness.assessment;
    let criteria: serde_json::Map<String, Value> = counts(&readiness.summary)
        .into_iter()
        .map(|(status, count)| (status.to_owned(), count.into()))
        .collect();
    let mut properties = json!({
        "holds": "Failing findings only; accepted ones are suppressed. Criteria are the taxonomy's entries, and what is unproven is among the notifications.",
        "readiness": verdict(&readiness.summary),
        "criteria": criteria,
        "relevant": readiness.summary.relevant,
        "asOf": info.as_of.to_string(),
        "type": info.kind,
        "gate": {
            "met": result.gate.met,
            "exitCode": result.gate.exit_code,
            "conclusion": result.gate.conclusion
        }
    });
    if let Some((start, end)) = info.period {
        properties["period"] = json!([start.to_string(), end.to_string()]);
    }
    if let (Some(organisation), Some(system)) = (&info.organisation, &info.system) {
        properties["organisation"] = json!(organisation);
        properties["system"] = json!(system);
    }
    if let Some(baseline) = &result.baseline {
        properties["baseline"] = json!({
            "asOf": baseline.as_of.to_string(),
            "sha256": baseline.sha256,
            "known": baseline.known,
            "new": baseline.new.len(),
            "fixed": baseline.fixed.len(),
            "unseen": baseline.unseen.len()
        });
    }
    if let Some(left_out) = cuts.describe() {
        properties["leftOut"] = left_out;
    }
    properties
}

/// Spaces, colons and everything else that means something in a URI: all but what a path may hold as it
/// is (RFC 3986, section 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// A place as SARIF writes it.
fn physical(place: &Place) -> Value {
    let path = utf8_percent_encode(&place.path, ENCODED).to_string();
    let artifact = if path.starts_with('/') {
        json!({"uri": format!("file://{path}")})
    } else {
        json!({"uri": or(&path, "."), "uriBaseId": ROOT})
    };
    let column = place.column.unwrap_or(1);
    json!({
        "artifactLocation": artifact,
        // GitHub asks for all four.
        "region": {
            "startLine": place.line,
            "startColumn": column,
            "endLine": place.line,
            "endColumn": column.saturating_add(1)
        }
    })
}

/// Whether everything configured was evaluated.
fn was_evaluated(result: &AssessmentResult) -> bool {
    result.gate.exit_code < exit::UNEVALUATED
}

#[cfg(test)]
mod tests;
