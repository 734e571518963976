//! Results that differ in one thing each.

use super::{Difference, Direction, compare};
use crate::model::Outcome;
use crate::readiness::{AssessmentResult, CriterionStatus, Finding};
use crate::report::sample::sample;
use crate::severity::Severity;

fn after(change: impl FnOnce(&mut AssessmentResult)) -> Difference {
    let before = examined();
    let mut now = before.clone();
    change(&mut now);
    compare(&before, &now)
}

/// The sample, with everything of it examined completely.
fn examined() -> AssessmentResult {
    let mut result = sample();
    result.readiness.unevaluated.clear();
    for control in &mut result.readiness.controls {
        control.samples.clear();
    }
    result
}

fn finding<'a>(result: &'a mut AssessmentResult, id: &str) -> &'a mut Finding {
    result
        .readiness
        .findings
        .iter_mut()
        .find(|finding| finding.id == id)
        .unwrap()
}

fn remove(result: &mut AssessmentResult, id: &str) {
    result.readiness.findings.retain(|finding| finding.id != id);
}

fn ids(changes: &[crate::readiness::FindingChange]) -> Vec<(&str, &str)> {
    changes
        .iter()
        .map(|change| (change.id.as_str(), change.elsewhere.as_str()))
        .collect()
}

fn changed(difference: &Difference) -> Vec<(&str, &str, &str)> {
    difference
        .changed
        .iter()
        .map(|change| {
            (
                change.id.as_str(),
                change.before.as_str(),
                change.now.as_str(),
            )
        })
        .collect()
}

#[test]
fn a_result_does_not_differ_from_itself() {
    let difference = after(|_| {});
    assert_eq!(difference.known, 1);
    assert!(difference.warnings.is_empty());
    assert!(difference.criteria.is_empty() && difference.controls.is_empty());
    assert!(difference.new.is_empty() && difference.fixed.is_empty());
    assert!(difference.unseen.is_empty() && difference.changed.is_empty());
    assert!(difference.plugins.is_empty() && difference.evidence.is_empty());
}

#[test]
fn a_failure_that_was_a_pass_or_was_not_there_is_new() {
    let difference = after(|now| {
        finding(now, "f4").outcome = Outcome::Fail;
        let mut other = finding(now, "f1").clone();
        other.id = "f0".to_owned();
        now.readiness.findings.push(other);
    });
    assert_eq!(ids(&difference.new), [("f0", "absent"), ("f4", "pass")]);
    assert_eq!(difference.known, 1);
}

#[test]
fn a_failure_that_passes_or_whose_subject_is_gone_is_fixed() {
    let difference = after(|now| finding(now, "f1").outcome = Outcome::Pass);
    assert_eq!(ids(&difference.fixed), [("f1", "pass")]);
    let difference = after(|now| remove(now, "f1"));
    assert_eq!(ids(&difference.fixed), [("f1", "absent")]);
}

#[test]
fn a_failure_that_nothing_shows_to_be_mended_is_unseen() {
    type Change = fn(&mut AssessmentResult);
    let changes: [Change; 8] = [
        |now| now.readiness.checks[0].units[0].state = "failed".to_owned(),
        |now| now.readiness.checks.clear(),
        |now| now.readiness.checks[0].name = "other".to_owned(),
        |now| now.readiness.controls.clear(),
        |now| {
            let mut reason = sample().readiness.unevaluated[0].clone();
            reason.check = "doors".to_owned();
            now.readiness.unevaluated.push(reason);
        },
        |now| {
            for control in &mut now.readiness.controls {
                control.samples.push("every tenth".to_owned());
            }
        },
        |now| now.readiness.evidence[0].path = "doors/eu-2.json".into(),
        |now| now.readiness.evidence[0].read_by = vec!["other".to_owned()],
    ];
    for change in changes {
        let difference = after(|now| {
            remove(now, "f1");
            change(now);
        });
        assert_eq!(ids(&difference.unseen), [("f1", "absent")]);
        assert!(difference.fixed.is_empty());
    }
}

#[test]
fn other_severities_waivers_and_doubts_are_changes() {
    let difference = after(|now| finding(now, "f1").severity = Severity::Critical);
    assert_eq!(changed(&difference), [("f1", "fail", "fail")]);
    assert_eq!(difference.known, 1);
    let difference = after(|now| finding(now, "f1").waiver = Some(0));
    assert_eq!(changed(&difference), [("f1", "fail", "waived")]);
    assert!(difference.fixed.is_empty(), "accepted is not fixed");
    let difference = after(|now| finding(now, "f2").waiver = None);
    assert_eq!(changed(&difference), [("f2", "waived", "fail")]);
    let difference = after(|now| finding(now, "f1").outcome = Outcome::Inconclusive);
    assert_eq!(changed(&difference), [("f1", "fail", "inconclusive")]);
    let difference = after(|now| now.readiness.waivers[0].owner = "Somebody else".to_owned());
    assert!(difference.changed[0].other_waiver);
    let difference = after(|now| now.readiness.waivers[0].findings = 7);
    assert!(difference.changed.is_empty(), "its terms are the same");
    let difference = after(|now| finding(now, "f4").severity = Severity::Low);
    assert!(difference.changed.is_empty(), "a pass has no severity");
}

#[test]
fn criteria_move_in_one_of_three_directions() {
    use CriterionStatus::{Excepted, Gap, NotRelevant, OutOfScope, Ready, Unproven};
    for (before, now, direction) in [
        (Gap, Ready, Direction::BecameReady),
        (OutOfScope, Ready, Direction::BecameReady),
        (Unproven, Excepted, Direction::BecameReady),
        (Ready, Unproven, Direction::Fell),
        (Excepted, Gap, Direction::Fell),
        (Unproven, Gap, Direction::Fell),
        (Gap, Unproven, Direction::Moved),
        (Ready, Excepted, Direction::Moved),
        (Ready, NotRelevant, Direction::Moved),
    ] {
        let mut one = sample();
        one.readiness.criteria[3].status = before;
        let mut other = sample();
        other.readiness.criteria[3].status = now;
        let moves = compare(&one, &other).criteria;
        assert_eq!(moves.len(), 1);
        assert_eq!(moves[0].direction, direction, "{before:?} {now:?}");
    }
}

#[test]
fn controls_plugins_and_evidence_that_came_went_or_changed_are_named() {
    let difference = after(|now| {
        let readiness = &mut now.readiness;
        readiness.controls[0].status = "fails".to_owned();
        readiness.controls.remove(1);
        readiness.plugins[0].sha256 = "cd".repeat(32);
        readiness.evidence.clear();
    });
    let moves: Vec<(&str, Option<&str>, Option<&str>)> = difference
        .controls
        .iter()
        .map(|change| {
            (
                change.id.as_str(),
                change.before.as_deref(),
                change.now.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        moves,
        [
            ("acme/doors", Some("waived"), Some("fails")),
            ("acme/drill", Some("attested"), None),
        ]
    );
    assert_eq!(difference.plugins[0].now, Some("cd".repeat(32)));
    assert_eq!(difference.evidence[0].name, "doors/eu-1.json");
    assert_eq!(difference.evidence[0].now, None);
}

#[test]
fn results_of_different_systems_are_compared_with_a_warning() {
    let difference = after(|now| {
        let assessment = &mut now.readiness.assessment;
        assessment.organisation = Some("Other".to_owned());
        assessment.system = None;
        assessment.kind = 1;
        assessment.categories.pop();
        assessment.as_of = jiff::civil::date(2026, 1, 1);
    });
    assert_eq!(difference.known, 1);
    insta::assert_snapshot!(difference.warnings.join("\n"));
}
