//! Recovery: restores of backups and exercises, recent enough and within their targets.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Recurrence, Register};

use super::{day_done, named};
use crate::registers::Registers;
use crate::specs::{
    DATE, Ended, ISSUE, ISSUE_CLOSED, ISSUE_DUE, RESOURCE, RPO_ACHIEVED, RPO_TARGET, RTO_ACHIEVED,
    RTO_TARGET, SCOPE, STATUS, ended,
};

/// The day of a test that ended well, if it did.
fn done_well(record: &Record<'_>) -> Result<Option<Day>, Problem> {
    match ended(record)? {
        Some((Ended::Well, _)) => day_done(record, &DATE),
        Some((Ended::Badly | Ended::BrokenOff | Ended::NotYet, _)) | None => Ok(None),
    }
}

/// Backups of everything in the inventory are restored in tests
///
/// A backup that was never restored is a hope. Each resource of the inventory has a restore that ended
/// well, recently. Source of the default: see `restore-test-days`.
#[control(
    severity = High,
    method = Records,
    implements("A1.3" = "That backups can be restored is tested, resource by resource."),
    supports("CC7.5" = "Recovery after an incident stands on restores that work."),
    needs("restore-tests", "backup-inventory"),
    remedy = "Restore the latest backup of the resource into a separate place, check the data, and \
              record the test with its day and result.",
)]
pub(crate) fn restores_tested(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let tests = &registers.restore_tests;
    if tests.is_absent() {
        return;
    }
    let needs = [&RESOURCE, &DATE, &STATUS];
    tests.report_problems(findings, &needs);
    let by_resource = tests.by(&RESOURCE);
    let as_of = registers.check.as_of;
    let most = registers.config().restore_test_days;
    registers
        .backup_inventory
        .judge(findings, &[&RESOURCE], |record| {
            let expected = format!("restored in a test at most {most} days before {as_of}");
            let resource = record
                .name(&RESOURCE)
                .ok_or_else(|| record.problem("the row names no resource"))?;
            let mut last: Option<(Day, Location)> = None;
            for test in by_resource.get(&resource).into_iter().flatten() {
                if let Some(day) = done_well(test)?
                    && last.as_ref().is_none_or(|(latest, _)| day > *latest)
                {
                    last = Some((day, test.place()));
                }
            }
            let finding = match last {
                None => record
                    .fail()
                    .actual("no restore that ended well is recorded"),
                Some((day, place)) => record
                    .when(as_of.days_since(day) <= i64::from(most))
                    .actual(format!("last restored on {day}"))
                    .at(place),
            };
            Ok(Some(finding.expected(expected)))
        });
}

/// Restore tests reach their target or are followed up
///
/// What takes longer than the target, or fails, is an issue that somebody closes in time.
#[control(
    severity = Medium,
    method = Records,
    implements("A1.3" = "What tests of recovery show is compared with the targets and mended."),
    needs("restore-tests"),
    remedy = "Find out what took the time or went wrong, open an issue with an owner and a due date, \
              close it, and repeat the test.",
)]
pub(crate) fn restore_tests_met_targets(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let targets = [(&RTO_TARGET, &RTO_ACHIEVED, "hours to recover")];
    targets_met(
        &registers.restore_tests,
        findings,
        &[&RESOURCE, &DATE, &STATUS],
        &targets,
    );
}

/// Recovery is exercised every year
///
/// Source of the default: see `recovery-exercise-days`. Exercises that were planned or broken off do not
/// count.
#[control(
    severity = High,
    method = Records,
    implements("A1.3" = "The recovery plan is tested as a whole."),
    supports("CC7.5" = "The organisation practises how it recovers."),
    supports("CC9.1" = "What was planned against disruption is tried."),
    needs("recovery-exercises"),
    remedy = "Exercise the recovery plan (best a failover of a real environment), and record scope, \
              targets, what was achieved and what went wrong.",
)]
pub(crate) fn recovery_exercised(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "recovery exercises",
        every_days: registers.config().recovery_exercise_days,
    };
    registers.recovery_exercises.recurs(
        registers.check,
        findings,
        &[&SCOPE, &DATE, &STATUS],
        recurrence,
        |record| match ended(record)? {
            // An exercise that missed its targets was an exercise.
            Some((Ended::Well | Ended::Badly, _)) => day_done(record, &DATE),
            Some((Ended::BrokenOff | Ended::NotYet, _)) | None => Ok(None),
        },
    );
}

/// Recovery exercises reach their targets or are followed up
///
/// Time to recover and data lost are held against what was promised; what missed the target is an issue
/// that somebody closes in time.
#[control(
    severity = High,
    method = Records,
    implements("A1.3" = "What exercises show is compared with the targets and mended."),
    supports("CC7.5" = "Lessons of recovery are carried out."),
    needs("recovery-exercises"),
    remedy = "Open an issue with an owner and a due date for each target that was missed, close it, \
              and exercise again what was changed.",
)]
pub(crate) fn recovery_exercises_met_targets(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let targets = [
        (&RTO_TARGET, &RTO_ACHIEVED, "hours to recover"),
        (&RPO_TARGET, &RPO_ACHIEVED, "hours of data lost"),
    ];
    targets_met(
        &registers.recovery_exercises,
        findings,
        &[&SCOPE, &DATE, &STATUS],
        &targets,
    );
}

type Field = tickmark_plugin::register::Field;

/// Judges each test: it ended well within its targets, or what went wrong is closed or not yet due. One that
/// was broken off reached no target and missed none.
fn targets_met(
    tests: &Register,
    findings: &mut Findings<'_>,
    needs: &[&Field],
    targets: &[(&Field, &Field, &str)],
) {
    let all: Vec<&Field> = needs
        .iter()
        .copied()
        .chain(
            targets
                .iter()
                .flat_map(|(target, achieved, _)| [*target, *achieved]),
        )
        .collect();
    let as_of = tests.as_of();
    tests.judge(findings, &all, |record| {
        let (ended, said) =
            ended(record)?.ok_or_else(|| record.problem("the test states no result"))?;
        if ended == Ended::NotYet {
            return Ok(None);
        }
        let expected = "targets met, or an issue that is closed or not yet due";
        if ended == Ended::BrokenOff {
            return Ok(Some(
                record
                    .not_applicable()
                    .expected(expected)
                    .actual(format!("it ended as `{said}` and shows nothing")),
            ));
        }
        let day =
            day_done(record, &DATE)?.ok_or_else(|| record.problem("the test states no day"))?;
        let mut missed = Vec::new();
        if ended == Ended::Badly {
            missed.push(format!("it ended as `{said}`"));
        }
        let mut met = Vec::new();
        for (target, achieved, what) in targets {
            match (record.hours(target)?, record.hours(achieved)?) {
                (Some(target), Some(achieved)) if achieved > target => {
                    missed.push(format!("{achieved} {what}, {target} allowed"));
                }
                (Some(target), Some(achieved)) => {
                    met.push(format!("{achieved} {what}, {target} allowed"));
                }
                _ => missed.push(format!(
                    "`{}` or `{}` not stated",
                    target.name, achieved.name
                )),
            }
        }
        if missed.is_empty() {
            return Ok(Some(
                record.pass().expected(expected).actual(met.join("; ")),
            ));
        }
        let missed = missed.join("; ");
        let finding = match (
            named(record, &ISSUE),
            day_done(record, &ISSUE_CLOSED)?,
            record.day(&ISSUE_DUE)?,
        ) {
            (None, ..) => record
                .fail()
                .actual(format!("{missed}; no issue follows it up")),
            (Some(issue), Some(closed), _) if closed >= day => record
                .pass()
                .actual(format!("{missed}; {issue} closed on {closed}")),
            (Some(issue), _, Some(due)) if due >= as_of => record
                .pass()
                .actual(format!("{missed}; {issue} is due on {due}")),
            (Some(issue), _, Some(due)) => record
                .fail()
                .actual(format!("{missed}; {issue} was due on {due} and is open")),
            (Some(issue), _, None) => record
                .fail()
                .actual(format!("{missed}; {issue} is open and has no due date")),
        };
        Ok(Some(finding.expected(expected)))
    });
}
