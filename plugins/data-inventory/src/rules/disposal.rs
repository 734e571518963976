//! The end of data: records past their retention, disposals and customers who left.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::the_only;

use crate::registers::Registers;
use crate::specs::{
    BY, CUSTOMER, DONE, DUE, ENDED, METHOD, OLDEST, PROOF, RETENTION_DAYS, STORE, WHAT,
};

/// No record is older than its retention allows
///
/// The oldest record of each store that states a retention is held against it. A store that was not
/// measured is not shown to be in order.
#[control(
    severity = High,
    method = Records,
    implements("C1.2" = "Confidential information is gone when it is no longer needed."),
    implements("P4.2" = "Personal information is kept no longer than stated."),
    needs("data-stores", "oldest-records"),
    remedy = "Delete what is past its retention, mend the job that should have done so, and measure \
              again.",
)]
pub(crate) fn records_deleted_in_time(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let measured = &registers.oldest_records;
    if measured.is_absent() {
        return;
    }
    measured.report_problems(findings, &[&STORE, &OLDEST]);
    let by_store = measured.by(&STORE);
    registers
        .data_stores
        .judge(findings, &[&STORE, &RETENTION_DAYS], |record| {
            let Some(kept) = record.days(&RETENTION_DAYS)? else {
                return Ok(Some(
                    record
                        .fail()
                        .expected("a retention, and no record that is older")
                        .actual("no retention stated"),
                ));
            };
            let store = record
                .name(&STORE)
                .ok_or_else(|| record.problem("the row names no store"))?;
            let expected = format!("no record older than {kept}");
            let finding = match the_only(by_store.get(&store))? {
                None => record
                    .inconclusive()
                    .actual("the store is not among those measured"),
                Some(row) => match row.day(&OLDEST)? {
                    // A store without a record has no oldest one; the export has to say so.
                    None => record
                        .inconclusive()
                        .actual("the oldest record is not stated")
                        .at(row.place()),
                    Some(oldest) if oldest > row.shown_on() => record
                        .inconclusive()
                        .actual(format!(
                            "the oldest record is of {oldest}, which is after {}, the day of the \
                             measurement; measure again by a date that the records really have",
                            row.shown_on()
                        ))
                        .at(row.place()),
                    Some(oldest) => {
                        let age = row.shown_on().days_since(oldest);
                        record
                            .when(kept.after(oldest) >= row.shown_on())
                            .actual(format!("the oldest record is of {oldest}, {age} days old"))
                            .at(row.place())
                    }
                },
            };
            Ok(Some(finding.expected(expected)))
        });
}

/// Every disposal is recorded with its method and a proof
///
/// Method, day, who did or approved it, and what shows it. `yes`, `no` and `pending` name neither a person
/// nor a proof.
#[control(
    severity = Medium,
    method = Records,
    implements("C1.2" = "That confidential information was disposed of can be shown."),
    implements("P4.3" = "That personal information was disposed of can be shown."),
    needs("disposals"),
    remedy = "Complete the row from the ticket or the log of the deletion job.",
)]
pub(crate) fn disposals_recorded(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let needs = [&WHAT, &METHOD, &DONE, &BY, &PROOF];
    registers.disposals.judge(findings, &needs, |record| {
        let missing: Vec<&str> = [
            (&WHAT, record.text(&WHAT)),
            (&METHOD, record.answer(&METHOD)),
            (&DONE, record.text(&DONE)),
            (&BY, record.reference(&BY)),
            (&PROOF, record.reference(&PROOF)),
        ]
        .into_iter()
        .filter(|(_, stated)| stated.is_none())
        .map(|(field, _)| field.name)
        .collect();
        let finding = match record.day(&DONE)? {
            _ if !missing.is_empty() => record
                .fail()
                .actual(format!("`{}` not stated", missing.join("`, `"))),
            Some(day) if day > record.shown_on() => record
                .inconclusive()
                .actual(format!("done on {day}, which is to come")),
            Some(day) => record
                .pass()
                .actual(format!("{} on {day}", record.raw(&METHOD)))
                .occurred(day),
            None => record.fail().actual("no day"),
        };
        Ok(Some(finding.expected("method, day, who and proof stated")))
    });
}

/// Data of customers who left is deleted in time
///
/// Each customer who left has a deletion with a proof, by the due date of the row or within
/// `customer-deletion-days` of the contract's end. What is not due yet shows nothing. `yes`, `no` and
/// `pending` name no proof.
#[control(
    severity = High,
    method = Records,
    implements("C1.2" = "What was entrusted for a contract is gone after it."),
    supports("P4.3" = "Personal information of customers who left is disposed of."),
    needs("customer-exits"),
    remedy = "Delete the customer's data everywhere, backups by their expiry, and keep the proof.",
)]
pub(crate) fn customer_data_deleted(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let days = i64::from(registers.config.customer_deletion_days);
    let needs = [&CUSTOMER, &ENDED, &DONE, &PROOF];
    registers.customer_exits.judge(findings, &needs, |record| {
        let ended = record
            .day(&ENDED)?
            .ok_or_else(|| record.problem("the end of the contract is not stated"))?;
        let shown = record.shown_on();
        if ended > shown {
            return Ok(None);
        }
        let due = record.day(&DUE)?.unwrap_or_else(|| ended.plus_days(days));
        let finding = match (record.day(&DONE)?, record.reference(&PROOF)) {
            (Some(done), _) if done > shown && due < shown => {
                record.fail().actual(format!("deletion planned for {done}"))
            }
            (Some(done), _) if done > shown => record
                .inconclusive()
                .actual(format!("deleted on {done}, which is to come")),
            (Some(done), _) if done > due => record.fail().actual(format!("deleted on {done}")),
            (Some(done), _) if done < ended => record
                .inconclusive()
                .actual(format!("deleted on {done}, before the end on {ended}")),
            (Some(done), None) => record
                .fail()
                .actual(format!("deleted on {done}, without a proof")),
            (Some(done), Some(proof)) => {
                record.pass().actual(format!("deleted on {done}, {proof}"))
            }
            (None, _) if shown > due => record.fail().actual("not deleted"),
            (None, _) => record.not_applicable().actual("not deleted yet, not due"),
        };
        Ok(Some(
            finding.expected(format!("deleted by {due}, with a proof")),
        ))
    });
}
