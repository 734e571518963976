//! Branch protection rules by themselves. An empty list of rules rules out rulesets, so that what is
//! not demanded fails.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

/// Judges branch protection where no ruleset applies.
fn alone(protection: Value) -> Report {
    judge(vec![(PROTECTION, protection), (RULES, json!([]))])
}

#[test]
fn protection_that_demands_everything_passes_and_cites_what_decided() {
    let report = alone(strict_protection());
    hold_all(&report, Pass);
    let reviews = finding(&report, "reviews-required");
    assert_eq!(reviews.expected, "1 or more approving reviews required");
    assert_eq!(reviews.actual, "2 required by branch protection");
    assert_eq!(
        reviews.locations[0].pointer.as_deref(),
        Some("/required_pull_request_reviews/required_approving_review_count")
    );
    assert!(reviews.locations[0].line.is_some());
}

#[test]
fn protection_with_nothing_ticked_fails_everything() {
    let report = alone(bare_protection());
    hold_all(&report, Fail);
    let finding = finding(&report, "reviews-required");
    assert_eq!(
        finding.actual,
        "0 required by branch protection; no ruleset applies"
    );
    assert_eq!(finding.locations[0].path, PROTECTION);
    assert_eq!(finding.locations[1].path, RULES);
}

#[test]
fn the_number_of_approvals_is_compared_with_the_configured_minimum() {
    for (count, minimum, expected) in [(0, 1, Fail), (1, 1, Pass), (1, 2, Fail), (2, 2, Pass)] {
        let pointer = "/required_pull_request_reviews/required_approving_review_count";
        let protection = with(strict_protection(), pointer, json!(count));
        let report = judge_with(
            &json!({"min-approvals": minimum}),
            vec![(PROTECTION, protection), (RULES, json!([]))],
        );
        assert_eq!(
            outcome(&report, "reviews-required"),
            expected,
            "{count} of {minimum}"
        );
    }
}

#[test]
fn stale_approvals_mean_nothing_where_no_approval_is_required() {
    let reviews = "/required_pull_request_reviews";
    let protection = with(
        with(
            strict_protection(),
            &format!("{reviews}/required_approving_review_count"),
            json!(0),
        ),
        &format!("{reviews}/require_code_owner_reviews"),
        json!(false),
    );
    let report = alone(protection.clone());
    assert_eq!(outcome(&report, "stale-reviews-dismissed"), Fail);

    let owned = with(
        protection,
        &format!("{reviews}/require_code_owner_reviews"),
        json!(true),
    );
    assert_eq!(outcome(&alone(owned), "stale-reviews-dismissed"), Pass);
}

#[test]
fn each_setting_decides_its_own_control() {
    let reviews = "/required_pull_request_reviews";
    for (pointer, value, control) in [
        (
            format!("{reviews}/require_code_owner_reviews"),
            false,
            "code-owner-review-required",
        ),
        (
            format!("{reviews}/dismiss_stale_reviews"),
            false,
            "stale-reviews-dismissed",
        ),
        (
            format!("{reviews}/require_last_push_approval"),
            false,
            "last-push-approval-required",
        ),
        (
            "/required_conversation_resolution/enabled".to_owned(),
            false,
            "conversation-resolution-required",
        ),
        (
            "/required_signatures/enabled".to_owned(),
            false,
            "signed-commits-required",
        ),
        (
            "/required_linear_history/enabled".to_owned(),
            false,
            "linear-history-required",
        ),
        (
            "/allow_force_pushes/enabled".to_owned(),
            true,
            "force-push-blocked",
        ),
        (
            "/allow_deletions/enabled".to_owned(),
            true,
            "deletion-blocked",
        ),
        (
            "/enforce_admins/enabled".to_owned(),
            false,
            "bypass-restricted",
        ),
    ] {
        let report = alone(with(strict_protection(), &pointer, json!(value)));
        for other in CONTROLS {
            let expected = if other == control { Fail } else { Pass };
            assert_eq!(outcome(&report, other), expected, "{other} with {pointer}");
        }
        assert!(
            finding(&report, control)
                .locations
                .iter()
                .any(|place| place.pointer.as_deref() == Some(&pointer)),
            "{control} cites {pointer}"
        );
    }
}

#[test]
fn what_github_leaves_out_is_off_except_where_off_would_protect() {
    for (pointer, control, expected) in [
        ("/required_pull_request_reviews", "reviews-required", Fail),
        ("/required_status_checks", "status-checks-required", Fail),
        ("/required_signatures", "signed-commits-required", Fail),
        ("/required_linear_history", "linear-history-required", Fail),
        (
            "/required_conversation_resolution",
            "conversation-resolution-required",
            Fail,
        ),
        ("/allow_force_pushes", "force-push-blocked", Inconclusive),
        ("/allow_deletions", "deletion-blocked", Inconclusive),
        ("/enforce_admins", "bypass-restricted", Inconclusive),
        (
            "/required_pull_request_reviews/required_approving_review_count",
            "reviews-required",
            Inconclusive,
        ),
        (
            "/required_pull_request_reviews/require_last_push_approval",
            "last-push-approval-required",
            Fail,
        ),
    ] {
        let report = alone(without(strict_protection(), pointer));
        assert_eq!(outcome(&report, control), expected, "without {pointer}");
        let report = alone(with(strict_protection(), pointer, Value::Null));
        assert_eq!(outcome(&report, control), expected, "null at {pointer}");
    }
}

#[test]
fn values_of_the_wrong_type_are_inconclusive_with_their_place() {
    let reviews = "/required_pull_request_reviews";
    for (pointer, value, control) in [
        (reviews.to_owned(), json!([]), "reviews-required"),
        (
            format!("{reviews}/required_approving_review_count"),
            json!("2"),
            "reviews-required",
        ),
        (
            format!("{reviews}/required_approving_review_count"),
            json!(-1),
            "reviews-required",
        ),
        (
            format!("{reviews}/required_approving_review_count"),
            json!(1.5),
            "reviews-required",
        ),
        (
            format!("{reviews}/required_approving_review_count"),
            json!(11),
            "reviews-required",
        ),
        (
            format!("{reviews}/dismiss_stale_reviews"),
            json!("true"),
            "stale-reviews-dismissed",
        ),
        (
            "/required_status_checks".to_owned(),
            json!(true),
            "status-checks-required",
        ),
        (
            "/required_signatures".to_owned(),
            json!(true),
            "signed-commits-required",
        ),
        (
            "/required_signatures/enabled".to_owned(),
            json!(1),
            "signed-commits-required",
        ),
        (
            "/allow_force_pushes".to_owned(),
            json!(false),
            "force-push-blocked",
        ),
        (
            "/enforce_admins/enabled".to_owned(),
            json!("yes"),
            "bypass-restricted",
        ),
    ] {
        let report = alone(with(strict_protection(), &pointer, value.clone()));
        let finding = finding(&report, control);
        assert_eq!(finding.outcome, Inconclusive, "{value} at {pointer}");
        assert!(
            finding
                .locations
                .iter()
                .any(|place| place.pointer.as_deref() == Some(&pointer)),
            "{pointer}: {finding:?}"
        );
    }
}

#[test]
fn an_empty_list_of_checks_requires_nothing() {
    let empty = with(
        with(
            strict_protection(),
            "/required_status_checks/checks",
            json!([]),
        ),
        "/required_status_checks/contexts",
        json!([]),
    );
    let report = alone(empty);
    let finding = finding(&report, "status-checks-required");
    assert_eq!(finding.outcome, Fail);
    assert!(
        finding
            .actual
            .starts_with("no check is required by branch protection")
    );
    assert_eq!(
        outcome(&report, "bypass-restricted"),
        Pass,
        "the reviews still hold everybody"
    );
}

#[test]
fn checks_and_the_older_contexts_each_suffice_but_must_not_differ() {
    let status = "/required_status_checks";
    let old = without(strict_protection(), &format!("{status}/checks"));
    assert_eq!(outcome(&alone(old), "status-checks-required"), Pass);
    let new = without(strict_protection(), &format!("{status}/contexts"));
    assert_eq!(outcome(&alone(new.clone()), "status-checks-required"), Pass);
    let neither = without(new, &format!("{status}/checks"));
    assert_eq!(
        outcome(&alone(neither), "status-checks-required"),
        Inconclusive
    );
    for (key, value) in [
        ("contexts", json!(["build"])),
        ("checks", json!([])),
        ("contexts", json!([1])),
        ("checks", json!([{"app_id": 1}])),
        ("checks", json!("build")),
    ] {
        let differing = with(strict_protection(), &format!("{status}/{key}"), value);
        assert_eq!(
            outcome(&alone(differing.clone()), "status-checks-required"),
            Inconclusive,
            "{differing}"
        );
    }
}

#[test]
fn configured_checks_must_all_be_required() {
    for (names, expected) in [
        (json!(["build"]), Pass),
        (json!(["build", "test"]), Pass),
        (json!(["build", "scan"]), Fail),
    ] {
        let report = judge_with(
            &json!({"required-checks": names}),
            vec![(PROTECTION, strict_protection()), (RULES, json!([]))],
        );
        let finding = finding(&report, "status-checks-required");
        assert_eq!(finding.outcome, expected, "{names}");
        if expected == Fail {
            assert!(finding.actual.starts_with("not required: scan"));
        }
    }
}

#[test]
fn checks_must_run_on_the_newest_state_only_where_that_is_configured() {
    let loose = with(
        strict_protection(),
        "/required_status_checks/strict",
        json!(false),
    );
    assert_eq!(
        outcome(&alone(loose.clone()), "status-checks-required"),
        Pass
    );
    let config = json!({"up-to-date": true});
    let report = judge_with(&config, vec![(PROTECTION, loose), (RULES, json!([]))]);
    assert_eq!(outcome(&report, "status-checks-required"), Fail);
    let report = judge_with(
        &config,
        vec![(PROTECTION, strict_protection()), (RULES, json!([]))],
    );
    assert_eq!(outcome(&report, "status-checks-required"), Pass);
}

#[test]
fn a_list_of_people_who_may_skip_the_review_opens_a_way_around() {
    let pointer = "/required_pull_request_reviews/bypass_pull_request_allowances";
    for (allowances, expected) in [
        (json!({"users": [], "teams": [], "apps": []}), Pass),
        (json!({}), Pass),
        (
            json!({"users": [{"login": "ann", "id": 1}], "teams": [], "apps": []}),
            Fail,
        ),
        (
            json!({"users": [], "teams": [{"slug": "release", "id": 2}]}),
            Fail,
        ),
        (
            json!({"users": [], "teams": [], "apps": [{"slug": "bot", "id": 3}]}),
            Fail,
        ),
        (json!({"users": "ann"}), Inconclusive),
        (json!({"users": [{"id": 1}]}), Inconclusive),
        (json!([]), Inconclusive),
    ] {
        let report = alone(with(strict_protection(), pointer, allowances.clone()));
        let finding = finding(&report, "bypass-restricted");
        assert_eq!(finding.outcome, expected, "{allowances}: {finding:?}");
    }
    let report = alone(with(
        strict_protection(),
        pointer,
        json!({"users": [{"login": "ann"}], "teams": [{"slug": "release"}]}),
    ));
    assert_eq!(
        finding(&report, "bypass-restricted").actual,
        "required reviews can be bypassed; branch protection: user ann, team release \
         (`bypass_pull_request_allowances`)"
    );
}

#[test]
fn who_may_push_is_no_way_around_the_review() {
    let protection = with(
        strict_protection(),
        "/restrictions",
        json!({"users": [{"login": "ann"}], "teams": [], "apps": []}),
    );
    hold_all(&alone(protection), Pass);
}

#[test]
fn the_older_enforcement_level_says_whom_the_checks_bind() {
    let pointer = "/required_status_checks/enforcement_level";
    let level = |level: &str, admins: bool| {
        alone(with(
            with(
                strict_protection(),
                "/enforce_admins/enabled",
                json!(admins),
            ),
            pointer,
            json!(level),
        ))
    };
    hold(
        &level("everyone", true),
        &[
            ("bypass-restricted", Pass),
            ("status-checks-required", Pass),
        ],
    );
    assert_eq!(
        outcome(&level("non_admins", true), "bypass-restricted"),
        Inconclusive
    );
    assert_eq!(
        outcome(&level("non_admins", false), "bypass-restricted"),
        Fail
    );
    assert_eq!(outcome(&level("off", true), "status-checks-required"), Fail);
    assert_eq!(
        outcome(&level("some", true), "bypass-restricted"),
        Inconclusive
    );
}

#[test]
fn the_refusal_that_the_branch_is_not_protected_fails_everything() {
    let report = judge(vec![(PROTECTION, not_protected()), (RULES, json!([]))]);
    hold_all(&report, Fail);
    let reviews = finding(&report, "reviews-required");
    assert_eq!(
        reviews.actual,
        "0 required; GitHub answered `Branch not protected`; no ruleset applies"
    );
    assert_eq!(reviews.locations.len(), 2);
    assert!(
        finding(&report, "bypass-restricted")
            .actual
            .starts_with("neither required reviews nor required checks, so")
    );
}

#[test]
fn other_refusals_say_nothing_about_the_branch() {
    for message in [
        "Not Found",
        "Branch not found",
        "Bad credentials",
        "Resource not accessible by integration",
        "API rate limit exceeded for user ID 7.",
    ] {
        let refusal = json!({"message": message, "status": "404"});
        let report = judge(vec![(PROTECTION, refusal), (RULES, json!([]))]);
        hold_all(&report, Inconclusive);
        assert!(
            finding(&report, "reviews-required")
                .actual
                .contains(&format!("GitHub answered `{message}`"))
        );
    }
}

#[test]
fn a_plan_without_the_feature_enforces_nothing() {
    let refusal = json!({
        "message": "Upgrade to GitHub Pro or make this repository public to enable this feature.",
        "documentation_url": "https://docs.github.com/rest/branches/branch-protection",
        "status": "403"
    });
    let report = judge(vec![(PROTECTION, refusal.clone()), (RULES, refusal)]);
    hold_all(&report, Fail);
}

#[test]
fn what_the_answer_says_of_itself_is_stronger_than_its_path() {
    let report = judge(vec![
        ("exports/2026/any-name.json", strict_protection()),
        ("github/acme/api/protection-main.json", not_protected()),
    ]);
    assert_eq!(outcome(&report, "reviews-required"), Pass);
    assert_eq!(
        about(&report, "reviews-required", "acme/api:main").outcome,
        Inconclusive
    );
}
