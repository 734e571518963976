//! The plugin on answers written here in GitHub's own form.

mod classic;
mod layering;
mod robustness;
mod rulesets;
mod scope;

use tickmark_plugin::reexport::serde_json::{Value, json};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Failure, Finding, Outcome, Report};

use crate::GithubBranchProtection;

const SUBJECT: &str = "acme/web:main";
const PROTECTION: &str = "github/acme/web/branches/main/protection.json";
const RULES: &str = "github/acme/web/branches/main/rules.json";
const BRANCH: &str = "github/acme/web/branches/main/branch.json";
const REPO: &str = "github/acme/web/repo.json";
const RULESETS: &str = "github/acme/web/rulesets.json";
const RULESET: &str = "github/acme/web/ruleset-42.json";
const ORG_RULESET: &str = "github/acme/ruleset-21.json";

/// Every control, by its id.
const CONTROLS: [&str; 11] = [
    "reviews-required",
    "code-owner-review-required",
    "stale-reviews-dismissed",
    "last-push-approval-required",
    "conversation-resolution-required",
    "status-checks-required",
    "bypass-restricted",
    "force-push-blocked",
    "deletion-blocked",
    "signed-commits-required",
    "linear-history-required",
];

/// Files and what they hold.
type Files<'a> = Vec<(&'a str, Value)>;

fn try_judge(config: &Value, files: Files<'_>) -> Result<Report, Failure> {
    let evidence = files
        .into_iter()
        .fold(MemoryEvidence::new(), |evidence, (path, answer)| {
            let text = format!("{answer:#}");
            evidence.collected("settings", path, "2026-11-20T10:00:00Z", text)
        });
    run::<GithubBranchProtection>(&config.to_string(), "2026-11-22", &evidence)
}

fn judge_with(config: &Value, files: Files<'_>) -> Report {
    try_judge(config, files).unwrap()
}

fn judge(files: Files<'_>) -> Report {
    judge_with(&json!({}), files)
}

/// The only finding of a control about a subject.
fn about<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let findings = report.about(control, subject);
    assert_eq!(
        findings.len(),
        1,
        "{control} about {subject} in {:?}",
        report.outcomes(control)
    );
    findings[0]
}

fn finding<'a>(report: &'a Report, control: &str) -> &'a Finding {
    about(report, control, SUBJECT)
}

fn outcome(report: &Report, control: &str) -> Outcome {
    finding(report, control).outcome
}

/// Holds the outcomes of some controls about the usual branch.
fn hold(report: &Report, expected: &[(&str, Outcome)]) {
    for (control, outcome) in expected {
        let finding = finding(report, control);
        assert_eq!(finding.outcome, *outcome, "{control}: {finding:?}");
    }
}

/// Holds one outcome for all controls about the usual branch.
fn hold_all(report: &Report, outcome: Outcome) {
    hold(report, &CONTROLS.map(|control| (control, outcome)));
}

/// A copy with the value at a JSON Pointer replaced or added.
fn with(mut answer: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = answer.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        _ => parent[key] = value,
    }
    answer
}

/// A copy without the value at a JSON Pointer.
fn without(mut answer: Value, pointer: &str) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = answer.pointer_mut(parent).unwrap();
    assert!(parent.as_object_mut().unwrap().remove(key).is_some());
    answer
}

/// Branch protection that demands everything of everybody.
fn strict_protection() -> Value {
    let url = "https://api.github.com/repos/acme/web/branches/main/protection";
    json!({
        "url": url,
        "required_status_checks": {
            "url": format!("{url}/required_status_checks"),
            "strict": true,
            "contexts": ["build", "test"],
            "contexts_url": format!("{url}/required_status_checks/contexts"),
            "checks": [
                {"context": "build", "app_id": 15368},
                {"context": "test", "app_id": null}
            ]
        },
        "required_pull_request_reviews": {
            "url": format!("{url}/required_pull_request_reviews"),
            "dismiss_stale_reviews": true,
            "require_code_owner_reviews": true,
            "require_last_push_approval": true,
            "required_approving_review_count": 2
        },
        "required_signatures": {"url": format!("{url}/required_signatures"), "enabled": true},
        "enforce_admins": {"url": format!("{url}/enforce_admins"), "enabled": true},
        "required_linear_history": {"enabled": true},
        "allow_force_pushes": {"enabled": false},
        "allow_deletions": {"enabled": false},
        "block_creations": {"enabled": false},
        "required_conversation_resolution": {"enabled": true},
        "lock_branch": {"enabled": false},
        "allow_fork_syncing": {"enabled": false}
    })
}

/// Branch protection as GitHub makes it when nothing is ticked.
fn bare_protection() -> Value {
    let url = "https://api.github.com/repos/acme/web/branches/main/protection";
    json!({
        "url": url,
        "required_signatures": {"url": format!("{url}/required_signatures"), "enabled": false},
        "enforce_admins": {"url": format!("{url}/enforce_admins"), "enabled": false},
        "required_linear_history": {"enabled": false},
        "allow_force_pushes": {"enabled": true},
        "allow_deletions": {"enabled": true},
        "block_creations": {"enabled": false},
        "required_conversation_resolution": {"enabled": false},
        "lock_branch": {"enabled": false},
        "allow_fork_syncing": {"enabled": false}
    })
}

fn not_protected() -> Value {
    json!({
        "message": "Branch not protected",
        "documentation_url": "https://docs.github.com/rest/branches/branch-protection#get-branch-protection",
        "status": "404"
    })
}

/// Rules that demand everything.
fn strict_rules() -> Value {
    json!([
        {"type": "deletion"},
        {"type": "non_fast_forward"},
        {"type": "required_linear_history"},
        {"type": "required_signatures"},
        {
            "type": "pull_request",
            "parameters": {
                "required_approving_review_count": 1,
                "dismiss_stale_reviews_on_push": true,
                "required_reviewers": [],
                "require_code_owner_review": true,
                "require_last_push_approval": true,
                "required_review_thread_resolution": true,
                "allowed_merge_methods": ["squash"]
            }
        },
        {
            "type": "required_status_checks",
            "parameters": {
                "strict_required_status_checks_policy": true,
                "do_not_enforce_on_create": false,
                "required_status_checks": [{"context": "build", "integration_id": 15368}]
            }
        }
    ])
}

/// The repository's own ruleset 42, active on the default branch, without bypass.
fn ruleset() -> Value {
    json!({
        "id": 42,
        "name": "main",
        "target": "branch",
        "source_type": "Repository",
        "source": "acme/web",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": strict_rules(),
        "node_id": "RRS_lACqUmVwb3NpdG9yec4",
        "created_at": "2025-03-01T08:00:00.000+01:00",
        "updated_at": "2026-10-01T08:00:00.000+02:00",
        "bypass_actors": [],
        "current_user_can_bypass": "never",
        "_links": {
            "self": {"href": "https://api.github.com/repos/acme/web/rulesets/42"},
            "html": {"href": "https://github.com/acme/web/rules/42"}
        }
    })
}

/// The organisation's ruleset 21 for the default branch of all its repositories.
fn organization_ruleset() -> Value {
    let mut ruleset = without(ruleset(), "/current_user_can_bypass");
    ruleset["id"] = json!(21);
    ruleset["name"] = json!("everywhere");
    ruleset["source_type"] = json!("Organization");
    ruleset["source"] = json!("acme");
    ruleset["conditions"]["repository_name"] =
        json!({"include": ["~ALL"], "exclude": [], "protected": true});
    ruleset
}

/// The entry of a list for ruleset 42.
fn entry() -> Value {
    let mut entry = without(ruleset(), "/rules");
    for key in ["conditions", "bypass_actors", "current_user_can_bypass"] {
        entry.as_object_mut().unwrap().remove(key);
    }
    entry
}

/// The rules of a ruleset as GitHub lists them for a branch.
fn applying(rules: &Value, source_type: &str, source: &str, id: u32) -> Value {
    rules
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            let mut rule = rule.clone();
            rule["ruleset_source_type"] = json!(source_type);
            rule["ruleset_source"] = json!(source);
            rule["ruleset_id"] = json!(id);
            rule
        })
        .collect()
}

fn repository(name: &str) -> Value {
    let (owner, short) = name.split_once('/').unwrap();
    json!({
        "id": 1001,
        "name": short,
        "full_name": name,
        "private": true,
        "owner": {"login": owner, "id": 7, "type": "Organization"},
        "fork": false,
        "default_branch": "main",
        "archived": false,
        "disabled": false,
        "visibility": "private",
        "updated_at": "2026-11-01T10:00:00Z"
    })
}

fn branch(protected: bool) -> Value {
    json!({
        "name": "main",
        "commit": {"sha": "5f0c9d1", "url": "https://api.github.com/repos/acme/web/commits/5f0c9d1"},
        "_links": {"self": "https://api.github.com/repos/acme/web/branches/main"},
        "protected": protected,
        "protection": {
            "enabled": false,
            "required_status_checks": {"enforcement_level": "off", "contexts": [], "checks": []}
        },
        "protection_url": "https://api.github.com/repos/acme/web/branches/main/protection"
    })
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<GithubBranchProtection>(env!("CARGO_MANIFEST_DIR"));
}
