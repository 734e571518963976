//! Records of availability: backups and what was restored from them, exercises of recovery, capacity and
//! uptime.
//!
//! `specs` names the registers and their fields, `rules` judges them. The plugin reads records of what
//! was done; how backups are configured is for the plugins that read configuration.

mod config;
mod registers;
mod rules;
mod specs;

use tickmark_plugin::prelude::*;

pub use config::Config;
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct AvailabilityRecords;

tickmark_plugin::export!(AvailabilityRecords);

impl Plugin for AvailabilityRecords {
    const ID: &'static str = "availability-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Backups, recovery tests, capacity and uptime";
    const DESCRIPTION: &'static str = "Reconciles the log of backup jobs with the list of what has to \
         be backed up, restore tests and recovery exercises with their targets, and capacity and \
         uptime with what was committed.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        specs::inputs()
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let registers = Registers::read(check, &mut report)?;
        for rule in RULES {
            (rule.check)(&registers, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
