//! Reading and hashing evidence, against hashing the same bytes read from the same file and nothing
//! else.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up may panic"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sha2::{Digest, Sha256};
use tickmark::evidence::{Granted, Item, Root};

const FILE: &str = "evidence.bin";
const PIECE: u32 = 1024 * 1024;

fn plain(path: &Path) -> [u8; 32] {
    let mut file = std::fs::File::open(path).expect("the file is there");
    let mut piece = vec![0; PIECE as usize];
    let mut digest = Sha256::new();
    loop {
        match file.read(&mut piece).expect("the file can be read") {
            0 => return digest.finalize().into(),
            length => digest.update(&piece[..length]),
        }
    }
}

/// A root of its own for each run, as each run of the program has.
fn granted(directory: &Path) -> Granted {
    let item = Item {
        path: FILE.into(),
        size: 0,
        provenance: None,
    };
    let inputs = BTreeMap::from([("input".to_owned(), vec![item])]);
    let root = Root::open(directory).expect("the folder is there");
    Granted::new(Arc::new(root), inputs, u64::MAX)
}

fn streamed(directory: &Path) -> [u8; 32] {
    let mut granted = granted(directory);
    let mut reader = granted.open(FILE).expect("the file is granted");
    while !reader.next(PIECE).expect("it can be read").is_empty() {}
    granted.close(reader);
    granted.finish().read[FILE].sha256
}

fn whole(directory: &Path) -> [u8; 32] {
    let mut granted = granted(directory);
    black_box(granted.read(FILE, u64::MAX).expect("the file is granted"));
    granted.finish().read[FILE].sha256
}

fn evidence(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evidence");
    for (name, bytes) in [("1 MB", 1_000_000_u32), ("64 MB", 64_000_000)] {
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join(FILE);
        let content: Vec<u8> = (0..bytes).map(|byte| (byte % 251) as u8).collect();
        std::fs::write(&file, &content).expect("a file");
        let digest = plain(&file);
        assert_eq!(digest, streamed(directory.path()));
        assert_eq!(digest, whole(directory.path()));
        group.throughput(Throughput::Bytes(content.len() as u64));
        group.bench_function(format!("plain hashing/{name}"), |bencher| {
            bencher.iter(|| plain(&file));
        });
        group.bench_function(format!("piece by piece/{name}"), |bencher| {
            bencher.iter(|| streamed(directory.path()));
        });
        group.bench_function(format!("whole/{name}"), |bencher| {
            bencher.iter(|| whole(directory.path()));
        });
    }
    group.finish();
}

criterion_group!(benches, evidence);
criterion_main!(benches);
