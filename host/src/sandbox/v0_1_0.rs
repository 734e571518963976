//! The host's side of `tickmark:plugin@0.1.0`.
//!
//! Every published version of the contract has a module like this one. It translates between the
//! generated types and the state of a call, and hands raw values on to be checked.

use wasmtime::component::{HasSelf, Resource};
use wasmtime::{Engine, Store};

use super::engine::Request;
use super::state::State;
use crate::evidence::{AccessError, Item};
use crate::failure::{Failure, FailureKind};

use bindings::tickmark::plugin::{evidence, log, types};

/// The generated types.
pub(super) mod bindings {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "plugin",
        with: {
            "tickmark:plugin/evidence.reader": super::ReaderHandle,
        },
    });
}

pub(super) use bindings::exports::tickmark::plugin::checker::{Descriptor, Report};
/// The contract's records as the guest filled them.
pub(super) mod raw {
    pub(in crate::sandbox) use super::bindings::tickmark::plugin::types::{
        Attribute, Control, Failure, Finding, Input, Location, Method, Outcome, Period, Population,
        Relation, Request, Severity,
    };
}

/// Stands for an open reader in the guest's handle table; the reader itself is in the state.
#[expect(unreachable_pub, reason = "the generated code re-exports it")]
#[derive(Debug)]
pub struct ReaderHandle;

/// A component whose imports have been linked.
pub(super) type Prepared = bindings::PluginPre<State>;
/// What the host offers.
pub(super) type Linker = wasmtime::component::Linker<State>;

/// Links exactly the interfaces of the contract.
pub(super) fn linker(engine: &Engine) -> wasmtime::Result<Linker> {
    let mut linker = Linker::new(engine);
    bindings::Plugin::add_to_linker::<State, HasSelf<State>>(&mut linker, |state| state)?;
    Ok(linker)
}

/// Holds a component's types against the contract's.
pub(super) fn prepare(
    linker: &Linker,
    component: &wasmtime::component::Component,
) -> wasmtime::Result<Prepared> {
    bindings::PluginPre::new(linker.instantiate_pre(component)?)
}

/// How a call can go wrong without an answer.
pub(super) enum CallError {
    /// While the instance was made: its types are compared only now.
    Instantiation(wasmtime::Error),
    /// While the guest ran, or while its answer was taken over.
    Call(wasmtime::Error),
}

/// The outcome of a call: the plugin's own answer, or none.
pub(super) type Answer<T> = Result<Result<T, Failure>, CallError>;

fn instantiate(
    store: &mut Store<State>,
    prepared: &Prepared,
) -> Result<bindings::Plugin, CallError> {
    prepared
        .instantiate(store)
        .map_err(CallError::Instantiation)
}

/// Calls `describe` in a fresh instance.
pub(super) fn describe(
    store: &mut Store<State>,
    prepared: &Prepared,
    config: Option<&str>,
) -> Answer<Descriptor> {
    let plugin = instantiate(store, prepared)?;
    let answer = plugin
        .tickmark_plugin_checker()
        .call_describe(&mut *store, config)
        .map_err(CallError::Call)?;
    Ok(answer.map_err(Failure::from))
}

/// Calls `check` in a fresh instance.
pub(super) fn check(
    store: &mut Store<State>,
    prepared: &Prepared,
    request: &Request,
) -> Answer<Report> {
    let plugin = instantiate(store, prepared)?;
    let request = raw::Request {
        config: request.config.to_string(),
        as_of: request.as_of.clone(),
        period: request
            .period
            .clone()
            .map(|(start, end)| raw::Period { start, end }),
        target: request.target.clone(),
    };
    let answer = plugin
        .tickmark_plugin_checker()
        .call_check(&mut *store, &request)
        .map_err(CallError::Call)?;
    Ok(answer.map_err(Failure::from))
}

impl From<raw::Failure> for Failure {
    fn from(failure: raw::Failure) -> Self {
        use crate::clean::{Form, clean};
        /// Enough for an explanation; the log has room for more.
        const MOST: usize = 4000;
        let (what, text) = match failure {
            raw::Failure::Config(text) => ("the plugin refuses its configuration", text),
            raw::Failure::Evidence(text) => ("the plugin cannot read the evidence", text),
            raw::Failure::Other(text) => ("the plugin gave up", text),
        };
        let text: String = text.chars().take(MOST).collect();
        Self::new(
            FailureKind::PluginFailed,
            format!("{what}: {}", clean(&text, Form::Block)),
        )
    }
}

impl From<AccessError> for evidence::Error {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NotFound => Self::NotFound,
            AccessError::Unreadable(refusal) => Self::Unreadable(refusal.to_string()),
        }
    }
}

impl From<&Item> for evidence::Item {
    fn from(item: &Item) -> Self {
        Self {
            path: item.path.to_string(),
            size: item.size,
            collected: item
                .provenance
                .as_ref()
                .map(|provenance| provenance.collected.to_string()),
        }
    }
}

impl evidence::Host for State {
    fn list(&mut self, input: String) -> Result<Vec<evidence::Item>, evidence::Error> {
        let granted = self.granted.as_ref().ok_or(evidence::Error::NotFound)?;
        Ok(granted
            .list(&input)?
            .iter()
            .map(evidence::Item::from)
            .collect())
    }

    fn read(&mut self, path: String) -> Result<Vec<u8>, evidence::Error> {
        Ok(self.read(&path)?)
    }

    fn open(&mut self, path: String) -> Result<Resource<ReaderHandle>, evidence::Error> {
        Ok(Resource::new_own(self.open(&path)?))
    }
}

impl evidence::HostReader for State {
    fn next(
        &mut self,
        reader: Resource<ReaderHandle>,
        limit: u32,
    ) -> Result<Vec<u8>, evidence::Error> {
        Ok(self.next(reader.rep(), limit)?)
    }

    fn drop(&mut self, reader: Resource<ReaderHandle>) -> wasmtime::Result<()> {
        self.close(reader.rep());
        Ok(())
    }
}

impl log::Host for State {
    fn write(&mut self, level: log::Level, message: String) {
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Info => "info",
            log::Level::Warn => "warn",
            log::Level::Error => "error",
        };
        self.log(level, &message);
    }
}

impl types::Host for State {}
