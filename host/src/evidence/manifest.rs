//! `evidence.toml`: when, how and by whom evidence was collected.
//!
//! A file's modification time says nothing, because a checkout renews it. Any directory of the
//! evidence folder may hold such a file; it speaks for the files beneath that directory, and the
//! nearest one counts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Bound;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::listing::{Entry as FoundFile, Listing};
use super::pattern::Pattern;
use super::root::Root;
use crate::config::{Document, Origin, Validator};
use crate::diagnostic::{Code, Diagnostic, Source};

/// The name of a provenance file.
pub const MANIFEST_NAME: &str = "evidence.toml";
/// The largest provenance file, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Where evidence comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "evidence.toml")]
pub struct ManifestFile {
    /// One entry for each file or pattern.
    #[serde(default)]
    evidence: Vec<EntryTable>,
}

/// Where some files come from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EntryTable {
    /// The files: a path or pattern, relative to this file's directory.
    #[schemars(length(min = 1))]
    path: String,
    /// When they were collected: a time with its offset, as in 2026-11-20T08:15:00Z.
    #[schemars(with = "TimeText")]
    collected: String,
    /// The system they come from.
    source: Option<String>,
    /// The query or command that gave them.
    query: Option<String>,
    /// Who or what collected them.
    collected_by: Option<String>,
    /// How many records they hold together.
    items: Option<u64>,
}

struct TimeText;

impl JsonSchema for TimeText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A time with its offset (RFC 3339)."
        })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// What is known about where a file comes from.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// When it was collected.
    #[schemars(with = "String")]
    pub collected: Timestamp,
    /// The system it comes from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
    /// The query or command that gave it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub query: Option<String>,
    /// Who or what collected it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub collected_by: Option<String>,
}

/// All provenance files of an evidence folder.
#[derive(Debug, Default)]
pub struct Manifest {
    entries: Vec<Entry>,
    /// The entry that speaks for each file.
    by_file: BTreeMap<Arc<str>, usize>,
    /// The files that an entry names one by one and that are not there, with where they come from.
    absent: BTreeMap<Arc<str>, Arc<Provenance>>,
}

#[derive(Debug)]
struct Entry {
    /// The directory of the file, empty for the root, else with a `/` at its end.
    directory: String,
    pattern: Pattern,
    provenance: Arc<Provenance>,
    items: Option<u64>,
    /// The files that it speaks for, sorted.
    files: Vec<Arc<str>>,
    /// Whether its pattern matches no file.
    is_unused: bool,
}

static SCHEMA: LazyLock<Option<Validator>> =
    LazyLock::new(|| Validator::new(schemars::schema_for!(ManifestFile).to_value()).ok());

impl Manifest {
    /// Reads all provenance files. Returns what is wrong with them: errors, and warnings for entries
    /// that match no file.
    pub fn read(root: &Root, listing: &Listing) -> (Self, Vec<Diagnostic>) {
        let mut manifest = Self::default();
        let mut diagnostics = Vec::new();
        for path in listing.manifests() {
            match read_file(root, path) {
                Ok(document) => manifest.add(path, &document, listing, &mut diagnostics),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        manifest.assign(listing);
        (manifest, diagnostics)
    }

    /// Finds for each file the entry that speaks for it: the one in the nearest directory.
    fn assign(&mut self, listing: &Listing) {
        for (index, entry) in self.entries.iter().enumerate() {
            for file in entry.files(listing) {
                let nearest = self.by_file.entry(file.path.clone()).or_insert(index);
                if self.entries[*nearest].directory.len() <= entry.directory.len() {
                    *nearest = index;
                }
            }
        }
        for (file, index) in &self.by_file {
            self.entries[*index].files.push(file.clone());
        }
        for entry in &mut self.entries {
            entry.is_unused = entry.files(listing).is_empty();
            if entry.pattern.is_literal() && entry.is_unused {
                let provenance = entry.provenance.clone();
                self.absent.insert(entry.written().into(), provenance);
            }
        }
    }

    fn add(
        &mut self,
        path: &str,
        document: &Arc<Document>,
        listing: &Listing,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let root = document.origin("");
        if let Some(schema) = SCHEMA.as_ref() {
            let refusals = schema.refusals(document.value());
            if !refusals.is_empty() {
                diagnostics.extend(
                    refusals
                        .iter()
                        .map(|refusal| refusal.diagnostic(&root, None)),
                );
                return;
            }
        }
        let file: ManifestFile = match serde_json::from_value(document.value().clone()) {
            Ok(file) => file,
            Err(error) => {
                let diagnostic = Diagnostic::error(Code::BadValue, error.to_string());
                diagnostics.push(root.at_value(diagnostic, "in this file"));
                return;
            }
        };
        let directory = path.strip_suffix(MANIFEST_NAME).unwrap_or_default();
        let first = self.entries.len();
        let mut origins = Vec::new();
        for (index, table) in file.evidence.into_iter().enumerate() {
            let origin = root.child("evidence").child(index);
            match entry(directory, table, &origin) {
                Ok(entry) => {
                    self.entries.push(entry);
                    origins.push(origin);
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        self.find_confusion(first, &origins, listing, diagnostics);
    }

    /// Entries of one file that match the same path are an error, entries that match none a warning.
    fn find_confusion(
        &self,
        first: usize,
        origins: &[Origin],
        listing: &Listing,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut spoken_for: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unused = Vec::new();
        for (index, entry) in self.entries[first..].iter().enumerate() {
            let mut is_used = false;
            let mut confused = BTreeSet::new();
            for file in entry.files(listing) {
                is_used = true;
                let before = *spoken_for.entry(&file.path).or_insert(index);
                if before != index && confused.insert(before) {
                    let diagnostic = Diagnostic::error(
                        Code::Duplicate,
                        format!("two entries speak for `{}`", file.path),
                    )
                    .help("make the patterns exclude each other, so that each file has one origin");
                    let path = origins[index].child("path");
                    diagnostics.push(path.at_value(diagnostic, "the second"));
                }
            }
            if !is_used {
                unused.push(&origins[index]);
            }
        }
        for origin in unused {
            let diagnostic = Diagnostic::warning(Code::Unused, "this entry speaks for no file")
                .help("collect the evidence again, or remove the entry");
            diagnostics.push(origin.child("path").at_value(diagnostic, "matches nothing"));
        }
    }

    /// What is known about where a file comes from.
    pub fn provenance(&self, path: &str) -> Option<&Arc<Provenance>> {
        let index = self.by_file.get(path)?;
        Some(&self.entries[*index].provenance)
    }

    /// The files that somebody collected by name and that are not there, sorted.
    pub fn absent_paths(&self) -> impl Iterator<Item = &str> {
        self.absent.keys().map(|path| &**path)
    }

    /// Patterns of which somebody stated how many records their files hold, that match no file, and whose
    /// files some patterns might match: each with the number.
    pub fn emptied<'a>(&'a self, patterns: &'a [Pattern]) -> impl Iterator<Item = (String, u64)> {
        self.entries
            .iter()
            .filter(|entry| !entry.pattern.is_literal() && entry.is_unused)
            .filter_map(|entry| Some((entry, entry.items.filter(|items| *items > 0)?)))
            .filter(move |(entry, _)| patterns.iter().any(|pattern| entry.may_meet(pattern)))
            .map(|(entry, items)| (entry.written(), items))
    }

    /// The files that some patterns match, that somebody collected by name, and that are not there.
    pub fn absent<'a>(
        &'a self,
        patterns: &'a [Pattern],
    ) -> impl Iterator<Item = (&'a Arc<str>, &'a Provenance)> {
        patterns.iter().flat_map(move |pattern| {
            let prefix = pattern.literal_prefix();
            self.absent
                .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
                .take_while(move |(path, _)| path.starts_with(prefix))
                .filter(|(path, _)| pattern.matches(path))
                .map(|(path, provenance)| (path, &**provenance))
        })
    }

    /// For each entry that states how many records its files hold and that speaks for one of some
    /// paths: the number, and all files of the folder that the entry speaks for.
    pub fn stated_counts<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
    ) -> impl Iterator<Item = (u64, &[Arc<str>])> {
        let entries: BTreeSet<usize> = paths
            .filter_map(|path| self.by_file.get(path).copied())
            .collect();
        entries.into_iter().filter_map(|index| {
            let entry = &self.entries[index];
            Some((entry.items?, entry.files.as_slice()))
        })
    }
}

impl Entry {
    /// Its pattern, relative to the evidence root.
    fn written(&self) -> String {
        format!("{}{}", self.directory, self.pattern.as_str())
    }

    /// Whether some file might be matched by both patterns. Told by where they begin and by how their names
    /// end, so that two that cannot meet may be taken for two that can.
    fn may_meet(&self, other: &Pattern) -> bool {
        let written = self.written();
        let literal = format!("{}{}", self.directory, self.pattern.literal_prefix());
        let directory = literal
            .rsplit_once('/')
            .map_or("", |(directory, _)| directory);
        let extension = |text: &str| {
            let (_, end) = text.rsplit_once('.')?;
            let plain = end.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (plain && !end.is_empty()).then(|| end.to_owned())
        };
        let differ = match (extension(&written), extension(other.as_str())) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        let prefix = other.literal_prefix();
        let reaches = directory.is_empty()
            || other.may_match_inside(directory)
            || prefix.starts_with(literal.as_str());
        reaches && !differ
    }

    /// The files that its pattern matches.
    fn files<'a>(&self, listing: &'a Listing) -> Vec<&'a FoundFile> {
        let prefix = format!("{}{}", self.directory, self.pattern.literal_prefix());
        listing
            .beneath(&prefix)
            .filter(|file| {
                let inside = file.path.strip_prefix(&self.directory);
                inside.is_some_and(|rest| self.pattern.matches(rest))
            })
            .collect()
    }
}

fn read_file(root: &Root, path: &str) -> Result<Arc<Document>, Box<Diagnostic>> {
    let shown = root.path().join(path);
    let unreadable = |why: &dyn std::fmt::Display| {
        Box::new(Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read {}: {why}", shown.display()),
        ))
    };
    let (mut file, _) = root
        .open_file(path, MAX_BYTES)
        .map_err(|refusal| unreadable(&refusal))?;
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| unreadable(&error))?;
    let source = Arc::new(Source { path: shown, text });
    Document::parse(&source).map(Arc::new)
}

fn entry(directory: &str, table: EntryTable, origin: &Origin) -> Result<Entry, Box<Diagnostic>> {
    let pattern = Pattern::parse(&table.path).map_err(|error| {
        let code = if error.is_outside() {
            Code::OutsideRoot
        } else {
            Code::BadGlob
        };
        let diagnostic = Diagnostic::error(code, error.to_string()).help(error.help());
        Box::new(origin.child("path").at_value(diagnostic, "here"))
    })?;
    let collected = table.collected.parse::<Timestamp>().map_err(|_| {
        let diagnostic = Diagnostic::error(
            Code::BadValue,
            format!("`{}` is not a time with its offset", table.collected),
        )
        .help("write a time in UTC, as in 2026-11-20T08:15:00Z");
        Box::new(origin.child("collected").at_value(diagnostic, "here"))
    })?;
    Ok(Entry {
        directory: directory.to_owned(),
        pattern,
        provenance: Arc::new(Provenance {
            collected,
            source: table.source,
            query: table.query,
            collected_by: table.collected_by,
        }),
        items: table.items,
        files: Vec::new(),
        is_unused: false,
    })
}
