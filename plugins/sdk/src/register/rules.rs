//! Rules that many registers share: what is filled in, what recurs, what is done in time.

use std::fmt;

use crate::{Check, Day, Finding, Findings, Location, Moment, Problem};

use super::{Field, Record, Register};

/// By how much the clocks of two systems may differ.
const CLOCK_HOURS: f64 = 0.1;

/// Limits of fewer hours cannot be judged by days.
const DAY_HOURS: u32 = 24;

/// Something that has to happen again and again.
#[derive(Debug, Clone, Copy)]
pub struct Recurrence<'a> {
    /// What recurs; the subject of the finding.
    pub subject: &'a str,
    /// The most days between two of them.
    pub every_days: u32,
}

impl Register {
    /// Every record has all of these fields filled in.
    pub fn filled(&self, findings: &mut Findings<'_>, fields: &[&Field]) {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let expected = format!("`{}` stated", names.join("`, `"));
        self.judge(findings, fields, |record| {
            let empty: Vec<&str> = fields
                .iter()
                .filter(|field| record.text(field).is_none())
                .map(|field| field.name)
                .collect();
            let finding = if empty.is_empty() {
                record.pass().actual("all stated")
            } else {
                record
                    .fail()
                    .actual(format!("`{}` not stated", empty.join("`, `")))
            };
            Ok(Some(finding.expected(&expected)))
        });
    }

    /// What a register records recurs often enough: the last time lies at most `every_days` before the
    /// as-of date, and in the period of a Type 2 assessment no gap is longer. `when` gives the day of a record that
    /// counts, and nothing for one that does not. Days after the as-of date are plans and show nothing.
    pub fn recurs<C>(
        &self,
        check: &Check<'_, C>,
        findings: &mut Findings<'_>,
        needs: &[&Field],
        recurrence: Recurrence<'_>,
        mut when: impl FnMut(&Record<'_>) -> Result<Option<Day>, Problem>,
    ) {
        if self.is_absent() {
            return;
        }
        self.report_problems(findings, needs);
        let mut unread = !self.problems(needs).is_empty();
        let mut days: Vec<(Day, Location)> = Vec::new();
        for record in self.records().filter(|record| record.has_all(needs)) {
            match when(&record) {
                Ok(Some(day)) if day <= check.as_of => days.push((day, record.place())),
                Ok(_) => {}
                Err(problem) => {
                    findings.problem(&record.subject(), &problem);
                    unread = true;
                }
            }
        }
        days.sort_by(|one, other| {
            (one.0, &one.1.path, one.1.line).cmp(&(other.0, &other.1.path, other.1.line))
        });
        let start = check
            .period
            .as_ref()
            .and_then(|period| Day::parse(&period.start).ok());
        let mut finding = self.recurrence(recurrence, &days, start);
        // What could not be read may be the one that is missing.
        if unread && finding.outcome == crate::Outcome::Fail {
            finding.outcome = crate::Outcome::Inconclusive;
        }
        findings.push(finding);
        findings.complete(self.files().to_vec());
    }

    fn recurrence(
        &self,
        Recurrence {
            subject,
            every_days,
        }: Recurrence<'_>,
        days: &[(Day, Location)],
        start: Option<Day>,
    ) -> Finding {
        let expected = match start {
            None => format!("at most {every_days} days before {}", self.as_of()),
            Some(start) => format!(
                "at most {every_days} days apart from {start} to {}",
                self.as_of()
            ),
        };
        let Some((last, place)) = days.last() else {
            let finding = Finding::fail(subject)
                .expected(expected)
                .actual("none is recorded");
            return self.files().iter().cloned().fold(finding, Finding::at);
        };
        let limit = i64::from(every_days);
        let ago = self.as_of().days_since(*last);
        if ago > limit {
            return Finding::fail(subject)
                .expected(expected)
                .actual(format!("the last was on {last}, {ago} days before"))
                .at(place.clone());
        }
        if let Some(start) = start {
            // The period's first day counts as if something had happened on it only where nothing did
            // before: a gap that began earlier is as long as it is.
            let before = days.iter().rev().find(|(day, _)| *day < start);
            let mut earlier = before.map_or(start, |(day, _)| *day);
            for (day, place) in days.iter().filter(|(day, _)| *day >= start) {
                let gap = day.days_since(earlier);
                if gap > limit {
                    return Finding::fail(subject)
                        .expected(expected)
                        .actual(format!("{gap} days from {earlier} to {day}"))
                        .at(place.clone());
                }
                earlier = *day;
            }
        }
        Finding::pass(subject)
            .expected(expected)
            .actual(format!("the last was on {last}, {ago} days before"))
            .at(place.clone())
    }
}

impl Record<'_> {
    /// Whether something was done within so many hours. What is open is judged at the moment whose state
    /// the record shows; while it is within its hours it shows nothing yet and does not apply.
    ///
    /// Where of both only the day is known, whole days are counted. Where of one only the day is known, or
    /// the limit is below a day, it is judged only if it is kept, or missed, at whatever time of the day it
    /// was.
    pub fn done_within(
        &self,
        what: &str,
        from: Moment,
        done: Option<Moment>,
        hours: u32,
    ) -> Finding {
        let limit = f64::from(hours);
        let expected = format!("{what} within {} of {from}", Span(limit));
        let finding = match done {
            _ if from.day() > self.shown_on() => self
                .inconclusive()
                .actual(format!("{from} lies in the future")),
            Some(done) if done.day() > self.shown_on() => self.inconclusive().actual(format!(
                "{what} {done}, which is after {}, the day that the record shows",
                self.shown_on()
            )),
            Some(done) if done.hours_since(from) < -CLOCK_HOURS => self
                .inconclusive()
                .actual(format!("{what} {done}, which is before {from}")),
            Some(done)
                if from.is_whole_day() != done.is_whole_day()
                    || (hours < DAY_HOURS && from.is_whole_day()) =>
            {
                let (fewest, most) = done.span_since(from);
                let told = if from.is_whole_day() {
                    format!("{what} {done}, of {from} the time of day is not stated")
                } else {
                    format!("{what} {done}, of which the time of day is not stated")
                };
                if most <= limit {
                    self.pass().actual(told)
                } else if fewest > limit {
                    self.fail().actual(told)
                } else {
                    self.inconclusive().actual(told)
                }
            }
            Some(done) => {
                let took = done.hours_since(from).max(0.0);
                self.when(took <= limit)
                    .actual(format!("{what} after {}", Span(took)))
            }
            None => {
                let open = if from.is_whole_day() {
                    Moment::from(self.shown_on()).hours_since(from)
                } else {
                    self.shown_at().hours_since(from)
                };
                if open > limit {
                    self.fail()
                        .actual(format!("not {what} after {}", Span(open)))
                } else {
                    self.not_applicable()
                        .actual(format!("not {what} yet, after {}", Span(open.max(0.0))))
                }
            }
        };
        finding.expected(expected)
    }
}

/// Hours, told in the units that people use for them. Below ten of a unit the next smaller one is told
/// too, so that what took a little longer than its limit does not read as long as it.
struct Span(f64);

impl fmt::Display for Span {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = whole((self.0 * 3600.0).round()) / 60;
        let (hours, days) = (minutes / 60, minutes / (60 * 24));
        let (number, unit, rest, part) = if hours >= 72 {
            (days, "day", hours % 24, "hour")
        } else if hours >= 1 {
            (hours, "hour", minutes % 60, "minute")
        } else {
            (minutes, "minute", 0, "")
        };
        write!(text, "{number} {unit}{}", plural(number))?;
        if number < 10 && rest > 0 {
            write!(text, " {rest} {part}{}", plural(rest))?;
        }
        Ok(())
    }
}

fn plural(number: i64) -> &'static str {
    if number == 1 { "" } else { "s" }
}

/// A number without its fraction. Writing a float takes many times as long as writing an integer.
fn whole(number: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the fraction is meant to go, and the cast saturates"
    )]
    let whole = number.floor() as i64;
    whole
}
