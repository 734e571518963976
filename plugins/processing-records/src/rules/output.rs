//! Output: all of it arrives, and only where it may.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::the_only;
use tickmark_plugin::words::name;

use super::named;
use crate::registers::Registers;
use crate::specs::{AUTHORISED_BY, DELIVERED, GENERATED, ID, RECIPIENT, UNTIL};

/// What was made is delivered, no more and no less
///
/// Of each delivery the counts of what was made and of what arrived are equal.
#[control(
    severity = High,
    method = Records,
    implements("PI1.4" = "Output is shown to be delivered completely."),
    needs("deliveries"),
    remedy = "Deliver what is missing, take back what was sent twice, and have the delivery fail by \
              itself when its counts disagree.",
)]
pub(crate) fn deliveries_complete(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let needs = [&ID, &GENERATED, &DELIVERED];
    registers.deliveries.judge(findings, &needs, |record| {
        let finding = match (record.count(&GENERATED)?, record.count(&DELIVERED)?) {
            (Some(generated), Some(delivered)) => record
                .when(generated == delivered)
                .actual(format!("{generated} made, {delivered} delivered")),
            _ => record
                .inconclusive()
                .actual("the counts are not both stated"),
        };
        Ok(Some(finding.expected("as many delivered as made")))
    });
}

/// Output goes to authorised recipients only
///
/// Each recipient of a delivery is on the list of those who may receive output, authorised by somebody and
/// still so.
#[control(
    severity = High,
    method = Records,
    implements("PI1.4" = "Output reaches only those who are meant to have it."),
    supports("C1.1" = "Confidential output is kept from others."),
    needs("deliveries", "recipients"),
    remedy = "Stop deliveries to the recipient, or have somebody who may do so authorise it and add it \
              to the list.",
)]
pub(crate) fn recipients_authorised(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let recipients = &registers.recipients;
    if recipients.is_absent() {
        return;
    }
    recipients.report_problems(findings, &[&RECIPIENT, &AUTHORISED_BY]);
    let listed = recipients.by(&RECIPIENT);
    let as_of = registers.as_of;
    registers
        .deliveries
        .judge(findings, &[&ID, &RECIPIENT], |record| {
            let expected = "a recipient that somebody authorised";
            let Some(recipient) = record.text(&RECIPIENT) else {
                return Ok(Some(
                    record
                        .fail()
                        .expected(expected)
                        .actual("no recipient stated"),
                ));
            };
            let finding = match the_only(listed.get(&name(recipient)))? {
                None => record
                    .fail()
                    .actual(format!("`{recipient}` is not on the list")),
                Some(row) => match (named(row, &AUTHORISED_BY), row.last_day(&UNTIL)?) {
                    (None, _) => record
                        .fail()
                        .actual(format!("nobody authorised `{recipient}`")),
                    (_, Some(until)) if until < as_of => record
                        .fail()
                        .actual(format!("`{recipient}` was authorised until {until}")),
                    (Some(by), _) => record.pass().actual(format!("`{recipient}`, by {by}")),
                }
                .at(row.place()),
            };
            Ok(Some(finding.expected(expected)))
        });
}
