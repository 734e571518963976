//! `tickmark plugin`: what plugins there are, and what each is. One file for each subcommand.

mod build;
mod inspect;
mod list;
mod new;
mod test;

use std::path::PathBuf;

use clap::Subcommand;

use super::Outcome;
use super::pipeline::{compiler, sandbox};
use super::terminal::Terminal;
use crate::config::PluginSources;
use crate::diagnostic::{Code, Diagnostic};
use crate::plugin::{self, Plugins};
use crate::sandbox::Cancel;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a new plugin that builds and passes its own tests
    New(new::Arguments),
    /// Make a component of a core module, as compilers of C, Go and Rust write it
    Build(build::Arguments),
    /// List the plugins that can be used
    List(list::Arguments),
    /// Show what a plugin is: its imports, inputs, controls and configuration
    Inspect(inspect::Arguments),
    /// Test a plugin: its golden cases, and what must hold for any plugin
    Test(test::Arguments),
}

pub(super) fn run(command: &Command, terminal: &Terminal) -> Outcome {
    match command {
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Build(arguments) => build::run(arguments, terminal),
        Command::List(arguments) => list::run(arguments, terminal),
        Command::Inspect(arguments) => inspect::run(arguments, terminal),
        Command::Test(arguments) => test::run(arguments, terminal),
    }
}

fn find(directories: &[PathBuf]) -> Result<Plugins, Vec<Diagnostic>> {
    let sources = PluginSources {
        embedded: true,
        directories: directories.to_vec(),
    };
    plugin::find(&sandbox(Cancel::default())?, &compiler(), &sources, None)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unwritable(error: std::io::Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error(Code::UnreadableFile, error.to_string())]
}
