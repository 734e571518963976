//! The engine's configuration, shared by the program and its build script: components compiled at
//! build time only load into an engine that is configured alike.

use wasmtime::Config;

/// The guest's stack, in bytes. Parsers recurse; 1 MiB lets them, and stays far below the 2 MiB that
/// a thread has by default.
const STACK_BYTES: usize = 1024 * 1024;

/// An engine that runs components deterministically and can interrupt them.
pub(crate) fn engine_config() -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .wasm_simd(true)
        // The same inputs give the same bytes on every machine.
        .wasm_relaxed_simd(false)
        .cranelift_nan_canonicalization(true)
        // A runaway guest is stopped at the next loop or call.
        .epoch_interruption(true)
        .max_wasm_stack(STACK_BYTES)
        // Nobody reads traces of guests here, and taking them costs time on every trap.
        .wasm_backtrace_max_frames(None)
        // Nor do other programs look into the stacks of guests. Without these tables code is a sixth smaller.
        .generate_address_map(false)
        .native_unwind_info(false)
        // Component async is young code that nothing here needs.
        .concurrency_support(false);
    config
}
