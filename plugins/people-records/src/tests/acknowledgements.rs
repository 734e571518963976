//! Who acknowledged what, in which version, and when.

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};

use super::{changed, configured, outcome};

const CODE: &str = "code-of-conduct-acknowledged";
const ALL: &str = "published-policies-acknowledged";

#[test]
fn an_older_version_does_not_count() {
    let report = changed("acknowledgements", "Conduct,v2.1", "Conduct,v2.0");
    let finding = report.one(CODE, "2 Bob Roe");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(finding.actual, "not acknowledged: Code of Conduct");
    assert_eq!(outcome(&report, CODE, "1 Ann Doe"), Pass);
}

#[test]
fn the_thirtieth_day_still_counts() {
    let on = |day: &str| {
        let report = changed("acknowledgements", "2026-02-20", day);
        outcome(&report, CODE, "2 Bob Roe")
    };
    assert_eq!(on("2026-03-05"), Pass);
    assert_eq!(on("2026-03-06"), Fail);
    assert_eq!(on("2026-12-01"), Fail, "the future shows nothing");
    assert_eq!(on("soon"), Inconclusive);
    assert_eq!(
        on("2026-01-01"),
        Inconclusive,
        "before the version was issued"
    );
    assert_eq!(on(""), Fail);
}

#[test]
fn lateness_of_long_ago_is_no_longer_asked_about() {
    let config = r#"{"look-back-days": 30}"#;
    let report = configured(config, "acknowledgements", "2026-02-20", "2026-05-01");
    assert_eq!(outcome(&report, CODE, "2 Bob Roe"), Pass);
}

#[test]
fn a_newcomer_has_time() {
    let report = changed("roster", "FR,2026-09-01", "FR,2026-11-10");
    assert_eq!(
        outcome(&report, CODE, "3 Cy Poe"),
        Pass,
        "before the first day"
    );
    let report = changed(
        "acknowledgements",
        "cy@example.com,Code of Conduct,2.1,2026-09-01,Completed",
        "x@example.com,Code of Conduct,2.1,2026-09-01,Completed",
    );
    assert_eq!(outcome(&report, CODE, "3 Cy Poe"), Fail);
    let config = r#"{"acknowledgement-days": 100}"#;
    let report = configured(
        config,
        "acknowledgements",
        "cy@example.com,Code of Conduct,2.1,2026-09-01,Completed",
        "",
    );
    assert_eq!(outcome(&report, CODE, "3 Cy Poe"), NotApplicable);
}

#[test]
fn only_done_words_count_and_unknown_ones_are_unclear() {
    let with = |word: &str| {
        let report = changed(
            "acknowledgements",
            "2026-02-20,Completed",
            &format!("2026-02-20,{word}"),
        );
        outcome(&report, CODE, "2 Bob Roe")
    };
    assert_eq!(with("Declined"), Fail);
    assert_eq!(with("maybe"), Inconclusive);
    assert_eq!(with(""), Pass);
}

#[test]
fn a_house_without_a_code_of_conduct_fails() {
    let report = changed(
        "policies",
        "POL-01,Code of Conduct,code-of-conduct,2.1,approved",
        "POL-01,Code of Conduct,code-of-conduct,2.1,draft",
    );
    assert_eq!(report.outcomes(CODE), [("code of conduct", Fail)]);
    assert_eq!(outcome(&report, ALL, "2 Bob Roe"), Pass);
    let report = changed("policies", "2.1,approved", "2.1,whatever");
    assert_eq!(
        outcome(&report, CODE, "POL-01 Code of Conduct"),
        Inconclusive
    );
}

#[test]
fn every_policy_in_force_is_asked_for_unless_left_out() {
    let broken = "bob@example.com,POL-02,3,2026-04-02,Completed";
    let report = changed("acknowledgements", broken, "");
    let finding = report.one(ALL, "2 Bob Roe");
    assert_eq!(
        finding.actual,
        "not acknowledged: Information Security Policy"
    );
    let config = r#"{"leave-out-policies": ["pol-02"]}"#;
    let report = configured(config, "acknowledgements", broken, "");
    assert_eq!(outcome(&report, ALL, "2 Bob Roe"), Pass);
}

#[test]
fn what_cannot_be_read_may_be_what_is_missed() {
    let report = changed(
        "acknowledgements",
        "bob@example.com,Code of Conduct,v2.1,2026-02-20,Completed",
        "bob@example.com,Code of Conduct,v2.1,2026-02-20,Completed,and,more",
    );
    assert_eq!(outcome(&report, CODE, "2 Bob Roe"), Inconclusive);
    assert_eq!(outcome(&report, CODE, "1 Ann Doe"), Pass);
}
