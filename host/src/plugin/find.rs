//! Finding plugins: inside the program, and in directories.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::compile::{CachedCompiler, CodeSource};
use super::embedded::{EMBEDDED, Embedded, twin};
use super::file::{self, Kind};
use super::lock::{LockFile, file_name};
use super::{Broken, Defect, Inside, Origin, Plugin, Plugins};
use crate::config::PluginSources;
use crate::diagnostic::{Code, Diagnostic};
use crate::sandbox::{Component, ComponentError, Interfaces, Sandbox, check_world, interfaces};

/// What a run demands of the plugins that are found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// Limits the embedded plugins to those that are needed, which saves preparing the others.
    pub only: Option<&'a [&'a str]>,
    /// Which files may be used; `None` where no run is made.
    pub lock: Option<&'a LockFile>,
    /// Makes a file that cannot be used an error.
    pub strict: bool,
}

/// Finds and describes every plugin.
pub fn find(
    sandbox: &Sandbox,
    compiler: &CachedCompiler,
    sources: &PluginSources,
    only: Option<&[&str]>,
) -> Result<Plugins, Vec<Diagnostic>> {
    let rules = Rules {
        only,
        ..Rules::default()
    };
    find_by(sandbox, compiler, sources, rules)
}

/// Finds and describes every plugin that the rules allow.
///
/// A file that is no plugin becomes [`Broken`], and so do files that claim one id; a directory that
/// cannot be read, a file that claims the id of an embedded plugin and whatever the rules forbid are
/// errors.
pub fn find_by(
    sandbox: &Sandbox,
    compiler: &CachedCompiler,
    sources: &PluginSources,
    rules: Rules<'_>,
) -> Result<Plugins, Vec<Diagnostic>> {
    let mut found = Finder {
        sandbox,
        compiler,
        rules,
        shadowable: sources.embedded,
        plugins: Plugins::default(),
        claims: BTreeMap::new(),
        seen: BTreeSet::new(),
        errors: Vec::new(),
    };
    if sources.embedded {
        let prepared: Vec<_> = EMBEDDED
            .par_iter()
            .filter(|embedded| rules.only.is_none_or(|only| only.contains(&embedded.id)))
            .map(|embedded| (embedded, embedded_plugin(sandbox, embedded)))
            .collect();
        for (embedded, plugin) in prepared {
            found.add_embedded(embedded, plugin);
        }
    }
    for directory in &sources.directories {
        found.add_directory(directory);
    }
    found.finish()
}

/// Loads one file, whatever its name.
pub fn load(sandbox: &Sandbox, compiler: &CachedCompiler, path: &Path) -> Result<Plugin, String> {
    let file = PluginFile::read(path)?;
    let ready = file.prepare(sandbox, compiler)?;
    describe(sandbox, file.into(), ready)
}

/// What became of a plugin file whose machine code was wanted.
#[derive(Debug)]
pub struct Prepared {
    /// The file.
    pub path: PathBuf,
    /// Where its machine code came from, and the code's size in bytes; or why there is none.
    pub outcome: Result<(CodeSource, u64), String>,
    /// The component's size, in bytes; 0 where it was not read.
    pub size: u64,
    /// How long it took.
    pub took: Duration,
}

/// Makes sure that a plugin file's machine code is there. Nothing of the plugin runs.
pub fn prepare(sandbox: &Sandbox, compiler: &CachedCompiler, path: &Path) -> Prepared {
    let start = Instant::now();
    let file = match file::kind(path) {
        Some(Kind::MachineCode) => Err(ComponentError::MachineCode.to_string()),
        Some(Kind::Text) => Err(ComponentError::Text.to_string()),
        Some(Kind::Component) | None => PluginFile::read(path),
    };
    let size = file.as_ref().map_or(0, |file| file.wasm.len() as u64);
    let outcome = file
        .and_then(|file| file.prepare(sandbox, compiler))
        .map(|ready| (ready.source, ready.code_size));
    Prepared {
        path: path.to_owned(),
        outcome,
        size,
        took: start.elapsed(),
    }
}

/// The same for each plugin file of a directory.
pub fn prepare_all(
    sandbox: &Sandbox,
    compiler: &CachedCompiler,
    directory: &Path,
) -> Result<Vec<Prepared>, Diagnostic> {
    let files = list(directory)?;
    Ok(files
        .iter()
        .map(|(path, _)| prepare(sandbox, compiler, path))
        .collect())
}

/// A component that is ready, and where its code came from.
struct Ready {
    component: Component,
    interfaces: OnceLock<Interfaces>,
    source: CodeSource,
    code_size: u64,
}

/// A plugin file's bytes. They are read once, and what is hashed is what is compiled.
struct PluginFile {
    path: PathBuf,
    wasm: Vec<u8>,
    digest: [u8; 32],
    /// The digest in hexadecimal digits.
    sha256: String,
    /// The embedded plugin that it is a copy of.
    twin: Option<&'static Embedded>,
}

impl PluginFile {
    fn read(path: &Path) -> Result<Self, String> {
        let wasm = file::read(path).map_err(|error| error.to_string())?;
        let digest: [u8; 32] = Sha256::digest(&wasm).into();
        let sha256 = base16ct::lower::encode_string(&digest);
        Ok(Self {
            path: path.to_owned(),
            twin: twin(&sha256),
            wasm,
            digest,
            sha256,
        })
    }

    /// Says whether the file is a component for this program, without compiling or running it.
    fn examine(&self) -> Result<Interfaces, ComponentError> {
        let interfaces = interfaces(&self.wasm)?;
        check_world(&interfaces)?;
        Ok(interfaces)
    }

    fn prepare(&self, sandbox: &Sandbox, compiler: &CachedCompiler) -> Result<Ready, String> {
        if let Some(twin) = self.twin {
            // The very same component: its machine code came with the program.
            return prepare_embedded(sandbox, twin);
        }
        let interfaces = self.examine().map_err(|error| error.to_string())?;
        let ready = compiler
            .prepare(sandbox, &self.wasm, self.digest)
            .map_err(|error| error.to_string())?;
        Ok(Ready {
            component: ready.component,
            interfaces: interfaces.into(),
            source: ready.source,
            code_size: ready.code_size,
        })
    }
}

fn prepare_embedded(sandbox: &Sandbox, embedded: &Embedded) -> Result<Ready, String> {
    let component = sandbox
        .prepare_trusted(&embedded.code)
        .map_err(|error| error.to_string())?;
    Ok(Ready {
        component,
        interfaces: OnceLock::new(),
        source: CodeSource::Embedded,
        code_size: embedded.code.size(),
    })
}

fn embedded_plugin(sandbox: &Sandbox, embedded: &Embedded) -> Result<Plugin, String> {
    let source = Source {
        digest: embedded.sha256.to_owned(),
        size: embedded.wasm.len() as u64,
        origin: Origin::Embedded,
        embedded: embedded.wasm,
    };
    describe(sandbox, source, prepare_embedded(sandbox, embedded)?)
}

/// What is known of a plugin before it has said anything.
struct Source {
    digest: String,
    size: u64,
    origin: Origin,
    /// The component's bytes, where they came with the program.
    embedded: &'static [u8],
}

impl From<PluginFile> for Source {
    fn from(file: PluginFile) -> Self {
        Self {
            digest: file.sha256,
            size: file.wasm.len() as u64,
            origin: Origin::File(file.path),
            embedded: file.twin.map_or(&[], |twin| twin.wasm),
        }
    }
}

fn describe(sandbox: &Sandbox, source: Source, ready: Ready) -> Result<Plugin, String> {
    let descriptor = sandbox
        .describe(&ready.component, None)
        .map_err(|failure| format!("it cannot describe itself: {failure}"))?;
    Ok(Plugin {
        digest: source.digest,
        size: source.size,
        origin: source.origin,
        descriptor,
        component: ready.component,
        inside: Inside {
            known: ready.interfaces,
            embedded: source.embedded,
        },
    })
}

fn list(directory: &Path) -> Result<Vec<(PathBuf, Kind)>, Diagnostic> {
    file::list(directory).map_err(|error| {
        Diagnostic::error(
            Code::UnreadableFile,
            format!(
                "cannot list the plugin directory {}: {error}",
                directory.display()
            ),
        )
        .help("name a directory that holds `.wasm` components")
    })
}

struct Finder<'a> {
    sandbox: &'a Sandbox,
    compiler: &'a CachedCompiler,
    rules: Rules<'a>,
    /// Whether the ids of the embedded plugins are taken.
    shadowable: bool,
    plugins: Plugins,
    /// The files that claim an id which another file claims too.
    claims: BTreeMap<String, BTreeSet<PathBuf>>,
    /// The digests and names of the files outside the embedded set.
    seen: BTreeSet<String>,
    errors: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn add_embedded(&mut self, embedded: &Embedded, plugin: Result<Plugin, String>) {
        match plugin {
            Ok(plugin) => {
                self.plugins
                    .usable
                    .insert(plugin.descriptor.id.clone(), Arc::new(plugin));
            }
            Err(why) => self.plugins.broken.push(Broken {
                path: PathBuf::from(format!("{}.wasm (embedded)", embedded.id)),
                id: embedded.id.to_owned(),
                defect: Defect::Unusable(why),
            }),
        }
    }

    fn add_directory(&mut self, directory: &Path) {
        let files = match list(directory) {
            Ok(files) => files,
            Err(error) => {
                self.errors.push(error);
                return;
            }
        };
        for (path, kind) in files {
            let added = match kind {
                Kind::Component => self.add_file(&path),
                Kind::MachineCode => Err(ComponentError::MachineCode.to_string()),
                Kind::Text => Err(ComponentError::Text.to_string()),
            };
            if let Err(why) = added {
                self.plugins.broken.push(Broken {
                    id: path
                        .file_stem()
                        .map(|stem| stem.to_string_lossy().into_owned())
                        .unwrap_or_default(),
                    path,
                    defect: Defect::Unusable(why),
                });
            }
        }
    }

    /// Adds the plugin in a file. An error says why there is none; what the rules forbid is noted.
    fn add_file(&mut self, path: &Path) -> Result<(), String> {
        let file = PluginFile::read(path)?;
        if let Some(twin) = file.twin {
            // A copy of a plugin that is there already. Another plugin of that id is a claim.
            let known = self.plugins.usable.get(twin.id);
            if known.is_some_and(|plugin| plugin.digest == file.sha256) {
                return Ok(());
            }
        } else {
            // What is no plugin at all is said first: it never runs, locked or not.
            file.examine().map_err(|error| error.to_string())?;
            self.seen.insert(file.sha256.clone());
            if let Some(lock) = self.rules.lock
                && let Err(refusal) = lock.admit(path, &file.sha256)
            {
                self.seen.insert(file_name(path));
                self.errors.push(refusal);
                return Ok(());
            }
        }
        let is_twin = file.twin.is_some();
        let ready = file.prepare(self.sandbox, self.compiler)?;
        let plugin = describe(self.sandbox, file.into(), ready)?;
        self.add(plugin, path, is_twin);
        Ok(())
    }

    fn add(&mut self, plugin: Plugin, path: &Path, is_twin: bool) {
        let id = plugin.descriptor.id.clone();
        if self.shadowable && !is_twin && EMBEDDED.iter().any(|embedded| embedded.id == id) {
            self.errors.push(
                Diagnostic::error(
                    Code::PluginConflict,
                    format!(
                        "two different plugins call themselves `{id}`: {id}.wasm (embedded) and {}",
                        path.display()
                    ),
                )
                .help("remove the file, or leave out with `--no-embedded` the plugins that came with the program"),
            );
            return;
        }
        if let Some(lock) = self.rules.lock.filter(|_| !is_twin) {
            match lock.recognise(&id, path, &plugin.digest) {
                Ok(warning) => self.plugins.warnings.extend(warning),
                Err(refusal) => {
                    self.errors.push(refusal);
                    return;
                }
            }
        }
        if let Some(claims) = self.claims.get_mut(&id) {
            claims.insert(path.to_owned());
            return;
        }
        match self.plugins.usable.get(&id) {
            None => {
                self.plugins.usable.insert(id, Arc::new(plugin));
            }
            Some(other) if other.digest == plugin.digest => {}
            Some(other) => {
                let mut claims = BTreeSet::from([path.to_owned()]);
                if let Origin::File(first) = &other.origin {
                    claims.insert(first.clone());
                }
                self.plugins.usable.remove(&id);
                self.claims.insert(id, claims);
            }
        }
    }

    fn finish(mut self) -> Result<Plugins, Vec<Diagnostic>> {
        for (id, paths) in std::mem::take(&mut self.claims) {
            for path in &paths {
                let others: Vec<String> = paths
                    .iter()
                    .filter(|other| *other != path)
                    .map(|other| format!("`{}`", file_name(other)))
                    .collect();
                let others = others.join(", ");
                let why = format!("it calls itself `{id}` and so does {others}; keep one of them");
                self.plugins.broken.push(Broken {
                    path: path.clone(),
                    id: id.clone(),
                    defect: Defect::Ambiguous(why),
                });
            }
        }
        self.plugins
            .broken
            .sort_by(|one, other| one.path.cmp(&other.path));
        if let Some(lock) = self.rules.lock {
            let missing = lock.missing(|locked| {
                self.seen.contains(&locked.sha256) || self.seen.contains(&locked.file)
            });
            self.errors.extend(missing);
        }
        if self.rules.strict {
            for broken in &self.plugins.broken {
                self.errors.push(Diagnostic {
                    seriousness: crate::diagnostic::Seriousness::Error,
                    ..broken
                        .warning()
                        .help("without `--strict-plugins` the others are run without it")
                });
            }
        }
        if self.errors.is_empty() {
            Ok(self.plugins)
        } else {
            Err(self.errors)
        }
    }
}
