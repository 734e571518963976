//! The population of changes: every merged pull request with its reviews and checks, every deployment, and
//! what was changed in an emergency.
//!
//! `read` turns the exports of forges and flat registers into one kind of `Change`, `rules` judges
//! each as it is read, and keeps of it only what deployments are traced to. How branches are protected is for the
//! plugins that read settings; this one reads what happened.

mod change;
mod config;
mod read;
mod rules;
mod specs;

use tickmark_plugin::prelude::*;

pub use config::Config;

/// The plugin.
#[derive(Debug)]
pub struct ChangeLog;

tickmark_plugin::export!(ChangeLog);

impl Plugin for ChangeLog {
    const ID: &'static str = "change-log";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Changes, reviews and deployments";
    const DESCRIPTION: &'static str = "Judges for each merged change whether somebody else approved it and \
         its checks passed before the merge, traces each deployment to a reviewed change, and holds \
         emergency changes to a review afterwards.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        specs::inputs()
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        rules::controls(config)
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        rules::check(check)
    }
}

#[cfg(test)]
mod tests;
