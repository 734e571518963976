//! A vendor's way into and through the organisation: assessed, contracted, owned, registered.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Register};
use tickmark_plugin::words::words;

use crate::registers::{Registers, is_important, is_used};
use crate::specs::{
    ASSESSED, ASSESSOR, CONTRACT, CONTRACT_END, OWNER, RESULT, SINCE, TIER, VENDOR,
};
use crate::words::{Assessed, RESULTS};

/// Every vendor has an owner
///
/// Each vendor in use names an owner; where the roster is given, somebody who works here. `teams` count
/// too.
#[control(
    severity = Medium,
    method = Records,
    supports("CC9.2" = "Somebody answers for what each vendor does."),
    supports("CC1.5" = "Somebody is accountable for each vendor."),
    needs("vendors"),
    remedy = "Name an owner who works here, and hand vendors over when people leave.",
)]
pub(crate) fn vendors_owned(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let teams = &registers.config().teams;
    registers
        .vendors
        .judge(findings, &[&VENDOR, &OWNER], |record| {
            Ok(is_used(record)?.then(|| registers.roster.owner_finding(record, &OWNER, teams)))
        });
}

/// Important vendors were assessed and approved before they were used
///
/// Of the assessments of each vendor of at least `review-tier`, the last on or before the day since which it is
/// used approved it, and names who did.
#[control(
    severity = Medium,
    method = Records,
    implements("CC9.2" = "The risk of a vendor is assessed before anything depends on it."),
    supports("CC3.4" = "New vendors are changes whose risk is assessed."),
    needs("vendors", "assessments"),
    remedy = "Assess the vendor now and record the result, and have purchasing ask for an assessment before \
              it signs.",
)]
pub(crate) fn vendors_assessed_before_use(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let assessments = &registers.assessments;
    if assessments.is_absent() {
        return;
    }
    let needs = [&VENDOR, &ASSESSED, &ASSESSOR, &RESULT];
    assessments.report_problems(findings, &needs);
    if needs.iter().any(|field| !assessments.has(field)) {
        return;
    }
    let doubtful = !assessments.problems(&needs).is_empty();
    let by_vendor = assessments.by(&VENDOR);
    let least = registers.config().review_tier;
    let as_of = registers.check.as_of;
    registers
        .vendors
        .judge(findings, &[&VENDOR, &TIER, &SINCE], |record| {
            if !is_important(record, least)? {
                return Ok(None);
            }
            let since = record.day(&SINCE)?.ok_or_else(|| {
                record.problem("the register does not say since when the vendor is used")
            })?;
            if since > as_of {
                return Ok(Some(
                    record
                        .not_applicable()
                        .actual(format!("to be used from {since}")),
                ));
            }
            let rows = record.name(&VENDOR).and_then(|name| by_vendor.get(&name));
            let mut decisions: Vec<(Day, bool, Location)> = Vec::new();
            for row in rows.into_iter().flatten() {
                let result = row.choice(&RESULT, RESULTS)?;
                let approved =
                    result == Some(Assessed::Approved) && row.reference(&ASSESSOR).is_some();
                match row.day(&ASSESSED)? {
                    Some(day) if day <= as_of => decisions.push((day, approved, row.place())),
                    // Nobody can say whether it was the last one before the vendor was used.
                    None if result == Some(Assessed::Refused) => {
                        return Err(row.problem("a decision against the vendor has no date"));
                    }
                    Some(_) | None => {}
                }
            }
            // Of two decisions of one day the one against the vendor holds.
            decisions.sort_by_key(|(day, approved, _)| (*day, !approved));
            let before = decisions.iter().rev().find(|(day, ..)| *day <= since);
            let finding = match before.or_else(|| decisions.iter().find(|(_, yes, _)| *yes)) {
                None if doubtful => record
                    .inconclusive()
                    .actual("no assessment is found, but part of the list cannot be read"),
                None => record.fail().actual("no assessment that approved it"),
                Some((day, false, place)) => record
                    .fail()
                    .actual(format!("not approved {day}, used since {since}"))
                    .at(place.clone()),
                Some((day, true, place)) => record
                    .when(*day <= since)
                    .actual(format!("approved {day}, used since {since}"))
                    .at(place.clone()),
            };
            Ok(Some(finding.expected(
                "an assessment that approved it before its first use",
            )))
        });
}

/// Contracts with important vendors are in force
///
/// Each vendor of at least `review-tier` names a contract that has not ended; `open-ended` says that it does
/// not end by itself.
#[control(
    severity = Medium,
    method = Records,
    supports("CC9.2" = "What a vendor owes stands in a contract that binds it today."),
    supports("CC2.3" = "Duties are agreed with those outside."),
    needs("vendors"),
    remedy = "Renew the contract, or record the one that is in force and its last day.",
)]
pub(crate) fn vendor_contracts_in_force(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let least = registers.config().review_tier;
    let needs = [&VENDOR, &TIER, &CONTRACT, &CONTRACT_END];
    registers.vendors.judge(findings, &needs, |record| {
        if !is_important(record, least)? {
            return Ok(None);
        }
        let as_of = registers.check.as_of;
        let open_ended = matches!(
            words(record.raw(&CONTRACT_END)).as_str(),
            "auto renewal"
                | "auto renewing"
                | "evergreen"
                | "indefinite"
                | "open ended"
                | "rolling"
                | "until terminated"
        );
        let finding = match record.reference(&CONTRACT) {
            None => record.fail().actual("no contract is named"),
            Some(contract) if open_ended => record.pass().actual(format!("{contract}, open-ended")),
            Some(contract) => match record.day(&CONTRACT_END)? {
                None => record
                    .inconclusive()
                    .actual(format!("{contract}, whose end is not stated")),
                Some(end) => record
                    .when(end >= as_of)
                    .actual(format!("{contract} until {end}")),
            },
        };
        Ok(Some(
            finding.expected(format!("a contract in force on {as_of}")),
        ))
    });
}

/// Every vendor that other records name is in the register
///
/// Vendors that were assessed and approved, or told of an incident, are held against the register.
#[control(
    severity = Low,
    method = Records,
    supports("CC9.2" = "The register of vendors is complete as far as other records tell."),
    needs("vendors", "assessments", "vendor-incidents"),
    remedy = "Add the vendor to the register, as inactive where it is no longer used.",
)]
pub(crate) fn vendor_register_complete(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let vendors = &registers.vendors;
    let others: [&Register; 2] = [&registers.assessments, &registers.vendor_incidents];
    if vendors.is_absent() || others.iter().any(|register| register.is_absent()) {
        return;
    }
    vendors.report_problems(findings, &[&VENDOR]);
    let doubtful = !vendors.problems(&[&VENDOR]).is_empty();
    let known = vendors.by(&VENDOR);
    for register in others {
        register.report_problems(findings, &[&VENDOR]);
        let mut unnamed = BTreeSet::new();
        for record in register.records() {
            if record.name(&VENDOR).is_none() && unnamed.insert(record.subject()) {
                let problem = record.problem("the record names no vendor");
                findings.problem(&record.subject(), &problem);
            }
        }
        for (key, rows) in register.by(&VENDOR) {
            // Who was assessed and not approved is no vendor.
            let is_vendor = |row: &&Record<'_>| {
                !register.has(&RESULT)
                    || matches!(
                        row.choice(&RESULT, RESULTS),
                        Ok(Some(Assessed::Approved)) | Err(_)
                    )
            };
            let Some(row) = rows.iter().find(is_vendor) else {
                continue;
            };
            let name = row.raw(&VENDOR);
            let finding = match known.get(&key).and_then(|found| found.first()) {
                Some(found) => Finding::pass(name)
                    .actual("in the register")
                    .at(found.place()),
                None if doubtful => Finding::inconclusive(name)
                    .actual("not found in the register, part of which cannot be read"),
                None => Finding::fail(name).actual("not in the register"),
            };
            findings.push(finding.expected("a vendor of the register").at(row.place()));
        }
    }
    findings.complete(
        others
            .iter()
            .flat_map(|register| register.files().to_vec())
            .collect(),
    );
}
