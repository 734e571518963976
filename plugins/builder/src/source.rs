//! Which plugins there are, and a digest over everything that one is made from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_lock::{Lockfile, Package};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A workspace member with `[package.metadata.tickmark]`.
#[derive(Debug)]
pub(crate) struct Plugin {
    /// What it is for.
    pub(crate) purpose: Purpose,
    pub(crate) id: String,
    pub(crate) version: String,
    /// The crate's name.
    pub(crate) package: String,
    directory: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    tickmark: Option<Tickmark>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tickmark {
    Plugin(String),
    Fixture(String),
}

/// What a component is for, and so where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It comes with the program.
    Plugin,
    /// The end-to-end tests use it.
    Fixture,
}

impl Purpose {
    pub(crate) const ALL: [Self; 2] = [Self::Plugin, Self::Fixture];

    /// Where its components are committed, relative to the workspace.
    pub(crate) fn directory(self) -> &'static str {
        match self {
            Self::Plugin => "plugins/dist",
            Self::Fixture => "tests/guests/dist",
        }
    }
}

/// The workspace's plugins, sorted by id.
pub(crate) fn plugins(root: &Path) -> Result<Vec<Plugin>> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(["--locked".to_owned(), "--offline".to_owned()])
        .exec()
        .context("cannot list the workspace's members")?;
    let mut plugins = Vec::new();
    for package in metadata.packages {
        let Ok(Metadata {
            tickmark: Some(tickmark),
        }) = Deserialize::deserialize(&package.metadata)
        else {
            continue;
        };
        let (purpose, id) = match tickmark {
            Tickmark::Plugin(id) => (Purpose::Plugin, id),
            Tickmark::Fixture(id) => (Purpose::Fixture, id),
        };
        let Some(directory) = package.manifest_path.parent() else {
            bail!("{} has no directory", package.manifest_path);
        };
        plugins.push(Plugin {
            purpose,
            id,
            version: package.version.to_string(),
            package: package.name.to_string(),
            directory: directory.as_std_path().to_owned(),
        });
    }
    plugins.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(plugins)
}

/// SHA-256 over the plugin's files, the SDK's, the contract, the build profile and the exact versions
/// of all libraries beneath them. Tests do not count: they leave no trace in the component.
pub(crate) fn digest(root: &Path, plugin: &Plugin) -> Result<String> {
    let mut files = BTreeSet::new();
    let sdk = root.join("plugins/sdk");
    for directory in [&plugin.directory, &sdk, &sdk.join("macros")] {
        files.insert(directory.join("Cargo.toml"));
        collect(&directory.join("src"), &mut files)?;
    }
    files.insert(sdk.join("README.md"));
    collect(&root.join("wit"), &mut files)?;
    let mut digest = Sha256::new();
    for file in &files {
        let content =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file);
        let name = name.to_string_lossy().replace('\\', "/");
        digest.update(format!("file {name} {}\n", sha256(&content)));
    }
    for library in libraries(root, &plugin.package)? {
        digest.update(format!("library {library}\n"));
    }
    digest.update(profile(root)?);
    Ok(base16ct::lower::encode_string(&digest.finalize()))
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

fn collect(directory: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    let entries = std::fs::read_dir(directory)
        .with_context(|| format!("cannot list {}", directory.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

/// The libraries beneath a crate as the workspace's lock file has them, sorted.
fn libraries(root: &Path, package: &str) -> Result<BTreeSet<String>> {
    let lock = Lockfile::load(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let find = |name: &str, version: &cargo_lock::Version| {
        lock.packages
            .iter()
            .find(|package| package.name.as_str() == name && package.version == *version)
    };
    let mut waiting: Vec<&Package> = lock
        .packages
        .iter()
        .filter(|candidate| candidate.name.as_str() == package)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(package) = waiting.pop() {
        let checksum = package
            .checksum
            .as_ref()
            .map_or("in the workspace".to_owned(), ToString::to_string);
        if seen.insert(format!("{} {} {checksum}", package.name, package.version)) {
            waiting.extend(
                package
                    .dependencies
                    .iter()
                    .filter_map(|dependency| find(dependency.name.as_str(), &dependency.version)),
            );
        }
    }
    Ok(seen)
}

/// The workspace's `[profile.plugin]`, as text.
fn profile(root: &Path) -> Result<String> {
    let text = std::fs::read_to_string(root.join("Cargo.toml"))?;
    let manifest: toml::Table = text.parse()?;
    let profile = manifest
        .get("profile")
        .and_then(|profiles| profiles.get("plugin"))
        .context("the workspace has no [profile.plugin]")?;
    Ok(toml::to_string(profile)?)
}
