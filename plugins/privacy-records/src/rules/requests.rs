//! Requests of data subjects: from somebody who was identified, answered in time, with a reason where they
//! were denied.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words::key;

use crate::registers::Registers;
use crate::specs::{
    CLOSED, DECISIONS, DUE, Decision, ID, INFORMED, JURISDICTION, KIND, OUTCOME, REASON, RECEIVED,
    RIGHTS, Right, VERIFIED,
};

/// Judges the requests of one kind. `others` says whether others had to be told of what was done.
fn judge(registers: &Registers<'_, '_>, findings: &mut Findings<'_>, right: Right, others: Others) {
    let needs = [&ID, &KIND, &RECEIVED, &VERIFIED, &CLOSED, &OUTCOME];
    registers.requests.judge(findings, &needs, |record| {
        let kind = record
            .choice(&KIND, RIGHTS)?
            .ok_or_else(|| record.problem("what was asked for is not stated"))?;
        if kind != right {
            return Ok(None);
        }
        answered(registers, record, others).map(Some)
    });
}

/// Whether others have to be told of what was done for a data subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Others {
    NotConcerned,
    Told,
}

fn answered(
    registers: &Registers<'_, '_>,
    record: &Record<'_>,
    others: Others,
) -> Result<Finding, Problem> {
    let received = record
        .day(&RECEIVED)?
        .ok_or_else(|| record.problem("when it arrived is not stated"))?;
    let due = match record.day(&DUE)? {
        Some(due) => due,
        None => received.plus_days(days(registers, record)),
    };
    let expected = format!("answered by {due}");
    let Some(closed) = record.day(&CLOSED)? else {
        let finding = if record.shown_on() > due {
            record
                .fail()
                .actual(format!("open on {}", record.shown_on()))
        } else {
            record.pass().actual("open, not due yet")
        };
        return Ok(finding.expected(expected));
    };
    let decision = record.choice(&OUTCOME, DECISIONS)?;
    let identified = match record.text(&VERIFIED) {
        None => false,
        Some(text) => tickmark_plugin::words::yes_no(text) != Some(false),
    };
    let finding = if closed > registers.as_of() || closed < received {
        record
            .inconclusive()
            .actual(format!("received {received}, answered {closed}"))
    } else if closed > due {
        record.fail().actual(format!("answered on {closed}"))
    } else {
        match decision {
            None => record.fail().actual("what was decided is not stated"),
            Some(Decision::Denied) if record.text(&REASON).is_none() => {
                record.fail().actual("denied without a reason")
            }
            Some(Decision::Fulfilled) if !identified => record
                .fail()
                .actual("fulfilled for somebody whose identity was not verified"),
            Some(Decision::Fulfilled)
                if others == Others::Told && record.text(&INFORMED).is_none() =>
            {
                record
                    .fail()
                    .actual("whether recipients of the data were told is not stated")
            }
            Some(_) => record
                .pass()
                .actual(format!("{} on {closed}", record.raw(&OUTCOME))),
        }
    };
    Ok(finding.expected(expected))
}

/// Within how many days the law that applies wants an answer.
fn days(registers: &Registers<'_, '_>, record: &Record<'_>) -> i64 {
    let config = registers.config();
    let days = record.key(&JURISDICTION).and_then(|place| {
        config
            .request_days_by_jurisdiction
            .iter()
            .find(|(name, _)| key(name) == place)
            .map(|(_, days)| *days)
    });
    i64::from(days.unwrap_or(config.request_days))
}

/// Requests for access are answered in time, to the right person
///
/// Identity verified, answered by the due date (`request-days`), a denial with its reason (GDPR Art. 12
/// and 15).
#[control(
    severity = High,
    method = Records,
    implements("P5.1" = "People get to see what is held about them, in time and after their identity is verified."),
    needs("requests"),
    remedy = "Answer the request, tell the person why it took longer, and record identity check, \
              decision and day.",
)]
pub(crate) fn access_requests_answered(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    judge(registers, findings, Right::Access, Others::NotConcerned);
}

/// Corrections are carried out in time and passed on
///
/// Identity verified, carried out by the due date, denied only with a reason, and those who received the
/// data told (GDPR Art. 16 and 19).
#[control(
    severity = High,
    method = Records,
    implements("P5.2" = "Wrong data is corrected, also where it was passed on, and denials are explained."),
    needs("requests"),
    remedy = "Correct the data, tell its recipients, and record both; explain a denial.",
)]
pub(crate) fn corrections_carried_out(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    judge(registers, findings, Right::Correction, Others::Told);
}

/// Erasures are carried out in time, at vendors too
///
/// Identity verified, carried out by the due date, denied only with a reason, and those who received the
/// data told (GDPR Art. 17 and 19).
#[control(
    severity = High,
    method = Records,
    implements("P4.3" = "Personal information is disposed of when a person may ask for it, at vendors too."),
    needs("requests"),
    remedy = "Erase the data, have vendors erase it, and record both with their days.",
)]
pub(crate) fn erasures_carried_out(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    judge(registers, findings, Right::Erasure, Others::Told);
}

/// Accounts of disclosures are given in time
///
/// Who asks to whom personal data was disclosed is answered by the due date (GDPR Art. 15(1)(c)).
#[control(
    severity = Medium,
    method = Records,
    implements("P6.7" = "People are told what is held about them and to whom it was disclosed."),
    needs("requests", "disclosures"),
    remedy = "Answer from the register of disclosures, and record the day.",
)]
pub(crate) fn accountings_given(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    if registers.disclosures.is_absent() {
        return;
    }
    judge(registers, findings, Right::Accounting, Others::NotConcerned);
}
