//! From nothing to a finished report: a new process on the example company, no cache anywhere.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up may panic"
)]

use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

fn start(criterion: &mut Criterion) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/northwind-robotics");
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_tickmark"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("the program starts")
            .code()
    };
    let path = example.to_str().expect("a readable path");
    let mut group = criterion.benchmark_group("process");
    group.bench_function("--version", |bencher| {
        bencher.iter(|| assert_eq!(run(&["--version"]), Some(0)));
    });
    group.bench_function("check, example company", |bencher| {
        bencher.iter(|| assert_eq!(run(&["check", path]), Some(2)));
    });
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
