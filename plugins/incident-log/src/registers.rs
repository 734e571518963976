//! Everything that the rules read.

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Layout, Record, Register, Spec};
use tickmark_plugin::roster::{ROSTER, Roster};

use crate::Config;
use crate::config::Level;
use crate::specs::{
    ACTIONS, ALERTS, DECISION, DETECTED, EXERCISES, INCIDENTS, RECOVERY_TESTS, SEVERITY,
};
use crate::words::{DECISIONS, LEVELS};

/// The registers of one check, with the check.
pub(crate) struct Registers<'c, 'e> {
    pub(crate) check: &'c Check<'e, Config>,
    pub(crate) alerts: Register,
    pub(crate) incidents: Register,
    pub(crate) actions: Register,
    pub(crate) exercises: Register,
    pub(crate) recovery_tests: Register,
    pub(crate) roster: Roster,
}

impl<'c, 'e> Registers<'c, 'e> {
    pub(crate) fn read(check: &'c Check<'e, Config>, report: &mut Report) -> Result<Self, Failure> {
        let config = &check.config;
        let mut read = |spec: &'static Spec, layout: &Layout| {
            layout.validate(spec)?;
            Ok(Register::read(check, spec, layout, report))
        };
        let alerts = read(&ALERTS, &config.alerts)?;
        let incidents = read(&INCIDENTS, &config.incidents)?;
        let actions = read(&ACTIONS, &config.actions)?;
        let exercises = read(&EXERCISES, &config.exercises)?;
        let recovery_tests = read(&RECOVERY_TESTS, &config.recovery_tests)?;
        config.roster.validate(&ROSTER)?;
        Ok(Self {
            check,
            alerts,
            incidents,
            actions,
            exercises,
            recovery_tests,
            roster: Roster::read(check, &config.roster, report),
        })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.check.config
    }
}

/// How severe a record is. Without a word about it nobody can say in which time it has to be handled.
pub(crate) fn level(record: &Record<'_>) -> Result<Level, Problem> {
    record
        .choice(&SEVERITY, LEVELS)?
        .ok_or_else(|| record.problem("no severity is stated"))
}

/// A time that the record has to state.
pub(crate) fn stated(record: &Record<'_>, field: &Field) -> Result<Moment, Problem> {
    let moment = record
        .moment(field)?
        .ok_or_else(|| record.problem(format!("`{}` is not stated", field.name)))?;
    if moment.day() > record.shown_on() {
        return Err(record.problem(format!("`{}` lies in the future: {moment}", field.name)));
    }
    Ok(moment)
}

/// An incident that was not dismissed, with its severity and when it was detected.
pub(crate) fn incident(record: &Record<'_>) -> Result<Option<(Level, Moment)>, Problem> {
    if record.choice(&DECISION, DECISIONS)? == Some(false) {
        return Ok(None);
    }
    Ok(Some((level(record)?, stated(record, &DETECTED)?)))
}
