//! Which plugins there are, and what each is.
//!
//! Plugins come with the program or lie in directories. A plugin's file is opened once, read with a
//! size cap and hashed; that same buffer is compiled. Nothing of a plugin runs here but `describe`.

mod componentize;
mod embedded;
mod find;
mod template;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::clean::{Form, clean};
use crate::model::Descriptor;
use crate::sandbox::{Component, Interfaces};

pub use componentize::{ComponentizeError, componentize};
pub use find::{find, load};
pub use template::{Language, TemplateError, Written, write_template};

/// A plugin that can be run.
#[derive(Debug)]
pub struct Plugin {
    /// SHA-256 of the component.
    pub digest: String,
    /// The component's size, in bytes.
    pub size: u64,
    /// Where it comes from.
    pub origin: Origin,
    /// What it imports and exports.
    pub interfaces: Interfaces,
    /// What it says of itself when nothing is configured.
    pub descriptor: Descriptor,
    /// The component.
    pub component: Component,
}

/// Where a plugin comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It came with the program.
    Embedded,
    /// A file.
    File(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Embedded => formatter.write_str("embedded"),
            Self::File(path) => write!(formatter, "{}", path.display()),
        }
    }
}

/// A file that stands where a plugin should, and why it is none.
#[derive(Debug)]
pub struct Broken {
    /// The file.
    pub path: PathBuf,
    /// The id that its name suggests.
    pub stem: String,
    /// What is wrong with it.
    pub why: String,
}

impl Broken {
    /// The file's name, without the directory: results do not depend on where things lie.
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        clean(&name.to_string_lossy(), Form::Line)
    }
}

/// Every plugin that was found.
#[derive(Debug, Default)]
pub struct Plugins {
    /// By id.
    pub usable: BTreeMap<String, Arc<Plugin>>,
    /// Files that are no plugins, sorted by path.
    pub broken: Vec<Broken>,
}

/// The ids of the plugins that came with the program.
pub fn embedded_ids() -> impl Iterator<Item = &'static str> {
    embedded::EMBEDDED.iter().map(|embedded| embedded.id)
}
