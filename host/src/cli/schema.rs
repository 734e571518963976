//! `tickmark schema`: the published JSON Schemas.

use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::Terminal;
use crate::compare::Difference;
use crate::config::File;
use crate::evidence::ManifestFile;
use crate::kit::{Golden, TestResult};
use crate::readiness::AssessmentResult;
use crate::report::public::PublicSummary;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which one
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// tickmark.toml
    Config,
    /// evidence.toml
    Evidence,
    /// The result that `check --format json` writes
    Result,
    /// What `diff --format json` writes
    Diff,
    /// What `check --public --format json` writes
    Public,
    /// expected.json of a plugin's golden case
    Expected,
    /// What `plugin test --format json` writes
    PluginTest,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let schema = match arguments.of {
        Of::Config => schemars::schema_for!(File),
        Of::Evidence => schemars::schema_for!(ManifestFile),
        Of::Result => schemars::schema_for!(AssessmentResult),
        Of::Diff => schemars::schema_for!(Difference),
        Of::Public => schemars::schema_for!(PublicSummary),
        Of::Expected => schemars::schema_for!(Golden),
        Of::PluginTest => schemars::schema_for!(TestResult),
    };
    terminal.write(format!("{:#}\n", schema.to_value()).as_bytes())
}
