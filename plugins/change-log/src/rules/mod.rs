//! The rules: of each change as it is read, and of deployments and emergency changes once all are known.

mod changes;
mod deployments;
mod emergency;
mod trace;

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Register;

use crate::Config;
use crate::change::{Accounts, Judged};
use crate::read;
use crate::specs::{CHANGES, DEPLOYMENTS, EMERGENCY_CHANGES};
use emergency::Emergencies;
use trace::Traces;

/// What the rules of a change know beside it.
pub(crate) struct Context<'c> {
    pub(crate) config: &'c Config,
    pub(crate) accounts: Accounts<'c>,
    pub(crate) emergencies: Emergencies<'c>,
}

/// What decides a control for one change to production.
pub(crate) type OfChange = fn(&Judged, &Context<'_>) -> Option<Finding>;
/// What decides a control once all changes are known.
pub(crate) type OfDeployments = fn(&Register, &Traces, &Context<'_>, &mut Findings<'_>);

const OF_CHANGES: &[Rule<OfChange>] = &[
    changes::changes_approved,
    changes::changes_checked,
    emergency::emergency_changes_reviewed,
];
const OF_DEPLOYMENTS: &[Rule<OfDeployments>] = &[
    deployments::deployments_traced,
    deployments::deployments_approved,
];

pub(crate) fn controls(config: Option<&Config>) -> Vec<Control> {
    OF_CHANGES
        .controls()
        .into_iter()
        .chain(OF_DEPLOYMENTS.controls())
        .filter(|control| config.is_none_or(|config| config.claims(&control.id)))
        .collect()
}

pub(crate) fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
    let config = &check.config;
    config.changes.validate(&CHANGES)?;
    config.deployments.validate(&DEPLOYMENTS)?;
    config.emergency_changes.validate(&EMERGENCY_CHANGES)?;
    let accounts = Accounts::new(config)
        .map_err(|error| Failure::Config(format!("`same-person`: {error}")))?;
    let mut report = Report::new();
    let register = Register::read(
        check,
        &EMERGENCY_CHANGES,
        &config.emergency_changes,
        &mut report,
    );
    let context = Context {
        config,
        accounts,
        emergencies: Emergencies::new(&register),
    };
    let traces = of_changes(check, &context, &mut report);
    let deployments = Register::read(check, &DEPLOYMENTS, &config.deployments, &mut report);
    for rule in OF_DEPLOYMENTS {
        if config.claims(rule.control.id) {
            (rule.check)(&deployments, &traces, &context, &mut report.rule(rule));
        }
    }
    Ok(report)
}

/// Judges every change as it is read, and keeps what deployments are traced to.
fn of_changes(check: &Check<'_, Config>, context: &Context<'_>, report: &mut Report) -> Traces {
    let files: Vec<Location> = check.items("changes").iter().map(Item::place).collect();
    let mut traces = Traces::default();
    traces.given = !files.is_empty();
    let mut seen = BTreeSet::new();
    read::changes(check, report, |entry, report| {
        let change = match entry {
            Ok(None) => return,
            Ok(Some(change)) if seen.insert(change.subject.to_lowercase()) => change,
            Ok(Some(change)) => {
                let message = format!("the change `{}` stands here a second time", change.subject);
                let problem = Problem::new(change.place.clone(), message);
                report.problem(OF_CHANGES, &change.subject, &problem);
                traces.doubt();
                return;
            }
            Err(problem) => {
                report.problem(OF_CHANGES, &problem.place.path.clone(), &problem);
                traces.doubt();
                return;
            }
        };
        let judged = Judged {
            approval: change.approval(change.merged, &context.accounts),
            emergency: context.emergencies.contains(&change, context.config),
            change,
        };
        let afterwards = (emergency::emergency_changes_reviewed.check)(&judged, context);
        traces.add(&judged, afterwards.as_ref());
        let concerned = judged
            .change
            .base
            .as_ref()
            .is_none_or(|base| context.config.is_production_branch(base));
        if !concerned {
            return;
        }
        for rule in OF_CHANGES {
            if let Some(finding) = (rule.check)(&judged, context) {
                report.rule(rule).push(finding);
            }
        }
    });
    if files.is_empty() {
        return traces;
    }
    for rule in OF_CHANGES {
        let mut findings = report.rule(rule);
        if rule.control.id == emergency::emergency_changes_reviewed.control.id {
            context
                .emergencies
                .judge_unmatched(&traces, context, &mut findings);
        }
        findings.complete(files.clone());
    }
    traces
}
