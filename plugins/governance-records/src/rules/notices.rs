//! Notices to customers.

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};

use crate::records::Records;
use crate::specs::{DUE, EVENT, NOTICE_KIND, NOTICE_KINDS, Notice, RECIPIENTS, SENT};

/// Customers are told in time
///
/// Every notice that was due in the assessed time was sent by then: by the due time that it states, else
/// within `incident-notice-hours` of an incident, or so many days before maintenance or a change begins.
/// Auditors compare the notices with what contracts promise. A register without rows shows that none
/// was due.
#[control(
    severity = High,
    method = Records,
    implements("CC2.3" = "Matters that concern customers are communicated to them as committed."),
    supports("CC7.4" = "Those affected by an incident are told of it."),
    needs("notices"),
    remedy = "Send what is outstanding; record when each notice was due and sent, and to whom.",
)]
pub(crate) fn customer_notices_in_time(records: &Records<'_>, findings: &mut Findings<'_>) {
    let needs = [&NOTICE_KIND, &EVENT, &SENT, &RECIPIENTS];
    records.notices.judge(findings, &needs, |notice| {
        let due = due(records, notice)?;
        if due.day() < records.since {
            return Ok(None);
        }
        let mut faults = Faults::new();
        let sent = notice
            .moment(&SENT)?
            .filter(|sent| sent.day() <= records.as_of);
        let expected = format!("sent by {due}");
        match sent {
            Some(sent) => {
                faults.answered(notice, &RECIPIENTS);
                match is_after(sent, due) {
                    Some(true) => faults.wrong(format!("sent {sent}")),
                    Some(false) => {}
                    None => faults.unclear(format!("sent {sent}, at what time is not stated")),
                }
                if is_of_another(notice, sent)? {
                    faults.unclear(format!("sent {sent}, before the incident"));
                }
                Ok(Some(
                    faults
                        .finding(notice, &expected, &format!("sent {sent}"))
                        .occurred(sent.day()),
                ))
            }
            None if records.as_of > due.day() => {
                Ok(Some(notice.fail().expected(expected).actual("not sent")))
            }
            None => Ok(Some(
                notice
                    .not_applicable()
                    .expected(expected)
                    .actual("not due yet"),
            )),
        }
    });
}

/// Whether a notice of an incident was sent before it, so that it is one of something else. Clocks and
/// zones make a day of difference.
fn is_of_another(notice: &Record<'_>, sent: Moment) -> Result<bool, Problem> {
    if notice.choice(&NOTICE_KIND, NOTICE_KINDS)? != Some(Notice::Incident) {
        return Ok(false);
    }
    let event = notice.moment(&EVENT)?;
    Ok(event.is_some_and(|event| event.day().days_since(sent.day()) > 1))
}

/// Whether a notice was sent too late. Nothing where it was on the day on which it was due, and of one of
/// the two the time of day is not stated. A day by which it is due ends with it.
fn is_after(sent: Moment, due: Moment) -> Option<bool> {
    if due.is_whole_day() || (sent.is_whole_day() && sent.day() != due.day()) {
        Some(sent.day() > due.day())
    } else if sent.is_whole_day() {
        None
    } else {
        Some(sent > due)
    }
}

fn due(records: &Records<'_>, notice: &Record<'_>) -> Result<Moment, Problem> {
    let config = records.config;
    let kind = notice
        .choice(&NOTICE_KIND, NOTICE_KINDS)?
        .ok_or_else(|| notice.problem("`kind` is not stated"))?;
    if let Some(due) = notice.moment(&DUE)? {
        return Ok(due);
    }
    let event = notice.moment(&EVENT)?.ok_or_else(|| {
        notice.problem("neither `due` nor `event` says by when it had to be sent")
    })?;
    let before = |days: u32| Moment::from(event.day().plus_days(-i64::from(days)));
    Ok(match kind {
        Notice::Incident => event.plus_hours(config.incident_notice_hours),
        Notice::Maintenance => before(config.maintenance_notice_days),
        Notice::Change => before(config.change_notice_days),
    })
}
