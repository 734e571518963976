//! Finding plugins: inside the program, and in directories.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::embedded::{EMBEDDED, Embedded};
use super::{Broken, Origin, Plugin, Plugins};
use crate::config::PluginSources;
use crate::diagnostic::{Code, Diagnostic};
use crate::sandbox::{Compiler, Component, Sandbox, interfaces};

/// The largest plugin file, in bytes. Components with a whole Python inside have 20 MB.
const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// Finds and describes every plugin. `only` limits the embedded ones to those that are needed, which
/// saves preparing the others.
///
/// A file that is no plugin becomes [`Broken`]; a directory that cannot be read and two different
/// plugins with one id are errors.
pub fn find(
    sandbox: &Sandbox,
    compiler: &Compiler,
    sources: &PluginSources,
    only: Option<&[&str]>,
) -> Result<Plugins, Vec<Diagnostic>> {
    let mut found = Finder {
        sandbox,
        compiler,
        plugins: Plugins::default(),
        errors: Vec::new(),
    };
    if sources.embedded {
        for embedded in EMBEDDED {
            if only.is_none_or(|only| only.contains(&embedded.id)) {
                found.add_embedded(embedded);
            }
        }
    }
    for directory in &sources.directories {
        found.add_directory(directory, sources.embedded);
    }
    found
        .plugins
        .broken
        .sort_by(|one, other| one.path.cmp(&other.path));
    if found.errors.is_empty() {
        Ok(found.plugins)
    } else {
        Err(found.errors)
    }
}

/// Loads one file, whatever its name.
pub fn load(sandbox: &Sandbox, compiler: &Compiler, path: &Path) -> Result<Plugin, String> {
    let mut finder = Finder {
        sandbox,
        compiler,
        plugins: Plugins::default(),
        errors: Vec::new(),
    };
    finder
        .load(path, false)?
        .ok_or_else(|| "the file stands in for another".to_owned())
}

struct Finder<'a> {
    sandbox: &'a Sandbox,
    compiler: &'a Compiler,
    plugins: Plugins,
    errors: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn add_embedded(&mut self, embedded: &Embedded) {
        let prepared = self
            .sandbox
            .prepare_trusted(&embedded.code)
            .map_err(|error| error.to_string())
            .and_then(|component| {
                self.describe(
                    embedded.wasm,
                    embedded.sha256.to_owned(),
                    Origin::Embedded,
                    component,
                )
            });
        match prepared {
            Ok(plugin) => self.add(plugin),
            Err(why) => self.plugins.broken.push(Broken {
                path: PathBuf::from(format!("{}.wasm (embedded)", embedded.id)),
                stem: embedded.id.to_owned(),
                why,
            }),
        }
    }

    fn add_directory(&mut self, directory: &Path, has_embedded: bool) {
        let files = match list(directory) {
            Ok(files) => files,
            Err(error) => {
                self.errors.push(
                    Diagnostic::error(
                        Code::UnreadableFile,
                        format!(
                            "cannot list the plugin directory {}: {error}",
                            directory.display()
                        ),
                    )
                    .help("name a directory that holds `.wasm` components"),
                );
                return;
            }
        };
        for path in files {
            match self.load(&path, has_embedded) {
                Ok(Some(plugin)) => self.add(plugin),
                Ok(None) => {}
                Err(why) => self.plugins.broken.push(Broken {
                    stem: path
                        .file_stem()
                        .map(|stem| stem.to_string_lossy().into_owned())
                        .unwrap_or_default(),
                    path,
                    why,
                }),
            }
        }
    }

    /// Reads, hashes and prepares one file. `None` for a copy of an embedded plugin that is there
    /// already.
    fn load(&mut self, path: &Path, has_embedded: bool) -> Result<Option<Plugin>, String> {
        let wasm = read(path).map_err(|error| format!("the file cannot be read: {error}"))?;
        let digest = base16ct::lower::encode_string(&Sha256::digest(&wasm));
        let origin = Origin::File(path.to_owned());
        if let Some(twin) = EMBEDDED.iter().find(|embedded| embedded.sha256 == digest) {
            // The very same component: its machine code came with the program.
            if has_embedded && self.plugins.usable.contains_key(twin.id) {
                return Ok(None);
            }
            let component = self
                .sandbox
                .prepare_trusted(&twin.code)
                .map_err(|error| error.to_string())?;
            return self.describe(&wasm, digest, origin, component).map(Some);
        }
        crate::sandbox::check(&wasm).map_err(|error| error.to_string())?;
        let code = self
            .compiler
            .compile(&wasm)
            .map_err(|error| error.to_string())?;
        let component = self
            .sandbox
            .prepare(&wasm, &code)
            .map_err(|error| error.to_string())?;
        self.describe(&wasm, digest, origin, component).map(Some)
    }

    fn describe(
        &self,
        wasm: &[u8],
        digest: String,
        origin: Origin,
        component: Component,
    ) -> Result<Plugin, String> {
        let descriptor = self
            .sandbox
            .describe(&component, None)
            .map_err(|failure| format!("it cannot describe itself: {failure}"))?;
        Ok(Plugin {
            digest,
            size: wasm.len() as u64,
            origin,
            interfaces: interfaces(wasm).map_err(|error| error.to_string())?,
            descriptor,
            component,
        })
    }

    fn add(&mut self, plugin: Plugin) {
        let id = plugin.descriptor.id.clone();
        match self.plugins.usable.get(&id) {
            None => {
                self.plugins.usable.insert(id, Arc::new(plugin));
            }
            Some(other) if other.digest == plugin.digest => {}
            Some(other) => self.errors.push(
                Diagnostic::error(
                    Code::PluginConflict,
                    format!(
                        "two different plugins call themselves `{id}`: {} and {}",
                        other.origin, plugin.origin
                    ),
                )
                .help("remove one of them; `--no-embedded` leaves out those that came with the program"),
            ),
        }
    }
}

/// The `.wasm` files of a directory, sorted by name.
fn list(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            files.insert(entry.file_name(), path);
        }
    }
    Ok(files.into_values().collect())
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // A FIFO would make `open` wait for ever, so what it is comes first.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is not a regular file"));
    }
    let mut wasm = Vec::new();
    std::fs::File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut wasm)?;
    if wasm.len() as u64 > MAX_BYTES {
        return Err(std::io::Error::other(format!(
            "it has more than {} MiB",
            MAX_BYTES / (1024 * 1024)
        )));
    }
    Ok(wasm)
}
