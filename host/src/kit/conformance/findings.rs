//! What the golden cases show of the plugin's findings: places, deciding values, completeness.

use std::collections::{BTreeMap, BTreeSet};

use super::super::bench::Bench;
use super::super::outcome::{Problem, Tested};
use crate::diagnostic::list;
use crate::model::{Location, Outcome};
use crate::readiness::{ControlOutcome, UnitState};

/// Why a check over all cases says nothing about some of them.
const SELECTION: &str = "only some of the cases were chosen";

/// What every check over the cases needs, or why it has nothing to look at.
fn ready(bench: &Bench<'_>, needs_all: bool) -> Result<(), &'static str> {
    if bench.kit.project.cases.is_empty() {
        Err(super::NO_CASES)
    } else if needs_all && bench.kit.project.is_selection {
        Err(SELECTION)
    } else if outcomes(bench).next().is_none() {
        Err(super::NOTHING_RAN)
    } else {
        Ok(())
    }
}

/// What each control came to in each unit that gave a report: case, control's id, outcome.
fn outcomes<'a>(
    bench: &'a Bench<'_>,
) -> impl Iterator<Item = (&'a str, &'a str, &'a ControlOutcome)> {
    bench.cases().flat_map(|case| {
        case.outcomes
            .iter()
            .filter(|unit| unit.state == UnitState::Ran)
            .flat_map(|unit| &unit.controls)
            .map(|(id, outcome)| (case.name.as_str(), id.as_str(), outcome))
    })
}

/// Every finding that decides something says what was expected, what was found, and where.
pub(super) fn placed(bench: &Bench<'_>) -> Tested {
    let name = "places";
    if let Err(why) = ready(bench, false) {
        return Tested::skipped(name, why);
    }
    let mut problems = Vec::new();
    let (mut findings, mut without_place) = (0, BTreeSet::new());
    for (case, id, outcome) in outcomes(bench) {
        for finding in &outcome.observations {
            if !matches!(finding.outcome, Outcome::Pass | Outcome::Fail) {
                continue;
            }
            findings += 1;
            if finding.expected.trim().is_empty() || finding.actual.trim().is_empty() {
                problems.push(
                    Problem::error(format!(
                        "the finding of `{id}` about `{}` lacks a deciding value",
                        finding.subject
                    ))
                    .in_case(case),
                );
            }
            let is_exact =
                |location: &Location| location.line.is_some() || location.pointer.is_some();
            if !finding.locations.iter().any(is_exact) {
                without_place.insert((case, id, finding.outcome, finding.locations.is_empty()));
            }
        }
    }
    problems.extend(without_place.into_iter().map(|(case, id, outcome, is_nowhere)| {
        let what = if is_nowhere {
            "cites no place"
        } else {
            "cites a file without a line or pointer"
        };
        Problem::warning(format!("`{id}` has a `{}` finding that {what}", outcome.name()))
            .in_case(case)
            .help("cite the line or pointer that decided; for what is absent, the place where it would stand")
    }));
    Tested::new(
        name,
        super::plural(findings, "finding that decides", "findings that decide"),
        problems,
    )
}

/// Every control decides something in some case.
pub(super) fn exercised(bench: &Bench<'_>) -> Tested {
    let name = "exercised";
    if let Err(why) = ready(bench, true) {
        return Tested::skipped(name, why);
    }
    let mut declared: BTreeSet<String> = BTreeSet::new();
    for case in bench.cases() {
        for check in &case.plan.checks {
            declared.extend(check.controls.iter().map(|control| control.id.to_string()));
        }
    }
    declared.extend(
        bench
            .plugin
            .descriptor
            .controls
            .iter()
            .map(|control| format!("{}/{}", bench.plugin.descriptor.id, control.id)),
    );
    let decided = |wanted: &[Outcome]| -> BTreeSet<&str> {
        outcomes(bench)
            .filter(|(_, _, outcome)| {
                let findings = &outcome.observations;
                findings
                    .iter()
                    .any(|finding| wanted.contains(&finding.outcome))
            })
            .map(|(_, id, _)| id)
            .collect()
    };
    let (passed, failed) = (decided(&[Outcome::Pass]), decided(&[Outcome::Fail]));
    let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for id in &declared {
        let what = match (passed.contains(&**id), failed.contains(&**id)) {
            (true, true) => continue,
            (true, false) => "fails in no case",
            (false, true) => "passes in no case",
            (false, false) => "not exercised",
        };
        lacking.entry(what).or_default().push(id);
    }
    let both = declared.len() - lacking.values().map(Vec::len).sum::<usize>();
    let problems = lacking
        .into_iter()
        .map(|(what, ids)| {
            Problem::warning(format!("{what}: {}", list(ids)))
                .help("add evidence to a case, so that a change of the rule shows")
        })
        .collect();
    let detail = format!(
        "{both} of {} pass in one case and fail in one",
        super::plural(declared.len(), "control", "controls")
    );
    Tested::new(name, detail, problems)
}

/// Every control that finds something says how many subjects there are.
pub(super) fn counted(bench: &Bench<'_>) -> Tested {
    let name = "populations";
    if let Err(why) = ready(bench, false) {
        return Tested::skipped(name, why);
    }
    let mut silent = BTreeSet::new();
    let mut stated = 0;
    for (case, id, outcome) in outcomes(bench) {
        if outcome.population.is_some() {
            stated += 1;
        } else if !outcome.observations.is_empty() {
            silent.insert((case, id));
        }
    }
    let problems = silent
        .into_iter()
        .map(|(case, id)| {
            Problem::warning(format!("`{id}` does not say how many subjects there are"))
                .in_case(case)
                .help("state a population, so that a reader knows that nothing was left out")
        })
        .collect();
    Tested::new(
        name,
        super::plural(stated, "population stated", "populations stated"),
        problems,
    )
}
