//! The quality of personal data.

use tickmark_plugin::prelude::*;

use crate::registers::Registers;
use crate::specs::{DATASET, DATE, DEFECTS, THRESHOLD, TICKET};

/// Personal data is checked every quarter, and defects are few or followed up
///
/// Of each dataset the latest check is recent enough (`quality-check-days`) and its share of defects is
/// within the threshold of its row, or a ticket follows it up (GDPR Art. 5(1)(d)).
#[control(
    severity = Medium,
    method = Records,
    implements("P7.1" = "That personal information is right and current is checked, and what is wrong is mended."),
    needs("quality-checks"),
    remedy = "Check the dataset, correct what is wrong, and follow up a share above the threshold in a \
              ticket that the row names.",
)]
pub(crate) fn personal_data_checked(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let checks = &registers.quality_checks;
    if checks.is_absent() {
        return;
    }
    let needs = [&DATASET, &DATE, &DEFECTS, &THRESHOLD];
    checks.report_problems(findings, &needs);
    let as_of = registers.as_of();
    let most = registers.config().quality_check_days;
    let expected = format!(
        "checked at most {most} days before {as_of}, defects within the threshold or followed up"
    );
    for record in checks.records() {
        if record.key(&DATASET).is_none() {
            findings.problem(
                &record.subject(),
                &record.problem("the row names no dataset"),
            );
        } else if let Err(problem) = record.day(&DATE) {
            findings.problem(&record.subject(), &problem);
        }
    }
    for rows in checks.by(&DATASET).into_values() {
        let Some(name) = rows.first().and_then(|row| row.text(&DATASET)) else {
            continue;
        };
        let latest = rows
            .iter()
            .filter_map(|row| Some((row.day(&DATE).ok()??, row)))
            .filter(|(day, _)| *day <= as_of)
            .max_by_key(|(day, row)| (*day, std::cmp::Reverse(row.place().line)));
        let finding = match latest {
            None => Finding::fail(name)
                .actual("never checked")
                .at(rows[0].place()),
            Some((day, row)) => {
                let (defects, threshold) = match (row.number(&DEFECTS), row.number(&THRESHOLD)) {
                    (Ok(defects), Ok(threshold)) => (defects, threshold),
                    (Err(problem), _) | (_, Err(problem)) => {
                        findings.problem(name, &problem);
                        continue;
                    }
                };
                match (defects, threshold) {
                    _ if as_of.days_since(day) > i64::from(most) => {
                        Finding::fail(name).actual(format!("last checked on {day}"))
                    }
                    (Some(defects), Some(threshold)) if defects <= threshold => Finding::pass(name)
                        .actual(format!("{defects} % on {day}, {threshold} % accepted")),
                    (Some(defects), Some(threshold)) => match row.text(&TICKET) {
                        Some(ticket) => Finding::pass(name)
                            .actual(format!("{defects} % on {day}, followed up in {ticket}")),
                        None => Finding::fail(name)
                            .actual(format!("{defects} % on {day}, {threshold} % accepted")),
                    },
                    _ => Finding::inconclusive(name)
                        .actual(format!("defects or threshold of {day} not stated")),
                }
                .at(row.place())
            }
        };
        findings.push(finding.expected(&expected));
    }
    findings.complete(checks.files().to_vec());
}
