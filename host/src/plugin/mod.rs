//! Which plugins there are, and what each is.
//!
//! Plugins come with the program or lie in directories. A plugin's file is opened once, read with a
//! size cap and hashed; that same buffer is compiled. Nothing of a plugin runs here but `describe`.

mod cache;
mod compile;
mod componentize;
mod embedded;
mod file;
mod find;
mod lock;
mod template;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Descriptor;
use crate::sandbox::{Component, Interfaces, interfaces};

pub use cache::Cache;
pub use compile::{CachedCompiler, CodeSource};
pub use componentize::{ComponentizeError, componentize};
pub use find::{Prepared, Rules, find, find_by, load, prepare, prepare_all};
pub use lock::{Change, LOCK_NAME, Lock, LockFile, Locked, Obedience};
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
    /// What it says of itself when nothing is configured.
    pub descriptor: Descriptor,
    /// The component.
    pub component: Component,
    inside: Inside,
}

/// A component's imports and exports. Those of a file were read to judge it; those of the program's
/// own plugins are read when somebody wants to see them.
#[derive(Debug)]
struct Inside {
    known: OnceLock<Interfaces>,
    embedded: &'static [u8],
}

impl Plugin {
    /// What it imports and exports.
    pub fn interfaces(&self) -> &Interfaces {
        self.inside
            .known
            // The program's own plugins are whole: the build has compiled them.
            .get_or_init(|| interfaces(self.inside.embedded).unwrap_or_default())
    }
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
    /// The id that it claims, or that its name suggests.
    pub id: String,
    /// What is wrong with it.
    pub defect: Defect,
}

/// What is wrong with a plugin file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    /// It is no plugin.
    Unusable(String),
    /// Another file claims the same id, so that nobody can say which is meant.
    Ambiguous(String),
}

impl std::fmt::Display for Defect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unusable(why) | Self::Ambiguous(why) => formatter.write_str(why),
        }
    }
}

impl Broken {
    /// The file's name, without the directory: results do not depend on where things lie.
    pub fn name(&self) -> String {
        lock::file_name(&self.path)
    }

    /// The message for whoever put the file there.
    pub fn warning(&self) -> Diagnostic {
        let path = self.path.display();
        match &self.defect {
            Defect::Unusable(why) => {
                Diagnostic::warning(Code::BadPlugin, format!("{path} is no plugin: {why}"))
            }
            Defect::Ambiguous(why) => {
                Diagnostic::warning(Code::PluginConflict, format!("{path} is not used: {why}"))
            }
        }
    }
}

/// Every plugin that was found.
#[derive(Debug, Default)]
pub struct Plugins {
    /// By id.
    pub usable: BTreeMap<String, Arc<Plugin>>,
    /// Files that cannot be used, sorted by path.
    pub broken: Vec<Broken>,
    /// What is worth knowing about those that can be used.
    pub warnings: Vec<Diagnostic>,
}

/// The ids of the plugins that came with the program.
pub fn embedded_ids() -> impl Iterator<Item = &'static str> {
    embedded::EMBEDDED.iter().map(|embedded| embedded.id)
}
