//! Disclosures: to recipients with an agreement, recorded without a gap.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;
use tickmark_plugin::words;

use crate::answers::Answer;
use crate::registers::Registers;
use crate::specs::{AGREEMENT, BASIS, DATA, DATE, NUMBER, PURPOSE, RECIPIENT};

/// Every recipient of personal data has a purpose, a basis and an agreement
///
/// GDPR Art. 28 and 44 ask for an agreement with processors and for transfers. One that is `pending` or `not
/// signed` is none.
#[control(
    severity = High,
    method = Records,
    implements("P6.1" = "Personal information goes only to third parties that are bound, for a stated purpose."),
    supports("CC9.2" = "Vendors that receive personal data are known and bound."),
    needs("recipients"),
    remedy = "Conclude the agreement and state purpose and basis, or stop the disclosure.",
)]
pub(crate) fn recipients_agreed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [&RECIPIENT, &PURPOSE, &BASIS, &AGREEMENT];
    registers.recipients.judge(findings, &needs, |record| {
        let mut faults = Faults::new();
        for field in [&PURPOSE, &BASIS] {
            if record.reference(field).is_none() {
                faults.wrong(format!("no `{}`", field.name));
            }
        }
        match Answer::of(record, &AGREEMENT)? {
            Answer::Missing => faults.wrong("no `agreement`"),
            Answer::Denied(text) => faults.wrong(format!("no `agreement` (`{text}`)")),
            Answer::ToCome(day) => {
                faults.unclear(format!("the agreement is of {day}, which is to come"));
            }
            Answer::Given(..) => {}
        }
        Ok(Some(faults.finding(
            record,
            "a purpose, a basis and an agreement",
            &format!("{}; {}", record.raw(&PURPOSE), record.raw(&AGREEMENT)),
        )))
    });
}

/// Disclosures are recorded completely and without a gap
///
/// Each row says when, to whom, what, for what and on what basis, and numbers in sequence have none
/// missing.
#[control(
    severity = Medium,
    method = Records,
    implements("P6.2" = "Authorised disclosures are recorded completely, so that they can be accounted for."),
    supports("P6.7" = "Accounts of disclosures can be given."),
    needs("disclosures"),
    remedy = "Complete the row; find out what became of a missing number.",
)]
pub(crate) fn disclosures_recorded(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let register = &registers.disclosures;
    if register.is_absent() {
        return;
    }
    let needs = [&NUMBER, &DATE, &RECIPIENT, &PURPOSE, &BASIS, &DATA];
    register.examine(findings, &needs, |record| {
        let numbered = [&NUMBER, &DATE]
            .into_iter()
            .filter(|field| record.text(field).is_none());
        let named = [&RECIPIENT, &PURPOSE, &BASIS, &DATA]
            .into_iter()
            .filter(|field| record.reference(field).is_none());
        let missing: Vec<&str> = numbered.chain(named).map(|field| field.name).collect();
        let finding = match record.day(&DATE)? {
            _ if !missing.is_empty() => record
                .fail()
                .actual(format!("`{}` not stated", missing.join("`, `"))),
            Some(day) if day <= record.shown_on() => record
                .pass()
                .actual(format!("to {} on {day}", record.raw(&RECIPIENT)))
                .occurred(day),
            _ => record.inconclusive().actual("its day is to come"),
        };
        Ok(Some(finding.expected(
            "number, day, recipient, purpose, basis and data stated",
        )))
    });
    for gap in gaps(registers) {
        findings.push(
            Finding::fail(gap)
                .expected("numbers in sequence")
                .actual("the number is missing")
                .at(register.files()[0].clone()),
        );
    }
    findings.complete(register.files().to_vec());
}

/// The most missing numbers that are named; more mean that the numbers are no sequence.
const MAX_GAPS: u64 = 100;

/// The numbers that are missing between the least and the greatest, of numbers with one prefix.
fn gaps(registers: &Registers<'_, '_>) -> Vec<String> {
    let mut sequences: std::collections::BTreeMap<&str, Vec<u64>> =
        std::collections::BTreeMap::new();
    for record in registers.disclosures.records() {
        let Some(number) = record.text(&NUMBER) else {
            continue;
        };
        let prefix = number.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if let Ok(count) = number[prefix.len()..].parse::<u64>() {
            sequences.entry(prefix).or_default().push(count);
        }
    }
    let mut missing = Vec::new();
    for (prefix, mut numbers) in sequences {
        numbers.sort_unstable();
        for pair in numbers.windows(2) {
            let between = pair[1].saturating_sub(pair[0]).saturating_sub(1);
            if between > MAX_GAPS {
                missing.push(format!(
                    "{prefix}{} to {prefix}{}",
                    pair[0] + 1,
                    pair[1] - 1
                ));
            } else {
                missing.extend((1..=between).map(|step| format!("{prefix}{}", pair[0] + step)));
            }
        }
    }
    missing
}

/// Disclosures go to known recipients only
///
/// Each recipient of the register of disclosures is on the list of recipients.
#[control(
    severity = High,
    method = Records,
    implements("P6.1" = "Nothing is disclosed to third parties that nobody has approved."),
    needs("disclosures", "recipients"),
    remedy = "Find out who disclosed the data and why, and add the recipient with an agreement or get \
              the data back.",
)]
pub(crate) fn disclosures_to_known_recipients(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let recipients = &registers.recipients;
    if recipients.is_absent() {
        return;
    }
    recipients.report_problems(findings, &[&RECIPIENT]);
    let known = recipients.by(&RECIPIENT);
    registers
        .disclosures
        .judge(findings, &[&NUMBER, &RECIPIENT], |record| {
            let finding = match record.text(&RECIPIENT) {
                None => record.fail().actual("no recipient stated"),
                Some(name) => match known.get(&words::name(name)).and_then(|rows| rows.first()) {
                    Some(row) => record.pass().actual(format!("`{name}`")).at(row.place()),
                    None => record.fail().actual(format!("`{name}` is not on the list")),
                },
            };
            Ok(Some(finding.expected("a recipient of the list")))
        });
}
