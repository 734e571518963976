//! `plugins.lock`: what was built from what, by which compiler.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

const NAME: &str = "plugins.lock";
const PREFACE: &str =
    "# Written by `cargo run -p tickmark-plugin-builder -- build`; not for editing.\n\n";

/// The whole file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    /// `rustc --version`, without the program's name.
    pub(crate) compiler: String,
    /// Sorted by id.
    #[serde(rename = "plugin", default)]
    pub(crate) plugins: Vec<Entry>,
}

/// One plugin.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) version: String,
    /// SHA-256 over everything that the component is made from; see `source::digest`.
    pub(crate) source: String,
    /// SHA-256 of the component.
    pub(crate) component: String,
}

impl Lock {
    pub(crate) fn read(directory: &Path) -> Result<Self> {
        let file = directory.join(NAME);
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is damaged", file.display()))
    }

    pub(crate) fn write(&self, directory: &Path) -> Result<()> {
        let text = format!("{PREFACE}{}", toml::to_string(self)?);
        let file = directory.join(NAME);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}
