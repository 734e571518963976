//! All registers of a check, and what several rules ask of them.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Field, Record, Register};
use tickmark_plugin::roster::Roster;
use tickmark_plugin::words::mentions;

use crate::config::Config;
use crate::specs::{self, CATEGORY, LEVEL, LEVELS, Level, RISK_STATES, STATUS, TITLE};

/// Everything that the rules judge.
pub(crate) struct Records<'a> {
    pub(crate) check: &'a Check<'a, Config>,
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
    /// What was due before this day is not asked about any more.
    pub(crate) since: Day,
    pub(crate) roster: Roster,
    pub(crate) risks: Register,
    pub(crate) assessments: Register,
    pub(crate) changes: Register,
    pub(crate) conflicts: Register,
    pub(crate) findings: Register,
    pub(crate) controls: Register,
    pub(crate) processes: Register,
    pub(crate) insurances: Register,
}

impl<'a> Records<'a> {
    pub(crate) fn read(check: &'a Check<'a, Config>, report: &mut Report) -> Self {
        let config = &check.config;
        let mut read = |spec, layout| Register::read(check, spec, layout, report);
        Self {
            check,
            config,
            as_of: check.as_of,
            since: check.since(config.look_back_days),
            risks: read(&specs::RISKS, &config.risks),
            assessments: read(&specs::ASSESSMENTS, &config.risk_assessments),
            changes: read(&specs::CHANGES, &config.changes),
            conflicts: read(&specs::CONFLICTS, &config.duty_conflicts),
            findings: read(&specs::FINDINGS, &config.findings),
            controls: read(&specs::CONTROLS, &config.controls),
            processes: read(&specs::PROCESSES, &config.impact_analysis),
            insurances: read(&specs::INSURANCES, &config.insurance),
            roster: Roster::read(check, &config.roster, report),
        }
    }

    /// Asks for a past day at most so many days ago, and says it.
    pub(crate) fn recent(
        &self,
        faults: &mut Faults,
        record: &Record<'_>,
        field: &Field,
        days: u32,
    ) -> Result<String, Problem> {
        let name = field.name;
        match record.day(field)?.filter(|day| *day <= self.as_of) {
            None => faults.wrong(format!("never {name}")),
            Some(day) if self.as_of.days_since(day) > i64::from(days) => {
                faults.wrong(format!(
                    "{name} {day}, {} days before",
                    self.as_of.days_since(day)
                ));
            }
            Some(day) => return Ok(format!("{name} {day}")),
        }
        Ok(String::new())
    }

    /// Whether a risk of one of these kinds was reviewed in time: the best of them decides.
    pub(crate) fn some_risk(&self, findings: &mut Findings<'_>, subject: &str, kinds: &[String]) {
        let needs = [&CATEGORY, &specs::REVIEWED];
        let risks = &self.risks;
        if risks.is_absent() {
            return;
        }
        risks.report_problems(findings, &needs);
        let days = self.config.review_days;
        let mut unread = !risks.problems(&needs).is_empty();
        let mut last: Option<(Day, Record<'_>)> = None;
        for risk in risks.records().filter(|risk| is_of_kind(risk, kinds)) {
            let day =
                is_open(&risk).and_then(|open| Ok(risk.day(&specs::REVIEWED)?.filter(|_| open)));
            match day {
                Ok(Some(day))
                    if day <= self.as_of && last.is_none_or(|(latest, _)| day > latest) =>
                {
                    last = Some((day, risk));
                }
                Ok(_) => {}
                Err(problem) => {
                    unread = true;
                    findings.problem(&risk.subject(), &problem);
                }
            }
        }
        let finding = match last {
            Some((day, risk)) => {
                Finding::when(self.as_of.days_since(day) <= i64::from(days), subject)
                    .actual(format!(
                        "{} reviewed {day}",
                        tickmark_plugin::brief(&risk.subject(), 150)
                    ))
                    .at(risk.place())
            }
            None if unread => Finding::inconclusive(subject)
                .actual("none in the part of the register that can be read"),
            None => risks.files().iter().cloned().fold(
                Finding::fail(subject).actual("no open risk of this kind was reviewed"),
                Finding::at,
            ),
        };
        findings.push(finding.expected(format!(
            "an open risk of this kind reviewed at most {days} days before {}",
            self.as_of
        )));
        findings.complete(risks.files().to_vec());
    }
}

/// Whether a risk is still open. One without a status is.
pub(crate) fn is_open(risk: &Record<'_>) -> Result<bool, Problem> {
    Ok(risk.choice(&STATUS, RISK_STATES)?.unwrap_or(true))
}

/// A risk's level, in words or as a number that says nothing without its scale.
pub(crate) fn level(record: &Record<'_>, field: &Field) -> Result<Option<Level>, Problem> {
    record.choice(field, LEVELS)
}

/// Whether a risk is high. Without a level nobody can tell.
pub(crate) fn is_high(risk: &Record<'_>) -> Result<bool, Problem> {
    let level = level(risk, &LEVEL)?.ok_or_else(|| risk.problem("`level` is not stated"))?;
    Ok(level >= Level::High)
}

/// Whether a word of the category or title begins with one of the kinds: `changes` is of `change`,
/// `exchange` is not.
fn is_of_kind(risk: &Record<'_>, kinds: &[String]) -> bool {
    let mentions = |text| kinds.iter().any(|kind| mentions(text, kind));
    mentions(risk.raw(&CATEGORY)) || mentions(risk.raw(&TITLE))
}
