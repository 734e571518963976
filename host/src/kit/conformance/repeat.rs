//! The same again: every case gives the same bytes each time, within the limits, as the contract
//! demands.

use std::io;
use std::sync::Arc;

use super::super::bench::{Assessment, Bench, Unobserved};
use super::super::golden::Golden;
use super::super::outcome::{Problem, Tested};
use super::super::trial::alone;
use crate::failure::{Failure, FailureKind};
use crate::limits::Limits;
use crate::readiness::{Outcomes, UnitState};

/// How often each case is run again, and how many units at once each time.
const AGAIN: [usize; 2] = [1, 4];

/// A case gives the same outcomes again, in fresh instances and whatever runs beside it.
pub(super) fn same(bench: &Bench<'_>) -> io::Result<Tested> {
    let name = "same-bytes";
    let mut problems = Vec::new();
    let mut runs = 0;
    for assessment in &bench.assessments {
        if assessment.units_that_ran().next().is_none() {
            continue;
        }
        for jobs in AGAIN {
            runs += 1;
            let again = bench.run(
                &assessment.config,
                &assessment.plan,
                &assessment.root,
                jobs,
                &mut Unobserved,
            )?;
            if again != assessment.outcomes {
                problems.push(differs(assessment, &again));
                break;
            }
        }
    }
    if runs == 0 {
        return Ok(Tested::skipped(name, super::NOTHING_RAN));
    }
    let detail = format!(
        "{} compared",
        super::plural(runs, "further run", "further runs")
    );
    Ok(Tested::new(name, detail, problems))
}

fn differs(assessment: &Assessment, again: &Outcomes) -> Problem {
    let golden = |outcomes: &Outcomes| Golden::new(&assessment.config, outcomes);
    let difference =
        golden(&assessment.outcomes).difference(&golden(again), ("one run", "another run"));
    let problem = Problem::error("the same evidence gives another report each time")
        .in_case(&assessment.name)
        .help("do not let a hash map's order, a counter or chance into the report");
    if difference.is_empty() {
        // What differs is not the report: which files were read, and how far.
        problem
    } else {
        problem.shown(difference)
    }
}

/// Every case runs within the default limits, whatever it raises them to.
pub(super) fn within_limits(bench: &Bench<'_>) -> io::Result<Tested> {
    let name = "within-limits";
    let mut problems = Vec::new();
    let mut units = 0;
    for assessment in &bench.assessments {
        for unit in assessment.outcomes.iter() {
            if let UnitState::Failed(failure) = &unit.state
                && is_beyond(failure)
            {
                problems.push(beyond(
                    assessment,
                    &unit.check,
                    unit.target.as_deref(),
                    failure,
                ));
            }
        }
        for (index, unit) in assessment.units_that_ran() {
            units += 1;
            if assessment.plan.checks[unit.check].limits == Limits::default() {
                continue;
            }
            let mut plan = alone(&assessment.plan, index);
            plan.checks[0].limits = Limits::default();
            let outcomes = bench.run(
                &assessment.config,
                &Arc::new(plan),
                &assessment.root,
                1,
                &mut Unobserved,
            )?;
            for unit in outcomes.iter() {
                if let UnitState::Failed(failure) = &unit.state {
                    problems.push(beyond(
                        assessment,
                        &unit.check,
                        unit.target.as_deref(),
                        failure,
                    ));
                }
            }
        }
    }
    if units == 0 && problems.is_empty() {
        return Ok(Tested::skipped(name, super::NOTHING_RAN));
    }
    let detail = format!(
        "{} under the default limits",
        super::plural(units, "run", "runs")
    );
    Ok(Tested::new(name, detail, problems))
}

fn is_beyond(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::TimedOut | FailureKind::OutOfMemory | FailureKind::TooMuchOutput
    )
}

fn beyond(
    assessment: &Assessment,
    check: &str,
    target: Option<&str>,
    failure: &Failure,
) -> Problem {
    let unit = super::unit_name(check, target);
    Problem::error(format!("{unit}: {failure}")).in_case(&assessment.name)
}

/// No case ends in a crash or in a report that breaks the contract.
pub(super) fn contract(bench: &Bench<'_>) -> Tested {
    let name = "contract";
    let mut problems = Vec::new();
    let mut units = 0;
    for assessment in &bench.assessments {
        for unit in assessment.outcomes.iter() {
            units += 1;
            let UnitState::Failed(failure) = &unit.state else {
                continue;
            };
            let breaks = matches!(
                failure.kind,
                FailureKind::Trapped | FailureKind::BadReport | FailureKind::Refused
            );
            if breaks {
                problems.push(beyond(
                    assessment,
                    &unit.check,
                    unit.target.as_deref(),
                    failure,
                ));
            }
        }
    }
    if units == 0 {
        return Tested::skipped(name, "no case could be run");
    }
    let detail = format!(
        "{} held against the contract",
        super::plural(units, "run", "runs")
    );
    Tested::new(name, detail, problems)
}
