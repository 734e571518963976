//! What makes groups of instances and scalable targets grow.

use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::table::{Scene, boolean, number};
use crate::verdict::Verdict;
use crate::view::Leaf;

/// A group of instances can grow, and something makes it grow.
pub(crate) fn group<'e, 'd>(scene: &Scene<'e, 'd>, group: &'e Resource<'d>) -> Verdict {
    let range = range(group, "min_size", "max_size");
    let mut unsure = false;
    let mut answers = Vec::new();
    for kind in ["aws_autoscaling_policy", "aws_autoscaling_schedule"] {
        let linked = scene.links.to(group, kind, "autoscaling_group_name");
        let is_schedule = kind == "aws_autoscaling_schedule";
        let stopped = if is_schedule {
            stopped(group, &["Launch", "ScheduledActions"])
        } else {
            stopped(group, &["Launch", "AlarmNotification"])
        };
        answers.extend(linked.certain.iter().map(|policy| match &stopped {
            Some(verdict) => verdict.clone(),
            None if is_schedule => raises(&range, policy, &["min_size", "desired_capacity"]),
            None => grows(policy),
        }));
        unsure |= !linked.possible.is_empty();
    }
    let range = range.verdict;
    decide(group, &range, answers, unsure).expected(
        "max_size is greater than min_size, and a policy or schedule makes the group grow",
    )
}

/// A scalable target can grow, and something makes it grow.
pub(crate) fn target<'e, 'd>(scene: &Scene<'e, 'd>, target: &'e Resource<'d>) -> Verdict {
    let range = range(target, "min_capacity", "max_capacity");
    let mut unsure = false;
    let mut answers = Vec::new();
    let kinds = [
        ("aws_appautoscaling_policy", "dynamic_scaling_out_suspended"),
        (
            "aws_appautoscaling_scheduled_action",
            "scheduled_scaling_suspended",
        ),
    ];
    for (kind, switch) in kinds {
        let linked = scene.links.to(target, kind, "resource_id");
        let stopped = suspended(target, &format!("suspended_state.{switch}"));
        let answer = |policy: &Resource<'_>| match &stopped {
            Some(verdict) => verdict.clone(),
            None if kind == "aws_appautoscaling_scheduled_action" => {
                raises(&range, policy, &["scalable_target_action.min_capacity"])
            }
            None => grows(policy),
        };
        for (policy, certain) in linked.all() {
            // A table is a target twice: for what is read and for what is written.
            match same_dimension(target, policy) {
                Some(false) => {}
                Some(true) if certain || names(target, policy) => answers.push(answer(policy)),
                None if certain => answers.push(answer(policy)),
                _ => unsure = true,
            }
        }
    }
    let range = range.verdict;
    decide(target, &range, answers, unsure).expected(
        "max_capacity is greater than min_capacity, and a policy or scheduled action makes the \
         target grow",
    )
}

/// Whether both scale the same property of a resource, where both say so.
fn same_dimension(target: &Resource<'_>, policy: &Resource<'_>) -> Option<bool> {
    let key = "scalable_dimension";
    Some(target.text(key)? == policy.text(key)?)
}

fn names(target: &Resource<'_>, policy: &Resource<'_>) -> bool {
    let key = "resource_id";
    target.text(key).is_some() && target.text(key) == policy.text(key)
}

fn decide(
    resource: &Resource<'_>,
    range: &Verdict,
    answers: Vec<Verdict>,
    unsure: bool,
) -> Verdict {
    if range.outcome != Outcome::Pass {
        return range.clone();
    }
    let verdict = match Verdict::any(answers) {
        Some(verdict) if verdict.outcome == Outcome::Pass || !unsure => verdict,
        _ if unsure => Verdict::unclear(
            "what a scaling policy belongs to is not known",
            resource.place(),
        ),
        Some(verdict) => verdict,
        None => Verdict::fail("no scaling policy is attached", resource.place()),
    };
    let told = format!("{}; {}", range.actual, verdict.actual);
    Verdict {
        actual: told,
        ..verdict
    }
    .also_at(range.places.iter().cloned())
}

/// Why policies of a group do nothing: one of the processes that they need is suspended.
fn stopped(group: &Resource<'_>, needed: &[&str]) -> Option<Verdict> {
    let processes = group.leaf("suspended_processes");
    if processes.is_unknown() || processes.partly_unknown() {
        let what = "which processes are suspended is known only after apply";
        return Some(Verdict::unclear(what, processes.place()));
    }
    let listed = processes.known()?;
    let stopped = listed
        .items()
        .filter_map(|process| process.as_str())
        .find(|process| needed.contains(process))?;
    let what = format!("a policy is attached, and the process {stopped} is suspended");
    Some(Verdict::fail(what, processes.place()))
}

/// Why policies of a target do nothing: they are suspended.
fn suspended(target: &Resource<'_>, switch: &str) -> Option<Verdict> {
    target.leaves(switch).into_iter().find_map(|leaf| {
        if leaf.is_unknown() {
            let what = format!("{switch} is known only after apply");
            return Some(Verdict::unclear(what, leaf.place()));
        }
        let on = leaf.known().and_then(boolean)?;
        let what = format!("a policy is attached, and {switch} is true");
        on.then(|| Verdict::fail(what, leaf.place()))
    })
}

/// Whether a schedule demands more than the least that there is anyway. What is below zero leaves as
/// it is.
fn raises(range: &Range, schedule: &Resource<'_>, demands: &[&str]) -> Verdict {
    let leaves: Vec<Leaf<'_>> = demands
        .iter()
        .flat_map(|demand| schedule.leaves(demand))
        .collect();
    let most = leaves.iter().filter_map(|leaf| number(leaf.known()?)).max();
    match (most, range.low) {
        (Some(most), Some(low)) if most > low => {
            Verdict::pass("a schedule is attached", schedule.place())
        }
        _ if range.low.is_none() || leaves.iter().any(Leaf::is_unknown) => {
            let what = "what the attached schedule demands is known only after apply";
            Verdict::unclear(what, schedule.place())
        }
        _ => Verdict::fail("the attached schedule adds nothing", schedule.place()),
    }
}

/// Whether a policy can add capacity.
fn grows(policy: &Resource<'_>) -> Verdict {
    let enabled = policy.leaf("enabled");
    if enabled.known().and_then(At::as_bool) == Some(false) {
        return Verdict::fail("the attached policy is disabled", enabled.place());
    }
    if enabled.is_unknown() {
        return Verdict::unclear(
            "whether the attached policy is enabled is known only after apply",
            enabled.place(),
        );
    }
    let attached = || Verdict::pass("a policy is attached", policy.place());
    let kind = policy.leaf("policy_type");
    match kind.known().and_then(At::as_str) {
        // The mode that nobody sets only forecasts.
        Some("PredictiveScaling") => {
            let modes = policy.leaves("predictive_scaling_configuration.mode");
            if modes
                .iter()
                .any(|mode| mode.known().and_then(At::as_str) == Some("ForecastAndScale"))
            {
                attached()
            } else if modes.iter().any(Leaf::is_unknown) {
                Verdict::unclear("the policy's mode is known only after apply", kind.place())
            } else {
                Verdict::fail("the attached policy only forecasts", kind.place())
            }
        }
        Some("TargetTrackingScaling") => attached(),
        Some("StepScaling") => {
            let mut steps = policy.leaves("step_adjustment.scaling_adjustment");
            steps
                .extend(policy.leaves(
                    "step_scaling_policy_configuration.step_adjustment.scaling_adjustment",
                ));
            adjusts(policy, &steps)
        }
        Some("SimpleScaling") => adjusts(policy, &[policy.leaf("scaling_adjustment")]),
        _ => {
            let simple = policy.leaf("scaling_adjustment");
            if simple.known().is_some() {
                adjusts(policy, &[simple])
            } else {
                attached()
            }
        }
    }
}

/// Whether any of a policy's adjustments adds capacity.
fn adjusts(policy: &Resource<'_>, adjustments: &[Leaf<'_>]) -> Verdict {
    let mut known = adjustments
        .iter()
        .filter_map(|leaf| number(leaf.known()?))
        .peekable();
    if known.peek().is_some()
        && known.all(|by| by <= 0)
        && !adjustments.iter().any(Leaf::is_unknown)
    {
        Verdict::fail(
            "the attached policy only takes capacity away",
            adjustments[0].place(),
        )
    } else {
        Verdict::pass("a policy is attached", policy.place())
    }
}

/// Between how few and how many there are.
struct Range {
    low: Option<i64>,
    verdict: Verdict,
}

fn range(resource: &Resource<'_>, least: &str, most: &str) -> Range {
    let (low, high) = (resource.leaf(least), resource.leaf(most));
    let from = low.known().and_then(number);
    let verdict = match (from, high.known().and_then(number)) {
        (Some(from), Some(to)) => {
            let what = format!("{least} is {from}, {most} is {to}");
            Verdict::when(to > from, what, high.place())
        }
        _ => Verdict::unclear(format!("{least} or {most} is not known"), high.place()),
    };
    Range { low: from, verdict }
}
