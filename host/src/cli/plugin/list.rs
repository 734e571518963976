//! `tickmark plugin list`: the plugins that can be used.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::{find, unwritable};
use crate::cli::Outcome;
use crate::cli::plugins::CacheArguments;
use crate::cli::terminal::Terminal;
use crate::report;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
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
    let plugins = find(&arguments.plugins, &arguments.cache, terminal)?;
    if arguments.json {
        let list: Vec<Value> = plugins
            .usable
            .values()
            .map(|plugin| report::plugin::to_json(plugin))
            .collect();
        return terminal.write_json(&list);
    }
    let mut page = Vec::new();
    report::plugin::list(
        plugins.usable.values().map(AsRef::as_ref),
        terminal.width,
        &mut page,
    )
    .map_err(unwritable)?;
    terminal.show(&page)
}
