//! Damaged evidence: the plugin survives it, and nothing passes on account of what is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::super::bench::{Assessment, Bench};
use super::super::mutate::{Mutation, extension};
use super::super::outcome::{Problem, Tested};
use super::super::trial::{self, Change, Trial, Trials};
use crate::failure::FailureKind;
use crate::model::{ControlId, Observation, Outcome};
use crate::readiness::{ControlStatus, UnitOutcome, UnitState, control_status};

/// In how many files of an input each kind of damage is tried. Destroying a file is tried in more,
/// because what it must not do depends on the file.
const FILES: usize = 3;
const DESTROYED_FILES: usize = 24;

/// Runs units on damaged evidence.
pub(super) fn run(bench: &Bench<'_>) -> io::Result<Trials> {
    trial::run(bench, select(bench))
}

/// A granted file.
struct Place<'a> {
    assessment: usize,
    unit: usize,
    path: &'a str,
}

impl Place<'_> {
    fn damaged(&self, mutation: Mutation) -> Trial {
        Trial {
            assessment: self.assessment,
            unit: self.unit,
            change: Change::Evidence {
                path: self.path.to_owned(),
                mutation,
            },
        }
    }
}

/// Which damage to try in which files: every kind in every input, in files spread evenly over it.
fn select(bench: &Bench<'_>) -> Vec<Trial> {
    let mut inputs: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for (assessment, run) in bench.assessments.iter().enumerate() {
        for (unit, planned) in run.units_that_ran() {
            for input in &planned.inputs {
                let places = input.items.iter().map(|item| Place {
                    assessment,
                    unit,
                    path: &item.path,
                });
                inputs.entry(&input.name).or_default().extend(places);
            }
        }
    }
    let (mut trials, mut heavy) = (Vec::new(), Vec::new());
    for places in inputs.values() {
        let all: Vec<&Place<'_>> = places.iter().collect();
        for mutation in Mutation::DESTROYING {
            trials.extend(spread(&all, DESTROYED_FILES).map(|place| place.damaged(mutation)));
        }
        for mutation in Mutation::light() {
            trials.extend(spread(&all, FILES).map(|place| place.damaged(mutation)));
        }
        // One of each kind: what tells kinds apart is the extension.
        let kinds: BTreeMap<&str, &Place<'_>> = all
            .iter()
            .rev()
            .map(|place| (extension(place.path), *place))
            .collect();
        for mutation in Mutation::HEAVY {
            heavy.extend(kinds.values().map(|place| place.damaged(mutation)));
        }
    }
    // What may take long comes last.
    trials.extend(heavy);
    trials
}

/// At most so many, spread evenly.
fn spread<'a, T>(all: &[&'a T], most: usize) -> impl Iterator<Item = &'a T> {
    let count = all.len().min(most);
    (0..count).map(move |index| all[index * all.len() / count])
}

/// No damage makes the plugin crash, hang, run out of memory or break the contract. Where a limit ends
/// a run on a file that was made very large, that is what limits are for, and worth a warning.
pub(super) fn survives(bench: &Bench<'_>, trials: &Trials) -> io::Result<Tested> {
    let name = "damaged-evidence";
    if trials.ran.is_empty() {
        return Ok(Tested::skipped(name, super::NOTHING_RAN));
    }
    let mut problems = Vec::new();
    for (trial, outcome) in &trials.ran {
        let UnitState::Failed(failure) = &outcome.state else {
            continue;
        };
        let found = match failure.kind {
            FailureKind::PluginFailed => continue,
            FailureKind::TooMuchOutput => Problem::warning(failure.to_string()).help(
                "cut what is copied from evidence into a finding to a few hundred characters",
            ),
            FailureKind::TimedOut | FailureKind::OutOfMemory if trial.is_heavy() => {
                Problem::warning(failure.to_string())
                    .help("read large files piece by piece, and bound the work for each record")
            }
            _ => Problem::error(failure.to_string()),
        };
        problems.push(problem(bench, trial, found)?);
    }
    if trials.left_out > 0 {
        problems.push(Problem::error(format!(
            "{} were left out, because runs before them took too long or were interrupted",
            super::plural(trials.left_out, "run", "runs")
        )));
    }
    Ok(Tested::new(name, detail(trials), problems))
}

/// Where a file holds nothing any more, no control passes on account of it, none passes only now, and
/// its loss does not go unsaid.
pub(super) fn fails_closed(bench: &Bench<'_>, trials: &Trials) -> io::Result<Tested> {
    let name = "fails-closed";
    let mut problems = Vec::new();
    let mut destroyed = 0;
    for (trial, after) in &trials.ran {
        let Change::Evidence { path, mutation } = &trial.change else {
            continue;
        };
        let assessment = &bench.assessments[trial.assessment];
        let unit = &assessment.plan.units[trial.unit];
        let (true, Some(before)) = (mutation.destroys(), assessment.outcome(unit)) else {
            continue;
        };
        destroyed += 1;
        let loss = Loss {
            assessment,
            path,
            is_garbage: mutation.is_garbage(),
        };
        for found in loss.judge(before, after) {
            problems.push(problem(bench, trial, found)?);
        }
    }
    if destroyed == 0 {
        return Ok(Tested::skipped(name, super::NOTHING_RAN));
    }
    let detail = format!(
        "{} whose content was destroyed",
        super::plural(destroyed, "run on a file", "runs on files")
    );
    Ok(Tested::new(name, detail, problems))
}

/// A unit one of whose files holds nothing any more.
struct Loss<'a> {
    assessment: &'a Assessment,
    path: &'a str,
    /// Whether the file says visibly that it is damaged. An empty one may be meant to be empty.
    is_garbage: bool,
}

impl Loss<'_> {
    fn judge(&self, before: &UnitOutcome, after: &UnitOutcome) -> Vec<Problem> {
        const HELP: &str = "a file that cannot be understood shows nothing: report `inconclusive`";
        const MAYBE: &str = "that is right only where an empty file means what a missing one means; else report `inconclusive`";
        let mut problems = Vec::new();
        for (id, outcome) in &after.controls {
            if !self.passes(after, id) {
                continue;
            }
            let rests_on_nothing = outcome
                .observations
                .iter()
                .find(|finding| finding.outcome == Outcome::Pass && self.is_only_place(finding));
            let did_not_pass = !self.passes(before, id);
            let goes_unsaid = self.concerned(before, id) && !self.is_doubted(after);
            let weigh = |message: String| {
                if self.is_garbage {
                    Problem::error(message).help(HELP)
                } else {
                    Problem::warning(message).help(MAYBE)
                }
            };
            if let Some(finding) = rests_on_nothing {
                let message = format!(
                    "`{id}` passes `{}` on account of a file that holds nothing",
                    finding.subject
                );
                problems.push(Problem::error(message).help(HELP));
            } else if did_not_pass {
                problems.push(weigh(format!(
                    "`{id}` passes only once the file holds nothing"
                )));
            } else if goes_unsaid {
                problems.push(weigh(format!(
                    "`{id}` passes, and nothing is said about the file that holds nothing"
                )));
            }
        }
        problems
    }

    fn is_only_place(&self, finding: &Observation) -> bool {
        finding
            .locations
            .iter()
            .all(|location| *location.path == *self.path)
    }

    fn cites(&self, finding: &Observation) -> bool {
        finding
            .locations
            .iter()
            .any(|location| *location.path == *self.path)
    }

    fn passes(&self, unit: &UnitOutcome, id: &ControlId) -> bool {
        let as_of = self.assessment.config.assessment.as_of;
        unit.controls.get(id).is_some_and(|outcome| {
            control_status(unit, id, outcome, &[], as_of) == ControlStatus::Passes
        })
    }

    /// Whether a control looked at the file when it was whole.
    fn concerned(&self, before: &UnitOutcome, id: &ControlId) -> bool {
        let mut findings = before
            .controls
            .get(id)
            .into_iter()
            .flat_map(|outcome| &outcome.observations);
        findings.any(|finding| self.cites(finding))
    }

    /// Whether the plugin says of the file, under any control, that something is wrong with it.
    fn is_doubted(&self, unit: &UnitOutcome) -> bool {
        let mut findings = unit
            .controls
            .values()
            .flat_map(|outcome| &outcome.observations);
        findings.any(|finding| {
            matches!(finding.outcome, Outcome::Inconclusive | Outcome::Fail) && self.cites(finding)
        })
    }
}

/// How many runs there were, and on what.
fn detail(trials: &Trials) -> String {
    let files: BTreeSet<(usize, &str)> = trials
        .ran
        .iter()
        .filter_map(|(trial, _)| match &trial.change {
            Change::Evidence { path, .. } => Some((trial.assessment, path.as_str())),
            Change::Config(_) => None,
        })
        .collect();
    format!(
        "{} on {}",
        super::plural(trials.ran.len(), "run", "runs"),
        super::plural(files.len(), "damaged file", "damaged files")
    )
}

/// Adds to a problem what caused it, and keeps the file where that was asked for.
pub(super) fn problem(
    bench: &Bench<'_>,
    trial: &Trial,
    mut problem: Problem,
) -> io::Result<Problem> {
    let Change::Evidence { path, mutation } = &trial.change else {
        return Ok(problem);
    };
    let assessment = &bench.assessments[trial.assessment];
    problem.case = Some(assessment.name.clone());
    problem.file = Some(path.clone());
    problem.mutation = Some(mutation.to_string());
    if let Some(keep) = &bench.kit.keep {
        let kept = keep
            .join(&assessment.name)
            .join(mutation.to_string())
            .join(path);
        if let Some(directory) = kept.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let sample = std::fs::read(assessment.root.join(path))?;
        std::fs::write(&kept, mutation.apply(path, &sample))?;
        problem.kept = Some(kept.display().to_string());
    }
    Ok(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_spread_over_all() {
        let numbers: Vec<usize> = (0..10).collect();
        let all: Vec<&usize> = numbers.iter().collect();
        assert_eq!(spread(&all, 3).collect::<Vec<_>>(), [&0, &3, &6]);
        assert_eq!(spread(&all, 99).count(), 10);
        assert_eq!(spread::<usize>(&[], 3).count(), 0);
    }
}
