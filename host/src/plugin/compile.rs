//! From a component's bytes to a component that is ready: machine code from the cache, or compiled now
//! and kept.

use std::time::Duration;

use super::cache::{Cache, Key};
use crate::diagnostic::Diagnostic;
use crate::sandbox::{Compiled, Compiler, Component, ComponentError, Sandbox};

/// How much longer than a compilation may take a process waits for another one's result: the time to
/// start, to write and to be scheduled at all.
const GRACE: Duration = Duration::from_secs(20);

/// A compiler that remembers.
#[derive(Debug)]
pub struct CachedCompiler {
    compiler: Compiler,
    cache: Option<Cache>,
}

/// Where a component's machine code came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeSource {
    /// It came with the program.
    Embedded,
    /// An earlier run, or another process, had compiled it.
    Cache,
    /// It was compiled now.
    Compiler,
}

/// A component that is ready, and what it took.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) component: Component,
    pub(super) source: CodeSource,
    /// The machine code's size, in bytes.
    pub(super) code_size: u64,
}

impl CachedCompiler {
    /// A compiler with a cache, or without one.
    pub fn new(compiler: Compiler, cache: Option<Cache>) -> Self {
        Self { compiler, cache }
    }

    /// Why the cache did not help, if there is one and it did not.
    pub fn warning(&self) -> Option<Diagnostic> {
        self.cache.as_ref()?.warning()
    }

    /// Makes a component ready whose interfaces were examined before.
    pub(super) fn prepare(
        &self,
        sandbox: &Sandbox,
        wasm: &[u8],
        digest: [u8; 32],
    ) -> Result<Ready, ComponentError> {
        let Some(cache) = &self.cache else {
            let code = self.compiler.compile(wasm)?;
            return ready(sandbox, &code, CodeSource::Compiler);
        };
        let key = Key::new(sandbox.compatibility(), digest);
        if let Some(ready) = kept(cache, sandbox, key) {
            return Ok(ready);
        }
        let turn = cache.take_turn(key, self.compiler.wall_time() + GRACE);
        // Somebody may have finished it in the meantime.
        if let Some(ready) = kept(cache, sandbox, key) {
            return Ok(ready);
        }
        let code = self.compiler.compile(wasm)?;
        let ready = ready(sandbox, &code, CodeSource::Compiler)?;
        // Only what has been loaded is kept.
        cache.put(key, code.bytes());
        drop(turn);
        Ok(ready)
    }
}

/// What the cache has. Whole machine code that does not load all the same is compiled anew.
fn kept(cache: &Cache, sandbox: &Sandbox, key: Key) -> Option<Ready> {
    let (file, length) = cache.get(key)?;
    let code = Compiled::from_own_file(file, length);
    ready(sandbox, &code, CodeSource::Cache).ok()
}

fn ready(sandbox: &Sandbox, code: &Compiled, source: CodeSource) -> Result<Ready, ComponentError> {
    Ok(Ready {
        component: sandbox.prepare_trusted(code)?,
        source,
        code_size: code.size(),
    })
}
