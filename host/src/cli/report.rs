//! `tickmark report`: a stored result in other formats.

use std::path::PathBuf;

use clap::Args;

use super::formats::{Kind, View, parse_format, write_all};
use super::output::{Output, writable};
use super::public;
use super::terminal::Terminal;
use super::{Outcome, stored, word};
use crate::config;
use crate::report::Paths;

#[derive(Debug, Args)]
#[command(after_help = "\
Nothing is run and nothing is judged anew: every format shows the stored result, and the exit code is
the one that the result came to.")]
pub(super) struct Arguments {
    /// A result that `check --format json` wrote
    #[arg(value_name = "RESULT")]
    result: PathBuf,
    /// What to write, and where, to stdout or to a file; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", default_value = "terminal", value_parser = parse_format)]
    format: Vec<Output<Kind>>,
    /// Show every gap and every reason, however many there are
    #[arg(long)]
    all: bool,
    /// Only what is fit for general use: criteria and where they stand, without evidence, reasons and
    /// names
    #[arg(long, conflicts_with = "all")]
    public: bool,
    /// The evidence folder, as the formats that name files should write it
    #[arg(long, value_name = "DIR", default_value = "evidence")]
    evidence: String,
    /// The configuration file, as the formats that name files should write it
    #[arg(long, value_name = "FILE", default_value = config::FILE_NAME)]
    config: String,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    writable(&arguments.format)?;
    if arguments.public {
        public::allow(&arguments.format)?;
    }
    let result = stored::read(&arguments.result)?;
    let paths = Paths {
        evidence: arguments.evidence.clone(),
        config: Some(arguments.config.clone()),
        ..Paths::default()
    };
    let view = View {
        everything: arguments.all,
        public: arguments.public,
        exit_code: result.gate.exit_code,
        same_assessment: &format!(" --result {}", word(&arguments.result)),
        paths: &paths,
    };
    Ok(write_all(&arguments.format, &result, view, terminal))
}
