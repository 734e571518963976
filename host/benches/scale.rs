//! Many units in one run: time and the greatest memory of the whole process, for 100, 1,000 and
//! 10,000 targets with a file each.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up may panic"
)]
#![expect(clippy::print_stderr, reason = "memory stands beside the times")]

use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const CONFIG: &str = "[assessment]\norganisation = \"Acme\"\nsystem = \"fleet\"\nas-of = 2026-11-22\n\n[[check]]\nplugin = \"sshd-config\"\ntargets = \"hosts/{target}\"\nevidence = { server-config = \"hosts/{target}/sshd_config\" }\n\n[check.config]\nopenssh-version = \"9.2\"\n";
const PROVENANCE: &str = "[[evidence]]\npath = \"**\"\ncollected = 2026-11-20T06:00:00Z\n";
const SERVER: &str = "PermitRootLogin no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxAuthTries 4\nDisableForwarding yes\nAllowGroups ssh-users\n";

fn assessment(directory: &Path, targets: usize) {
    let write = |path: &str, text: &str| {
        let path = directory.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("tickmark.toml", CONFIG);
    write("evidence/evidence.toml", PROVENANCE);
    for target in 0..targets {
        write(
            &format!("evidence/hosts/host-{target:05}/sshd_config"),
            SERVER,
        );
    }
}

fn check(directory: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_tickmark"))
        .args(["check", "--format", "json=result.json"])
        .current_dir(directory)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.code().is_some_and(|code| code < 3), "{status}");
}

/// The greatest memory of any child so far, in MiB. The runs are measured in rising order, so that
/// it is that of the last.
#[cfg(unix)]
fn peak() -> Option<i64> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    // Linux counts in KiB.
    Some(usage.max_rss() / 1024)
}

#[cfg(not(unix))]
fn peak() -> Option<i64> {
    None
}

fn scale(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("units");
    group.sample_size(10);
    for targets in [100, 1_000, 10_000] {
        let directory = tempfile::tempdir().expect("a directory");
        assessment(directory.path(), targets);
        group.throughput(Throughput::Elements(targets as u64));
        group.bench_function(targets.to_string(), |bencher| {
            bencher.iter(|| check(directory.path()));
        });
        let result = std::fs::metadata(directory.path().join("result.json"));
        if let (Some(peak), Ok(result)) = (peak(), result) {
            eprintln!(
                "units/{targets}: peak memory {peak} MiB, result {} MiB",
                result.len() / 1024 / 1024
            );
        }
    }
    group.finish();
}

criterion_group!(benches, scale);
criterion_main!(benches);
