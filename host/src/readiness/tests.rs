//! The merge's laws, held on generated outcomes, and its rules, one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::control::status;
use super::criterion::{Served, Stand, judge};
use super::outcome::{ControlOutcome, Outcomes, UnitOutcome, UnitState};
use super::status::{ControlStatus, CriterionStatus, NotApplicable};
use crate::failure::{Failure, FailureKind};
use crate::model::{ControlId, Location, Observation, Outcome, Population, Relation};
use crate::plan::{Reason, ReasonCode};

fn reason(code: ReasonCode, message: &str) -> Reason {
    Reason {
        code,
        check: "check".to_owned(),
        target: None,
        message: message.to_owned(),
    }
}

fn observation(subject: &str, outcome: Outcome) -> Observation {
    Observation {
        control: "control".into(),
        subject: subject.into(),
        outcome,
        expected: "x".into(),
        actual: "y".into(),
        locations: vec![Location {
            path: "a.csv".into(),
            line: Some(1),
            column: None,
            pointer: None,
        }],
        severity: None,
        occurred: None,
        attributes: BTreeMap::new(),
    }
}

fn unit(target: &str) -> UnitOutcome {
    UnitOutcome {
        check: "check".to_owned(),
        target: Some(target.to_owned()),
        state: UnitState::Ran,
        controls: BTreeMap::new(),
        granted: Vec::new(),
        read: BTreeMap::new(),
        reasons: BTreeSet::new(),
        tallies: BTreeMap::new(),
        attributes: BTreeMap::new(),
    }
}

fn arbitrary_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Fail),
        Just(Outcome::Inconclusive),
        Just(Outcome::Pass),
        Just(Outcome::NotApplicable),
    ]
}

fn arbitrary_reason() -> impl Strategy<Value = Reason> {
    let codes = prop::sample::select(ReasonCode::ALL.to_vec());
    (codes, "[ab]{1,2}").prop_map(|(code, message)| reason(code, &message))
}

fn arbitrary_status() -> impl Strategy<Value = ControlStatus> {
    prop_oneof![
        Just(ControlStatus::NotApplicable(BTreeSet::from([
            NotApplicable::NoOccurrence
        ]))),
        Just(ControlStatus::NotApplicable(BTreeSet::from([
            NotApplicable::NoneConcerned
        ]))),
        Just(ControlStatus::Passes),
        Just(ControlStatus::Attested),
        Just(ControlStatus::Waived),
        prop::collection::btree_set(arbitrary_reason(), 1..3).prop_map(ControlStatus::Unproven),
        Just(ControlStatus::Fails),
    ]
}

/// What an attestation or a subservice organisation can come to.
fn arbitrary_stand() -> impl Strategy<Value = ControlStatus> {
    prop_oneof![
        Just(ControlStatus::Attested),
        Just(ControlStatus::Passes),
        Just(ControlStatus::Waived),
        prop::collection::btree_set(arbitrary_reason(), 1..3).prop_map(ControlStatus::Unproven),
    ]
}

fn arbitrary_control_outcome() -> impl Strategy<Value = ControlOutcome> {
    let observations = prop::collection::vec(("[abc]", arbitrary_outcome()), 0..4);
    let population = prop::option::of((0_u64..6, prop::option::of("how")));
    let reasons = prop::collection::btree_set(arbitrary_reason(), 0..2);
    (observations, population, reasons).prop_map(|(observations, population, reasons)| {
        ControlOutcome {
            observations: observations
                .into_iter()
                .map(|(subject, outcome)| observation(&subject, outcome))
                .collect(),
            population: population.map(|(size, sample)| {
                Box::new(Population {
                    control: "control".into(),
                    size,
                    sample,
                    shown_by: Vec::new(),
                })
            }),
            reasons,
        }
    })
}

fn arbitrary_unit() -> impl Strategy<Value = UnitOutcome> {
    let controls = prop::collection::btree_map(
        prop::sample::select(vec![ControlId::new("p", "one"), ControlId::new("p", "two")]),
        arbitrary_control_outcome(),
        0..3,
    );
    ("[abcd]", controls).prop_map(|(target, controls)| UnitOutcome {
        controls,
        ..unit(&target)
    })
}

/// The joined status of every control, as `assemble` folds it.
fn statuses(outcomes: &Outcomes) -> BTreeMap<ControlId, ControlStatus> {
    let mut statuses: BTreeMap<ControlId, ControlStatus> = BTreeMap::new();
    for unit in outcomes.iter() {
        for (id, outcome) in &unit.controls {
            let status = status(unit, id, outcome, &[], "2026-11-22".parse().unwrap());
            let joined = match statuses.remove(id) {
                Some(before) => before.join(status),
                None => status,
            };
            statuses.insert(id.clone(), joined);
        }
    }
    statuses
}

proptest! {
    #[test]
    fn joining_statuses_is_commutative_associative_and_idempotent(
        one in arbitrary_status(),
        two in arbitrary_status(),
        three in arbitrary_status(),
    ) {
        prop_assert_eq!(one.clone().join(two.clone()), two.clone().join(one.clone()));
        prop_assert_eq!(
            one.clone().join(two.clone()).join(three.clone()),
            one.clone().join(two.join(three))
        );
        prop_assert_eq!(one.clone().join(one.clone()), one);
    }

    #[test]
    fn joining_never_reads_better_than_its_worst_part(
        one in arbitrary_status(),
        two in arbitrary_status(),
    ) {
        let rank = |status: &ControlStatus| match status {
            ControlStatus::NotApplicable(_) => 0,
            ControlStatus::Passes => 1,
            ControlStatus::Attested => 2,
            ControlStatus::Waived => 3,
            ControlStatus::Unproven(_) => 4,
            ControlStatus::Fails => 5,
        };
        let joined = rank(&one.clone().join(two.clone()));
        prop_assert_eq!(joined, rank(&one).max(rank(&two)));
    }

    #[test]
    fn shards_give_one_answer_in_any_order_and_any_grouping(
        units in prop::collection::vec(arbitrary_unit(), 0..8),
        split in 0_usize..8,
        turn in 0_usize..8,
    ) {
        let whole: Outcomes = units.iter().cloned().collect();
        let split = split.min(units.len());
        let (left, right) = units.split_at(split);
        let left: Outcomes = left.iter().cloned().collect();
        let right: Outcomes = right.iter().cloned().collect();
        prop_assert_eq!(&right.clone().join(left.clone()), &whole);
        prop_assert_eq!(&left.clone().join(right).join(left), &whole);
        let mut turned = units.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let turned: Outcomes = turned.into_iter().collect();
        prop_assert_eq!(statuses(&turned), statuses(&whole));
    }

    #[test]
    fn a_control_passes_only_where_a_subject_passed_and_nothing_is_open(
        outcome in arbitrary_control_outcome(),
    ) {
        let id = ControlId::new("p", "one");
        let status = status(&unit("a"), &id, &outcome, &[], "2026-11-22".parse().unwrap());
        if status == ControlStatus::Passes {
            prop_assert!(outcome.reasons.is_empty());
            prop_assert!(outcome.observations.iter().any(|one| one.outcome == Outcome::Pass));
            let fine = |one: &Observation| {
                matches!(one.outcome, Outcome::Pass | Outcome::NotApplicable)
            };
            prop_assert!(outcome.observations.iter().all(fine));
        }
    }

    #[test]
    fn a_criterion_is_ready_only_through_what_implements_it_and_stands(
        edges in prop::collection::vec((any::<bool>(), arbitrary_status()), 0..5),
        decided in prop::collection::vec(arbitrary_stand(), 0..3),
    ) {
        let ids: Vec<ControlId> = (0..edges.len())
            .map(|index| ControlId::new("p", &index.to_string()))
            .collect();
        let served: Vec<Served<'_>> = edges
            .iter()
            .zip(&ids)
            .map(|((implements, status), control)| Served {
                control,
                relation: if *implements { Relation::Implements } else { Relation::Supports },
                status,
            })
            .collect();
        let stands: Vec<Stand<'_>> = decided
            .iter()
            .map(|status| Stand { name: "a statement".to_owned(), status, detail: "stated" })
            .collect();
        let verdict = judge(&served, &stands, "evidence");
        let shows = |wanted: fn(&ControlStatus) -> bool| {
            edges.iter().any(|(implements, status)| *implements && wanted(status))
                || decided.iter().any(wanted)
        };
        let fails = edges.iter().any(|(_, status)| *status == ControlStatus::Fails);
        let open = shows(|status| matches!(status, ControlStatus::Unproven(_)));
        let may_fail = edges
            .iter()
            .any(|(_, status)| matches!(status, ControlStatus::Unproven(_)));
        let waived = edges
            .iter()
            .map(|(_, status)| status)
            .chain(&decided)
            .any(|status| *status == ControlStatus::Waived);
        let shown = shows(|status| {
            matches!(
                status,
                ControlStatus::Passes | ControlStatus::Attested | ControlStatus::Waived
            )
        });
        let expected = match (fails, shown && !open && !may_fail, waived) {
            (true, _, _) => CriterionStatus::Gap,
            (_, false, _) => CriterionStatus::Unproven,
            (_, true, true) => CriterionStatus::Excepted,
            (_, true, false) => CriterionStatus::Ready,
        };
        prop_assert_eq!(verdict.status, expected);
        prop_assert!(!verdict.reason.is_empty());
        let has_reasons = !verdict.reasons.is_empty();
        let has_cause = open || (shown && may_fail);
        prop_assert_eq!(has_reasons, expected == CriterionStatus::Unproven && has_cause);
    }

    #[test]
    fn knowing_less_never_reads_better(
        edges in prop::collection::vec((any::<bool>(), arbitrary_status()), 1..5),
        forgotten in 0_usize..5,
    ) {
        let ids: Vec<ControlId> = (0..edges.len())
            .map(|index| ControlId::new("p", &index.to_string()))
            .collect();
        let unproven = ControlStatus::Unproven(BTreeSet::from([reason(
            ReasonCode::MissingInput,
            "gone",
        )]));
        let forgotten = forgotten % edges.len();
        let less: Vec<Served<'_>> = edges
            .iter()
            .zip(&ids)
            .enumerate()
            .map(|(index, ((implements, status), control))| Served {
                control,
                relation: if *implements { Relation::Implements } else { Relation::Supports },
                status: if index == forgotten { &unproven } else { status },
            })
            .collect();
        let verdict = judge(&less, &[], "evidence");
        prop_assert!(matches!(verdict.status, CriterionStatus::Gap | CriterionStatus::Unproven));
    }
}

fn status_of(outcome: &ControlOutcome) -> ControlStatus {
    let id = ControlId::new("p", "one");
    status(&unit("a"), &id, outcome, &[], "2026-11-22".parse().unwrap())
}

fn population(size: u64, sample: Option<&str>) -> Population {
    Population {
        control: "control".into(),
        size,
        sample: sample.map(ToOwned::to_owned),
        shown_by: Vec::new(),
    }
}

fn codes(status: &ControlStatus) -> Vec<ReasonCode> {
    match status {
        ControlStatus::Unproven(reasons) => reasons.iter().map(|reason| reason.code).collect(),
        other => panic!("{other:?} is not unproven"),
    }
}

#[test]
fn nothing_said_is_nothing_examined() {
    assert_eq!(
        codes(&status_of(&ControlOutcome::default())),
        [ReasonCode::NothingExamined]
    );
}

#[test]
fn a_stated_empty_population_is_no_occurrence() {
    let outcome = ControlOutcome {
        population: Some(population(0, None).into()),
        ..ControlOutcome::default()
    };
    assert_eq!(
        status_of(&outcome),
        ControlStatus::NotApplicable(BTreeSet::from([NotApplicable::NoOccurrence]))
    );
}

#[test]
fn fewer_examined_than_there_are_is_unproven_unless_a_sample_is_declared() {
    let outcome = |size, sample| ControlOutcome {
        observations: vec![
            observation("a", Outcome::Pass),
            observation("b", Outcome::Pass),
        ],
        population: Some(population(size, sample).into()),
        ..ControlOutcome::default()
    };
    assert_eq!(status_of(&outcome(2, None)), ControlStatus::Passes);
    assert_eq!(
        codes(&status_of(&outcome(3, None))),
        [ReasonCode::IncompleteExamination]
    );
    assert_eq!(
        status_of(&outcome(3, Some("every second"))),
        ControlStatus::Passes
    );
}

#[test]
fn an_empty_sample_shows_nothing() {
    let outcome = ControlOutcome {
        population: Some(population(3, Some("none of them")).into()),
        ..ControlOutcome::default()
    };
    assert_eq!(codes(&status_of(&outcome)), [ReasonCode::NothingExamined]);
}

#[test]
fn one_subject_examined_twice_is_one_subject() {
    let outcome = ControlOutcome {
        observations: vec![
            observation("a", Outcome::Pass),
            observation("a", Outcome::Pass),
        ],
        population: Some(population(2, None).into()),
        ..ControlOutcome::default()
    };
    assert_eq!(
        codes(&status_of(&outcome)),
        [ReasonCode::IncompleteExamination]
    );
}

#[test]
fn a_failure_outweighs_what_is_unproven_and_that_outweighs_a_pass() {
    let outcome = |outcomes: &[Outcome]| ControlOutcome {
        observations: outcomes
            .iter()
            .map(|&outcome| observation("a", outcome))
            .collect(),
        ..ControlOutcome::default()
    };
    assert_eq!(
        status_of(&outcome(&[
            Outcome::Pass,
            Outcome::Inconclusive,
            Outcome::Fail
        ])),
        ControlStatus::Fails
    );
    assert_eq!(
        codes(&status_of(&outcome(&[
            Outcome::Pass,
            Outcome::Inconclusive
        ]))),
        [ReasonCode::Inconclusive]
    );
    assert_eq!(
        status_of(&outcome(&[Outcome::Pass, Outcome::NotApplicable])),
        ControlStatus::Passes
    );
}

#[test]
fn every_way_to_fail_has_a_reason_of_its_name() {
    for kind in [
        FailureKind::TimedOut,
        FailureKind::OutOfMemory,
        FailureKind::Trapped,
        FailureKind::TooMuchOutput,
        FailureKind::Refused,
        FailureKind::BadReport,
        FailureKind::PluginFailed,
        FailureKind::Cancelled,
    ] {
        assert_eq!(ReasonCode::from(kind).name(), kind.name());
        assert!(ReasonCode::from(kind).is_unevaluated());
        assert!(Failure::new(kind, "x").to_string().starts_with(kind.name()));
    }
}

#[test]
fn every_reason_is_listed_once_and_means_something() {
    let names: BTreeSet<&str> = ReasonCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), ReasonCode::ALL.len());
    assert!(
        ReasonCode::ALL
            .iter()
            .all(|code| code.meaning().ends_with('.'))
    );
}
