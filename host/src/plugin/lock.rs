//! `tickmark.lock`: which plugin files a run may use, by digest.
//!
//! The file names every plugin outside the embedded set. Here it is read, written and compared; when it
//! is asked and what happens then is for [`find`](super::find()).

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Origin, Plugins, embedded};
use crate::clean::{Form, clean};
use crate::diagnostic::{Code, Diagnostic};

/// The name of the lock file.
pub const LOCK_NAME: &str = "tickmark.lock";
/// The version of the file's format.
const VERSION: u32 = 1;
/// What the file begins with.
const HEAD: &str = "# Written by `tickmark plugin lock`, not by hand. It names the plugins outside the program that\n# a run may use; review a change of it as you would review a change of a dependency.\n";

/// The plugins that a run may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// By id.
    plugins: BTreeMap<String, Locked>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Its version.
    pub version: String,
    /// SHA-256 of the component.
    pub sha256: String,
    /// The file's name, without directories.
    pub file: String,
}

/// The file's shape.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    plugin: Vec<Row>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    version: String,
    sha256: String,
    file: String,
}

/// Only the version: what a later format holds beside it is not known.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// A difference between two locks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A plugin that was not locked.
    Added(String, Locked),
    /// A plugin that was another one.
    Changed(String, Locked, Locked),
    /// A plugin that is gone.
    Removed(String, Locked),
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(id, new) => {
                write!(
                    formatter,
                    "added    {id} {} ({}) sha256 {}",
                    new.version, new.file, new.sha256
                )
            }
            Self::Changed(id, old, new) => write!(
                formatter,
                "changed  {id} {} ({}) sha256 {}\n    from {} ({}) sha256 {}",
                new.version, new.file, new.sha256, old.version, old.file, old.sha256
            ),
            Self::Removed(id, old) => {
                write!(
                    formatter,
                    "removed  {id} {} ({}) sha256 {}",
                    old.version, old.file, old.sha256
                )
            }
        }
    }
}

impl Lock {
    /// Reads the file; `None` where there is none.
    pub fn read(path: &Path) -> Result<Option<Self>, Diagnostic> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map(Some).map_err(|why| {
                Diagnostic::error(
                    Code::BadLockFile,
                    format!("{} is no lock file: {why}", path.display()),
                )
                .help("`tickmark plugin lock` writes it anew once it has been removed; compare the two")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot read {}: {error}", path.display()),
            )),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let message = |error: toml::de::Error| clean(error.message(), Form::Line);
        let Version { version } = toml::from_str(text).map_err(message)?;
        if version != VERSION {
            return Err(format!(
                "it has version {version} of the format, and this program knows version {VERSION}"
            ));
        }
        let document: Document = toml::from_str(text).map_err(message)?;
        let mut plugins = BTreeMap::new();
        for row in document.plugin {
            let is_digest = row.sha256.len() == 64
                && row
                    .sha256
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            if !is_digest {
                return Err(format!(
                    "the sha256 of `{}` is none",
                    clean(&row.id, Form::Line)
                ));
            }
            let locked = Locked {
                version: clean(&row.version, Form::Line),
                sha256: row.sha256,
                file: clean(&row.file, Form::Line),
            };
            let id = clean(&row.id, Form::Line);
            if plugins.insert(id.clone(), locked).is_some() {
                return Err(format!("`{id}` stands in it twice"));
            }
        }
        Ok(Self { plugins })
    }

    /// The file's text.
    pub fn render(&self) -> Result<String, Diagnostic> {
        let rows = self.plugins.iter().map(|(id, locked)| Row {
            id: id.clone(),
            version: locked.version.clone(),
            sha256: locked.sha256.clone(),
            file: locked.file.clone(),
        });
        let document = Document {
            version: VERSION,
            plugin: rows.collect(),
        };
        let text = toml::to_string(&document).map_err(|error| {
            Diagnostic::error(
                Code::BadLockFile,
                format!("the lock file cannot be written: {error}"),
            )
        })?;
        Ok(format!("{HEAD}{text}"))
    }

    /// Locks what was found outside the program.
    pub fn of(plugins: &Plugins) -> Self {
        let outside = plugins.usable.values().filter_map(|plugin| {
            let Origin::File(path) = &plugin.origin else {
                return None;
            };
            if embedded::twin(&plugin.digest).is_some() {
                return None;
            }
            Some((
                plugin.descriptor.id.clone(),
                Locked {
                    version: plugin.descriptor.version.clone(),
                    sha256: plugin.digest.clone(),
                    file: file_name(path),
                },
            ))
        });
        Self {
            plugins: outside.collect(),
        }
    }

    /// What stands between this lock and a newer one, sorted by id.
    pub fn changes(&self, new: &Self) -> Vec<Change> {
        let mut changes: BTreeMap<&String, Change> = BTreeMap::new();
        for (id, old) in &self.plugins {
            let change = match new.plugins.get(id) {
                None => Change::Removed(id.clone(), old.clone()),
                Some(new) if new != old => Change::Changed(id.clone(), old.clone(), new.clone()),
                Some(_) => continue,
            };
            changes.insert(id, change);
        }
        for (id, new) in &new.plugins {
            if !self.plugins.contains_key(id) {
                changes.insert(id, Change::Added(id.clone(), new.clone()));
            }
        }
        changes.into_values().collect()
    }

    /// How many plugins are locked.
    pub fn len(&self) -> usize {
        self.plugins.len()
    }

    /// Whether no plugin is locked.
    pub fn is_empty(&self) -> bool {
        self.plugins.is_empty()
    }

    fn with_digest(&self, digest: &str) -> Option<(&String, &Locked)> {
        self.plugins
            .iter()
            .find(|(_, locked)| locked.sha256 == digest)
    }

    fn with_file(&self, file: &str) -> Option<(&String, &Locked)> {
        self.plugins.iter().find(|(_, locked)| locked.file == file)
    }
}

/// A file's name as the lock file and messages write it.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    clean(&name.to_string_lossy(), Form::Line)
}

/// The lock file of an assessment, and how strictly it is obeyed.
#[derive(Debug, Clone)]
pub struct LockFile {
    /// Where it is, or would be.
    pub path: PathBuf,
    /// What it says; `None` where there is none.
    pub lock: Option<Lock>,
    /// How strictly it is obeyed.
    pub obedience: Obedience,
    /// The command that brings it up to date.
    pub update: String,
}

/// How strictly a lock file is obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obedience {
    /// A plugin that it names must be the one that it names; others are warned of.
    WhereItSpeaks,
    /// A run uses exactly the plugins that it names.
    Strict,
}

impl LockFile {
    /// Judges a file before anything in it is compiled or run: what is not locked does not even
    /// describe itself where the lock file is obeyed strictly.
    pub(super) fn admit(&self, path: &Path, digest: &str) -> Result<(), Diagnostic> {
        if self.obedience != Obedience::Strict {
            return Ok(());
        }
        let lock = self.lock.as_ref();
        if lock.is_some_and(|lock| lock.with_digest(digest).is_some()) {
            return Ok(());
        }
        if let Some((id, locked)) = lock.and_then(|lock| lock.with_file(&file_name(path))) {
            return Err(self.differs(id, locked, path, digest));
        }
        Err(Diagnostic::error(
            Code::PluginNotLocked,
            format!(
                "the plugin {} is not in {}: found sha256 {digest}, locked none",
                path.display(),
                self.path.display()
            ),
        )
        .help(self.advice()))
    }

    /// Judges a plugin once it has said what it is. Gives a warning where the lock file says nothing.
    pub(super) fn recognise(
        &self,
        id: &str,
        path: &Path,
        digest: &str,
    ) -> Result<Option<Diagnostic>, Diagnostic> {
        let Some(lock) = &self.lock else {
            return Ok(None);
        };
        if let Some((locked_id, _)) = lock.with_digest(digest) {
            if locked_id == id {
                return Ok(None);
            }
            return Err(Diagnostic::error(
                Code::PluginDiffers,
                format!(
                    "the plugin {} calls itself `{id}`, and {} calls it `{locked_id}` (sha256 {digest})",
                    path.display(),
                    self.path.display()
                ),
            )
            .help(self.advice()));
        }
        if let Some(locked) = lock.plugins.get(id) {
            return Err(self.differs(id, locked, path, digest));
        }
        Ok(Some(
            Diagnostic::warning(
                Code::PluginNotLocked,
                format!(
                    "the plugin `{id}` ({}) is not in {}",
                    path.display(),
                    self.path.display()
                ),
            )
            .help(self.advice()),
        ))
    }

    /// Names the plugins that are locked and were not found, unless something was said of them.
    pub(super) fn missing(&self, is_known: impl Fn(&Locked) -> bool) -> Vec<Diagnostic> {
        if self.obedience != Obedience::Strict {
            return Vec::new();
        }
        let plugins = self.lock.iter().flat_map(|lock| &lock.plugins);
        plugins
            .filter(|(_, locked)| !is_known(locked))
            .map(|(id, locked)| {
                Diagnostic::error(
                    Code::PluginNotLocked,
                    format!(
                        "{} names the plugin `{id}` {} ({}, sha256 {}), which is not there",
                        self.path.display(),
                        locked.version,
                        locked.file,
                        locked.sha256
                    ),
                )
                .help(format!(
                    "name its directory with `--plugins DIR`, or take it out of the lock file: {}",
                    self.update
                ))
            })
            .collect()
    }

    fn differs(&self, id: &str, locked: &Locked, path: &Path, digest: &str) -> Diagnostic {
        Diagnostic::error(
            Code::PluginDiffers,
            format!(
                "the plugin {} is not the `{id}` that {} names: found sha256 {digest}, locked {}",
                path.display(),
                self.path.display(),
                locked.sha256
            ),
        )
        .help(self.advice())
    }

    fn advice(&self) -> String {
        format!(
            "if you trust this file, lock it: {}; `--no-locked` runs without a complete lock file, but not against one",
            self.update
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(plugins: &[(&str, char)]) -> Lock {
        let locked = |digest: char| Locked {
            version: "0.1.0".to_owned(),
            sha256: digest.to_string().repeat(64),
            file: "x.wasm".to_owned(),
        };
        Lock {
            plugins: plugins
                .iter()
                .map(|(id, digest)| ((*id).to_owned(), locked(*digest)))
                .collect(),
        }
    }

    #[test]
    fn what_was_written_is_read_and_written_alike() {
        let written = lock(&[("zeta", 'a'), ("alpha", 'b')]);
        let text = written.render().unwrap();
        insta::assert_snapshot!(text, @r#"
        # Written by `tickmark plugin lock`, not by hand. It names the plugins outside the program that
        # a run may use; review a change of it as you would review a change of a dependency.
        version = 1

        [[plugin]]
        id = "alpha"
        version = "0.1.0"
        sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
        file = "x.wasm"

        [[plugin]]
        id = "zeta"
        version = "0.1.0"
        sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        file = "x.wasm"
        "#);
        assert_eq!(Lock::parse(&text), Ok(written));
        assert_eq!(Lock::parse("version = 1\n"), Ok(Lock::default()));
    }

    #[test]
    fn what_is_no_lock_file_is_refused_with_the_reason() {
        let refused = |text: &str, why: &str| {
            let error = Lock::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        };
        let row = "[[plugin]]\nid = \"a\"\nversion = \"1.0.0\"\nfile = \"a.wasm\"\nsha256 = ";
        let digest = "0".repeat(64);
        refused("", "version");
        refused("version = 2\nnew = 1\n", "version 2 of the format");
        refused("version = 1\nplugins = 1\n", "unknown field `plugins`");
        refused(
            &format!("version = 1\n{row}\"abc\"\n"),
            "sha256 of `a` is none",
        );
        let one = format!("{row}\"{digest}\"\n");
        refused(
            &format!("version = 1\n{one}{one}"),
            "`a` stands in it twice",
        );
    }

    #[test]
    fn changes_are_named_one_by_one() {
        let old = lock(&[("changed", 'a'), ("gone", 'b'), ("same", 'c')]);
        let new = lock(&[("changed", 'd'), ("new", 'e'), ("same", 'c')]);
        let changes = old.changes(&new);
        assert!(
            matches!(&changes[..], [Change::Changed(one, ..), Change::Removed(two, _), Change::Added(three, _)]
                if one == "changed" && two == "gone" && three == "new"),
            "{changes:?}"
        );
        assert!(old.changes(&old).is_empty());
    }
}
