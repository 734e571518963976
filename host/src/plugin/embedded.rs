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
