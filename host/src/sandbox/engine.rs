//! The engine, and one call into one fresh instance.

use std::hash::{Hash as _, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use wasmtime::{Store, Trap, UpdateDeadline};
use wasmtime_wasi::I32Exit;

use super::clock::Clock;
use super::compile::Compiled;
use super::component::{Component, ComponentError, check_world, interfaces};
use super::engine_config::engine_config;
use super::machine_code;
use super::room::{Place, Pool, Room, Turns};
use super::state::{LogLine, State};
use super::v0_1_0::{CallError, Prepared};
use super::wasi::{self, Origin, Wasi};
use super::{descriptor, report, v0_1_0};
use crate::clean::{Form, clean};
use crate::evidence::{Granted, ReadLog};
use crate::failure::{Failure, FailureKind};
use crate::limits::Limits;
use crate::model::{Descriptor, Report};

/// How long a plugin may take to describe itself, and how much it may say.
const DESCRIBE_TIME: Duration = Duration::from_secs(10);
const DESCRIBE_BYTES: u64 = 16 * 1024 * 1024;
/// How many handles a guest may hold.
const MAX_HANDLES: usize = 1024;

/// The engine could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("the WebAssembly engine cannot be set up on this machine: {0}")]
pub struct EngineError(String);

/// A switch that ends all running guests.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends them.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether they were ended.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a check is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// The plugin's configuration, as JSON text.
    pub config: Arc<str>,
    /// The as-of date, `YYYY-MM-DD`.
    pub as_of: String,
    /// The first and the last day of a Type 2 period.
    pub period: Option<(String, String)>,
    /// The thing examined.
    pub target: Option<String>,
}

impl Request {
    /// What WASI is made of for this request: the same for the same request.
    fn origin(&self, output_bytes: u64) -> Origin {
        let day: jiff::civil::Date = self.as_of.parse().unwrap_or_default();
        let now = day
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(0, |midnight| midnight.timestamp().as_second());
        let (start, end) = self
            .period
            .as_ref()
            .map_or(("", ""), |(start, end)| (start, end));
        let target = self.target.as_deref().unwrap_or_default();
        Origin {
            now: u64::try_from(now).unwrap_or_default(),
            seed: seed([&self.config, &self.as_of, start, end, target]),
            output_bytes,
        }
    }
}

/// A seed from texts; where one ends and the next begins makes a difference.
fn seed<const N: usize>(texts: [&str; N]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    digest.finalize().into()
}

/// How a call ended.
#[derive(Debug)]
pub struct Completed {
    /// The report, or why there is none.
    pub outcome: Result<Report, Failure>,
    /// What was read.
    pub reads: ReadLog,
    /// What was logged.
    pub log: Vec<LogLine>,
}

/// How every engine of the process is configured, apart from where instances have their memory.
fn config() -> wasmtime::Config {
    let mut config = engine_config();
    machine_code::allow_in_place(&mut config);
    config
}

/// The engines of the process.
pub struct Sandbox {
    /// Where instances have memory of their own.
    alone: Room,
    /// Where those of this program's own plugins take turns, once one of them is instantiated often. There
    /// is none where the machine does not give so many addresses away.
    pool: OnceLock<Option<Pool>>,
    places: usize,
    clock: Clock,
    cancel: Cancel,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Sets the engines up and starts their clock.
    pub fn new(cancel: Cancel) -> Result<Self, EngineError> {
        Self::with_places(cancel, Pool::places())
    }

    /// The same with so many places in the pool.
    pub(crate) fn with_places(cancel: Cancel, places: usize) -> Result<Self, EngineError> {
        let failed = |error: String| EngineError(error);
        let alone = Room::new(&config()).map_err(|error| failed(format!("{error:#}")))?;
        let clock = Clock::start().map_err(|error| failed(error.to_string()))?;
        clock.add(&alone.engine);
        Ok(Self {
            alone,
            pool: OnceLock::new(),
            places,
            clock,
            cancel,
        })
    }

    /// The pool, which is made when it is first asked for: that takes longer than a check of little evidence.
    fn pool(&self) -> Option<&Pool> {
        let pool = self.pool.get_or_init(|| {
            let pool = Pool::new(config(), self.places).ok()?;
            self.clock.add(&pool.room.engine);
            Some(pool)
        });
        pool.as_ref()
    }

    /// Makes a component of a file's bytes and its machine code ready. `code` must have been compiled
    /// from `wasm`.
    pub fn prepare(&self, wasm: &[u8], code: &Compiled) -> Result<Component, ComponentError> {
        check_world(&interfaces(wasm)?)?;
        self.prepare_trusted(code)
    }

    /// The same for a component whose interfaces were examined before.
    pub(crate) fn prepare_trusted(&self, code: &Compiled) -> Result<Component, ComponentError> {
        let (prepared, imports_wasi) = self.alone.load(code)?;
        Ok(Component {
            prepared,
            turns: code
                .is_of_program()
                .then(|| Arc::new(Turns::new(code.clone()))),
            imports_wasi,
        })
    }

    /// Where a component's next instance has its memory. The place is to be kept for longer than the
    /// instance.
    fn room<'a>(&'a self, component: &'a Component) -> (&'a Room, &'a Prepared, Option<Place>) {
        if let Some(turns) = &component.turns
            && turns.count()
            && let Some(pool) = self.pool()
            && let Some(prepared) = turns.prepared(pool)
            && let Some(place) = pool.take()
        {
            return (&pool.room, prepared, Some(place));
        }
        (&self.alone, &component.prepared, None)
    }

    /// Whether a component's next instance would take its turn in the pool. Counts as one.
    #[cfg(test)]
    pub(crate) fn takes_turns(&self, component: &Component) -> bool {
        let (_, _, place) = self.room(component);
        place.is_some()
    }

    /// Says for which engine machine code is: this release of wasmtime, configured like this, on a
    /// processor like this. Code from an engine with another answer is never loaded.
    pub(crate) fn compatibility(&self) -> [u8; 32] {
        let mut hasher = DigestHasher(Sha256::new());
        self.alone
            .engine
            .precompile_compatibility_hash()
            .hash(&mut hasher);
        hasher.0.finalize().into()
    }

    /// Asks a plugin what it is. Nothing is granted.
    pub fn describe(
        &self,
        component: &Component,
        config: Option<&str>,
    ) -> Result<Descriptor, Failure> {
        let limits = Limits {
            time: DESCRIBE_TIME,
            report_bytes: DESCRIBE_BYTES,
            ..Limits::default()
        };
        let origin = component.imports_wasi.then(|| Origin {
            // Nothing has a date yet.
            now: 0,
            seed: seed([config.unwrap_or_default()]),
            output_bytes: limits.log_bytes,
        });
        let (room, prepared, _place) = self.room(component);
        let mut store = self.store(room, &limits, None, origin);
        let answer = v0_1_0::describe(&mut store, prepared, config);
        let raw = self.settle(&mut store, &limits, answer)?;
        descriptor::descriptor(raw)
    }

    /// Runs a check on the evidence that it was granted.
    pub fn check(
        &self,
        component: &Component,
        descriptor: &Descriptor,
        request: &Request,
        granted: Granted,
        limits: &Limits,
    ) -> Completed {
        let origin = component
            .imports_wasi
            .then(|| request.origin(limits.log_bytes));
        let (room, prepared, _place) = self.room(component);
        let mut store = self.store(room, limits, Some(granted), origin);
        let answer = v0_1_0::check(&mut store, prepared, request);
        let settled = self.settle(&mut store, limits, answer);
        let state = store.data_mut();
        state.close_all();
        let log = state.take_log();
        let reads = state
            .granted
            .take()
            .map(Granted::finish)
            .unwrap_or_default();
        Completed {
            outcome: settled.and_then(|raw| report::report(raw, descriptor, &reads, limits)),
            reads,
            log,
        }
    }

    fn store(
        &self,
        room: &Room,
        limits: &Limits,
        granted: Option<Granted>,
        origin: Option<Origin>,
    ) -> Store<State> {
        let state = State::new(limits, granted, origin.unwrap_or_default());
        let mut store = Store::new(&room.engine, state);
        store.limiter(|state| &mut state.limiter);
        store.set_hostcall_fuel(usize::try_from(limits.report_bytes).unwrap_or(usize::MAX));
        store.set_max_component_handles(MAX_HANDLES);
        let deadline = Instant::now() + limits.time;
        let cancel = self.cancel.clone();
        store.epoch_deadline_callback(move |mut context| {
            let state = context.data_mut();
            if cancel.is_cancelled() {
                state.cancelled = true;
                return Ok(UpdateDeadline::Interrupt);
            }
            if Instant::now() >= deadline {
                state.timed_out = true;
                return Ok(UpdateDeadline::Interrupt);
            }
            Ok(UpdateDeadline::Continue(1))
        });
        store.set_epoch_deadline(1);
        store
    }

    /// Tells a plugin's own answer from the ways in which a call can go wrong.
    fn settle<T>(
        &self,
        store: &mut Store<State>,
        limits: &Limits,
        answer: v0_1_0::Answer<T>,
    ) -> Result<T, Failure> {
        let state = store.data();
        let mut failure = match answer {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(own)) => own,
            Err(error) => self.failure(state, limits, error),
        };
        if let Some(wasi) = state.used_wasi() {
            let last_words = (failure.kind == FailureKind::Trapped)
                .then(|| wasi.last_words())
                .flatten();
            if let Some(words) = last_words {
                failure.message = format!("{}; it last printed: {words}", failure.message);
                if let Some(name) = wasi::missing_api(&words) {
                    failure.message = format!(
                        "{}; no plugin is given `{name}`; what it may read comes through `tickmark:plugin/evidence`",
                        failure.message
                    );
                }
            }
            if let Some(refused) = wasi.refused() {
                failure.message = format!("{}; {refused}", failure.message);
            }
        }
        Err(failure)
    }

    /// What went wrong in a call that gave no answer.
    fn failure(&self, state: &State, limits: &Limits, error: CallError) -> Failure {
        let (error, is_running) = match error {
            CallError::Instantiation(error) => (error, false),
            CallError::Call(error) => (error, true),
        };
        if state.cancelled || (state.timed_out && self.cancel.is_cancelled()) {
            return Failure::new(FailureKind::Cancelled, "the run was interrupted");
        }
        if state.timed_out {
            return timed_out(limits.time);
        }
        if state.limiter.refused_memory() {
            return Failure::new(
                FailureKind::OutOfMemory,
                format!(
                    "the plugin needs more than its {} MiB of memory; raise `memory-mib` in the check's `limits`",
                    limits.memory_bytes / (1024 * 1024)
                ),
            );
        }
        if is_fuel_error(&error) {
            return Failure::new(
                FailureKind::TooMuchOutput,
                format!(
                    "the plugin hands over more than {} MiB at once; raise `report-mib` in the check's `limits`",
                    limits.report_bytes / (1024 * 1024)
                ),
            );
        }
        if state.used_wasi().is_some_and(Wasi::is_flooded) {
            return Failure::new(FailureKind::TooMuchOutput, "the plugin prints without end");
        }
        if let Some(I32Exit(status)) = error.downcast_ref() {
            return Failure::new(
                FailureKind::Trapped,
                format!("the plugin ended itself (exit status {status}) instead of answering"),
            );
        }
        let trap = error.downcast_ref::<Trap>();
        let reason = match trap {
            Some(trap) => trap.to_string(),
            None => format!("{error:#}"),
        };
        let reason = clean(&reason, Form::Line);
        if let Some(refusal) = refusal_of_the_machine(&error) {
            return Failure::new(
                FailureKind::OutOfMemory,
                format!(
                    "this machine gives the plugin no memory ({refusal}); an instance sets 4 GiB of addresses aside, so raise what a process may have (`ulimit -v`), or run fewer at once with `--jobs`"
                ),
            );
        }
        if trap.is_none() && !is_running {
            let mismatch = ComponentError::Mismatch(reason).to_string();
            return Failure::new(FailureKind::Refused, mismatch);
        }
        Failure::new(
            FailureKind::Trapped,
            format!("the plugin crashed ({reason})"),
        )
    }
}

/// What the operating system said when it refused memory, whatever the plugin's limits.
#[cfg(unix)]
fn refusal_of_the_machine(error: &wasmtime::Error) -> Option<String> {
    let errno = error.downcast_ref::<rustix::io::Errno>()?;
    (*errno == rustix::io::Errno::NOMEM).then(|| errno.to_string())
}

#[cfg(not(unix))]
fn refusal_of_the_machine(_: &wasmtime::Error) -> Option<String> {
    None
}

/// The failure of a unit that took too long.
pub(crate) fn timed_out(limit: Duration) -> Failure {
    Failure::new(
        FailureKind::TimedOut,
        format!(
            "the plugin took longer than {} s; raise `time-seconds` in the check's `limits`",
            limit.as_secs()
        ),
    )
}

/// Lets whatever can be hashed be hashed with SHA-256.
struct DigestHasher(Sha256);

impl Hasher for DigestHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Nobody asks for the short form.
    fn finish(&self) -> u64 {
        0
    }
}

/// Whether a call failed because lifting its values would have cost the host too much. The engine
/// has no type for this error, so its text is held by a test.
fn is_fuel_error(error: &wasmtime::Error) -> bool {
    format!("{error:#}").contains("fuel allocated for hostcalls has been exhausted")
}
