use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use crate::IncidentRegister;

const GOOD: &str = "\
id: INC-7
title: Sign-in unavailable
severity: high
detected: 2026-09-03T06:12:00Z
resolved: 2026-09-03T09:40:00Z
commander: ana.costa
customers-affected: true
customers-notified: 2026-09-03
review: 2026-09-08
actions:
  - what: Alert before certificates expire
    owner: j.weber
    due: 2026-09-30
    done: 2026-09-24
";

const RULES: [&str; 5] = [
    "incidents-led",
    "incidents-resolved-in-time",
    "incidents-reviewed",
    "actions-followed-up",
    "customers-notified",
];

fn judged(files: &[(&str, &str)]) -> Report {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, content)| {
            evidence.collected("incidents", path, "2026-11-20T08:00:00Z", *content)
        });
    run::<IncidentRegister>("{}", "2026-11-22", &evidence).unwrap()
}

/// The outcome of one control for the good incident with one change.
fn changed(control: &str, from: &str, to: &str) -> Outcome {
    assert!(GOOD.contains(from), "{from}");
    let report = judged(&[("incidents/a.yaml", &GOOD.replace(from, to))]);
    let outcomes = report.outcomes(control);
    assert_eq!(outcomes.len(), 1, "{control}: {outcomes:?}");
    outcomes[0].1
}

#[test]
fn an_incident_in_order_passes_everything() {
    let report = judged(&[("incidents/a.yaml", GOOD)]);
    for control in RULES {
        let outcomes: Vec<_> = report
            .outcomes(control)
            .iter()
            .map(|(_, outcome)| *outcome)
            .collect();
        assert_eq!(outcomes, [Outcome::Pass], "{control}");
    }
}

#[test]
fn an_incident_without_a_commander_fails() {
    let control = "incidents-led";
    assert_eq!(
        changed(control, "commander: ana.costa\n", ""),
        Outcome::Fail
    );
    assert_eq!(changed(control, "ana.costa", "\"\""), Outcome::Fail);
    assert_eq!(
        changed(control, "ana.costa", "[ana]"),
        Outcome::Inconclusive
    );
}

#[test]
fn time_to_resolve_depends_on_the_severity() {
    let control = "incidents-resolved-in-time";
    let resolved = "2026-09-03T09:40:00Z";
    assert_eq!(
        changed(control, resolved, "2026-09-06T09:00:00Z"),
        Outcome::Pass
    );
    assert_eq!(
        changed(control, resolved, "2026-09-07T00:00:00Z"),
        Outcome::Fail
    );
    assert_eq!(
        changed(control, resolved, "2026-09-02"),
        Outcome::Inconclusive
    );
    assert_eq!(
        changed(control, resolved, "2027-01-01"),
        Outcome::Inconclusive
    );
    assert_eq!(changed(control, resolved, "soon"), Outcome::Inconclusive);
    assert_eq!(
        changed(control, &format!("resolved: {resolved}\n"), ""),
        Outcome::Fail
    );
}

#[test]
fn an_incident_that_may_still_end_in_time_is_not_judged() {
    let open = GOOD
        .replace("resolved: 2026-09-03T09:40:00Z\n", "")
        .replace("2026-09-03T06:12:00Z", "2026-11-19")
        .replace("2026-09-08", "~")
        .replace(
            "customers-notified: 2026-09-03",
            "customers-notified: 2026-11-19",
        );
    let report = judged(&[("incidents/a.yaml", &open)]);
    for control in ["incidents-resolved-in-time", "incidents-reviewed"] {
        assert_eq!(
            report.outcomes(control),
            [("INC-7", Outcome::NotApplicable)],
            "{control}"
        );
    }
}

#[test]
fn serious_incidents_need_a_review_soon() {
    let control = "incidents-reviewed";
    assert_eq!(changed(control, "2026-09-08", "2026-09-13"), Outcome::Pass);
    assert_eq!(changed(control, "2026-09-08", "2026-09-14"), Outcome::Fail);
    assert_eq!(
        changed(control, "2026-09-08", "2026-09-01"),
        Outcome::Inconclusive
    );
    assert_eq!(changed(control, "review: 2026-09-08\n", ""), Outcome::Fail);
    assert_eq!(
        changed(control, "severity: high", "severity: low"),
        Outcome::NotApplicable
    );
}

#[test]
fn actions_need_an_owner_a_day_and_an_end() {
    let control = "actions-followed-up";
    assert_eq!(changed(control, "    owner: j.weber\n", ""), Outcome::Fail);
    assert_eq!(changed(control, "    due: 2026-09-30\n", ""), Outcome::Fail);
    assert_eq!(changed(control, "2026-09-24", "2026-10-01"), Outcome::Fail);
    assert_eq!(
        changed(control, "    done: 2026-09-24\n", ""),
        Outcome::Fail
    );
    assert_eq!(
        changed(
            control,
            "    due: 2026-09-30\n    done: 2026-09-24\n",
            "    due: 2027-01-31\n"
        ),
        Outcome::NotApplicable
    );
    assert_eq!(
        changed(control, "2026-09-24", "2027-09-24"),
        Outcome::Inconclusive
    );
}

#[test]
fn customers_who_were_affected_are_notified() {
    let control = "customers-notified";
    assert_eq!(
        changed(control, "customers-notified: 2026-09-03\n", ""),
        Outcome::Fail
    );
    assert_eq!(
        changed(
            control,
            "customers-affected: true",
            "customers-affected: false"
        ),
        Outcome::NotApplicable
    );
    assert_eq!(
        changed(
            control,
            "customers-affected: true",
            "customers-affected: yes please"
        ),
        Outcome::Inconclusive
    );
    assert_eq!(
        changed(control, "customers-affected: true\n", ""),
        Outcome::Inconclusive
    );
}

#[test]
fn two_files_with_one_id_are_not_believed() {
    let report = judged(&[("incidents/a.yaml", GOOD), ("incidents/b.yaml", GOOD)]);
    for control in RULES {
        let outcomes = report.outcomes(control);
        assert!(
            outcomes.contains(&("incidents/b.yaml", Outcome::Inconclusive)),
            "{control}: {outcomes:?}"
        );
    }
}

#[test]
fn damaged_files_say_no_more_than_they_can() {
    for (how, content) in damaged(GOOD.as_bytes()) {
        let evidence = MemoryEvidence::new().file("incidents", "incidents/a.yaml", content);
        let report = run::<IncidentRegister>("{}", "2026-11-22", &evidence).unwrap();
        if how.starts_with("cut") {
            // A file that ends early can still be a whole incident; what it does not say is no pass.
            continue;
        }
        for control in ["incidents-led", "incidents-resolved-in-time"] {
            let outcomes = report.outcomes(control);
            assert!(
                !outcomes.is_empty()
                    && outcomes
                        .iter()
                        .all(|(_, outcome)| *outcome == Outcome::Inconclusive),
                "{how}, {control}: {outcomes:?}"
            );
        }
    }
}
