//! Breaches: every one registered, assessed and notified in time, and the register kept.

use std::collections::BTreeMap;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words::{mentions, words, yes_no};

use crate::answers::Answer;
use crate::registers::Registers;
use crate::specs::{
    ABOUT, ASSESSED, AUTHORITY_TOLD, BY, DATE, DETECTED, DUE, ID, INCIDENT, NOTIFIABLE, PRIVACY,
    SUBJECTS_TOLD,
};

/// Every incident with personal data is in the register of breaches
///
/// Those below the threshold of notification too (GDPR Art. 33(5)). An incident of which the log does not
/// say whether personal data was concerned shows nothing.
#[control(
    severity = High,
    method = Records,
    implements("P6.3" = "Unauthorised disclosures are recorded completely, incident by incident."),
    supports("CC7.3" = "Incidents are evaluated for personal data."),
    needs("incidents", "breaches"),
    remedy = "Enter the incident into the register of breaches and assess it.",
)]
pub(crate) fn privacy_incidents_registered(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let breaches = &registers.breaches;
    if breaches.is_absent() {
        return;
    }
    breaches.report_problems(findings, &[&ID, &INCIDENT]);
    let registered: BTreeMap<String, Vec<Record<'_>>> = breaches.by(&INCIDENT);
    registers
        .incidents
        .judge(findings, &[&ID, &PRIVACY], |record| {
            let finding = match record.flag(&PRIVACY)? {
                None => record
                    .inconclusive()
                    .actual("whether personal data was concerned is not stated"),
                Some(false) => return Ok(None),
                Some(true) => {
                    let row = record
                        .name(&ID)
                        .and_then(|id| registered.get(&id))
                        .and_then(|rows| rows.first());
                    match row {
                        Some(row) => record
                            .pass()
                            .actual(format!("breach {}", row.subject()))
                            .at(row.place()),
                        None => record.fail().actual("not in the register"),
                    }
                }
            };
            Ok(Some(finding.expected("a row in the register of breaches")))
        });
}

/// Every breach is assessed
///
/// Whether it has to be notified, and why or why not (GDPR Art. 33(1) and (5)). `yes`, `no` and `pending` are
/// no assessment.
#[control(
    severity = High,
    method = Records,
    implements("P6.3" = "What is recorded of a breach says how it was judged."),
    supports("P6.6" = "Notification follows from an assessment."),
    needs("breaches"),
    remedy = "Assess the breach with those who answer for privacy, and state decision and reason.",
)]
pub(crate) fn breaches_assessed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [&ID, &DETECTED, &NOTIFIABLE, &ASSESSED];
    registers.breaches.judge(findings, &needs, |record| {
        let decided = record.flag(&NOTIFIABLE)?;
        let finding = match (record.day(&DETECTED)?, decided, record.reference(&ASSESSED)) {
            (None, ..) => record.fail().actual("when it became known is not stated"),
            (Some(day), ..) if day > record.shown_on() => record
                .inconclusive()
                .actual(format!("became known on {day}, which is to come")),
            (_, None, _) => record
                .fail()
                .actual("whether it has to be notified is not decided"),
            (_, _, None) => record.fail().actual("no assessment"),
            (Some(_), Some(decided), Some(_)) => record.pass().actual(if decided {
                "has to be notified, with an assessment"
            } else {
                "need not be notified, with an assessment"
            }),
        };
        Ok(Some(finding.expected("a decision with an assessment")))
    });
}

/// Breaches are notified within their clock
///
/// Of each breach that has to be notified the authority is told within `breach-notice-hours` of its
/// becoming known, or by the due time of its row (GDPR Art. 33(1)), and those concerned are told
/// (Art. 34), or the row says that this is `not required`.
#[control(
    severity = Critical,
    method = Records,
    implements("P6.6" = "Those who have to be told of a breach are told in time."),
    supports("CC7.4" = "Incident response reaches those outside who are concerned."),
    needs("breaches"),
    remedy = "Notify now, with the reasons for the delay, and practise the clock.",
)]
pub(crate) fn breaches_notified(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let hours = registers.config().breach_notice_hours;
    let needs = [&ID, &DETECTED, &NOTIFIABLE, &AUTHORITY_TOLD, &SUBJECTS_TOLD];
    registers.breaches.judge(findings, &needs, |record| {
        let detected = record
            .moment(&DETECTED)?
            .ok_or_else(|| record.problem("when it became known is not stated"))?;
        match record.flag(&NOTIFIABLE)? {
            None => {
                return Ok(Some(
                    record
                        .inconclusive()
                        .actual("whether it has to be notified is not decided"),
                ));
            }
            Some(false) => return Ok(None),
            Some(true) => {}
        }
        let told = record.moment(&AUTHORITY_TOLD)?;
        let authority = match (record.moment(&DUE)?, told) {
            // `done_within` says what is wrong with days that are to come or in the wrong order.
            (Some(due), Some(told))
                if told.hours_since(detected) >= 0.0 && told.day() <= record.shown_on() =>
            {
                let late = told.hours_since(due) > 0.0;
                record
                    .when(!late)
                    .expected(format!("the authority told by {due}"))
                    .actual(format!("told {told}"))
            }
            _ => record.done_within("told to the authority", detected, told, hours),
        };
        if authority.outcome != Outcome::Pass || told.is_none() {
            return Ok(Some(authority));
        }
        Ok(Some(match subjects_untold(record, detected)? {
            None => authority,
            Some(finding) => {
                finding.expected("those concerned told, or a statement that they need not be")
            }
        }))
    });
}

/// What is wrong with telling those concerned. Art. 34 asks for it where the risk is high, so that there may
/// be nothing to tell; a `no` does not say which of the two it means.
fn subjects_untold(record: &Record<'_>, detected: Moment) -> Result<Option<Finding>, Problem> {
    const NEED_NOT_BE: &[&str] = &[
        "no high risk",
        "not high risk",
        "not necessary",
        "not needed",
        "not required",
    ];
    let written = words(record.raw(&SUBJECTS_TOLD));
    let decided = NEED_NOT_BE.iter().any(|decided| {
        written
            .strip_prefix(decided)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    if decided {
        return Ok(None);
    }
    Ok(match Answer::of(record, &SUBJECTS_TOLD)? {
        Answer::Missing => Some(
            record
                .fail()
                .actual("whether those concerned were told is not stated"),
        ),
        Answer::Denied(text) if yes_no(text) == Some(false) => Some(record.inconclusive().actual(
            "those concerned were not told; write `not required` where the risk is not high \
             enough for it",
        )),
        Answer::Denied(text) => Some(
            record
                .fail()
                .actual(format!("those concerned were not told (`{text}`)")),
        ),
        Answer::ToCome(day) => Some(
            record
                .inconclusive()
                .actual(format!("those concerned told on {day}, which is to come")),
        ),
        Answer::Given(_, Some(day)) if day < detected.day() => {
            Some(record.inconclusive().actual(format!(
                "those concerned told on {day}, before the breach became known on {}",
                detected.day()
            )))
        }
        Answer::Given(..) => None,
    })
}

/// The register of breaches is reviewed every quarter
///
/// An empty register may be one that nobody keeps. A review of `breach-register` by a reviewer who is named
/// shows that it was held against the incidents. Source of the default: see `breach-review-days`.
#[control(
    severity = Medium,
    method = Records,
    implements("P6.3" = "That the record of unauthorised disclosures is complete is looked at by a person."),
    implements("P6.6" = "That nothing was left to be notified is looked at by a person."),
    needs("reviews"),
    remedy = "Hold the register of breaches against incidents and complaints, and record day and reviewer.",
)]
pub(crate) fn breach_register_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    super::complaints::reviewed(
        registers,
        findings,
        "reviews of the breach register",
        registers.config().breach_review_days,
        is_breach_register,
    );
}

/// Whether a review is about the register of breaches: by that name, or of the breaches themselves. One of
/// the insurance against breaches is not.
fn is_breach_register(about: &str) -> bool {
    const REGISTERS: &[&str] = &["register", "log", "record", "list", "inventory"];
    const ALONE: &[&str] = &[
        "breach",
        "breaches",
        "data breach",
        "data breaches",
        "personal data breaches",
    ];
    mentions(about, "breach") && REGISTERS.iter().any(|register| mentions(about, register))
        || ALONE.contains(&words(about).as_str())
}

/// The day of a review, if somebody made it and it is about the right thing.
pub(super) fn day_of_review(
    record: &Record<'_>,
    about: impl Fn(&str) -> bool,
) -> Result<Option<Day>, Problem> {
    match (record.text(&ABOUT), record.reference(&BY)) {
        (Some(text), Some(_)) if about(text) => {
            let day = record.day(&DATE)?;
            Ok(day.filter(|day| *day <= record.shown_on()))
        }
        _ => Ok(None),
    }
}
