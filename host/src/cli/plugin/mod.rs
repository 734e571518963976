//! `tickmark plugin`: what plugins there are, and what each is. One file for each subcommand.

mod build;
mod compile;
mod inspect;
mod list;
pub(super) mod lock;
mod new;
mod test;

use std::path::PathBuf;

use clap::Subcommand;

use super::Outcome;
use super::pipeline::sandbox;
use super::plugins::{CacheArguments, compiler, warn};
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
    /// Write tickmark.lock: the plugins outside the program that an assessment may use, by digest
    Lock(lock::Arguments),
    /// Compile plugins and keep the result for later runs
    Compile(compile::Arguments),
}

pub(super) fn run(command: &Command, terminal: &Terminal) -> Outcome {
    match command {
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Build(arguments) => build::run(arguments, terminal),
        Command::List(arguments) => list::run(arguments, terminal),
        Command::Inspect(arguments) => inspect::run(arguments, terminal),
        Command::Test(arguments) => test::run(arguments, terminal),
        Command::Lock(arguments) => lock::run(arguments, terminal),
        Command::Compile(arguments) => compile::run(arguments, terminal),
    }
}

/// Finds every plugin and shows what is worth knowing about them.
fn find(
    directories: &[PathBuf],
    cache: &CacheArguments,
    terminal: &Terminal,
) -> Result<Plugins, Vec<Diagnostic>> {
    let sources = PluginSources {
        embedded: true,
        directories: directories.to_vec(),
    };
    let compiler = compiler(cache);
    let plugins = plugin::find(&sandbox(Cancel::default())?, &compiler, &sources, None)?;
    warn(terminal, &plugins, &compiler);
    Ok(plugins)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unwritable(error: std::io::Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error(Code::UnreadableFile, error.to_string())]
}
