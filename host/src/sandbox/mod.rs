//! Running components that nobody has to trust.
//!
//! Engines of the process (one for plugins of its own, one for all others); for each call a fresh store and instance, which die with the call.
//! What comes back has been counted, capped and cleaned: beyond this module there is no string that a
//! guest wrote and nobody checked. Only this module knows wasmtime, and it knows nothing of criteria
//! or readiness.

mod clock;
mod compile;
mod component;
mod descriptor;
mod engine;
pub(crate) mod engine_config;
mod limiter;
mod machine_code;
mod report;
mod room;
mod state;
mod texts;
mod v0_1_0;
mod wasi;

pub use compile::{CompileError, CompileLimits, Compiled, Compiler, compile_worker};
pub(crate) use compile::{MAX_CODE, Pages, WORKER};
pub(crate) use component::check_world;
pub use component::{Component, ComponentError, Interfaces, check, interfaces};
pub(crate) use engine::timed_out;
pub use engine::{Cancel, Completed, EngineError, Request, Sandbox};
pub use state::LogLine;

#[cfg(test)]
mod tests;
