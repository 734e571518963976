//! The plugin on workflows written here.

mod injection;
mod robustness;
mod supply;
mod tokens;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::GithubWorkflows;

const PATH: &str = ".github/workflows/ci.yml";
/// A commit, made up.
const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

fn configured(config: &str, text: &str) -> Report {
    let evidence = MemoryEvidence::new().file("workflows", PATH, text);
    run::<GithubWorkflows>(config, "2026-11-22", &evidence).unwrap()
}

fn examine(text: &str) -> Report {
    configured("{}", text)
}

/// A workflow with one job of these steps.
fn steps(steps: &str) -> String {
    format!(
        "on: push\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}"
    )
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
    tickmark_plugin::testing::hold_manual::<GithubWorkflows>(env!("CARGO_MANIFEST_DIR"));
}
