//! Exercises: what stands for response and recovery while nothing happens.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Recurrence};

use crate::registers::Registers;
use crate::specs::{DATE, EXERCISE, LED_BY, RECOVERED, RESULT, STATE};
use crate::words::{Ended, RESULTS};

/// Incident response is exercised every year
///
/// An exercise counts when it was held and names who led it or took part; one that went badly was an
/// exercise too. Source of the default: see `exercise-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC7.4" = "The response is tried before it is needed."),
    supports("CC7.3" = "People practise deciding what is an incident."),
    supports("CC7.5" = "People practise how they recover."),
    needs("exercises"),
    remedy = "Play a scenario through with those who would respond (a tabletop of two hours will do), and \
              record the day, who took part, and what follows.",
)]
pub(crate) fn incident_response_exercised(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let recurrence = Recurrence {
        subject: "exercises of incident response",
        every_days: registers.config().exercise_days,
    };
    registers.exercises.recurs(
        registers.check,
        findings,
        &[&EXERCISE, &DATE, &LED_BY],
        recurrence,
        |record| {
            let held = ended(record)? != Some(Ended::NotHeld);
            if held && record.reference(&LED_BY).is_some() {
                record.day(&DATE)
            } else {
                Ok(None)
            }
        },
    );
}

/// Recovery is tested with success every year
///
/// A restore or failover that ended well. Source of the default: see `recovery-test-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC7.5" = "That the organisation can recover is tried and shown."),
    supports("A1.3" = "A recovery that ended well is part of testing the recovery plan."),
    needs("recovery-tests"),
    remedy = "Restore a backup or fail over, check that the service works, and record the day and the \
              result.",
)]
pub(crate) fn recovery_tested(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "tests of recovery",
        every_days: registers.config().recovery_test_days,
    };
    registers.recovery_tests.recurs(
        registers.check,
        findings,
        &[&RECOVERED, &DATE, &RESULT],
        recurrence,
        |record| match ended(record)? {
            Some(Ended::Well) => record.day(&DATE),
            Some(Ended::Badly | Ended::NotHeld) | None => Ok(None),
        },
    );
}

/// How it ended. What was not held has no result, and `completed` says less than a result that was bad.
fn ended(record: &Record<'_>) -> Result<Option<Ended>, Problem> {
    let result = record.choice(&RESULT, RESULTS)?;
    Ok(match record.choice(&STATE, RESULTS)? {
        Some(Ended::Well) | None => result,
        Some(worse) => Some(worse),
    })
}
