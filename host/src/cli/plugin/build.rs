//! `tickmark plugin build`: the last step of a build, for compilers that stop at a core module.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::plugin::{ComponentizeError, componentize};
use crate::sandbox;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The core module
    module: PathBuf,
    /// The component to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let (from, to) = (arguments.module.display(), arguments.output.display());
    let module = std::fs::read(&arguments.module).map_err(|error| {
        vec![Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read {from}: {error}"),
        )]
    })?;
    let refused = |why: String| {
        Diagnostic::error(
            Code::BadPlugin,
            format!("no component can be made of {from}: {why}"),
        )
    };
    let component = componentize(&module).map_err(|error| {
        let diagnostic = refused(error.to_string());
        vec![match error {
            ComponentizeError::NotModule(_) => {
                diagnostic.help("give the file that the compiler wrote, which ends in `.wasm`")
            }
            _ => diagnostic,
        }]
    })?;
    // What the host would refuse later is said now, while the author is at it.
    sandbox::check(&component).map_err(|error| vec![refused(error.to_string())])?;
    write(&arguments.output, &component).map_err(|error| {
        vec![Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot write {to}: {error}"),
        )]
    })?;
    terminal.write(format!("{to}: {} bytes\n", component.len()).as_bytes())
}

fn write(path: &std::path::Path, component: &[u8]) -> std::io::Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    std::fs::write(path, component)
}
