//! What is stored stays as it was.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;
use crate::specs::{ITEMS, MISMATCHES, STORE, VERIFIED};

/// Stored items are verified every month, and none is damaged
///
/// Of each store the latest verification is recent enough (`verification-days`), looked at something, and
/// found no item that differs from its checksum.
#[control(
    severity = High,
    method = Records,
    implements("PI1.5" = "That stored items stay complete and unchanged is verified, store by store."),
    supports("A1.2" = "Damage to stored data is noticed while a backup can mend it."),
    needs("verifications"),
    remedy = "Restore the damaged items from a backup, find out what damaged them, and verify again.",
)]
pub(crate) fn stored_items_verified(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let verifications = &registers.verifications;
    if verifications.is_absent() {
        return;
    }
    let as_of = registers.as_of;
    let most = registers.config.verification_days;
    let expected = format!("verified at most {most} days before {as_of}, without a damaged item");
    verifications.report_problems(findings, &[&STORE, &VERIFIED, &ITEMS, &MISMATCHES]);
    let mut unnamed = BTreeSet::new();
    for record in verifications.records() {
        if record.name(&STORE).is_none() && unnamed.insert(record.subject()) {
            findings.problem(&record.subject(), &record.problem("the row names no store"));
        }
    }
    for rows in verifications.by(&STORE).into_values() {
        let Some(name) = rows.first().and_then(|row| row.text(&STORE)) else {
            continue;
        };
        let mut latest = None;
        let mut unclear = None;
        for row in &rows {
            match row.day(&VERIFIED) {
                Ok(Some(day)) if day <= as_of => {
                    if latest.is_none_or(|(before, _)| before < day) {
                        latest = Some((day, row));
                    }
                }
                Ok(Some(_)) => {}
                Ok(None) => unclear = Some(row.problem("the day is not stated")),
                Err(problem) => unclear = Some(problem),
            }
        }
        let finding = match (unclear, latest) {
            (Some(problem), _) => {
                findings.problem(name, &problem);
                continue;
            }
            (None, None) => Finding::fail(name)
                .actual("never verified")
                .at(rows[0].place()),
            (None, Some((day, row))) => {
                let finding = match (row.count(&ITEMS), row.count(&MISMATCHES)) {
                    (Err(problem), _) | (_, Err(problem)) => {
                        findings.problem(name, &problem);
                        continue;
                    }
                    _ if as_of.days_since(day) > i64::from(most) => {
                        Finding::fail(name).actual(format!("last verified on {day}"))
                    }
                    (Ok(Some(0) | None), _) => {
                        Finding::inconclusive(name).actual(format!("no item was verified on {day}"))
                    }
                    (_, Ok(None)) => Finding::inconclusive(name)
                        .actual(format!("what was found on {day} is not stated")),
                    (Ok(Some(items)), Ok(Some(mismatches))) => Finding::when(mismatches == 0, name)
                        .actual(format!("{mismatches} of {items} items damaged on {day}")),
                };
                finding.at(row.place())
            }
        };
        findings.push(finding.expected(&expected));
    }
    findings.complete(verifications.files().to_vec());
}
