//! From readiness to a decision: met, not met, or not to be told.

use crate::config::GateRules;
use crate::criteria::Criterion;
use crate::model::Outcome;
use crate::readiness::{CriterionStatus, GateResult, Readiness, RuleResult};

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
pub fn decide(rules: &GateRules, readiness: &Readiness) -> GateResult {
    let mut results = vec![fail_on(rules, readiness)];
    if !rules.require_ready.is_empty() {
        results.push(require_ready(rules, readiness));
    }
    if let Some(minimum) = rules.minimum_ready {
        results.push(minimum_ready(minimum, readiness));
    }
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

fn fail_on(rules: &GateRules, readiness: &Readiness) -> RuleResult {
    let failing: std::collections::BTreeSet<_> = readiness
        .findings
        .iter()
        .filter(|finding| {
            finding.outcome == Outcome::Fail
                && finding.waiver.is_none()
                && finding.severity >= rules.fail_on
        })
        .map(|finding| &finding.control)
        .collect();
    RuleResult {
        rule: "fail-on".to_owned(),
        held: failing.is_empty(),
        detail: format!(
            "{} {} with severity {} or above",
            failing.len(),
            if failing.len() == 1 {
                "control fails"
            } else {
                "controls fail"
            },
            rules.fail_on
        ),
    }
}

fn is_ready(status: CriterionStatus) -> bool {
    matches!(status, CriterionStatus::Ready | CriterionStatus::Excepted)
}

fn require_ready(rules: &GateRules, readiness: &Readiness) -> RuleResult {
    let missing: Vec<&str> = readiness
        .criteria
        .iter()
        .filter(|criterion| {
            rules.require_ready.contains(&criterion.id) && !is_ready(criterion.status)
        })
        .map(|criterion| criterion.id.id())
        .collect();
    RuleResult {
        rule: "require-ready".to_owned(),
        held: missing.is_empty(),
        detail: if missing.is_empty() {
            let required: Vec<&str> = rules
                .require_ready
                .iter()
                .copied()
                .map(Criterion::id)
                .collect();
            format!("{} ready, as required", required.join(", "))
        } else {
            format!("{} not ready, although required", missing.join(", "))
        },
    }
}

fn minimum_ready(minimum: u8, readiness: &Readiness) -> RuleResult {
    let summary = &readiness.summary;
    let ready = summary.ready + summary.excepted;
    // Compared without division, so that no rounding decides.
    let held = summary.relevant > 0
        && u64::from(ready) * 100 >= u64::from(minimum) * u64::from(summary.relevant);
    RuleResult {
        rule: "minimum-ready".to_owned(),
        held,
        detail: format!(
            "{ready} of {} criteria ready, at least {minimum} % required",
            summary.relevant
        ),
    }
}
