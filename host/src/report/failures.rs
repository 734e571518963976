//! Failing findings as formats that list only failures show them: worst first, each with a fingerprint
//! that is its own, and the wording that those formats share.

use std::collections::BTreeMap;

use serde_json::Value;

use super::text::on_target;
use crate::clean::{Form, clean};
use crate::model::Outcome;
use crate::readiness::{
    AssessmentResult, ControlResult, CriterionStatus, Finding, Summary, WaiverResult,
};

/// A failing finding.
#[derive(Debug, Clone)]
pub(super) struct Failure<'a> {
    pub(super) finding: &'a Finding,
    /// The waiver that covers it. A finding whose waiver does not exist is an open failure.
    pub(super) waiver: Option<&'a WaiverResult>,
    /// Counts findings of one identity, from 1: a plugin may report several about one subject.
    pub(super) ordinal: u32,
}

impl Failure<'_> {
    /// Stays the same from run to run, and belongs to no other failure of the result.
    pub(super) fn fingerprint(&self) -> String {
        let id = or(&self.finding.id, "finding");
        match self.ordinal {
            1 => id.to_owned(),
            more => format!("{id}:{more}"),
        }
    }

    /// What is wrong, in a sentence.
    pub(super) fn message(&self) -> String {
        let finding = self.finding;
        format!(
            "{}{}: expected {}, found {}",
            or(&finding.subject, "(no subject)"),
            on_target(finding),
            or(&finding.expected, "(nothing stated)"),
            or(&finding.actual, "(nothing stated)")
        )
    }
}

/// All failing findings in the result's order: open ones by severity, then accepted ones.
pub(super) fn failures(result: &AssessmentResult) -> Vec<Failure<'_>> {
    let readiness = &result.readiness;
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut failures: Vec<Failure<'_>> = readiness
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail)
        .map(|finding| {
            let ordinal = seen.entry(&finding.id).or_default();
            *ordinal += 1;
            Failure {
                finding,
                waiver: finding
                    .waiver
                    .and_then(|index| readiness.waivers.get(index)),
                ordinal: *ordinal,
            }
        })
        .collect();
    // What was written by another program may be in another order.
    failures.sort_by_key(|failure| {
        (
            failure.waiver.is_some(),
            std::cmp::Reverse(failure.finding.severity),
        )
    });
    failures
}

/// The controls of a result by name.
pub(super) fn controls(result: &AssessmentResult) -> BTreeMap<&str, &ControlResult> {
    result
        .readiness
        .controls
        .iter()
        .map(|control| (control.id.as_str(), control))
        .collect()
}

/// Where the criteria stand, by status and in the order in which reports name them.
pub(super) fn counts(summary: &Summary) -> [(&'static str, u32); 6] {
    CriterionStatus::ALL.map(|status| (status.name(), summary.count(status)))
}

/// Where the criteria stand, in a line.
pub(super) fn counted(summary: &Summary) -> String {
    counts(summary)
        .map(|(status, count)| format!("{status} {count}"))
        .join(", ")
}

/// The verdict, in two words at most.
pub(super) fn verdict(summary: &Summary) -> &'static str {
    if summary.is_ready {
        "READY"
    } else {
        "NOT READY"
    }
}

/// The text, or another one where there is none: many readers refuse empty strings.
pub(super) fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() {
        otherwise
    } else {
        text
    }
}

/// The text cut to a number of characters, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text
            .chars()
            .take(most.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

/// Makes visible, in every string of a document, what would act on a reader's screen.
pub(super) fn make_visible(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean(text, Form::Block),
        Value::Array(list) => list.iter_mut().for_each(make_visible),
        Value::Object(fields) => fields.values_mut().for_each(make_visible),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::samples::{failing, result};
    use super::*;

    #[test]
    fn failures_come_worst_first_and_accepted_ones_last() {
        let mut result = result();
        result.readiness.findings.reverse();
        let failures = failures(&result);
        let subjects: Vec<&str> = failures
            .iter()
            .map(|failure| &*failure.finding.subject)
            .collect();
        assert_eq!(subjects, ["zero", "one", "four", "two"]);
        assert!(failures[3].waiver.is_some());
    }

    #[test]
    fn two_findings_about_one_subject_have_fingerprints_of_their_own() {
        let mut result = result();
        for _ in 0..3 {
            result.readiness.findings.push(failing("zero"));
        }
        let failures = failures(&result);
        let prints: BTreeSet<String> = failures.iter().map(Failure::fingerprint).collect();
        assert_eq!(prints.len(), failures.len());
        assert!(prints.contains("fails-zero") && prints.contains("fails-zero:4"));
    }

    #[test]
    fn a_waiver_that_does_not_exist_excuses_nothing() {
        let mut result = result();
        result.readiness.waivers.clear();
        assert!(
            failures(&result)
                .iter()
                .all(|failure| failure.waiver.is_none())
        );
    }

    #[test]
    fn a_cut_text_says_so_and_is_never_longer() {
        assert_eq!(cut("żółw", 4), "żółw");
        assert_eq!(cut("żółwie", 4), "żół…");
        assert_eq!(or(" ", "x"), "x");
    }
}
