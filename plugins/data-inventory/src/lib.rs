//! What data an organisation holds: where, for what, for how long, and how it is disposed of.
//!
//! `specs` names the registers and their fields, `rules` judges them. Whether a store really is encrypted
//! or private is for the plugins that read configuration; here the inventory has to say so.

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
pub struct DataInventory;

tickmark_plugin::export!(DataInventory);

impl Plugin for DataInventory {
    const ID: &'static str = "data-inventory";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Data inventory, retention and disposal";
    const DESCRIPTION: &'static str = "Holds the inventory of data stores to be complete, and \
         reconciles it with how old the oldest records are, what was disposed of and deleted for \
         customers who left, and what personal data is used for.";

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
