//! Builds the plugins that tickmark embeds, from source to `plugins/dist`.
//!
//! `build` compiles every workspace member that names itself a plugin, makes components of them and
//! records in `plugins/dist/plugins.lock` what was built from what by which compiler. `check` does
//! the same into a scratch directory and compares. Needs the target `wasm32-unknown-unknown`; the
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

/// Builds the plugins that tickmark embeds
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Rebuild the plugins into `plugins/dist`
    Build,
    /// Rebuild into another directory and compare with `plugins/dist`
    Check {
        /// Where to put what was rebuilt
        #[arg(long, default_value = "target/plugins/dist")]
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
    let dist = root.join("plugins/dist");
    match command {
        Command::Build => {
            let lock = build_into(&root, &dist)?;
            lock.write(&dist)?;
            say(&format!(
                "{} plugins built into plugins/dist",
                lock.plugins.len()
            ));
            Ok(())
        }
        Command::Check { out } => {
            let committed = Lock::read(&dist)?;
            let out = root.join(out);
            let rebuilt = build_into(&root, &out)?;
            rebuilt.write(&out)?;
            compare(&committed, &rebuilt)
        }
    }
}

/// Builds every plugin into a directory and describes the outcome.
fn build_into(root: &Path, directory: &Path) -> Result<Lock> {
    let compiler = Compiler::find()?;
    let plugins = source::plugins(root)?;
    std::fs::create_dir_all(directory)
        .with_context(|| format!("cannot create {}", directory.display()))?;
    let components = build::components(root, &compiler, &plugins)?;
    let mut entries = Vec::new();
    for (plugin, component) in plugins.iter().zip(components) {
        let file = directory.join(format!("{}.wasm", plugin.id));
        std::fs::write(&file, &component)
            .with_context(|| format!("cannot write {}", file.display()))?;
        entries.push(Entry {
            id: plugin.id.clone(),
            version: plugin.version.clone(),
            source: source::digest(root, plugin)?,
            component: source::sha256(&component),
        });
        say(&format!("{:<28} {:>8} bytes", plugin.id, component.len()));
    }
    entries.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(Lock {
        compiler: compiler.version,
        plugins: entries,
    })
}

/// Holds what was rebuilt against what is committed.
fn compare(committed: &Lock, rebuilt: &Lock) -> Result<()> {
    let same_compiler = committed.compiler == rebuilt.compiler;
    if !same_compiler {
        say(&format!(
            "note: the committed components were built by {}, these by {}: sources are compared, bytes are not",
            committed.compiler, rebuilt.compiler
        ));
    }
    let mut problems = Vec::new();
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
    if problems.is_empty() {
        say("the committed components match their source");
        return Ok(());
    }
    bail!(
        "the committed components do not match their source:\n  {}\nrun `cargo run -p tickmark-plugin-builder -- build` and commit plugins/dist",
        problems.join("\n  ")
    )
}

/// The workspace that this program was built in.
fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
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
        let dist = workspace_root().join("plugins/dist");
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

    #[test]
    fn no_plugin_has_changed_since_it_was_built() {
        let root = workspace_root();
        let lock = Lock::read(&root.join("plugins/dist")).unwrap();
        let plugins = source::plugins(&root).unwrap();
        assert_eq!(plugins.len(), lock.plugins.len(), "every plugin is built");
        for plugin in &plugins {
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
