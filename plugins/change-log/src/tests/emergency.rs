//! Emergency changes and their reviews afterwards.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};

use super::{GOOD, examine_with};

/// A change without an approval, and a row of the register.
fn reviewed(row: &str) -> (Outcome, String) {
    let list = format!("[{}]", GOOD.replace("APPROVED", "COMMENTED"));
    let rows = format!("change,repository,reviewer,reviewed on\n{row}\n");
    let report = examine_with(
        "{}",
        &[
            ("changes", "pull-requests.json", &list),
            ("emergency-changes", "emergency.csv", &rows),
        ],
    );
    let finding = report.one("emergency-changes-reviewed", "acme/api#12");
    (finding.outcome, finding.actual.clone())
}

#[test]
fn the_register_shows_the_review() {
    assert_eq!(
        reviewed("12,acme/api,@bob,2026-11-12"),
        (Pass, "reviewed 2026-11-12 by bob".to_owned())
    );
    assert_eq!(reviewed("12,acme/api,@ann,2026-11-12").0, Fail);
    assert_eq!(reviewed("12,acme/api,@bob,2026-11-20").0, Fail);
    assert_eq!(reviewed("12,acme/api,@bob,").0, Fail);
    assert_eq!(reviewed("12,acme/api,,2026-11-12").0, Fail);
    // Nobody knows whether a name is the author's account.
    assert_eq!(reviewed("12,acme/api,Bob Roe,2026-11-12").0, Inconclusive);
    assert_eq!(reviewed("12,acme/api,@bob,2026-12-12").0, Inconclusive);
    assert_eq!(reviewed("12,acme/api,@bob,2026-11-08").0, Inconclusive);
}

#[test]
fn a_review_may_still_come() {
    let change = GOOD
        .replace("feature", "emergency")
        .replace("APPROVED", "COMMENTED")
        .replace("2026-11-10", "2026-11-20");
    let list = format!("[{change}]");
    let report = examine_with("{}", &[("changes", "pull-requests.json", &list)]);
    let finding = report.one("emergency-changes-reviewed", "acme/api#12");
    assert_eq!(
        (finding.outcome, finding.actual.as_str()),
        (NotApplicable, "merged 2 days ago, not reviewed yet")
    );
}

#[test]
fn a_review_by_the_author_is_none_however_young_the_change() {
    let change = GOOD
        .replace("feature", "emergency")
        .replace("APPROVED", "COMMENTED")
        .replace("2026-11-10", "2026-11-21");
    let list = format!("[{change}]");
    let rows = "change,repository,reviewer,reviewed on\n12,acme/api,@ann,2026-11-22\n";
    let deployments =
        "id,change,environment,deployed at\n1,acme/api#12,production,2026-11-21T13:00:00Z\n";
    let outcomes = |rows: &str| {
        let report = examine_with(
            "{}",
            &[
                ("changes", "pull-requests.json", &list),
                ("emergency-changes", "emergency.csv", rows),
                ("deployments", "deployments.csv", deployments),
            ],
        );
        [
            report
                .one("emergency-changes-reviewed", "acme/api#12")
                .outcome,
            report.one("deployments-traced", "1").outcome,
        ]
    };
    assert_eq!(outcomes(rows), [Fail, Fail]);
    assert_eq!(outcomes(&rows.replace("@ann", "@bob")), [Pass, Pass]);
    let none = rows.replace("@ann,2026-11-22", ",");
    assert_eq!(outcomes(&none), [NotApplicable, NotApplicable]);
}

#[test]
fn what_was_changed_without_a_pull_request_is_judged_by_its_row() {
    let rows = "change,date,made by,reviewer,reviewed on\nCHG-1,2026-11-01,Ann Poe,Bob Roe,2026-11-03\n\
        CHG-2,2026-11-01,Ann Poe,Ann Poe,2026-11-03\nCHG-3,2026-11-01,Ann Poe,,\nCHG-4,2026-11-01,,Bob Roe,2026-11-03\n\
        CHG-5,,Ann Poe,Bob Roe,2026-11-03\n";
    let report = examine_with(
        "{}",
        &[
            ("changes", "pull-requests.json", "[]"),
            ("emergency-changes", "emergency.csv", rows),
        ],
    );
    assert_eq!(
        report.outcomes("emergency-changes-reviewed"),
        [
            ("CHG-1", Pass),
            ("CHG-2", Fail),
            ("CHG-3", Fail),
            ("CHG-4", Inconclusive),
            ("CHG-5", Inconclusive),
        ]
    );
}

#[test]
fn a_row_that_names_no_change_or_one_that_another_names_too_is_not_left_out() {
    let list = format!("[{GOOD}]");
    let outcomes = |rows: &str| -> Vec<Outcome> {
        let rows = format!("change,repository,date,made by,reviewer,reviewed on\n{rows}\n");
        let report = examine_with(
            "{}",
            &[
                ("changes", "pull-requests.json", &list),
                ("emergency-changes", "emergency.csv", &rows),
            ],
        );
        report
            .findings
            .iter()
            .filter(|one| one.control == "emergency-changes-reviewed")
            .map(|one| one.outcome)
            .collect()
    };
    assert_eq!(outcomes(",,2026-10-06,Ann Lee,,"), [Fail]);
    assert_eq!(outcomes("unknown,,2026-10-06,Ann Lee,,"), [Fail]);
    assert_eq!(outcomes(",,2026-10-06,Ann Lee,Bob Roe,2026-10-07"), [Pass]);
    assert_eq!(outcomes(",,,Ann Lee,Bob Roe,2026-10-07"), [Inconclusive]);
    let one = "CHG-3,,2026-10-06,Ann Lee,Bob Roe,2026-10-07";
    let again = "#CHG-3,,2026-10-06,Ann Lee,,";
    assert_eq!(outcomes(&format!("{one}\n{again}")), [Inconclusive, Pass]);
    assert_eq!(outcomes(&format!("{again}\n{one}")), [Inconclusive, Fail]);
}

#[test]
fn a_machine_reviews_nothing() {
    let rows = "change,date,made by,reviewer,reviewed on\nCHG-1,2026-11-01,@ann,@ship,2026-11-03\n";
    let of = |config: &str| {
        let report = examine_with(
            config,
            &[
                ("changes", "pull-requests.json", "[]"),
                ("emergency-changes", "emergency.csv", rows),
            ],
        );
        let mut outcomes = report.outcomes("emergency-changes-reviewed");
        outcomes.pop().map(|(_, outcome)| outcome)
    };
    assert_eq!(of("{}"), Some(Pass));
    assert_eq!(of(r#"{"bots": ["ship"]}"#), Some(Fail));
}
