//! Evaluations of controls: that they happen, and by whom.

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Field, Record, Recurrence};
use tickmark_plugin::roster::Holder;

use crate::records::Records;
use crate::specs::{
    CONTROL, EVALUATED, KIND, KINDS, Kind, OWNER, PERFORMED, PERFORMER, REPORT, RESULT, SCOPE,
    STATUS,
};

/// Controls are evaluated all the time
///
/// Some test of controls, audit or penetration test with a result was done at most `evaluation-days` ago,
/// and in a Type 2 period no gap is longer. Auditors look for monitoring that goes on, not for one effort
/// before the audit; a missed quarter cannot be made up.
#[control(
    severity = Medium,
    method = Records,
    implements("CC4.1" = "Ongoing evaluations show that the controls are present and functioning."),
    supports("CC4.2" = "Deficiencies are found by looking for them."),
    needs("evaluations"),
    remedy = "Test controls at least each quarter, and record date, tester and result.",
)]
pub(crate) fn controls_evaluated(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.evaluation_days;
    recurs(
        records,
        findings,
        "evaluations of controls",
        days,
        &[&KIND, &PERFORMED, &RESULT],
        |_, row| row.answer(&RESULT).is_some(),
    );
}

/// An internal audit is held every year
///
/// An internal audit with a report was done at most `audit-days` ago, and in a Type 2 period no gap is
/// longer. It is the separate evaluation beside the daily one, and its report is what auditors read first.
#[control(
    severity = Medium,
    method = Records,
    implements("CC4.1" = "Separate evaluations are carried out beside the ongoing ones."),
    needs("evaluations"),
    remedy = "Hold the internal audit and record its date and where its report is.",
)]
pub(crate) fn internal_audit_held(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.audit_days;
    recurs(
        records,
        findings,
        "internal audits",
        days,
        &[&KIND, &PERFORMED, &REPORT],
        |kind, row| kind == Kind::Audit && row.reference(&REPORT).is_some(),
    );
}

/// The system is tested for ways in every year
///
/// A penetration test with a report was done at most `penetration-test-days` ago, and in a Type 2 period
/// no gap is longer. The default year is that of CIS Controls 8.1, safeguard 18.2.
#[control(
    severity = High,
    method = Records,
    implements("CC4.1" = "A separate evaluation tests whether the technical controls hold against an attacker."),
    supports("CC7.1" = "Penetration tests find weaknesses that scanners do not."),
    needs("evaluations"),
    remedy = "Have the system tested by specialists, and record the date and where the report is.",
)]
pub(crate) fn penetration_test_held(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.penetration_test_days;
    recurs(
        records,
        findings,
        "penetration tests",
        days,
        &[&KIND, &PERFORMED, &REPORT],
        |kind, row| kind == Kind::Penetration && row.reference(&REPORT).is_some(),
    );
}

/// Nobody evaluates their own controls
///
/// Who did an evaluation in the assessed time is somebody else than the owner of the controls in its scope:
/// the owner that the row states, else that of the register of controls. A tester from outside the roster
/// is independent of all owners. Auditors rely on internal tests only where the tester is objective.
#[control(
    severity = Medium,
    method = Records,
    supports("CC4.1" = "Evaluations count for more when those who do them are objective."),
    needs("evaluations", "roster"),
    remedy = "Have the control tested by somebody who does not own it, and state the owner or the control's id in the record.",
)]
pub(crate) fn evaluations_independent(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.roster.is_absent() {
        return;
    }
    let owners = records.controls.by(&CONTROL);
    let expected = "done by somebody else than the owner";
    records
        .evaluations
        .judge(findings, &[&PERFORMED, &PERFORMER, &SCOPE], |row| {
            if performed(records, row)?.is_none_or(|day| day < records.since) {
                return Ok(None);
            }
            let mut faults = Faults::new();
            let Some(performer) = faults.answered(row, &PERFORMER) else {
                return Ok(Some(faults.finding(row, expected, "")));
            };
            let stated: Vec<&str> = match row.text(&OWNER) {
                Some(owner) => vec![owner],
                None => row
                    .list(&SCOPE)
                    .filter_map(|id| owners.get(&tickmark_plugin::words::name(id)))
                    .flatten()
                    .filter_map(|control| control.text(&OWNER))
                    .collect(),
            };
            let outside = matches!(records.roster.holder(performer), Holder::Nobody);
            if stated.is_empty() && !outside {
                faults.unclear(format!(
                    "done by {performer}; nobody states who owns what was evaluated"
                ));
            }
            for owner in stated {
                match records.roster.likeness(performer, owner) {
                    Likeness::Different => {}
                    Likeness::Same => {
                        faults.wrong(format!("done by {performer}, who owns the control"));
                    }
                    Likeness::Unclear => {
                        faults
                            .unclear(format!("done by {performer}, who may be the owner {owner}"));
                    }
                }
            }
            Ok(Some(faults.finding(
                row,
                expected,
                &format!("done by {performer}"),
            )))
        });
}

/// The day on which an evaluation was done.
pub(super) fn performed(records: &Records<'_>, row: &Record<'_>) -> Result<Option<Day>, Problem> {
    let done = row.choice(&STATUS, EVALUATED)? != Some(false);
    Ok(row
        .day(&PERFORMED)?
        .filter(|day| done && *day <= records.as_of))
}

fn recurs(
    records: &Records<'_>,
    findings: &mut Findings<'_>,
    subject: &str,
    every_days: u32,
    needs: &[&Field],
    counts: impl Fn(Kind, &Record<'_>) -> bool,
) {
    let recurrence = Recurrence {
        subject,
        every_days,
    };
    records
        .evaluations
        .recurs(records.check, findings, needs, recurrence, |row| {
            let kind = row
                .choice(&KIND, KINDS)?
                .ok_or_else(|| row.problem("`kind` is not stated"))?;
            Ok(performed(records, row)?.filter(|_| counts(kind, row)))
        });
}
