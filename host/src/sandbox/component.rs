//! What a file is, before anything in it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wasmparser::{
    ComponentExternalKind, CustomSectionReader, Encoding, KnownCustom, Parser, Payload,
};

use super::room::Turns;
use super::texts::shown;
use super::v0_1_0::Prepared;
use super::wasi;
use crate::clean::{Form, clean};

/// The interfaces of the contract that this host offers, and the one that it calls.
const OFFERED: [&str; 3] = [
    "tickmark:plugin/types",
    "tickmark:plugin/evidence",
    "tickmark:plugin/log",
];
const CALLED: &str = "tickmark:plugin/checker";
/// The version of the contract that this host speaks.
pub(super) const VERSION: &str = "0.1.0";

/// A component that is ready to be instantiated.
#[derive(Clone)]
pub struct Component {
    /// Ready for instances with memory of their own.
    pub(super) prepared: Prepared,
    /// How it comes to take turns, if it may.
    pub(super) turns: Option<Arc<Turns>>,
    /// Whether it was given WASI.
    pub(super) imports_wasi: bool,
}

impl std::fmt::Debug for Component {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Component").finish_non_exhaustive()
    }
}

/// Why a file is no plugin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComponentError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Not WebAssembly at all.
    #[error("the file is not WebAssembly")]
    NotWasm,
    /// Machine code for some engine.
    #[error(
        "the file is compiled machine code, which is never loaded from a file; give the `.wasm` component"
    )]
    MachineCode,
    /// WebAssembly text.
    #[error(
        "the file is WebAssembly text; translate it to a binary component first (wasm-tools parse)"
    )]
    Text,
    /// A core module.
    #[error(
        "the file is a core WebAssembly module, not a component; make a component of it with `tickmark plugin build`"
    )]
    CoreModule,
    /// Damaged.
    #[error("the component is damaged: {0}")]
    Damaged(String),
    /// Built for another version of the contract.
    #[error(
        "the component was built for version {0} of the contract tickmark:plugin, and this program speaks {VERSION}; use a tickmark that speaks it, or generate the bindings from {VERSION} and build it again"
    )]
    OtherVersion(String),
    /// Built for something else.
    #[error("{0}")]
    OtherWorld(Box<WorldMismatch>),
    /// Not compiled.
    #[error(transparent)]
    Compile(#[from] super::compile::CompileError),
    /// It names the right interfaces, but not with the right types.
    #[error(
        "the component does not fit the contract tickmark:plugin@{VERSION}: {0}; generate its bindings from that version of the contract and build it again"
    )]
    Mismatch(String),
}

/// What a component imports and exports, by name, and what it was made with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interfaces {
    /// What it wants from its host, sorted.
    pub imports: BTreeSet<String>,
    /// What it offers, sorted.
    pub exports: BTreeSet<String>,
    /// What it was made with, by kind (`language`, `processed-by`, `sdk`), with versions: what its
    /// tools left in its producers sections. Nobody vouches for it.
    pub made_with: BTreeMap<String, BTreeSet<String>>,
}

/// The difference between a component and the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldMismatch {
    unknown_imports: BTreeSet<String>,
    wasi_imports: BTreeSet<String>,
    missing_export: bool,
    found: Interfaces,
}

impl std::fmt::Display for WorldMismatch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = |names: &BTreeSet<String>| {
            if names.is_empty() {
                "nothing".to_owned()
            } else {
                crate::diagnostic::list(names.iter().map(String::as_str))
            }
        };
        write!(
            formatter,
            "the component was built for another world than tickmark:plugin/plugin@{VERSION}"
        )?;
        if !self.unknown_imports.is_empty() {
            write!(
                formatter,
                "; it imports {}, which this host does not offer",
                names(&self.unknown_imports)
            )?;
        }
        if !self.wasi_imports.is_empty() {
            write!(
                formatter,
                "; it imports {}, which this host does not offer: of WASI a plugin gets version 0.2 without HTTP (evidence comes through `{}`)",
                names(&self.wasi_imports),
                OFFERED[1]
            )?;
        }
        if self.missing_export {
            write!(
                formatter,
                "; it exports {}, expected `{CALLED}@{VERSION}`",
                names(&self.found.exports)
            )?;
        }
        Ok(())
    }
}

/// Reads what a file is and what it imports and exports, without compiling or running it.
pub fn interfaces(wasm: &[u8]) -> Result<Interfaces, ComponentError> {
    match wasm {
        [] => return Err(ComponentError::Empty),
        _ if wasm.starts_with(b"\x7fELF") => return Err(ComponentError::MachineCode),
        _ if looks_like_text(wasm) => return Err(ComponentError::Text),
        _ if !wasm.starts_with(b"\0asm") => return Err(ComponentError::NotWasm),
        _ => {}
    }
    let damaged = |error: wasmparser::BinaryReaderError| ComponentError::Damaged(error.to_string());
    let mut found = Interfaces::default();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(damaged)? {
            Payload::Version { encoding, .. } => {
                if depth == 0 && encoding == Encoding::Module {
                    return Err(ComponentError::CoreModule);
                }
                depth += 1;
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    found
                        .imports
                        .insert(import.map_err(damaged)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    let export = export.map_err(damaged)?;
                    // Types are exported beside the interfaces that use them.
                    if export.kind != ComponentExternalKind::Type {
                        found.exports.insert(export.name.name.to_owned());
                    }
                }
            }
            Payload::CustomSection(section) => add_producers(&section, &mut found.made_with),
            _ => {}
        }
    }
    Ok(found)
}

/// Adds what a producers section tells. One that cannot be read tells nothing: it decides nothing.
fn add_producers(
    section: &CustomSectionReader<'_>,
    made_with: &mut BTreeMap<String, BTreeSet<String>>,
) {
    /// More than tools ever name; a hostile file must not fill the page.
    const MOST: usize = 32;
    let KnownCustom::Producers(fields) = section.as_known() else {
        return;
    };
    for field in fields.into_iter().flatten().take(MOST) {
        let tools = made_with.entry(shown(field.name)).or_default();
        for tool in field.values.into_iter().flatten().take(MOST) {
            if tools.len() < MOST {
                tools.insert(shown(format!("{} {}", tool.name, tool.version).trim_end()));
            }
        }
    }
}

/// Says whether a file is a component for this contract, without compiling or running it.
pub fn check(wasm: &[u8]) -> Result<(), ComponentError> {
    check_world(&interfaces(wasm)?)
}

/// Holds a component's interfaces against the contract.
pub(crate) fn check_world(found: &Interfaces) -> Result<(), ComponentError> {
    if let Some(version) = other_version(found) {
        return Err(ComponentError::OtherVersion(version));
    }
    let (mut unknown_imports, mut wasi_imports) = (BTreeSet::new(), BTreeSet::new());
    for import in &found.imports {
        let (name, version) = import.split_once('@').unwrap_or((import, ""));
        if (OFFERED.contains(&name) && is_compatible(version)) || wasi::is_offered(name, version) {
            continue;
        }
        if wasi::is_wasi(name) {
            wasi_imports.insert(import.clone());
        } else {
            unknown_imports.insert(import.clone());
        }
    }
    let missing_export = !found.exports.iter().any(|export| {
        let (name, version) = export.split_once('@').unwrap_or((export, ""));
        name == CALLED && is_compatible(version)
    });
    if unknown_imports.is_empty() && wasi_imports.is_empty() && !missing_export {
        return Ok(());
    }
    Err(ComponentError::OtherWorld(Box::new(WorldMismatch {
        unknown_imports,
        wasi_imports,
        missing_export,
        found: found.clone(),
    })))
}

/// The version of the contract that a component was built for, where it is not ours.
fn other_version(found: &Interfaces) -> Option<String> {
    found
        .exports
        .iter()
        .chain(&found.imports)
        .filter(|name| name.starts_with("tickmark:plugin/"))
        .filter_map(|name| name.split_once('@'))
        .map(|(_, version)| version)
        .find(|version| !is_compatible(version))
        .map(|version| clean(version, Form::Line))
}

/// Whether a version of the contract is one that this host speaks: below 1.0.0 the minor version
/// must be the same (Semantic Versioning 2.0.0, item 4, as WIT applies it).
fn is_compatible(version: &str) -> bool {
    let mut parts = version.split('.');
    let mut ours = VERSION.split('.');
    parts.next() == ours.next() && parts.next() == ours.next()
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"(module") || start.starts_with(b"(component") || start.starts_with(b";;")
}
