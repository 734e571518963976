//! The plugin on certificates of our own authorities, whose keys nobody kept: the files of `cases`.

mod files;
mod rules;

use tickmark_plugin::testing::{MemoryEvidence, hold_manual, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::X509Certificates;

const PORTAL: &str = include_str!("../../cases/good/evidence/tls/portal.pem");
const RECORDS: &str = include_str!("../../cases/good/evidence/tls/internal/records.pem");
const QUEUE: &str = include_str!("../../cases/good/evidence/tls/internal/queue.pem");
const EXPIRED: &str = include_str!("../../cases/bad/evidence/tls/expired.pem");
const LEGACY: &str = include_str!("../../cases/bad/evidence/tls/legacy.pem");
const CURVE: &str = include_str!("../../cases/bad/evidence/tls/curve.pem");
const SELF_SIGNED: &str = include_str!("../../cases/bad/evidence/tls/self-signed.pem");
const ORDER: &str = include_str!("../../cases/bad/evidence/tls/order.pem");
const DEEP: &str = include_str!("../../cases/bad/evidence/tls/deep.pem");
const WRONG_KEY: &str = include_str!("../../cases/bad/evidence/tls/wrong-key.pem");

const PASSING: [&str; 8] = [
    "certificates-current",
    "validity-span",
    "key-strength",
    "signature-algorithm",
    "chain-in-order",
    "authorities-marked",
    "alternative-names",
    "server-authentication",
];

fn examine(config: &str, as_of: &str, content: impl Into<Vec<u8>>) -> Report {
    let evidence = MemoryEvidence::new().file("certificates", "tls/a.pem", content);
    run::<X509Certificates>(config, as_of, &evidence).unwrap()
}

fn today(content: &str) -> Report {
    examine("{}", "2026-11-22", content)
}

/// The one finding of a control about a certificate of the file, or about the file.
fn one<'a>(report: &'a Report, control: &str, name: &str) -> &'a Finding {
    let subject = if name.is_empty() {
        "tls/a.pem".to_owned()
    } else {
        format!("tls/a.pem: {name}")
    };
    match report.about(control, &subject).as_slice() {
        [finding] => finding,
        others => panic!("{control}, {subject}: {others:?}"),
    }
}

fn outcome(report: &Report, control: &str, name: &str) -> Outcome {
    one(report, control, name).outcome
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    hold_manual::<X509Certificates>(env!("CARGO_MANIFEST_DIR"));
}
