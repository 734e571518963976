//! The plugin on registers written here as trackers export them.

mod damage;

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

use crate::IncidentLog;

const AS_OF: &str = "2026-11-22";

fn examine_with(config: &str, files: &[(&str, &str)]) -> Report {
    let evidence = MemoryEvidence::new().tables(files);
    run::<IncidentLog>(config, AS_OF, &evidence).unwrap()
}

fn examine(files: &[(&str, &str)]) -> Report {
    examine_with("{}", files)
}

const INCIDENTS: &str = "incident,severity,decision,detected,decided,contained,resolved,restored,root cause,postmortem,reviewed,notice required,notified";

/// What the log says about one incident, by control.
fn incident(row: &str, control: &str) -> (Outcome, String) {
    let log = format!("{INCIDENTS}\n{row}\n");
    let report = examine(&[("incidents", &log)]);
    let finding = report.one(control, "INC-1");
    assert_eq!(finding.locations[0].line, Some(2));
    (finding.outcome, finding.actual.clone())
}

const GOOD: &str = "INC-1,high,incident,2026-10-01T08:00:00Z,2026-10-01T08:30:00Z,2026-10-01T12:00:00Z,\
2026-10-02T08:00:00Z,2026-10-01T13:00:00Z,expired certificate,PM-1,2026-10-08,yes,2026-10-02T09:00:00Z";

#[test]
fn the_manual_is_current() {
    tickmark_plugin::testing::hold_manual::<IncidentLog>(env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn alerts_are_taken_up_and_decided() {
    let alerts = "id,severity,created,acknowledged,disposition,closed\n\
        1,P1,2026-11-20T08:00:00Z,2026-11-20T08:20:00Z,false positive,2026-11-20T09:00:00Z\n\
        2,P1,2026-11-20T08:00:00Z,2026-11-20T10:20:00Z,open,\n\
        3,high,2026-11-22T23:00:00Z,,,\n\
        4,low,2026-01-01T08:00:00Z,,,\n\
        5,P2,2026-11-20T08:00:00Z,2026-11-20T07:00:00Z,sorted,2026-11-20T09:00:00Z\n\
        6,strange,2026-11-20T08:00:00Z,2026-11-20T08:20:00Z,benign,\n\
        7,P2,2026-11-20 08:00,2026-11-20 08:20,benign,\n\
        8,P2,2026-11-20T08:00:00Z,2027-11-20T07:00:00Z,benign,2027-11-20T07:00:00Z\n";
    let report = examine(&[("alerts", alerts)]);
    assert_eq!(
        report.outcomes("alerts-triaged-in-time"),
        [
            ("1", Pass),
            ("2", Fail),
            ("3", NotApplicable),
            ("5", Inconclusive),
            ("6", Inconclusive),
            ("7", Inconclusive),
            ("8", Inconclusive),
        ]
    );
    assert_eq!(
        report.outcomes("alerts-decided"),
        [
            ("1", Pass),
            ("2", Fail),
            ("3", NotApplicable),
            ("5", Inconclusive),
            ("6", Inconclusive),
            ("7", Inconclusive),
            ("8", Inconclusive),
        ]
    );
    let late = report.one("alerts-triaged-in-time", "2");
    assert_eq!(late.actual, "taken up after 2 hours 20 minutes");
    assert_eq!(late.locations[0].line, Some(3));
}

#[test]
fn a_day_alone_does_not_show_that_an_hour_was_kept() {
    let taken = |created: &str, taken: &str| {
        let alerts = format!("id,severity,created,acknowledged\n1,P1,{created},{taken}\n");
        let report = examine(&[("alerts", &alerts)]);
        report.one("alerts-triaged-in-time", "1").outcome
    };
    assert_eq!(taken("2026-11-10T00:05:00Z", "2026-11-10"), Inconclusive);
    assert_eq!(taken("2026-11-10", "2026-11-10"), Inconclusive);
    assert_eq!(taken("2026-11-10", "2026-11-10T08:00:00Z"), Inconclusive);
    assert_eq!(taken("2026-11-10", "2026-11-11"), Inconclusive);
    assert_eq!(taken("2026-11-10", "2026-11-12"), Fail);
    assert_eq!(taken("2026-11-10T08:00:00Z", "2026-11-11"), Fail);
    assert_eq!(taken("2026-11-10T23:30:00Z", "2026-11-10"), Pass);
}

#[test]
fn a_number_alone_is_no_severity_until_its_scale_is_stated() {
    let triaged = |config: &str, severity: &str| {
        let alerts =
            format!("id,severity,created,acknowledged\nA,{severity},2026-11-10T08:00:00Z,\n");
        let report = examine_with(config, &[("alerts", &alerts)]);
        let found = report.about("alerts-triaged-in-time", "A");
        found
            .first()
            .map(|one| (one.outcome, one.actual.contains("`values`")))
    };
    for number in ["0", "1", "2", "3", "4", "5"] {
        assert_eq!(
            triaged("{}", number),
            Some((Inconclusive, true)),
            "{number}"
        );
    }
    for word in [
        "P1",
        "Sev1",
        "sev-1",
        "Severity 1",
        "1 - Critical",
        "2 - High",
    ] {
        assert_eq!(triaged("{}", word), Some((Fail, false)), "{word}");
    }
    assert_eq!(triaged("{}", "5 - Planning"), None);
    let zabbix = r#"{"alerts": {"values": {"severity": {"5": "critical", "1": "low"}}}}"#;
    assert_eq!(triaged(zabbix, "5"), Some((Fail, false)));
    assert_eq!(triaged(zabbix, "1"), None);
}

#[test]
fn escalated_alerts_stand_in_the_log() {
    let alerts = "id,disposition,incident\n1,incident,INC-1\n2,true positive,INC-9\n3,incident,pending\n4,benign,\n5,benign,INC-1\n";
    let log = format!("{INCIDENTS}\n{GOOD}\n");
    let report = examine(&[("alerts", alerts), ("incidents", &log)]);
    assert_eq!(
        report.outcomes("escalated-alerts-recorded"),
        [("1", Pass), ("2", Fail), ("3", Fail), ("5", Pass)]
    );
    assert_eq!(
        report.one("escalated-alerts-recorded", "2").actual,
        "INC-9 is not in the log of incidents"
    );
}

#[test]
fn a_well_handled_incident_passes_everything() {
    for control in [
        "incidents-decided-in-time",
        "incidents-contained-and-resolved",
        "incident-stages-in-order",
        "incidents-notified-in-time",
        "incidents-looked-back-upon",
        "incident-causes-found",
    ] {
        assert_eq!(incident(GOOD, control).0, Pass, "{control}");
    }
    assert_eq!(incident(GOOD, "incidents-looked-back-upon").1, "PM-1");
}

#[test]
fn what_is_late_or_missing_fails() {
    let with = |from: &str, to: &str, control: &str| incident(&GOOD.replace(from, to), control);
    assert_eq!(
        with(
            "2026-10-01T08:30:00Z",
            "2026-10-01T13:30:00Z",
            "incidents-decided-in-time"
        ),
        (Fail, "decided after 5 hours 30 minutes".to_owned())
    );
    assert_eq!(
        with(
            "2026-10-01T12:00:00Z",
            "",
            "incidents-contained-and-resolved"
        ),
        (Fail, "resolved, but `contained` is not stated".to_owned())
    );
    assert_eq!(
        with(
            "2026-10-02T08:00:00Z",
            "",
            "incidents-contained-and-resolved"
        ),
        (Fail, "not resolved after 52 days".to_owned())
    );
    assert_eq!(
        with("PM-1", "pending", "incidents-looked-back-upon").0,
        Fail
    );
    assert_eq!(
        with("2026-10-08", "2026-11-08", "incidents-looked-back-upon").0,
        Fail
    );
    assert_eq!(
        with("expired certificate", "pending", "incident-causes-found").0,
        Fail
    );
    assert_eq!(
        with("2026-10-01T13:00:00Z", "", "incident-causes-found").0,
        Fail
    );
    assert_eq!(
        with("2026-10-01T13:00:00Z", "n/a", "incident-causes-found").0,
        Pass
    );
    assert_eq!(
        with("2026-10-02T09:00:00Z", "", "incidents-notified-in-time").0,
        Fail
    );
    assert_eq!(
        with(",yes,", ",,", "incidents-notified-in-time").0,
        Inconclusive
    );
    assert_eq!(
        with(",yes,", ",no,", "incidents-notified-in-time").0,
        NotApplicable
    );
    assert_eq!(
        with(
            "2026-10-01T12:00:00Z",
            "2026-10-01T07:00:00Z",
            "incident-stages-in-order"
        ),
        (
            Fail,
            "`contained` 2026-10-01T07:00:00Z is before `decided` 2026-10-01T08:30:00Z".to_owned()
        )
    );
    assert_eq!(
        with(
            "2026-10-02T08:00:00Z",
            "2027-10-02T08:00:00Z",
            "incident-stages-in-order"
        )
        .0,
        Fail
    );
}

#[test]
fn dismissed_and_slight_incidents_are_not_judged_on_what_follows() {
    let dismissed = GOOD.replace(",incident,", ",false alarm,");
    let log = format!("{INCIDENTS}\n{dismissed}\n");
    let report = examine(&[("incidents", &log)]);
    assert!(
        report
            .outcomes("incidents-contained-and-resolved")
            .is_empty()
    );
    assert_eq!(report.outcomes("incidents-decided-in-time").len(), 1);
    let slight = format!("{INCIDENTS}\n{}\n", GOOD.replace(",high,", ",low,"));
    assert!(
        examine(&[("incidents", &slight)])
            .outcomes("incident-causes-found")
            .is_empty()
    );
    let unknown = GOOD.replace(",incident,", ",perhaps,");
    assert_eq!(
        incident(&unknown, "incidents-contained-and-resolved").0,
        Inconclusive
    );
}

#[test]
fn no_incident_is_no_occurrence() {
    let report = examine(&[("incidents", &format!("{INCIDENTS}\n"))]);
    assert!(report.findings.is_empty());
    assert!(
        report
            .populations
            .iter()
            .all(|population| population.size == 0)
    );
    assert!(!report.populations.is_empty());
}

#[test]
fn numbers_have_no_gap_where_they_are_consecutive() {
    let log = format!("{INCIDENTS}\n{GOOD}\n{}\n", GOOD.replace("INC-1", "INC-4"));
    let report = examine_with(r#"{"consecutive-numbers": true}"#, &[("incidents", &log)]);
    let finding = report.one("incidents-numbered-consecutively", "numbers `INC-`");
    assert_eq!(
        (finding.outcome, finding.actual.as_str()),
        (Fail, "2 missing: INC-2, INC-3")
    );
    assert!(
        examine(&[("incidents", &log)])
            .outcomes("incidents-numbered-consecutively")
            .is_empty()
    );
}

#[test]
fn a_cause_or_a_review_that_is_to_come_is_none() {
    for text in [
        "Under investigation",
        "Not yet identified",
        "Undetermined",
        "not known",
    ] {
        let row = GOOD.replace("expired certificate", text);
        assert_ne!(row, GOOD);
        assert_eq!(incident(&row, "incident-causes-found").0, Fail, "{text}");
    }
}

#[test]
fn actions_are_done_in_time() {
    let actions = "id,owner,due,closed,status\n1,Jane Doe,2026-10-01,2026-09-30,done\n2,Jane Doe,2026-10-01,2026-10-02,done\n\
        3,,2026-12-01,,open\n4,Bob Roe,2026-10-01,,open\n5,Jane Doe,,,open\n6,Jane Doe,2026-10-01,,done\n\
        7,Jane Doe,2026-12-01,2026-11-30,done\n8,Jane Doe,2026-12-01,2026-11-01,reopened\n9,Jane Doe,2026-12-01,,parked\n\
        10,,2026-12-01,2026-11-30,done\n11,,2026-12-01,2026-11-01,reopened\n";
    let roster = "name,status\nJane Doe,active\nBob Roe,left\n";
    let report = examine(&[("actions", actions), ("roster", roster)]);
    assert_eq!(
        report.outcomes("incident-actions-closed"),
        [
            ("1", Pass),
            ("10", Inconclusive),
            ("11", Inconclusive),
            ("2", Fail),
            ("3", NotApplicable),
            ("4", Fail),
            ("5", Fail),
            ("6", Inconclusive),
            ("7", Inconclusive),
            ("8", Inconclusive),
            ("9", Inconclusive),
        ]
    );
    assert_eq!(report.one("incident-actions-owned", "4").outcome, Fail);
    assert_eq!(report.one("incident-actions-owned", "3").outcome, Fail);
    assert_eq!(report.one("incident-actions-owned", "9").outcome, Pass);
    // What is closed in the future, or open by its status, is open.
    assert_eq!(report.one("incident-actions-owned", "10").outcome, Fail);
    assert_eq!(report.one("incident-actions-owned", "11").outcome, Fail);
}

#[test]
fn exercises_count_when_they_were_held() {
    let held = |row: &str| {
        let file = format!("exercise,date,led by,status\n{row}\n");
        let report = examine(&[("exercises", &file)]);
        let subject = "exercises of incident response";
        report.one("incident-response-exercised", subject).outcome
    };
    assert_eq!(held("Ransomware,2026-03-01,Jane Doe,completed"), Pass);
    assert_eq!(held("Ransomware,2026-03-01,Jane Doe,cancelled"), Fail);
    assert_eq!(held("Ransomware,2025-03-01,Jane Doe,completed"), Fail);
    assert_eq!(held("Ransomware,2027-03-01,Jane Doe,completed"), Fail);
    assert_eq!(held("Ransomware,2026-03-01,,completed"), Fail);
}

#[test]
fn recovery_counts_when_it_ended_well() {
    let tested = |row: &str| {
        let file = format!("scope,date,result\n{row}\n");
        let report = examine(&[("recovery-tests", &file)]);
        report.one("recovery-tested", "tests of recovery").outcome
    };
    assert_eq!(tested("orders,2026-03-01,success"), Pass);
    assert_eq!(tested("orders,2026-03-01,partial"), Fail);
    assert_eq!(tested("orders,2026-03-01,"), Fail);
}

#[test]
fn a_state_does_not_hide_how_it_ended() {
    let recovered = |row: &str| {
        let file = format!("system,test date,status,outcome\norders,2026-10-01,{row}\n");
        let report = examine(&[("recovery-tests", &file)]);
        report.one("recovery-tested", "tests of recovery").outcome
    };
    assert_eq!(recovered("Completed,Successful"), Pass);
    assert_eq!(recovered("Completed,Failed"), Fail);
    assert_eq!(recovered("Failed,Successful"), Fail);
    assert_eq!(recovered("Completed,"), Fail);
    let exercises = "exercise,date,led by,status,result\n\
        Ransomware,2026-03-01,Jane Doe,cancelled,completed\n";
    let report = examine(&[("exercises", exercises)]);
    let subject = "exercises of incident response";
    assert_eq!(
        report.one("incident-response-exercised", subject).outcome,
        Fail
    );
}
