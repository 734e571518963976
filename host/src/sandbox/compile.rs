//! From WebAssembly to machine code.
//!
//! Components that came with the program were compiled when it was built. Others are compiled in a
//! child process of the same program with memory, CPU and wall-time limits of its own: compiling
//! hostile input is not something a compiler promises to survive.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use wasmtime::Engine;

use super::engine_config::engine_config;

/// The hidden subcommand under which the program compiles for itself.
pub(crate) const WORKER: &str = "compile-worker";

/// What a compilation may use. Measured: 20 MB of Python runtime take 21 CPU seconds and 350 MB.
const CPU_SECONDS: u64 = 120;
const WALL_TIME: Duration = Duration::from_mins(3);
/// Address space, not memory in use: the compiler's threads and arenas reserve more than they touch.
#[cfg(unix)]
const ADDRESS_SPACE: u64 = 6 * 1024 * 1024 * 1024;
/// The longest error text that is taken over from the child, in bytes.
const MAX_MESSAGE: u64 = 4096;

/// Machine code that this program made, here or when it was built. Holding one is the reason to
/// believe that it may be run.
#[derive(Debug, Clone)]
pub struct Compiled(pub(super) std::borrow::Cow<'static, [u8]>);

impl Compiled {
    /// Machine code from this program's own build.
    pub(crate) const fn from_build(bytes: &'static [u8]) -> Self {
        Self(std::borrow::Cow::Borrowed(bytes))
    }
}

/// Where components are compiled.
#[derive(Debug, Clone)]
pub enum Compiler {
    /// In a child process: the program itself at this path.
    Child(PathBuf),
    /// In this process, without limits. For components that are trusted, and for tests.
    InProcess,
}

/// Why a component was not compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// The compiler refused it.
    #[error("it does not compile: {0}")]
    Invalid(String),
    /// The compiler took too long.
    #[error("compiling it took longer than {CPU_SECONDS} CPU seconds")]
    TimedOut,
    /// The compiler died, most likely for want of memory.
    #[error("the compiler did not survive it")]
    Died,
    /// The child could not be started.
    #[error("the compiler cannot be started: {0}")]
    NotStarted(String),
}

impl Compiler {
    /// Compiles a component.
    pub fn compile(&self, wasm: &[u8]) -> Result<Compiled, CompileError> {
        match self {
            Self::InProcess => compile(wasm)
                .map(|code| Compiled(code.into()))
                .map_err(CompileError::Invalid),
            Self::Child(program) => compile_in_child(program, wasm),
        }
    }
}

fn compile(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let engine = Engine::new(&engine_config()).map_err(|error| format!("{error:#}"))?;
    engine
        .precompile_component(wasm)
        .map_err(|error| format!("{error:#}"))
}

fn compile_in_child(program: &std::path::Path, wasm: &[u8]) -> Result<Compiled, CompileError> {
    let not_started = |error: std::io::Error| CompileError::NotStarted(error.to_string());
    let mut child = Command::new(program)
        .arg(WORKER)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    let (Some(mut stdin), Some(mut stdout), Some(stderr)) =
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
            stdout.read_to_end(&mut code).map(|_| code)
        });
        let message = scope.spawn(move || {
            let mut message = String::new();
            let _ = stderr.take(MAX_MESSAGE).read_to_string(&mut message);
            message
        });
        let status = wait(&mut child).map_err(not_started)?;
        let code = code.join().ok().and_then(Result::ok);
        let message = message.join().unwrap_or_default();
        match status {
            None => Err(CompileError::TimedOut),
            Some(status) if status.success() => code
                .filter(|code| !code.is_empty())
                .map(|code| Compiled(code.into()))
                .ok_or(CompileError::Died),
            Some(status) if status.code() == Some(1) && !message.is_empty() => {
                Err(CompileError::Invalid(message.trim_end().to_owned()))
            }
            Some(status) if cpu_time_exceeded(status) => Err(CompileError::TimedOut),
            Some(_) => Err(CompileError::Died),
        }
    })
}

/// Waits for the child; kills it and says `None` when it takes too long.
fn wait(child: &mut Child) -> std::io::Result<Option<std::process::ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > WALL_TIME {
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
pub fn compile_worker() -> ExitCode {
    limit_this_process();
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
fn limit_this_process() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::Cpu, CPU_SECONDS),
        (Resource::As, ADDRESS_SPACE),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // A system that sets tighter limits of its own refuses these, which is as good.
        let _ = setrlimit(resource, limit);
    }
}

#[cfg(not(unix))]
fn limit_this_process() {}
