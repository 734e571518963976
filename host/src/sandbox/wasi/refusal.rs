//! Files and networks: every function answers with the error that means "not allowed", and the first
//! call that would have opened, changed or reached something is remembered.
//!
//! There is one directory, `/`, that cannot be opened, listed or changed. Without it the C library
//! would fail before it asks the host, and nobody could tell the author which file was wanted.

use wasmtime::component::types::{ComponentFunc, ComponentItem, Type};
use wasmtime::component::{Component, LinkerInstance, Resource, ResourceType, Val};
use wasmtime::{Engine, Result, StoreContextMut, format_err};

use super::Refused;
use crate::clean::{Form, clean};
use crate::sandbox::state::State;
use crate::sandbox::v0_1_0::Linker;

/// Stands for the directory that leads nowhere, and for the network behind which nothing is.
struct Nowhere;

/// What the two packages call "not allowed".
const ERRORS: [&str; 2] = ["access", "access-denied"];
/// Functions that only ask what there is. Runtimes call them on their own account, to find modules
/// and sources, so that remembering them would blame the plugin.
const QUESTIONS: [&str; 6] = [
    "is-same-object",
    "metadata-hash",
    "metadata-hash-at",
    "readlink-at",
    "stat",
    "stat-at",
];
/// The longest path or name that a message repeats, in characters.
const MAX_SHOWN: usize = 200;

/// Defines every interface of files and networks that the component imports.
pub(super) fn link(engine: &Engine, linker: &mut Linker, component: &Component) -> Result<()> {
    let mut defined_before = Vec::new();
    for (name, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(interface) = import.ty else {
            continue;
        };
        let is_refused = name.starts_with("wasi:filesystem/") || name.starts_with("wasi:sockets/");
        let mut instance = is_refused.then(|| linker.instance(name)).transpose()?;
        for (item, export) in interface.exports(engine) {
            match (export.ty, &mut instance) {
                // An interface also lists the resources that it uses from others.
                (ComponentItem::Resource(resource), _) if defined_before.contains(&resource) => {}
                (ComponentItem::Resource(resource), instance) => {
                    defined_before.push(resource);
                    if let Some(instance) = instance {
                        instance.resource(item, ResourceType::host::<Nowhere>(), |_, _| Ok(()))?;
                    }
                }
                (ComponentItem::ComponentFunc(_), Some(instance)) => {
                    define(instance, name, item)?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn define(instance: &mut LinkerInstance<'_, State>, interface: &str, item: &str) -> Result<()> {
    match item {
        "get-directories" => instance.func_wrap(item, |_, (): ()| {
            let root = (Resource::<Nowhere>::new_own(0), "/".to_owned());
            Ok((vec![root],))
        }),
        "instance-network" => {
            instance.func_wrap(item, |_, (): ()| Ok((Resource::<Nowhere>::new_own(0),)))
        }
        // What the directory is may be known.
        "[method]descriptor.get-type" => instance.func_new(item, |store, _, arguments, results| {
            let directory = Val::Enum("directory".to_owned());
            give_back(store, arguments)?;
            answer(results, Val::Result(Ok(Some(Box::new(directory)))))
        }),
        "[method]descriptor.get-flags" => {
            instance.func_new(item, |store, _, arguments, results| {
                let flags = Val::Flags(vec!["read".to_owned()]);
                give_back(store, arguments)?;
                answer(results, Val::Result(Ok(Some(Box::new(flags)))))
            })
        }
        _ => {
            let function = item.rsplit('.').next().unwrap_or(item).to_owned();
            let interface = interface.to_owned();
            instance.func_new(item, move |mut store, ty, arguments, results| {
                let refusal = refusal(&ty)
                    .ok_or_else(|| format_err!("`{function}` of {interface} is not available"));
                remember(&mut store, &interface, &function, arguments);
                give_back(store, arguments)?;
                answer(results, refusal?)
            })
        }
    }
}

/// Ends the loan of the handles that a call came with.
fn give_back(mut store: StoreContextMut<'_, State>, arguments: &[Val]) -> Result<()> {
    for argument in arguments {
        if let Val::Resource(resource) = argument {
            resource.resource_drop(&mut store)?;
        }
    }
    Ok(())
}

fn answer(results: &mut [Val], value: Val) -> Result<()> {
    let [result] = results else {
        return Err(format_err!("one result expected"));
    };
    *result = value;
    Ok(())
}

/// The value with which a function of this type says no.
fn refusal(function: &ComponentFunc) -> Option<Val> {
    match function.results().next()? {
        Type::Result(result) => {
            let Type::Enum(codes) = result.err()? else {
                return None;
            };
            let code = codes.names().find(|code| ERRORS.contains(code))?;
            Some(Val::Result(Err(Some(Box::new(Val::Enum(code.to_owned()))))))
        }
        Type::Option(_) => Some(Val::Option(None)),
        Type::Bool => Some(Val::Bool(false)),
        _ => None,
    }
}

fn remember(
    store: &mut StoreContextMut<'_, State>,
    interface: &str,
    function: &str,
    arguments: &[Val],
) {
    let wasi = store.data_mut().wasi();
    if wasi.refused.is_some() || QUESTIONS.contains(&function) {
        return;
    }
    let what = arguments.iter().find_map(|argument| match argument {
        Val::String(text) => Some(text),
        _ => None,
    });
    let what = what.map(|text| {
        let is_path = interface.starts_with("wasi:filesystem/");
        let root = if is_path && !text.starts_with('/') {
            "/"
        } else {
            ""
        };
        let short: String = text.chars().take(MAX_SHOWN).collect();
        clean(&format!("{root}{short}"), Form::Line)
    });
    wasi.refused = Some(Refused {
        interface: interface.to_owned(),
        function: function.to_owned(),
        what,
    });
}
