//! Backups: made in time, repeated where they failed, kept long enough and somewhere else too.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};
use tickmark_plugin::words::yes_no;

use super::named;
use crate::registers::Registers;
use crate::specs::{
    COPY, ENCRYPTED, Ended, RESOURCE, RETENTION_DAYS, RPO_HOURS, STARTED, STATUS, ended,
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
            Ok((started, ended, _)) => jobs
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

/// When a job began, how it ended, and in which word.
fn job<'a>(record: &Record<'a>) -> Result<(Moment, Ended, &'a str), Problem> {
    let started = record
        .moment(&STARTED)?
        .ok_or_else(|| record.problem("the job states no time"))?;
    let (ended, said) = ended(record)?.ok_or_else(|| record.problem("the job states no status"))?;
    // What is planned may be to come; what has ended may not.
    if ended != Ended::NotYet && hours_ago(record, started) < -CLOCK_HOURS {
        return Err(record.problem(format!(
            "the job began {started}, which is after the log was collected"
        )));
    }
    Ok((started, ended, said))
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

/// Everything that has to be backed up is backed up in time
///
/// For each resource of the inventory the log holds good backups at most its recovery point objective
/// apart (with a grace for jobs that move within their window), up to the moment at which the log was
/// collected, or the end of that day where its provenance states no time. A log that states only days is
/// held against objectives of a day and more; it cannot show a shorter one. A resource without a job in the
/// log is not backed up. Of the period of a Type 2 assessment the log has to show the beginning too. Source of
/// the default: see `backup-every-hours`.
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
            let every = match record.hours(&RPO_HOURS)? {
                Some(hours) => hours,
                None => f64::from(config.backup_every_hours),
            };
            let expected = format!("a good backup every {every} hours");
            let ended_well = |jobs: &&Jobs<'_>| jobs.iter().any(|(_, how, _)| *how == Ended::Well);
            let finding = match (
                jobs.get(&resource).filter(ended_well),
                unclear.get(&resource),
            ) {
                (Some(jobs), _) => in_time(
                    record,
                    jobs,
                    every,
                    config.backup_grace_hours,
                    registers.period_start(),
                ),
                (None, Some(problem)) => record.inconclusive().actual(&problem.message),
                (None, None) => record.fail().actual("no good backup in the log"),
            };
            Ok(Some(finding.expected(expected)))
        });
}

/// Judges in time the jobs of a resource, of which at least one ended well.
fn in_time(
    record: &Record<'_>,
    jobs: &Jobs<'_>,
    every: f64,
    grace: u32,
    period_start: Option<Day>,
) -> Finding {
    const DAY: f64 = 24.0;
    let limit = every + f64::from(grace);
    let good: Vec<&(Moment, Ended, Record<'_>)> = jobs
        .iter()
        .filter(|(_, ended, _)| *ended == Ended::Well)
        .collect();
    // Of several logs the one that was collected last shows what is missing by now.
    let newest = jobs
        .iter()
        .map(|(.., job)| job)
        .max_by_key(|job| job.shown_at());
    let (Some((last, _, job)), Some(newest)) = (good.last(), newest) else {
        return record.fail().actual("no good backup in the log");
    };
    if hours_ago(newest, *last) > limit {
        return too_old(record, newest, *last, limit).at(job.place());
    }
    let gap = good
        .windows(2)
        .map(|pair| (pair[1].0.hours_since(pair[0].0), pair[1]))
        .find(|(gap, _)| *gap > limit);
    if let Some((gap, (until, _, job))) = gap {
        return record
            .fail()
            .actual(format!(
                "{gap:.0} hours without a good backup until {until}"
            ))
            .at(job.place());
    }
    if let (Some(start), Some((first, _, job))) = (period_start, good.first())
        && hours_into(start, *first) > limit
    {
        return record
            .inconclusive()
            .actual(format!(
                "the first good backup in the log began {first}, and what was backed up from {start} on, \
                 when the period begins, is not shown (export the log from then on)"
            ))
            .at(job.place());
    }
    let days_alone = good.iter().any(|(started, ..)| started.is_whole_day());
    let finding = if days_alone && every < DAY {
        record.inconclusive().actual(format!(
            "the last on {last}, and days alone cannot show a backup every {every} hours (export the \
             times too)"
        ))
    } else {
        let told = if days_alone { " (by the day)" } else { "" };
        record.pass().actual(format!(
            "{} good backups, the last {last}{told}",
            good.len()
        ))
    };
    finding.at(job.place())
}

/// The hours from the beginning of a day to a moment; whole days where only the moment's day is known.
fn hours_into(start: Day, moment: Moment) -> f64 {
    let start = Moment::from(start);
    if moment.is_whole_day() {
        moment.hours_since(start)
    } else {
        let (_, most) = moment.span_since(start);
        most
    }
}

/// What is wrong with a last good backup that was too long ago when its log was collected: that, or that
/// nobody said at what time of the day this was.
fn too_old(record: &Record<'_>, log: &Record<'_>, last: Moment, limit: f64) -> Finding {
    let shown = log.shown_on();
    // The end of a day whose time is not stated belongs to the next one.
    let has_time = log.shown_at().day() <= shown;
    if has_time || Moment::from(shown).hours_since(last) > limit {
        record
            .fail()
            .actual(format!("the last good backup began {last}"))
    } else {
        record.inconclusive().actual(format!(
            "the last good backup began {last}, and at what time of {shown} the log was collected is \
             not stated (state it in the provenance)"
        ))
    }
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
    let mut seen = BTreeSet::new();
    registers
        .backup_jobs
        .judge(findings, &[&RESOURCE, &STARTED, &STATUS], |record| {
            let (started, ended, said) = job(record)?;
            let resource = record
                .name(&RESOURCE)
                .ok_or_else(|| record.problem("the job names no resource"))?;
            if ended == Ended::NotYet {
                return Ok(Some(not_ended(record, started, said, hours)));
            }
            if ended == Ended::Well {
                // One finding for each resource is enough; its jobs are a log.
                let fresh = seen.insert(resource);
                return Ok(fresh.then(|| {
                    record
                        .pass()
                        .expected(NO_FAILURE)
                        .actual("the job did not fail")
                }));
            }
            let good: Vec<Moment> = jobs
                .get(&resource)
                .into_iter()
                .flatten()
                .filter(|(_, how, _)| *how == Ended::Well)
                .map(|(at, ..)| *at)
                .collect();
            let repeated = good
                .iter()
                .find(|at| follows(**at, started) == Some(true))
                .copied();
            seen.insert(resource);
            let finding = record.done_within("followed by a good backup", started, repeated, hours);
            let may_follow = good.iter().any(|at| follows(*at, started).is_none());
            if may_follow && finding.outcome != Outcome::Pass {
                let actual =
                    "there is a good backup on the same day, and the time of day is not stated";
                return Ok(Some(
                    record
                        .inconclusive()
                        .expected(finding.expected)
                        .actual(actual),
                ));
            }
            Ok(Some(finding))
        });
}

/// Whether a job began after another; nothing where the log states only their day.
fn follows(later: Moment, earlier: Moment) -> Option<bool> {
    let told = later.day() != earlier.day() || !(later.is_whole_day() || earlier.is_whole_day());
    told.then(|| later > earlier)
}

const NO_FAILURE: &str = "no failure without a good backup after it";

/// Judges a job of which the log does not say how it ended.
fn not_ended(record: &Record<'_>, started: Moment, status: &str, hours: u32) -> Finding {
    let finding = if hours_ago(record, started) > f64::from(hours) {
        record.inconclusive().actual(format!(
            "`{status}` since {started}, and how it ended is not stated (export the log again)"
        ))
    } else {
        record
            .not_applicable()
            .actual(format!("`{status}` since {started}"))
    };
    finding.expected(NO_FAILURE)
}

/// Backups are kept long enough, encrypted and held in another place too
///
/// A backup beside what it protects burns with it; one that is deleted early cannot undo a mistake that
/// is found late. Where the copy is has to be named; `yes` names no place. Source of the default: see
/// `backup-retention-days`.
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
            let mut faults = Faults::new();
            let kept = record.days(&RETENTION_DAYS)?;
            match kept {
                None => faults.wrong("no retention stated"),
                Some(kept) if kept.in_days() < least => faults.wrong(format!("kept for {kept}")),
                Some(_) => {}
            }
            match record.encrypted(&ENCRYPTED)? {
                None => faults.wrong("encryption not stated"),
                Some(false) => faults.wrong("not encrypted"),
                Some(true) => {}
            }
            let stated = record.raw(&COPY);
            if named(record, &COPY).is_none() {
                if yes_no(stated) == Some(true) {
                    faults.unclear(format!(
                        "in which place the copy is is not stated (`{stated}`)"
                    ));
                } else {
                    faults.wrong("no copy in another place");
                }
            }
            Ok(Some(faults.finding(
                record,
                &format!("kept for at least {least} days, encrypted, with a copy in another place"),
                &kept.map_or_else(String::new, |kept| {
                    format!("kept for {kept}, encrypted, copy in {stated}")
                }),
            )))
        });
}
