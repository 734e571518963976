//! Components that are meant to keep the compiler busy: each costs one failure with a name, in a child
//! process whose memory goes back to the system with it.

#![cfg(unix)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tickmark::config::PluginSources;
use tickmark::plugin::{CachedCompiler, find};
use tickmark::sandbox::{Cancel, CompileError, CompileLimits, Compiler, Sandbox};

use crate::guests::{guest_with, hostile};

/// A component of our world that keeps the compiler busy for long: a function of one very long block,
/// in which every value lives until the end.
fn bomb() -> Vec<u8> {
    const VALUES: usize = 60_000;
    let mut code = String::from("(func (param i32) (result i32) ");
    for value in 0..VALUES {
        let _ = write!(
            code,
            "(i32.load (i32.add (local.get 0) (i32.const {value}))) "
        );
    }
    code.push_str(&"i32.xor ".repeat(VALUES - 1));
    code.push(')');
    guest_with(&code.repeat(4), "unreachable")
}

fn compile(limits: CompileLimits) -> CompileError {
    let program = env!("CARGO_BIN_EXE_tickmark").into();
    Compiler::Child { program, limits }
        .compile(&bomb())
        .map(|_| "machine code")
        .unwrap_err()
}

#[test]
fn a_component_that_takes_too_much_cpu_time_is_given_up() {
    let limits = CompileLimits {
        cpu_seconds: 1,
        ..CompileLimits::default()
    };
    assert_eq!(compile(limits), CompileError::TooMuchWork(1));
}

#[test]
fn a_component_that_takes_too_long_is_given_up() {
    let wall_time = Duration::from_millis(300);
    let start = Instant::now();
    let limits = CompileLimits {
        wall_time,
        ..CompileLimits::default()
    };
    assert_eq!(compile(limits), CompileError::TimedOut(wall_time));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_component_that_takes_too_much_memory_is_given_up() {
    let limits = CompileLimits {
        address_space_mib: 96,
        ..CompileLimits::default()
    };
    assert_eq!(compile(limits), CompileError::OutOfMemory(96));
}

#[test]
fn a_bomb_in_a_plugin_directory_costs_one_failure_with_a_name() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("bomb.wasm"), bomb()).unwrap();
    std::fs::write(directory.path().join("hostile.wasm"), hostile()).unwrap();
    let compiler = Compiler::Child {
        program: env!("CARGO_BIN_EXE_tickmark").into(),
        limits: CompileLimits {
            wall_time: Duration::from_secs(20),
            cpu_seconds: 6,
            ..CompileLimits::default()
        },
    };
    let sources = PluginSources {
        embedded: false,
        directories: vec![directory.path().to_owned()],
    };
    let sandbox = Sandbox::new(Cancel::default()).unwrap();
    let plugins = find(
        &sandbox,
        &CachedCompiler::new(compiler, None),
        &sources,
        None,
    )
    .unwrap();
    assert!(plugins.usable.contains_key("hostile"));
    let [broken] = &plugins.broken[..] else {
        panic!("one is broken: {:?}", plugins.broken);
    };
    assert_eq!(broken.name(), "bomb.wasm");
    let why = broken.defect.to_string();
    assert!(why.starts_with("compiling it takes"), "{why}");
}
