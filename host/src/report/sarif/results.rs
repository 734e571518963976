//! Failing findings as results.

use serde_json::{Value, json};

use super::limits::{Cuts, LOCATIONS, MESSAGE};
use super::physical;
use super::rules::Rules;
use crate::readiness::{AssessmentResult, WaiverResult};
use crate::report::failures::{Failure, cut, or};
use crate::report::paths::{Paths, Place};
use crate::severity::Severity;

/// A failing finding.
pub(super) fn to_result(
    failure: &Failure<'_>,
    result: &AssessmentResult,
    rules: &Rules<'_>,
    paths: &Paths,
    cuts: &mut Cuts,
) -> Value {
    let finding = failure.finding;
    let places = paths.of(finding);
    let related: Vec<Value> = places
        .iter()
        .enumerate()
        .skip(1)
        .take(LOCATIONS - 1)
        .map(|(index, place)| {
            let mut location = location(place);
            location["id"] = index.into();
            location
        })
        .collect();
    cuts.locations += locations_cut(failure);
    let mut properties = json!({
        "severity": finding.severity.name(),
        "check": finding.check,
        "subject": finding.subject
    });
    for (name, value) in [
        ("target", finding.target.as_deref()),
        ("severityReason", finding.severity_reason.as_deref()),
        ("occurred", finding.occurred.as_deref()),
    ] {
        if let Some(value) = value {
            properties[name] = json!(value);
        }
    }
    if let (Some(baseline), None) = (&result.baseline, failure.waiver) {
        let is_new = baseline
            .new
            .binary_search_by(|new| new.id.as_str().cmp(&finding.id))
            .is_ok();
        properties["isNew"] = is_new.into();
    }
    let id = or(finding.control.as_str(), "control");
    let mut value = json!({
        "ruleId": id,
        "kind": "fail",
        "level": level(finding.severity),
        "message": {"text": plain(&cut(&failure.message(), MESSAGE))},
        "locations": [location(&places[0])],
        "partialFingerprints": {
            // The one by which code scanning knows an alert again. A hash of the line would be another
            // finding's as soon as the evidence is collected anew.
            "primaryLocationLineHash": format!("{}:{}", or(&finding.id, "finding"), failure.ordinal),
            "tickmarkFinding/v1": failure.fingerprint()
        },
        // Empty for open failures: where some results say whether they are suppressed, all must.
        "suppressions": failure.waiver.map(suppression).into_iter().collect::<Vec<Value>>(),
        "properties": properties
    });
    if let Some(index) = rules.index(&finding.control) {
        value["ruleIndex"] = index.into();
    }
    if !related.is_empty() {
        value["relatedLocations"] = related.into();
    }
    value
}

/// How many of a failure's locations are too many.
pub(super) fn locations_cut(failure: &Failure<'_>) -> usize {
    failure.finding.locations.len().saturating_sub(LOCATIONS)
}

fn location(place: &Place) -> Value {
    let mut location = json!({"physicalLocation": physical(place)});
    if let Some(pointer) = place
        .pointer
        .as_deref()
        .filter(|pointer| !pointer.is_empty())
    {
        location["logicalLocations"] = json!([{"fullyQualifiedName": pointer}]);
    }
    location
}

/// SARIF's name of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn suppression(waiver: &WaiverResult) -> Value {
    let mut properties = json!({
        "owner": waiver.owner,
        "approvedBy": waiver.approved_by,
        "approvedOn": waiver.approved_on.to_string(),
        "expires": waiver.expires.to_string()
    });
    if let Some(ticket) = &waiver.ticket {
        properties["ticket"] = json!(ticket);
    }
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": or(&waiver.reason, "(no reason)"),
        "properties": properties
    })
}

/// A message without links and placeholders (SARIF 2.1.0, sections 3.11.5 and 3.11.6). Braces that hold
/// no number and brackets without a target mean nothing, and readers show every escape, so that they
/// stay as they are.
pub(super) fn plain(text: &str) -> String {
    let unlinked = text.replace("](", "\\](");
    let mut plain = String::with_capacity(unlinked.len());
    let mut rest = unlinked.as_str();
    while let Some(start) = rest.find('{') {
        let (before, braced) = rest.split_at(start);
        plain.push_str(before);
        let digits = braced[1..].len()
            - braced[1..]
                .trim_start_matches(|letter: char| letter.is_ascii_digit())
                .len();
        if digits > 0 && braced[1 + digits..].starts_with('}') {
            plain.push('{');
            plain.push_str(&braced[..digits + 2]);
            plain.push('}');
            rest = &braced[digits + 2..];
        } else {
            plain.push('{');
            rest = &braced[1..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_no_link_and_no_placeholder() {
        assert_eq!(plain("[a](1) {0} {12}"), "[a\\](1) {{0}} {{12}}");
        assert_eq!(plain("{\"a\": [1]} {} {x} {1"), "{\"a\": [1]} {} {x} {1");
    }
}
