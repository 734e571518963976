//! `tickmark.toml`: read, checked and resolved.
//!
//! After [`load`] there is no raw configuration: every name, pattern and date in a [`Config`] has
//! been parsed, and what could be wrong with it without running anything has been said, with the
//! line at fault. Whether plugins, inputs and evidence exist is for later steps, which point back
//! into the file through [`Origin`].

mod decision;
mod document;
mod file;
mod gate;
mod refusal;
mod resolve;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::criteria::{Category, Criterion};
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::evidence::Pattern;
use crate::limits::Limits;

pub use decision::{Attestation, Subservice, SubserviceMethod, UserEntityControl, Waiver};
pub use document::{Document, Origin};
pub use file::File;
pub use gate::{GateRules, WaiverConcern};
pub use refusal::Refusal;
pub use schema::{SchemaError, Validator};

/// The name of the configuration file.
pub const FILE_NAME: &str = "tickmark.toml";

/// Everything that a person decided about a run.
#[derive(Debug, Clone)]
pub struct Config {
    /// SHA-256 of the file's text; `None` without a file.
    pub digest: Option<String>,
    /// What is assessed, and as of when.
    pub assessment: Assessment,
    /// The evidence folder.
    pub evidence_root: PathBuf,
    /// Where plugins come from.
    pub plugins: PluginSources,
    /// The configured checks, in the file's order; empty without a file.
    pub checks: Vec<CheckConfig>,
    /// Criteria declared not relevant, with the reason.
    pub not_relevant: BTreeMap<Criterion, String>,
    /// Accepted failing findings.
    pub waivers: Vec<Waiver>,
    /// Statements of people for what no machine decides.
    pub attestations: Vec<Attestation>,
    /// Organisations that carry criteria.
    pub subservices: Vec<Subservice>,
    /// What decides between met and not met.
    pub gate: GateRules,
    /// Whether there is a file. Without one, every plugin whose required inputs match is run.
    pub from_file: bool,
}

/// What is assessed, and as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The system that the assessment is about.
    pub system: Option<String>,
    /// Type 1 (a date) or Type 2 (a period).
    pub kind: AssessmentKind,
    /// The day on which readiness is judged.
    pub as_of: Date,
    /// The chosen categories; security is always among them.
    pub categories: BTreeSet<Category>,
}

/// The two kinds of SOC 2 examination (AT-C 205).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssessmentKind {
    /// Design as of a date.
    Type1,
    /// Operation through a period; both days belong to it.
    Type2 {
        /// The first day.
        start: Date,
        /// The last day.
        end: Date,
    },
}

/// Where plugins come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginSources {
    /// Whether the plugins inside the program are used.
    pub embedded: bool,
    /// Directories whose `*.wasm` files are plugins.
    pub directories: Vec<PathBuf>,
}

/// One configured use of a plugin.
#[derive(Debug, Clone)]
pub struct CheckConfig {
    /// Unique among the checks.
    pub name: String,
    /// The plugin's id.
    pub plugin: String,
    /// Patterns by input. Inputs that are not named use the plugin's default patterns.
    pub evidence: BTreeMap<String, Vec<Pattern>>,
    /// The plugin's own configuration.
    pub config: serde_json::Map<String, serde_json::Value>,
    /// How the check is spread over many things.
    pub targets: Targets,
    /// Maximum ages in days by input, where they differ from the plugin's.
    pub max_age_days: BTreeMap<String, u32>,
    /// Inputs whose files may be without a known collection date.
    pub accept_undated: BTreeSet<String>,
    /// Limits for each unit.
    pub limits: Limits,
    /// Why the check is switched off, if it is.
    pub disabled: Option<String>,
    /// Where the check stands in the file; `None` without a file.
    pub origin: Option<Origin>,
}

/// How a check is spread over many things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Targets {
    /// It is not.
    None,
    /// Over these, each of which must have evidence.
    Listed(BTreeSet<String>),
    /// Over whatever `{target}` stands for in the paths that this pattern matches.
    Found(Pattern),
}

impl Config {
    /// The criteria for which an attestation or a subservice organisation stands, however it stands.
    pub fn stood_for(&self) -> BTreeSet<Criterion> {
        let attested = self.attestations.iter().map(|one| &one.criteria);
        let carried = self.subservices.iter().map(|one| &one.criteria);
        attested.chain(carried).flatten().copied().collect()
    }

    /// The criteria of the chosen categories that are not declared not relevant.
    pub fn relevant(&self) -> impl Iterator<Item = Criterion> {
        Criterion::all().filter(|criterion| {
            self.assessment.categories.contains(&criterion.category())
                && !self.not_relevant.contains_key(criterion)
        })
    }
}

/// Reads the configuration of a directory (or of a file that is named itself).
///
/// `today` is the as-of date where the file names none. Without a file the result is a run of
/// everything that matches. Every mistake found is returned, not only the first.
pub fn load(path: &Path, today: Date) -> Result<Config, Vec<Diagnostic>> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        vec![
            Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot read {}: {error}", path.display()),
            )
            .help("give a directory that holds tickmark.toml and evidence, or the file itself"),
        ]
    };
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let (directory, file) = if metadata.is_dir() {
        (path, path.join(FILE_NAME))
    } else {
        (path.parent().unwrap_or(path), path.to_owned())
    };
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && metadata.is_dir() => {
            return Ok(without_file(directory, today));
        }
        Err(error) => return Err(unreadable(&file, &error)),
    };
    let digest = base16ct::lower::encode_string(&Sha256::digest(&bytes));
    let text =
        String::from_utf8(bytes).map_err(|_| unreadable(&file, &"the file is not UTF-8 text"))?;
    let source = Arc::new(Source { path: file, text });
    let document = Document::parse(&source).map_err(|error| vec![*error])?;
    resolve::resolve(&Arc::new(document), directory, digest, today)
}

/// The configuration that stands for "whatever is there".
fn without_file(directory: &Path, today: Date) -> Config {
    let folder = directory.join("evidence");
    Config {
        digest: None,
        assessment: Assessment {
            organisation: None,
            system: None,
            kind: AssessmentKind::Type1,
            as_of: today,
            categories: BTreeSet::from([Category::Security]),
        },
        evidence_root: if folder.is_dir() {
            folder
        } else {
            directory.to_owned()
        },
        plugins: PluginSources {
            embedded: true,
            directories: Vec::new(),
        },
        checks: Vec::new(),
        not_relevant: BTreeMap::new(),
        waivers: Vec::new(),
        attestations: Vec::new(),
        subservices: Vec::new(),
        gate: GateRules::default(),
        from_file: false,
    }
}

#[cfg(test)]
mod tests;
