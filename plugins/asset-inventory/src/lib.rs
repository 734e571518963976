//! The inventory of assets, held against what covers them (agents, log sources, device management), what
//! became of those that were retired, and who may enter the offices where they stand.
//!
//! `specs` names the registers and their fields, `machines` finds the same machine in two of them, `rules`
//! judges.

mod config;
mod machines;
mod registers;
mod rules;
mod specs;
mod words;

use tickmark_plugin::prelude::*;

pub use config::{Config, Kind, OptionalControl};
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct AssetInventory;

tickmark_plugin::export!(AssetInventory);

impl Plugin for AssetInventory {
    const ID: &'static str = "asset-inventory";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Assets, their coverage, disposal and physical access";
    const DESCRIPTION: &'static str = "Reconciles the inventory of assets with the exports of endpoint \
         protection, log sources and device management, with the log of disposals, and office badges with \
         the roster.";

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
