//! The plugin on small registers written here in the forms that tools export.

mod acknowledgements;
mod damage;
mod people;

use tickmark_plugin::testing::{MemoryEvidence, hold_manual, run};
use tickmark_plugin::{Outcome, Report};

use crate::PeopleRecords;

const AS_OF: &str = "2026-11-22";

/// Input, path and content of every register, all in order.
const GOOD: [(&str, &str, &str); 8] = [
    (
        "roster",
        "hr/roster.csv",
        "employee id,name,email,department,title,manager,type,country,start date,end date,status
1,Ann Doe,ann@example.com,Executive,Chief Executive,,employee,DE,2020-01-01,,active
2,Bob Roe,bob@example.com,Engineering,Backend Engineer,ann@example.com,employee,DE,2022-03-01,,active
3,Cy Poe,cy@example.com,Engineering,Backend Engineer,ann@example.com,contractor,FR,2026-09-01,,active
4,Di Low,di@example.com,Finance,Analyst,ann@example.com,employee,DE,2021-01-01,2026-06-30,terminated
5,Ed Fox,ed@example.com,Finance,Analyst,ann@example.com,employee,DE,2026-12-01,,pending
",
    ),
    (
        "acknowledgements",
        "hr/policy-acks.csv",
        "Employee Email,Policy,Version,Accepted At,Status
ann@example.com,Code of Conduct,2.1,2026-02-05T10:00:00Z,Completed
bob@example.com,Code of Conduct,v2.1,2026-02-20,Completed
bob@example.com,Code of Conduct,2.0,2025-02-20,Completed
cy@example.com,Code of Conduct,2.1,2026-09-01,Completed
ann@example.com,POL-02,3.0,2026-04-01,Completed
bob@example.com,POL-02,3,2026-04-02,Completed
cy@example.com,POL-02,3.0,2026-08-30,Completed
",
    ),
    (
        "policies",
        "policies/register.csv",
        "policy id,title,kind,version,status,approved on
POL-01,Code of Conduct,code-of-conduct,2.1,approved,2026-02-03
POL-02,Information Security Policy,information-security,3.0,approved,2026-03-16
POL-03,Data Classification Policy,data-classification,0.3,draft,
",
    ),
    (
        "screenings",
        "hr/background-checks.csv",
        "candidate email,completed at,result,adjudication
ann@example.com,2019-12-20T12:00:00Z,clear,
bob@example.com,2022-02-27,consider,engaged
cy@example.com,2026-09-01,clear,
",
    ),
    (
        "trainings",
        "hr/training.csv",
        "Email,Course,Completed On,Status
ann@example.com,Security Awareness 2026,2026-03-01,Passed
bob@example.com,Security Awareness 2025,2025-03-01,Passed
bob@example.com,Security Awareness 2026,2026-03-02,Passed
bob@example.com,Secure Coding,2026-05-01,Passed
cy@example.com,Security Awareness 2026,2026-09-10,Passed
cy@example.com,Secure Coding,2026-09-20,Passed
",
    ),
    (
        "performance-reviews",
        "hr/performance-reviews.json",
        r#"{"reviews": [
  {"employee email": "ann@example.com", "reviewer": "Tomas Ribeiro", "completed at": "2026-01-20", "status": "completed"},
  {"employee email": "bob@example.com", "reviewer": "ann@example.com", "completed at": "2026-01-22", "status": "completed"}
]}"#,
    ),
    (
        "violations",
        "hr/violations.csv",
        "case,reported on,decided on,sanction,handled by
V-1,2026-04-01,2026-04-20,written warning,Ann Doe
",
    ),
    (
        "reporting-channels",
        "hr/reporting-channels.yaml",
        "channels:
  - {name: Hotline, contact: https://hotline.example.com, anonymous: yes, announced on: 2026-02-03, owner: Ann Doe}
  - {name: Security desk, contact: security@example.com, anonymous: no, announced on: 2026-02-03, owner: bob@example.com}
",
    ),
];

/// The good registers with one text replaced in one of them.
fn changed(input: &str, from: &str, to: &str) -> Report {
    configured("{}", input, from, to)
}

fn configured(config: &str, input: &str, from: &str, to: &str) -> Report {
    let evidence = MemoryEvidence::new().files(&GOOD).changed(input, from, to);
    run::<PeopleRecords>(config, AS_OF, &evidence).unwrap()
}

fn good() -> Report {
    run::<PeopleRecords>("{}", AS_OF, &MemoryEvidence::new().files(&GOOD)).unwrap()
}

fn outcome(report: &Report, control: &str, subject: &str) -> Outcome {
    report.one(control, subject).outcome
}

#[test]
fn registers_in_order_pass_everywhere() {
    let report = good();
    for finding in &report.findings {
        assert!(
            matches!(finding.outcome, Outcome::Pass | Outcome::NotApplicable),
            "{finding:?}"
        );
    }
    for control in crate::RULES.iter().map(|rule| rule.control.id) {
        let passes = report
            .findings
            .iter()
            .any(|finding| finding.control == control && finding.outcome == Outcome::Pass);
        assert!(passes || control == "role-training-current", "{control}");
    }
    let row = report.one("workers-screened", "2 Bob Roe");
    assert_eq!(row.locations[0].line, Some(3));
    assert_eq!(
        row.actual,
        "completed 2022-02-27, by the first day 2022-03-01"
    );
}

#[test]
fn who_left_or_has_not_started_is_asked_for_nothing() {
    let report = good();
    for control in [
        "code-of-conduct-acknowledged",
        "workers-screened",
        "security-training-current",
        "performance-reviews-current",
    ] {
        let names: Vec<&str> = report
            .outcomes(control)
            .iter()
            .map(|(name, _)| *name)
            .collect();
        assert!(
            !names.contains(&"4 Di Low") && !names.contains(&"5 Ed Fox"),
            "{control}: {names:?}"
        );
    }
}

#[test]
fn no_register_no_finding() {
    let report = run::<PeopleRecords>("{}", AS_OF, &MemoryEvidence::new()).unwrap();
    assert!(report.findings.is_empty() && report.populations.is_empty());
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    hold_manual::<PeopleRecords>(env!("CARGO_MANIFEST_DIR"));
}
