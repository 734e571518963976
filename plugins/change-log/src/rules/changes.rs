//! Every change: approved by somebody else, and checked, before it was merged.

use tickmark_plugin::prelude::*;

use super::Context;
use crate::change::{Approval, Change, CheckRun, CheckState, Judged};

/// Every change to production is approved by somebody other than its author before it is merged
///
/// All merged changes are examined, not a sample. An approval counts when a person other than the author
/// gave it before the merge as their last word, and nobody dismissed it. Changes that were marked as an emergency are
/// judged by their review afterwards. Source of the default: see `approvals`.
#[control(
    severity = High,
    method = Records,
    implements("CC8.1" = "Each change that reached production was approved by a second person before."),
    supports("CC5.3" = "The policy for changes is followed in every single case."),
    needs("changes"),
    remedy = "Have somebody else review the change now and record it, and require reviews on the branch \
              without a way around them. Name accounts that are no people in `bots`, and several accounts of \
              one person in `same-person`.",
)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "all rules of a change are of one type"
)]
pub(crate) fn changes_approved(judged: &Judged, context: &Context<'_>) -> Option<Finding> {
    let change = &judged.change;
    let needed = context.config.approvals;
    let expected = match needed {
        1 => "an approval by somebody other than the author, before the merge".to_owned(),
        _ => format!("{needed} approvals by others than the author, before the merge"),
    };
    let subject = change.subject.as_str();
    let finding = match &judged.approval {
        Approval::Given(by) => Finding::pass(subject).actual(by),
        _ if judged.emergency => {
            Finding::not_applicable(subject).actual("an emergency, which is reviewed afterwards")
        }
        Approval::Missing(why) => Finding::fail(subject).actual(why),
        Approval::Unclear(why) => Finding::inconclusive(subject).actual(why),
    };
    Some(finished(finding, change).expected(expected))
}

/// The checks of every change to production passed before it was merged
///
/// At least one check ran and ended before the merge, and none failed; skipped ones do not count. A check that
/// ran again after the merge no longer shows how it stood then.
#[control(
    severity = High,
    method = Records,
    implements("CC8.1" = "Each change was tested before it reached production."),
    supports("PI1.3" = "Changes to processing are tested before they are used."),
    needs("changes"),
    remedy = "Require the checks on the branch, so that nothing is merged before they pass. Name checks that \
              may fail in `optional-checks`.",
)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "all rules of a change are of one type"
)]
pub(crate) fn changes_checked(judged: &Judged, context: &Context<'_>) -> Option<Finding> {
    let change = &judged.change;
    let subject = change.subject.as_str();
    let finding = match &change.checks {
        Err(problem) => Finding::inconclusive(subject).actual(&problem.message),
        Ok(checks) => {
            let (outcome, actual) = checked(change, checks, context);
            match outcome {
                Outcome::Pass => Finding::pass(subject),
                Outcome::Fail => Finding::fail(subject),
                Outcome::Inconclusive | Outcome::NotApplicable => Finding::inconclusive(subject),
            }
            .actual(actual)
        }
    };
    Some(finished(finding, change).expected("checks that passed before the merge"))
}

fn checked(change: &Change, checks: &[CheckRun], context: &Context<'_>) -> (Outcome, String) {
    let config = context.config;
    let optional = |check: &CheckRun| {
        config
            .optional_checks
            .iter()
            .any(|name| is_named(check, name))
    };
    let runs: Vec<&CheckRun> = latest(change, checks.iter().filter(|check| !optional(check)));
    for name in &config.required_checks {
        if !runs
            .iter()
            .any(|check| is_named(check, name) && check.state != CheckState::Neutral)
        {
            return (Outcome::Fail, format!("the check `{name}` did not run"));
        }
    }
    let told = |runs: &[&CheckRun]| {
        let names: Vec<&str> = runs
            .iter()
            .take(3)
            .map(|check| check.name.as_str())
            .collect();
        names.join(", ")
    };
    let in_state = |state: CheckState| -> Vec<&CheckRun> {
        runs.iter()
            .copied()
            .filter(|check| check.state == state)
            .collect()
    };
    let failed = in_state(CheckState::Failed);
    let running = in_state(CheckState::Running);
    let passed = in_state(CheckState::Passed);
    let after = |check: &CheckRun| {
        check
            .started
            .is_some_and(|started| change.merged.hours_since(started) < 0.0)
    };
    if let Some(again) = runs
        .iter()
        .find(|check| check.state != CheckState::Neutral && after(check))
    {
        return (
            Outcome::Inconclusive,
            format!(
                "`{}` ran after the merge; how it stood before is not shown",
                again.name
            ),
        );
    }
    if !failed.is_empty() {
        return (Outcome::Fail, format!("failed: {}", told(&failed)));
    }
    if !running.is_empty() {
        return (Outcome::Fail, format!("not ended: {}", told(&running)));
    }
    if passed.is_empty() {
        return (Outcome::Fail, "no check ran".to_owned());
    }
    for check in &passed {
        match check.ended {
            Some(ended) if change.merged.hours_since(ended) < 0.0 => {
                return (
                    Outcome::Fail,
                    format!("`{}` ended {ended}, after the merge", check.name),
                );
            }
            None if !config.checks_without_times => {
                return (
                    Outcome::Inconclusive,
                    format!("the export does not say when `{}` ended", check.name),
                );
            }
            _ => {}
        }
    }
    (
        Outcome::Pass,
        format!("{} passed: {}", passed.len(), told(&passed)),
    )
}

fn is_named(check: &CheckRun, name: &str) -> bool {
    check.name == name || check.name.rsplit(" / ").next() == Some(name)
}

/// Of several runs of one check the last one that began before the merge, else the last.
fn latest<'a>(change: &Change, checks: impl Iterator<Item = &'a CheckRun>) -> Vec<&'a CheckRun> {
    let mut kept: Vec<&CheckRun> = Vec::new();
    let rank = |check: &CheckRun| {
        let before = check
            .started
            .is_none_or(|started| change.merged.hours_since(started) >= 0.0);
        (before, check.started, check.ended)
    };
    for check in checks {
        // Without a time nobody can say which run is the last; all of them count.
        let same = |known: &&mut &CheckRun| {
            // Jobs of two workflows may have one name, and neither stands for the other.
            let one_suite = match (&known.suite, &check.suite) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            };
            known.name == check.name
                && one_suite
                && known.started.is_some()
                && check.started.is_some()
        };
        match kept.iter_mut().find(same) {
            Some(known) if rank(known) < rank(check) => *known = check,
            Some(_) => {}
            None => kept.push(check),
        }
    }
    kept
}

/// The finding with its place and when the change was merged.
pub(super) fn finished(finding: Finding, change: &Change) -> Finding {
    finding
        .at(change.place.clone())
        .occurred(change.merged.day())
}
