//! `tickmark diff`: what lies between two results.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::formats::text;
use super::output::{Output, writable};
use super::terminal::Terminal;
use super::{Outcome, stored};
use crate::compare::{Difference, compare};
use crate::diagnostic::Diagnostic;
use crate::gate::exit;
use crate::report::diff;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The earlier result, as `check --format json=FILE` wrote it
    before: PathBuf,
    /// The later result
    now: PathBuf,
    /// What to write, and where: to stdout or to a file; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", default_value = "terminal", value_parser = parse_format)]
    format: Vec<Output<Kind>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Terminal,
    Json,
    Markdown,
}

fn parse_format(text: &str) -> Result<Output<Kind>, String> {
    Output::parse(
        text,
        &[
            ("terminal", Kind::Terminal),
            ("json", Kind::Json),
            ("markdown", Kind::Markdown),
        ],
    )
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    writable(&arguments.format)?;
    let (before, now) = match (
        stored::read(&arguments.before),
        stored::read(&arguments.now),
    ) {
        (Ok(before), Ok(now)) => (before, now),
        (before, now) => {
            return Err([before.err(), now.err()]
                .into_iter()
                .flatten()
                .flatten()
                .collect());
        }
    };
    let difference = compare(&before, &now);
    for output in &arguments.format {
        write(output, &difference, terminal)?;
    }
    Ok(exit::MET)
}

fn write(
    output: &Output<Kind>,
    difference: &Difference,
    terminal: &Terminal,
) -> Result<(), Vec<Diagnostic>> {
    let render = |out: &mut dyn Write| match output.format {
        Kind::Json => diff::render_json(difference, out),
        Kind::Markdown => text(out, |out| diff::render_markdown(difference, out)),
        Kind::Terminal => {
            let mut palette = terminal.palette;
            palette.enabled &= output.path.is_none();
            text(out, |out| {
                diff::render_terminal(difference, terminal.width, palette, out)
            })
        }
    };
    output.write(terminal, render)
}
