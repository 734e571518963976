//! `tickmark plugin lock`: writes which plugin files an assessment may use.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use crate::cli::Outcome;
use crate::cli::pipeline::sandbox;
use crate::cli::plugins::{CacheArguments, compiler, lock_path, warn};
use crate::cli::terminal::Terminal;
use crate::config;
use crate::date::utc_day;
use crate::diagnostic::{Code, Diagnostic};
use crate::plugin::{self, Change, Lock, Plugins};
use crate::sandbox::Cancel;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// A directory with tickmark.toml, or the file itself; tickmark.lock is written beside it
    #[arg(default_value = ".")]
    path: PathBuf,
    /// A further directory of plugins
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    #[command(flatten)]
    cache: CacheArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let mut sources = config::load(&arguments.path, utc_day(Timestamp::now()))?.plugins;
    sources
        .directories
        .extend(arguments.plugins.iter().cloned());
    let compiler = compiler(&arguments.cache);
    let plugins = plugin::find(&sandbox(Cancel::default())?, &compiler, &sources, Some(&[]))?;
    warn(terminal, &plugins, &compiler);
    let path = lock_path(&arguments.path);
    let (changes, locked) = update(&path, &plugins)?;
    let mut lines: Vec<String> = changes.iter().map(Change::to_string).collect();
    lines.push(match (changes.len(), locked) {
        (0, 0) => "nothing to lock: there are no plugins outside the program".to_owned(),
        (0, count) => format!("{} is up to date: {count} locked", path.display()),
        (_, count) => format!("wrote {}: {count} locked", path.display()),
    });
    terminal.show(format!("{}\n", lines.join("\n")).as_bytes())
}

/// Brings a lock file up to date with what was found; says what changed, and how many plugins are
/// locked.
pub(in crate::cli) fn update(
    path: &Path,
    plugins: &Plugins,
) -> Result<(Vec<Change>, usize), Vec<Diagnostic>> {
    let one = |error: Diagnostic| vec![error];
    let old = Lock::read(path).map_err(one)?.unwrap_or_default();
    let new = Lock::of(plugins);
    let changes = old.changes(&new);
    if !changes.is_empty() {
        let text = new.render().map_err(one)?;
        write(path, &text).map_err(|error| {
            one(Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot write {}: {error}", path.display()),
            )
            .help("choose a directory that you may write to"))
        })?;
    }
    Ok((changes, new.len()))
}

/// Replaces a file at once: a run beside this one reads the old lock or the new one.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Like any file of the repository; the umask takes away what it wants.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
