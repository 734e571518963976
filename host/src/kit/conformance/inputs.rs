//! Evidence that is not there: nothing that needs it reads as shown, and the plugin survives.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::super::bench::{Assessment, Bench, Unobserved};
use super::super::outcome::{Problem, Tested};
use super::super::trial::copy;
use crate::evidence::{Listing, Root};
use crate::failure::FailureKind;
use crate::plan::{Plan, PlannedUnit};
use crate::readiness::{ControlStatus, UnitOutcome, UnitState, control_status};

/// Takes the files of each input away, one input at a time.
pub(super) fn missing(bench: &Bench<'_>) -> io::Result<Tested> {
    let name = "missing-inputs";
    let mut problems = Vec::new();
    let mut removed = 0;
    for assessment in &bench.assessments {
        let inputs: BTreeSet<&str> = assessment
            .units_that_ran()
            .flat_map(|(_, unit)| &unit.inputs)
            .filter(|input| !input.items.is_empty())
            .map(|input| input.name.as_str())
            .collect();
        for input in inputs {
            removed += 1;
            problems.extend(without(bench, assessment, input)?);
        }
    }
    if removed == 0 {
        return Ok(Tested::skipped(name, super::NOTHING_RAN));
    }
    let detail = format!(
        "{} taken away",
        super::plural(removed, "input with files", "inputs with files")
    );
    Ok(Tested::new(name, detail, problems))
}

/// Runs an assessment without the files of one input.
fn without(bench: &Bench<'_>, assessment: &Assessment, input: &str) -> io::Result<Vec<Problem>> {
    let gone: BTreeSet<&str> = assessment
        .plan
        .units
        .iter()
        .flat_map(|unit| &unit.inputs)
        .filter(|planned| planned.name == input)
        .flat_map(|planned| &planned.items)
        .map(|item| &*item.path)
        .collect();
    let stage = tempfile::tempdir()?;
    let root = Root::open(&assessment.root).map_err(io::Error::other)?;
    let listing = Listing::read(&root);
    let kept = listing
        .entries()
        .filter(|entry| entry.refusal.is_none())
        .map(|entry| &*entry.path)
        .chain(listing.manifests())
        .filter(|path| !gone.contains(path));
    for path in kept {
        copy(&assessment.root, stage.path(), path)?;
    }
    let plan = match bench.plan(&assessment.config, stage.path()) {
        Ok(plan) => Arc::new(plan),
        Err(diagnostics) => {
            return Ok(diagnostics
                .iter()
                .map(|diagnostic| {
                    Problem::from(diagnostic)
                        .in_case(&assessment.name)
                        .help(format!("this happened without the files of `{input}`"))
                })
                .collect());
        }
    };
    let outcomes = bench.run(
        &assessment.config,
        &plan,
        stage.path(),
        bench.kit.jobs,
        &mut Unobserved,
    )?;
    let mut problems = Vec::new();
    for unit in &plan.units {
        let name = &plan.checks[unit.check].name;
        let after = outcomes
            .iter()
            .find(|outcome| outcome.check == *name && outcome.target == unit.target);
        let before = assessment.outcome(unit);
        if let (Some(before), Some(after)) = (before, after)
            && before.state == UnitState::Ran
        {
            let loss = Loss {
                assessment,
                plan: &plan,
                unit,
                input,
            };
            problems.extend(loss.judge(before, after));
        }
    }
    Ok(problems)
}

/// One unit without the files of one input.
struct Loss<'a> {
    assessment: &'a Assessment,
    plan: &'a Plan,
    unit: &'a PlannedUnit,
    input: &'a str,
}

impl Loss<'_> {
    fn judge(&self, before: &UnitOutcome, after: &UnitOutcome) -> Vec<Problem> {
        let input = self.input;
        let mut problems = Vec::new();
        if let UnitState::Failed(failure) = &after.state
            && failure.kind != FailureKind::PluginFailed
        {
            problems.push(format!("without the files of `{input}`: {failure}"));
        }
        let check = &self.plan.checks[self.unit.check];
        let is_required = check.descriptor.as_ref().is_some_and(|descriptor| {
            descriptor
                .inputs
                .iter()
                .any(|declared| declared.name == input && declared.required)
        });
        for control in &check.controls {
            let status = |unit: &UnitOutcome| {
                let outcome = unit.controls.get(&control.id)?;
                let as_of = self.assessment.config.assessment.as_of;
                Some(control_status(unit, &control.id, outcome, &[], as_of))
            };
            let (Some(before), Some(after)) = (status(before), status(after)) else {
                continue;
            };
            let is_needed = is_required || control.control.needs.iter().any(|need| need == input);
            let shows = !matches!(after, ControlStatus::Unproven(_) | ControlStatus::Fails);
            if is_needed && shows {
                problems.push(format!(
                    "`{}` needs `{input}` and is `{}` without its files",
                    control.control.id,
                    after.name()
                ));
            }
            let stood_against = matches!(before, ControlStatus::Unproven(_) | ControlStatus::Fails);
            if !is_needed && stood_against && after == ControlStatus::Passes {
                problems.push(format!(
                    "`{}` is `{}`, and passes without the files of `{input}`",
                    control.control.id,
                    before.name()
                ));
            }
        }
        problems
            .into_iter()
            .map(|message| {
                Problem::error(message)
                    .in_case(&self.assessment.name)
                    .help("name the input in the control's `needs`, so that the host knows what its absence means")
            })
            .collect()
    }
}
