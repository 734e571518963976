//! Which files the evidence folder holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use cap_std::fs::Dir;

use crate::clean::{Form, clean, is_plain};

use super::manifest::MANIFEST_NAME;
use super::pattern::Pattern;
use super::root::{Refusal, Root, kind, reason};

/// How deep directories may be nested. Deeper ones are refused, not skipped.
const MAX_DEPTH: usize = 64;

/// Every file in the folder, and everything that is there but cannot be read.
#[derive(Debug, Default)]
pub struct Listing {
    entries: BTreeMap<Arc<str>, Entry>,
    directories: BTreeSet<String>,
    /// Entries that may hide files.
    hiding: BTreeSet<Arc<str>>,
    manifests: BTreeSet<String>,
}

/// One file, or something in a file's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the root, with `/` between segments. A name that is not UTF-8 has replacement
    /// characters in it.
    pub path: Arc<str>,
    /// In bytes; 0 where it cannot be known.
    pub size: u64,
    /// Why it cannot be read, if so.
    pub refusal: Option<Refusal>,
    /// Whether it is a directory that could not be listed, so that files inside may be missing.
    pub hides_files: bool,
}

impl Listing {
    /// Walks the folder. Symbolic links to directories are not followed.
    pub fn read(root: &Root) -> Self {
        let mut listing = Self::default();
        listing.walk(root, root.dir(), "", 0);
        listing
    }

    fn walk(&mut self, root: &Root, dir: &Dir, prefix: &str, depth: usize) {
        let hidden = |path: &str, refusal: Refusal| Entry {
            path: path.trim_end_matches('/').into(),
            size: 0,
            refusal: Some(refusal),
            hides_files: true,
        };
        if depth > MAX_DEPTH {
            let why = format!("directories are nested more than {MAX_DEPTH} deep");
            return self.add(hidden(prefix, Refusal::Unreadable(why)));
        }
        let entries = match dir.entries() {
            Ok(entries) => entries,
            Err(error) => {
                return self.add(hidden(prefix, Refusal::Unreadable(reason(&error))));
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.add(hidden(prefix, Refusal::Unreadable(reason(&error))));
                    continue;
                }
            };
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            let found = |size: u64, refusal: Option<Refusal>| Entry {
                path: path.as_str().into(),
                size,
                refusal,
                hides_files: false,
            };
            let plain = match name.to_str() {
                Some(name) if is_plain(name) => name,
                odd => {
                    let refusal = match odd {
                        Some(_) => Refusal::NameNotPlain,
                        None => Refusal::NameNotUtf8,
                    };
                    self.add(Entry {
                        path: clean(&path, Form::Line).into(),
                        hides_files: entry.file_type().is_ok_and(|kind| kind.is_dir()),
                        ..found(0, Some(refusal))
                    });
                    continue;
                }
            };
            match entry.file_type() {
                Err(error) => self.add(found(0, Some(Refusal::Unreadable(reason(&error))))),
                Ok(file_type) if file_type.is_dir() => {
                    self.directories.insert(path.clone());
                    match entry.open_dir() {
                        Ok(inner) => self.walk(root, &inner, &format!("{path}/"), depth + 1),
                        Err(error) => {
                            self.add(hidden(&path, Refusal::Unreadable(reason(&error))));
                        }
                    }
                }
                Ok(file_type) if file_type.is_file() => {
                    if plain == MANIFEST_NAME {
                        self.manifests.insert(path);
                    } else {
                        let size = entry.metadata().map_or(0, |metadata| metadata.len());
                        self.add(found(size, None));
                    }
                }
                // What cannot be read through the link is found out when it is read.
                Ok(file_type) if file_type.is_symlink() && plain == MANIFEST_NAME => {
                    self.manifests.insert(path);
                }
                Ok(file_type) if file_type.is_symlink() => match root.dir().metadata(&path) {
                    Ok(target) if target.is_file() => self.add(found(target.len(), None)),
                    Ok(target) if target.is_dir() => self.add(Entry {
                        hides_files: true,
                        ..found(0, Some(Refusal::LinkedDirectory))
                    }),
                    Ok(target) => {
                        self.add(found(
                            0,
                            Some(Refusal::NotRegular(kind(target.file_type()))),
                        ));
                    }
                    // Nobody can say whether it stands for a file or for a directory full of them.
                    Err(_) => self.add(Entry {
                        hides_files: true,
                        ..found(0, Some(Refusal::LinkOut))
                    }),
                },
                Ok(file_type) => self.add(found(0, Some(Refusal::NotRegular(kind(file_type))))),
            }
        }
    }

    fn add(&mut self, entry: Entry) {
        if entry.hides_files {
            self.hiding.insert(entry.path.clone());
        }
        // Two names that are not UTF-8 may look alike; one refusal speaks for both.
        self.entries.insert(entry.path.clone(), entry);
    }

    /// What matches any of some patterns, sorted by path: readable files, and refused things that
    /// stand in the place of a match.
    pub fn matching(&self, patterns: &[Pattern]) -> Vec<&Entry> {
        let named = patterns.iter().flat_map(|pattern| {
            self.beneath(pattern.literal_prefix())
                .filter(|entry| pattern.matches(&entry.path))
        });
        let hiding = self.hiding.iter().filter_map(|path| self.entries.get(path));
        let in_reach = hiding.filter(|entry| {
            let reaches = |pattern: &Pattern| pattern.may_match_inside(&entry.path);
            entry.path.is_empty() || patterns.iter().any(reaches)
        });
        let found: BTreeMap<&str, &Entry> = named
            .chain(in_reach)
            .map(|entry| (&*entry.path, entry))
            .collect();
        found.into_values().collect()
    }

    /// Every entry whose path begins so, sorted by path.
    pub fn beneath(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        self.entries
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .map(|(_, entry)| entry)
            .take_while(move |entry| entry.path.starts_with(prefix))
    }

    /// Every entry, sorted by path.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Every directory, sorted by path.
    pub fn directories(&self) -> impl Iterator<Item = &str> {
        self.directories.iter().map(String::as_str)
    }

    /// Whether there is a directory of this name.
    pub fn has_directory(&self, path: &str) -> bool {
        self.directories.contains(path)
    }

    /// The provenance files, sorted by path.
    pub fn manifests(&self) -> impl Iterator<Item = &str> {
        self.manifests.iter().map(String::as_str)
    }
}
