//! Deployments: each brings a reviewed change, and where that is required somebody approves it.

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Register};
use tickmark_plugin::words::key;

use super::Context;
use super::trace::{Trace, Traced, Traces, is_sha, reference};
use crate::change::{Account, Approval};
use crate::specs::{
    CHANGE_OF, DEPLOYED, DEPLOYER, DEPLOYMENT, DEPLOYMENT_APPROVER, ENVIRONMENT, REPOSITORY, SHA,
};

/// Every deployment to production is traced to a reviewed change
///
/// Each deployment names a change or a commit that the log of changes has, merged before it and approved by
/// somebody other than its author, or marked as an emergency. What reaches production past the log reached it
/// past the reviews.
#[control(
    severity = High,
    method = Records,
    implements("CC8.1" = "Nothing reaches production that is not a reviewed change."),
    supports("CC6.8" = "Software that nobody reviewed does not reach production."),
    needs("changes", "deployments"),
    remedy = "Find out what was deployed and have it reviewed, deploy only from merged commits, and record \
              the commit with each deployment.",
)]
pub(crate) fn deployments_traced(
    deployments: &Register,
    traces: &Traces,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) {
    if !traces.given {
        return;
    }
    deployments.judge(findings, &[&DEPLOYMENT, &ENVIRONMENT], |record| {
        if !is_production(record, context) {
            return Ok(None);
        }
        let expected = "a reviewed change, merged before";
        let found = trace(record, traces);
        let finding = match found {
            Traced::Nothing if traces.in_doubt() => record
                .inconclusive()
                .actual("its change is not in the log, part of which cannot be read"),
            Traced::Nothing => record.fail().actual(untraced(record)),
            Traced::Several => record
                .inconclusive()
                .actual("several changes answer to what it names"),
            Traced::Other(trace) => record
                .inconclusive()
                .actual(format!(
                    "{} has other commits than `{}`, which the log does not have",
                    trace.subject,
                    record.raw(&SHA)
                ))
                .at(trace.place.clone()),
            Traced::To(trace) => reviewed(record, trace)?,
        };
        Ok(Some(finding.expected(expected)))
    });
}

fn untraced(record: &Record<'_>) -> String {
    let named: Vec<&str> = [record.text(&CHANGE_OF), record.text(&SHA)]
        .into_iter()
        .flatten()
        .collect();
    if named.is_empty() {
        "names neither change nor commit".to_owned()
    } else {
        format!("no change in the log is `{}`", named.join("` or `"))
    }
}

/// The change of a deployment, by its reference or its commit. Where both are named and lead to two changes,
/// nobody can say which was deployed.
fn trace<'t>(record: &Record<'_>, traces: &'t Traces) -> Traced<'t> {
    let repository = record.text(&REPOSITORY);
    let by_reference = record
        .text(&CHANGE_OF)
        .map(|written| traces.by_reference(&reference(written, repository)));
    let by_sha = record.text(&SHA).map(|sha| traces.by_sha(sha));
    match (by_reference, by_sha) {
        (Some(Traced::To(one)), Some(Traced::To(other))) if one.subject != other.subject => {
            Traced::Several
        }
        // What ran is the commit, and it may hold more than the change that is named.
        (Some(Traced::To(one)), Some(Traced::Nothing))
            if one.has_commits && record.text(&SHA).is_some_and(is_sha) =>
        {
            Traced::Other(one)
        }
        (Some(found @ Traced::To(_)), _) | (_, Some(found @ Traced::To(_))) => found,
        (Some(Traced::Several), _) | (_, Some(Traced::Several)) => Traced::Several,
        _ => Traced::Nothing,
    }
}

fn reviewed(record: &Record<'_>, trace: &Trace) -> Result<Finding, Problem> {
    let deployed = record.moment(&DEPLOYED)?;
    let finding = match (&trace.approval, &trace.emergency, deployed) {
        (_, _, Some(deployed)) if deployed.hours_since(trace.merged) < 0.0 => {
            record.fail().actual(format!(
                "{} was merged {}, after the deployment",
                trace.subject, trace.merged
            ))
        }
        (Approval::Given(_), _, None) => record.inconclusive().actual(format!(
            "{}: when it was deployed is not stated",
            trace.subject
        )),
        (Approval::Given(by), _, _) => record.pass().actual(format!("{}, {by}", trace.subject)),
        (_, Some((outcome, actual)), _) => afterwards(record, trace, *outcome, actual),
        (Approval::Missing(why), _, _) => record.fail().actual(format!("{}: {why}", trace.subject)),
        (Approval::Unclear(why), _, _) => record
            .inconclusive()
            .actual(format!("{}: {why}", trace.subject)),
    };
    Ok(finding.at(trace.place.clone()))
}

/// A change that could not wait is as good as its review afterwards.
fn afterwards(record: &Record<'_>, trace: &Trace, outcome: Outcome, actual: &str) -> Finding {
    let mut finding = record
        .inconclusive()
        .actual(format!("{}, an emergency: {actual}", trace.subject));
    finding.outcome = outcome;
    finding
}

/// Deployments to production are approved by somebody other than who started them
///
/// Judged where `deployments-approved` asks for it.
#[control(
    severity = Medium,
    method = Records,
    supports("CC8.1" = "A second person decides when a change reaches production."),
    needs("deployments"),
    remedy = "Protect the environment with required reviewers, and record who approved.",
)]
pub(crate) fn deployments_approved(
    deployments: &Register,
    _: &Traces,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) {
    let needs = [&DEPLOYMENT, &ENVIRONMENT, &DEPLOYER, &DEPLOYMENT_APPROVER];
    deployments.judge(findings, &needs, |record| {
        if !is_production(record, context) {
            return Ok(None);
        }
        let account = |name: &str| Account {
            name: name.trim_start_matches('@').to_owned(),
            bot: name.ends_with("[bot]"),
            exact: false,
        };
        let finding = match (
            record.reference(&DEPLOYMENT_APPROVER),
            record.text(&DEPLOYER),
        ) {
            (None, _) => record.fail().actual("no approval"),
            (Some(_), None) => record.inconclusive().actual("who started it is not stated"),
            (Some(approver), Some(actor)) => {
                let (approver, actor) = (account(approver), account(actor));
                match context.accounts.likeness(&approver, &actor) {
                    _ if context.accounts.is_bot(&approver) => record
                        .fail()
                        .actual(format!("{} is no person", approver.name)),
                    Likeness::Different => record
                        .pass()
                        .actual(format!("approved by {}", approver.name)),
                    Likeness::Same => record
                        .fail()
                        .actual(format!("{} approved their own deployment", approver.name)),
                    Likeness::Unclear => record
                        .inconclusive()
                        .actual(format!("{} may be who started it", approver.name)),
                }
            }
        };
        Ok(Some(finding.expected("approved by somebody else")))
    });
}

/// Whether a deployment went to production. One that does not say where did.
fn is_production(record: &Record<'_>, context: &Context<'_>) -> bool {
    record.key(&ENVIRONMENT).is_none_or(|environment| {
        context
            .config
            .production_environments
            .iter()
            .any(|production| key(production) == environment)
    })
}
