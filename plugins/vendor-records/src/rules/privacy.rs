//! Vendors with personal data: agreements, reviews, and notice of breaches.

use tickmark_plugin::prelude::*;

use crate::registers::{Registers, has_personal_data, recent};
use crate::specs::{
    ACTION, DPA, INCIDENT, NOTICE_ASSESSED, NOTICE_HOURS, PERSONAL_DATA, PRIVACY_REVIEWED,
    RECEIVED, VENDOR,
};

/// Vendors with personal data have signed an agreement on its processing
///
/// Each vendor in use that processes personal data has a day of signature that is not in the future. `yes`
/// says nothing about when.
#[control(
    severity = High,
    method = Records,
    implements("P6.4" = "Vendors commit themselves to protect personal data before they get it."),
    supports("P6.1" = "Personal data goes to others under an agreement."),
    supports("CC9.2" = "Duties to protect data are agreed with vendors."),
    needs("vendors"),
    remedy = "Sign the agreement on data processing (GDPR, article 28), and record the day. Stop sending \
              personal data until then.",
)]
pub(crate) fn processing_agreements_signed(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    registers
        .vendors
        .judge(findings, &[&VENDOR, &PERSONAL_DATA, &DPA], |record| {
            if !has_personal_data(record)? {
                return Ok(None);
            }
            let finding = match record.reference(&DPA) {
                None if record.flag(&DPA).is_ok_and(|flag| flag == Some(true)) => record
                    .inconclusive()
                    .actual("signed, but the day is not stated"),
                None => record.fail().actual("not signed"),
                Some(_) => match record.day(&DPA)? {
                    Some(day) if day <= record.shown_on() => {
                        record.pass().actual(format!("signed {day}"))
                    }
                    _ => record
                        .inconclusive()
                        .actual(format!("{} lies in the future", record.raw(&DPA))),
                },
            };
            Ok(Some(
                finding.expected("an agreement with the day of its signature"),
            ))
        });
}

/// The privacy of vendors with personal data is reviewed every year
///
/// Source of the default: see `privacy-review-days`.
#[control(
    severity = Medium,
    method = Records,
    implements("P6.4" = "That vendors keep what they committed to is looked at every year."),
    supports("P8.1" = "Privacy is monitored, at vendors too."),
    needs("vendors"),
    remedy = "Review what the vendor does with personal data, its sub-processors and its measures, and record \
              the day.",
)]
pub(crate) fn vendor_privacy_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let days = registers.config().privacy_review_days;
    let needs = [&VENDOR, &PERSONAL_DATA, &PRIVACY_REVIEWED];
    registers.vendors.judge(findings, &needs, |record| {
        if !has_personal_data(record)? {
            return Ok(None);
        }
        let day = record.day(&PRIVACY_REVIEWED)?;
        Ok(Some(recent(record, day, days, "privacy reviewed")))
    });
}

/// Vendors with personal data have agreed to tell of breaches in time
///
/// Each vendor in use that processes personal data has agreed to a number of hours, at most
/// `breach-notice-hours`. `without undue delay` is no number.
#[control(
    severity = High,
    method = Records,
    implements("P6.5" = "Vendors are bound to tell of breaches within stated hours."),
    supports("P6.6" = "Notices of breaches can only be in time when vendors' are."),
    supports("CC9.2" = "Vendors are bound to tell of incidents."),
    needs("vendors"),
    remedy = "Agree with the vendor on hours (an amendment to the agreement on data processing will do), and \
              record them.",
)]
pub(crate) fn breach_notice_agreed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let most = f64::from(registers.config().breach_notice_hours);
    let needs = [&VENDOR, &PERSONAL_DATA, &NOTICE_HOURS];
    registers.vendors.judge(findings, &needs, |record| {
        if !has_personal_data(record)? {
            return Ok(None);
        }
        let finding = match record.hours(&NOTICE_HOURS)? {
            None => record.fail().actual("no hours are agreed"),
            Some(hours) if hours <= 0.0 => record.inconclusive().actual("0 hours"),
            Some(hours) => record.when(hours <= most).actual(format!("{hours} hours")),
        };
        Ok(Some(finding.expected(format!(
            "notice of a breach within {most} hours"
        ))))
    });
}

/// Notices of incidents at vendors are assessed in time and acted on
///
/// Each notice was assessed within `notice-assessed-hours` and says what was done or which incident it
/// became, or is still within them.
#[control(
    severity = High,
    method = Records,
    implements("P6.5" = "What vendors tell of breaches is acted on."),
    supports("CC9.2" = "Incidents at vendors are responded to."),
    supports("CC7.3" = "Events at vendors are evaluated."),
    needs("vendor-incidents"),
    remedy = "Assess what the incident means for your data and customers, and record when, and what was done; \
              have notices arrive where somebody is on call.",
)]
pub(crate) fn vendor_notices_acted_on(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let hours = registers.config().notice_assessed_hours;
    let needs = [&INCIDENT, &VENDOR, &RECEIVED, &NOTICE_ASSESSED, &ACTION];
    registers
        .vendor_incidents
        .judge(findings, &needs, |record| {
            let received = record
                .moment(&RECEIVED)?
                .ok_or_else(|| record.problem("when the notice was received is not stated"))?;
            let assessed = record.moment(&NOTICE_ASSESSED)?;
            let finding = record.done_within("assessed", received, assessed, hours);
            let acted = record.answer(&ACTION).is_some();
            Ok(Some(
                if assessed.is_some() && finding.outcome == Outcome::Pass && !acted {
                    record
                        .fail()
                        .expected("what was done about it")
                        .actual("assessed, but nothing says what was done")
                } else {
                    finding
                },
            ))
        });
}
