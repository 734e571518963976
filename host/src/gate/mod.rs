//! From readiness to a decision: met, not met, or not to be told.

mod baseline;
mod rules;

use crate::config::GateRules;
use crate::readiness::{Comparison, GateResult, Readiness};

pub use baseline::Baseline;
use rules::Bench;

/// The exit codes. The highest that applies is the program's.
pub mod exit {
    /// Every rule held, and everything configured was evaluated.
    pub const MET: u8 = 0;
    /// A rule did not hold.
    pub const NOT_MET: u8 = 1;
    /// Something configured could not be evaluated.
    pub const UNEVALUATED: u8 = 2;
    /// Configuration or usage was wrong, and nothing was run.
    pub const USAGE: u8 = 3;
}

/// Decides. Readiness and gate are two things: a gate may be met while most criteria are not shown
/// ready, because what a team has not configured is uncovered, not an error.
pub fn decide(
    rules: &GateRules,
    readiness: &Readiness,
    comparison: Option<&Comparison>,
) -> GateResult {
    let bench = Bench {
        rules,
        readiness,
        comparison,
    };
    let results = bench.all();
    let met = results.iter().all(|rule| rule.held);
    let nothing = !readiness
        .checks
        .iter()
        .flat_map(|check| &check.units)
        .any(|unit| unit.state == "ran");
    let unevaluated = readiness.unevaluated.len() + readiness.ambiguous_plugins.len();
    let (exit_code, conclusion) =
        if !readiness.unusable_plugins.is_empty() && readiness.checks.is_empty() {
            (
                exit::UNEVALUATED,
                "no check was run, and there are plugin files that cannot be used".to_owned(),
            )
        } else if nothing {
            (exit::UNEVALUATED, "no control was evaluated".to_owned())
        } else if unevaluated > 0 || has_unusable(readiness) {
            let count = unevaluated + readiness.unusable_plugins.len();
            (
                exit::UNEVALUATED,
                format!(
                    "{count} {} could not be evaluated{}",
                    if count == 1 {
                        "thing that was configured"
                    } else {
                        "things that were configured"
                    },
                    if met { "" } else { ", and the gate is not met" }
                ),
            )
        } else if met {
            (exit::MET, "the gate is met".to_owned())
        } else {
            let broken: Vec<&str> = results
                .iter()
                .filter(|rule| !rule.held)
                .map(|rule| rule.detail.as_str())
                .collect();
            (
                exit::NOT_MET,
                format!("the gate is not met: {}", broken.join("; ")),
            )
        };
    GateResult {
        exit_code,
        met,
        rules: results,
        conclusion,
    }
}

/// Whether plugin files that cannot be used matter: without a configuration every plugin was meant
/// to run.
fn has_unusable(readiness: &Readiness) -> bool {
    readiness.assessment.config_sha256.is_none() && !readiness.unusable_plugins.is_empty()
}
