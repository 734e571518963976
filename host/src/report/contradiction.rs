//! Contradictions within a result. What a run assembles has none, so that a result with one was changed
//! afterwards, and a report that believed it would show a verdict that nothing gave.

use std::collections::BTreeMap;

use crate::criteria::Criterion;
use crate::gate::exit;
use crate::model::{Outcome, Relation};
use crate::readiness::{
    AssessmentResult, CriterionResult, CriterionStatus, Readiness, WaiverState,
};

/// The first contradiction, if there is any.
pub(super) fn find(result: &AssessmentResult) -> Option<&'static str> {
    let readiness = &result.readiness;
    let rules: [(&str, bool); 6] = [
        (
            "it does not list the 61 criteria in their order",
            lists_all(readiness),
        ),
        (
            "its summary does not count its criteria",
            counts_itself(readiness),
        ),
        (
            "a waiver does not cover what it is said to cover",
            waivers_cover(readiness),
        ),
        (
            "a control does not stand where its findings put it",
            failures_fail(readiness),
        ),
        (
            "a criterion does not stand where its controls put it",
            criteria_follow(readiness),
        ),
        (
            "its gate does not follow from its rules and from what could not be evaluated",
            gate_follows(result),
        ),
    ];
    rules
        .into_iter()
        .find_map(|(contradiction, holds)| (!holds).then_some(contradiction))
}

fn lists_all(readiness: &Readiness) -> bool {
    let listed = readiness.criteria.iter().map(|criterion| criterion.id);
    listed.eq(Criterion::all())
}

/// Whether the summary is that of the criteria.
fn counts_itself(readiness: &Readiness) -> bool {
    let count = |status: CriterionStatus| {
        let criteria = readiness.criteria.iter();
        u32::try_from(criteria.filter(|one| one.status == status).count()).unwrap_or(u32::MAX)
    };
    let summary = readiness.summary;
    let [ready, excepted, unproven, gap, not_relevant, out_of_scope] =
        CriterionStatus::ALL.map(count);
    let relevant = ready + excepted + unproven + gap;
    (
        summary.ready,
        summary.excepted,
        summary.unproven,
        summary.gap,
    ) == (ready, excepted, unproven, gap)
        && (summary.not_relevant, summary.out_of_scope) == (not_relevant, out_of_scope)
        && summary.relevant == relevant
        && summary.is_ready == (relevant > 0 && ready + excepted == relevant)
}

/// Only failures are waived, and only by waivers that are in use.
fn waivers_cover(readiness: &Readiness) -> bool {
    readiness.findings.iter().all(|finding| {
        finding.waiver.is_none_or(|index| {
            let waiver = readiness.waivers.get(index);
            finding.outcome == Outcome::Fail
                && waiver.is_some_and(|waiver| waiver.state == WaiverState::Used)
        })
    })
}

fn statuses(readiness: &Readiness) -> BTreeMap<&str, &str> {
    let controls = readiness.controls.iter();
    controls
        .map(|control| (control.id.as_str(), control.status.as_str()))
        .collect()
}

/// A control with an open failure fails.
fn failures_fail(readiness: &Readiness) -> bool {
    let statuses = statuses(readiness);
    readiness
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail && finding.waiver.is_none())
        .all(|finding| statuses.get(finding.control.as_str()) == Some(&"fails"))
}

/// Criteria repeat where their controls stand, and none is ready or excepted against them.
fn criteria_follow(readiness: &Readiness) -> bool {
    let statuses = statuses(readiness);
    readiness.criteria.iter().all(|criterion| {
        let repeats = criterion
            .controls
            .iter()
            .all(|edge| statuses.get(edge.control.as_str()) == Some(&edge.status.as_str()));
        repeats
            && match criterion.status {
                CriterionStatus::Ready => is_shown(criterion, &["passes", "attested"]),
                CriterionStatus::Excepted => is_shown(criterion, &["passes", "attested", "waived"]),
                _ => true,
            }
    })
}

/// Whether something shows that a criterion is met, and nothing stands against it.
fn is_shown(criterion: &CriterionResult, shows: &[&str]) -> bool {
    let implementing = || {
        let edges = criterion.controls.iter();
        edges.filter(|edge| edge.relation == Relation::Implements)
    };
    let fails = criterion.controls.iter().any(|edge| edge.status == "fails");
    let is_open = criterion
        .controls
        .iter()
        .any(|edge| edge.status == "unproven")
        || criterion.standings.iter().any(|standing| !standing.holds);
    let is_shown = implementing().any(|edge| shows.contains(&edge.status.as_str()))
        || criterion.standings.iter().any(|standing| standing.holds);
    is_shown && !fails && !is_open
}

/// The gate is met where every rule held; and what was not evaluated shows in the exit code.
fn gate_follows(result: &AssessmentResult) -> bool {
    let gate = &result.gate;
    let all_evaluated =
        result.readiness.unevaluated.is_empty() && result.readiness.ambiguous_plugins.is_empty();
    gate.met == gate.rules.iter().all(|rule| rule.held)
        && match gate.exit_code {
            exit::MET => gate.met && all_evaluated,
            exit::NOT_MET => !gate.met && all_evaluated,
            exit::UNEVALUATED => true,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ControlId;
    use crate::report::sample::sample;

    /// What is found in the sample after a change.
    fn changed(change: impl FnOnce(&mut AssessmentResult)) -> Option<&'static str> {
        let mut result = sample();
        change(&mut result);
        find(&result)
    }

    fn criterion<'a>(result: &'a mut AssessmentResult, id: &str) -> &'a mut CriterionResult {
        let mut criteria = result.readiness.criteria.iter_mut();
        criteria.find(|one| one.id.id() == id).unwrap()
    }

    /// Moves a criterion, and counts it right.
    fn promote(result: &mut AssessmentResult, id: &str) {
        let before = criterion(result, id).status;
        criterion(result, id).status = CriterionStatus::Ready;
        let summary = &mut result.readiness.summary;
        match before {
            CriterionStatus::Gap => summary.gap -= 1,
            CriterionStatus::Unproven => summary.unproven -= 1,
            CriterionStatus::Excepted => summary.excepted -= 1,
            _ => unreachable!("the tests promote no others"),
        }
        summary.ready += 1;
    }

    #[test]
    fn what_a_run_assembled_contradicts_itself_nowhere() {
        assert_eq!(changed(|_| {}), None);
    }

    #[test]
    fn a_criterion_is_not_ready_against_its_controls() {
        let says = Some("a criterion does not stand where its controls put it");
        // A gap; unproven by a control, by nothing that applies, by an attestation, by nothing at all; and
        // one whose only implementing control is waived.
        for id in ["CC6.1", "CC6.2", "CC6.6", "CC1.2", "CC2.1", "CC6.3"] {
            assert_eq!(changed(|result| promote(result, id)), says, "{id}");
        }
        let said_to_pass = changed(|result| {
            promote(result, "CC6.2");
            criterion(result, "CC6.2").controls[0].status = "passes".to_owned();
        });
        assert_eq!(said_to_pass, says);
        let of_nobody = changed(|result| {
            criterion(result, "CC6.5").controls[0].control = ControlId::new("acme", "nobody");
        });
        assert_eq!(of_nobody, says);
    }

    #[test]
    fn a_control_with_an_open_failure_fails() {
        let says = Some("a control does not stand where its findings put it");
        let locks = |result: &mut AssessmentResult| {
            let mut controls = result.readiness.controls.iter_mut();
            let control = controls.find(|control| control.id.as_str() == "acme/locks");
            control.unwrap().status = "passes".to_owned();
        };
        assert_eq!(changed(locks), says);
    }

    #[test]
    fn a_waiver_covers_failures_while_it_counts() {
        let says = Some("a waiver does not cover what it is said to cover");
        for (finding, waiver) in [(1, 3), (1, 1), (0, 1), (3, 0)] {
            let waived = |result: &mut AssessmentResult| {
                result.readiness.findings[finding].waiver = Some(waiver);
            };
            assert_eq!(changed(waived), says, "{finding} by {waiver}");
        }
    }

    #[test]
    fn the_gate_follows_from_its_rules_and_from_what_was_evaluated() {
        let says =
            Some("its gate does not follow from its rules and from what could not be evaluated");
        assert_eq!(changed(|result| result.gate.met = true), says);
        for code in [0, 1, 3] {
            assert_eq!(
                changed(|result| result.gate.exit_code = code),
                says,
                "{code}"
            );
        }
        let evaluated = |code: u8| {
            changed(|result| {
                result.readiness.unevaluated.clear();
                result.readiness.ambiguous_plugins.clear();
                result.gate.exit_code = code;
            })
        };
        assert_eq!(evaluated(0), says, "a rule did not hold");
        assert_eq!(evaluated(1), None);
    }
}
