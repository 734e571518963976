//! Offices: who may enter, that somebody reviews it, and visitors.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Recurrence;
use tickmark_plugin::roster::Holder;
use tickmark_plugin::words::key;

use crate::registers::Registers;
use crate::specs::{
    BADGE_STATUS, HOLDER, REVIEWED, REVIEWER, SIGNED_IN, SIGNED_OUT, VISITED, VISITOR,
};
use crate::words::BADGE_STATES;

/// Badges that open doors belong to people who work here
///
/// Each active badge is held against the roster. A badge of somebody who left opens doors to whoever has
/// it.
#[control(
    severity = High,
    method = Records,
    implements("CC6.4" = "Physical access ends when somebody leaves, badge by badge."),
    supports("CC6.2" = "Leavers lose access to rooms as to accounts."),
    needs("badges", "roster"),
    remedy = "Switch the badge off, ask for it back, and make badges part of the leaver's checklist. Name \
              holders that no roster knows in `other-badge-holders`.",
)]
pub(crate) fn badges_held_by_staff(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let others = &registers.config().other_badge_holders;
    if registers.roster.is_absent() {
        return;
    }
    registers.roster.report_unread(findings);
    registers
        .badges
        .judge(findings, &[&HOLDER, &BADGE_STATUS], |record| {
            let active = record
                .choice(&BADGE_STATUS, BADGE_STATES)?
                .ok_or_else(|| record.problem("the badge states no status"))?;
            if !active {
                return Ok(None);
            }
            let expected = "switched off, or held by somebody who works here";
            let holder = record.raw(&HOLDER);
            if others.iter().any(|other| key(other) == key(holder)) {
                return Ok(Some(
                    record
                        .not_applicable()
                        .expected(expected)
                        .actual("an accepted holder outside the roster"),
                ));
            }
            let finding = registers.roster.owner_finding(record, &HOLDER, &[]);
            Ok(Some(finding.expected(expected)))
        });
}

/// Who may enter is reviewed every quarter
///
/// Source of the default: see `badge-review-days`. A review without a reviewer does not count.
#[control(
    severity = Medium,
    method = Records,
    supports("CC6.4" = "Rights to enter are reviewed at a steady pace."),
    needs("badge-reviews"),
    remedy = "Have somebody who answers for the office compare the badges with the roster, switch off what \
              is no longer needed, and record the day and the reviewer.",
)]
pub(crate) fn badges_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "reviews of badges",
        every_days: registers.config().badge_review_days,
    };
    let reviews = &registers.badge_reviews;
    reviews.recurs(
        registers.check,
        findings,
        &[&REVIEWED, &REVIEWER],
        recurrence,
        |record| {
            let known = if registers.roster.is_absent() {
                record.reference(&REVIEWER).is_some()
            } else {
                // Somebody who has left since was here then.
                let reviewer = registers.roster.holder(record.raw(&REVIEWER));
                matches!(reviewer, Holder::Worker(_))
            };
            if known {
                record.day(&REVIEWED)
            } else {
                Ok(None)
            }
        },
    );
}

/// Visitors have a host and sign out
///
/// Each visit names who was visited, and the visitor left within `visit-hours`.
#[control(
    severity = Low,
    method = Records,
    supports("CC6.4" = "Visitors are accompanied, and nobody stays unnoticed."),
    needs("visitors"),
    remedy = "Have hosts bring visitors to the door and sign them out, and complete the record.",
)]
pub(crate) fn visitors_signed_out(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let hours = registers.config().visit_hours;
    let needs = [&VISITOR, &VISITED, &SIGNED_IN, &SIGNED_OUT];
    registers.visitors.judge(findings, &needs, |record| {
        let signed_in = record
            .moment(&SIGNED_IN)?
            .ok_or_else(|| record.problem("the visit states no beginning"))?;
        if signed_in.day() > record.shown_on() {
            return Ok(None);
        }
        if record.text(&VISITED).is_none() {
            return Ok(Some(
                record.fail().expected("a host").actual("no host stated"),
            ));
        }
        Ok(Some(record.done_within(
            "signed out",
            signed_in,
            record.moment(&SIGNED_OUT)?,
            hours,
        )))
    });
}
