//! One unit, warm: a fresh store and instance, the call, the lifted and checked report; against the
//! same plugin logic called natively in the same run.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up may panic"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tickmark::evidence::{Granted, Item, Root};
use tickmark::limits::Limits;
use tickmark::model::Descriptor;
use tickmark::plugin::{CachedCompiler, Plugin, load};
use tickmark::sandbox::{Cancel, Compiler, Request, Sandbox};
use tickmark_aws_credential_report::{AwsCredentialReport, Config};
use tickmark_plugin::{Check, Day, Evidence, Plugin as _, ReadError};

const AS_OF: &str = "2026-11-22";
const INPUT: &str = "credential-reports";
const FILE: &str = "credential-report.csv";
const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n<root_account>,arn:aws:iam::210987654321:root,2021-02-03T10:11:12+00:00,not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";

/// A report of about so many bytes.
fn report(bytes: usize) -> String {
    let mut text = HEADER.to_owned();
    let mut number = 0;
    while text.len() < bytes {
        let row = format!(
            "user-{number},arn:aws:iam::210987654321:user/user-{number},2025-01-05T09:00:00+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,true,true,2026-10-01T09:00:00+00:00,2026-11-20T07:00:00+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"
        );
        text.push_str(&row);
        number += 1;
    }
    text
}

fn root(directory: &Path) -> Root {
    Root::open(directory).expect("the folder is there")
}

fn granted(root: &Arc<Root>) -> Granted {
    let item = Item {
        path: FILE.into(),
        size: 0,
        provenance: None,
    };
    let inputs = BTreeMap::from([(INPUT.to_owned(), vec![item])]);
    Granted::new(root.clone(), inputs, u64::MAX)
}

struct Sandboxed {
    sandbox: Sandbox,
    plugin: Plugin,
    descriptor: Descriptor,
    root: Arc<Root>,
    request: Request,
}

impl Sandboxed {
    /// With the plugin inside the program, as `check` runs it.
    fn new(directory: &Path) -> Self {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("embedded/aws-credential-report.wasm");
        let sandbox = Sandbox::new(Cancel::default()).expect("the engine starts");
        let compiler = CachedCompiler::new(Compiler::InProcess, None);
        let plugin = load(&sandbox, &compiler, &file).expect("it is a plugin");
        let descriptor = sandbox
            .describe(&plugin.component, Some("{}"))
            .expect("it describes itself");
        Self {
            sandbox,
            plugin,
            descriptor,
            root: Arc::new(root(directory)),
            request: Request {
                config: "{}".into(),
                as_of: AS_OF.to_owned(),
                period: None,
                target: None,
            },
        }
    }

    fn run(&self) -> usize {
        let granted = granted(&self.root);
        let completed = self.sandbox.check(
            &self.plugin.component,
            &self.descriptor,
            &self.request,
            granted,
            &Limits::default(),
        );
        completed.outcome.expect("it reports").observations.len()
    }
}

/// The same evidence, read and hashed by the same code, but handed over without a boundary.
struct Direct(RefCell<Granted>);

impl Evidence for Direct {
    fn list(&self, input: &str) -> Result<Vec<tickmark_plugin::Item>, ReadError> {
        let granted = self.0.borrow();
        let items = granted.list(input).map_err(|_| ReadError::NotFound)?;
        Ok(items
            .iter()
            .map(|item| tickmark_plugin::Item::new(&item.path, item.size))
            .collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let read = self.0.borrow_mut().read(path, u64::MAX);
        read.map_err(|_| ReadError::NotFound)
    }

    fn open<'a>(&'a self, path: &str) -> Result<Box<dyn Read + 'a>, ReadError> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }
}

fn native(directory: &Path) -> usize {
    let evidence = Direct(RefCell::new(granted(&Arc::new(root(directory)))));
    let check = Check {
        config: Config::default(),
        as_of: Day::parse(AS_OF).expect("a day"),
        period: None,
        target: None,
        evidence: &evidence,
    };
    AwsCredentialReport::check(&check)
        .expect("it reports")
        .findings
        .len()
}

fn unit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("unit");
    for (name, bytes) in [("small", 1000), ("1 MB", 1_000_000)] {
        let text = report(bytes);
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(directory.path().join(FILE), &text).expect("a file");
        let sandboxed = Sandboxed::new(directory.path());
        assert_eq!(native(directory.path()), sandboxed.run(), "the same work");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("native", name), |bencher| {
            bencher.iter(|| black_box(native(directory.path())));
        });
        group.bench_function(BenchmarkId::new("sandboxed", name), |bencher| {
            bencher.iter(|| black_box(sandboxed.run()));
        });
    }
    group.finish();
}

criterion_group!(benches, unit);
criterion_main!(benches);
