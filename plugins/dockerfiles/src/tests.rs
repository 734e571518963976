//! The plugin on Dockerfiles written here.

mod building;
mod reading;
mod running;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::Dockerfiles;

const PATH: &str = "api/Dockerfile";

fn configured(config: &str, text: &str) -> Report {
    let evidence = MemoryEvidence::new().file("dockerfiles", PATH, text);
    run::<Dockerfiles>(config, "2026-11-22", &evidence).unwrap()
}

fn examine(text: &str) -> Report {
    configured("{}", text)
}

/// The one finding of a control.
fn only<'r>(report: &'r Report, control: &str) -> &'r Finding {
    let found: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.control == control)
        .collect();
    assert_eq!(found.len(), 1, "{control}: {found:#?}");
    found[0]
}

fn outcome(text: &str, control: &str) -> Outcome {
    only(&examine(text), control).outcome
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<Dockerfiles>(env!("CARGO_MANIFEST_DIR"));
}
