//! All registers of a check, and the rows that are about one worker.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record, Register};
use tickmark_plugin::roster::{Roster, Standing, Worker, who};

use crate::config::Config;
use crate::specs::{self, PERSON};

/// Everything that the rules judge.
pub(crate) struct Records<'a> {
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
    /// What became due before this day is no longer asked about, once it is done.
    pub(crate) since: Day,
    pub(crate) roster: Roster,
    pub(crate) acknowledgements: Register,
    pub(crate) policies: Register,
    pub(crate) screenings: Register,
    pub(crate) trainings: Register,
    pub(crate) reviews: Register,
    pub(crate) violations: Register,
    pub(crate) channels: Register,
}

impl<'a> Records<'a> {
    pub(crate) fn read(check: &'a Check<'_, Config>, report: &mut Report) -> Self {
        let config = &check.config;
        let mut read = |spec, layout| Register::read(check, spec, layout, report);
        Self {
            config,
            as_of: check.as_of,
            since: check.since(config.look_back_days),
            acknowledgements: read(&specs::ACKNOWLEDGEMENTS, &config.acknowledgements),
            policies: read(&specs::POLICIES, &config.policies),
            screenings: read(&specs::SCREENINGS, &config.screenings),
            trainings: read(&specs::TRAININGS, &config.trainings),
            reviews: read(&specs::REVIEWS, &config.performance_reviews),
            violations: read(&specs::VIOLATIONS, &config.violations),
            channels: read(&specs::CHANNELS, &config.reporting_channels),
            roster: Roster::read(check, &config.roster, report),
        }
    }

    /// Judges every worker by the rows of a register that are about them.
    pub(crate) fn each_worker(
        &self,
        findings: &mut Findings<'_>,
        register: &Register,
        needs: &[&Field],
        mut judge: impl FnMut(&Worker, &Rows<'_>) -> Result<Option<Finding>, Problem>,
    ) {
        if register.is_absent() || self.roster.is_absent() {
            return;
        }
        register.report_problems(findings, needs);
        let broken = !register.problems(needs).is_empty();
        let mut index: BTreeMap<String, Vec<Record<'_>>> = BTreeMap::new();
        for record in register.records() {
            if let Some(person) = record.text(&PERSON)
                && needs.iter().all(|field| record.has(field))
            {
                index.entry(who(person)).or_default().push(record);
            }
        }
        self.roster.judge(findings, |worker| {
            let rows = match self.rows_of(worker, &index) {
                Ok(rows) => Rows { rows, broken },
                Err(why) => return Ok(Some(Finding::inconclusive(&worker.label).actual(why))),
            };
            judge(worker, &rows)
        });
    }

    fn rows_of<'r>(
        &self,
        worker: &Worker,
        index: &BTreeMap<String, Vec<Record<'r>>>,
    ) -> Result<Vec<Record<'r>>, String> {
        let mut keys = vec![who(&worker.email), who(&worker.id), who(&worker.name)];
        keys.sort();
        keys.dedup();
        let mut rows = Vec::new();
        for key in keys.iter().filter(|key| !key.is_empty()) {
            let Some(found) = index.get(key) else {
                continue;
            };
            if self.roster.is_shared(key, worker) {
                return Err(format!(
                    "the register names `{}`, which may be another worker",
                    found.first().map_or("", |record| record.raw(&PERSON))
                ));
            }
            rows.extend(found.iter().copied());
        }
        Ok(rows)
    }

    /// What somebody on leave has not done is due on return. What was done late or wrong stays so.
    pub(crate) fn excused(&self, worker: &Worker, finding: Finding) -> Finding {
        if worker.standing == Standing::OnLeave
            && self.config.excuse_leave
            && finding.outcome == Outcome::Fail
        {
            return Finding {
                outcome: Outcome::NotApplicable,
                actual: format!("on leave, due on return: {}", finding.actual),
                ..finding
            };
        }
        finding
    }
}

/// What a register says about one worker.
pub(crate) struct Rows<'a> {
    pub(crate) rows: Vec<Record<'a>>,
    /// Whether parts of the register could not be read, so that what is missed may stand there.
    broken: bool,
}

impl Rows<'_> {
    /// A finding that what was looked for is not there.
    pub(crate) fn missed(&self, worker: &Worker, what: impl Into<String>) -> Finding {
        let what = what.into();
        if self.broken {
            Finding::inconclusive(&worker.label).actual(format!(
                "{what} in the part of the register that can be read"
            ))
        } else {
            Finding::fail(&worker.label).actual(what)
        }
    }
}
