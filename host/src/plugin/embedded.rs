//! The plugins inside the program, compiled when it was built.

use crate::sandbox::Compiled;

/// One of them.
pub(super) struct Embedded {
    /// Its file's name, without the extension: the plugin's id.
    pub(super) id: &'static str,
    pub(super) sha256: &'static str,
    pub(super) wasm: &'static [u8],
    pub(super) code: Compiled,
}

// `static EMBEDDED: &[Embedded]`, written by the build script.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The plugin of the program that has this SHA-256.
pub(super) fn twin(sha256: &str) -> Option<&'static Embedded> {
    EMBEDDED.iter().find(|embedded| embedded.sha256 == sha256)
}
