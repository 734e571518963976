//! Builds the plugins that tickmark embeds, from source to `plugins/dist`, and the components that the
//! end-to-end tests use, to `tests/guests/dist`.
//!
//! `build` compiles every workspace member whose manifest names it a plugin, makes components of them
//! and records in `plugins.lock` what was built from what by which compiler. `check` does the same
//! into a scratch directory and compares. Needs the target `wasm32-unknown-unknown`; the
//! host does not, because the built components are committed.

mod build;
mod lock;
mod source;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use build::Compiler;
use lock::{Entry, Lock};
use source::Purpose;

/// Builds the plugins that tickmark embeds
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Rebuild the committed components
    Build,
    /// Rebuild into another directory and compare with the committed components
    Check {
        /// Where to put what was rebuilt
        #[arg(long, default_value = "target/rebuilt")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let root = workspace_root();
    match command {
        Command::Build => build_into(&root, &root),
        Command::Check { out } => {
            let out = root.join(out);
            build_into(&root, &out)?;
            let mut problems = Vec::new();
            for purpose in Purpose::ALL {
                let committed = Lock::read(&root.join(purpose.directory()))?;
                let rebuilt = Lock::read(&out.join(purpose.directory()))?;
                compare(&committed, &rebuilt, &mut problems);
            }
            if problems.is_empty() {
                say("the committed components match their source");
                return Ok(());
            }
            bail!(
                "the committed components do not match their source:\n  {}\nrun `cargo run -p tickmark-plugin-builder -- build` and commit what it wrote",
                problems.join("\n  ")
            )
        }
    }
}

/// Builds every component into its directory beneath `out`.
fn build_into(root: &Path, out: &Path) -> Result<()> {
    let compiler = Compiler::find()?;
    let plugins = source::plugins(root)?;
    let components = build::components(root, &compiler, &plugins)?;
    for purpose in Purpose::ALL {
        let directory = out.join(purpose.directory());
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("cannot create {}", directory.display()))?;
        let mut entries = Vec::new();
        for (plugin, component) in plugins.iter().zip(&components) {
            if plugin.purpose != purpose {
                continue;
            }
            let file = directory.join(format!("{}.wasm", plugin.id));
            std::fs::write(&file, component)
                .with_context(|| format!("cannot write {}", file.display()))?;
            entries.push(Entry {
                id: plugin.id.clone(),
                version: plugin.version.clone(),
                source: source::digest(root, plugin)?,
                component: source::sha256(component),
            });
            say(&format!("{:<28} {:>8} bytes", plugin.id, component.len()));
        }
        Lock {
            compiler: compiler.version.clone(),
            plugins: entries,
        }
        .write(&directory)?;
    }
    Ok(())
}

/// Holds what was rebuilt against what is committed.
fn compare(committed: &Lock, rebuilt: &Lock, problems: &mut Vec<String>) {
    let same_compiler = committed.compiler == rebuilt.compiler;
    if !same_compiler {
        say(&format!(
            "note: the committed components were built by {}, these by {}: sources are compared, bytes are not",
            committed.compiler, rebuilt.compiler
        ));
    }
    for entry in &rebuilt.plugins {
        match committed.plugins.iter().find(|other| other.id == entry.id) {
            None => problems.push(format!("{}: there is no committed component", entry.id)),
            Some(other) if other.source != entry.source => {
                problems.push(format!(
                    "{}: the source has changed since it was built",
                    entry.id
                ));
            }
            Some(other) if same_compiler && other.component != entry.component => {
                problems.push(format!(
                    "{}: the rebuilt component is {}, the committed one {}",
                    entry.id, entry.component, other.component
                ));
            }
            Some(_) => {}
        }
    }
    for other in &committed.plugins {
        if !rebuilt.plugins.iter().any(|entry| entry.id == other.id) {
            problems.push(format!(
                "{}: there is no source for the committed component",
                other.id
            ));
        }
    }
}

/// The workspace that cargo runs this program in. Where it was compiled may be another checkout, which shares
/// the build directory.
fn workspace_root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(2)
        .map_or_else(|| here.clone(), Path::to_owned)
}

#[expect(clippy::print_stderr, reason = "the program's progress and errors")]
fn say(message: &str) {
    eprintln!("{message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_components_are_those_that_the_lock_names() {
        for purpose in Purpose::ALL {
            let dist = workspace_root().join(purpose.directory());
            let lock = Lock::read(&dist).unwrap();
            for entry in &lock.plugins {
                let component = std::fs::read(dist.join(format!("{}.wasm", entry.id))).unwrap();
                assert_eq!(source::sha256(&component), entry.component, "{}", entry.id);
            }
            let files = std::fs::read_dir(&dist)
                .unwrap()
                .filter(|file| {
                    let path = file.as_ref().unwrap().path();
                    path.extension()
                        .is_some_and(|extension| extension == "wasm")
                })
                .count();
            assert_eq!(files, lock.plugins.len(), "every component is in the lock");
        }
    }

    #[test]
    fn no_plugin_has_changed_since_it_was_built() {
        let root = workspace_root();
        for plugin in &source::plugins(&root).unwrap() {
            let lock = Lock::read(&root.join(plugin.purpose.directory())).unwrap();
            let entry = lock
                .plugins
                .iter()
                .find(|entry| entry.id == plugin.id)
                .unwrap_or_else(|| panic!("{} was never built", plugin.id));
            assert_eq!(
                source::digest(&root, plugin).unwrap(),
                entry.source,
                "{} has changed: run `cargo run -p tickmark-plugin-builder -- build`",
                plugin.id
            );
        }
    }
}
