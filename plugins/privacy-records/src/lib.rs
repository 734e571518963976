//! Records of privacy: what people asked for, agreed to and complained about, what was disclosed and lost,
//! and the notice that tells them.
//!
//! `specs` names the registers and their fields, `answers` what a field may say instead of a name, `notice`
//! reads the privacy notice, `rules` judge. Clocks of the law are configuration with the article as their
//! source; which law applies is not decided here.

mod answers;
mod config;
mod notice;
mod registers;
mod rules;
mod specs;

use tickmark_plugin::prelude::*;

pub use config::{Config, Section};
use registers::Registers;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct PrivacyRecords;

tickmark_plugin::export!(PrivacyRecords);

impl Plugin for PrivacyRecords {
    const ID: &'static str = "privacy-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Privacy requests, consents, disclosures, breaches and notice";
    const DESCRIPTION: &'static str = "Holds requests of data subjects, breaches and complaints \
         against their clocks, consents and disclosures to be complete, and the privacy notice to be \
         current and to say what it has to.";

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
