//! The inventory itself: complete, protected where it has to be, and kept up to date.

use tickmark_plugin::prelude::*;
use tickmark_plugin::words::key;

use crate::registers::Registers;
use crate::specs::{CLASS, ENCRYPTED, EXPIRES, OWNER, PARTY, PUBLIC, REVIEWED, SIGNED, STORE};

fn is_one_of(class: &str, classes: &[String]) -> bool {
    let class = key(class);
    classes.iter().any(|one| key(one) == class)
}

/// Every data store has an owner and a class
///
/// What nobody has classified nobody can protect as it needs. Each row of the inventory names an owner
/// and one of the classes of the scheme (`classes`).
#[control(
    severity = High,
    method = Records,
    implements("C1.1" = "Confidential information is identified, store by store, and somebody answers for it."),
    supports("CC6.1" = "Protection follows from what is known to be there."),
    supports("CC2.1" = "The organisation knows what information it holds."),
    needs("data-stores"),
    remedy = "Name an owner for the store, and let the owner give it one of the classes of the scheme.",
)]
pub(crate) fn data_stores_classified(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let classes = &registers.config.classes;
    let expected = format!("an owner, and a class among {}", classes.join(", "));
    registers
        .data_stores
        .judge(findings, &[&STORE, &OWNER, &CLASS], |record| {
            let finding = match (record.reference(&OWNER), record.text(&CLASS)) {
                (_, None) => record.fail().actual("no class"),
                (_, Some(class)) if !is_one_of(class, classes) => record.fail().actual(format!(
                    "the class `{class}`, which the scheme does not have"
                )),
                (None, _) => record.fail().actual("no owner"),
                (Some(owner), Some(class)) => record.pass().actual(format!("{class}, {owner}")),
            };
            Ok(Some(finding.expected(&expected)))
        });
}

/// Stores of confidential data are encrypted and private
///
/// The inventory states both for each store of the classes in `confidential-classes`. It is a statement
/// of its owner; the plugins that read configuration show whether it is true.
#[control(
    severity = High,
    method = Records,
    implements("C1.1" = "Confidential information is kept so that only those who may can read it."),
    supports("CC6.1" = "Data at rest is protected."),
    needs("data-stores"),
    remedy = "Encrypt the store and close public access to it, then correct the row.",
)]
pub(crate) fn confidential_stores_protected(
    registers: &Registers<'_>,
    findings: &mut Findings<'_>,
) {
    let needs = [&STORE, &CLASS, &ENCRYPTED, &PUBLIC];
    registers.data_stores.judge(findings, &needs, |record| {
        let Some(class) = record.text(&CLASS) else {
            return Ok(Some(record.inconclusive().actual("the store has no class")));
        };
        if !is_one_of(class, &registers.config.classes) {
            return Ok(Some(
                record
                    .inconclusive()
                    .actual(format!("the scheme has no class `{class}`")),
            ));
        }
        if !is_one_of(class, &registers.config.confidential_classes) {
            return Ok(None);
        }
        let finding = match (record.encrypted(&ENCRYPTED)?, record.flag(&PUBLIC)?) {
            (Some(true), Some(false)) => record.pass().actual("encrypted, not public"),
            (Some(false), _) => record.fail().actual("not encrypted"),
            (_, Some(true)) => record.fail().actual("public"),
            (None, _) => record.inconclusive().actual("encryption is not stated"),
            (_, None) => record
                .inconclusive()
                .actual("whether it is public is not stated"),
        };
        Ok(Some(finding.expected("encrypted, not public")))
    });
}

/// The inventory is reviewed every year
///
/// Stores come and go faster than lists. Source of the default: see `inventory-review-days`.
#[control(
    severity = Medium,
    method = Records,
    supports("C1.1" = "The inventory says what is there now."),
    needs("data-stores"),
    remedy = "Go through the row with its owner, correct it, and state the day.",
)]
pub(crate) fn inventory_reviewed(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let most = registers.config.inventory_review_days;
    let as_of = registers.as_of;
    registers
        .data_stores
        .judge(findings, &[&STORE, &REVIEWED], |record| {
            let finding = match record.day(&REVIEWED)? {
                None => record.fail().actual("never reviewed"),
                Some(day) if day > record.shown_on() => record
                    .inconclusive()
                    .actual(format!("reviewed on {day}, which is to come")),
                Some(day) => record
                    .when(as_of.days_since(day) <= i64::from(most))
                    .actual(format!("reviewed on {day}")),
            };
            Ok(Some(finding.expected(format!(
                "reviewed at most {most} days before {as_of}"
            ))))
        });
}

/// Those who see confidential data have agreed to keep it so
///
/// Each party of the log has signed, and the agreement is in force.
#[control(
    severity = Medium,
    method = Records,
    supports("C1.1" = "People and partners are bound to confidentiality."),
    supports("CC2.3" = "Duties are agreed with those outside."),
    needs("agreements"),
    remedy = "Have the agreement signed or renewed, or end the party's access.",
)]
pub(crate) fn confidentiality_agreed(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let as_of = registers.as_of;
    registers
        .agreements
        .judge(findings, &[&PARTY, &SIGNED], |record| {
            let finding = match (record.day(&SIGNED)?, record.last_day(&EXPIRES)?) {
                (None, _) => record.fail().actual("not signed"),
                (Some(day), _) if day > record.shown_on() => record
                    .fail()
                    .actual(format!("signed on {day}, which is to come")),
                (_, Some(end)) if end < as_of => record.fail().actual(format!("ended on {end}")),
                (Some(day), _) => record.pass().actual(format!("signed on {day}")),
            };
            Ok(Some(
                finding.expected(format!("signed, and in force on {as_of}")),
            ))
        });
}
