//! Commitments and objectives.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;

use crate::records::{Records, ago};
use crate::specs::{CRITERIA, MEASURE, OWNER, REVIEWED, TITLE};

/// How many criteria each group has: 61 in all.
const GROUPS: [(&str, u8); 20] = [
    ("CC1", 5),
    ("CC2", 3),
    ("CC3", 4),
    ("CC4", 2),
    ("CC5", 3),
    ("CC6", 8),
    ("CC7", 5),
    ("CC8", 1),
    ("CC9", 2),
    ("A1", 3),
    ("C1", 2),
    ("PI1", 5),
    ("P1", 1),
    ("P2", 1),
    ("P3", 2),
    ("P4", 3),
    ("P5", 2),
    ("P6", 7),
    ("P7", 1),
    ("P8", 1),
];

/// Commitments are owned, measurable and reviewed
///
/// Every service commitment, system requirement or objective has a current worker as its owner, a measure,
/// at least one criterion that it rests on, and a review at most `commitment-days` ago. An opinion is on
/// whether these are achieved: without a list of them there is nothing to assess risks against.
#[control(
    severity = High,
    method = Records,
    implements("CC3.1" = "Objectives are specified clearly enough to identify the risks to them."),
    supports("CC2.3" = "What was promised to customers is on record."),
    needs("commitments"),
    remedy = "State owner, measure and criteria of the commitment, review it, and record the day.",
)]
pub(crate) fn commitments_reviewed(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.commitment_days;
    let expected = format!(
        "owner, measure, criteria, and a review at most {days} days before {}",
        records.as_of
    );
    let needs = [&TITLE, &OWNER, &REVIEWED, &CRITERIA, &MEASURE];
    let register = &records.commitments;
    if !register.is_absent()
        && register.problems(&needs).is_empty()
        && register.records().next().is_none()
    {
        let none = Finding::fail("commitments")
            .expected("at least one")
            .actual("the list is empty");
        findings.push(register.files().iter().cloned().fold(none, Finding::at));
    }
    register.judge(findings, &needs, |commitment| {
        let mut faults = Faults::new();
        faults.stated(commitment, &TITLE);
        records.roster.owner(&mut faults, commitment, &OWNER);
        faults.answered(commitment, &MEASURE);
        let criteria: Vec<&str> = commitment.list(&CRITERIA).collect();
        if criteria.is_empty() {
            faults.wrong("no criterion stated");
        }
        if let Some(unknown) = criteria.iter().find(|id| !is_criterion(id)) {
            faults.wrong(format!(
                "`{}` is no criterion",
                tickmark_plugin::brief(unknown, 40)
            ));
        }
        let mut fine = String::new();
        match commitment
            .day(&REVIEWED)?
            .filter(|day| *day <= records.as_of)
        {
            None => faults.wrong("never reviewed"),
            Some(day) if records.as_of.days_since(day) > i64::from(days) => {
                faults.wrong(format!("reviewed {}", ago(records.as_of, day)));
            }
            Some(day) => fine = format!("reviewed {day}, {}", criteria.join(", ")),
        }
        Ok(Some(faults.finding(commitment, &expected, &fine)))
    });
}

/// Whether a text is the id of one of the 61 criteria.
fn is_criterion(text: &str) -> bool {
    let Some((group, number)) = text.trim().split_once('.') else {
        return false;
    };
    GROUPS.iter().any(|(known, last)| {
        known.eq_ignore_ascii_case(group)
            && number
                .parse::<u8>()
                .is_ok_and(|parsed| (1..=*last).contains(&parsed) && number.len() == 1)
    })
}
