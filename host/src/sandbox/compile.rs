//! From WebAssembly to machine code.
//!
//! Components that came with the program were compiled when it was built. Others are compiled in a
//! child process of the same program with memory, CPU and wall-time limits of its own: compiling
//! hostile input is not something a compiler promises to survive.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use wasmtime::Engine;

use super::engine_config::engine_config;
use crate::clean::{Form, clean};

/// The hidden subcommand under which the program compiles for itself.
pub(crate) const WORKER: &str = "compile-worker";

/// What the standard library writes when there is no more memory; held by a test.
const ALLOCATION_FAILED: &str = "memory allocation of";

/// The whole of what the compiler says where it could notice by itself that memory is exhausted.
const OUT_OF_MEMORY: &str = "out of memory";
/// The longest error text that is taken over from the child, in bytes.
const MAX_MESSAGE: u64 = 4096;
/// The most machine code that is taken over, in bytes. Measured: 20 MB of Python runtime become 40 MB.
pub(crate) const MAX_CODE: u64 = 512 * 1024 * 1024;

/// What a compilation in a child process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompileLimits {
    /// CPU time, in seconds, over all threads.
    pub cpu_seconds: u64,
    /// Time on the clock.
    pub wall_time: Duration,
    /// Address space, not memory in use, in MiB: the compiler's threads and arenas reserve more than
    /// they touch.
    pub address_space_mib: u64,
}

impl Default for CompileLimits {
    /// Measured: 20 MB of Python runtime take 21 CPU seconds and 350 MB.
    fn default() -> Self {
        Self {
            cpu_seconds: 120,
            wall_time: Duration::from_mins(3),
            address_space_mib: 6 * 1024,
        }
    }
}

/// Machine code that this program made: here, when it was built, or in an earlier run. Holding one is
/// the reason to believe that it may be run.
#[derive(Debug, Clone)]
pub struct Compiled(pub(super) Code);

/// Machine code in the program, from the beginning of a page on: an engine can run it where it is. The size of
/// a page is that of the processors on which this is done.
#[derive(Debug)]
#[repr(C, align(4096))]
pub(crate) struct Pages<const N: usize>(pub(crate) [u8; N]);

/// Where machine code is.
#[derive(Debug, Clone)]
pub(super) enum Code {
    /// In the program, from the beginning of a page on.
    Program(&'static [u8]),
    /// In memory.
    Bytes(Vec<u8>),
    /// At the beginning of a file, for so many bytes.
    File(Arc<File>, u64),
}

impl Compiled {
    /// Machine code from this program's own build.
    pub(crate) const fn from_build<const N: usize>(pages: &'static Pages<N>) -> Self {
        Self(Code::Program(&pages.0))
    }

    /// Machine code that an earlier run of this program made and kept: the first `length` bytes of a
    /// file. Whoever calls this has found that nobody but this user can write to the file, that it is
    /// whole, and that nothing of this program ever changes it.
    pub(crate) fn from_own_file(file: File, length: u64) -> Self {
        Self(Code::File(file.into(), length))
    }

    /// Whether it is of a plugin that came with this program.
    pub(super) fn is_of_program(&self) -> bool {
        matches!(self.0, Code::Program(_))
    }

    fn from_compiler(bytes: Vec<u8>) -> Self {
        Self(Code::Bytes(bytes))
    }

    /// The code, to be kept for a later run; empty where it was.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.0 {
            Code::Program(bytes) => bytes,
            Code::Bytes(bytes) => bytes,
            Code::File(..) => &[],
        }
    }

    /// The code's size, in bytes.
    pub(crate) fn size(&self) -> u64 {
        match &self.0 {
            Code::Program(bytes) => bytes.len() as u64,
            Code::Bytes(bytes) => bytes.len() as u64,
            Code::File(_, length) => *length,
        }
    }
}

/// Where components are compiled.
#[derive(Debug, Clone)]
pub enum Compiler {
    /// In a child process.
    Child {
        /// The program itself.
        program: PathBuf,
        /// What the child may use.
        limits: CompileLimits,
    },
    /// In this process, without limits. For components that are trusted, and for tests.
    InProcess,
}

/// Why a component was not compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// The compiler refused it.
    #[error("it does not compile: {0}")]
    Invalid(String),
    /// The compiler worked too long.
    #[error("compiling it takes more than {0} seconds of CPU time")]
    TooMuchWork(u64),
    /// The compiler took too long.
    #[error("compiling it takes longer than {} seconds", .0.as_secs_f64())]
    TimedOut(Duration),
    /// The compiler wanted too much memory.
    #[error("compiling it takes more than {0} MiB of address space")]
    OutOfMemory(u64),
    /// The machine code is too large.
    #[error("it becomes more than {} MiB of machine code", MAX_CODE / (1024 * 1024))]
    TooLarge,
    /// The compiler died.
    #[error("the compiler did not survive it")]
    Died,
    /// The child could not be started.
    #[error("the compiler cannot be started: {0}")]
    NotStarted(String),
}

impl Compiler {
    /// The longest time that a compilation takes.
    pub(crate) fn wall_time(&self) -> Duration {
        match self {
            Self::InProcess => CompileLimits::default().wall_time,
            Self::Child { limits, .. } => limits.wall_time,
        }
    }

    /// Compiles a component.
    pub fn compile(&self, wasm: &[u8]) -> Result<Compiled, CompileError> {
        match self {
            Self::InProcess => compile(wasm)
                .map(Compiled::from_compiler)
                .map_err(CompileError::Invalid),
            Self::Child { program, limits } => compile_in_child(program, *limits, wasm),
        }
    }
}

fn compile(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let engine = Engine::new(&engine_config()).map_err(|error| format!("{error:#}"))?;
    engine
        .precompile_component(wasm)
        .map_err(|error| format!("{error:#}"))
}

fn compile_in_child(
    program: &Path,
    limits: CompileLimits,
    wasm: &[u8],
) -> Result<Compiled, CompileError> {
    let not_started = |error: std::io::Error| CompileError::NotStarted(error.to_string());
    let mut child = Command::new(program)
        .arg(WORKER)
        .arg(limits.cpu_seconds.to_string())
        .arg(limits.address_space_mib.to_string())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(CompileError::NotStarted("its pipes are missing".to_owned()));
    };
    std::thread::scope(|scope| {
        // Three pipes, three hands: a child that writes before it has read must not block us.
        scope.spawn(move || {
            // A child that died early is told by its exit status.
            let _ = stdin.write_all(wasm);
        });
        let code = scope.spawn(move || {
            let mut code = Vec::new();
            // Beyond the limit the pipe is closed, which ends the child.
            let mut stdout = stdout.take(MAX_CODE + 1);
            stdout.read_to_end(&mut code).map(|_| code)
        });
        let message = scope.spawn(move || {
            let mut message = String::new();
            let _ = stderr.take(MAX_MESSAGE).read_to_string(&mut message);
            message
        });
        let status = wait(&mut child, limits.wall_time).map_err(not_started)?;
        let code = code.join().ok().and_then(Result::ok).unwrap_or_default();
        let message = message.join().unwrap_or_default();
        let Some(status) = status else {
            return Err(CompileError::TimedOut(limits.wall_time));
        };
        if code.len() as u64 > MAX_CODE {
            return Err(CompileError::TooLarge);
        }
        if status.success() && !code.is_empty() {
            return Ok(Compiled::from_compiler(code));
        }
        if message.trim_end() == OUT_OF_MEMORY {
            return Err(CompileError::OutOfMemory(limits.address_space_mib));
        }
        if status.code() == Some(1) && !message.is_empty() {
            let message = clean(message.trim_end(), Form::Line);
            return Err(CompileError::Invalid(message));
        }
        Err(if cpu_time_exceeded(status) {
            CompileError::TooMuchWork(limits.cpu_seconds)
        } else if message.contains(ALLOCATION_FAILED) {
            CompileError::OutOfMemory(limits.address_space_mib)
        } else {
            CompileError::Died
        })
    })
}

/// Waits for the child; kills it and says `None` when it takes too long.
fn wait(child: &mut Child, most: Duration) -> std::io::Result<Option<std::process::ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > most {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(unix)]
fn cpu_time_exceeded(status: std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn cpu_time_exceeded(_: std::process::ExitStatus) -> bool {
    false
}

/// What the program does as `compile-worker`: reads a component, writes machine code.
pub fn compile_worker(cpu_seconds: u64, address_space_mib: u64) -> ExitCode {
    limit_this_process(cpu_seconds, address_space_mib);
    let mut wasm = Vec::new();
    let outcome = std::io::stdin()
        .read_to_end(&mut wasm)
        .map_err(|error| error.to_string())
        .and_then(|_| compile(&wasm))
        .and_then(|code| {
            let mut stdout = std::io::stdout();
            stdout
                .write_all(&code)
                .and_then(|()| stdout.flush())
                .map_err(|error| error.to_string())
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // The parent reads this; a parent that is gone has no use for it.
            let _ = std::io::stderr().write_all(message.as_bytes());
            ExitCode::from(1)
        }
    }
}

#[cfg(unix)]
fn limit_this_process(cpu_seconds: u64, address_space_mib: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let address_space = address_space_mib.saturating_mul(1024 * 1024);
    for (resource, most, killing) in [
        // At the first of the two the system says why it ends the process, at the second it does not.
        (Resource::Cpu, cpu_seconds, cpu_seconds.saturating_add(1)),
        (Resource::As, address_space, address_space),
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(killing),
        };
        // A system that sets tighter limits of its own refuses these, which is as good.
        let _ = setrlimit(resource, limit);
    }
}

#[cfg(not(unix))]
fn limit_this_process(_: u64, _: u64) {}
