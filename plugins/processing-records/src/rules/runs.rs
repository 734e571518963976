//! Runs: nothing is lost between input and output, and failures are made good.

use std::collections::BTreeMap;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::Registers;
use crate::specs::{
    ENDED, Ended, ID, PROCESS, RECORDS_IN, RECORDS_OUT, RECORDS_REJECTED, STARTED, STATUS,
};

fn ended(record: &Record<'_>) -> Result<Ended, Problem> {
    record
        .choice(&STATUS, ENDED)?
        .ok_or_else(|| record.problem("how the run ended is not stated"))
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
        if ended(record)? != Ended::Well {
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
/// Each run that failed has a good one of the same process after it. Source of the default: see
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
        if let (Some(process), Ok(Ended::Well), Ok(Some(started))) = (
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
        let ended = ended(record)?;
        let started = record
            .moment(&STARTED)?
            .ok_or_else(|| record.problem("when the run began is not stated"))?;
        let process = record
            .name(&PROCESS)
            .ok_or_else(|| record.problem("the run names no process"))?;
        if ended != Ended::Badly {
            return Ok(Some(
                record
                    .pass()
                    .expected("no failure without a good run after it")
                    .actual("the run did not fail"),
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
