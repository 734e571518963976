//! What is stored stays as it was.

use std::collections::BTreeSet;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::Registers;
use crate::specs::{ITEMS, MISMATCHES, STORE, VERIFIED};

/// Stored items are verified every month, and none is damaged
///
/// Of each store the latest verification is recent enough (`verification-days`), looked at something, and
/// found no item that differs from its checksum. Of several of which nobody can say which came last, the worst
/// counts.
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
        let mut made = Vec::new();
        let mut unclear = None;
        for row in &rows {
            match verified_at(row) {
                Ok(Some(at)) => made.push((at, row)),
                Ok(None) => {}
                Err(problem) => unclear = Some(problem),
            }
        }
        let worst = latest(&made)
            .map(|(at, row)| {
                if as_of.days_since(at.day()) > i64::from(most) {
                    Finding::fail(name)
                        .actual(format!("last verified on {}", at.day()))
                        .at(row.place())
                } else {
                    result(name, at.day(), row)
                }
            })
            .min_by_key(|finding| match finding.outcome {
                Outcome::Fail => 0,
                Outcome::Pass => 2,
                _ => 1,
            });
        let finding = match (unclear, worst) {
            // Damage that was found is damage, whatever another row would say.
            (Some(problem), worst) if worst.as_ref().is_none_or(passes) => {
                findings.problem(name, &problem);
                continue;
            }
            (_, Some(finding)) => finding,
            (_, None) => Finding::fail(name)
                .actual("never verified")
                .at(rows[0].place()),
        };
        findings.push(finding.expected(&expected));
    }
    findings.complete(verifications.files().to_vec());
}

fn passes(finding: &Finding) -> bool {
    finding.outcome == Outcome::Pass
}

/// When a verification was made. Nothing for a row without a result whose day is to come.
fn verified_at(record: &Record<'_>) -> Result<Option<Moment>, Problem> {
    let shown = record.shown_on();
    match record.moment(&VERIFIED)? {
        None => Err(record.problem("the day is not stated")),
        Some(at) if at.day() <= shown => Ok(Some(at)),
        Some(_) if record.text(&MISMATCHES).is_none() => Ok(None),
        Some(at) => Err(record.problem(format!(
            "verified on {}, which is after {shown}, the day that the record shows",
            at.day()
        ))),
    }
}

/// The latest verifications of a store, which are several where nobody can say which of them came last: at
/// one time, or on one day where one of them states no time.
fn latest<'r, 'a>(
    made: &'r [(Moment, &'r Record<'a>)],
) -> impl Iterator<Item = (Moment, &'r Record<'a>)> {
    let last = made.iter().map(|(at, _)| *at).max();
    let on_last_day = move |at: &Moment| last.is_some_and(|last| at.day() == last.day());
    let timed = made
        .iter()
        .all(|(at, _)| !on_last_day(at) || !at.is_whole_day());
    made.iter()
        .filter(move |(at, _)| on_last_day(at) && (!timed || Some(*at) == last))
        .copied()
}

/// Judges one verification by what it found.
fn result(name: &str, day: Day, row: &Record<'_>) -> Finding {
    let finding = match (row.count(&ITEMS), row.count(&MISMATCHES)) {
        (Err(problem), _) | (_, Err(problem)) => {
            return Finding::inconclusive(name)
                .actual(problem.message)
                .at(problem.place);
        }
        (Ok(Some(0) | None), _) => {
            Finding::inconclusive(name).actual(format!("no item was verified on {day}"))
        }
        (_, Ok(None)) => {
            Finding::inconclusive(name).actual(format!("what was found on {day} is not stated"))
        }
        (Ok(Some(items)), Ok(Some(mismatches))) => Finding::when(mismatches == 0, name)
            .actual(format!("{mismatches} of {items} items damaged on {day}")),
    };
    finding.at(row.place())
}
