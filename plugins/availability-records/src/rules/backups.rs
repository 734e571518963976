//! Backups: made in time, repeated where they failed, kept long enough and somewhere else too.

use std::collections::BTreeMap;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::Registers;
use crate::specs::{
    COPY, ENCRYPTED, ENDED, Ended, RESOURCE, RETENTION_DAYS, RPO_HOURS, STARTED, STATUS,
};

/// The jobs of one resource in time: when each began, how it ended, and its record.
type Jobs<'a> = Vec<(Moment, Ended, Record<'a>)>;

/// The jobs by resource, and the resources of which some job could not be understood.
fn jobs_by_resource<'a>(
    registers: &'a Registers<'_, '_>,
) -> (BTreeMap<String, Jobs<'a>>, BTreeMap<String, Problem>) {
    let mut jobs: BTreeMap<String, Jobs<'a>> = BTreeMap::new();
    let mut unclear = BTreeMap::new();
    for record in registers.backup_jobs.records() {
        let Some(resource) = record.name(&RESOURCE) else {
            continue;
        };
        match job(&record) {
            Ok((started, ended)) => jobs
                .entry(resource)
                .or_default()
                .push((started, ended, record)),
            Err(problem) => {
                unclear.entry(resource).or_insert(problem);
            }
        }
    }
    for jobs in jobs.values_mut() {
        jobs.sort_by_key(|(started, ..)| *started);
    }
    (jobs, unclear)
}

fn job(record: &Record<'_>) -> Result<(Moment, Ended), Problem> {
    let started = record
        .moment(&STARTED)?
        .ok_or_else(|| record.problem("the job states no time"))?;
    let ended = record
        .choice(&STATUS, ENDED)?
        .ok_or_else(|| record.problem("the job states no status"))?;
    Ok((started, ended))
}

/// Everything that has to be backed up is backed up in time
///
/// For each resource of the inventory the log holds good backups at most its recovery point objective
/// apart (with a grace for jobs that move within their window), up to the day on which the log was
/// collected. A resource without a job in the log is not backed up. Source of the default: see
/// `backup-every-hours`.
#[control(
    severity = High,
    method = Records,
    implements("A1.2" = "Data is backed up as often as the recovery objectives demand."),
    supports("CC7.5" = "What is not backed up cannot be recovered after an incident."),
    supports("PI1.5" = "Stored items can be had again as they were."),
    needs("backup-jobs", "backup-inventory"),
    remedy = "Find out why the job did not run or failed, run a backup now, and put the resource into \
              a backup plan whose interval is below its recovery point objective.",
)]
pub(crate) fn backups_run_in_time(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let log = &registers.backup_jobs;
    if log.is_absent() {
        return;
    }
    log.report_problems(findings, &[&RESOURCE, &STARTED, &STATUS]);
    let (jobs, unclear) = jobs_by_resource(registers);
    let config = registers.config();
    registers
        .backup_inventory
        .judge(findings, &[&RESOURCE], |record| {
            let Some(resource) = record.name(&RESOURCE) else {
                return Ok(Some(
                    record.inconclusive().actual("the row names no resource"),
                ));
            };
            let every = match record.count(&RPO_HOURS)? {
                Some(hours) => u32::try_from(hours).unwrap_or(u32::MAX),
                None => config.backup_every_hours,
            };
            let limit = f64::from(every) + f64::from(config.backup_grace_hours);
            let expected = format!("a good backup every {every} hours");
            let good: Vec<&(Moment, Ended, Record<'_>)> = jobs
                .get(&resource)
                .into_iter()
                .flatten()
                .filter(|(_, ended, _)| *ended == Ended::Well)
                .collect();
            let finding = match good.last() {
                None => match unclear.get(&resource) {
                    Some(problem) => record.inconclusive().actual(&problem.message),
                    None => record.fail().actual("no good backup in the log"),
                },
                Some((last, _, job)) => {
                    let shown = Moment::from(job.shown_on());
                    let open = shown.hours_since(*last);
                    let gap = good
                        .windows(2)
                        .map(|pair| (pair[1].0.hours_since(pair[0].0), &pair[1]))
                        .find(|(gap, _)| *gap > limit);
                    if open > limit {
                        record
                            .fail()
                            .actual(format!("the last good backup began {last}"))
                            .at(job.place())
                    } else if let Some((gap, (until, _, job))) = gap {
                        record
                            .fail()
                            .actual(format!(
                                "{gap:.0} hours without a good backup until {until}"
                            ))
                            .at(job.place())
                    } else {
                        record
                            .pass()
                            .actual(format!("{} good backups, the last {last}", good.len()))
                            .at(job.place())
                    }
                }
            };
            Ok(Some(finding.expected(expected)))
        });
}

/// A failed backup is repeated in time
///
/// A failure that nobody follows up is how a backup is found missing when it is needed. Each failed job
/// has a good one of the same resource after it. Source of the default: see `failed-backup-hours`.
#[control(
    severity = Medium,
    method = Records,
    supports("A1.2" = "Failed backups are noticed and made good."),
    needs("backup-jobs"),
    remedy = "Repeat the failed job, and have failures of backup jobs raise an alert that somebody \
              owns.",
)]
pub(crate) fn failed_backups_repeated(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let (jobs, _) = jobs_by_resource(registers);
    let hours = registers.config().failed_backup_hours;
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    registers
        .backup_jobs
        .judge(findings, &[&RESOURCE, &STARTED, &STATUS], |record| {
            let (started, ended) = job(record)?;
            let resource = record
                .name(&RESOURCE)
                .ok_or_else(|| record.problem("the job names no resource"))?;
            if ended != Ended::Badly {
                // One finding for each resource is enough; its jobs are a log.
                let fresh = seen.insert(resource, true).is_none();
                return Ok(fresh.then(|| {
                    record
                        .pass()
                        .expected("no failure without a good backup after it")
                        .actual("the job did not fail")
                }));
            }
            let repeated = jobs
                .get(&resource)
                .into_iter()
                .flatten()
                .find(|(later, how, _)| *how == Ended::Well && *later >= started)
                .map(|(later, ..)| *later);
            seen.insert(resource, true);
            Ok(Some(record.done_within(
                "followed by a good backup",
                started,
                repeated,
                hours,
            )))
        });
}

/// Backups are kept long enough, encrypted and held in another place too
///
/// A backup beside what it protects burns with it; one that is deleted early cannot undo a mistake that
/// is found late. Source of the default: see `backup-retention-days`.
#[control(
    severity = Medium,
    method = Records,
    implements("A1.2" = "Backups outlive the loss of the place where the data is."),
    supports("CC6.1" = "Copies of data are protected like the data."),
    supports("C1.1" = "Copies of confidential data are protected like the data."),
    needs("backup-inventory"),
    remedy = "Set retention, encryption and a copy to another region or account in the backup plan, \
              and state them in the inventory.",
)]
pub(crate) fn backups_kept_and_copied(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let least = u64::from(registers.config().backup_retention_days);
    let needs = [&RESOURCE, &RETENTION_DAYS, &ENCRYPTED, &COPY];
    registers
        .backup_inventory
        .judge(findings, &needs, |record| {
            let mut wrong = Vec::new();
            match record.count(&RETENTION_DAYS)? {
                None => wrong.push("no retention stated".to_owned()),
                Some(days) if days < least => wrong.push(format!("kept for {days} days")),
                Some(_) => {}
            }
            match record.flag(&ENCRYPTED)? {
                None => wrong.push("encryption not stated".to_owned()),
                Some(false) => wrong.push("not encrypted".to_owned()),
                Some(true) => {}
            }
            let copy = record.text(&COPY).filter(|text| {
                !matches!(
                    tickmark_plugin::words::key(text).as_str(),
                    "no" | "false" | "0"
                )
            });
            if copy.is_none() {
                wrong.push("no copy in another place".to_owned());
            }
            let finding = if wrong.is_empty() {
                record.pass().actual(format!(
                    "kept for {} days, encrypted, copy in {}",
                    record.raw(&RETENTION_DAYS),
                    copy.unwrap_or_default()
                ))
            } else {
                record.fail().actual(wrong.join(", "))
            };
            Ok(Some(finding.expected(format!(
                "kept for at least {least} days, encrypted, with a copy in another place"
            ))))
        });
}
