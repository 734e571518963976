//! Reviews: on time, complete, by others.

use super::*;

const ON_TIME: &str = "review-on-time";
const INDEPENDENT: &str = "reviewer-independent";

#[test]
fn the_interval_is_counted_to_the_day_of_judgement_and_included() {
    // 92 days before 2026-11-22 is 2026-08-22.
    for (day, expected) in [
        ("2026-11-22", Outcome::Pass),
        ("2026-08-22", Outcome::Pass),
        ("2026-08-21", Outcome::Fail),
    ] {
        let case = Case::new().decisions(&format!("okta,ann,bob@example.com,keep,{day},"));
        assert_eq!(case.outcome(ON_TIME, "okta"), Some(expected), "{day}");
    }
}

#[test]
fn in_a_period_reviews_recur_throughout() {
    let decided = |days: &[&str]| {
        let rows: Vec<String> = days
            .iter()
            .map(|day| format!("okta,ann,bob@example.com,keep,{day},"))
            .collect();
        let report = Case::new()
            .decisions(&rows.join("\n"))
            .in_period_from("2025-11-23");
        let finding = report.about(ON_TIME, "okta")[0];
        (finding.outcome, finding.actual.clone())
    };
    assert_eq!(
        decided(&["2025-12-01", "2026-11-02"]),
        (
            Outcome::Fail,
            "no decision for 336 days, from 2025-12-01 to 2026-11-02".to_owned()
        )
    );
    let quarterly = [
        "2025-12-01",
        "2026-03-02",
        "2026-06-01",
        "2026-08-31",
        "2026-11-02",
    ];
    assert_eq!(decided(&quarterly).0, Outcome::Pass);
    // What was decided before the period began is where the first gap begins.
    assert_eq!(decided(&["2025-06-01", "2026-02-01"]).0, Outcome::Fail);
    assert_eq!(decided(&quarterly[1..]).0, Outcome::Fail);
}

#[test]
fn the_interval_can_be_changed_for_all_systems_and_for_one() {
    for (config, expected) in [
        (json!({ "review-interval-days": 30 }), Outcome::Fail),
        (json!({ "review-interval-days": 47 }), Outcome::Pass),
        (
            json!({ "systems": { "okta": { "review-interval-days": 30 } } }),
            Outcome::Fail,
        ),
    ] {
        let case = Case::new().config(config.clone());
        assert_eq!(case.outcome(ON_TIME, "okta"), Some(expected), "{config}");
    }
}

#[test]
fn a_system_that_was_never_reviewed_fails_and_hears_of_similar_names() {
    let case = Case::new().decisions("Okta Production,ann,bob@example.com,keep,2026-10-05,");
    let finding = case.finding(ON_TIME, "okta").unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert!(finding.actual.contains("`Okta Production`"));
    assert_eq!(case.outcome(ON_TIME, "okta/ann"), None);
    let named = Case::new()
        .decisions("Okta Production,ann,bob@example.com,keep,2026-10-05,")
        .config(json!({ "systems": { "okta": { "also-called": ["okta production"] } } }));
    assert_eq!(named.outcome(ON_TIME, "okta"), Some(Outcome::Pass));
    assert_eq!(named.outcome(ON_TIME, "okta/ann"), Some(Outcome::Pass));
}

#[test]
fn a_live_account_that_the_review_left_out_fails() {
    let case = Case::new().decisions("okta,ann,bob@example.com,keep,2026-10-05,");
    let finding = case.finding(ON_TIME, "okta/bob").unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "in no review that is recorded; created on 2020-05-01"
    );
    assert_eq!(
        case.outcome(ON_TIME, "okta/cid"),
        None,
        "an account that is not live needs no review"
    );
}

#[test]
fn an_account_created_after_the_review_began_is_left_to_the_next_one() {
    for (created, expected) in [
        ("2026-10-05", Outcome::Fail),
        ("2026-10-06", Outcome::NotApplicable),
        ("", Outcome::Fail),
        ("yesterday", Outcome::Inconclusive),
        ("2026-11-21", Outcome::Inconclusive),
    ] {
        let case = Case::new().okta(&format!(
            "ann,ann@example.com,active,2021-02-01\neva,eva@example.com,active,{created}"
        ));
        assert_eq!(
            case.outcome(ON_TIME, "okta/eva"),
            Some(expected),
            "{created}"
        );
    }
}

#[test]
fn a_name_that_every_review_bears_excuses_nobody() {
    let rows = |review: &str| {
        format!(
            "system,account,reviewer,decision,reviewed on,review\n\
             okta,ann,bob@example.com,keep,2026-04-05,{review}\n\
             okta,ann,bob@example.com,keep,2026-10-05,{review}\n"
        )
    };
    let case = Case::new()
        .okta("ann,ann@example.com,active,\nbob,bob@example.com,active,2026-06-01")
        .reviews(&rows("Quarterly review"));
    assert_eq!(case.outcome(ON_TIME, "okta/bob"), Some(Outcome::Fail));
}

#[test]
fn an_earlier_review_within_the_interval_counts_too() {
    let case = Case::new().reviews(
        "system,account,reviewer,decision,reviewed on,campaign\n\
         okta,ann,bob@example.com,keep,2026-09-01,administrators\n\
         okta,bob,ann@example.com,keep,2026-10-20,everybody else\n",
    );
    assert_eq!(case.outcome(ON_TIME, "okta/ann"), Some(Outcome::Pass));
    assert_eq!(case.outcome(ON_TIME, "okta/bob"), Some(Outcome::Pass));
    let old = Case::new().reviews(
        "system,account,reviewer,decision,reviewed on,campaign\n\
         okta,ann,bob@example.com,keep,2026-08-01,administrators\n\
         okta,bob,ann@example.com,keep,2026-10-20,everybody else\n",
    );
    assert_eq!(old.outcome(ON_TIME, "okta/ann"), Some(Outcome::Fail));
}

#[test]
fn a_row_without_a_decision_is_no_review() {
    for word in ["", "pending", "Not reviewed", "don't know"] {
        let case = Case::new().decisions(&format!(
            "okta,ann,bob@example.com,keep,2026-10-05,\nokta,bob,ann@example.com,{word},,"
        ));
        let finding = case.finding(ON_TIME, "okta/bob").unwrap();
        assert_eq!(finding.outcome, Outcome::Fail, "{word}");
        assert!(
            finding
                .actual
                .starts_with("in the records without a decision"),
            "{}",
            finding.actual
        );
    }
}

#[test]
fn an_export_older_than_the_review_cannot_show_what_it_left_out() {
    let case = Case::new().decisions("okta,ann,bob@example.com,keep,2026-11-21,");
    assert_eq!(
        case.outcome(ON_TIME, "okta/bob"),
        Some(Outcome::Inconclusive)
    );
    assert_eq!(case.outcome(ON_TIME, "okta/ann"), Some(Outcome::Pass));
}

#[test]
fn rows_that_cannot_be_understood_are_inconclusive_with_their_line() {
    for (row, subject) in [
        ("okta,bob,ann@example.com,perhaps,2026-10-05,", "okta/bob"),
        ("okta,bob,ann@example.com,keep,,", "okta/bob"),
        ("okta,bob,ann@example.com,keep,05/10/2026,", "okta/bob"),
        ("okta,bob,ann@example.com,keep,2026-11-23,", "okta/bob"),
        (
            ",bob,ann@example.com,keep,2026-10-05,",
            "access/reviews.csv",
        ),
        (
            "okta,,ann@example.com,keep,2026-10-05,",
            "access/reviews.csv",
        ),
        ("okta,bob", "access/reviews.csv"),
    ] {
        let report = Case::new()
            .decisions(&format!("okta,ann,bob@example.com,keep,2026-10-05,\n{row}"))
            .run();
        for control in [ON_TIME, INDEPENDENT, "revocations-carried-out"] {
            let unclear: Vec<_> = report
                .about(control, subject)
                .into_iter()
                .filter(|finding| finding.outcome == Outcome::Inconclusive)
                .filter(|finding| {
                    let place = &finding.locations[0];
                    place.path == "access/reviews.csv" && place.line == Some(3)
                })
                .collect();
            assert_eq!(unclear.len(), 1, "{control}: {row}");
        }
        // What is missed may stand in the row that cannot be read.
        let bob = report.about(ON_TIME, "okta/bob");
        assert!(
            bob.iter()
                .all(|finding| finding.outcome == Outcome::Inconclusive),
            "{row}: {bob:?}"
        );
        assert!(!bob.is_empty(), "{row}");
        assert_eq!(report.about(ON_TIME, "okta/ann")[0].outcome, Outcome::Pass);
    }
}

#[test]
fn a_record_that_names_accounts_by_address_or_owner_is_understood() {
    for (account, expected) in [
        ("bob@example.com", Some(Outcome::Pass)),
        ("Bob Berg", Some(Outcome::Fail)),
    ] {
        let case = Case::new()
            .accounts(
                "access/accounts-okta.csv",
                "username,employee id,status\nann,1,active\nbob,2,active\n",
            )
            .decisions(&format!("okta,{account},ann@example.com,keep,2026-10-05,"));
        assert_eq!(case.outcome(ON_TIME, "okta/bob"), expected, "{account}");
    }
    let by_column = Case::new().reviews(
        "system,email,reviewer,decision,date\nokta,Bob@example.com,ann@example.com,keep,2026-10-05\n",
    );
    assert_eq!(by_column.outcome(ON_TIME, "okta/bob"), Some(Outcome::Pass));
}

#[test]
fn a_decision_about_another_account_of_the_same_person_does_not_count() {
    // Ann's administrator account was deleted after the review; her daily one was left out of it.
    let case = Case::new().reviews(
        "system,account,email,reviewer,decision,date\n\
         okta,ann-super,ann@example.com,bob@example.com,keep,2026-10-05\n\
         okta,bob,bob@example.com,ann@example.com,keep,2026-10-05\n",
    );
    assert_eq!(case.outcome(ON_TIME, "okta/ann"), Some(Outcome::Fail));
}

#[test]
fn an_address_with_two_accounts_names_neither() {
    let case = Case::new()
        .okta("ann,ann@example.com,active,\nann-two,ann@example.com,active,")
        .reviews("system,email,reviewer,decision,date\nokta,ann@example.com,bob@example.com,keep,2026-10-05\n");
    let report = case.run();
    let finding = report.about(ON_TIME, "okta/ann@example.com")[0];
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert!(finding.actual.contains("reviews.columns.account"));
}

#[test]
fn the_system_of_a_record_comes_from_its_name_where_no_column_says_it() {
    let text = "account,reviewer,decision,date\nann,bob@example.com,keep,2026-10-05\n";
    let named = Case::new().without("reviews").file(
        "reviews",
        "access/reviews-okta-2026-Q4.csv",
        SHOWN,
        text,
    );
    assert_eq!(named.outcome(ON_TIME, "okta/ann"), Some(Outcome::Pass));
    let only = Case::new().reviews(text);
    assert_eq!(only.outcome(ON_TIME, "okta/ann"), Some(Outcome::Pass));
    let other =
        Case::new()
            .without("reviews")
            .file("reviews", "access/reviews-jira.csv", SHOWN, text);
    assert_eq!(other.outcome(ON_TIME, "okta"), Some(Outcome::Fail));
    let two = Case::new()
        .accounts("access/accounts-jira.csv", ACCOUNTS)
        .reviews(text);
    let report = two.run();
    let finding = report.about(ON_TIME, "access/reviews.csv")[0];
    assert!(finding.actual.contains("reviews.columns.system"));
    assert_eq!(
        report.about(ON_TIME, "okta")[0].outcome,
        Outcome::Inconclusive,
        "the record that cannot be read may be about it"
    );
}

#[test]
fn nobody_may_review_their_own_account() {
    let case = Case::new()
        .decisions("okta,ann,Ann@example.com,keep,2026-10-05,\nokta,bob,2,keep,2026-10-05,");
    for subject in ["okta/ann", "okta/bob"] {
        let finding = case.finding(INDEPENDENT, subject).unwrap();
        assert_eq!(finding.outcome, Outcome::Fail, "{subject}");
        assert!(finding.actual.ends_with("an account of their own"));
    }
}

#[test]
fn the_reviewer_must_have_worked_here_on_that_day() {
    for (reviewer, day, expected) in [
        ("bob@example.com", "2026-10-05", Outcome::Pass),
        ("2", "2026-10-05", Outcome::Pass),
        ("cid@example.com", "2026-10-31", Outcome::Pass),
        ("cid@example.com", "2026-11-01", Outcome::Fail),
        ("dan@example.com", "2026-10-05", Outcome::Fail),
        ("zoe@example.com", "2026-10-05", Outcome::Fail),
        ("Bob Berg", "2026-10-05", Outcome::Inconclusive),
        ("", "2026-10-05", Outcome::Inconclusive),
        (
            "bob@example.com; ann@example.com",
            "2026-10-05",
            Outcome::Fail,
        ),
        (
            "bob@example.com; cid@example.com",
            "2026-10-05",
            Outcome::Pass,
        ),
    ] {
        let case = Case::new().decisions(&format!("okta,ann,{reviewer},keep,{day},"));
        assert_eq!(
            case.outcome(INDEPENDENT, "okta/ann"),
            Some(expected),
            "{reviewer} {day}"
        );
    }
}

#[test]
fn only_the_latest_decision_of_an_account_is_judged() {
    let case = Case::new().decisions(
        "okta,ann,ann@example.com,keep,2026-07-05,\nokta,ann,bob@example.com,keep,2026-10-05,",
    );
    assert_eq!(case.outcome(INDEPENDENT, "okta/ann"), Some(Outcome::Pass));
    let reverse = Case::new().decisions(
        "okta,ann,ann@example.com,keep,2026-10-05,\nokta,ann,bob@example.com,keep,2026-07-05,",
    );
    assert_eq!(
        reverse.outcome(INDEPENDENT, "okta/ann"),
        Some(Outcome::Fail)
    );
    let old = Case::new().decisions("okta,ann,ann@example.com,keep,2025-11-21,");
    assert_eq!(old.outcome(INDEPENDENT, "okta/ann"), None);
}

#[test]
fn who_answers_for_a_service_account_does_not_review_it() {
    for (reviewer, expected) in [
        ("ann@example.com", Outcome::Fail),
        ("bob@example.com", Outcome::Pass),
    ] {
        let case = Case::new()
            .okta("svc-a,,active,")
            .decisions(&format!("okta,svc-a,{reviewer},keep,2026-10-05,"))
            .config(json!({
                "service-accounts": [{ "account": "svc-*", "owner": "ann@example.com" }]
            }));
        assert_eq!(case.outcome(INDEPENDENT, "okta/svc-a"), Some(expected));
    }
}

#[test]
fn whether_the_reviewer_is_another_is_open_where_the_owner_is_not_known() {
    let case = Case::new()
        .okta("zoe,zoe@example.com,active,")
        .decisions("okta,zoe,bob@example.com,keep,2026-10-05,");
    assert_eq!(
        case.outcome(INDEPENDENT, "okta/zoe"),
        Some(Outcome::Inconclusive)
    );
    let own = Case::new()
        .okta("zoe,zoe@example.com,active,")
        .decisions("okta,zoe,zoe@example.com,keep,2026-10-05,");
    assert_eq!(own.outcome(INDEPENDENT, "okta/zoe"), Some(Outcome::Fail));
}

#[test]
fn a_self_review_of_an_account_that_is_gone_still_fails() {
    let case = Case::new().decisions(
        "okta,ann,bob@example.com,keep,2026-10-05,\n\
         okta,dan@example.com,dan@example.com,keep,2026-10-05,\n\
         okta,gone,ann@example.com,keep,2026-10-05,",
    );
    assert_eq!(
        case.outcome(INDEPENDENT, "okta/dan@example.com"),
        Some(Outcome::Fail)
    );
    assert_eq!(case.outcome(INDEPENDENT, "okta/gone"), None);
}

#[test]
fn the_history_report_of_entra_access_reviews_is_understood() {
    // Columns of the downloadable access review history report of Microsoft Entra.
    let case = Case::new()
        .accounts(
            "access/accounts-payroll.csv",
            "userPrincipalName,displayName,mail,accountEnabled,createdDateTime\n\
             ann@example.com,Ann,ann@example.com,True,8/19/2021 1:25:31 PM\n\
             bob@example.com,Bob,bob@example.com,True,8/19/2021 1:25:31 PM\n",
        )
        .without("reviews")
        .file(
            "reviews",
            "access/access-review-history.csv",
            SHOWN,
            "AccessReviewId,ReviewType,ResourceDisplayName,ReviewName,CreatedDateTime,ReviewStartDate,ReviewEndDate,ReviewStatus,PrincipalId,PrincipalName,PrincipalUPN,PrincipalType,ReviewDate,ReviewResult,Justification,ReviewerName,ReviewerUPN,ReviewerEmailAddress,AppliedDate\n\
             r1,Application,Payroll,Q4,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-14T00:00:00Z,Applied,p1,Ann,ann@example.com,User,2026-10-05T10:00:00Z,Approve,ok,Bob,bob@example.com,bob@example.com,2026-10-15T00:00:00Z\n\
             r1,Application,Payroll,Q4,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-14T00:00:00Z,Applied,p2,Bob,bob@example.com,User,,NotReviewed,,,,,\n",
        );
    assert_eq!(
        case.outcome(ON_TIME, "payroll/ann@example.com"),
        Some(Outcome::Pass)
    );
    assert_eq!(
        case.outcome(ON_TIME, "payroll/bob@example.com"),
        Some(Outcome::Fail)
    );
    assert_eq!(
        case.outcome(INDEPENDENT, "payroll/ann@example.com"),
        Some(Outcome::Pass)
    );
}
