//! Branch protection and rulesets together, and what missing halves allow one to say.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

fn reviews(count: u32) -> Value {
    with(
        bare_protection(),
        "/required_pull_request_reviews",
        json!({
            "dismiss_stale_reviews": false,
            "require_code_owner_reviews": false,
            "require_last_push_approval": false,
            "required_approving_review_count": count
        }),
    )
}

#[test]
fn the_strictest_demand_counts() {
    for (classic, in_ruleset, minimum, expected) in [
        (2, 1, 2, Pass),
        (1, 2, 2, Pass),
        (1, 1, 2, Fail),
        (0, 1, 1, Pass),
    ] {
        let mut rules = strict_rules();
        rules[4]["parameters"]["required_approving_review_count"] = json!(in_ruleset);
        let report = judge_with(
            &json!({"min-approvals": minimum}),
            vec![
                (PROTECTION, reviews(classic)),
                (RULES, applying(&rules, "Repository", "acme/web", 42)),
            ],
        );
        assert_eq!(
            outcome(&report, "reviews-required"),
            expected,
            "{classic} and {in_ruleset} of {minimum}"
        );
    }
}

#[test]
fn each_mechanism_adds_what_the_other_lacks() {
    let report = judge(vec![
        (PROTECTION, reviews(1)),
        (
            RULES,
            applying(
                &json!([{"type": "non_fast_forward"}]),
                "Organization",
                "acme",
                21,
            ),
        ),
    ]);
    hold(
        &report,
        &[
            ("reviews-required", Pass),
            ("force-push-blocked", Pass),
            ("deletion-blocked", Fail),
        ],
    );
    assert_eq!(
        finding(&report, "force-push-blocked").actual,
        "blocked by ruleset 21 of acme"
    );
    assert_eq!(
        finding(&report, "deletion-blocked").actual,
        "not blocked by branch protection, ruleset 21 of acme; no other ruleset applies"
    );
}

#[test]
fn checks_of_all_sources_count_together() {
    let protection = with(
        bare_protection(),
        "/required_status_checks",
        json!({"strict": false, "contexts": ["test"], "checks": [{"context": "test", "app_id": 1}]}),
    );
    for (names, expected) in [
        (json!(["build", "test"]), Pass),
        (json!(["build", "test", "scan"]), Fail),
    ] {
        let report = judge_with(
            &json!({"required-checks": names}),
            vec![
                (PROTECTION, protection.clone()),
                (
                    RULES,
                    applying(&strict_rules(), "Repository", "acme/web", 42),
                ),
            ],
        );
        assert_eq!(
            outcome(&report, "status-checks-required"),
            expected,
            "{names}"
        );
    }
}

#[test]
fn one_mechanism_is_enough_to_pass_and_not_enough_to_fail() {
    let report = judge(vec![(PROTECTION, strict_protection())]);
    hold_all(&report, Pass);

    let report = judge(vec![(PROTECTION, bare_protection())]);
    hold_all(&report, Inconclusive);
    assert_eq!(
        finding(&report, "reviews-required").actual,
        "0 required by branch protection; GET /repos/acme/web/rules/branches/main is not among the \
         evidence"
    );

    let report = judge(vec![(RULES, json!([]))]);
    hold_all(&report, Inconclusive);
    assert!(
        finding(&report, "reviews-required")
            .actual
            .contains("GET /repos/acme/web/branches/main/protection is not among the evidence")
    );
}

#[test]
fn a_mechanism_that_is_not_in_use_excuses_nothing() {
    let classic = json!({"mechanisms": "branch-protection"});
    hold_all(
        &judge_with(&classic, vec![(PROTECTION, bare_protection())]),
        Fail,
    );
    let rulesets = json!({"mechanisms": "rulesets"});
    hold_all(&judge_with(&rulesets, vec![(RULES, json!([]))]), Fail);
    let refused = json!({"message": "Not Found"});
    hold_all(
        &judge_with(
            &rulesets,
            vec![(RULES, json!([])), (PROTECTION, refused.clone())],
        ),
        Fail,
    );
    hold_all(
        &judge_with(
            &classic,
            vec![(PROTECTION, bare_protection()), (RULES, refused)],
        ),
        Fail,
    );
    let report = judge_with(
        &classic,
        vec![(PROTECTION, bare_protection()), (RULESET, ruleset())],
    );
    assert_eq!(
        outcome(&report, "reviews-required"),
        Inconclusive,
        "a ruleset that is there is not talked away"
    );
}

#[test]
fn a_whole_list_of_rulesets_rules_out_others() {
    let report = judge(vec![(PROTECTION, bare_protection()), (RULESETS, json!([]))]);
    hold_all(&report, Fail);
    assert!(
        finding(&report, "reviews-required")
            .actual
            .ends_with("; no ruleset is listed")
    );
}

#[test]
fn a_listed_ruleset_without_its_rules_leaves_open_what_is_not_shown_elsewhere() {
    let report = judge(vec![(PROTECTION, reviews(1)), (RULESETS, json!([entry()]))]);
    hold(
        &report,
        &[
            ("reviews-required", Pass),
            ("force-push-blocked", Inconclusive),
            ("bypass-restricted", Inconclusive),
        ],
    );
    assert!(
        finding(&report, "force-push-blocked")
            .actual
            .contains("ruleset 42 (main) may apply: the ruleset itself is not among the evidence")
    );
    for idle in [
        with(entry(), "/enforcement", json!("disabled")),
        with(entry(), "/enforcement", json!("evaluate")),
        with(entry(), "/target", json!("tag")),
    ] {
        let report = judge(vec![
            (PROTECTION, bare_protection()),
            (RULESETS, json!([idle])),
        ]);
        hold_all(&report, Fail);
    }
}

#[test]
fn an_entry_of_an_organisations_list_may_apply_to_each_of_its_repositories() {
    let mut entry = entry();
    entry["id"] = json!(21);
    entry["source_type"] = json!("Organization");
    entry["source"] = json!("acme");
    let report = judge(vec![
        (PROTECTION, bare_protection()),
        ("github/orgs/acme/rulesets.json", json!([entry])),
    ]);
    hold_all(&report, Inconclusive);
}

#[test]
fn a_ruleset_that_the_list_of_its_organisation_lacks_does_not_pass() {
    let files = |list: Value| {
        vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (ORG_RULESET, organization_ruleset()),
            ("github/acme/rulesets.json", list),
        ]
    };
    hold_all(&judge(files(json!([]))), Inconclusive);
    let mut entry = organization_ruleset();
    for key in ["rules", "conditions", "bypass_actors"] {
        entry.as_object_mut().unwrap().remove(key);
    }
    hold_all(&judge(files(json!([entry]))), Pass);
}

#[test]
fn a_list_that_fills_a_page_may_go_on() {
    let many = |count: u32| -> Value {
        (0..count)
            .map(|id| {
                let mut entry = with(entry(), "/enforcement", json!("disabled"));
                entry["id"] = json!(1000 + id);
                entry
            })
            .collect()
    };
    for (list, expected) in [
        (many(29), Fail),
        (many(30), Inconclusive),
        (many(31), Fail),
        (many(100), Inconclusive),
        (json!([many(30)]), Fail),
        (json!([many(30), []]), Fail),
        (json!([many(3), null]), Inconclusive),
    ] {
        let report = judge(vec![(PROTECTION, bare_protection()), (RULESETS, list)]);
        assert_eq!(outcome(&report, "reviews-required"), expected);
    }
    let rules: Value = (0..30).map(|_| json!({"type": "creation"})).collect();
    let rules = applying(&rules, "Repository", "acme/web", 42);
    let report = judge(vec![
        (PROTECTION, bare_protection()),
        (RULES, rules.clone()),
    ]);
    assert_eq!(outcome(&report, "reviews-required"), Inconclusive);
    let report = judge(vec![
        (PROTECTION, bare_protection()),
        (RULES, json!([rules])),
    ]);
    assert_eq!(outcome(&report, "reviews-required"), Fail);
}

#[test]
fn githubs_list_of_the_rules_of_a_branch_decides_which_rulesets_apply() {
    let undecidable = with(
        ruleset(),
        "/conditions/ref_name/include",
        json!(["~SOMETHING"]),
    );
    let report = judge(vec![
        (PROTECTION, not_protected()),
        (
            RULES,
            applying(&strict_rules(), "Repository", "acme/web", 42),
        ),
        (RULESET, undecidable),
    ]);
    hold_all(&report, Pass);
}

#[test]
fn without_the_ruleset_itself_nothing_is_known_of_its_bypass() {
    let rules = applying(&strict_rules(), "Repository", "acme/web", 42);
    let report = judge(vec![(PROTECTION, not_protected()), (RULES, rules.clone())]);
    for control in CONTROLS {
        let expected = if control == "bypass-restricted" {
            Inconclusive
        } else {
            Pass
        };
        assert_eq!(outcome(&report, control), expected, "{control}");
    }
    assert!(
        finding(&report, "bypass-restricted")
            .actual
            .contains("ruleset 42 of acme/web: the ruleset itself is not among the evidence")
    );
    let disabled = with(ruleset(), "/enforcement", json!("disabled"));
    let report = judge(vec![
        (PROTECTION, not_protected()),
        (RULES, rules.clone()),
        (RULESET, disabled),
    ]);
    assert_eq!(outcome(&report, "bypass-restricted"), Inconclusive);
    let anonymous: Value = strict_rules()
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| with(rule.clone(), "/ruleset_source", json!("acme/web")))
        .collect();
    for rules in [anonymous, strict_rules()] {
        let report = judge(vec![
            (PROTECTION, not_protected()),
            (RULES, rules),
            (RULESET, ruleset()),
        ]);
        hold(
            &report,
            &[
                ("reviews-required", Pass),
                ("bypass-restricted", Inconclusive),
            ],
        );
    }
}

#[test]
fn a_ruleset_left_over_from_an_earlier_collection_does_not_pass() {
    let report = judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, not_protected()),
        (RULES, json!([])),
        (RULESET, ruleset()),
    ]);
    hold_all(&report, Inconclusive);
    assert!(
        finding(&report, "reviews-required")
            .actual
            .contains("GitHub's list of the rules that apply does not hold it")
    );
    let report = judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, not_protected()),
        (RULESETS, json!([])),
        (RULESET, ruleset()),
    ]);
    hold_all(&report, Inconclusive);
}

#[test]
fn answers_that_deny_each_other_do_not_pass() {
    let report = judge(vec![
        (PROTECTION, strict_protection()),
        (BRANCH, branch(false)),
    ]);
    hold_all(&report, Inconclusive);

    let report = judge(vec![
        (REPO, repository("acme/web")),
        (
            RULESETS,
            json!([with(entry(), "/enforcement", json!("disabled"))]),
        ),
        (RULESET, ruleset()),
        (PROTECTION, not_protected()),
    ]);
    hold_all_but_ruleset_problem(&report);

    let report = judge(vec![
        (PROTECTION, not_protected()),
        (RULES, json!([])),
        (BRANCH, branch(true)),
    ]);
    hold_all(&report, Inconclusive);
}

fn hold_all_but_ruleset_problem(report: &Report) {
    hold_all(report, Inconclusive);
    assert_eq!(
        about(report, "reviews-required", "acme/web ruleset 42 (main)").outcome,
        Inconclusive
    );
}

#[test]
fn a_branch_that_nothing_protects_fails_on_that_word_alone() {
    let report = judge(vec![(BRANCH, branch(false))]);
    hold_all(&report, Fail);
    assert_eq!(
        finding(&report, "reviews-required").actual,
        "0 required; GitHub says that nothing protects the branch"
    );
    let report = judge(vec![(BRANCH, branch(true))]);
    hold_all(&report, Inconclusive);
}

#[test]
fn copies_of_a_ruleset_complete_each_other_and_must_agree() {
    let other = "github/acme/web/copy-of-ruleset-42.json";
    let withheld = without(ruleset(), "/bypass_actors");
    let files = |copy: Value| {
        vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (RULESETS, json!([entry()])),
            (RULESET, withheld.clone()),
            (other, copy),
        ]
    };
    hold_all(&judge(files(ruleset())), Pass);
    assert_eq!(
        outcome(&judge(files(withheld.clone())), "bypass-restricted"),
        Inconclusive
    );
    for (pointer, value) in [
        ("/rules", json!([])),
        ("/enforcement", json!("disabled")),
        ("/conditions/ref_name/include", json!(["~ALL"])),
    ] {
        let report = judge(files(with(ruleset(), pointer, value)));
        hold_all(&report, Inconclusive);
    }
    let actors = json!([{"actor_id": 5, "actor_type": "RepositoryRole"}]);
    let report = judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, not_protected()),
        (RULESETS, json!([entry()])),
        (RULESET, ruleset()),
        (other, with(ruleset(), "/bypass_actors", actors)),
    ]);
    hold_all(&report, Inconclusive);
}

mod bypass {
    use super::*;

    const ADMINS: &str = "/enforce_admins/enabled";

    fn open_ruleset() -> Value {
        with(
            ruleset(),
            "/bypass_actors",
            json!([{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]),
        )
    }

    fn both(protection: Value, ruleset: Value) -> Report {
        judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, protection),
            (RULESETS, json!([entry()])),
            (RULESET, ruleset),
        ])
    }

    #[test]
    fn one_rule_that_holds_everybody_is_enough() {
        let open = with(strict_protection(), ADMINS, json!(false));
        let report = both(open.clone(), ruleset());
        assert_eq!(
            finding(&report, "bypass-restricted").actual,
            "nobody may bypass required reviews (ruleset 42 (main)), required checks (ruleset 42 \
             (main)), the block on force pushes (branch protection, ruleset 42 (main)), the block \
             on deletion (branch protection, ruleset 42 (main))"
        );
        hold_all(&report, Pass);
        hold_all(&both(strict_protection(), open_ruleset()), Pass);
        assert_eq!(
            outcome(&both(open, open_ruleset()), "bypass-restricted"),
            Fail
        );
    }

    #[test]
    fn the_rule_that_holds_everybody_must_demand_enough_by_itself() {
        let open = with(strict_protection(), ADMINS, json!(false));
        let files = || {
            vec![
                (REPO, repository("acme/web")),
                (PROTECTION, open.clone()),
                (RULESETS, json!([entry()])),
                (RULESET, ruleset()),
            ]
        };
        let report = judge_with(&json!({"min-approvals": 2}), files());
        hold(
            &report,
            &[("reviews-required", Pass), ("bypass-restricted", Fail)],
        );
        let report = judge_with(&json!({"required-checks": ["build", "test"]}), files());
        hold(
            &report,
            &[
                ("status-checks-required", Pass),
                ("bypass-restricted", Fail),
            ],
        );
        assert!(
            finding(&report, "bypass-restricted")
                .actual
                .starts_with("required checks can be bypassed; branch protection: administrators")
        );
    }

    #[test]
    fn a_missing_half_might_hold_those_whom_the_other_lets_through() {
        let open = with(strict_protection(), ADMINS, json!(false));
        let report = judge(vec![(PROTECTION, open.clone())]);
        assert_eq!(outcome(&report, "bypass-restricted"), Inconclusive);
        let report = judge(vec![(PROTECTION, open.clone()), (RULES, json!([]))]);
        assert_eq!(outcome(&report, "bypass-restricted"), Fail);
        // What may apply but has a way around as well cannot help.
        let maybe = with(
            open_ruleset(),
            "/conditions/ref_name/include",
            json!(["~SOMETHING"]),
        );
        let report = both(open, maybe);
        assert_eq!(outcome(&report, "bypass-restricted"), Fail);
    }

    #[test]
    fn what_is_not_shown_of_one_gate_does_not_spoil_the_other() {
        let protection = without(strict_protection(), "/required_status_checks");
        let report = judge(vec![(PROTECTION, protection)]);
        hold(
            &report,
            &[
                ("bypass-restricted", Pass),
                ("status-checks-required", Inconclusive),
            ],
        );
        assert_eq!(
            finding(&report, "bypass-restricted").actual,
            "nobody may bypass required reviews (branch protection), the block on force pushes \
             (branch protection), the block on deletion (branch protection)"
        );
    }
}

#[test]
fn a_ruleset_that_denies_what_githubs_list_says_of_it_does_not_pass() {
    let listed = applying(&strict_rules(), "Repository", "acme/web", 42);
    let lax = with(ruleset(), "/rules", json!([]));
    let elsewhere = with(
        ruleset(),
        "/conditions/ref_name/include",
        json!(["refs/heads/release"]),
    );
    let disabled = with(ruleset(), "/enforcement", json!("disabled"));
    for own in [lax, elsewhere, disabled] {
        let report = judge(vec![
            (REPO, repository("acme/web")),
            (PROTECTION, not_protected()),
            (RULES, listed.clone()),
            (RULESET, own.clone()),
        ]);
        for control in CONTROLS {
            assert_ne!(outcome(&report, control), Pass, "{control}: {own}");
        }
    }
}
