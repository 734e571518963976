//! End to end: the real program on real files, as a person or a pipeline runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod absent;
mod bad_input;
mod broken_plugins;
mod commands;
mod compile_cache;
mod compile_limits;
mod decisions;
mod determinism;
mod diff;
mod evidence;
mod example;
mod exchange;
mod formats;
mod gate;
mod guests;
mod hostile;
mod html;
mod kit;
mod markdown;
mod new_plugin;
mod pipelines;
mod plugin_directory;
mod plugin_lock;
mod public;
mod python_guest;
mod readme;
mod statuses;
mod stored;
mod support;
mod unprivileged;
mod wasi;
