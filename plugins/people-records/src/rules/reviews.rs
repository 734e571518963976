//! Performance reviews.

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::records::Records;
use crate::specs::{DONE_STATES, PERSON, REVIEWED, REVIEWER, STATUS};

/// Everybody's performance is reviewed by somebody else
///
/// Every current employee who has been here for longer than `review-days` has a completed review that is
/// not older, by a person other than themselves. Reviews are where people answer for their part in the
/// controls; auditors sample them by date and reviewer, and need no text.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.5" = "People answer for their responsibilities in a regular evaluation."),
    supports("CC1.4" = "Reviews show whether somebody is still competent for the work."),
    needs("roster", "performance-reviews"),
    remedy = "Hold the review, record its date and reviewer in the HR system, and export the reviews again.",
)]
pub(crate) fn performance_reviews_current(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.review_days;
    let expected = format!(
        "a review by somebody else at most {days} days before {}",
        records.as_of
    );
    let needs = [&PERSON, &REVIEWER, &REVIEWED];
    records.each_worker(findings, &records.reviews, &needs, |worker, rows| {
        if !worker.is_current() || (worker.contractor && !records.config.review_contractors) {
            return Ok(None);
        }
        let who = if worker.email.is_empty() {
            &worker.name
        } else {
            &worker.email
        };
        // Many cycles have a self-assessment beside the review; it counts only where there is nothing else.
        let mut last: Option<((bool, Day), &Record<'_>)> = None;
        for row in &rows.rows {
            let open = row.choice(&STATUS, DONE_STATES)? == Some(false);
            let Some(day) = row
                .day(&REVIEWED)?
                .filter(|day| *day <= records.as_of && !open)
            else {
                continue;
            };
            let recent = records.as_of.days_since(day) <= i64::from(days);
            let by_another = recent
                && row.text(&REVIEWER).is_some_and(|reviewer| {
                    records.roster.likeness(reviewer, who) == Likeness::Different
                });
            if last.is_none_or(|(latest, _)| (by_another, day) > latest) {
                last = Some(((by_another, day), row));
            }
        }
        let last = last.map(|((_, day), row)| (day, row));
        let is_new = |start: Day| records.as_of.days_since(start) <= i64::from(days);
        let finding = match (last, worker.start) {
            (Some((day, row)), _) if records.as_of.days_since(day) <= i64::from(days) => {
                let reviewer = row.text(&REVIEWER).unwrap_or_default();
                let by = format!(
                    "reviewed {day} by {}",
                    if reviewer.is_empty() {
                        "nobody named"
                    } else {
                        reviewer
                    }
                );
                match records.roster.likeness(reviewer, who) {
                    _ if reviewer.is_empty() => Finding::fail(&worker.label).actual(by),
                    Likeness::Different => Finding::pass(&worker.label).actual(by),
                    Likeness::Same => {
                        Finding::fail(&worker.label).actual(format!("{by}, who is the same person"))
                    }
                    Likeness::Unclear => Finding::inconclusive(&worker.label)
                        .actual(format!("{by}, who may be the same person")),
                }
                .at(row.place())
            }
            (_, Some(start)) if is_new(start) => {
                Finding::not_applicable(&worker.label).actual(format!("started {start}"))
            }
            (Some((day, row)), _) => {
                let late = Finding::fail(&worker.label)
                    .actual(format!(
                        "the last was on {day}, {} days before",
                        records.as_of.days_since(day)
                    ))
                    .at(row.place());
                records.excused(worker, late)
            }
            (None, _) => records.excused(worker, rows.missed(worker, "no completed review")),
        };
        Ok(Some(finding.expected(&expected)))
    });
}
