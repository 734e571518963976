//! Findings of audits, tests and incidents, until they are closed.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};

use crate::records::{Records, level};
use crate::specs::{
    CLOSED, CLOSURE, DUE, FINDING_STATES, FOUND, ID, Level, OWNER, SEVERITY, STATUS,
};

/// Every finding has an owner, a severity and a due date
///
/// Every finding that is open names one owner (a current worker, where the roster is given), its severity,
/// when it was found and by when it is to be closed. Without these nobody can follow it up.
#[control(
    severity = Medium,
    method = Records,
    implements("CC4.2" = "Deficiencies are communicated to those who are to correct them, with a date."),
    needs("findings"),
    remedy = "Name one owner who works here, the severity and a due date.",
)]
pub(crate) fn findings_owned(records: &Records<'_>, findings: &mut Findings<'_>) {
    let needs = [&ID, &OWNER, &SEVERITY, &STATUS, &FOUND, &DUE];
    records.findings.judge(findings, &needs, |finding| {
        if is_closed(finding)? {
            return Ok(None);
        }
        let mut faults = Faults::new();
        records.roster.owner(&mut faults, finding, &OWNER);
        if level(finding, &SEVERITY)?.is_none() {
            faults.wrong("`severity` not stated");
        }
        for field in [&FOUND, &DUE] {
            if finding.day(field)?.is_none() {
                faults.wrong(format!("`{}` not stated", field.name));
            }
        }
        let fine = format!("{}, due {}", finding.raw(&OWNER), finding.raw(&DUE));
        Ok(Some(faults.finding(
            finding,
            "one owner, severity, and a due date",
            &fine,
        )))
    });
}

/// Findings are closed by their due date
///
/// No finding is open past its due date, or for low and medium severity past `overdue-grace-days` more, and
/// those closed in the assessed time were closed by then. Old findings are what an auditor reads
/// first: they show whether the organisation corrects what it knows.
#[control(
    severity = High,
    method = Records,
    implements("CC4.2" = "Corrective action is tracked and taken in time."),
    needs("findings"),
    remedy = "Close the finding; where that is not possible, have a new due date approved before the old one passes.",
)]
pub(crate) fn findings_closed_in_time(records: &Records<'_>, findings: &mut Findings<'_>) {
    let grace = records.config.overdue_grace_days;
    records
        .findings
        .judge(findings, &[&SEVERITY, &STATUS, &DUE, &CLOSED], |finding| {
            let Some(severity) = level(finding, &SEVERITY)? else {
                return Err(finding.problem("`severity` is not stated"));
            };
            let due = finding
                .day(&DUE)?
                .ok_or_else(|| finding.problem("`due` is not stated"))?;
            let limit = if severity >= Level::High {
                due
            } else {
                due.plus_days(grace.into())
            };
            let word = finding.raw(&SEVERITY);
            let expected = format!("{word}, due {due}: closed by {limit}");
            if is_closed(finding)? {
                let closed = closed_on(records, finding)?;
                if limit < records.since && closed < records.since {
                    return Ok(None);
                }
                return Ok(Some(
                    finding
                        .when(closed <= limit)
                        .expected(expected)
                        .actual(format!("closed {closed}")),
                ));
            }
            let late = records.as_of.days_since(due);
            Ok(Some(if records.as_of > limit {
                finding
                    .fail()
                    .expected(expected)
                    .actual(format!("open, {late} days overdue"))
            } else {
                finding.pass().expected(expected).actual(if late > 0 {
                    format!("open, {late} days overdue, within the grace")
                } else {
                    format!("open, due in {} days", -late)
                })
            }))
        });
}

/// Closed findings show that they were corrected
///
/// Every finding closed in the assessed time states the day and what shows its closure. Auditors re-perform
/// the closure of a few; a tick without evidence counts as open.
#[control(
    severity = Medium,
    method = Records,
    supports("CC4.2" = "That corrective action was taken can be shown, not only stated."),
    needs("findings"),
    remedy = "Attach what shows the correction (pull request, scan, retest) or reopen the finding.",
)]
pub(crate) fn findings_closed_with_evidence(records: &Records<'_>, findings: &mut Findings<'_>) {
    records
        .findings
        .judge(findings, &[&STATUS, &CLOSED, &CLOSURE], |finding| {
            if !is_closed(finding)? {
                return Ok(None);
            }
            let closed = closed_on(records, finding)?;
            if closed < records.since {
                return Ok(None);
            }
            let evidence = finding.reference(&CLOSURE);
            let finding = finding
                .when(evidence.is_some())
                .expected("what shows the closure")
                .actual(evidence.unwrap_or("nothing"));
            Ok(Some(finding.occurred(closed)))
        });
}

/// Whether a finding is closed. Without a status nobody can tell, whatever the dates say.
pub(super) fn is_closed(finding: &Record<'_>) -> Result<bool, Problem> {
    finding
        .choice(&STATUS, FINDING_STATES)?
        .ok_or_else(|| finding.problem("`status` is not stated"))
}

fn closed_on(records: &Records<'_>, finding: &Record<'_>) -> Result<Day, Problem> {
    let closed = finding
        .day(&CLOSED)?
        .ok_or_else(|| finding.problem("closed, but nobody says when"))?;
    if closed > records.as_of {
        return Err(finding.problem(format!("closed {closed}, which has not come")));
    }
    match finding.day(&FOUND)? {
        Some(found) if found > closed => {
            Err(finding.problem(format!("closed {closed}, before it was found {found}")))
        }
        _ => Ok(closed),
    }
}
