//! What comes out of the host: nothing that acts on a reader, and no evidence copied whole.

use std::collections::BTreeSet;

use super::super::bench::Bench;
use super::super::outcome::{Problem, Tested};
use super::super::trial::Trials;
use crate::clean::is_plain;
use crate::diagnostic::list;
use crate::model::Observation;
use crate::readiness::UnitOutcome;

/// A deciding value that is longer, in characters, is no value but a piece of evidence.
const LONG: usize = 1000;

/// Looks at every string of every run, damaged evidence included.
pub(super) fn clean(bench: &Bench<'_>, trials: &Trials) -> Tested {
    let name = "clean-output";
    let mut problems = Vec::new();
    let mut units = 0;
    let mut long = BTreeSet::new();
    let in_cases = bench.assessments.iter().flat_map(|assessment| {
        assessment
            .outcomes
            .iter()
            .map(|unit| (&*assessment.name, unit))
    });
    let damaged = trials
        .ran
        .iter()
        .map(|(trial, unit)| (&*bench.assessments[trial.assessment].name, unit));
    for (case, unit) in in_cases.chain(damaged) {
        units += 1;
        for (id, finding) in findings(unit) {
            for text in texts(finding) {
                if !is_plain(text) {
                    problems.push(
                        Problem::error(format!(
                            "a finding of `{id}` holds text that acts on a terminal: {}",
                            text.escape_debug()
                        ))
                        .in_case(case)
                        .help("this is a flaw of tickmark itself; please report it"),
                    );
                }
            }
            if length(&finding.actual) > LONG {
                long.insert(id);
            }
        }
    }
    if !long.is_empty() {
        problems.push(
            Problem::warning(format!(
                "deciding values of more than {LONG} characters: {}",
                list(long)
            ))
            .help("cut what is copied from evidence; it may hold what nobody should read"),
        );
    }
    if units == 0 {
        return Tested::skipped(name, super::NOTHING_RAN);
    }
    Tested::new(
        name,
        format!("the findings of {}", super::plural(units, "run", "runs")),
        problems,
    )
}

/// How many characters the plugin wrote; what the host made visible counts as one.
fn length(text: &str) -> usize {
    let made_visible = text.matches("\\u{").map(|_| "u{1b}".len()).sum::<usize>();
    text.chars().count().saturating_sub(made_visible)
}

fn findings(unit: &UnitOutcome) -> impl Iterator<Item = (&str, &Observation)> {
    unit.controls.iter().flat_map(|(id, outcome)| {
        outcome
            .observations
            .iter()
            .map(move |finding| (id.as_str(), finding))
    })
}

/// The one-line texts of a finding.
fn texts(finding: &Observation) -> impl Iterator<Item = &str> {
    let places = finding
        .locations
        .iter()
        .flat_map(|location| std::iter::once(&*location.path).chain(location.pointer.as_deref()));
    let severity = finding.severity.iter().map(|(_, reason)| &**reason);
    [&*finding.subject, &*finding.expected, &*finding.actual]
        .into_iter()
        .chain(places)
        .chain(severity)
}
