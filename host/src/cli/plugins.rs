//! What the command line says about plugin files: where compiled ones are kept, and which may be used.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use etcetera::BaseStrategy;

use super::terminal::Terminal;
use super::word;
use crate::diagnostic::Diagnostic;
use crate::plugin::{Cache, CachedCompiler, LOCK_NAME, Lock, LockFile, Obedience, Plugins};
use crate::sandbox::{CompileLimits, Compiler};

/// Names the cache's directory.
const CACHE_VARIABLE: &str = "TICKMARK_CACHE_DIR";

/// Where compiled plugins are kept.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct CacheArguments {
    /// Compile plugins at each run, and keep nothing
    #[arg(
        long,
        long_help = "Compile plugins at each run, and keep nothing. TICKMARK_CACHE_DIR names the directory where compiled plugins are kept otherwise"
    )]
    no_cache: bool,
}

/// Which plugin files may be used.
#[derive(Debug, Clone, Args)]
pub(super) struct AdmissionArguments {
    /// Use exactly the plugins that tickmark.lock names, or run nothing [default: when the
    /// environment variable CI is set]
    #[arg(long, overrides_with = "no_locked")]
    locked: bool,
    /// Warn of plugins that tickmark.lock does not name, instead of refusing them
    #[arg(long, overrides_with = "locked")]
    no_locked: bool,
    /// Run nothing when a plugin directory holds a file that cannot be used
    #[arg(long)]
    pub(super) strict_plugins: bool,
}

impl AdmissionArguments {
    fn obedience(&self) -> Obedience {
        let is_strict = self.locked || (!self.no_locked && runs_in_pipeline());
        if is_strict {
            Obedience::Strict
        } else {
            Obedience::WhereItSpeaks
        }
    }

    /// What to repeat on another command line so that it may use the same plugins.
    pub(super) fn repeated(&self) -> Option<&'static str> {
        match (self.locked, self.no_locked) {
            (true, _) => Some("--locked"),
            (_, true) => Some("--no-locked"),
            _ => None,
        }
    }
}

/// Whether a service for continuous integration says that it runs this program.
fn runs_in_pipeline() -> bool {
    std::env::var_os("CI").is_some_and(|value| {
        let value = value.to_string_lossy().to_ascii_lowercase();
        !matches!(value.as_str(), "" | "0" | "false")
    })
}

/// What compiles components that did not come with the program: a child of this program, unless an
/// earlier run has kept the result.
pub(super) fn compiler(arguments: &CacheArguments) -> CachedCompiler {
    let compiler = Compiler::Child {
        // Without a path to itself the program cannot start a child, and says so when it has to.
        program: std::env::current_exe().unwrap_or_else(|_| "tickmark".into()),
        limits: CompileLimits::default(),
    };
    let cache = (!arguments.no_cache).then(|| Cache::new(cache_directory(), SystemTime::now()));
    CachedCompiler::new(compiler, cache)
}

/// `TICKMARK_CACHE_DIR`, or the place that the system has for such things.
fn cache_directory() -> Option<PathBuf> {
    match std::env::var_os(CACHE_VARIABLE) {
        Some(directory) if !directory.is_empty() => Some(directory.into()),
        _ => etcetera::choose_base_strategy()
            .ok()
            .map(|places| places.cache_dir().join("tickmark")),
    }
}

/// Shows what is worth knowing about the plugins that were found.
pub(super) fn warn(terminal: &Terminal, plugins: &Plugins, compiler: &CachedCompiler) {
    for broken in &plugins.broken {
        terminal.diagnostic(&broken.warning());
    }
    for warning in plugins.warnings.iter().chain(&compiler.warning()) {
        terminal.diagnostic(warning);
    }
}

/// Where the lock file of an assessment is: beside its tickmark.toml.
pub(super) fn lock_path(assessment: &Path) -> PathBuf {
    let directory = if assessment.is_dir() {
        assessment
    } else {
        assessment.parent().unwrap_or(assessment)
    };
    directory.join(LOCK_NAME)
}

/// Reads the lock file of an assessment.
pub(super) fn lock_file(
    assessment: &Path,
    directories: &[PathBuf],
    admission: &AdmissionArguments,
) -> Result<LockFile, Vec<Diagnostic>> {
    let path = lock_path(assessment);
    Ok(LockFile {
        lock: Lock::read(&path).map_err(|error| vec![error])?,
        path,
        obedience: admission.obedience(),
        update: update_command(assessment, directories),
    })
}

/// The command that locks what a run with these arguments uses.
fn update_command(assessment: &Path, directories: &[PathBuf]) -> String {
    let mut words = vec!["tickmark plugin lock".to_owned()];
    if assessment.as_os_str() != "." {
        words.push(word(assessment));
    }
    for directory in directories {
        words.extend(["--plugins".to_owned(), word(directory)]);
    }
    format!("`{}`", words.join(" "))
}
