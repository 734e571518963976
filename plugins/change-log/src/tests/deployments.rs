//! Deployments and what they are traced to.

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};

use super::{GOOD, examine_with};

#[test]
fn deployments_bring_reviewed_changes() {
    let other = GOOD
        .replace("12\"", "13\"")
        .replace("\"number\":12", "\"number\":13")
        .replace("aaaaaaaa", "ffffffff")
        .replace("APPROVED", "COMMENTED");
    let list = format!("[{GOOD},{other}]");
    let deployments = "id,sha,change,environment,deployed at\n\
        1,aaaaaaaabbbbbbbbccccccccddddddddeeeeeeee,,production,2026-11-10T13:00:00Z\n\
        2,aaaaaaaa,,Production,2026-11-10T13:00:00Z\n\
        3,,acme/api#12,production,2026-11-10T13:00:00Z\n\
        4,,https://github.com/acme/api/pull/12,production,2026-11-10T13:00:00Z\n\
        5,,api#13,production,2026-11-10T13:00:00Z\n\
        6,0123456789abcdef,,production,2026-11-10T13:00:00Z\n\
        7,,,production,2026-11-10T13:00:00Z\n\
        8,aaaaaaaa,,staging,2026-11-10T13:00:00Z\n\
        9,aaaaaaaa,,production,2026-11-10T11:00:00Z\n\
        10,aaaaaaaa,#13,production,2026-11-10T13:00:00Z\n\
        11,v1.2.3,,production,2026-11-10T13:00:00Z\n";
    let report = examine_with(
        "{}",
        &[
            ("changes", "pull-requests.json", &list),
            ("deployments", "deployments.csv", deployments),
        ],
    );
    assert_eq!(
        report.outcomes("deployments-traced"),
        [
            ("1", Pass),
            ("10", Inconclusive),
            ("11", Fail),
            ("2", Pass),
            ("3", Pass),
            ("4", Pass),
            ("5", Fail),
            ("6", Fail),
            ("7", Fail),
            ("9", Fail),
        ]
    );
    let traced = report.one("deployments-traced", "1");
    assert_eq!(traced.actual, "acme/api#12, approved by bob");
    assert_eq!(traced.locations.len(), 2);
    assert!(report.outcomes("deployments-approved").is_empty());
}

#[test]
fn what_ran_is_the_commit_and_not_the_ticket() {
    let list = format!("[{GOOD}]");
    let traced = |row: &str| {
        let deployments = format!("id,sha,change,environment,deployed at\n1,{row}\n");
        let report = examine_with(
            "{}",
            &[
                ("changes", "pull-requests.json", &list),
                ("deployments", "deployments.csv", &deployments),
            ],
        );
        report.one("deployments-traced", "1").outcome
    };
    let time = "production,2026-11-10T13:00:00Z";
    assert_eq!(
        traced(&format!("deadbeefdeadbeef,#12,{time}")),
        Inconclusive
    );
    assert_eq!(traced(&format!("aaaaaaaa,#12,{time}")), Pass);
    // A tag cannot be held against the commits of the log.
    assert_eq!(traced(&format!("v1.2.3,#12,{time}")), Pass);
    assert_eq!(traced("aaaaaaaa,#12,production,"), Inconclusive);
}

#[test]
fn a_log_that_cannot_be_read_whole_leaves_deployments_open() {
    let list = format!("{}\nbroken\n", GOOD.replace('\n', ""));
    let deployments = "id,sha,environment\n1,0123456789abcdef,production\n";
    let report = examine_with(
        "{}",
        &[
            ("changes", "pull-requests.jsonl", &list),
            ("deployments", "deployments.csv", deployments),
        ],
    );
    assert_eq!(report.one("deployments-traced", "1").outcome, Inconclusive);
    let alone = examine_with("{}", &[("deployments", "deployments.csv", deployments)]);
    assert!(alone.outcomes("deployments-traced").is_empty());
}

#[test]
fn where_it_is_required_somebody_else_approves_a_deployment() {
    let deployments = "id,environment,actor,approver\n1,production,Ann Poe,Bob Roe\n2,production,Ann Poe,Ann Poe\n\
        3,production,Ann Poe,\n4,production,,Bob Roe\n5,production,Ann Poe,ship[bot]\n";
    let report = examine_with(
        r#"{"deployments-approved": true}"#,
        &[("deployments", "deployments.csv", deployments)],
    );
    assert_eq!(
        report.outcomes("deployments-approved"),
        [
            ("1", Pass),
            ("2", Fail),
            ("3", Fail),
            ("4", Inconclusive),
            ("5", Fail)
        ]
    );
}
