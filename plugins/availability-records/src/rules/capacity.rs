//! Capacity and uptime.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Recurrence;

use crate::registers::Registers;
use crate::specs::{
    AVAILABILITY, CREDITED, DATE, METRIC, MONTH, PEAK, PLAN, RESOURCE, REVIEWER, SERVICE, TARGET,
    THRESHOLD,
};

/// Nothing runs out of capacity without a plan
///
/// The highest use of each resource stays below its threshold, or an extension is planned. Source of the
/// default: see `capacity-percent`.
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
            let limit = record.number(&THRESHOLD)?.unwrap_or(standard);
            let expected = format!("at most {limit} %, or a planned extension");
            let Some(peak) = record.number(&PEAK)? else {
                return Ok(Some(
                    record.inconclusive().expected(expected).actual("no figure"),
                ));
            };
            let finding = match record.text(&PLAN) {
                _ if !(0.0..=100.0).contains(&peak) => record
                    .inconclusive()
                    .actual(format!("{peak} is no percentage")),
                _ if peak <= limit => record.pass().actual(format!("{peak} %")),
                Some(plan) => record.pass().actual(format!("{peak} %, {plan} is planned")),
                None => record
                    .fail()
                    .actual(format!("{peak} %, nothing is planned")),
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
        |record| match record.text(&REVIEWER) {
            Some(_) => record.day(&DATE),
            None => Ok(None),
        },
    );
}

/// Services are as available as committed, or a shortfall is followed up
///
/// Each month of each service is held against its target, and the last full months are all there.
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
        let (Some(availability), Some(target)) =
            (record.number(&AVAILABILITY)?, record.number(&TARGET)?)
        else {
            return Ok(Some(
                record
                    .inconclusive()
                    .actual("availability or target not stated"),
            ));
        };
        let finding = match record.text(&CREDITED) {
            _ if !(0.0..=100.0).contains(&availability) => record
                .inconclusive()
                .actual(format!("{availability} is no percentage")),
            _ if availability >= target => record.pass().actual(format!("{availability} %")),
            Some(ticket) => record
                .pass()
                .actual(format!("{availability} %, followed up in {ticket}")),
            None => record
                .fail()
                .actual(format!("{availability} %, not followed up")),
        };
        Ok(Some(finding.expected(format!(
            "at least {target} %, or a shortfall followed up"
        ))))
    });
    for (service, month) in missing_months(registers) {
        findings.push(
            Finding::fail(format!("{service} {month}"))
                .expected("every full month is recorded")
                .actual("the month is missing")
                .at(uptime.files()[0].clone()),
        );
    }
    findings.complete(uptime.files().to_vec());
}

/// The full months before the as-of date that a service has no row for.
fn missing_months(registers: &Registers<'_, '_>) -> Vec<(String, String)> {
    let uptime = &registers.uptime;
    let months: Vec<String> = last_months(registers.check.as_of, registers.config().uptime_months);
    let mut missing = Vec::new();
    for (_, rows) in uptime.by(&SERVICE) {
        let Some(name) = rows.first().and_then(|row| row.text(&SERVICE)) else {
            continue;
        };
        for month in &months {
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
