//! The compile cache: machine code of components that did not come with the program, kept for later
//! runs.
//!
//! A cache can only save time. Whatever is wrong with it costs a compilation and a warning, never a
//! run: no method here fails. What it hands out was written by this program, for this component and
//! this engine, and nobody else could have changed it; see [`directory`] and [`entry`]. What
//! components and machine code are is not known here.

mod directory;
mod entry;
mod prune;

use std::fs::TryLockError;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use cap_std::fs::Dir;

use crate::diagnostic::{Code, Diagnostic};
use directory::Distrust;

pub(super) use entry::Key;

/// How often a process that waits for another one's result looks.
const LOOK: Duration = Duration::from_millis(20);

/// A directory of compiled components.
#[derive(Debug)]
pub struct Cache {
    path: Option<PathBuf>,
    now: SystemTime,
    /// Opened on first use: who has no plugins of their own needs no directory.
    directory: OnceLock<Option<Dir>>,
    /// The first thing that went wrong.
    trouble: OnceLock<Trouble>,
}

/// Why the cache does not help.
#[derive(Debug)]
enum Trouble {
    /// Nobody said where it is.
    Nowhere,
    /// The directory cannot be used at all.
    Unusable(io::Error),
    /// Another user could have put something into it.
    Directory(Distrust),
    /// Another user could have written this entry.
    Entry(String, Distrust),
    /// What it holds can be used, but nothing can be added.
    Unwritable(io::Error),
}

/// The right to compile a component while other processes wait for the result. A process that dies
/// loses it.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    /// Closing it ends the turn.
    _lock: std::fs::File,
    directory: &'a Dir,
    name: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // Whoever waits at the file has it open. Whoever comes later finds the entry.
        let _ = self.directory.remove_file(&self.name);
    }
}

impl Cache {
    /// A cache in a directory, which is created when it is needed; without a directory it warns and
    /// does nothing. `now` is the time at which entries count as used.
    pub fn new(path: Option<PathBuf>, now: SystemTime) -> Self {
        Self {
            path,
            now,
            directory: OnceLock::new(),
            trouble: OnceLock::new(),
        }
    }

    /// The file that begins with the machine code for a key, and the code's length.
    pub(super) fn get(&self, key: Key) -> Option<(std::fs::File, u64)> {
        let name = key.file();
        let (mut file, size) = match directory::open_entry(self.directory()?, &name) {
            Ok(None) => return None,
            Ok(Some(Ok(opened))) => opened,
            Ok(Some(Err(distrust))) => {
                self.note(Trouble::Entry(name, distrust));
                return None;
            }
            Err(error) => {
                self.note(Trouble::Unusable(error));
                return None;
            }
        };
        if size > entry::MAX_BYTES {
            return None;
        }
        // An entry that cannot be read to its end is as good as a damaged one: it is made anew.
        let length = entry::check(key, size, &mut file).ok().flatten()?;
        let file = file.into_std();
        // Says when it was last of use. In a cache that is only read, nothing is ever pruned.
        let _ = file.set_modified(self.now);
        Some((file, length))
    }

    /// Keeps machine code for a key. Other processes see the old entry, or none, or the whole new one.
    pub(super) fn put(&self, key: Key, code: &[u8]) {
        let Some(directory) = self.directory() else {
            return;
        };
        // An entry that another user could have written stays for its owner to look at.
        if matches!(self.trouble.get(), Some(Trouble::Entry(..))) {
            return;
        }
        let Some(path) = &self.path else {
            return;
        };
        match self.write(path, key, code) {
            Ok(()) => prune::prune(directory, self.now),
            Err(error) => self.note(Trouble::Unwritable(error)),
        }
    }

    fn write(&self, path: &Path, key: Key, code: &[u8]) -> io::Result<()> {
        // Removed when anything below fails. Only its owner may read or write it.
        let mut file = tempfile::Builder::new()
            .prefix(entry::UNFINISHED)
            .tempfile_in(path)?;
        entry::write(key, code, &mut file)?;
        file.as_file().set_modified(self.now)?;
        // Not synced: what a crash of the machine leaves half written is seen by its seal.
        file.persist(path.join(key.file()))
            .map_err(|error| error.error)?;
        Ok(())
    }

    /// Waits while another process compiles the same component, for at most `patience`. Gives the
    /// turn to the process that comes first, and nothing to those who waited: they find the result,
    /// or the first one failed, and to try one after the other would only take longer. Where the first
    /// one died, the next has its turn.
    pub(super) fn take_turn(&self, key: Key, patience: Duration) -> Option<Turn<'_>> {
        let directory = self.directory()?;
        // A directory that is only read has no locks, and needs none.
        let lock = directory::open_lock(directory, key).ok()?;
        let start = Instant::now();
        loop {
            match lock.try_lock() {
                // Whoever held it before has finished, and taken its name away.
                Ok(()) if !directory::has_name(directory, key, &lock) => return None,
                Ok(()) => {
                    return Some(Turn {
                        _lock: lock,
                        directory,
                        name: key.lock_file(),
                    });
                }
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(LOOK);
                }
                // It takes too long, or the file system knows no locks.
                Err(_) => return None,
            }
        }
    }

    /// Why the cache did not help, if it did not.
    pub fn warning(&self) -> Option<Diagnostic> {
        let trouble = self.trouble.get()?;
        let path = self.path.as_deref().unwrap_or(Path::new("")).display();
        let (message, help) = match trouble {
            Trouble::Nowhere => (
                "there is no compile cache: this user has no home directory".to_owned(),
                "name a directory in TICKMARK_CACHE_DIR, or give --no-cache".to_owned(),
            ),
            Trouble::Unusable(error) => (
                format!("the compile cache {path} cannot be used: {error}"),
                "name another directory in TICKMARK_CACHE_DIR, or give --no-cache".to_owned(),
            ),
            Trouble::Directory(distrust) => (
                format!("the compile cache {path} is not used: the directory {distrust}"),
                match distrust {
                    Distrust::Writable => format!(
                        "take the right to write from others (chmod go-w {path}) after making sure that nobody has used it, or name another directory in TICKMARK_CACHE_DIR"
                    ),
                    _ => "name a directory of your own in TICKMARK_CACHE_DIR, or give --no-cache"
                        .to_owned(),
                },
            ),
            Trouble::Entry(name, distrust) => (
                format!("the compile cache {path} is not used: its entry {name} {distrust}"),
                "remove the entry; it is made anew when it is needed".to_owned(),
            ),
            Trouble::Unwritable(error) => (
                format!("nothing can be added to the compile cache {path}: {error}"),
                "plugins are compiled at every run until there is room and permission to write; TICKMARK_CACHE_DIR names another directory, --no-cache does without".to_owned(),
            ),
        };
        Some(Diagnostic::warning(Code::CacheUnused, message).help(help))
    }

    /// The directory, if it can be used and trusted.
    fn directory(&self) -> Option<&Dir> {
        self.directory
            .get_or_init(|| {
                let trouble = match self.path.as_deref().map(directory::open) {
                    Some(Ok((directory, Ok(())))) => return Some(directory),
                    Some(Ok((_, Err(distrust)))) => Trouble::Directory(distrust),
                    Some(Err(error)) => Trouble::Unusable(error),
                    None => Trouble::Nowhere,
                };
                self.note(trouble);
                None
            })
            .as_ref()
    }

    fn note(&self, trouble: Trouble) {
        // The first is told; it is often the reason for those that follow.
        let _ = self.trouble.set(trouble);
    }
}
