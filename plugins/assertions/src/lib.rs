//! One's own assertions about any evidence: each is an expression in CEL (Common Expression
//! Language) that is evaluated for each row of a table or each value in a document.
//!
//! `config` reads assertions, `expression` holds each expression against what it may use, `source`
//! reads files, `subject` is one thing that is examined, and `judge` decides. What cannot be
//! evaluated is inconclusive, never a pass.
//!
//! # Example
//!
//! A check with three assertions, two about the rows of a table and one about the members of a list in
//! a document. It is one of the plugin's golden cases:
//!
//! ```toml
#![doc = include_str!("../cases/good/tickmark.toml")]
//! ```

mod config;
mod expression;
mod functions;
mod judge;
mod moment;
mod source;
mod subject;
mod vacuous;
mod value;

use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::serde_json;

pub use config::{AssertionConfig, Assertions as Config, Format, InputConfig};
use judge::Judge;
use source::Sources;

/// The plugin.
#[derive(Debug)]
pub struct AssertionsPlugin;

tickmark_plugin::export!(AssertionsPlugin);

/// What the plugin describes while nobody has asserted anything, to show the form.
const EXAMPLE: &str = include_str!("example.json");

impl Plugin for AssertionsPlugin {
    const ID: &'static str = "assertions";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Assertions in CEL";
    const DESCRIPTION: &'static str = "Decides what its configuration asserts about JSON, YAML, \
         TOML and CSV files. Each assertion is a control: an expression in CEL that has to be true \
         for each row of a table, or for each value that a JSON Pointer names. Inputs, controls and \
         criteria come from the configuration; without one an example is shown.

Expressions can use `item` (the row or value), `key` (its name), `document` (the whole file), `path`, \
`as_of` and `collected` (timestamps). Cells of tables are texts. Beyond CEL's standard functions and \
its strings extension there are `timestamp(text)`, `date(text, format)`, `days(number)`, \
`days_between(from, to)` and `duration(text)`. A missing field, a result that is not true or false, \
a comparison of values that can never be equal, such as a text with a number, and what holds only \
because `all` goes over an empty list are inconclusive.";

    type Config = Config;

    fn inputs(config: Option<&Config>) -> Vec<Input> {
        match config {
            Some(config) => config.inputs(),
            None => example().map_or_else(Vec::new, |example| {
                let mut inputs = example.inputs();
                // The example is to be read, not to be run on whatever lies there.
                for input in &mut inputs {
                    input.default_globs.clear();
                }
                inputs
            }),
        }
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let example = if config.is_none() { example() } else { None };
        config
            .or(example.as_ref())
            .into_iter()
            .flat_map(|config| &config.all)
            .map(|assertion| assertion.control.clone())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let sources = Sources::read(check, &mut report);
        let judge = Judge::new(check)?;
        for assertion in &check.config.all {
            let mut findings = report.declared(&assertion.control);
            judge.assertion(assertion, sources.of(&assertion.input), &mut findings);
        }
        Ok(report)
    }
}

fn example() -> Option<Config> {
    serde_json::from_str(EXAMPLE).ok()
}

#[cfg(test)]
mod tests;
