//! `tickmark plugin inspect`: what a plugin is, before anything of it runs but `describe`.

use std::path::PathBuf;

use clap::Args;

use super::{find, unwritable};
use crate::cli::Outcome;
use crate::cli::pipeline::sandbox;
use crate::cli::plugins::{CacheArguments, compiler};
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::plugin;
use crate::report;
use crate::sandbox::Cancel;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The plugin's id, or a `.wasm` file
    plugin: String,
    /// A further directory of plugins
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    #[command(flatten)]
    cache: CacheArguments,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let path = std::path::Path::new(&arguments.plugin);
    let loaded;
    let plugins;
    let plugin = if path
        .extension()
        .is_some_and(|extension| extension == "wasm")
    {
        let compiler = compiler(&arguments.cache);
        loaded = plugin::load(&sandbox(Cancel::default())?, &compiler, path).map_err(|why| {
            vec![Diagnostic::error(
                Code::BadPlugin,
                format!("{} is no plugin: {why}", path.display()),
            )]
        })?;
        if let Some(warning) = compiler.warning() {
            terminal.diagnostic(&warning);
        }
        &loaded
    } else {
        plugins = find(&arguments.plugins, &arguments.cache, terminal)?;
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
        return terminal.write_json(&report::plugin::to_json(plugin));
    }
    let mut page = Vec::new();
    report::plugin::render(plugin, terminal.width, terminal.palette, &mut page)
        .map_err(unwritable)?;
    terminal.show(&page)
}
