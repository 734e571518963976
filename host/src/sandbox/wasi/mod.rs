//! WASI 0.2 as a world without anything in it.
//!
//! Runtimes of other languages (Python, JavaScript, Go, C) import WASI whether a plugin needs it or
//! not. They get interfaces that answer the same on every machine: clocks stand at the as-of date,
//! random bytes come from a seed, what is printed is kept for the person who runs the check, and
//! there are no arguments, variables, files or networks. Whoever reaches for what is not there is
//! refused, and the refusal is kept, so that a failure can name it.
//!
//! Nothing of this exists in a store until a guest calls it.

mod clock;
mod output;
mod refusal;

use std::fmt;

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use wasmtime::component::{Component, HasData, ResourceTable};
use wasmtime::{Engine, Result};
use wasmtime_wasi::cli::{WasiCli, WasiCliView as _};
use wasmtime_wasi::clocks::{WasiClocks, WasiClocksView as _};
use wasmtime_wasi::p2::bindings::{cli, clocks, io, random, sync};
use wasmtime_wasi::random::{WasiRandom, WasiRandomCtx};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::state::{LogLine, State};
use super::v0_1_0::Linker;

use clock::{StandingClock, VirtualTime};
use output::{Kept, Output};

/// The interfaces of WASI that the host offers, all of version 0.2.
const OFFERED: [&str; 27] = [
    "wasi:cli/environment",
    "wasi:cli/exit",
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:cli/terminal-input",
    "wasi:cli/terminal-output",
    "wasi:cli/terminal-stderr",
    "wasi:cli/terminal-stdin",
    "wasi:cli/terminal-stdout",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:filesystem/preopens",
    "wasi:filesystem/types",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/insecure",
    "wasi:random/insecure-seed",
    "wasi:random/random",
    "wasi:sockets/instance-network",
    "wasi:sockets/ip-name-lookup",
    "wasi:sockets/network",
    "wasi:sockets/tcp",
    "wasi:sockets/tcp-create-socket",
    "wasi:sockets/udp",
    "wasi:sockets/udp-create-socket",
];

/// How many resources (streams, pollables) a guest may hold in the host.
const MAX_RESOURCES: usize = 1024;
/// The most random bytes that one call gives.
const MAX_RANDOM: u64 = 1024 * 1024;

/// What scripts for the web and for Node reach the world with. Their engines here do not have it, so
/// that no call ever arrives that could be refused by name.
const WEB_AND_NODE: [&str; 5] = ["fetch", "process", "require", "WebSocket", "XMLHttpRequest"];

/// The way to the outside that a script missed, by its engine's words.
pub(super) fn missing_api(words: &str) -> Option<&'static str> {
    WEB_AND_NODE
        .into_iter()
        .find(|name| words.contains(&format!("{name} is not defined")))
}

/// Whether an interface, without its version, is one of WASI's.
pub(super) fn is_wasi(interface: &str) -> bool {
    interface.starts_with("wasi:")
}

/// Whether the host offers this interface of WASI in this version.
pub(super) fn is_offered(interface: &str, version: &str) -> bool {
    OFFERED.contains(&interface) && version.starts_with("0.2.")
}

/// What a unit's world is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    /// Where the clocks stand, in seconds since 1970-01-01T00:00:00Z.
    pub(super) now: u64,
    /// What random bytes are made from.
    pub(super) seed: [u8; 32],
    /// How much printed text is kept, in bytes.
    pub(super) output_bytes: u64,
}

/// WASI's part of a store.
pub(super) struct Wasi {
    context: WasiCtx,
    table: ResourceTable,
    time: VirtualTime,
    output: Kept,
    refused: Option<Refused>,
}

/// The first call that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    interface: String,
    function: String,
    /// A path or a host's name.
    what: Option<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "it called `{}`", self.function)?;
        if let Some(what) = &self.what {
            write!(formatter, " for `{what}`")?;
        }
        write!(
            formatter,
            " ({}), which no plugin is given; what it may read comes through `tickmark:plugin/evidence`",
            self.interface
        )
    }
}

impl Wasi {
    pub(super) fn new(origin: &Origin) -> Self {
        let output = Kept::new(origin.output_bytes);
        let mut table = ResourceTable::new();
        table.set_max_capacity(MAX_RESOURCES);
        let random = |stream| {
            let mut random = ChaCha12Rng::from_seed(origin.seed);
            random.set_stream(stream);
            random
        };
        let (low, high) = origin.seed.split_at(16);
        let insecure_seed = low.iter().zip(high).fold(0, |seed: u128, (one, other)| {
            seed << 8 | u128::from(one ^ other)
        });
        let context = WasiCtx::builder()
            .wall_clock(StandingClock(origin.now))
            .secure_random(random(0))
            .insecure_random(random(1))
            .insecure_random_seed(insecure_seed)
            .max_random_size(MAX_RANDOM)
            .stdin(std::io::empty())
            .stdout(Output::new("stdout", output.clone()))
            .stderr(Output::new("stderr", output.clone()))
            .build();
        Self {
            context,
            table,
            time: VirtualTime::default(),
            output,
            refused: None,
        }
    }

    /// What was printed, as lines of the log.
    pub(super) fn take_output(&mut self) -> Vec<LogLine> {
        self.output.take()
    }

    /// What was said on stderr about why the guest gives up.
    pub(super) fn last_words(&self) -> Option<String> {
        self.output.last_words("stderr")
    }

    /// Whether it printed without end.
    pub(super) fn is_flooded(&self) -> bool {
        self.output.is_flooded()
    }

    /// The first call that was refused, if it was more than a question.
    pub(super) fn refused(&self) -> Option<&Refused> {
        self.refused.as_ref()
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let wasi = self.wasi();
        WasiCtxView {
            ctx: &mut wasi.context,
            table: &mut wasi.table,
        }
    }
}

struct Io;

impl HasData for Io {
    type Data<'a> = &'a mut ResourceTable;
}

struct Time;

impl HasData for Time {
    type Data<'a> = clock::Time<'a>;
}

fn random_bytes(state: &mut State) -> &mut WasiRandomCtx {
    state.wasi().context.random()
}

/// Links WASI for one component: what is the same for all, and a refusal for each function of files
/// and networks that it imports.
pub(super) fn link(engine: &Engine, linker: &mut Linker, component: &Component) -> Result<()> {
    io::error::add_to_linker::<State, Io>(linker, |state| &mut state.wasi().table)?;
    sync::io::poll::add_to_linker::<State, Io>(linker, |state| &mut state.wasi().table)?;
    sync::io::streams::add_to_linker::<State, Io>(linker, |state| &mut state.wasi().table)?;

    clocks::wall_clock::add_to_linker::<State, WasiClocks>(linker, State::clocks)?;
    clocks::monotonic_clock::add_to_linker::<State, Time>(linker, |state| {
        let wasi = state.wasi();
        clock::Time {
            time: &mut wasi.time,
            table: &mut wasi.table,
        }
    })?;

    random::random::add_to_linker::<State, WasiRandom>(linker, random_bytes)?;
    random::insecure::add_to_linker::<State, WasiRandom>(linker, random_bytes)?;
    random::insecure_seed::add_to_linker::<State, WasiRandom>(linker, random_bytes)?;

    cli::environment::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::exit::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::stdin::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::stdout::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::stderr::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::terminal_input::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::terminal_output::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::terminal_stdin::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::terminal_stdout::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::terminal_stderr::add_to_linker::<State, WasiCli>(linker, State::cli)?;

    refusal::link(engine, linker, component)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_looks_for_the_web_is_understood() {
        let words = "Exception { message: Some(\"fetch is not defined\"), stack: None }";
        assert_eq!(missing_api(words), Some("fetch"));
        assert_eq!(missing_api("ReferenceError: rows is not defined"), None);
    }

    #[test]
    fn only_the_second_version_of_wasi_is_offered() {
        assert!(is_offered("wasi:clocks/wall-clock", "0.2.9"));
        assert!(!is_offered("wasi:clocks/wall-clock", "0.3.0"));
        assert!(!is_offered("wasi:http/outgoing-handler", "0.2.9"));
    }
}
