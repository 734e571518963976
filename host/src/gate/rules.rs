//! The rules of the gate. Each says whether it held, and by how much.

use std::collections::BTreeSet;

use crate::config::GateRules;
use crate::criteria::Criterion;
use crate::model::{ControlId, Outcome};
use crate::readiness::{Comparison, CriterionStatus, Readiness, RuleResult, WaiverState};

/// What the rules look at.
#[derive(Clone, Copy)]
pub(super) struct Bench<'a> {
    pub(super) rules: &'a GateRules,
    pub(super) readiness: &'a Readiness,
    /// What has changed since the baseline, where there is one.
    pub(super) comparison: Option<&'a Comparison>,
}

impl Bench<'_> {
    /// Every rule that is configured, in a fixed order.
    pub(super) fn all(self) -> Vec<RuleResult> {
        let rules = self.rules;
        let mut results = vec![self.fail_on()];
        if !rules.require_ready.is_empty() {
            results.push(self.require_ready());
        }
        if let Some(minimum) = rules.minimum_ready {
            results.push(self.minimum_ready(minimum));
        }
        if let Some(minimum) = rules.minimum_coverage {
            results.push(self.minimum_coverage(minimum));
        }
        if let Some(maximum) = rules.maximum_unproven {
            results.push(self.maximum_unproven(maximum));
        }
        if !rules.denied_waivers.is_empty() {
            results.push(self.denied_waivers());
        }
        if let Some(maximum) = rules.maximum_waivers {
            results.push(self.maximum_waivers(maximum));
        }
        if rules.ratchet {
            results.push(self.ratchet());
        }
        results
    }

    fn fail_on(self) -> RuleResult {
        let known: Option<BTreeSet<&str>> = self
            .comparison
            .filter(|_| self.rules.new_only)
            .map(|comparison| comparison.new.iter().map(|new| new.id.as_str()).collect());
        let open = self.readiness.findings.iter().filter(|finding| {
            finding.outcome == Outcome::Fail
                && finding.waiver.is_none()
                && finding.severity >= self.rules.fail_on
        });
        let failing: BTreeSet<&ControlId> = open
            .filter(|finding| {
                known
                    .as_ref()
                    .is_none_or(|new| new.contains(finding.id.as_str()))
            })
            .map(|finding| &finding.control)
            .collect();
        let mut detail = format!(
            "{} {} with severity {} or above",
            failing.len(),
            if failing.len() == 1 {
                "control fails"
            } else {
                "controls fail"
            },
            self.rules.fail_on
        );
        if let Some(comparison) = self.comparison {
            let counts = format!(
                "{} since the baseline of {}",
                comparison.counted(),
                comparison.as_of
            );
            detail = if self.rules.new_only {
                format!("{detail} in findings that the baseline does not have ({counts})")
            } else {
                format!("{detail} (findings: {counts})")
            };
        }
        RuleResult {
            rule: "fail-on".to_owned(),
            held: failing.is_empty(),
            detail,
        }
    }

    fn require_ready(self) -> RuleResult {
        let required = &self.rules.require_ready;
        let missing =
            self.names(|criterion, status| required.contains(&criterion) && !is_ready(status));
        RuleResult {
            rule: "require-ready".to_owned(),
            held: missing.is_empty(),
            detail: if missing.is_empty() {
                let required: Vec<&str> = required.iter().copied().map(Criterion::id).collect();
                format!("{} ready, as required", required.join(", "))
            } else {
                format!(
                    "{} not ready, although required ({} of {} are)",
                    missing.join(", "),
                    required.len() - missing.len(),
                    required.len()
                )
            },
        }
    }

    fn minimum_ready(self, minimum: u8) -> RuleResult {
        let summary = &self.readiness.summary;
        let ready = summary.ready + summary.excepted;
        RuleResult {
            rule: "minimum-ready".to_owned(),
            held: is_share(ready, summary.relevant, minimum),
            detail: format!(
                "{ready} of {} criteria ready, {}",
                summary.relevant,
                demand(summary.relevant, minimum)
            ),
        }
    }

    fn minimum_coverage(self, minimum: u8) -> RuleResult {
        let covered = self
            .readiness
            .criteria
            .iter()
            .filter(|criterion| is_relevant(criterion.status))
            .filter(|criterion| {
                !criterion.standings.is_empty()
                    || criterion
                        .controls
                        .iter()
                        .any(|edge| edge.relation == crate::model::Relation::Implements)
            })
            .count();
        let covered = u32::try_from(covered).unwrap_or(u32::MAX);
        let relevant = self.readiness.summary.relevant;
        RuleResult {
            rule: "minimum-coverage".to_owned(),
            held: is_share(covered, relevant, minimum),
            detail: format!(
                "{covered} of {relevant} criteria covered by something that implements them, {}",
                demand(relevant, minimum)
            ),
        }
    }

    fn maximum_unproven(self, maximum: u8) -> RuleResult {
        let allowed = &self.rules.may_be_unproven;
        let unproven = self.names(|criterion, status| {
            status == CriterionStatus::Unproven && !allowed.contains(&criterion)
        });
        let mut detail = format!("{} unproven, at most {maximum} allowed", unproven.len());
        if !allowed.is_empty() {
            let names: Vec<&str> = allowed.iter().copied().map(Criterion::id).collect();
            detail = format!("{detail}, not counting {}", names.join(", "));
        }
        RuleResult {
            rule: "maximum-unproven".to_owned(),
            held: unproven.len() <= usize::from(maximum),
            detail,
        }
    }

    fn denied_waivers(self) -> RuleResult {
        let denied = &self.rules.denied_waivers;
        let found: Vec<String> = self
            .readiness
            .waivers
            .iter()
            .flat_map(|waiver| {
                let concerns = waiver.concerns.iter().filter(|one| denied.contains(one));
                concerns.map(move |one| {
                    format!(
                        "{} for {} is {}",
                        waiver.control,
                        waiver.subject,
                        one.name()
                    )
                })
            })
            .collect();
        let names: Vec<&str> = denied.iter().map(|concern| concern.name()).collect();
        RuleResult {
            rule: "waivers.deny".to_owned(),
            held: found.is_empty(),
            detail: if found.is_empty() {
                format!(
                    "none of {} waivers is {}",
                    self.readiness.waivers.len(),
                    names.join(", ")
                )
            } else {
                format!("the waiver of {}", found.join("; of "))
            },
        }
    }

    fn maximum_waivers(self, maximum: u32) -> RuleResult {
        let used = self
            .readiness
            .waivers
            .iter()
            .filter(|waiver| waiver.state == WaiverState::Used)
            .count();
        RuleResult {
            rule: "waivers.maximum".to_owned(),
            held: used <= usize::try_from(maximum).unwrap_or(usize::MAX),
            detail: format!("{used} in use, at most {maximum} allowed"),
        }
    }

    /// Readiness may not fall: what was ready must be ready. A criterion that is no longer in scope
    /// has fallen too; a smaller scope asks for a new baseline.
    fn ratchet(self) -> RuleResult {
        let changes = self
            .comparison
            .map_or(&[][..], |comparison| &comparison.criteria);
        let fallen: Vec<String> = changes
            .iter()
            .filter(|change| is_ready(change.before) && !is_ready(change.now))
            .map(|change| format!("{} ({})", change.id, change.now.name()))
            .collect();
        let risen = changes
            .iter()
            .filter(|change| !is_ready(change.before) && is_ready(change.now))
            .count();
        // Without a comparison nothing shows that readiness has not fallen.
        let held = self.comparison.is_some() && fallen.is_empty();
        RuleResult {
            rule: "ratchet".to_owned(),
            held,
            detail: if fallen.is_empty() {
                format!("no criterion has fallen since the baseline, {risen} became ready")
            } else {
                format!(
                    "ready in the baseline and no longer: {}; {risen} became ready",
                    fallen.join(", ")
                )
            },
        }
    }

    fn names(self, wanted: impl Fn(Criterion, CriterionStatus) -> bool) -> Vec<&'static str> {
        self.readiness
            .criteria
            .iter()
            .filter(|criterion| wanted(criterion.id, criterion.status))
            .map(|criterion| criterion.id.id())
            .collect()
    }
}

fn is_ready(status: CriterionStatus) -> bool {
    matches!(status, CriterionStatus::Ready | CriterionStatus::Excepted)
}

fn is_relevant(status: CriterionStatus) -> bool {
    !matches!(
        status,
        CriterionStatus::NotRelevant | CriterionStatus::OutOfScope
    )
}

/// Whether a part is at least a share of the whole, in percent. Compared without division, so that no
/// rounding decides. Of nothing, no share is reached.
fn is_share(part: u32, whole: u32, percent: u8) -> bool {
    whole > 0 && u64::from(part) * 100 >= u64::from(percent) * u64::from(whole)
}

/// A share in percent, and how many that are.
fn demand(whole: u32, percent: u8) -> String {
    let needed = (u64::from(whole) * u64::from(percent)).div_ceil(100);
    format!("at least {percent} % required, which is {needed}")
}
