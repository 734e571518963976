//! Risks, assessments, changes and conflicts of duties.

use tickmark_plugin::Failure;
use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};

use super::{AS_OF, changed, configured, outcome};
use crate::RiskRegister;

const STOLEN: &str = "R-1 Stolen credentials";

#[test]
fn a_risk_with_blanks_is_not_complete() {
    let with = |from: &str, to: &str| {
        let report = changed("risks", from, to);
        outcome(&report, "risks-complete", STOLEN)
    };
    assert_eq!(with("Bob Roe,4,5,High", ",4,5,High"), Fail);
    assert_eq!(with("Bob Roe,4,5,High", "Di Low,4,5,High"), Fail);
    assert_eq!(with("Bob Roe,4,5,High", "Bob Roe,n/a,5,High"), Fail);
    assert_eq!(with("Bob Roe,4,5,High", "Bob Roe,4,5,"), Fail);
    assert_eq!(with("Bob Roe,4,5,High", "Bob Roe,4,5,20"), Inconclusive);
    assert_eq!(with("High,Mitigate", "High,hope"), Inconclusive);
    assert_eq!(with("High,Mitigate", "High,"), Fail);
    assert_eq!(
        with("Mitigate,Open,2026-10", "Mitigate,whatever,2026-10"),
        Inconclusive
    );
}

#[test]
fn an_empty_register_of_risks_is_no_success() {
    let evidence = MemoryEvidence::new().file(
        "risks",
        "r.csv",
        "id,title,owner,likelihood,impact,level,treatment,status,category,reviewed\n",
    );
    let report = run::<RiskRegister>("{}", AS_OF, &evidence).unwrap();
    assert_eq!(report.outcomes("risks-complete"), [("risks", Fail)]);
    assert_eq!(
        report.outcomes("fraud-risks-reviewed"),
        [("risks of fraud", Fail)]
    );
}

#[test]
fn without_a_roster_a_name_is_enough() {
    let evidence = MemoryEvidence::new().file("risks", "r.csv", "id,title,owner,likelihood,impact,level,treatment\nR-1,Fire,Somebody Known,1,1,low,accept\nR-2,Flood,TBD,1,1,low,accept\n");
    let report = run::<RiskRegister>("{}", AS_OF, &evidence).unwrap();
    assert_eq!(
        report.outcomes("risks-complete"),
        [("R-1 Fire", Pass), ("R-2 Flood", Fail)]
    );
}

#[test]
fn high_risks_are_reviewed_more_often() {
    let control = "risks-reviewed-in-time";
    let on = |day: &str| {
        let report = changed("risks", "2026-10-01", day);
        outcome(&report, control, STOLEN)
    };
    assert_eq!(on("2026-08-22"), Pass);
    assert_eq!(on("2026-08-21"), Fail);
    assert_eq!(on("2026-12-01"), Fail);
    assert_eq!(on("lately"), Inconclusive);
    let report = changed("risks", "2026-12-31", "2026-11-21");
    assert_eq!(
        report.one(control, STOLEN).actual,
        "the next review was due 2026-11-21"
    );
}

#[test]
fn an_assessment_counts_when_it_was_approved() {
    let control = "risk-assessment-held";
    for (good, bad) in [
        ("2026-05-04,Ann Doe", "2026-05-04,pending"),
        ("2026-05-04,Ann Doe", "2026-05-04,not approved"),
        ("ra-2026.pdf", "in progress"),
    ] {
        let report = changed("risk-assessments", good, bad);
        assert_eq!(
            report.one(control, "risk assessments").actual,
            "the last was on 2025-05-05, 566 days before",
            "{bad}"
        );
    }
    let report = changed("risk-assessments", "ra-2026.pdf", "");
    assert_eq!(outcome(&report, control, "risk assessments"), Fail);
}

#[test]
fn kinds_of_risk_are_known_by_the_beginnings_of_words() {
    let report = changed(
        "risks",
        "Invoice fraud by staff,Fraud",
        "Late invoices,Finance",
    );
    assert_eq!(
        outcome(&report, "fraud-risks-reviewed", "risks of fraud"),
        Fail
    );
    let report = changed(
        "risks",
        "Hosting vendor changes terms,Vendor",
        "Exchange rates,Finance",
    );
    assert_eq!(
        outcome(&report, "change-risks-reviewed", "risks of change"),
        Fail
    );
    let report = changed(
        "risks",
        "Mitigate,Open,2026-05-01,2027-05-01,BC-1",
        "Mitigate,Closed,2026-05-01,2027-05-01,BC-1",
    );
    assert_eq!(
        outcome(&report, "disruption-risks-reviewed", "risks of disruption"),
        Fail
    );
    let report = changed(
        "risks",
        "Mitigate,Open,2026-05-01,2027-05-01,BC-1",
        "Mitigate,Open,2025-05-01,2027-05-01,BC-1",
    );
    assert_eq!(
        outcome(&report, "disruption-risks-reviewed", "risks of disruption"),
        Fail
    );
}

#[test]
fn changes_are_assessed_before_they_take_effect() {
    let control = "changes-assessed";
    let first = "C-1 New hosting region";
    let with = |from: &str, to: &str| {
        let report = changed("changes", from, to);
        outcome(&report, control, first)
    };
    assert_eq!(with("2026-05-20", "2026-06-02"), Fail);
    assert_eq!(with("2026-05-20", ""), Fail);
    assert_eq!(with("Bob Roe,R-4", ",R-4"), Fail);
    assert_eq!(with("Bob Roe,R-4", "Bob Roe,R-99"), Fail);
    assert_eq!(with("Bob Roe,R-4", "Bob Roe,n/a"), Fail);
    assert_eq!(with("2026-06-01", ""), Inconclusive);
    let report = configured(
        r#"{"change-grace-days": 7}"#,
        "changes",
        "2026-05-20",
        "2026-06-02",
    );
    assert_eq!(outcome(&report, control, first), Pass);
    assert_eq!(
        outcome(&report, control, "C-3 Move of the office"),
        NotApplicable
    );
}

#[test]
fn a_conflict_is_accepted_by_somebody_else_for_a_time() {
    let control = "conflicting-duties-handled";
    let subject = "Bob Roe writes code deploys code";
    let with = |from: &str, to: &str| {
        let report = changed("duty-conflicts", from, to);
        outcome(&report, control, subject)
    };
    assert_eq!(with("Ann Doe", "bob@example.com"), Fail);
    assert_eq!(with("Ann Doe", "B. Roe"), Inconclusive);
    assert_eq!(with("Ann Doe", ""), Fail);
    assert_eq!(with("2027-05-01", "2026-11-21"), Fail);
    assert_eq!(with("2026-05-01,2027-05-01", "2025-05-01,"), Fail);
    assert_eq!(with("every deploy is reviewed by Cy Poe", "none"), Fail);
    assert_eq!(with("mitigated", "open"), Fail);
    assert_eq!(with("mitigated", "thinking"), Inconclusive);
    assert_eq!(with("mitigated", ""), Inconclusive);
}

#[test]
fn configuration_that_names_nothing_is_refused() {
    for config in [
        r#"{"fraud": []}"#,
        r#"{"insurances": ["-"]}"#,
        r#"{"risks": {"values": {"x": {}}}}"#,
    ] {
        let result = run::<RiskRegister>(config, AS_OF, &MemoryEvidence::new());
        assert!(matches!(result, Err(Failure::Config(_))), "{config}");
    }
}

#[test]
fn a_risk_that_cannot_be_read_may_be_the_one_that_is_missed() {
    let report = changed(
        "risks",
        "Mitigate,Open,2026-05-01,2027-05-01,BC-1",
        "Mitigate,Open,in May,2027-05-01,BC-1",
    );
    let control = "disruption-risks-reviewed";
    assert_eq!(
        outcome(&report, control, "risks of disruption"),
        Inconclusive
    );
    assert_eq!(outcome(&report, control, "R-4 Region outage"), Inconclusive);
}
