//! Requests of data subjects: from somebody who was identified, answered in time, with a reason where they
//! were denied.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words::{key, words};

use crate::answers::{Answer, denies, said};
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
    let shown = record.shown_on();
    let finding = match record.day(&CLOSED)? {
        _ if received > shown => record
            .inconclusive()
            .actual(format!("received {received}, which is to come")),
        None if shown > due => record.fail().actual(format!("open on {shown}")),
        None => record.not_applicable().actual("open, not due yet"),
        Some(closed) if closed > shown || closed < received => record
            .inconclusive()
            .actual(format!("received {received}, answered {closed}")),
        Some(closed) if closed > due => record.fail().actual(format!("answered on {closed}")),
        Some(closed) => decided(record, closed, others)?,
    };
    Ok(finding.expected(format!("answered by {due}")))
}

/// Judges what was decided on a request that was answered in time.
fn decided(record: &Record<'_>, closed: Day, others: Others) -> Result<Finding, Problem> {
    let fault = match record.choice(&OUTCOME, DECISIONS)? {
        None => Some(record.fail().actual("what was decided is not stated")),
        Some(Decision::Denied) => {
            let reason = said(record, &REASON, REASONS);
            reason
                .is_none()
                .then(|| record.fail().actual("denied without a reason"))
        }
        Some(Decision::Fulfilled) => match unidentified(record, closed)? {
            None if others == Others::Told => untold(record)?,
            fault => fault,
        },
        Some(Decision::Withdrawn) => None,
    };
    Ok(fault.unwrap_or_else(|| {
        record
            .pass()
            .actual(format!("{} on {closed}", record.raw(&OUTCOME)))
    }))
}

/// What a reference must not be, but a reason to deny a request may.
const REASONS: &[&str] = &[
    "expired",
    "incomplete",
    "missing",
    "not available",
    "not found",
    "not received",
    "not required",
    "not verified",
];

/// What is wrong with the check of the identity.
fn unidentified(record: &Record<'_>, closed: Day) -> Result<Option<Finding>, Problem> {
    Ok(match Answer::of(record, &VERIFIED)? {
        Answer::Given(_, Some(day)) if day > closed => Some(record.fail().actual(format!(
            "fulfilled on {closed}, the identity verified on {day} only"
        ))),
        Answer::Given(..) => None,
        Answer::Missing => Some(
            record
                .fail()
                .actual("fulfilled for somebody whose identity was not verified"),
        ),
        Answer::Denied(text) => Some(record.fail().actual(format!(
            "fulfilled for somebody whose identity was not verified (`{text}`)"
        ))),
        Answer::ToCome(day) => Some(
            record
                .inconclusive()
                .actual(format!("the identity verified on {day}, which is to come")),
        ),
    })
}

/// What says that there was nobody to tell.
const NO_RECIPIENTS: &[&str] = &[
    "never disclosed",
    "never shared",
    "no disclosures",
    "no processors",
    "no recipient",
    "no recipients",
    "no recipients concerned",
    "no third parties",
    "no vendors",
    "no vendors concerned",
    "nobody concerned",
    "nobody received it",
    "none concerned",
    "not disclosed",
    "not passed on",
    "not shared",
];

/// What is wrong with telling those who received the data. `none` may mean that there were none, or that
/// none were told.
fn untold(record: &Record<'_>) -> Result<Option<Finding>, Problem> {
    let written = words(record.raw(&INFORMED));
    if NO_RECIPIENTS.contains(&written.as_str()) {
        return Ok(None);
    }
    if ["none", "n a", "na", "not applicable"].contains(&written.as_str()) {
        return Ok(Some(record.inconclusive().actual(format!(
            "`{}` does not say whether nobody received the data or nobody was told; write \
             `no recipients`, or who was told",
            record.raw(&INFORMED)
        ))));
    }
    let denied = |text: &str| {
        let finding = record
            .fail()
            .actual(format!("recipients of the data were not told (`{text}`)"));
        Ok(Some(finding))
    };
    match Answer::of(record, &INFORMED)? {
        Answer::Missing => {
            Ok(Some(record.fail().actual(
                "whether recipients of the data were told is not stated",
            )))
        }
        Answer::Denied(text) => denied(text),
        Answer::ToCome(day) => Ok(Some(record.inconclusive().actual(format!(
            "recipients of the data told on {day}, which is to come"
        )))),
        Answer::Given(..) => record
            .list(&INFORMED)
            .find(|text| denies(text) && !NO_RECIPIENTS.contains(&words(text).as_str()))
            .map_or(Ok(None), denied),
    }
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
/// and 15). What is open and not due yet shows nothing.
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
/// data told, or `no recipients` (GDPR Art. 16 and 19).
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
/// data told, or `no recipients` (GDPR Art. 17 and 19).
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
