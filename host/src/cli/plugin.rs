//! `tickmark plugin`: what plugins there are, and what each is.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::Outcome;
use super::pipeline::{compiler, sandbox};
use super::terminal::Terminal;
use crate::config::PluginSources;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::plugin::{self, Plugins};
use crate::report;
use crate::sandbox::Cancel;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the plugins that can be used
    List(ListArguments),
    /// Show what a plugin is: its imports, inputs, controls and configuration
    Inspect(InspectArguments),
}

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// A further directory of plugins
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct InspectArguments {
    /// The plugin's id, or a `.wasm` file
    plugin: String,
    /// A further directory of plugins
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(command: &Command, terminal: &Terminal) -> Outcome {
    match command {
        Command::List(arguments) => list(arguments, terminal),
        Command::Inspect(arguments) => inspect(arguments, terminal),
    }
}

fn find(directories: &[PathBuf]) -> Result<Plugins, Vec<Diagnostic>> {
    let sources = PluginSources {
        embedded: true,
        directories: directories.to_vec(),
    };
    plugin::find(&sandbox(Cancel::default())?, &compiler(), &sources, None)
}

fn list(arguments: &ListArguments, terminal: &Terminal) -> Outcome {
    let plugins = find(&arguments.plugins)?;
    for broken in &plugins.broken {
        terminal.diagnostic(&Diagnostic::warning(
            Code::BadPlugin,
            format!("{} is no plugin: {}", broken.path.display(), broken.why),
        ));
    }
    if arguments.json {
        let list: Vec<Value> = plugins
            .usable
            .values()
            .map(|plugin| report::plugin::to_json(plugin))
            .collect();
        return terminal.write(format!("{:#}\n", Value::from(list)).as_bytes());
    }
    let mut page = Vec::new();
    report::plugin::list(
        plugins.usable.values().map(AsRef::as_ref),
        terminal.width,
        &mut page,
    )
    .map_err(unwritable)?;
    terminal.write(&page)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unwritable(error: std::io::Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error(Code::UnreadableFile, error.to_string())]
}

fn inspect(arguments: &InspectArguments, terminal: &Terminal) -> Outcome {
    let path = std::path::Path::new(&arguments.plugin);
    let loaded;
    let plugins;
    let plugin = if path
        .extension()
        .is_some_and(|extension| extension == "wasm")
    {
        loaded = plugin::load(&sandbox(Cancel::default())?, &compiler(), path).map_err(|why| {
            vec![Diagnostic::error(
                Code::BadPlugin,
                format!("{} is no plugin: {why}", path.display()),
            )]
        })?;
        &loaded
    } else {
        plugins = find(&arguments.plugins)?;
        let known = || plugins.usable.keys().map(String::as_str);
        plugins.usable.get(&arguments.plugin).ok_or_else(|| {
            let help = match nearest(&arguments.plugin, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`tickmark plugin list` shows what there is; a file's name ends in `.wasm`"
                    .to_owned(),
            };
            vec![
                Diagnostic::error(
                    Code::UnknownPlugin,
                    format!("there is no plugin `{}`", arguments.plugin),
                )
                .help(help),
            ]
        })?
    };
    if arguments.json {
        let value = report::plugin::to_json(plugin);
        return terminal.write(format!("{value:#}\n").as_bytes());
    }
    let mut page = Vec::new();
    report::plugin::render(plugin, terminal.width, terminal.palette, &mut page)
        .map_err(unwritable)?;
    terminal.write(&page)
}
