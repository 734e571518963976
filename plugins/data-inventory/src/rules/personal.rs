//! Personal data: what for, on what basis, and used for nothing else.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::the_only;
use tickmark_plugin::words::{key, name};

use crate::registers::Registers;
use crate::specs::{
    ADDED, ASSESSED, ASSESSMENT, BASIS, BY, DONE, ID, PERSONAL, PURPOSE, STORE, USE,
};

/// Every store of personal data has a purpose and a basis
///
/// Personal data that serves no stated purpose should not have been collected (GDPR Art. 5(1)(b) and
/// (c), Art. 6). A row that does not say whether it holds personal data shows nothing. `yes`, `no` and
/// `pending` name neither a purpose nor a basis.
#[control(
    severity = High,
    method = Records,
    implements("P3.1" = "Personal information is collected for stated purposes only."),
    supports("P4.1" = "Use can be limited to purposes only where these are stated."),
    needs("data-stores"),
    remedy = "State the purposes and the legal basis with the owner of the store, or stop collecting \
              what has none.",
)]
pub(crate) fn personal_data_purposes_stated(
    registers: &Registers<'_>,
    findings: &mut Findings<'_>,
) {
    let needs = [&STORE, &PERSONAL, &PURPOSE, &BASIS];
    registers.data_stores.judge(findings, &needs, |record| {
        let finding = match record.flag(&PERSONAL)? {
            None => record
                .inconclusive()
                .actual("whether the store holds personal data is not stated"),
            Some(false) => return Ok(None),
            Some(true) => match (record.answer(&PURPOSE), record.reference(&BASIS)) {
                (None, _) => record.fail().actual("no purpose"),
                (_, None) => record.fail().actual("no basis"),
                (Some(purpose), Some(basis)) => record.pass().actual(format!("{purpose}; {basis}")),
            },
        };
        Ok(Some(finding.expected("a purpose and a legal basis")))
    });
}

/// New stores of personal data are assessed before they are used
///
/// Each store of personal data that was taken into use within `new-store-days` names an assessment
/// that was finished by then (GDPR Art. 35; NIST SP 800-53 revision 5, RA-8). A store that is only
/// planned shows nothing yet.
#[control(
    severity = Medium,
    method = Records,
    supports("P3.1" = "New collection is held against its purpose before it begins."),
    supports("CC3.4" = "Changes that bring new data are assessed."),
    needs("data-stores", "assessments"),
    remedy = "Assess the store now, carry out what follows, and name the assessment in its row.",
)]
pub(crate) fn new_personal_data_assessed(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let assessments = &registers.assessments;
    if assessments.is_absent() {
        return;
    }
    assessments.report_problems(findings, &[&ID, &ASSESSED]);
    let by_id = assessments.by(&ID);
    let as_of = registers.as_of;
    let since = as_of.plus_days(-i64::from(registers.config.new_store_days));
    let needs = [&STORE, &PERSONAL, &ADDED, &ASSESSMENT];
    registers.data_stores.judge(findings, &needs, |record| {
        if record.flag(&PERSONAL)? == Some(false) {
            return Ok(None);
        }
        let Some(added) = record.day(&ADDED)? else {
            return Ok(Some(
                record
                    .inconclusive()
                    .actual("when it was taken into use is not stated"),
            ));
        };
        if added < since {
            return Ok(None);
        }
        let expected = format!("an assessment finished by {added}");
        if added > record.shown_on() {
            return Ok(Some(
                record
                    .not_applicable()
                    .expected(expected)
                    .actual(format!("taken into use on {added}, which is to come")),
            ));
        }
        let named = record.text(&ASSESSMENT);
        let row = the_only(named.and_then(|named| by_id.get(&name(named))))?;
        let finding = match (named, row) {
            (None, _) => record.fail().actual("no assessment"),
            (Some(name), None) => record
                .fail()
                .actual(format!("the register has no assessment `{name}`")),
            (Some(name), Some(row)) => match row.day(&ASSESSED)? {
                None => record.fail().actual(format!("{name} is not finished")),
                // Where the assessments were collected before the stores, a day by which the store was
                // taken into use may still be to come for them.
                Some(day) if day <= added && day > row.shown_on() => record
                    .inconclusive()
                    .actual(format!("{name} of {day}, which is to come"))
                    .at(row.place()),
                Some(day) => record
                    .when(day <= added)
                    .actual(format!("{name} of {day}"))
                    .at(row.place()),
            },
        };
        Ok(Some(finding.expected(expected)))
    });
}

/// Personal data is used for stated purposes only
///
/// Each use or export names a store and a purpose, and the purpose is one that the inventory states for
/// the store; somebody who is named approved it.
#[control(
    severity = High,
    method = Records,
    implements("P4.1" = "Each use is held against the purposes for which the data was collected."),
    needs("data-uses", "data-stores"),
    remedy = "Stop the use, or state its purpose with its basis and tell those concerned; then \
              correct the log.",
)]
pub(crate) fn personal_data_used_as_stated(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let stores = &registers.data_stores;
    if stores.is_absent() {
        return;
    }
    stores.report_problems(findings, &[&STORE, &PURPOSE]);
    let by_store = stores.by(&STORE);
    let needs = [&USE, &STORE, &PURPOSE, &DONE, &BY];
    registers.data_uses.judge(findings, &needs, |record| {
        let expected =
            "a purpose that the inventory states for the store, and somebody who approved";
        let (Some(store), Some(purpose)) = (record.text(&STORE), record.answer(&PURPOSE)) else {
            return Ok(Some(
                record
                    .fail()
                    .expected(expected)
                    .actual("no store or no purpose stated"),
            ));
        };
        let day = record.day(&DONE)?;
        let row = the_only(by_store.get(&name(store)))?;
        let finding = match row {
            None => record
                .fail()
                .actual(format!("the inventory has no store `{store}`")),
            Some(row) => {
                let stated = row.list(&PURPOSE).any(|one| key(one) == key(purpose));
                match (stated, record.reference(&BY)) {
                    (false, _) => record.fail().actual(format!(
                        "used for `{purpose}`, the inventory states `{}`",
                        row.raw(&PURPOSE)
                    )),
                    (true, None) => record.fail().actual("nobody approved it"),
                    (true, Some(by)) => match day {
                        Some(day) if day > record.shown_on() => record
                            .inconclusive()
                            .actual(format!("used on {day}, which is to come")),
                        _ => record.pass().actual(format!("{purpose}, {by}")),
                    },
                }
                .at(row.place())
            }
        };
        Ok(Some(finding.expected(expected)))
    });
}
