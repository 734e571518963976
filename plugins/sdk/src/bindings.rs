//! The contract as Rust types, generated from `wit/`. Nothing here is written by hand.

#![expect(clippy::pedantic, reason = "generated code")]

wit_bindgen::generate!({
    path: "wit",
    world: "plugin",
    pub_export_macro: true,
    default_bindings_module: "tickmark_plugin::bindings",
    additional_derives: [PartialEq, Eq, PartialOrd, Ord],
});
