//! Malformed, damaged and hostile evidence.

use tickmark_plugin::testing::damaged;
use tickmark_plugin::{Check, Day};

use super::*;
use crate::Config;
use crate::branches::Branches;
use crate::evidence::Evidence;
use crate::pattern::Work;
use Outcome::{Inconclusive, Pass};

fn raw(files: Vec<(&str, Vec<u8>)>) -> Report {
    let evidence = files
        .into_iter()
        .fold(MemoryEvidence::new(), |evidence, (path, bytes)| {
            evidence.file("settings", path, bytes)
        });
    run::<GithubBranchProtection>("{}", "2026-11-22", &evidence).unwrap()
}

#[test]
fn damaged_answers_are_survived_and_never_pass_whole() {
    for (path, answer) in [
        (PROTECTION, strict_protection()),
        (
            RULES,
            applying(&strict_rules(), "Repository", "acme/web", 42),
        ),
        (RULESET, ruleset()),
        (REPO, repository("acme/web")),
        ("github/acme/repos.json", json!([repository("acme/web")])),
        (RULESETS, json!([entry()])),
        (BRANCH, branch(true)),
        (PROTECTION, not_protected()),
    ] {
        for (name, bytes) in damaged(format!("{answer:#}").as_bytes()) {
            let report = raw(vec![(path, bytes)]);
            for control in CONTROLS {
                let outcomes = report.outcomes(control);
                assert!(
                    !outcomes.is_empty()
                        && outcomes.iter().all(|(_, outcome)| *outcome == Inconclusive),
                    "{name} of {path}: {outcomes:?}"
                );
            }
        }
    }
}

#[test]
fn a_damaged_file_is_inconclusive_and_the_others_are_judged() {
    let whole = format!("{:#}", strict_protection());
    for (name, bytes) in damaged(format!("{:#}", ruleset()).as_bytes()) {
        let report = raw(vec![
            (PROTECTION, whole.clone().into_bytes()),
            (RULESET, bytes),
        ]);
        for control in CONTROLS {
            assert_eq!(outcome(&report, control), Pass, "{name}");
            assert_eq!(about(&report, control, RULESET).outcome, Inconclusive);
        }
    }
}

#[test]
fn what_is_no_answer_of_the_api_is_a_problem_under_every_control() {
    for answer in [
        json!({}),
        json!(null),
        json!("acme"),
        json!(7),
        json!([]),
        json!([7]),
        json!([[]]),
        json!([[], 7]),
        json!([[[]]]),
        json!({"url": "https://api.github.com/repos/acme/web/branches/main/protection/enforce_admins", "enabled": true}),
        json!({"url": "https://example.com/x/protection", "enforce_admins": {"enabled": true}}),
        json!({"enforce_admins": {"enabled": true}}),
        json!({"full_name": "web"}),
        json!({"full_name": 7}),
        json!({"full_name": "acme/web", "archived": "false"}),
        json!({"full_name": "acme/web", "default_branch": ""}),
        json!({"full_name": "acme/web", "id": "7"}),
        json!({"name": "main", "protected": "yes"}),
        json!({"name": "main", "protected": true}),
        json!({"message": "Branch not protected"}),
        json!({"message": "Not Found"}),
        json!({"id": 21, "actor_id": 12, "result": "bypass", "rule_evaluations": []}),
        json!({"version_id": 3, "state": {"id": 42, "enforcement": "active"}}),
        json!([{"type": "deletion", "ruleset_id": 42, "ruleset_source": "acme/web"}]),
        json!([entry_without_source()]),
    ] {
        let path = "exports/answer.json";
        let report = judge(vec![(path, answer.clone())]);
        for control in CONTROLS {
            let findings = report.about(control, path);
            assert!(
                !findings.is_empty()
                    && findings
                        .iter()
                        .all(|finding| finding.outcome == Inconclusive
                            && finding.locations[0].path == path),
                "{answer}: {:?}",
                report.outcomes(control)
            );
            assert!(
                report
                    .outcomes(control)
                    .iter()
                    .all(|(_, outcome)| *outcome == Inconclusive)
            );
        }
    }
}

fn entry_without_source() -> Value {
    without(entry(), "/source")
}

#[test]
fn one_malformed_element_of_a_list_is_a_problem_and_the_others_are_read() {
    let path = "github/acme/repos.json";
    let report = judge(vec![
        (
            path,
            json!([repository("acme/web"), {"full_name": 7}, repository("acme/api")]),
        ),
        (ORG_RULESET, organization_ruleset()),
    ]);
    assert_eq!(
        report.outcomes("reviews-required"),
        [
            ("acme/api:main", Pass),
            ("acme/web:main", Pass),
            (path, Inconclusive)
        ]
    );
    assert_eq!(
        about(&report, "reviews-required", path).locations[0]
            .pointer
            .as_deref(),
        Some("/1/full_name")
    );
    assert_eq!(report.tallies[0].records, 3);
    assert_eq!(
        report.populations,
        [],
        "a list with a gap does not say how many there are"
    );
}

#[test]
fn a_list_of_rulesets_with_a_malformed_entry_rules_nothing_out() {
    let report = judge(vec![
        (PROTECTION, bare_protection()),
        (
            RULESETS,
            json!([with(entry(), "/enforcement", json!("disabled")), {"enforcement": "active"}]),
        ),
    ]);
    hold_all(&report, Inconclusive);
    assert_eq!(
        about(&report, "reviews-required", RULESETS).outcome,
        Inconclusive
    );
}

#[test]
fn a_second_answer_to_the_same_question_is_a_problem() {
    for (first, second, answer) in [
        (
            PROTECTION,
            "github/acme/web/protection-main.json",
            strict_protection(),
        ),
        (
            PROTECTION,
            "github/acme/web/protection-main.json",
            not_protected(),
        ),
        (RULES, "github/acme/web/rules-main.json", json!([])),
        (BRANCH, "github/acme/web/branch-main.json", branch(true)),
    ] {
        let report = judge(vec![(first, answer.clone()), (second, answer)]);
        let findings = report.about("reviews-required", SUBJECT);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[1].outcome, Inconclusive);
        assert!(findings[1].actual.contains("a second answer"));
    }
    let report = judge(vec![
        (RULESETS, json!([])),
        ("acme/web/rulesets.json", json!([])),
    ]);
    assert_eq!(
        about(&report, "reviews-required", RULESETS).outcome,
        Inconclusive
    );
}

#[test]
fn many_problems_of_one_file_are_told_shortly() {
    let path = "github/acme/repos.json";
    let bad: Value = (0..1000).map(|_| json!({})).collect();
    let report = judge(vec![(path, bad)]);
    let findings = report.about("reviews-required", path);
    assert_eq!(findings.len(), 20);
    assert!(findings[19].actual.ends_with("are not told"));
}

#[test]
fn long_lists_are_told_shortly() {
    let actors: Value = (0..1000)
        .map(|id| json!({"actor_id": id, "actor_type": "Team", "bypass_mode": "always"}))
        .collect();
    let report = judge(vec![
        (REPO, repository("acme/web")),
        (PROTECTION, not_protected()),
        (RULESETS, json!([entry()])),
        (RULESET, with(ruleset(), "/bypass_actors", actors)),
    ]);
    let actual = &finding(&report, "bypass-restricted").actual;
    assert!(actual.contains("Team 4 (always) and 995 more"), "{actual}");
}

#[test]
fn deep_nesting_is_a_problem() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let report = raw(vec![(RULES, deep.into_bytes())]);
    assert_eq!(
        about(&report, "reviews-required", RULES).outcome,
        Inconclusive
    );
}

#[test]
fn many_repositories_and_many_rulesets_are_compared_only_so_long() {
    let repositories: Value = (0..50)
        .map(|number| repository(&format!("acme/r{number}")))
        .collect();
    let rulesets: Value = (0..50)
        .map(|id| with(organization_ruleset(), "/id", json!(id)))
        .collect();
    let memory = MemoryEvidence::new()
        .file(
            "settings",
            "github/acme/repos.json",
            repositories.to_string(),
        )
        .file(
            "settings",
            "github/acme/rulesets.json",
            rulesets.to_string(),
        );
    let check = Check {
        config: Config::default(),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: None,
        target: None,
        evidence: &memory,
    };
    let evidence = Evidence::read(&check, "settings", &mut Report::new());
    let branches = Branches::of(&evidence, &check.config, &Work::of(1_000)).unwrap();
    assert_eq!(branches.judged.len(), 50);
    let bindings: usize = branches
        .judged
        .iter()
        .map(|branch| branch.bindings.len())
        .sum();
    assert!(bindings <= 2, "{bindings} are held at once");
    let last = branches.judged.last().unwrap();
    assert!(
        last.open
            .iter()
            .any(|open| open.why.starts_with("there are too many rulesets"))
    );
}

#[test]
fn an_answer_that_lies_under_the_name_of_another_branch_is_a_problem() {
    for path in [
        "github/acme/api/branches/main/protection.json",
        "github/acme/web/branches/release/protection.json",
        "github/acme/api/protection-main.json",
    ] {
        let report = judge(vec![(path, strict_protection())]);
        for control in CONTROLS {
            let outcomes = report.outcomes(control);
            assert!(
                outcomes.contains(&(path, Inconclusive)),
                "{control}: {outcomes:?}"
            );
        }
    }
    let path = "github/acme/api/branches/main/branch.json";
    let report = judge(vec![
        (path, branch(true)),
        (PROTECTION, strict_protection()),
    ]);
    assert!(
        report
            .outcomes("reviews-required")
            .contains(&(path, Inconclusive))
    );
}
