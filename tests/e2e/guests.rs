//! Components for tests: the hostile guest, and small ones written as text.

use crate::support::repository;

/// The plugin that attacks the host when its configuration says so.
pub(crate) fn hostile() -> Vec<u8> {
    std::fs::read(repository().join("tests/guests/dist/hostile.wasm")).unwrap()
}

/// WebAssembly from its text.
pub(crate) fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

/// A component of our world whose code is given as WebAssembly text.
pub(crate) fn guest(describe: &str) -> Vec<u8> {
    guest_with("", describe)
}

/// The same with further functions.
pub(crate) fn guest_with(functions: &str, describe: &str) -> Vec<u8> {
    let mut module = wat(&format!(
        "(module {functions}
            (memory (export \"memory\") 1)
            (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
            (func (export \"tickmark:plugin/checker@0.1.0#describe\")
                (param i32 i32 i32) (result i32) {describe})
            (func (export \"tickmark:plugin/checker@0.1.0#check\")
                (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) unreachable))"
    ));
    let mut resolve = wit_parser::Resolve::default();
    let (package, _) = resolve.push_dir(repository().join("wit")).unwrap();
    let world = resolve.select_world(&[package], Some("plugin")).unwrap();
    wit_component::embed_component_metadata(
        &mut module,
        &resolve,
        world,
        wit_component::StringEncoding::UTF8,
    )
    .unwrap();
    wit_component::ComponentEncoder::default()
        .module(&module)
        .unwrap()
        .encode()
        .unwrap()
}

/// The same component with other bytes: an empty custom section at its end.
pub(crate) fn with_custom_section(mut component: Vec<u8>) -> Vec<u8> {
    component.extend([0, 2, 1, b'x']);
    component
}
