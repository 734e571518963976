//! Complaints and the yearly review of privacy.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Recurrence;
use tickmark_plugin::words;

use super::breaches::day_of_review;
use crate::answers::said;
use crate::registers::Registers;
use crate::specs::{ABOUT, ACTION, BY, CLOSED, DATE, DUE, ID, RECEIVED};

/// Complaints are answered in time
///
/// Each complaint is closed by its due date or within `complaint-days`, and says what was done. What is
/// open and not due yet shows nothing.
#[control(
    severity = Medium,
    method = Records,
    implements("P8.1" = "Complaints about privacy are taken up and resolved in time."),
    needs("complaints"),
    remedy = "Answer the complaint, and record the day and what was done.",
)]
pub(crate) fn complaints_answered(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let days = i64::from(registers.config().complaint_days);
    let needs = [&ID, &RECEIVED, &CLOSED, &ACTION];
    registers.complaints.judge(findings, &needs, |record| {
        let received = record
            .day(&RECEIVED)?
            .ok_or_else(|| record.problem("when it arrived is not stated"))?;
        let due = record
            .day(&DUE)?
            .unwrap_or_else(|| received.plus_days(days));
        let shown = record.shown_on();
        // A complaint may be answered by turning it down.
        let action = said(record, &ACTION, &["denied", "refused", "rejected"]);
        let finding = match (record.day(&CLOSED)?, action) {
            _ if received > shown => record
                .inconclusive()
                .actual(format!("received {received}, which is to come")),
            (None, _) if shown > due => record.fail().actual("open"),
            (None, _) => record.not_applicable().actual("open, not due yet"),
            (Some(closed), _) if closed > shown || closed < received => record
                .inconclusive()
                .actual(format!("received {received}, closed {closed}")),
            (Some(closed), _) if closed > due => {
                record.fail().actual(format!("closed on {closed}"))
            }
            (Some(_), None) => record.fail().actual("what was done is not stated"),
            (Some(closed), Some(_)) => record.pass().actual(format!("closed on {closed}")),
        };
        Ok(Some(
            finding.expected(format!("closed by {due}, with what was done")),
        ))
    });
}

/// Privacy is reviewed every year
///
/// A review of the privacy programme, notice or practices by a reviewer who is named. Source of the
/// default: see `review-days`.
#[control(
    severity = Medium,
    method = Records,
    implements("P8.1" = "That commitments on privacy are kept is monitored."),
    supports("CC4.1" = "Controls over privacy are evaluated."),
    needs("reviews"),
    remedy = "Review how personal data is handled against the notice, and record day, reviewer and what follows.",
)]
pub(crate) fn privacy_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    reviewed(
        registers,
        findings,
        "privacy reviews",
        registers.config().review_days,
        |about| {
            let alone = ["programme", "program"].contains(&words::words(about).as_str());
            alone || words::mentions(about, "privacy") || words::mentions(about, "data protection")
        },
    );
}

/// Whether reviews of one thing recur.
pub(super) fn reviewed(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
    subject: &str,
    every_days: u32,
    about: impl Fn(&str) -> bool,
) {
    let recurrence = Recurrence {
        subject,
        every_days,
    };
    registers.reviews.recurs(
        registers.check,
        findings,
        &[&ABOUT, &DATE, &BY],
        recurrence,
        |record| day_of_review(record, &about),
    );
}
