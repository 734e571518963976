//! Leaves names of functions out of the component.
//!
//! The profile's `strip` says so already, but cargo forgets it for a package whose `opt-level` the
//! profile changes, and this one's is changed.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|architecture| architecture == "wasm32") {
        println!("cargo::rustc-cdylib-link-arg=--strip-all");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
