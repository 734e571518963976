//! Runs: nothing is lost between input and output, and failures are made good.

use std::collections::BTreeMap;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::Registers;
use crate::specs::{
    self, Ended, ID, PROCESS, RECORDS_IN, RECORDS_OUT, RECORDS_REJECTED, STARTED, STATUS,
};

/// How a run ended, and in which word.
fn ended<'a>(record: &Record<'a>) -> Result<(Ended, &'a str), Problem> {
    let (ended, said) =
        specs::ended(record)?.ok_or_else(|| record.problem("how the run ended is not stated"))?;
    // What is planned may be to come; what has ended may not.
    match record.moment(&STARTED) {
        Ok(Some(started))
            if ended != Ended::NotYet && hours_ago(record, started) < -CLOCK_HOURS =>
        {
            Err(record.problem(format!(
                "the run began {started}, which is after the log was collected"
            )))
        }
        _ => Ok((ended, said)),
    }
}

/// By how much the clocks of two systems may differ.
const CLOCK_HOURS: f64 = 0.1;

/// The hours from a moment to the one whose state a record shows. Whole days where only the day is known.
fn hours_ago(record: &Record<'_>, from: Moment) -> f64 {
    if from.is_whole_day() {
        Moment::from(record.shown_on()).hours_since(from)
    } else {
        record.shown_at().hours_since(from)
    }
}

/// Judges a run of which the log does not say how it ended.
fn not_ended(record: &Record<'_>, started: Moment, status: &str, hours: u32) -> Finding {
    if hours_ago(record, started) > f64::from(hours) {
        record.inconclusive().actual(format!(
            "`{status}` since {started}, and how it ended is not stated (export the log again)"
        ))
    } else {
        record
            .not_applicable()
            .actual(format!("`{status}` since {started}"))
    }
}

/// What goes into a run comes out or is rejected
///
/// Of each run that ended well, records in equal records out and records rejected. A run that states no
/// counts shows nothing.
#[control(
    severity = High,
    method = Records,
    implements("PI1.3" = "Processing is shown to be complete, run by run."),
    needs("job-runs"),
    remedy = "Find the records that are missing or doubled, process them again, and have the run fail \
              by itself when its counts disagree.",
)]
pub(crate) fn runs_reconcile(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let needs = [
        &PROCESS,
        &ID,
        &STATUS,
        &RECORDS_IN,
        &RECORDS_OUT,
        &RECORDS_REJECTED,
    ];
    registers.job_runs.judge(findings, &needs, |record| {
        if ended(record)?.0 != Ended::Well {
            return Ok(None);
        }
        let counts = (
            record.count(&RECORDS_IN)?,
            record.count(&RECORDS_OUT)?,
            record.count(&RECORDS_REJECTED)?,
        );
        let finding = match counts {
            (Some(input), Some(output), Some(rejected)) => {
                let accounted = output.checked_add(rejected);
                record
                    .when(accounted == Some(input))
                    .actual(format!("{input} in, {output} out, {rejected} rejected"))
            }
            _ => record
                .inconclusive()
                .actual("the counts are not all stated"),
        };
        Ok(Some(finding.expected("records in = out + rejected")))
    });
}

/// A failed run is repeated in time
///
/// Each run that failed has a good one of the same process after it. A run that is queued or running has not
/// failed yet, and after as many hours nobody can say whether it did. Source of the default: see
/// `failed-run-hours`.
#[control(
    severity = Medium,
    method = Records,
    implements("PI1.3" = "Processing that failed is noticed and made good in time."),
    supports("CC7.2" = "Failures of processing are watched for."),
    needs("job-runs"),
    remedy = "Repeat the run, and have failures raise an alert that somebody owns.",
)]
pub(crate) fn failed_runs_repeated(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let mut good: BTreeMap<String, Vec<Moment>> = BTreeMap::new();
    for record in registers.job_runs.records() {
        // What cannot be understood is named below, and is no good run.
        if let (Some(process), Ok((Ended::Well, _)), Ok(Some(started))) = (
            record.name(&PROCESS),
            ended(&record),
            record.moment(&STARTED),
        ) {
            good.entry(process).or_default().push(started);
        }
    }
    for runs in good.values_mut() {
        runs.sort_unstable();
    }
    let hours = registers.config.failed_run_hours;
    let needs = [&PROCESS, &ID, &STARTED, &STATUS];
    registers.job_runs.judge(findings, &needs, |record| {
        let (ended, said) = ended(record)?;
        let started = record
            .moment(&STARTED)?
            .ok_or_else(|| record.problem("when the run began is not stated"))?;
        let process = record
            .name(&PROCESS)
            .ok_or_else(|| record.problem("the run names no process"))?;
        let finding = match ended {
            Ended::Well => Some(record.pass().actual("the run did not fail")),
            Ended::NotYet => Some(not_ended(record, started, said, hours)),
            Ended::Badly => None,
        };
        if let Some(finding) = finding {
            return Ok(Some(
                finding.expected("no failure without a good run after it"),
            ));
        }
        let repeated = good.get(&process).and_then(|runs| {
            let after = runs.partition_point(|run| *run < started);
            runs.get(after).copied()
        });
        Ok(Some(record.done_within(
            "followed by a good run",
            started,
            repeated,
            hours,
        )))
    });
}
