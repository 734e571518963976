//! Vendors: how each was assessed, what it committed to, what its auditor's report shows, and what was done
//! when it reported an incident.
//!
//! `specs` names the registers and their fields, `rules` judges them. The plugin reads what the organisation
//! recorded about a report; the report itself is for people to read.

mod config;
mod registers;
mod rules;
mod specs;
mod words;

use tickmark_plugin::prelude::*;

pub use config::{Config, ReportKind, Tier};
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct VendorRecords;

tickmark_plugin::export!(VendorRecords);

impl Plugin for VendorRecords {
    const ID: &'static str = "vendor-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Vendors and partners";
    const DESCRIPTION: &'static str = "Judges whether vendors are assessed before use and reviewed after, \
         whether their reports are current and their user entity controls answered, and whether those with \
         personal data have agreed to protect it and to tell of breaches.";

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
