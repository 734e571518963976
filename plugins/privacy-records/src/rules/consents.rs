//! Consents: recorded with what they were given to, and their withdrawal honoured.

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::Registers;
use crate::specs::{
    COLLECTED, EXPLICIT, GIVEN, HONOURED, NOTICE_VERSION, PURPOSE, SENSITIVE, SUBJECT, WITHDRAWN,
};

/// Every consent can be shown
///
/// Who agreed, to what, when and to which version of the notice (GDPR Art. 7(1)).
#[control(
    severity = High,
    method = Records,
    implements("P2.1" = "Where consent is relied on, it is recorded with its time and what it was given to."),
    needs("consents"),
    remedy = "Ask again for consents that cannot be shown, and record version and time when they are given.",
)]
pub(crate) fn consents_recorded(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [&SUBJECT, &PURPOSE, &NOTICE_VERSION, &GIVEN];
    registers.consents.judge(findings, &needs, |record| {
        let missing: Vec<&str> = needs
            .iter()
            .filter(|field| record.text(field).is_none())
            .map(|field| field.name)
            .collect();
        let finding = match record.day(&GIVEN)? {
            _ if !missing.is_empty() => record
                .fail()
                .actual(format!("`{}` not stated", missing.join("`, `"))),
            Some(day) if day <= record.shown_on() => record
                .pass()
                .actual(format!("version {} on {day}", record.raw(&NOTICE_VERSION)))
                .occurred(day),
            Some(day) => record
                .inconclusive()
                .actual(format!("given on {day}, which is to come")),
            None => record.fail().actual("no time"),
        };
        Ok(Some(
            finding.expected("person, purpose, version and time stated"),
        ))
    });
}

/// Withdrawn consents are honoured in time
///
/// Source of the default: see `withdrawal-days`.
#[control(
    severity = High,
    method = Records,
    implements("P2.1" = "Who withdraws a consent is no longer subject to what it allowed."),
    needs("consents"),
    remedy = "Stop the processing for the person, record when, and have withdrawals take effect by \
              themselves.",
)]
pub(crate) fn withdrawals_honoured(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let hours = registers.config().withdrawal_days.saturating_mul(24);
    let needs = [&SUBJECT, &PURPOSE, &WITHDRAWN, &HONOURED];
    registers.consents.judge(findings, &needs, |record| {
        let Some(withdrawn) = record.moment(&WITHDRAWN)? else {
            return Ok(None);
        };
        let honoured = record.moment(&HONOURED)?;
        Ok(Some(
            record.done_within("honoured", withdrawn, honoured, hours),
        ))
    });
}

/// Sensitive data is collected after express consent only
///
/// Each consent about sensitive data was given expressly before the first collection, and not withdrawn by
/// then (GDPR Art. 9(2)(a)). A row that does not say whether it is about sensitive data shows nothing.
#[control(
    severity = Critical,
    method = Records,
    implements("P3.2" = "Sensitive information is collected only after consent that was given expressly."),
    needs("consents"),
    remedy = "Stop using the data, ask for express consent, and delete the data of those who do not give it.",
)]
pub(crate) fn sensitive_data_by_explicit_consent(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let needs = [
        &SUBJECT, &PURPOSE, &GIVEN, &EXPLICIT, &SENSITIVE, &COLLECTED,
    ];
    registers.consents.judge(findings, &needs, |record| {
        match record.flag(&SENSITIVE)? {
            None => {
                return Ok(Some(
                    record
                        .inconclusive()
                        .actual("whether it is about sensitive data is not stated"),
                ));
            }
            Some(false) => return Ok(None),
            Some(true) => {}
        }
        let given = record.moment(&GIVEN)?;
        let collected = record.moment(&COLLECTED)?;
        let finding = match (record.flag(&EXPLICIT)?, given, collected) {
            (Some(true), Some(given), Some(collected)) => {
                in_force(record, given, collected, record.moment(&WITHDRAWN)?)
            }
            (Some(false), ..) => record.fail().actual("not given expressly"),
            (None, ..) => record
                .fail()
                .actual("whether it was given expressly is not stated"),
            (_, None, _) => record.fail().actual("when it was given is not stated"),
            (_, _, None) => record
                .inconclusive()
                .actual("when the data was first collected is not stated"),
        };
        Ok(Some(
            finding.expected("express consent before the first collection"),
        ))
    });
}

/// Whether a consent was given, and not withdrawn, when data was first collected.
fn in_force(
    record: &Record<'_>,
    given: Moment,
    collected: Moment,
    withdrawn: Option<Moment>,
) -> Finding {
    let shown = record.shown_on();
    if given.day() > shown || collected.day() > shown {
        return record.inconclusive().actual(format!(
            "given {given}, collected {collected}, and the record shows what was until {shown}"
        ));
    }
    match withdrawn {
        Some(withdrawn) if is_before(withdrawn, given) => record.inconclusive().actual(format!(
            "withdrawn {withdrawn}, before it was given {given}"
        )),
        Some(withdrawn) if is_before(withdrawn, collected) => record.fail().actual(format!(
            "withdrawn {withdrawn}, before it was collected {collected}"
        )),
        _ => record
            .when(!is_before(collected, given))
            .actual(format!("given {given}, collected {collected}")),
    }
}

/// Whether one moment lies before another; of a whole day, the days are compared.
fn is_before(one: Moment, other: Moment) -> bool {
    if one.is_whole_day() || other.is_whole_day() {
        one.day() < other.day()
    } else {
        one < other
    }
}
