//! Which repositories and branches are judged, and what is said of how many there are.

use super::*;
use Outcome::{Fail, Inconclusive, NotApplicable, Pass};

fn subjects<'a>(report: &'a Report, control: &str) -> Vec<(&'a str, Outcome)> {
    report.outcomes(control)
}

fn population(report: &Report, control: &str) -> Option<u64> {
    report
        .populations
        .iter()
        .find(|population| population.control == control)
        .map(|population| population.size)
}

#[test]
fn a_ruleset_of_the_organisation_and_the_list_of_repositories_show_all_of_them() {
    let mut archived = repository("acme/old");
    archived["archived"] = json!(true);
    let mut other = repository("acme/api");
    other["default_branch"] = json!("trunk");
    let report = judge(vec![
        (ORG_RULESET, organization_ruleset()),
        (
            "github/acme/repos.json",
            json!([repository("acme/web"), other, archived]),
        ),
    ]);
    for control in CONTROLS {
        assert_eq!(
            subjects(&report, control),
            [
                ("acme/api:trunk", Pass),
                ("acme/old:main", NotApplicable),
                ("acme/web:main", Pass),
            ]
        );
        assert_eq!(population(&report, control), Some(3));
    }
    assert_eq!(report.tallies.len(), 2);
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn a_listed_repository_without_evidence_is_inconclusive() {
    let report = judge(vec![
        (
            "github/acme/repos.json",
            json!([repository("acme/web"), repository("acme/api")]),
        ),
        (PROTECTION, strict_protection()),
    ]);
    assert_eq!(
        subjects(&report, "reviews-required"),
        [("acme/api:main", Inconclusive), ("acme/web:main", Pass)]
    );
    let finding = about(&report, "reviews-required", "acme/api:main");
    assert_eq!(
        finding.actual,
        "GET /repos/acme/api/branches/main/protection is not among the evidence; \
         GET /repos/acme/api/rules/branches/main is not among the evidence"
    );
    assert_eq!(finding.locations[0].pointer.as_deref(), Some("/1"));
}

#[test]
fn without_a_list_nothing_is_said_of_how_many_there_are() {
    let report = judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, strict_protection()),
    ]);
    assert_eq!(report.populations, []);
    let report = judge(vec![
        (REPO, json!([repository("acme/web")])),
        (PROTECTION, strict_protection()),
    ]);
    assert_eq!(
        report.populations,
        [],
        "one repository in a list of its own"
    );
    let report = judge(vec![
        ("github/acme/repos.json", json!([repository("acme/web")])),
        (PROTECTION, strict_protection()),
        ("github/beta/x/protection-main.json", not_protected()),
    ]);
    assert_eq!(report.populations, [], "beta's repositories are not listed");
}

#[test]
fn a_list_of_repositories_that_fills_a_page_is_inconclusive() {
    let many: Value = (0..30)
        .map(|number| repository(&format!("acme/r{number}")))
        .collect();
    let path = "github/acme/repos.json";
    let report = judge(vec![
        (path, many.clone()),
        (ORG_RULESET, organization_ruleset()),
    ]);
    let finding = about(&report, "reviews-required", path);
    assert_eq!(finding.outcome, Inconclusive);
    assert!(finding.actual.contains("exactly one page"));
    assert_eq!(report.populations, []);

    let report = judge(vec![
        (path, json!([many])),
        (ORG_RULESET, organization_ruleset()),
    ]);
    assert!(
        subjects(&report, "reviews-required")
            .iter()
            .all(|(_, outcome)| *outcome == Pass)
    );
    assert_eq!(population(&report, "reviews-required"), Some(30));
}

#[test]
fn configured_repositories_must_have_evidence_and_others_are_left_out() {
    let report = judge_with(
        &json!({"repositories": ["Acme/Web", "acme/api", "acme/web"]}),
        vec![
            (PROTECTION, strict_protection()),
            ("github/acme/docs/protection-main.json", not_protected()),
        ],
    );
    assert_eq!(
        subjects(&report, "reviews-required"),
        [
            ("Acme/Web:main", Pass),
            ("acme/api:~DEFAULT_BRANCH", Inconclusive)
        ]
    );
    assert_eq!(population(&report, "reviews-required"), Some(2));
}

#[test]
fn configuration_that_names_no_repository_or_pattern_is_refused() {
    for config in [
        json!({"repositories": ["web"]}),
        json!({"repositories": ["acme/web/main"]}),
        json!({"branches": ["[main"]}),
    ] {
        assert!(
            matches!(
                try_judge(&config, vec![(PROTECTION, strict_protection())]),
                Err(Failure::Config(_))
            ),
            "{config}"
        );
    }
    for config in [
        json!({"repository": []}),
        json!({"mechanisms": "classic"}),
        json!({"leave-out": ["reviews-required"]}),
    ] {
        assert!(try_judge(&config, vec![]).is_err(), "{config}");
    }
}

#[test]
fn the_default_branch_is_judged_where_it_is_known() {
    let mut repo = repository("acme/web");
    repo["default_branch"] = json!("trunk");
    let report = judge(vec![
        (REPO, repo),
        (PROTECTION, strict_protection()),
        ("github/acme/web/protection-trunk.json", not_protected()),
        ("github/acme/web/rules-trunk.json", json!([])),
    ]);
    assert_eq!(
        subjects(&report, "reviews-required"),
        [("acme/web:trunk", Fail)]
    );
}

#[test]
fn without_it_main_and_master_are_taken_for_it_and_said_so() {
    for (branches, expected) in [
        (vec!["main"], vec!["acme/web:main"]),
        (vec!["master", "dev"], vec!["acme/web:master"]),
        (
            vec!["main", "master"],
            vec!["acme/web:main", "acme/web:master"],
        ),
        (vec!["dev"], vec!["acme/web:~DEFAULT_BRANCH"]),
    ] {
        let paths: Vec<String> = branches
            .iter()
            .map(|branch| format!("github/acme/web/branches/{branch}/protection.json"))
            .collect();
        let report = judge(
            paths
                .iter()
                .map(|path| (path.as_str(), not_protected()))
                .collect(),
        );
        let names: Vec<&str> = subjects(&report, "reviews-required")
            .into_iter()
            .map(|(subject, _)| subject)
            .collect();
        assert_eq!(names, expected);
    }
    let report = judge(vec![(PROTECTION, strict_protection())]);
    let attributes = &finding(&report, "reviews-required").attributes;
    assert_eq!(attributes[0].key, "default-branch");
    assert_eq!(attributes[0].value, "assumed from its name");
}

#[test]
fn configured_branches_are_judged_by_name_and_by_pattern() {
    let files = || {
        vec![
            (REPO, repository("acme/web")),
            (PROTECTION, strict_protection()),
            (
                "github/acme/web/branches/release/1.0/protection.json",
                not_protected(),
            ),
            ("github/acme/web/protection-dev.json", not_protected()),
        ]
    };
    for (branches, expected) in [
        (json!(["~DEFAULT_BRANCH"]), vec!["acme/web:main"]),
        (
            json!(["~DEFAULT_BRANCH", "release/*"]),
            vec!["acme/web:main", "acme/web:release/1.0"],
        ),
        (
            json!(["~ALL"]),
            vec!["acme/web:dev", "acme/web:main", "acme/web:release/1.0"],
        ),
        (json!(["prod"]), vec!["acme/web:prod"]),
        (json!(["hotfix/*"]), vec!["acme/web"]),
    ] {
        let report = judge_with(&json!({"branches": branches}), files());
        let names: Vec<&str> = subjects(&report, "reviews-required")
            .into_iter()
            .map(|(subject, _)| subject)
            .collect();
        assert_eq!(names, expected, "{branches}");
    }
    for branches in [json!(["prod"]), json!(["hotfix/*"])] {
        let report = judge_with(&json!({"branches": branches}), files());
        assert_eq!(subjects(&report, "reviews-required")[0].1, Inconclusive);
    }
}

#[test]
fn archived_and_disabled_repositories_and_skipped_forks_are_not_applicable() {
    for (key, config, expected) in [
        ("archived", json!({}), NotApplicable),
        ("disabled", json!({}), NotApplicable),
        ("fork", json!({}), Fail),
        ("fork", json!({"skip-forks": true}), NotApplicable),
    ] {
        let mut repo = repository("acme/web");
        repo[key] = json!(true);
        let files = vec![
            (REPO, repo),
            (PROTECTION, not_protected()),
            (RULES, json!([])),
        ];
        let report = judge_with(&config, files.clone());
        hold_all(&report, expected);
        if expected == NotApplicable {
            let place = &finding(&report, "reviews-required").locations[0];
            assert_eq!(place.pointer, Some(format!("/{key}")));
            let mut config = config;
            config["branches"] = json!(["nothing/*"]);
            let report = judge_with(&config, files);
            assert_eq!(
                about(&report, "reviews-required", "acme/web").outcome,
                NotApplicable
            );
        }
    }
}

#[test]
fn answers_that_differ_about_a_repository_excuse_nothing() {
    let mut archived = repository("acme/web");
    archived["archived"] = json!(true);
    let report = judge(vec![
        (REPO, repository("acme/web")),
        ("github/acme/repos.json", json!([archived])),
        (PROTECTION, not_protected()),
        (RULES, json!([])),
    ]);
    assert_eq!(outcome(&report, "reviews-required"), Fail);
    assert_eq!(
        about(&report, "reviews-required", "acme/web").outcome,
        Inconclusive
    );
}

#[test]
fn a_sparse_answer_about_a_repository_completes_a_full_one() {
    let sparse = json!({"full_name": "acme/web"});
    let report = judge(vec![
        (REPO, repository("acme/web")),
        ("github/acme/repos.json", json!([sparse])),
        (PROTECTION, not_protected()),
        (RULES, json!([])),
    ]);
    assert_eq!(
        subjects(&report, "reviews-required"),
        [("acme/web:main", Fail)]
    );
}

#[test]
fn evidence_that_names_no_repository_is_inconclusive() {
    for files in [
        vec![(ORG_RULESET, organization_ruleset())],
        vec![("github/acme/rulesets.json", json!([]))],
        vec![],
    ] {
        let report = judge(files);
        for control in CONTROLS {
            assert_eq!(
                about(&report, control, "repositories").outcome,
                Inconclusive
            );
        }
        assert_eq!(report.populations, []);
    }
}

#[test]
fn an_empty_list_of_repositories_shows_nothing() {
    let path = "github/acme/repos.json";
    let report = judge(vec![(path, json!([]))]);
    assert_eq!(
        about(&report, "reviews-required", path).outcome,
        Inconclusive
    );
}

#[test]
fn controls_that_are_left_out_are_neither_described_nor_judged() {
    use tickmark_plugin::Plugin;
    let config = json!({"leave-out": ["signed-commits-required", "linear-history-required"]});
    let report = judge_with(&config, vec![(PROTECTION, strict_protection())]);
    assert_eq!(subjects(&report, "signed-commits-required"), []);
    assert_eq!(outcome(&report, "reviews-required"), Pass);

    let described = |config: Option<Value>| -> Vec<String> {
        let config =
            config.map(|it| tickmark_plugin::reexport::serde_json::from_value(it).unwrap());
        GithubBranchProtection::controls(config.as_ref())
            .into_iter()
            .map(|control| control.id)
            .collect()
    };
    assert_eq!(described(None), CONTROLS);
    assert_eq!(described(Some(config)), CONTROLS[..9]);
    let all = json!({"leave-out": [
        "code-owner-review-required", "last-push-approval-required",
        "conversation-resolution-required", "signed-commits-required", "linear-history-required"
    ]});
    assert_eq!(described(Some(all)).len(), 6);
}
