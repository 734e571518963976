//! `tickmark plugin compile`: fills the compile cache, so that the first run in an image is as fast as
//! the second.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::pipeline::sandbox;
use crate::cli::plugins::{CacheArguments, compiler};
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::plugin::{self, CodeSource, Prepared};
use crate::sandbox::Cancel;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Plugin files, or directories of them
    #[arg(required = true, value_name = "DIR|WASM")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let sandbox = sandbox(Cancel::default())?;
    let compiler = compiler(&CacheArguments::default());
    let mut failed = 0_usize;
    for path in &arguments.paths {
        let prepared = if path.is_dir() {
            plugin::prepare_all(&sandbox, &compiler, path).map_err(|error| vec![error])?
        } else {
            vec![plugin::prepare(&sandbox, &compiler, path)]
        };
        if prepared.is_empty() {
            terminal.diagnostic(&Diagnostic::warning(
                Code::Unused,
                format!("there are no plugins in {}", path.display()),
            ));
        }
        for one in &prepared {
            match line(one) {
                Ok(line) => {
                    terminal.show(line.as_bytes())?;
                }
                Err(error) => {
                    failed += 1;
                    terminal.diagnostic(&error);
                }
            }
        }
    }
    if failed > 0 {
        terminal.say(&format!(
            "exit {}: {failed} of the files cannot be used as plugins",
            exit::UNEVALUATED
        ));
        return Ok(exit::UNEVALUATED);
    }
    if let Some(warning) = compiler.warning() {
        terminal.diagnostic(&warning);
        // What this command is for was not done.
        terminal.say(&format!(
            "exit {}: the compile cache was not filled",
            exit::UNEVALUATED
        ));
        return Ok(exit::UNEVALUATED);
    }
    Ok(exit::MET)
}

/// What became of a file, in a line.
fn line(prepared: &Prepared) -> Result<String, Diagnostic> {
    let path = prepared.path.display();
    let (source, code_size) = prepared
        .outcome
        .as_ref()
        .map_err(|why| Diagnostic::error(Code::BadPlugin, format!("{path} is no plugin: {why}")))?;
    let done = match source {
        CodeSource::Compiler => "compiled",
        CodeSource::Cache => "cached",
        CodeSource::Embedded => "embedded",
    };
    let mut line = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        line,
        "{done:<8}  {path}  {:.1} s, {} of component, {} of machine code",
        prepared.took.as_secs_f64(),
        size(prepared.size),
        size(*code_size),
    );
    Ok(line)
}

/// A size for people.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match bytes {
        0..MIB => format!("{} KiB", bytes.div_ceil(KIB)),
        _ => format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_for_people() {
        assert_eq!(size(1), "1 KiB");
        assert_eq!(size(1024 * 1024), "1.0 MiB");
        assert_eq!(size(1024 * 1024 * 3 / 2), "1.5 MiB");
    }
}
