//! Capacity and uptime.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Recurrence, Share};

use super::{day_done, named};
use crate::registers::Registers;
use crate::specs::{
    AVAILABILITY, CREDITED, DATE, METRIC, MONTH, PEAK, PLAN, RESOURCE, REVIEWER, SERVICE, TARGET,
    THRESHOLD,
};

/// Nothing runs out of capacity without a plan
///
/// The highest use of each resource stays below its threshold, or an extension is planned in a ticket that is
/// named. Some monitoring (that of Google Cloud, for one) exports shares of one, so that a figure up to 1
/// without `%` counts only where it says the same as a share and as a percentage. Source of the default: see
/// `capacity-percent`.
#[control(
    severity = Medium,
    method = Records,
    implements("A1.1" = "Use is measured against what there is, and more is planned before it is needed."),
    needs("capacity"),
    remedy = "Extend the resource, or plan its extension and name the ticket in the row.",
)]
pub(crate) fn capacity_sufficient(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let standard = f64::from(registers.config().capacity_percent);
    registers
        .capacity
        .judge(findings, &[&RESOURCE, &METRIC, &PEAK], |record| {
            let limit = Share::of(record, &THRESHOLD)?.unwrap_or(Share::percent(standard));
            let expected = format!("at most {} %, or a planned extension", limit.written);
            let Some(peak) = Share::of(record, &PEAK)? else {
                return Ok(Some(
                    record.inconclusive().expected(expected).actual("no figure"),
                ));
            };
            let written = peak.written;
            let finding = match (limit.at_least(peak), named(record, &PLAN)) {
                (None, _) => record.inconclusive().actual(peak.unclear(limit)),
                (Some(true), _) => record.pass().actual(format!("{written} %")),
                (Some(false), Some(plan)) => record
                    .pass()
                    .actual(format!("{written} %, {plan} is planned")),
                (Some(false), None) => record
                    .fail()
                    .actual(format!("{written} %, nothing is planned")),
            };
            Ok(Some(finding.expected(expected)))
        });
}

/// Capacity is reviewed every quarter
///
/// Source of the default: see `capacity-review-days`. A review without a reviewer does not count.
#[control(
    severity = Medium,
    method = Records,
    implements("A1.1" = "People look at use and demand at a steady pace."),
    needs("capacity-reviews"),
    remedy = "Review use and expected demand, and record the day, who reviewed and what follows.",
)]
pub(crate) fn capacity_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "capacity reviews",
        every_days: registers.config().capacity_review_days,
    };
    registers.capacity_reviews.recurs(
        registers.check,
        findings,
        &[&DATE, &REVIEWER],
        recurrence,
        |record| match record.reference(&REVIEWER) {
            Some(_) => day_done(record, &DATE),
            None => Ok(None),
        },
    );
}

/// Services are as available as committed, or a shortfall is followed up
///
/// Each month of each service is held against its target, and the last full months are all there. A shortfall
/// is followed up in a ticket that is named. Where a full month of the period of a Type 2 assessment is missing
/// besides, nobody can say whether the service kept it. Figures up to 1 without `%` count only where they say the same as
/// a share of one and as a percentage.
#[control(
    severity = Medium,
    method = Records,
    supports("A1.1" = "Availability shows whether capacity was enough."),
    supports("A1.2" = "Availability shows whether redundancy worked."),
    supports("CC3.1" = "The commitment to availability is measured."),
    needs("uptime"),
    remedy = "Find out what caused the shortfall, follow it up in a ticket that the row names, and \
              tell customers what was promised them in this case.",
)]
pub(crate) fn uptime_as_committed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let uptime = &registers.uptime;
    let needs = [&SERVICE, &MONTH, &AVAILABILITY, &TARGET];
    if uptime.is_absent() {
        return;
    }
    uptime.examine(findings, &needs, |record| {
        let (Some(availability), Some(target)) = (
            Share::of(record, &AVAILABILITY)?,
            Share::of(record, &TARGET)?,
        ) else {
            return Ok(Some(
                record
                    .inconclusive()
                    .actual("availability or target not stated"),
            ));
        };
        let written = availability.written;
        let finding = match (availability.at_least(target), named(record, &CREDITED)) {
            _ if is_to_come(record) => record
                .inconclusive()
                .actual("the month is to come, or was when the register was collected"),
            (None, _) => record.inconclusive().actual(availability.unclear(target)),
            (Some(true), _) => record.pass().actual(format!("{written} %")),
            (Some(false), Some(ticket)) => record
                .pass()
                .actual(format!("{written} %, followed up in {ticket}")),
            (Some(false), None) => record
                .fail()
                .actual(format!("{written} %, not followed up")),
        };
        Ok(Some(finding.expected(format!(
            "at least {} %, or a shortfall followed up",
            target.written
        ))))
    });
    let config = registers.config();
    let last = last_months(registers.check.as_of, config.uptime_months);
    let mut of_period = months_of_period(registers);
    of_period.retain(|month| !last.contains(month));
    for (months, outcome) in [(last, Outcome::Fail), (of_period, Outcome::Inconclusive)] {
        for (service, month) in missing_months(registers, &months) {
            let mut finding = Finding::fail(format!("{service} {month}"))
                .expected("every full month is recorded")
                .actual("the month is missing")
                .at(uptime.files()[0].clone());
            finding.outcome = outcome;
            findings.push(finding);
        }
    }
    findings.complete(uptime.files().to_vec());
}

/// Whether a row is about a month that begins after the day that it shows.
fn is_to_come(record: &Record<'_>) -> bool {
    let shown = record.shown_on();
    // As rows are found by month below; a month that is written in another form is found missing there.
    record
        .raw(&MONTH)
        .get(..7)
        .and_then(|month| Day::parse(&format!("{month}-01")).ok())
        .is_some_and(|first| first > shown)
}

/// Those of some months that a service has no row for.
fn missing_months(registers: &Registers<'_, '_>, months: &[String]) -> Vec<(String, String)> {
    let uptime = &registers.uptime;
    let mut missing = Vec::new();
    for (_, rows) in uptime.by(&SERVICE) {
        let Some(name) = rows.first().and_then(|row| row.text(&SERVICE)) else {
            continue;
        };
        for month in months {
            let stated = rows
                .iter()
                .any(|row| row.raw(&MONTH).starts_with(month.as_str()));
            if !stated {
                missing.push((name.to_owned(), month.clone()));
            }
        }
    }
    missing
}

/// The months that lie in the period of a Type 2 assessment from their first day to their last, and are over.
fn months_of_period(registers: &Registers<'_, '_>) -> Vec<String> {
    // No report covers more than a year or two.
    const MOST: u32 = 120;
    let Some(start) = registers.period_start() else {
        return Vec::new();
    };
    let after = registers.check.until().plus_days(1);
    let mut months = last_months(registers.check.as_of, MOST);
    months.retain(|month| {
        let first = Day::parse(&format!("{month}-01"));
        let next = first.clone().map(first_of_next);
        first.is_ok_and(|first| first >= start) && next.is_ok_and(|next| next <= after)
    });
    months
}

/// The first day of the month after the one that begins on a day.
fn first_of_next(first: Day) -> Day {
    const LONGEST: i64 = 31;
    (0..=LONGEST)
        .map(|days| first.plus_days(days))
        .find(|day| day.to_string().get(5..7) != first.to_string().get(5..7))
        .unwrap_or(first.plus_days(LONGEST))
}

/// The months before the one of a day, as in `2026-10`, the latest first.
fn last_months(as_of: Day, count: u32) -> Vec<String> {
    let text = as_of.to_string();
    let mut year: i64 = text
        .get(..4)
        .and_then(|year| year.parse().ok())
        .unwrap_or(0);
    let mut month: i64 = text
        .get(5..7)
        .and_then(|month| month.parse().ok())
        .unwrap_or(1);
    (0..count)
        .map(|_| {
            month -= 1;
            if month == 0 {
                month = 12;
                year -= 1;
            }
            format!("{year:04}-{month:02}")
        })
        .collect()
}
