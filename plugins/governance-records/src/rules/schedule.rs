//! The plan of evaluations.

use tickmark_plugin::prelude::*;

use super::evaluations::performed;
use crate::records::Records;
use crate::specs::{PERFORMED, PLANNED};

/// How many days before its planned day an evaluation may be done and still be the one that was planned: half
/// of a quarter.
const EARLIEST_DAYS: i64 = 45;

/// Planned evaluations are done when they are due
///
/// Every evaluation planned for the assessed time was done by its planned day or within
/// `evaluation-grace-days` of it. A periodic control that was missed cannot be made up for, and auditors
/// report it as a deviation.
#[control(
    severity = Medium,
    method = Records,
    implements("CC4.1" = "Evaluations follow the plan that was made for them."),
    needs("evaluations"),
    remedy = "Do the evaluation, record its day, and find out why it was late.",
)]
pub(crate) fn planned_evaluations_done(records: &Records<'_>, findings: &mut Findings<'_>) {
    let grace = records.config.evaluation_grace_days;
    records
        .evaluations
        .judge(findings, &[&PLANNED, &PERFORMED], |row| {
            let Some(planned) = row.day(&PLANNED)? else {
                return Ok(None);
            };
            let due = planned.plus_days(grace.into());
            if due < records.since {
                return Ok(None);
            }
            let expected = format!("planned for {planned}, done by {due}");
            let finding = match performed(records, row)? {
                // A column of the last time beside one of the next looks like this.
                Some(day) if planned.days_since(day) > EARLIEST_DAYS => row
                    .inconclusive()
                    .actual(format!("done {day}, long before it was planned for")),
                Some(day) => row
                    .when(day <= due)
                    .actual(format!("done {day}"))
                    .occurred(day),
                None if records.as_of > due => row.fail().actual("not done"),
                None => row.not_applicable().actual("not due yet"),
            };
            Ok(Some(finding.expected(expected)))
        });
}
