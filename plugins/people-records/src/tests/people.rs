//! Screening, training, reviews, violations and channels.

use tickmark_plugin::Failure;
use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};

use super::{changed, configured, outcome};
use crate::PeopleRecords;

#[test]
fn a_screening_after_the_first_day_fails() {
    let on = |day: &str, config: &str| {
        let report = configured(
            config,
            "screenings",
            "2026-09-01,clear",
            &format!("{day},clear"),
        );
        outcome(&report, "workers-screened", "3 Cy Poe")
    };
    assert_eq!(on("2026-08-20", "{}"), Pass);
    assert_eq!(on("2026-09-02", "{}"), Fail);
    assert_eq!(on("2026-09-02", r#"{"screening-grace-days": 5}"#), Pass);
    assert_eq!(on("2026-12-24", "{}"), Fail);
    assert_eq!(on("", "{}"), Fail);
    assert_eq!(on("next week", "{}"), Inconclusive);
}

#[test]
fn a_result_that_is_not_clear_needs_a_decision() {
    let with = |text: &str| {
        let report = changed("screenings", "consider,engaged", text);
        outcome(&report, "workers-screened", "2 Bob Roe")
    };
    assert_eq!(with("consider,"), Fail);
    assert_eq!(with("adverse,engaged"), Fail);
    assert_eq!(with("in progress,"), Fail);
    assert_eq!(with(","), Inconclusive);
    assert_eq!(with("fine,"), Inconclusive);
}

#[test]
fn exceptions_to_screening_are_configured() {
    let gone = "cy@example.com,2026-09-01,clear,";
    for config in [
        r#"{"no-screening-countries": ["fr"]}"#,
        r#"{"screen-contractors": false}"#,
        r#"{"screening-since": "2026-10-01"}"#,
    ] {
        let report = configured(config, "screenings", gone, "");
        assert_eq!(
            outcome(&report, "workers-screened", "3 Cy Poe"),
            NotApplicable,
            "{config}"
        );
    }
    let report = changed("screenings", gone, "");
    assert_eq!(
        report.one("workers-screened", "3 Cy Poe").actual,
        "no screening"
    );
}

#[test]
fn training_is_renewed_every_year() {
    let on = |day: &str| {
        let report = changed("trainings", "2026-03-02", day);
        outcome(&report, "security-training-current", "2 Bob Roe")
    };
    assert_eq!(on("2025-11-22"), Pass);
    assert_eq!(on("2025-11-21"), Fail);
    assert_eq!(on("2027-01-01"), Fail);
    let report = changed("trainings", "2026-03-02,Passed", "2026-03-02,Failed");
    assert_eq!(
        outcome(&report, "security-training-current", "2 Bob Roe"),
        Fail
    );
}

#[test]
fn a_newcomer_was_trained_soon() {
    let trained = |day: &str| {
        let report = changed(
            "trainings",
            "cy@example.com,Security Awareness 2026,2026-09-10",
            &format!("cy@example.com,Security Awareness 2026,{day}"),
        );
        let finding = report.one("security-training-current", "3 Cy Poe");
        (finding.outcome, finding.actual.clone())
    };
    assert_eq!(trained("2026-10-01").0, Pass);
    assert_eq!(
        trained("2026-11-01"),
        (
            Fail,
            "completed 2026-11-01, 61 days after the first day".to_owned()
        )
    );
    // Who joined before the time that is looked back upon is no newcomer in it.
    let report = changed(
        "trainings",
        "Security Awareness 2025,2025-03-01",
        "Other,2025-03-01",
    );
    assert_eq!(
        report.one("security-training-current", "2 Bob Roe").outcome,
        Pass
    );
}

#[test]
fn roles_have_further_training_where_it_is_asked_for() {
    let config =
        r#"{"role-training": [{"course": "secure coding", "roles": ["engineer"], "days": 730}]}"#;
    let report = configured(config, "roster", "", "");
    assert_eq!(
        report.outcomes("role-training-current"),
        [("2 Bob Roe", Pass), ("3 Cy Poe", Pass)]
    );
    let report = configured(
        config,
        "trainings",
        "cy@example.com,Secure Coding",
        "cy@example.com,Other",
    );
    assert_eq!(outcome(&report, "role-training-current", "3 Cy Poe"), Fail);
}

#[test]
fn a_role_that_nobody_has_is_said() {
    let config = r#"{"role-training": [{"course": "secure coding", "roles": ["engineer", "develpr"], "days": 730}]}"#;
    let report = configured(config, "roster", "", "");
    assert_eq!(
        outcome(&report, "role-training-current", "role develpr"),
        Inconclusive
    );
    assert_eq!(outcome(&report, "role-training-current", "2 Bob Roe"), Pass);
}

#[test]
fn a_self_assessment_beside_a_review_does_no_harm() {
    let report = changed(
        "performance-reviews",
        r#"  {"employee email": "bob@example.com", "reviewer": "ann@example.com", "completed at": "2026-01-22", "status": "completed"}"#,
        r#"  {"employee email": "bob@example.com", "reviewer": "ann@example.com", "completed at": "2026-01-22", "status": "completed"},
  {"employee email": "bob@example.com", "reviewer": "bob@example.com", "completed at": "2026-01-24", "status": "completed"}"#,
    );
    let finding = report.one("performance-reviews-current", "2 Bob Roe");
    assert_eq!(finding.actual, "reviewed 2026-01-22 by ann@example.com");
}

#[test]
fn nobody_reviews_themselves() {
    let by = |reviewer: &str| {
        let report = changed(
            "performance-reviews",
            "\"ann@example.com\", \"completed",
            &format!("\"{reviewer}\", \"completed"),
        );
        outcome(&report, "performance-reviews-current", "2 Bob Roe")
    };
    assert_eq!(by("Ann Doe"), Pass);
    assert_eq!(by("Bob Roe"), Fail);
    assert_eq!(by("B. Roe"), Inconclusive);
    assert_eq!(by(""), Fail);
    let report = changed("performance-reviews", "2026-01-22", "2025-01-22");
    assert_eq!(
        outcome(&report, "performance-reviews-current", "2 Bob Roe"),
        Fail
    );
}

#[test]
fn somebody_on_leave_catches_up_on_return() {
    let away = |config: &str| {
        let mut evidence = MemoryEvidence::new();
        for (name, path, content) in super::GOOD {
            let content = content
                .replace("2022-03-01,,active", "2022-03-01,,on leave")
                .replace(
                    "bob@example.com,Security Awareness 2026,2026-03-02,Passed",
                    "",
                );
            evidence = evidence.file(name, path, content);
        }
        let report = run::<PeopleRecords>(config, super::AS_OF, &evidence).unwrap();
        outcome(&report, "security-training-current", "2 Bob Roe")
    };
    assert_eq!(away("{}"), NotApplicable);
    assert_eq!(away(r#"{"excuse-leave": false}"#), Fail);
}

#[test]
fn leave_excuses_nothing_that_was_done_wrong_or_before() {
    let away = |from: &str, to: &str, control: &str| {
        let mut evidence = MemoryEvidence::new();
        let mut changed = false;
        for (name, path, content) in super::GOOD {
            let content = content.replace("2022-03-01,,active", "2022-03-01,,on leave");
            changed |= content.contains(from);
            evidence = evidence.file(name, path, content.replace(from, to));
        }
        assert!(changed, "{from}");
        let report = run::<PeopleRecords>("{}", super::AS_OF, &evidence).unwrap();
        outcome(&report, control, "2 Bob Roe")
    };
    let reviewed = r#""employee email": "bob@example.com", "reviewer": "ann@example.com""#;
    let by_oneself = reviewed.replace("ann@", "bob@");
    assert_eq!(
        away(reviewed, &by_oneself, "performance-reviews-current"),
        Fail
    );
    let screened = "bob@example.com,2022-02-27,consider,engaged";
    let adverse = "bob@example.com,2022-02-27,adverse,";
    assert_eq!(away(screened, adverse, "workers-screened"), Fail);
    assert_eq!(away(screened, screened, "workers-screened"), Pass);
}

#[test]
fn a_row_that_may_be_about_a_namesake_is_unclear() {
    let report = configured(
        r#"{"trainings": {"columns": {"person": "Course", "course": "Course"}}}"#,
        "roster",
        "4,Di Low,di@example.com",
        "4,Bob Roe,bob.roe@example.com",
    );
    assert_eq!(
        outcome(&report, "security-training-current", "2 Bob Roe"),
        Fail
    );
    let mut evidence = MemoryEvidence::new();
    for (name, path, content) in super::GOOD {
        let content = content
            .replace("4,Di Low,di@", "4,Bob Roe,robert@")
            .replace("bob@example.com,Sec", "Bob Roe,Sec");
        evidence = evidence.file(name, path, content);
    }
    let report = run::<PeopleRecords>("{}", super::AS_OF, &evidence).unwrap();
    assert_eq!(
        outcome(&report, "security-training-current", "2 Bob Roe"),
        Inconclusive
    );
}

#[test]
fn violations_are_decided_in_time() {
    let with = |text: &str| {
        let report = changed(
            "violations",
            "2026-04-01,2026-04-20,written warning,Ann Doe",
            text,
        );
        outcome(&report, "violations-followed-up", "V-1")
    };
    assert_eq!(with("2026-04-01,2026-05-02,warning,Ann Doe"), Fail);
    assert_eq!(with("2026-04-01,,,Ann Doe"), Fail);
    assert_eq!(with("2026-04-01,2026-04-20,,Ann Doe"), Fail);
    assert_eq!(with("2026-04-01,2026-04-20,warning,Di Low"), Fail);
    assert_eq!(with("2026-04-01,2026-03-20,warning,Ann Doe"), Inconclusive);
    assert_eq!(with("2026-11-10,,,Ann Doe"), NotApplicable);
    assert_eq!(with(",2026-04-20,warning,Ann Doe"), Inconclusive);
    let none = changed(
        "violations",
        "V-1,2026-04-01,2026-04-20,written warning,Ann Doe\n",
        "",
    );
    let population = none
        .populations
        .iter()
        .find(|population| population.control == "violations-followed-up")
        .unwrap();
    assert_eq!(population.size, 0);
}

#[test]
fn a_channel_without_names_is_open() {
    let report = changed("reporting-channels", "anonymous: yes", "anonymous: no");
    assert_eq!(
        outcome(&report, "reporting-channel-open", "reports without a name"),
        Fail
    );
    let report = changed(
        "reporting-channels",
        "2026-02-03, owner: Ann",
        "2025-02-03, owner: Ann",
    );
    assert_eq!(outcome(&report, "reporting-channel-open", "Hotline"), Fail);
    let report = changed(
        "reporting-channels",
        "owner: bob@example.com",
        "owner: di@example.com",
    );
    assert_eq!(
        report.one("reporting-channel-open", "Security desk").actual,
        "`owner` di@example.com has left"
    );
}

#[test]
fn configuration_that_names_nothing_is_refused() {
    for config in [
        r#"{"courses": ["-"]}"#,
        r#"{"courses": []}"#,
        r#"{"trainings": {"columns": {"curse": "x"}}}"#,
    ] {
        let result = run::<PeopleRecords>(config, super::AS_OF, &MemoryEvidence::new());
        assert!(matches!(result, Err(Failure::Config(_))), "{config}");
    }
}
