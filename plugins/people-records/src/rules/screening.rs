//! Screening before somebody starts.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::roster::Worker;
use tickmark_plugin::words::key;

use crate::records::{Records, Rows};
use crate::specs::{ADJUDICATION, ADJUDICATIONS, COMPLETED, PERSON, RESULT, RESULTS, Screened};

/// Workers were screened before they started
///
/// Everybody who works here has a completed background check, dated on or before the first day (or
/// within `screening-grace-days` of it), whose result was clear or was accepted by a recorded decision.
/// Auditors sample new hires and compare the two dates. Countries where the law forbids it are
/// configured.
#[control(
    severity = High,
    method = Records,
    implements("CC1.4" = "Background and fitness are examined before somebody is given the work."),
    needs("roster", "screenings"),
    remedy = "Order the screening at once, restrict the worker's access until it is clear, and hold first days until the result is there.",
)]
pub(crate) fn workers_screened(records: &Records<'_>, findings: &mut Findings<'_>) {
    let needs = [&PERSON, &COMPLETED, &RESULT];
    records.each_worker(findings, &records.screenings, &needs, |worker, rows| {
        if !worker.is_current() {
            return Ok(None);
        }
        if let Some(why) = exempt(records, worker) {
            return Ok(Some(
                Finding::not_applicable(&worker.label)
                    .expected("a screening")
                    .actual(why),
            ));
        }
        judge(records, worker, rows).map(Some)
    });
}

fn exempt(records: &Records<'_>, worker: &Worker) -> Option<String> {
    let config = records.config;
    if worker.contractor && !config.screen_contractors {
        return Some("contractors are not screened".to_owned());
    }
    let country = key(&worker.country);
    if !country.is_empty()
        && config
            .no_screening_countries
            .iter()
            .any(|other| key(other) == country)
    {
        return Some(format!("no screening is allowed in {}", worker.country));
    }
    let since = config.screening_since?;
    let start = worker.start?;
    (start < since).then(|| format!("started {start}, before screening began on {since}"))
}

fn judge(records: &Records<'_>, worker: &Worker, rows: &Rows<'_>) -> Result<Finding, Problem> {
    let grace = records.config.screening_grace_days;
    let Some(start) = worker.start else {
        return Ok(Finding::inconclusive(&worker.label).actual("the roster states no first day"));
    };
    let due = start.plus_days(grace.into());
    let expected = format!("a clear or accepted screening completed by {due}");
    let mut best: Option<(Day, &Record<'_>)> = None;
    let mut other: Option<(&Record<'_>, String)> = None;
    for row in &rows.rows {
        let done = row.day(&COMPLETED)?.filter(|day| *day <= records.as_of);
        match (done, accepted(row)?) {
            (Some(day), Ok(())) if best.is_none_or(|(earliest, _)| day < earliest) => {
                best = Some((day, row));
            }
            (Some(_), Ok(())) => {}
            (None, Ok(())) => {
                other = Some((row, "a result without the day of its completion".to_owned()));
            }
            (_, Err(why)) => other = Some((row, why)),
        }
    }
    let finding = match (best, other) {
        (Some((day, row)), None) => {
            let late = day > due;
            let counts = late && due >= records.since;
            Finding::when(!counts, &worker.label)
                .actual(format!(
                    "completed {day}, {} the first day {start}",
                    if day > start { "after" } else { "by" }
                ))
                .at(row.place())
        }
        // Somebody who left and came back, or whose first result was doubtful: a person has to look.
        (Some((day, row)), Some((second, why))) => Finding::inconclusive(&worker.label)
            .actual(format!(
                "one screening was accepted on {day}, another says: {why}"
            ))
            .at(row.place())
            .at(second.place()),
        (None, Some((row, why))) => Finding::fail(&worker.label).actual(why).at(row.place()),
        (None, None) => rows.missed(worker, "no screening"),
    };
    Ok(finding.expected(expected))
}

/// Whether a screening lets somebody start; why not, where it does not.
fn accepted(row: &Record<'_>) -> Result<Result<(), String>, Problem> {
    let result = row
        .choice(&RESULT, RESULTS)?
        .ok_or_else(|| row.problem("`result` is not stated"))?;
    let word = row.raw(&RESULT);
    Ok(match result {
        Screened::Clear => Ok(()),
        Screened::Consider if row.choice(&ADJUDICATION, ADJUDICATIONS)? == Some(true) => Ok(()),
        Screened::Consider => Err(format!(
            "the result is `{word}`, and no decision accepts it"
        )),
        Screened::Adverse | Screened::Open => Err(format!("the result is `{word}`")),
    })
}
