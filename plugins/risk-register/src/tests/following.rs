//! Findings and their follow-up.

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};

use super::{changed, configured, good, outcome};

const CLOSED: &str = "F-1 Backups are not tested";
const OPEN: &str = "F-2 Stale accounts";
const LATE: &str = "F-3 Old wiki";

#[test]
fn open_findings_have_an_owner_and_a_date() {
    let with = |from: &str, to: &str| {
        let report = changed("findings", from, to);
        outcome(&report, "findings-owned", OPEN)
    };
    assert_eq!(with("bob@example.com", "di@example.com"), Fail);
    assert_eq!(with("bob@example.com", ""), Fail);
    assert_eq!(with("2026-12-15", ""), Fail);
    assert_eq!(with("Medium,In Progress", ",In Progress"), Fail);
    assert_eq!(with("Medium,In Progress", "Medium,"), Inconclusive);
}

#[test]
fn high_findings_have_no_grace() {
    let control = "findings-closed-in-time";
    let report = good();
    assert_eq!(
        report.one(control, LATE).actual,
        "open, 21 days overdue, within the grace"
    );
    let report = changed("findings", "Low,Open", "High,Open");
    assert_eq!(outcome(&report, control, LATE), Fail);
    let report = configured(r#"{"overdue-grace-days": 20}"#, "roster", "", "");
    assert_eq!(outcome(&report, control, LATE), Fail);
}

#[test]
fn closure_is_judged_by_its_day() {
    let control = "findings-closed-in-time";
    let on = |day: &str| {
        let report = changed("findings", "2026-05-20", day);
        outcome(&report, control, CLOSED)
    };
    assert_eq!(on("2026-05-30"), Pass);
    assert_eq!(on("2026-05-31"), Fail);
    assert_eq!(on(""), Inconclusive);
    assert_eq!(on("2026-12-01"), Inconclusive);
    let report = changed("findings", "High,Done", "High,Shrugged");
    assert_eq!(outcome(&report, control, CLOSED), Inconclusive);
}

#[test]
fn closure_needs_evidence() {
    for text in ["", "n/a", "pending"] {
        let report = changed("findings", "PR-77", text);
        assert_eq!(
            outcome(&report, "findings-closed-with-evidence", CLOSED),
            Fail,
            "{text}"
        );
    }
    let report = changed("findings", "2026-03-01", "2026-05-25");
    assert_eq!(
        outcome(&report, "findings-closed-with-evidence", CLOSED),
        Inconclusive
    );
}

#[test]
fn what_stays_open_is_escalated() {
    let with = |from: &str, to: &str| {
        let report = changed("findings", from, to);
        outcome(&report, "overdue-findings-escalated", LATE)
    };
    assert_eq!(with("", ""), Pass);
    assert_eq!(with("2026-11-10", ""), Fail);
    assert_eq!(with("2026-11-10", "2026-12-10"), Fail);
    assert_eq!(with("Management meeting", ""), Fail);
    let report = changed("findings", "2026-11-01", "2026-11-08");
    assert!(report.about("overdue-findings-escalated", LATE).is_empty());
}

#[test]
fn no_findings_are_no_occurrence() {
    let text = super::GOOD[4].2;
    let rows = text.split_once('\n').unwrap().1;
    let report = changed("findings", rows, "");
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "findings-closed-in-time")
        .unwrap();
    assert_eq!((population.size, population.shown_by.len()), (0, 1));
}
