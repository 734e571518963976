//! Changes in a flat register.

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};

use super::examine_with;

#[test]
fn rows_are_changes() {
    let rows = "repo,number,author,merged at,approved by,approved at,ci status,ci finished at\n\
        api,1,Ann Poe,2026-11-10T12:00:00Z,Bob Roe,2026-11-10T11:00:00Z,success,2026-11-10T11:30:00Z\n\
        api,2,Ann Poe,2026-11-10T12:00:00Z,ann.poe@example.com,2026-11-10T11:00:00Z,failure,2026-11-10T11:30:00Z\n\
        api,3,Ann Poe,2026-11-10T12:00:00Z,,,,\n\
        api,4,Ann Poe,2026-11-10T12:00:00Z,pending,,success,\n\
        api,5,Ann Poe,2026-11-10T12:00:00Z,A. Poe,2026-11-10T11:00:00Z,strange,\n\
        api,6,Ann Poe,2026-11-10T12:00:00Z,Ann Poe; Bob Roe,2026-11-10T10:00:00Z; 2026-11-10T11:00:00Z,success,2026-11-10T13:30:00Z\n\
        api,7,Ann Poe,2026-11-10T12:00:00Z,Bob Roe,,success,2026-11-10T11:30:00Z\n\
        api,8,Ann Poe,,,,,\n\
        api,9,,2026-11-10T12:00:00Z,Bob Roe,2026-11-10T11:00:00Z,success,2026-11-10T11:30:00Z\n";
    let report = examine_with("{}", &[("changes", "pull-requests.csv", rows)]);
    assert_eq!(
        report.outcomes("changes-approved"),
        [
            ("api#1", Pass),
            ("api#2", Fail),
            ("api#3", Fail),
            ("api#4", Fail),
            ("api#5", Inconclusive),
            ("api#6", Pass),
            ("api#7", Inconclusive),
            ("api#9", Inconclusive),
        ]
    );
    assert_eq!(
        report.outcomes("changes-checked"),
        [
            ("api#1", Pass),
            ("api#2", Fail),
            ("api#3", Fail),
            ("api#4", Inconclusive),
            ("api#5", Inconclusive),
            ("api#6", Fail),
            ("api#7", Pass),
            ("api#9", Pass),
        ]
    );
}

#[test]
fn a_register_without_the_deciding_columns_shows_nothing() {
    let rows = "repo,number,author,merged at\napi,1,Ann Poe,2026-11-10T12:00:00Z\n";
    let report = examine_with("{}", &[("changes", "pull-requests.csv", rows)]);
    assert_eq!(
        report.outcomes("changes-approved"),
        [("api#1", Inconclusive)]
    );
    assert_eq!(
        report.outcomes("changes-checked"),
        [("api#1", Inconclusive)]
    );
    let report = examine_with(
        "{}",
        &[("changes", "pull-requests.csv", "number,author\n1,x\n")],
    );
    assert_eq!(
        report.outcomes("changes-approved"),
        [("pull-requests.csv", Inconclusive)]
    );
}

#[test]
fn what_is_no_person_approves_nothing() {
    let of = |approver: &str| {
        let rows = format!(
            "repo,number,author,merged at,approved by,approved at\n\
             api,1,Ann Poe,2026-11-10T12:00:00Z,{approver},2026-11-10T11:00:00Z\n"
        );
        let report = examine_with("{}", &[("changes", "pull-requests.csv", &rows)]);
        report.one("changes-approved", "api#1").outcome
    };
    assert_eq!(of("Bob Roe"), Pass);
    for approver in [
        "Self-approved",
        "same as author",
        "Auto Approved",
        "CI pipeline",
        "pre-approved",
        "Standard Change",
        "Gitlab Bot",
        "2",
    ] {
        assert_ne!(of(approver), Pass, "{approver}");
    }
}

#[test]
fn two_accounts_of_one_person_are_one_approval() {
    let of = |same: &str| {
        let rows = "repo,number,author,merged at,approved by,approved at\n\
             api,1,Ann Poe,2026-11-10T12:00:00Z,Bob Roe; Carl Moe,2026-11-10T10:00:00Z; 2026-11-10T11:00:00Z\n";
        let config = format!(r#"{{"approvals": 2, "same-person": [{same}]}}"#);
        let report = examine_with(&config, &[("changes", "pull-requests.csv", rows)]);
        report.one("changes-approved", "api#1").outcome
    };
    assert_eq!(of(r#"["Bob Roe", "Carl Moe"]"#), Fail);
    assert_eq!(of(r#"["Ann Poe", "ann@example.com"]"#), Pass);
}
