//! From crates to components.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow, bail};
use wit_component::ComponentEncoder;

use crate::source::Plugin;

const TARGET: &str = "wasm32-unknown-unknown";

/// SIMD is deterministic (unlike relaxed SIMD) and makes the search for line ends and quotation
/// marks several times faster.
const FEATURES: &str = "-Ctarget-feature=+simd128";

/// The Rust compiler that builds the guests: `rustc`, or what `RUSTC` names.
#[derive(Debug)]
pub(crate) struct Compiler {
    /// `rustc --version` without the program's name.
    pub(crate) version: String,
    sysroot: PathBuf,
    /// Whether the compiler brings the target's standard library along. Without it the library is
    /// built from the compiler's sources.
    has_target: bool,
}

impl Compiler {
    pub(crate) fn find() -> Result<Self> {
        let version = ask_rustc(&["--version"])?;
        let sysroot = PathBuf::from(ask_rustc(&["--print", "sysroot"])?);
        let has_target = sysroot.join("lib/rustlib").join(TARGET).is_dir();
        Ok(Self {
            version: version.trim_start_matches("rustc ").to_owned(),
            has_target,
            sysroot,
        })
    }
}

fn rustc() -> String {
    std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

fn ask_rustc(arguments: &[&str]) -> Result<String> {
    let output = Command::new(rustc())
        .args(arguments)
        .output()
        .with_context(|| format!("cannot run {}", rustc()))?;
    if !output.status.success() {
        bail!(
            "{} failed: {}",
            rustc(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// What one worker built: components by the plugin's place in the list.
type Built = Vec<(usize, Vec<u8>)>;

/// Compiles each plugin by itself, so that no other plugin's choice of features changes it, and makes
/// it a component. Several are built at once, each worker in a directory of its own: optimising a plugin
/// as a whole keeps one core busy for most of the time.
pub(crate) fn components(
    root: &Path,
    compiler: &Compiler,
    plugins: &[Plugin],
) -> Result<Vec<Vec<u8>>> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), PathBuf::from)
        .join("plugins");
    let flags = flags(root, compiler)?.join("\u{1f}");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let work = |worker: usize| {
        let target = target.join(worker.to_string());
        let mut built = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(plugin) = plugins.get(index) else {
                return Ok(built);
            };
            let component = component(root, compiler, plugin, &target, &flags);
            if component.is_err() {
                // The others need not go on.
                next.store(plugins.len(), Ordering::Relaxed);
            }
            built.push((index, component?));
        }
    };
    let workers: Vec<Result<Built>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(plugins.len()))
            .map(|worker| scope.spawn(move || work(worker)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(anyhow!("a worker broke off")))
            })
            .collect()
    });
    let mut components = Vec::new();
    for built in workers {
        components.extend(built?);
    }
    components.sort_by_key(|(index, _)| *index);
    Ok(components
        .into_iter()
        .map(|(_, component)| component)
        .collect())
}

fn component(
    root: &Path,
    compiler: &Compiler,
    plugin: &Plugin,
    target: &Path,
    flags: &str,
) -> Result<Vec<u8>> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo
        .current_dir(root)
        .args(["build", "--locked", "--lib", "--profile", "plugin"])
        .args(["--target", TARGET, "--package", &plugin.package])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags);
    if !compiler.has_target {
        cargo.arg("-Zbuild-std=std,panic_abort");
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    let status = cargo.status().context("cannot run cargo")?;
    if !status.success() {
        bail!(
            "{} does not compile; is the target there? (rustup target add {TARGET}, or a compiler with its sources in RUSTC)",
            plugin.package
        );
    }
    let file = target
        .join(TARGET)
        .join("plugin")
        .join(format!("{}.wasm", plugin.package.replace('-', "_")));
    let module = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    ComponentEncoder::default()
        .module(&module)
        .and_then(|encoder| encoder.validate(true).encode())
        .with_context(|| format!("{} does not make a component", plugin.id))
}

/// The compiler's flags: no path of this machine may reach the components.
fn flags(root: &Path, compiler: &Compiler) -> Result<Vec<String>> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?).join(".cargo"),
    };
    let sources = compiler.sysroot.join("lib/rustlib/src/rust");
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    Ok(vec![
        FEATURES.to_owned(),
        remap(&home.join("registry/src"), "/libraries"),
        remap(&sources, "/rust"),
        remap(root, "/tickmark"),
    ])
}
