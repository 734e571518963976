//! Compiles the embedded plugins ahead of time, so that a first run compiles no WebAssembly.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

#[path = "src/sandbox/engine_config.rs"]
mod engine_config;

fn main() -> Result<(), Box<dyn Error>> {
    // Asked when it runs: a build directory may outlive the checkout for which this was compiled.
    let manifest = std::env::var("CARGO_MANIFEST_DIR")?;
    let plugins = Path::new(&manifest).join("embedded");
    println!("cargo::rerun-if-changed={}", plugins.display());
    println!("cargo::rerun-if-changed=src/sandbox/engine_config.rs");
    // They are put into the program, and nothing else tells cargo of new files among them.
    println!("cargo::rerun-if-changed=templates");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut config = engine_config::engine_config();
    // Naming the target keeps this machine's own CPU features out of the code, so that the program
    // also runs elsewhere.
    config.target(&std::env::var("TARGET")?)?;
    let engine = wasmtime::Engine::new(&config)?;

    let mut files: Vec<PathBuf> = std::fs::read_dir(&plugins)
        .map_err(|error| format!("cannot list {}: {error}", plugins.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "wasm")
    });
    files.sort();
    let mut table = "pub(super) static EMBEDDED: &[Embedded] = &[\n".to_owned();
    let mut constants = String::new();
    for (number, file) in files.iter().enumerate() {
        let id = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or("a plugin's file name is not UTF-8")?;
        let wasm = std::fs::read(file)?;
        let code = out.join(format!("{id}.cwasm"));
        std::fs::write(&code, engine.precompile_component(&wasm)?)?;
        let sha256 = base16ct::lower::encode_string(&Sha256::digest(&wasm));
        writeln!(
            table,
            "Embedded {{ id: {id:?}, sha256: {sha256:?}, wasm: include_bytes!({:?}), \
             code: Compiled::from_build(&CODE_{number}) }},",
            file.to_str().ok_or("the path is not UTF-8")?,
        )?;
        let code = code.to_str().ok_or("the path is not UTF-8")?;
        writeln!(
            constants,
            "static CODE_{number}: Pages<{{ include_bytes!({code:?}).len() }}> = \
             Pages(*include_bytes!({code:?}));",
        )?;
    }
    table.push_str("];\n");
    std::fs::write(out.join("embedded.rs"), table + &constants)?;
    Ok(())
}
