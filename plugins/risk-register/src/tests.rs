//! The plugin on small registers written here in the forms that tools export.

mod controls;
mod damage;
mod following;
mod risks;

use tickmark_plugin::testing::{MemoryEvidence, hold_manual, run};
use tickmark_plugin::{Outcome, Report};

use crate::RiskRegister;

const AS_OF: &str = "2026-11-22";

/// Input, path and content of every register, all in order.
const GOOD: [(&str, &str, &str); 9] = [
    (
        "risks",
        "risk/risk-register.csv",
        "Risk ID,Title,Category,Risk Owner,Likelihood,Impact,Residual Risk,Treatment,Status,Last Reviewed,Next Review Date,Linked Controls
R-1,Stolen credentials,Security,Bob Roe,4,5,High,Mitigate,Open,2026-10-01,2026-12-31,AC-1
R-2,Invoice fraud by staff,Fraud,ann@example.com,2,4,Medium,Mitigate,Open,2026-05-01,2027-05-01,
R-3,Hosting vendor changes terms,Vendor,Ann Doe,2,3,Low,Accept,Open,2026-05-01,2027-05-01,
R-4,Region outage,Availability,Bob Roe,2,5,Medium,Mitigate,Open,2026-05-01,2027-05-01,BC-1
R-5,Old data centre,Physical,Di Low,1,1,Low,Accept,Closed,2024-01-01,2024-06-01,
",
    ),
    (
        "risk-assessments",
        "risk/risk-assessments.csv",
        "id,scope,completed on,approver,report
RA-2025,whole organisation,2025-05-05,Ann Doe,ra-2025.pdf
RA-2026,whole organisation,2026-05-04,Ann Doe,ra-2026.pdf
",
    ),
    (
        "changes",
        "risk/change-impact.csv",
        "id,title,effective on,assessed on,assessor,linked risks
C-1,New hosting region,2026-06-01,2026-05-20,Bob Roe,R-4
C-2,New payroll vendor,2026-09-01,2026-08-20,Bob Roe,no new risk
C-3,Move of the office,2027-03-01,,,
",
    ),
    (
        "duty-conflicts",
        "risk/sod-conflicts.csv",
        "user,duty 1,duty 2,status,compensating control,approved by,approved on,valid until
Bob Roe,writes code,deploys code,mitigated,every deploy is reviewed by Cy Poe,Ann Doe,2026-05-01,2027-05-01
Cy Poe,creates vendors,pays vendors,resolved,,,,
",
    ),
    (
        "findings",
        "risk/findings.csv",
        "Key,Summary,Assignee,Severity,Status,Created,Due date,Resolved,Closure evidence,Escalation date,Reported to
F-1,Backups are not tested,Bob Roe,High,Done,2026-03-01,2026-05-30,2026-05-20,PR-77,,
F-2,Stale accounts,bob@example.com,Medium,In Progress,2026-09-01,2026-12-15,,,,
F-3,Old wiki,Bob Roe,Low,Open,2026-06-01,2026-11-01,,,2026-11-10,Management meeting
",
    ),
    (
        "controls",
        "risk/controls.yaml",
        "controls:
  - {control: AC-1, status: operating, risks: [R-1]}
  - {control: BC-1, status: operating, risks: []}
  - {control: FR-1, status: operating, risks: R-2; R-5}
  - {control: OLD-1, status: retired, risks: []}
",
    ),
    (
        "impact-analysis",
        "continuity/bia.csv",
        "service,owner,RTO,RPO,last reviewed
Fleet API,Bob Roe,4 hours,15 minutes,2026-03-01
Billing,Ann Doe,2 days,1 day,2026-03-01
",
    ),
    (
        "insurance",
        "continuity/insurance.csv",
        "policy number,coverage,carrier,effective date,expiration date
CY-25,Cyber,Alpen Re,2025-07-01,2026-06-30
CY-26,Cyber,Alpen Re,2026-07-01,2027-06-30
GL-26,General liability,Alpen Re,2026-01-01,2026-12-31
",
    ),
    (
        "roster",
        "hr/roster.csv",
        "id,name,email,start,end,status
1,Ann Doe,ann@example.com,2020-01-01,,active
2,Bob Roe,bob@example.com,2022-03-01,,active
3,Cy Poe,cy@example.com,2023-09-01,,active
4,Di Low,di@example.com,2021-01-01,2026-06-30,terminated
",
    ),
];

/// The good registers with one text replaced in one of them.
fn changed(input: &str, from: &str, to: &str) -> Report {
    configured("{}", input, from, to)
}

fn configured(config: &str, input: &str, from: &str, to: &str) -> Report {
    let evidence = MemoryEvidence::new().files(&GOOD).changed(input, from, to);
    run::<RiskRegister>(config, AS_OF, &evidence).unwrap()
}

fn good() -> Report {
    run::<RiskRegister>("{}", AS_OF, &MemoryEvidence::new().files(&GOOD)).unwrap()
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
        assert!(passes, "{control}");
    }
    let risk = report.one("risks-complete", "R-2 Invoice fraud by staff");
    assert_eq!(risk.actual, "Medium risk of ann@example.com, Mitigate");
    assert_eq!(risk.locations[0].line, Some(3));
    assert!(
        report
            .about("risks-complete", "R-5 Old data centre")
            .is_empty(),
        "closed"
    );
}

#[test]
fn no_register_no_finding() {
    let report = run::<RiskRegister>("{}", AS_OF, &MemoryEvidence::new()).unwrap();
    assert!(report.findings.is_empty() && report.populations.is_empty());
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    hold_manual::<RiskRegister>(env!("CARGO_MANIFEST_DIR"));
}
