//! Risk assessments, and reviews of single risks.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Recurrence};

use crate::records::{Records, is_high, is_open};
use crate::specs::{APPROVED_BY, HELD, LEVEL, NEXT_REVIEW, REPORT, REVIEWED};

/// Every open risk is reviewed in time
///
/// Every open risk was reviewed at most `review-days` ago, a high or critical one at most
/// `high-review-days` ago, and its next review is not overdue. A register that is filled once and left
/// alone is the commonest finding on CC3.2.
#[control(
    severity = Medium,
    method = Records,
    implements("CC3.2" = "The analysis of risks is kept current, the more often the higher they are."),
    needs("risks"),
    remedy = "Review the risk with its owner, and record the day and the next one.",
)]
pub(crate) fn risks_reviewed_in_time(records: &Records<'_>, findings: &mut Findings<'_>) {
    let config = records.config;
    records.risks.judge(findings, &[&LEVEL, &REVIEWED], |risk| {
        if !is_open(risk)? {
            return Ok(None);
        }
        let days = if is_high(risk)? {
            config.high_review_days
        } else {
            config.review_days
        };
        let expected = format!(
            "reviewed at most {days} days before {}, next review not overdue",
            records.as_of
        );
        let mut faults = Faults::new();
        let fine = records.recent(&mut faults, risk, &REVIEWED, days)?;
        if let Some(next) = risk.day(&NEXT_REVIEW)?.filter(|next| *next < records.as_of) {
            faults.wrong(format!("the next review was due {next}"));
        }
        Ok(Some(faults.finding(risk, &expected, &fine)))
    });
}

/// A risk assessment is held every year
///
/// A risk assessment that somebody approved, with a report, was completed at most `assessment-days` ago,
/// and in a Type 2 period no gap is longer. Auditors ask for the report of the assessment beside the
/// register that came out of it.
#[control(
    severity = High,
    method = Records,
    implements("CC3.2" = "Risks to the objectives are identified and analysed in a regular assessment."),
    supports("CC5.1" = "Controls are chosen by what the assessment found."),
    needs("risk-assessments"),
    remedy = "Hold the assessment, have it approved, and record the day and where the report is.",
)]
pub(crate) fn risk_assessment_held(records: &Records<'_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "risk assessments",
        every_days: records.config.assessment_days,
    };
    let needs = [&HELD, &APPROVED_BY, &REPORT];
    records
        .assessments
        .recurs(records.check, findings, &needs, recurrence, |assessment| {
            let counts = assessment.reference(&APPROVED_BY).is_some()
                && assessment.reference(&REPORT).is_some();
            Ok(assessment.day(&HELD)?.filter(|_| counts))
        });
}
