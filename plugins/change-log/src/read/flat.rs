//! Changes from a flat register, one row each.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record, Register};

use super::{Entry, FlatOnly};
use crate::Config;
use crate::change::{Account, Change, CheckRun, CheckState, Review, ReviewState};
use crate::specs::{
    APPROVED, APPROVERS, AUTHOR, BASE, CHANGE, CHANGES, CHECKED, CHECKS, LABELS, MERGED,
    REPOSITORY, SHA,
};

pub(super) fn read(
    check: &Check<'_, Config>,
    report: &mut Report,
    take: &mut impl FnMut(Entry, &mut Report),
) {
    let evidence = FlatOnly(check.evidence);
    let flat = Check {
        config: (),
        as_of: check.as_of,
        period: check.period.clone(),
        target: check.target.clone(),
        evidence: &evidence,
    };
    let register = Register::read(&flat, &CHANGES, &check.config.changes, report);
    for problem in register.problems(&[&CHANGE, &AUTHOR, &MERGED]) {
        take(Err(problem), report);
    }
    let has = |field: &Field| register.has(field);
    let (reviewed, checked) = (has(&APPROVERS), has(&CHECKS));
    if !has(&CHANGE) || !has(&MERGED) {
        return;
    }
    for record in register.records() {
        take(change(&record, reviewed, checked), report);
    }
}

fn change(record: &Record<'_>, reviewed: bool, checked: bool) -> Entry {
    // A row without a time of merging is a change that was not merged.
    let Some(merged) = record.moment(&MERGED)? else {
        return Ok(None);
    };
    let number = record
        .text(&CHANGE)
        .ok_or_else(|| record.problem("the change has no number"))?
        .trim_start_matches(['#', '!']);
    let subject = match record.text(&REPOSITORY) {
        Some(repository) => format!("{repository}#{number}"),
        None => format!("#{number}"),
    };
    Ok(Some(Change {
        subject,
        number: number.to_owned(),
        shas: record.text(&SHA).map(str::to_owned).into_iter().collect(),
        author: record.text(&AUTHOR).map(account),
        merged,
        base: record.text(&BASE).map(str::to_owned),
        labels: record.list(&LABELS).map(str::to_owned).collect(),
        reviews: if reviewed {
            reviews(record)
        } else {
            Err(record.problem("there is no column for `approved-by`"))
        },
        checks: if checked {
            checks(record)
        } else {
            Err(record.problem("there is no column for `checks`"))
        },
        place: record.place(),
        shown_on: record.shown_on(),
    }))
}

fn account(name: &str) -> Account {
    Account {
        name: name.to_owned(),
        bot: name.ends_with("[bot]") || name.starts_with("app/"),
        exact: false,
    }
}

/// The approvals of a row. Times are paired with names in their order, where there are as many.
fn reviews(record: &Record<'_>) -> Result<Vec<Review>, Problem> {
    let Some(_) = record.reference(&APPROVERS) else {
        return Ok(Vec::new());
    };
    let names: Vec<&str> = record.list(&APPROVERS).collect();
    let times: Vec<&str> = record
        .raw(&APPROVED)
        .split([';', '|', '\n'])
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect();
    let times = if times.len() == names.len() {
        times
            .iter()
            .map(|time| record.moment_of(&APPROVED, time).map(Some))
            .collect::<Result<Vec<_>, _>>()?
    } else {
        vec![None; names.len()]
    };
    Ok(names
        .iter()
        .zip(times)
        .map(|(name, at)| Review {
            author: Some(account(name)),
            stranger: None,
            state: ReviewState::Approved,
            at,
        })
        .collect())
}

fn checks(record: &Record<'_>) -> Result<Vec<CheckRun>, Problem> {
    use tickmark_plugin::register::Choice;
    const STATES: &[Choice<CheckState>] = &[
        Choice::new(
            CheckState::Passed,
            "passed",
            &[
                "success",
                "successful",
                "succeeded",
                "green",
                "ok",
                "pass",
                "yes",
                "true",
            ],
        ),
        Choice::new(
            CheckState::Failed,
            "failed",
            &[
                "failure",
                "error",
                "red",
                "cancelled",
                "canceled",
                "timed out",
                "fail",
                "no",
                "false",
            ],
        ),
        Choice::new(
            CheckState::Running,
            "running",
            &["pending", "in progress", "queued", "expected"],
        ),
        Choice::new(CheckState::Neutral, "skipped", &["neutral"]),
    ];
    let Some(state) = record.choice(&CHECKS, STATES)? else {
        return Ok(Vec::new());
    };
    Ok(vec![CheckRun {
        name: "checks".to_owned(),
        state,
        started: None,
        ended: record.moment(&CHECKED)?,
        suite: None,
    }])
}
