//! Breaches: every one registered, assessed and notified in time, and the register kept.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words::key;

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
/// Whether it has to be notified, and why or why not (GDPR Art. 33(1) and (5)).
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
        let finding = match (record.day(&DETECTED)?, decided, record.text(&ASSESSED)) {
            (None, ..) => record.fail().actual("when it became known is not stated"),
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
/// (Art. 34).
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
            (Some(due), Some(told)) => {
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
        // `no` says that the risk was not high enough for Art. 34; that is a decision too.
        Ok(Some(if record.text(&SUBJECTS_TOLD).is_some() {
            authority
        } else {
            record
                .fail()
                .expected("those concerned told, or a statement that they need not be")
                .actual("whether those concerned were told is not stated")
        }))
    });
}

/// The register of breaches is reviewed every quarter
///
/// An empty register may be one that nobody keeps. A review of `breach-register` with a reviewer shows that
/// it was held against the incidents. Source of the default: see `breach-review-days`.
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
        |about| about.contains("breach"),
    );
}

/// The day of a review, if somebody made it and it is about the right thing.
pub(super) fn day_of_review(
    record: &Record<'_>,
    about: impl Fn(&str) -> bool,
) -> Result<Option<Day>, Problem> {
    match (record.text(&ABOUT), record.text(&BY)) {
        (Some(text), Some(_)) if about(&key(text)) => record.day(&DATE),
        _ => Ok(None),
    }
}
