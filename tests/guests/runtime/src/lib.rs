//! A plugin that uses WASI as the runtimes of other languages do. What it does is chosen by
//! configuration, so that one component serves all tests.

#![expect(
    clippy::infinite_loop,
    clippy::panic,
    reason = "that is what it is for"
)]

use tickmark_plugin::prelude::*;

#[expect(clippy::pedantic, reason = "generated")]
mod world {
    wit_bindgen::generate!({ path: "wit", world: "runtime", generate_all });
}

use world::wasi::cli::{environment, exit, stderr, stdin, stdout};
use world::wasi::clocks::{monotonic_clock, wall_clock};
use world::wasi::filesystem::preopens;
use world::wasi::filesystem::types::{DescriptorFlags, OpenFlags, PathFlags};
use world::wasi::random::{insecure_seed, random};
use world::wasi::sockets::network::IpAddressFamily;
use world::wasi::sockets::{instance_network, ip_name_lookup, tcp_create_socket};

/// What to do.
#[derive(Debug, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Its name.
    does: String,
}

/// The plugin.
#[derive(Debug)]
pub struct Runtime;

tickmark_plugin::export!(Runtime);

const FILES: &str = "files";

/// The evidence is there
#[control(
    severity = High,
    method = Document,
    implements("CC6.1" = "Stands in for a real control in tests."),
    remedy = "Nothing to mend; this is a test.",
)]
fn present(_: &mut Findings<'_>) {}

type Judge = fn(&mut Findings<'_>);
const RULES: &[Rule<Judge>] = &[present];

impl Plugin for Runtime {
    const ID: &'static str = "runtime";
    const VERSION: &'static str = "0.1.0";
    const TITLE: &'static str = "A language's runtime";
    const DESCRIPTION: &'static str = "Uses WASI in the configured way.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![Input::new(FILES, "Any files.").required().glob("runtime/*")]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let observed = act(&check.config.does)?;
        let mut report = Report::new();
        for item in check.items(FILES) {
            if let Err(problem) = check.bytes(&item) {
                return Err(Failure::Other(problem.message));
            }
            let finding = Finding::pass(&*item.path)
                .expected("a file")
                .actual(&*observed)
                .at(item.place());
            report.rule(&RULES[0]).push(finding);
        }
        Ok(report)
    }
}

/// Does something, and says what it saw.
fn act(what: &str) -> Result<String, Failure> {
    match what {
        "observe" => Ok(observe()),
        "print" => {
            print(b"to stdout\n");
            complain(b"to stderr: \x1b[2J\nsecond line\n");
            Ok("printed".to_owned())
        }
        "flood" => loop {
            print(&[b'x'; 4096]);
        },
        "crash" => {
            complain(b"Traceback:\n  ...\nValueError: the register is empty\n");
            panic!("as configured")
        }
        "exit" => {
            complain(b"cannot go on\n");
            exit::exit(Err(()));
            Ok("survived".to_owned())
        }
        // What a runtime does when a program ends on an error of its own.
        "open" => open("etc/passwd").map_err(Failure::Other),
        "open-and-crash" => match open("home/me/notes.txt") {
            Ok(found) => Ok(found),
            Err(why) => panic!("{why}"),
        },
        "swallow" => Ok(open("etc/shadow").unwrap_or_else(|why| why)),
        "resolve" => {
            let network = instance_network::instance_network();
            match ip_name_lookup::resolve_addresses(&network, "example.com") {
                Ok(_) => Ok("resolved".to_owned()),
                Err(code) => Err(Failure::Other(format!("no addresses: {code:?}"))),
            }
        }
        "connect" => match tcp_create_socket::create_tcp_socket(IpAddressFamily::Ipv4) {
            Ok(_) => Ok("a socket".to_owned()),
            Err(code) => Err(Failure::Other(format!("no socket: {code:?}"))),
        },
        "subscribe" => {
            let mut held = Vec::new();
            loop {
                held.push(monotonic_clock::subscribe_duration(1));
            }
        }
        "random-flood" => Ok(format!("{} bytes", random::get_random_bytes(1 << 40).len())),
        other => panic!("it knows no `{other}`"),
    }
}

/// Everything that could tell one machine or one run from another.
fn observe() -> String {
    let start = monotonic_clock::now();
    monotonic_clock::subscribe_duration(3_600_000_000_000).block();
    let waited = monotonic_clock::now() - start;
    let now = wall_clock::now();
    let bytes = random::get_random_bytes(8);
    let input = stdin::get_stdin().blocking_read(16).map_err(|_| "closed");
    let (low, high) = insecure_seed::insecure_seed();
    format!(
        "now {}.{:09}, waited {}, arguments {:?}, variables {:?}, directory {:?}, input {:?}, random {bytes:02x?} {low:016x}{high:016x}",
        now.seconds,
        now.nanoseconds,
        waited / 1_000_000_000,
        environment::get_arguments(),
        environment::get_environment(),
        environment::initial_cwd(),
        input,
    )
}

fn open(path: &str) -> Result<String, String> {
    let directories = preopens::get_directories();
    let Some((root, name)) = directories.first() else {
        return Err("there is no directory".to_owned());
    };
    let kind = root.get_type();
    root.open_at(
        PathFlags::empty(),
        path,
        OpenFlags::empty(),
        DescriptorFlags::READ,
    )
    .map(|_| format!("{path} is open"))
    .map_err(|code| format!("{kind:?} {name}, {path}: {code:?}"))
}

fn print(text: &[u8]) {
    drop(stdout::get_stdout().blocking_write_and_flush(text));
}

fn complain(text: &[u8]) {
    drop(stderr::get_stderr().blocking_write_and_flush(text));
}
