//! What is known of a vendor's own controls: reviews, auditors' reports, and what they expect of us.

use tickmark_plugin::prelude::*;

use crate::registers::{Registers, is_important, recent};
use crate::specs::{BRIDGE, CUECS, PERIOD_END, REPORT, REVIEWED, TIER, VENDOR};
use crate::words::{ANSWERS, REPORTS};

/// Important vendors are reviewed every year
///
/// Each vendor in use of at least `review-tier`. Source of the default: see `review-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC9.2" = "The risk of each important vendor is reviewed at a steady pace."),
    supports("CC3.2" = "Risks that come from vendors are assessed again."),
    needs("vendors"),
    remedy = "Review the vendor: its report with the exceptions in it, incidents, changes of what it does, and \
              whether it is still needed. Record the day.",
)]
pub(crate) fn vendors_reviewed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    registers
        .vendors
        .judge(findings, &[&VENDOR, &TIER, &REVIEWED], |record| {
            if !is_important(record, config.review_tier)? {
                return Ok(None);
            }
            Ok(Some(recent(
                record,
                record.day(&REVIEWED)?,
                config.review_days,
                "reviewed",
            )))
        });
}

/// Auditors' reports on important vendors are current
///
/// Each vendor in use of at least `review-tier` has a report of a kind in `accepted-reports` whose period
/// ended at most `report-age-days` before, or a little more where a bridge letter reaches to the as-of date.
/// A report says nothing about what came after its period.
#[control(
    severity = High,
    method = Records,
    implements("CC9.2" = "That a vendor's controls work is shown by somebody independent, recently."),
    needs("vendors"),
    remedy = "Obtain the current report, and a bridge letter where the next one is late. Where a vendor has \
              none, assess it otherwise and lower what depends on it, or accept the kind in \
              `accepted-reports`.",
)]
pub(crate) fn vendor_reports_current(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let as_of = registers.check.as_of;
    let needs = [&VENDOR, &TIER, &REPORT, &PERIOD_END];
    registers.vendors.judge(findings, &needs, |record| {
        if !is_important(record, config.review_tier)? {
            return Ok(None);
        }
        let expected = format!(
            "an accepted report whose period ended at most {} days before {as_of}",
            config.report_age_days
        );
        let Some(report) = record.choice(&REPORT, REPORTS)? else {
            return Ok(Some(record.fail().expected(expected).actual("no report")));
        };
        if !config.accepted_reports.contains(&report) {
            let kind = record.raw(&REPORT);
            return Ok(Some(
                record
                    .fail()
                    .expected(expected)
                    .actual(format!("{kind} is not accepted")),
            ));
        }
        let Some(end) = record.day(&PERIOD_END)? else {
            return Ok(Some(
                record
                    .inconclusive()
                    .expected(expected)
                    .actual("the end of its period is not stated"),
            ));
        };
        let age = as_of.days_since(end);
        let alone = i64::from(config.report_age_days);
        let bridged = alone + i64::from(config.bridge_letter_days);
        let finding = match record.day(&BRIDGE)? {
            _ if age < 0 => record
                .inconclusive()
                .actual(format!("its period ends {end}, in the future")),
            _ if age <= alone => record
                .pass()
                .actual(format!("period ended {end}, {age} days before")),
            Some(until) if until >= as_of && age <= bridged => record
                .pass()
                .actual(format!("period ended {end}, bridge letter until {until}")),
            Some(until) => record.fail().actual(format!(
                "period ended {end}, {age} days before; bridge letter until {until}"
            )),
            None => record.fail().actual(format!(
                "period ended {end}, {age} days before; no bridge letter"
            )),
        };
        Ok(Some(finding.expected(expected)))
    });
}

/// The controls that vendors' reports expect of us are answered
///
/// A report on a vendor holds only where its users do their part (complementary user entity controls). For each
/// vendor in use of at least `review-tier` with a SOC report, the register says that they were gone through.
#[control(
    severity = Medium,
    method = Records,
    supports("CC9.2" = "What a vendor expects of its users is done."),
    needs("vendors"),
    remedy = "Go through the user entity controls in the report, say for each which control of yours answers \
              it, and record that this was done.",
)]
pub(crate) fn user_entity_controls_answered(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    use crate::config::ReportKind::{Iso27001, PciDss, Soc3};
    let least = registers.config().review_tier;
    registers
        .vendors
        .judge(findings, &[&VENDOR, &TIER, &REPORT, &CUECS], |record| {
            if !is_important(record, least)? {
                return Ok(None);
            }
            match record.choice(&REPORT, REPORTS)? {
                None | Some(Soc3 | Iso27001 | PciDss) => return Ok(None),
                Some(_) => {}
            }
            let finding = match record.choice(&CUECS, ANSWERS)? {
                Some(true) => record.pass().actual(record.raw(&CUECS)),
                Some(false) => record.fail().actual(record.raw(&CUECS)),
                None => record.fail().actual("not stated"),
            };
            Ok(Some(finding.expected("the user entity controls answered")))
        });
}
