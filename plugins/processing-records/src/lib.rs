//! Records of processing: what was specified, what was taken in, processed, handed out and kept.
//!
//! `specs` names the registers and their fields, `suites` reads the results of validation tests, `rules`
//! judge. Counts decide: what went in came out or was rejected, and what was made was delivered.

mod config;
mod registers;
mod rules;
mod specs;
mod suites;

use tickmark_plugin::prelude::*;

pub use config::Config;
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct ProcessingRecords;

tickmark_plugin::export!(ProcessingRecords);

impl Plugin for ProcessingRecords {
    const ID: &'static str = "processing-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Processing specifications, job runs and reconciliations";
    const DESCRIPTION: &'static str = "Holds specifications of processing to be current, validation \
         tests to pass, and reconciles job runs, rejected records, deliveries and checks of stored \
         items count by count.";

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
