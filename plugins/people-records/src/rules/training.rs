//! Training for everybody and for some roles.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::roster::Worker;
use tickmark_plugin::words::key;

use crate::config::RoleTraining;
use crate::records::{Records, Rows};
use crate::specs::{COMPLETED, COURSE, DONE_STATES, PERSON, STATUS};

/// Everybody's training on security is current
///
/// Every current worker completed each course of `courses` at most `training-days` ago, and newcomers
/// within `training-new-hire-days` of their first day. The default year is that of CIS Controls 8.1,
/// safeguard 14.1. Auditors take the whole staff list and ask for the missing ones.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.4" = "Competence in security is built up at hire and kept by yearly training."),
    supports("CC2.2" = "Training tells staff what their duties in security are."),
    needs("roster", "trainings"),
    remedy = "Have the worker complete the course; escalate to their manager where reminders did not help.",
)]
pub(crate) fn security_training_current(records: &Records<'_>, findings: &mut Findings<'_>) {
    let config = records.config;
    judge(
        records,
        findings,
        Some(config.training_new_hire_days),
        |_| {
            config
                .courses
                .iter()
                .map(|course| (course.as_str(), config.training_days))
                .collect()
        },
    );
}

/// Roles that need further training have it
///
/// Every current worker whose title or department `role-training` names completed the further course in
/// time. The control exists only where `role-training` asks for something. Who writes code or runs
/// production needs to know more than everybody does (CIS Controls 8.1, safeguard 14.9).
#[control(
    severity = Medium,
    method = Records,
    supports("CC1.4" = "Competence that a role needs is built up by training for it."),
    needs("roster", "trainings"),
    remedy = "Have the worker complete the course that their role needs.",
)]
pub(crate) fn role_training_current(records: &Records<'_>, findings: &mut Findings<'_>) {
    let config = records.config;
    unknown_roles(records, findings);
    judge(records, findings, None, |worker| {
        let asked = config
            .role_training
            .iter()
            .filter(|training| concerns(training, worker));
        asked
            .map(|training| {
                (
                    training.course.as_str(),
                    training.days.unwrap_or(config.training_days),
                )
            })
            .collect()
    });
}

fn concerns(training: &RoleTraining, worker: &Worker) -> bool {
    training.roles.is_empty() || training.roles.iter().any(|role| has(worker, role))
}

fn has(worker: &Worker, role: &str) -> bool {
    let role = key(role);
    [&worker.title, &worker.department]
        .iter()
        .any(|text| key(text).contains(&role))
}

/// Roles that nobody has: one that is misspelt would ask nothing of anybody.
fn unknown_roles(records: &Records<'_>, findings: &mut Findings<'_>) {
    let config = records.config;
    let roles: BTreeSet<&str> = config
        .role_training
        .iter()
        .flat_map(|training| &training.roles)
        .map(String::as_str)
        .collect();
    for role in roles {
        let known = records.roster.workers().any(|worker| has(worker, role));
        if !known && !records.roster.is_absent() {
            findings.push(
                Finding::inconclusive(format!("role {role}"))
                    .expected("somebody of this role in the roster")
                    .actual("nobody's title or department holds it, so nobody was asked for its courses"),
            );
        }
    }
}

fn judge<'c>(
    records: &Records<'_>,
    findings: &mut Findings<'_>,
    newcomer_days: Option<u32>,
    courses: impl Fn(&Worker) -> Vec<(&'c str, u32)>,
) {
    let needs = [&PERSON, &COURSE, &COMPLETED];
    records.each_worker(findings, &records.trainings, &needs, |worker, rows| {
        let asked = courses(worker);
        if !worker.is_current() || asked.is_empty() {
            return Ok(None);
        }
        let mut worst = None;
        for (course, days) in asked {
            let finding = one(records, worker, rows, course, days, newcomer_days)?;
            let rank = |finding: &Finding| match finding.outcome {
                Outcome::Fail => 3,
                Outcome::Inconclusive => 2,
                Outcome::NotApplicable => 1,
                Outcome::Pass => 0,
            };
            if worst
                .as_ref()
                .is_none_or(|worst| rank(&finding) > rank(worst))
            {
                worst = Some(finding);
            }
        }
        Ok(worst)
    });
}

fn one(
    records: &Records<'_>,
    worker: &Worker,
    rows: &Rows<'_>,
    course: &str,
    days: u32,
    newcomer_days: Option<u32>,
) -> Result<Finding, Problem> {
    let expected = format!(
        "a course on `{course}` completed at most {days} days before {}",
        records.as_of
    );
    let mut last: Option<(Day, &Record<'_>)> = None;
    let mut first: Option<(Day, &Record<'_>)> = None;
    for row in rows.rows.iter().filter(|row| {
        row.key(&COURSE)
            .is_some_and(|name| name.contains(&key(course)))
    }) {
        if row.choice(&STATUS, DONE_STATES)? == Some(false) {
            continue;
        }
        let Some(day) = row.day(&COMPLETED)?.filter(|day| *day <= records.as_of) else {
            continue;
        };
        if last.is_none_or(|(latest, _)| day > latest) {
            last = Some((day, row));
        }
        if first.is_none_or(|(earliest, _)| day < earliest) {
            first = Some((day, row));
        }
    }
    if let (Some(days), Some(start), Some((day, row))) = (newcomer_days, worker.start, first) {
        let due = start.plus_days(days.into());
        if due >= records.since && day > due {
            let after = day.days_since(start);
            return Ok(Finding::fail(&worker.label)
                .expected(format!("a course on `{course}` completed by {due}"))
                .actual(format!("completed {day}, {after} days after the first day"))
                .at(row.place()));
        }
    }
    let finding = match last {
        Some((day, row)) => Finding::when(
            records.as_of.days_since(day) <= i64::from(days),
            &worker.label,
        )
        .actual(format!(
            "completed {day}, {} days before",
            records.as_of.days_since(day)
        ))
        .at(row.place()),
        None => newcomer(records, worker).unwrap_or_else(|| rows.missed(worker, "never completed")),
    };
    Ok(records.excused(worker, finding.expected(expected)))
}

fn newcomer(records: &Records<'_>, worker: &Worker) -> Option<Finding> {
    let due = worker
        .start?
        .plus_days(records.config.training_new_hire_days.into());
    (records.as_of <= due)
        .then(|| Finding::not_applicable(&worker.label).actual(format!("new, due by {due}")))
}
