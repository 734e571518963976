//! The quality of personal data.

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record, Share};
use tickmark_plugin::words::words;

use crate::registers::Registers;
use crate::specs::{DATASET, DATE, DEFECTS, THRESHOLD, TICKET};

/// Personal data is checked every quarter, and defects are few or followed up
///
/// Of each dataset the latest check is recent enough (`quality-check-days`) and its share of defects is
/// within the threshold of its row, or a ticket that is named follows it up (GDPR Art. 5(1)(d)). Of several
/// checks of which nobody can say which came last, the worst counts.
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
        if let Err(problem) = checked_at(&record) {
            findings.problem(&record.subject(), &problem);
        }
    }
    for rows in checks.by(&DATASET).into_values() {
        let Some(name) = rows.first().and_then(|row| row.text(&DATASET)) else {
            continue;
        };
        let finding = latest(&rows)
            .into_iter()
            .map(|(day, row)| {
                if as_of.days_since(day) > i64::from(most) {
                    return Finding::fail(name)
                        .actual(format!("last checked on {day}"))
                        .at(row.place());
                }
                result(name, day, row).unwrap_or_else(|problem| {
                    Finding::inconclusive(name)
                        .actual(problem.message)
                        .at(problem.place)
                })
            })
            .min_by_key(|finding| match finding.outcome {
                Outcome::Fail => 0,
                Outcome::Pass => 2,
                _ => 1,
            })
            .unwrap_or_else(|| {
                Finding::fail(name)
                    .actual("never checked")
                    .at(rows[0].place())
            });
        findings.push(finding.expected(&expected));
    }
    findings.complete(checks.files().to_vec());
}

/// When a check was made. Nothing for a row without a result that is only planned.
fn checked_at(record: &Record<'_>) -> Result<Option<Moment>, Problem> {
    if record.name(&DATASET).is_none() {
        return Err(record.problem("the row names no dataset"));
    }
    let at = record.moment(&DATE)?;
    match at {
        Some(at) if at.day() <= record.shown_on() => Ok(Some(at)),
        _ if record.text(&DEFECTS).is_none() => Ok(None),
        Some(at) => Err(record.problem(format!("checked {at}, which is to come"))),
        None => Err(record.problem("when it was checked is not stated")),
    }
}

/// The latest checks of one dataset, which are several where nobody can say which of them came last.
fn latest<'r, 'a>(rows: &'r [Record<'a>]) -> Vec<(Day, &'r Record<'a>)> {
    let made: Vec<(Moment, &Record<'_>)> = rows
        .iter()
        .filter_map(|row| Some((checked_at(row).ok()??, row)))
        .collect();
    let Some(last) = made.iter().map(|(at, _)| *at).max() else {
        return Vec::new();
    };
    let day = last.day();
    let timed = made
        .iter()
        .all(|(at, _)| at.day() != day || !at.is_whole_day());
    made.into_iter()
        .filter(|(at, _)| at.day() == day && (!timed || *at == last))
        .map(|(_, row)| (day, row))
        .collect()
}

/// Judges one check by its result.
fn result(name: &str, day: Day, row: &Record<'_>) -> Result<Finding, Problem> {
    let (Some(defects), Some(threshold)) = (Share::of(row, &DEFECTS)?, Share::of(row, &THRESHOLD)?)
    else {
        return Ok(Finding::inconclusive(name)
            .actual(format!("defects or threshold of {day} not stated"))
            .at(row.place()));
    };
    // Both fields are documented in percent; a `%` behind one of them alone says that they are written
    // differently.
    let alike = defects.marked == threshold.marked;
    let known = |share: Share, field: &Field| {
        if says_percent(row, field) || (alike && row.is_as_documented(field)) {
            share.in_percent()
        } else {
            share
        }
    };
    let (defects, threshold) = (known(defects, &DEFECTS), known(threshold, &THRESHOLD));
    let (found, accepted) = (defects.written, threshold.written);
    let finding = match (threshold.at_least(defects), row.reference(&TICKET)) {
        (None, _) => Finding::inconclusive(name).actual(defects.unclear(threshold)),
        (Some(true), _) => {
            Finding::pass(name).actual(format!("{found} % on {day}, {accepted} % accepted"))
        }
        (Some(false), Some(ticket)) => {
            Finding::pass(name).actual(format!("{found} % on {day}, followed up in {ticket}"))
        }
        (Some(false), None) => {
            Finding::fail(name).actual(format!("{found} % on {day}, {accepted} % accepted"))
        }
    };
    Ok(finding.at(row.place()))
}

/// Whether the name of a field's column says that it holds percentages.
fn says_percent(row: &Record<'_>, field: &Field) -> bool {
    row.column(field).is_some_and(|column| {
        column.contains('%')
            || words(column)
                .split(' ')
                .any(|word| ["pct", "percent", "percentage"].contains(&word))
    })
}
