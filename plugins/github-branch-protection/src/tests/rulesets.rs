//! Rulesets by themselves: what they demand, when they apply, who may bypass them.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

/// Judges a ruleset where branch protection is ruled out and the list of rulesets is whole.
fn alone(ruleset: Value) -> Report {
    judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, not_protected()),
        (RULESETS, json!([entry()])),
        (RULESET, ruleset),
    ])
}

fn with_rules(rules: Value) -> Report {
    alone(with(ruleset(), "/rules", rules))
}

fn condition(include: &Value, exclude: &Value) -> Report {
    let report = alone(with(
        ruleset(),
        "/conditions/ref_name",
        json!({"include": include, "exclude": exclude}),
    ));
    let outcomes: Vec<_> = CONTROLS
        .map(|control| outcome(&report, control))
        .into_iter()
        .collect();
    assert!(
        outcomes.windows(2).all(|pair| pair[0] == pair[1]),
        "a ruleset applies whole or not at all: {outcomes:?}"
    );
    report
}

#[test]
fn a_ruleset_that_demands_everything_passes_and_cites_what_decided() {
    let report = alone(ruleset());
    hold_all(&report, Pass);
    let reviews = finding(&report, "reviews-required");
    assert_eq!(reviews.actual, "1 required by ruleset 42 (main)");
    assert_eq!(reviews.locations[0].path, RULESET);
    assert_eq!(
        reviews.locations[0].pointer.as_deref(),
        Some("/rules/4/parameters/required_approving_review_count")
    );
    assert_eq!(
        finding(&report, "force-push-blocked").locations[0]
            .pointer
            .as_deref(),
        Some("/rules/1/type")
    );
}

#[test]
fn only_an_active_ruleset_counts() {
    for (enforcement, expected) in [
        ("active", Pass),
        ("evaluate", Fail),
        ("disabled", Fail),
        ("enabled", Inconclusive),
        ("", Inconclusive),
    ] {
        let report = judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (
                RULESETS,
                json!([with(entry(), "/enforcement", json!(enforcement))]),
            ),
            (RULESET, with(ruleset(), "/enforcement", json!(enforcement))),
        ]);
        hold_all(&report, expected);
    }
}

#[test]
fn only_a_ruleset_for_branches_counts() {
    for (target, expected) in [
        (json!("tag"), Fail),
        (json!("push"), Fail),
        (json!("repository"), Fail),
        (json!("commit"), Inconclusive),
        (Value::Null, Inconclusive),
    ] {
        let report = judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (RULESETS, json!([with(entry(), "/target", target.clone())])),
            (RULESET, with(ruleset(), "/target", target)),
        ]);
        hold_all(&report, expected);
    }
}

#[test]
fn conditions_decide_which_branches_are_covered() {
    for (include, exclude, expected) in [
        (json!(["~DEFAULT_BRANCH"]), json!([]), Pass),
        (json!(["~ALL"]), json!([]), Pass),
        (json!(["refs/heads/main"]), json!([]), Pass),
        (json!(["refs/heads/m*"]), json!([]), Pass),
        (json!(["refs/heads/**/*"]), json!([]), Pass),
        (
            json!(["refs/heads/release/*", "refs/heads/main"]),
            json!([]),
            Pass,
        ),
        (json!(["~ALL"]), json!(["refs/heads/dev*"]), Pass),
        (json!([]), json!([]), Fail),
        (json!(["refs/heads/release/*"]), json!([]), Fail),
        (json!(["main"]), json!([]), Fail),
        (json!(["refs/heads/Main"]), json!([]), Fail),
        (json!(["~ALL"]), json!(["refs/heads/main"]), Fail),
        (json!(["~ALL"]), json!(["refs/heads/m?in"]), Fail),
        (json!(["~ALL"]), json!(["~DEFAULT_BRANCH"]), Fail),
        (json!(["~DEFAULT_BRANCH"]), json!(["~ALL"]), Fail),
        (json!(["refs/heads/[main"]), json!([]), Inconclusive),
        (json!(["~ALL"]), json!(["refs/heads/[main"]), Inconclusive),
        (json!(["~SOME"]), json!([]), Inconclusive),
        (json!(["~ALL"]), json!([7]), Inconclusive),
        (json!("~ALL"), json!([]), Inconclusive),
        (Value::Null, json!([]), Inconclusive),
    ] {
        let report = condition(&include, &exclude);
        assert_eq!(
            outcome(&report, "reviews-required"),
            expected,
            "{include} without {exclude}"
        );
    }
}

#[test]
fn a_ruleset_that_does_not_say_for_which_branches_it_is_may_apply() {
    for conditions in [Value::Null, json!({}), json!({"ref_name": {"exclude": []}})] {
        let report = alone(with(ruleset(), "/conditions", conditions));
        hold_all(&report, Inconclusive);
    }
    let silent = without(ruleset(), "/conditions/ref_name/exclude");
    hold_all(&alone(silent), Pass);
}

#[test]
fn without_the_default_branch_known_a_ruleset_for_it_may_apply() {
    let report = judge(vec![
        (PROTECTION, not_protected()),
        (RULESETS, json!([entry()])),
        (RULESET, ruleset()),
    ]);
    hold_all(&report, Inconclusive);
    assert!(
        finding(&report, "reviews-required")
            .actual
            .contains("which branch is the repository's default is not shown")
    );
}

#[test]
fn a_ruleset_for_the_default_branch_needs_no_name_to_protect_it() {
    let subject = "acme/web:~DEFAULT_BRANCH";
    let report = judge(vec![(RULESET, ruleset())]);
    for control in CONTROLS {
        assert_eq!(
            about(&report, control, subject).outcome,
            Pass,
            "{control} needs only one mechanism"
        );
    }
    let named = with(
        ruleset(),
        "/conditions/ref_name/include",
        json!(["refs/heads/main"]),
    );
    let report = judge(vec![(RULESET, named)]);
    assert_eq!(
        about(&report, "reviews-required", subject).outcome,
        Inconclusive
    );
}

#[test]
fn each_rule_decides_its_own_control() {
    for (index, controls) in [
        (0, vec!["deletion-blocked"]),
        (1, vec!["force-push-blocked"]),
        (2, vec!["linear-history-required"]),
        (3, vec!["signed-commits-required"]),
        (
            4,
            vec![
                "reviews-required",
                "code-owner-review-required",
                "stale-reviews-dismissed",
                "last-push-approval-required",
                "conversation-resolution-required",
            ],
        ),
        (5, vec!["status-checks-required"]),
    ] {
        let mut rules = strict_rules();
        rules.as_array_mut().unwrap().remove(index);
        let report = with_rules(rules);
        for control in CONTROLS {
            let expected = if controls.contains(&control) {
                Fail
            } else {
                Pass
            };
            assert_eq!(
                outcome(&report, control),
                expected,
                "{control} without rule {index}"
            );
        }
    }
}

#[test]
fn a_rule_that_demands_nothing_of_this_kind_changes_nothing() {
    let report = with_rules(json!([
        {"type": "update"},
        {"type": "creation"},
        {"type": "commit_message_pattern", "parameters": {"operator": "contains", "pattern": "x"}},
        {"type": "required_deployments", "parameters": {"required_deployment_environments": ["x"]}},
        {"type": "merge_queue", "parameters": {"grouping_strategy": "ALLGREEN"}},
        {"type": "a_rule_of_the_future"}
    ]));
    hold_all(&report, Fail);
}

#[test]
fn malformed_rules_leave_open_what_they_might_demand() {
    let review =
        json!({"type": "pull_request", "parameters": {"required_approving_review_count": "1"}});
    let report = with_rules(json!([{"type": "deletion"}, review]));
    hold(
        &report,
        &[
            ("reviews-required", Inconclusive),
            ("deletion-blocked", Pass),
            ("force-push-blocked", Fail),
            ("code-owner-review-required", Fail),
        ],
    );
    let report = with_rules(json!([{"type": "pull_request"}, {"type": "deletion"}]));
    hold(
        &report,
        &[
            ("reviews-required", Inconclusive),
            ("code-owner-review-required", Inconclusive),
            ("deletion-blocked", Pass),
            ("status-checks-required", Fail),
        ],
    );
    for rules in [
        json!([{"type": 7}]),
        json!([{}]),
        json!(["deletion"]),
        json!([null]),
    ] {
        hold_all(&with_rules(rules), Inconclusive);
    }
}

#[test]
fn required_workflows_and_code_scanning_are_checks() {
    for (rule, expected) in [
        (
            json!({"type": "workflows", "parameters": {"workflows": [
                {"path": ".github/workflows/ci.yml", "repository_id": 9}
            ]}}),
            Pass,
        ),
        (
            json!({"type": "workflows", "parameters": {"workflows": []}}),
            Fail,
        ),
        (
            json!({"type": "code_scanning", "parameters": {"code_scanning_tools": [
                {"tool": "CodeQL", "security_alerts_threshold": "high_or_higher", "alerts_threshold": "errors"}
            ]}}),
            Pass,
        ),
        (
            json!({"type": "code_scanning", "parameters": {"code_scanning_tools": [
                {"tool": "CodeQL", "security_alerts_threshold": "none", "alerts_threshold": "none"}
            ]}}),
            Fail,
        ),
        (
            json!({"type": "code_scanning", "parameters": {"code_scanning_tools": [
                {"tool": "CodeQL", "security_alerts_threshold": "none"}
            ]}}),
            Inconclusive,
        ),
        (
            json!({"type": "required_status_checks", "parameters": {
                "strict_required_status_checks_policy": true, "required_status_checks": []
            }}),
            Fail,
        ),
        (
            json!({"type": "required_status_checks", "parameters": {}}),
            Inconclusive,
        ),
        (json!({"type": "workflows"}), Inconclusive),
        (
            json!({"type": "workflows", "parameters": {"workflows": [{}]}}),
            Inconclusive,
        ),
    ] {
        let report = with_rules(json!([rule]));
        assert_eq!(
            outcome(&report, "status-checks-required"),
            expected,
            "{rule}"
        );
    }
}

#[test]
fn a_merge_queue_runs_checks_on_the_newest_state() {
    let mut rules = strict_rules();
    rules[5]["parameters"]["strict_required_status_checks_policy"] = json!(false);
    let judge_rules = |rules: Value| {
        judge_with(
            &json!({"up-to-date": true}),
            vec![
                (REPO, repository("acme/web")),
                (PROTECTION, not_protected()),
                (RULESETS, json!([entry()])),
                (RULESET, with(ruleset(), "/rules", rules)),
            ],
        )
    };
    assert_eq!(
        outcome(&judge_rules(rules.clone()), "status-checks-required"),
        Fail
    );
    rules
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "merge_queue"}));
    assert_eq!(outcome(&judge_rules(rules), "status-checks-required"), Pass);
}

#[test]
fn reviews_by_teams_for_certain_files_are_not_taken_for_reviews_of_everything() {
    let mut rules = strict_rules();
    rules[4]["parameters"]["required_approving_review_count"] = json!(0);
    rules[4]["parameters"]["required_reviewers"] = json!([
        {"file_patterns": ["*"], "minimum_approvals": 1, "reviewer": {"id": 5, "type": "Team"}}
    ]);
    assert_eq!(
        outcome(&with_rules(rules.clone()), "reviews-required"),
        Inconclusive
    );
    rules[4]["parameters"]["required_reviewers"][0]["minimum_approvals"] = json!(0);
    assert_eq!(outcome(&with_rules(rules), "reviews-required"), Fail);
}

#[test]
fn anybody_on_the_bypass_list_opens_a_way_around() {
    for (actor, words) in [
        (
            json!({"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}),
            "RepositoryRole admin (always)",
        ),
        (
            json!({"actor_id": 234, "actor_type": "Team", "bypass_mode": "pull_request"}),
            "Team 234 (pull_request)",
        ),
        (
            json!({"actor_id": 1, "actor_type": "OrganizationAdmin"}),
            "OrganizationAdmin (always)",
        ),
        (
            json!({"actor_id": null, "actor_type": "DeployKey", "bypass_mode": "exempt"}),
            "DeployKey (exempt)",
        ),
        (
            json!({"actor_id": 8, "actor_type": "User", "bypass_mode": "exempt"}),
            "User 8 (exempt)",
        ),
        (json!(7), "an actor of unknown type (always)"),
    ] {
        let report = alone(with(ruleset(), "/bypass_actors", json!([actor])));
        let finding = finding(&report, "bypass-restricted");
        assert_eq!(finding.outcome, Fail, "{actor}");
        assert_eq!(
            finding.actual,
            format!(
                "required reviews can be bypassed; ruleset 42 (main): {words} (`bypass_actors`)"
            )
        );
        assert_eq!(
            finding.locations[0].pointer.as_deref(),
            Some("/bypass_actors")
        );
        assert_eq!(outcome(&report, "reviews-required"), Pass);
    }
}

#[test]
fn a_bypass_on_pull_requests_is_no_way_to_push_or_delete() {
    for (mode, expected) in [("pull_request", Pass), ("always", Fail), ("exempt", Fail)] {
        let mut blocks = with(
            ruleset(),
            "/rules",
            json!([{"type": "non_fast_forward"}, {"type": "deletion"}]),
        );
        blocks["bypass_actors"] =
            json!([{"actor_id": 234, "actor_type": "Team", "bypass_mode": mode}]);
        let protection = with(
            with(
                strict_protection(),
                "/allow_force_pushes/enabled",
                json!(true),
            ),
            "/allow_deletions/enabled",
            json!(true),
        );
        let report = judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, protection),
            (RULESETS, json!([entry()])),
            (RULESET, blocks),
        ]);
        let finding = finding(&report, "bypass-restricted");
        assert_eq!(finding.outcome, expected, "{mode}: {finding:?}");
        if expected == Fail {
            assert!(
                finding
                    .actual
                    .starts_with("the block on force pushes can be bypassed; ruleset 42")
            );
        }
    }
}

#[test]
fn a_withheld_bypass_list_leaves_the_bypass_open_and_nothing_else() {
    let withheld = without(ruleset(), "/bypass_actors");
    let report = alone(withheld.clone());
    for control in CONTROLS {
        let expected = if control == "bypass-restricted" {
            Inconclusive
        } else {
            Pass
        };
        assert_eq!(outcome(&report, control), expected, "{control}");
    }
    for (own, expected) in [
        ("never", Inconclusive),
        ("always", Fail),
        ("pull_requests_only", Fail),
        ("exempt", Fail),
    ] {
        let report = alone(with(
            withheld.clone(),
            "/current_user_can_bypass",
            json!(own),
        ));
        assert_eq!(outcome(&report, "bypass-restricted"), expected, "{own}");
    }
    for malformed in [Value::Null, json!({}), json!("none")] {
        let report = alone(with(ruleset(), "/bypass_actors", malformed));
        assert_eq!(outcome(&report, "bypass-restricted"), Inconclusive);
    }
}

#[test]
fn a_ruleset_that_was_changed_after_its_collection_is_not_believed() {
    for (key, time) in [
        ("updated_at", json!("2026-11-21T00:00:00Z")),
        ("created_at", json!("2027-01-01T00:00:00Z")),
        ("updated_at", json!("yesterday")),
        ("updated_at", json!(2026)),
    ] {
        let report = alone(with(ruleset(), &format!("/{key}"), time.clone()));
        assert_eq!(
            outcome(&report, "reviews-required"),
            Inconclusive,
            "{key} {time}"
        );
        assert_eq!(
            about(&report, "reviews-required", RULESET).outcome,
            Inconclusive
        );
    }
}

#[test]
fn rulesets_that_are_no_rulesets_are_problems() {
    for (pointer, value) in [
        ("/id", json!("42")),
        ("/id", Value::Null),
        ("/source", json!("web")),
        ("/source", json!(7)),
        ("/source_type", json!("Team")),
        ("/rules", json!({})),
    ] {
        let ruleset = with(ruleset(), pointer, value.clone());
        let report = judge(vec![
            ("exports/r.json", ruleset),
            (REPO, repository("acme/web")),
        ]);
        for control in CONTROLS {
            assert_eq!(
                about(&report, control, "exports/r.json").outcome,
                Inconclusive,
                "{value} at {pointer}"
            );
        }
    }
}

#[test]
fn a_source_without_its_owner_is_completed_from_the_path() {
    let report = alone(with(ruleset(), "/source", json!("web")));
    hold_all(&report, Pass);
}

mod of_an_organisation {
    use super::*;

    fn report(ruleset: Value) -> Report {
        judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (RULESETS, json!([without_content(&ruleset)])),
            (ORG_RULESET, ruleset),
        ])
    }

    fn without_content(ruleset: &Value) -> Value {
        let mut entry = ruleset.clone();
        for key in ["rules", "conditions", "bypass_actors"] {
            entry.as_object_mut().unwrap().remove(key);
        }
        entry
    }

    fn names(include: &Value, exclude: &Value) -> Outcome {
        let ruleset = with(
            organization_ruleset(),
            "/conditions/repository_name",
            json!({"include": include, "exclude": exclude}),
        );
        outcome(&report(ruleset), "reviews-required")
    }

    #[test]
    fn names_of_repositories_decide() {
        for (include, exclude, expected) in [
            (json!(["~ALL"]), json!([]), Pass),
            (json!(["web"]), json!([]), Pass),
            (json!(["w*"]), json!([]), Pass),
            (json!(["api", "web"]), json!([]), Pass),
            (json!(["~ALL"]), json!(["api"]), Pass),
            (json!(["api"]), json!([]), Fail),
            (json!(["acme/web"]), json!([]), Fail),
            (json!(["~ALL"]), json!(["w?b"]), Fail),
            (json!([]), json!([]), Fail),
            (json!(["WEB"]), json!([]), Inconclusive),
            (json!(["~ALL"]), json!(["[A-Z]eb"]), Inconclusive),
            (json!(["~DEFAULT_BRANCH"]), json!([]), Inconclusive),
            (json!([1]), json!([]), Inconclusive),
        ] {
            assert_eq!(
                names(&include, &exclude),
                expected,
                "{include} without {exclude}"
            );
        }
    }

    #[test]
    fn a_star_may_or_may_not_match_a_leading_dot() {
        let ruleset = with(
            organization_ruleset(),
            "/conditions/repository_name/include",
            json!(["*"]),
        );
        let path = "github/acme/.github/protection-main.json";
        let report = judge(vec![
            ("github/acme/.github/repo.json", repository("acme/.github")),
            (path, not_protected()),
            (ORG_RULESET, ruleset),
        ]);
        assert_eq!(
            about(&report, "reviews-required", "acme/.github:main").outcome,
            Inconclusive
        );
    }

    #[test]
    fn numbers_of_repositories_decide_where_the_repository_is_known() {
        for (ids, expected) in [
            (json!([1001, 7]), Pass),
            (json!([7]), Fail),
            (json!(["1001"]), Inconclusive),
            (json!(null), Inconclusive),
        ] {
            let mut ruleset = without(organization_ruleset(), "/conditions/repository_name");
            ruleset["conditions"]["repository_id"] = json!({"repository_ids": ids});
            assert_eq!(
                outcome(&report(ruleset.clone()), "reviews-required"),
                expected,
                "{ids}"
            );
        }
        let mut ruleset = without(organization_ruleset(), "/conditions/repository_name");
        ruleset["conditions"]["repository_id"] = json!({"repository_ids": [1001]});
        let unknown = judge(vec![
            (REPO, without(repository("acme/web"), "/id")),
            (PROTECTION, not_protected()),
            (ORG_RULESET, ruleset),
        ]);
        assert_eq!(outcome(&unknown, "reviews-required"), Inconclusive);
    }

    #[test]
    fn properties_and_missing_conditions_leave_it_open() {
        let mut by_property = without(organization_ruleset(), "/conditions/repository_name");
        by_property["conditions"]["repository_property"] =
            json!({"include": [{"name": "tier", "property_values": ["1"]}], "exclude": []});
        hold_all(&report(by_property), Inconclusive);
        let silent = without(organization_ruleset(), "/conditions/repository_name");
        hold_all(&report(silent), Inconclusive);
        let mut both = organization_ruleset();
        both["conditions"]["repository_id"] = json!({"repository_ids": [1001]});
        hold_all(&report(both), Inconclusive);
    }

    #[test]
    fn a_ruleset_of_another_organisation_does_not_apply() {
        let report = judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (RULESETS, json!([])),
            (
                ORG_RULESET,
                with(organization_ruleset(), "/source", json!("umbrella")),
            ),
        ]);
        hold_all(&report, Fail);
    }

    #[test]
    fn the_organisation_is_compared_without_regard_to_case() {
        let ruleset = with(organization_ruleset(), "/source", json!("ACME"));
        hold_all(&report(ruleset), Pass);
    }

    #[test]
    fn a_ruleset_of_an_enterprise_may_apply() {
        let mut ruleset = with(organization_ruleset(), "/source_type", json!("Enterprise"));
        ruleset["source"] = json!("acme-group");
        hold_all(&report(ruleset), Inconclusive);
    }
}
