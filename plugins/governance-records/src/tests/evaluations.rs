//! Evaluations of controls.

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};

use super::{changed, configured, good, outcome};

#[test]
fn a_quarter_without_any_evaluation_is_a_gap() {
    let report = configured(r#"{"evaluation-days": 50}"#, "roster", "", "");
    assert_eq!(
        report
            .one("controls-evaluated", "evaluations of controls")
            .actual,
        "the last was on 2026-10-02, 51 days before"
    );
    assert_eq!(
        outcome(&report, "controls-evaluated", "evaluations of controls"),
        Fail
    );
    let report = changed("evaluations", "E-4,internal audit", "E-4,party");
    assert_eq!(
        outcome(&report, "controls-evaluated", "E-4 AC-1; CM-1"),
        Inconclusive
    );
}

#[test]
fn audits_and_penetration_tests_need_a_report_within_the_year() {
    let report = changed("evaluations", "reports/pentest.pdf", "pending");
    assert_eq!(
        outcome(&report, "penetration-test-held", "penetration tests"),
        Fail
    );
    let report = changed("evaluations", "reports/pentest.pdf", "");
    assert_eq!(
        outcome(&report, "penetration-test-held", "penetration tests"),
        Fail
    );
    let report = changed("evaluations", "2026-07-10", "2025-07-10");
    assert_eq!(
        outcome(&report, "penetration-test-held", "penetration tests"),
        Fail
    );
    let report = changed(
        "evaluations",
        "reports/audit.pdf,done",
        "reports/audit.pdf,in progress",
    );
    assert_eq!(
        outcome(&report, "internal-audit-held", "internal audits"),
        Fail
    );
}

#[test]
fn what_was_planned_is_done_in_time() {
    let control = "planned-evaluations-done";
    let on = |day: &str| {
        let report = changed("evaluations", "2026-02-20", day);
        outcome(&report, control, "E-1 AC-1")
    };
    assert_eq!(on("2026-03-01"), Pass);
    assert_eq!(on("2026-03-02"), Fail);
    assert_eq!(on(""), Fail);
    assert_eq!(on("2027-01-01"), Fail);
    let report = good();
    assert_eq!(outcome(&report, control, "E-5 AC-1"), NotApplicable);
}

#[test]
fn nobody_tests_their_own_control() {
    let control = "evaluations-independent";
    let by = |who: &str| {
        let report = changed(
            "evaluations",
            "2026-02-20,Cy Poe",
            &format!("2026-02-20,{who}"),
        );
        outcome(&report, control, "E-1 AC-1")
    };
    assert_eq!(by("Ann Doe"), Pass);
    assert_eq!(by("Redwood Labs"), Pass);
    assert_eq!(by("bob@example.com"), Fail);
    assert_eq!(by("Head of Security"), Fail);
    assert_eq!(by("B. Roe"), Inconclusive);
    assert_eq!(by(""), Fail);
    let report = changed(
        "evaluations",
        "control test,AC-1,2026-02-15",
        "control test,ZZ-9,2026-02-15",
    );
    assert_eq!(outcome(&report, control, "E-1 ZZ-9"), Inconclusive);
}
