//! What only a test inside the process can see: an evidence file that changes between two reads, a
//! run that is ended, the text of an error that has no type.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::evidence::{AccessError, Granted, Item, Refusal, Root};
use crate::failure::FailureKind;
use crate::limits::Limits;

/// The hostile guest, ready to run.
fn hostile(cancel: Cancel) -> (Sandbox, Component) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/guests/dist/hostile.wasm");
    let wasm = std::fs::read(path).unwrap();
    let code = Compiler::InProcess.compile(&wasm).unwrap();
    let sandbox = Sandbox::new(cancel).unwrap();
    let component = sandbox.prepare(&wasm, &code).unwrap();
    (sandbox, component)
}

fn request(attack: &str) -> Request {
    Request {
        config: format!("{{\"check\": \"{attack}\"}}").into(),
        as_of: "2026-11-22".to_owned(),
        period: None,
        target: None,
    }
}

fn granted(directory: &Path, paths: &[&str]) -> Granted {
    let items = paths
        .iter()
        .map(|path| Item {
            path: (*path).into(),
            size: 0,
            provenance: None,
        })
        .collect();
    Granted::new(
        Arc::new(Root::open(directory).unwrap()),
        BTreeMap::from([("files".to_owned(), items)]),
        1024 * 1024,
    )
}

#[test]
fn an_interrupted_run_ends_its_guests_and_says_so() {
    let cancel = Cancel::default();
    let (sandbox, component) = hostile(cancel.clone());
    let descriptor = sandbox.describe(&component, None).unwrap();
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), "x").unwrap();
    let other = cancel.clone();
    let hand = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        other.cancel();
    });
    let start = Instant::now();
    let completed = sandbox.check(
        &component,
        &descriptor,
        &request("loop"),
        granted(directory.path(), &["a.txt"]),
        &Limits {
            time: Duration::from_mins(10),
            ..Limits::default()
        },
    );
    hand.join().unwrap();
    assert_eq!(completed.outcome.unwrap_err().kind, FailureKind::Cancelled);
    assert!(
        start.elapsed() < Duration::from_mins(1),
        "long before its time limit"
    );
}

#[test]
fn a_file_that_changes_between_two_reads_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a.txt");
    std::fs::write(&file, "before").unwrap();
    let mut granted = granted(directory.path(), &["a.txt"]);
    assert_eq!(granted.read("a.txt", 1024).unwrap(), b"before");
    std::fs::write(&file, "after").unwrap();
    let changed = AccessError::Unreadable(Refusal::Changed);
    assert_eq!(granted.read("a.txt", 1024).unwrap_err(), changed);
    assert!(granted.log().refused.contains_key("a.txt"));
}

#[test]
fn a_file_that_another_unit_read_differently_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a.txt");
    std::fs::write(&file, "before").unwrap();
    let root = Arc::new(Root::open(directory.path()).unwrap());
    let item = Item {
        path: "a.txt".into(),
        size: 6,
        provenance: None,
    };
    let unit = || {
        let inputs = BTreeMap::from([("files".to_owned(), vec![item.clone()])]);
        Granted::new(root.clone(), inputs, 1024)
    };
    let mut one = unit();
    let mut other = unit();
    one.read("a.txt", 1024).unwrap();
    std::fs::write(&file, "after").unwrap();
    let mut reader = other.open("a.txt").unwrap();
    reader.next(1).unwrap();
    other.close(reader);
    assert_eq!(other.log().refused["a.txt"], Refusal::Changed);
}

#[test]
fn what_was_read_in_part_is_hashed_whole() {
    let directory = tempfile::tempdir().unwrap();
    let content = vec![7_u8; 3 * 1024 * 1024];
    std::fs::write(directory.path().join("a.txt"), &content).unwrap();
    let items = vec![Item {
        path: "a.txt".into(),
        size: 0,
        provenance: None,
    }];
    let mut granted = Granted::new(
        Arc::new(Root::open(directory.path()).unwrap()),
        BTreeMap::from([("files".to_owned(), items)]),
        16 * 1024 * 1024,
    );
    let mut reader = granted.open("a.txt").unwrap();
    assert_eq!(reader.next(10).unwrap().len(), 10);
    assert_eq!(
        reader.next(u32::MAX).unwrap().len(),
        1024 * 1024,
        "one piece at the most"
    );
    granted.close(reader);
    let log = granted.finish();
    let record = log.read["a.txt"];
    assert_eq!(record.bytes_read, 1024 * 1024 + 10);
    assert_eq!(record.size, content.len() as u64);
    let digest: [u8; 32] = <sha2::Sha256 as sha2::Digest>::digest(&content).into();
    assert_eq!(record.sha256, digest);
}

#[test]
fn what_was_only_opened_was_not_read() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), "x").unwrap();
    std::fs::write(directory.path().join("empty.txt"), "").unwrap();
    let mut granted = granted(directory.path(), &["a.txt", "empty.txt"]);
    for path in ["a.txt", "empty.txt"] {
        let reader = granted.open(path).unwrap();
        granted.close(reader);
    }
    let read: Vec<_> = granted.finish().read.into_keys().collect();
    assert_eq!(read, ["empty.txt".into()], "of an empty file that is all");
}

#[test]
fn a_file_that_grows_beyond_the_limit_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), vec![0; 2 * 1024 * 1024]).unwrap();
    let mut granted = granted(directory.path(), &["a.txt"]);
    let refused = granted.read("a.txt", u64::MAX).unwrap_err();
    assert_eq!(
        refused,
        AccessError::Unreadable(Refusal::TooLarge { limit: 1024 * 1024 })
    );
}

#[test]
fn the_engines_words_for_too_much_output_are_still_the_same() {
    let (sandbox, component) = hostile(Cancel::default());
    let descriptor = sandbox.describe(&component, None).unwrap();
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), "x").unwrap();
    let limits = Limits {
        report_bytes: 64 * 1024,
        ..Limits::default()
    };
    let completed = sandbox.check(
        &component,
        &descriptor,
        &request("many-findings"),
        granted(directory.path(), &["a.txt"]),
        &limits,
    );
    assert_eq!(
        completed.outcome.unwrap_err().kind,
        FailureKind::TooMuchOutput
    );
}

#[test]
fn memory_is_not_shared_between_calls() {
    let (sandbox, component) = hostile(Cancel::default());
    let descriptor = sandbox.describe(&component, None).unwrap();
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.txt"), "x").unwrap();
    let run = |attack: &str| {
        sandbox.check(
            &component,
            &descriptor,
            &request(attack),
            granted(directory.path(), &["a.txt"]),
            &Limits::default(),
        )
    };
    let before = run("strange-paths").outcome.unwrap();
    assert!(run("memory").outcome.is_err());
    assert!(run("trap").outcome.is_err());
    assert_eq!(run("strange-paths").outcome.unwrap(), before);
}

#[test]
fn a_component_compiled_here_runs_like_one_compiled_in_a_child() {
    // The child is this program's own binary, which a unit test does not have; that it is found and
    // used is for the end-to-end tests. Here: what is not WebAssembly is refused by both.
    let error = Compiler::InProcess.compile(b"\0asm").unwrap_err();
    assert!(matches!(error, CompileError::Invalid(_)));
    let missing = Compiler::Child {
        program: "/nowhere/tickmark".into(),
        limits: CompileLimits::default(),
    }
    .compile(b"");
    assert!(matches!(missing, Err(CompileError::NotStarted(_))));
}
