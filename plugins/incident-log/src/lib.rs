//! The log of incidents, from the alert to the lesson learned: triage, decision, containment, recovery,
//! follow-up, and the exercises that stand for them while nothing happens.
//!
//! `specs` names the registers and their fields, `rules` judges them. Whether the plan for incidents is in
//! force is for the plugin that reads policies.

mod config;
mod registers;
mod rules;
mod specs;
mod words;

use tickmark_plugin::prelude::*;

pub use config::{Config, Hours, Level};
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct IncidentLog;

tickmark_plugin::export!(IncidentLog);

impl Plugin for IncidentLog {
    const ID: &'static str = "incident-log";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Alerts, incidents and exercises";
    const DESCRIPTION: &'static str = "Judges whether alerts are triaged and decided on in time, whether \
         incidents are contained, resolved, told and learned from, and whether response and recovery are \
         exercised.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        specs::inputs()
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        RULES
            .iter()
            .filter(|rule| config.is_none_or(|config| config.claims(rule.control.id)))
            .map(|rule| rule.control.to_control())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let registers = Registers::read(check, &mut report)?;
        for rule in RULES {
            if check.config.claims(rule.control.id) {
                (rule.check)(&registers, &mut report.rule(rule));
            }
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
