//! From a core module, as compilers of C, Go and Rust write it, to a component.

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wasmparser::{Encoding, Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, SourceMap, WorldId};

use crate::contract;

/// Why no component can be made.
#[derive(Debug, thiserror::Error)]
pub enum ComponentizeError {
    /// It is one already.
    #[error("the file is a component already; it needs no further step")]
    Component,
    /// Not WebAssembly, or damaged.
    #[error("the file is no WebAssembly module: {0}")]
    NotModule(String),
    /// It does not fit the world.
    #[error(
        "{0}; generate its bindings from this version of the contract, and link them into the module"
    )]
    Unfit(String),
}

/// What of a module decides how it becomes a component.
#[derive(Debug, Default)]
struct Traits {
    /// Whether its bindings left the description of their world in it, as those for C and Rust do.
    describes_world: bool,
    imports_wasi_preview1: bool,
}

/// Makes a component for the contract's world. A module that imports WASI 0.1, as C libraries and
/// the runtime of Go do, gets the standard adapter to WASI 0.2.
pub fn componentize(module: &[u8]) -> Result<Vec<u8>, ComponentizeError> {
    let traits = examine(module)?;
    let mut module = module.to_vec();
    if !traits.describes_world {
        let (resolve, world) = world()?;
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
            .map_err(|error| unfit(&error))?;
    }
    let mut encoder = ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .map_err(|error| unfit(&error))?;
    if traits.imports_wasi_preview1 {
        encoder = encoder
            .adapter(
                WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME,
                WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
            )
            .map_err(|error| unfit(&error))?;
    }
    encoder.encode().map_err(|error| unfit(&error))
}

/// The tools' errors with all their causes.
fn unfit(error: &dyn std::fmt::Display) -> ComponentizeError {
    ComponentizeError::Unfit(format!("{error:#}"))
}

fn world() -> Result<(Resolve, WorldId), ComponentizeError> {
    let mut sources = SourceMap::new();
    for (name, text) in contract::FILES {
        sources.push_str(name, text);
    }
    let mut resolve = Resolve::default();
    let group = sources.parse().map_err(|(_, error)| unfit(&error))?;
    let package = resolve.push_group(group).map_err(|error| unfit(&error))?;
    let world = resolve
        .select_world(&[package], Some(contract::WORLD))
        .map_err(|error| unfit(&error))?;
    Ok((resolve, world))
}

fn examine(module: &[u8]) -> Result<Traits, ComponentizeError> {
    let not_module =
        |error: wasmparser::BinaryReaderError| ComponentizeError::NotModule(error.to_string());
    let mut traits = Traits::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(not_module)? {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => return Err(ComponentizeError::Component),
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    traits.imports_wasi_preview1 |=
                        import.map_err(not_module)?.module == WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME;
                }
            }
            Payload::CustomSection(section) => {
                traits.describes_world |= section.name().starts_with("component-type");
            }
            _ => {}
        }
    }
    Ok(traits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox;

    /// A module that exports what the world wants, with more in it.
    fn module(more: &str) -> Vec<u8> {
        wat::parse_str(format!(
            "(module
                {more}
                (memory (export \"memory\") 1)
                (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) unreachable)
                (func (export \"tickmark:plugin/checker@0.1.0#describe\")
                    (param i32 i32 i32) (result i32) unreachable)
                (func (export \"tickmark:plugin/checker@0.1.0#check\")
                    (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
                    unreachable))"
        ))
        .unwrap()
    }

    #[test]
    fn a_module_that_does_not_describe_its_world_becomes_a_plugin() {
        let component = componentize(&module("")).unwrap();
        sandbox::check(&component).unwrap();
        let found = sandbox::interfaces(&component).unwrap();
        assert!(
            found
                .imports
                .iter()
                .all(|name| name.starts_with("tickmark:"))
        );
    }

    #[test]
    fn a_module_for_wasi_0_1_gets_the_adapter() {
        let import = "(import \"wasi_snapshot_preview1\" \"random_get\"
            (func (param i32 i32) (result i32)))";
        let component = componentize(&module(import)).unwrap();
        sandbox::check(&component).unwrap();
        let found = sandbox::interfaces(&component).unwrap();
        assert!(
            found
                .imports
                .iter()
                .any(|name| name.starts_with("wasi:random/random@0.2.")),
            "{found:?}"
        );
    }

    #[test]
    fn a_component_a_text_and_a_module_for_another_world_are_told_apart() {
        let component = componentize(&module("")).unwrap();
        let refused = |bytes: &[u8]| componentize(bytes).unwrap_err();
        assert!(matches!(refused(&component), ComponentizeError::Component));
        assert!(matches!(
            refused(b"(module)"),
            ComponentizeError::NotModule(_)
        ));
        assert!(matches!(refused(b""), ComponentizeError::NotModule(_)));
        let empty = wat::parse_str("(module)").unwrap();
        let ComponentizeError::Unfit(why) = refused(&empty) else {
            panic!("an empty module exports nothing");
        };
        assert!(why.contains("tickmark:plugin/checker@0.1.0"), "{why}");
    }
}
