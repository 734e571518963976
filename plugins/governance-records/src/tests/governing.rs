//! Oversight, duties, lines and commitments.

use tickmark_plugin::Failure;
use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};

use super::{AS_OF, changed, configured, good, outcome};
use crate::GovernanceRecords;

const MEETINGS: &str = "meetings of the board on security";

#[test]
fn only_a_minuted_meeting_on_security_counts() {
    let last = |from: &str, to: &str| {
        let report = changed("meetings", from, to);
        report
            .one("oversight-meetings-held", MEETINGS)
            .actual
            .clone()
    };
    let april = "the last was on 2026-04-15, 221 days before";
    assert_eq!(last("Security programme; SOC 2", "Budget"), april);
    assert_eq!(last("minutes/2026-10.pdf", "tbd"), april);
    assert_eq!(last("2026-10.pdf,held", "2026-10.pdf,cancelled"), april);
    assert_eq!(last("B-2,Board of directors", "B-2,Works council"), april);
    for other in [
        "Change Advisory Board",
        "Architecture Review Board",
        "Boarding team",
    ] {
        assert_eq!(
            last("B-2,Board of directors", &format!("B-2,{other}")),
            april
        );
    }
    for minutes in ["false", "awaiting", "not yet approved"] {
        assert_eq!(last("minutes/2026-10.pdf", minutes), april, "{minutes}");
    }
    let config = r#"{"oversight-days": 30}"#;
    let report = configured(config, "meetings", "", "");
    assert_eq!(outcome(&report, "oversight-meetings-held", MEETINGS), Fail);
    let report = changed("meetings", "2026-10-14", "mid October");
    assert_eq!(
        outcome(&report, "oversight-meetings-held", "B-2 Board of directors"),
        Inconclusive
    );
}

#[test]
fn a_meeting_without_minutes_is_named() {
    let report = changed("meetings", "minutes/2026-04.pdf", "");
    let finding = report.one("oversight-meetings-minuted", "B-1 Board of directors");
    assert_eq!(
        (finding.outcome, finding.actual.as_str()),
        (Fail, "no minutes")
    );
}

#[test]
fn independence_is_declared_and_not_contradicted_by_the_roster() {
    let control = "oversight-independent";
    let report = changed("members", "2026-10-14", "2025-10-14");
    assert_eq!(outcome(&report, control, "Board Tess Kay"), Fail);
    assert_eq!(outcome(&report, control, "independent members"), Fail);
    let report = changed("members", "member: Tess Kay", "member: Cy Poe");
    assert_eq!(
        report.one(control, "Board Cy Poe").actual,
        "is a worker of the roster"
    );
    let report = changed("members", "independent: yes", "independent: perhaps");
    assert_eq!(outcome(&report, control, "Board Tess Kay"), Inconclusive);
    assert_eq!(
        outcome(&report, control, "independent members"),
        Inconclusive
    );
    let report = changed("members", "", "");
    assert_eq!(outcome(&report, control, "Board Ann Doe"), NotApplicable);
    let report = changed("meetings", "SOC 2,Ann Doe; Tess Kay", "SOC 2,Ann Doe");
    assert_eq!(
        outcome(
            &report,
            control,
            "independent member at the last meeting on security"
        ),
        Fail
    );
}

#[test]
fn those_who_sent_apologies_were_not_at_the_meeting() {
    let with = |attendees: &str| {
        let report = changed(
            "meetings",
            "SOC 2,Ann Doe; Tess Kay",
            &format!("SOC 2,\"{attendees}\""),
        );
        outcome(
            &report,
            "oversight-independent",
            "independent member at the last meeting on security",
        )
    };
    for word in ["apologies", "absent", "excused", "regrets", "not present"] {
        assert_eq!(with(&format!("Ann Doe; Tess Kay ({word})")), Fail, "{word}");
    }
    assert_eq!(with("Ann Doe; Apologies: Tess Kay"), Fail);
    assert_eq!(with("Ann Doe; Tess Kay, apologies"), Inconclusive);
    for there in [
        "Ann Doe; Tess Kay",
        "Ann Doe (chair); Tess Kay (remote)",
        "Ann Doe, Tess Kay",
        "Present: Ann Doe, Tess Kay; Apologies: Bo Li",
    ] {
        assert_eq!(with(there), Pass, "{there}");
    }
}

#[test]
fn security_that_was_deferred_was_not_dealt_with() {
    let with = |config: &str, topics: &str| {
        let report = configured(config, "meetings", "Security programme; SOC 2", topics);
        let of = |subject| {
            let found = report.about("oversight-meetings-held", subject);
            found.first().map(|one| one.outcome)
        };
        (of(MEETINGS), of("B-2 Board of directors"))
    };
    let month = r#"{"oversight-days": 60}"#;
    for topics in [
        "Budget; security deferred to next meeting",
        "Budget (no security topics)",
        "Security (postponed)",
    ] {
        assert_eq!(with(month, topics), (None, Some(Inconclusive)), "{topics}");
        // In April it was dealt with in any case.
        let config = r#"{"oversight-days": 366}"#;
        assert_eq!(with(config, topics), (Some(Pass), None), "{topics}");
    }
    assert_eq!(with(month, "Budget"), (Some(Fail), None));
    for topics in [
        "Security; budget not approved",
        "Budget (no changes); cyber risks",
        "Information security",
    ] {
        assert_eq!(with(month, topics), (Some(Pass), None), "{topics}");
    }
}

#[test]
fn a_duty_has_exactly_one_accountable_worker() {
    let with = |who: &str| {
        let report = changed(
            "duties",
            "Access reviews,Bob Roe",
            &format!("Access reviews,{who}"),
        );
        outcome(&report, "duties-assigned", "Access reviews")
    };
    assert_eq!(with("Cy Poe"), Pass);
    assert_eq!(with(""), Fail);
    assert_eq!(with("n/a"), Fail);
    assert_eq!(with("Cy Poe; Bob Roe"), Fail);
    assert_ne!(with("\"Cy Poe, Bob Roe\""), Pass);
    assert_eq!(with("Di Low"), Fail);
    assert_eq!(with("C. Poe"), Inconclusive);
    let report = changed("duties", "Vendor management", "Canteen");
    assert_eq!(
        outcome(&report, "duties-assigned", "a duty for vendor"),
        Fail
    );
}

#[test]
fn a_control_without_a_current_owner_fails() {
    let report = changed("controls", "CM-1,Cy Poe", "CM-1,Di Low");
    assert_eq!(
        report.one("control-owners-active", "CM-1").actual,
        "`owner` Di Low has left"
    );
    let report = changed("controls", "CM-1,Cy Poe,operating", "CM-1,Cy Poe,whatever");
    assert_eq!(
        outcome(&report, "control-owners-active", "CM-1"),
        Inconclusive
    );
    let report = changed("controls", "XX-1,,retired", "CM-1,Bob Roe,operating");
    assert_eq!(
        outcome(
            &report,
            "control-owners-active",
            "governance/control-owners.csv"
        ),
        Inconclusive
    );
}

#[test]
fn reporting_lines_have_no_loose_ends_and_no_circles() {
    let line = |from: &str, to: &str, who: &str| {
        let report = changed("roster", from, to);
        let finding = report.one("reporting-lines-resolve", who);
        (finding.outcome, finding.actual.clone())
    };
    assert_eq!(
        line("Engineer,Bob Roe", "Engineer,di@example.com", "3 Cy Poe"),
        (Fail, "the manager di@example.com has left".to_owned())
    );
    assert_eq!(
        line("Engineer,Bob Roe", "Engineer,Zoe Quay", "3 Cy Poe").0,
        Fail
    );
    assert_eq!(
        line("Engineer,Bob Roe", "Engineer,B. Roe", "3 Cy Poe").0,
        Inconclusive
    );
    assert_eq!(
        line(
            "Security,ann@example.com",
            "Security,cy@example.com",
            "3 Cy Poe"
        ),
        (Fail, "the line runs in a circle at 3 Cy Poe".to_owned())
    );
    assert_eq!(line("Engineer,Bob Roe", "Engineer,", "1 Ann Doe").0, Fail);
    let report = good();
    assert_eq!(
        report.one("reporting-lines-resolve", "3 Cy Poe").actual,
        "2 levels up to 1 Ann Doe"
    );
}

#[test]
fn a_roster_without_managers_shows_no_lines() {
    let evidence = MemoryEvidence::new().file(
        "roster",
        "r.csv",
        "id,name,start,status\n1,Ann Doe,2020-01-01,active\n2,Bob Roe,2020-01-01,active\n",
    );
    let report = run::<GovernanceRecords>("{}", AS_OF, &evidence).unwrap();
    assert_eq!(
        report.outcomes("reporting-lines-resolve"),
        [("1 Ann Doe", Inconclusive), ("2 Bob Roe", Inconclusive)]
    );
}

#[test]
fn commitments_rest_on_criteria_that_exist() {
    let control = "commitments-reviewed";
    let with = |from: &str, to: &str| {
        let report = changed("commitments", from, to);
        outcome(&report, control, "SC-2 Data is encrypted")
    };
    assert_eq!(with("CC6.1; CC6.7", "CC6.9"), Fail);
    assert_eq!(with("CC6.1; CC6.7", "CC6.01"), Fail);
    assert_eq!(with("CC6.1; CC6.7", "''"), Fail);
    assert_eq!(with("owner: Cy Poe", "owner: Di Low"), Fail);
    assert_eq!(
        with("measure: share of encrypted stores", "measure: n/a"),
        Fail
    );
    let report = changed(
        "commitments",
        "reviewed: 2026-08-01",
        "reviewed: 2025-11-21",
    );
    assert_eq!(
        report
            .one(control, "SC-1 The API answers 99.9 % of calls")
            .actual,
        "reviewed 2025-11-21, 366 days before"
    );
    let evidence = MemoryEvidence::new().file("commitments", "c.yaml", "commitments: []\n");
    let report = run::<GovernanceRecords>("{}", AS_OF, &evidence).unwrap();
    assert_eq!(report.outcomes(control), [("commitments", Fail)]);
}

#[test]
fn configuration_that_names_nothing_is_refused() {
    for config in [
        r#"{"oversight-bodies": []}"#,
        r#"{"required-duties": ["--"]}"#,
        r#"{"duties": {"columns": {"x": "y"}}}"#,
    ] {
        let result = run::<GovernanceRecords>(config, AS_OF, &MemoryEvidence::new());
        assert!(matches!(result, Err(Failure::Config(_))), "{config}");
    }
}
