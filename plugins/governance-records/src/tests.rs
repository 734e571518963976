//! The plugin on small registers written here in the forms that tools export.

mod damage;
mod evaluations;
mod governing;
mod outside;

use tickmark_plugin::testing::{MemoryEvidence, hold_manual, run};
use tickmark_plugin::{Outcome, Report};

use crate::GovernanceRecords;

const AS_OF: &str = "2026-11-22";

/// Input, path and content of every register, all in order.
const GOOD: [(&str, &str, &str); 10] = [
    (
        "roster",
        "hr/roster.csv",
        "id,name,email,title,manager,start,end,status
1,Ann Doe,ann@example.com,Chief Executive,,2020-01-01,,active
2,Bob Roe,bob@example.com,Head of Security,ann@example.com,2022-03-01,,active
3,Cy Poe,cy@example.com,Engineer,Bob Roe,2023-09-01,,active
4,Di Low,di@example.com,Analyst,ann@example.com,2021-01-01,2026-06-30,terminated
",
    ),
    (
        "meetings",
        "board/meetings.csv",
        "id,body,held on,topics,attendees,minutes,status
B-1,Board of directors,2026-04-15,Budget; Information security,Ann Doe; Tess Kay,minutes/2026-04.pdf,held
B-2,Board of directors,2026-10-14,Security programme; SOC 2,Ann Doe; Tess Kay,minutes/2026-10.pdf,held
B-3,Board of directors,2027-01-20,Security,,,scheduled
",
    ),
    (
        "members",
        "board/members.yaml",
        "- {member: Ann Doe, body: Board, independent: no}
- {member: Tess Kay, body: Board, independent: yes, declared on: 2026-10-14}
",
    ),
    (
        "duties",
        "governance/raci.csv",
        "Duty,Accountable,Responsible
Information security programme,Ann Doe,Bob Roe
Risk management,bob@example.com,Bob Roe
Incident response,Bob Roe,Platform team
Access reviews,Bob Roe,Cy Poe
Change management,Cy Poe,Engineering
Vendor management,Ann Doe,Bob Roe
Business continuity,Head of Security,Cy Poe
",
    ),
    (
        "commitments",
        "governance/service-commitments.yaml",
        "commitments:
  - {id: SC-1, title: The API answers 99.9 % of calls, owner: Bob Roe, reviewed: 2026-08-01, criteria: [A1.1, A1.2], measure: monthly availability}
  - {id: SC-2, title: Data is encrypted, owner: Cy Poe, reviewed: 2026-08-01, criteria: CC6.1; CC6.7, measure: share of encrypted stores}
",
    ),
    (
        "controls",
        "governance/control-owners.csv",
        "Control ID,Control Owner,Status
AC-1,Bob Roe,operating
CM-1,Cy Poe,operating
XX-1,,retired
",
    ),
    (
        "evaluations",
        "audit/evaluations.csv",
        "id,type,scope,planned,performed on,tester,result,report,status
E-1,control test,AC-1,2026-02-15,2026-02-20,Cy Poe,effective,wp/E-1,done
E-2,control test,CM-1,2026-05-15,2026-05-14,Bob Roe,effective,wp/E-2,done
E-3,penetration test,fleet API,2026-07-01,2026-07-10,Redwood Labs,3 findings,reports/pentest.pdf,done
E-4,internal audit,AC-1; CM-1,2026-09-30,2026-10-02,Ann Doe,2 findings,reports/audit.pdf,done
E-5,control test,AC-1,2027-02-15,,,,,planned
",
    ),
    (
        "notices",
        "customers/notices.csv",
        "id,type,event at,deadline,sent at,audience
N-1,incident,2026-03-01T08:00:00Z,,2026-03-03T20:00:00Z,all customers
N-2,maintenance,2026-06-20T22:00:00Z,,2026-06-10T09:00:00Z,all customers
N-3,subprocessor change,2026-10-01,2026-08-15,2026-08-15,all customers
",
    ),
    (
        "subprocessors",
        "legal/subprocessors.csv",
        "name,purpose,location,in use since,announced on,last reviewed
Amazon Web Services,hosting,EU and US,2019-05-01,,2026-09-01
Mailway,notices by mail,EU,2026-10-01,2026-08-15,2026-09-01
",
    ),
    (
        "security-txt",
        "web/security.txt",
        "# Our security contact
Contact: mailto:security@example.com
Contact: https://example.com/report
Expires: 2027-06-30T00:00:00.000Z
Preferred-Languages: en, de
",
    ),
];

/// The good registers with one text replaced in one of them.
fn changed(input: &str, from: &str, to: &str) -> Report {
    configured("{}", input, from, to)
}

fn configured(config: &str, input: &str, from: &str, to: &str) -> Report {
    let evidence = MemoryEvidence::new().files(&GOOD).changed(input, from, to);
    run::<GovernanceRecords>(config, AS_OF, &evidence).unwrap()
}

fn good() -> Report {
    run::<GovernanceRecords>("{}", AS_OF, &MemoryEvidence::new().files(&GOOD)).unwrap()
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
    let last = report.one(
        "oversight-meetings-held",
        "meetings of the board on security",
    );
    assert_eq!(last.actual, "the last was on 2026-10-14, 39 days before");
    assert_eq!(last.locations[0].line, Some(3));
}

#[test]
fn no_register_no_finding() {
    let report = run::<GovernanceRecords>("{}", AS_OF, &MemoryEvidence::new()).unwrap();
    assert!(report.findings.is_empty() && report.populations.is_empty());
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    hold_manual::<GovernanceRecords>(env!("CARGO_MANIFEST_DIR"));
}
