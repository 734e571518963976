//! The examples of GitHub's API description.

use std::path::Path;

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};
use tickmark_plugin::reexport::serde_json::json;

use crate::{Judgement, hold, run_on, says};

pub(crate) const FOLDER: &str = "github-openapi-examples/files";

/// Every example of GitHub's API description. What each shows stands in `judge`.
pub(crate) const FILES: [&str; 72] = [
    "enterprises.enterprise.dependabot.alerts.default.json",
    "orgs.org.actions.permissions.artifact-and-log-retention.response.json",
    "orgs.org.actions.permissions.default.json",
    "orgs.org.actions.permissions.fork-pr-contributor-approval.default.json",
    "orgs.org.actions.permissions.fork-pr-workflows-private-repos.default.json",
    "orgs.org.actions.permissions.repositories.default.json",
    "orgs.org.actions.permissions.selected-actions.default.json",
    "orgs.org.actions.permissions.self-hosted-runners.repositories.default.json",
    "orgs.org.actions.permissions.self-hosted-runners.response.json",
    "orgs.org.actions.permissions.workflow.default.json",
    "orgs.org.attestations.repositories.default.json",
    "orgs.org.attestations.subject_digest.default.json",
    "orgs.org.code-scanning.alerts.default.json",
    "orgs.org.copilot-spaces.space_number.collaborators.default.json",
    "orgs.org.default-response.json",
    "orgs.org.dependabot.alerts.default.json",
    "orgs.org.members.default.json",
    "orgs.org.outside_collaborators.default.json",
    "orgs.org.rulesets.default.json",
    "orgs.org.rulesets.rule-suites.default.json",
    "orgs.org.rulesets.rule-suites.rule_suite_id.default.json",
    "orgs.org.rulesets.ruleset_id.default.json",
    "orgs.org.rulesets.ruleset_id.history.default.json",
    "orgs.org.rulesets.ruleset_id.history.version_id.default.json",
    "orgs.org.secret-scanning.alerts.default.json",
    "orgs.org.security-advisories.default.json",
    "repos.owner.repo.actions.permissions.access.default.json",
    "repos.owner.repo.actions.permissions.artifact-and-log-retention.default.json",
    "repos.owner.repo.actions.permissions.default.json",
    "repos.owner.repo.actions.permissions.fork-pr-contributor-approval.default.json",
    "repos.owner.repo.actions.permissions.fork-pr-workflows-private-repos.default.json",
    "repos.owner.repo.actions.permissions.selected-actions.default.json",
    "repos.owner.repo.actions.permissions.workflow.default.json",
    "repos.owner.repo.attestations.subject_digest.default.json",
    "repos.owner.repo.branches.branch.default.json",
    "repos.owner.repo.branches.branch.protection.default.json",
    "repos.owner.repo.branches.branch.protection.enforce_admins.default.json",
    "repos.owner.repo.branches.branch.protection.required_pull_request_reviews.default.json",
    "repos.owner.repo.branches.branch.protection.required_signatures.default.json",
    "repos.owner.repo.branches.branch.protection.required_status_checks.contexts.default.json",
    "repos.owner.repo.branches.branch.protection.required_status_checks.default.json",
    "repos.owner.repo.branches.branch.protection.restrictions.apps.default.json",
    "repos.owner.repo.branches.branch.protection.restrictions.default.json",
    "repos.owner.repo.branches.branch.protection.restrictions.teams.default.json",
    "repos.owner.repo.branches.branch.protection.restrictions.users.default.json",
    "repos.owner.repo.code-scanning.alerts.default.json",
    "repos.owner.repo.code-scanning.analyses.default.json",
    "repos.owner.repo.code-scanning.default-setup.default.json",
    "repos.owner.repo.collaborators.default.json",
    "repos.owner.repo.commits.ref.check-runs.default.json",
    "repos.owner.repo.default-response.json",
    "repos.owner.repo.dependabot.alerts.alert_number.default.json",
    "repos.owner.repo.dependabot.alerts.default.json",
    "repos.owner.repo.deployments.default.json",
    "repos.owner.repo.environments.default.json",
    "repos.owner.repo.hooks.default.json",
    "repos.owner.repo.keys.default.json",
    "repos.owner.repo.private-vulnerability-reporting.default.json",
    "repos.owner.repo.pulls.pull_number.reviews.default.json",
    "repos.owner.repo.rules.branches.branch.default.json",
    "repos.owner.repo.rulesets.default.json",
    "repos.owner.repo.rulesets.rule-suites.default.json",
    "repos.owner.repo.rulesets.rule-suites.rule_suite_id.default.json",
    "repos.owner.repo.rulesets.ruleset_id.default.json",
    "repos.owner.repo.rulesets.ruleset_id.history.default.json",
    "repos.owner.repo.rulesets.ruleset_id.history.version_id.default.json",
    "repos.owner.repo.secret-scanning.alerts.alert_number.default.json",
    "repos.owner.repo.secret-scanning.alerts.alert_number.locations.default.json",
    "repos.owner.repo.secret-scanning.alerts.default.json",
    "repos.owner.repo.security-advisories.default.json",
    "users.username.attestations.subject_digest.default.json",
    "users.username.copilot-spaces.space_number.collaborators.default.json",
];

pub(crate) fn judge(path: &Path) -> Judgement {
    let bytes = std::fs::read(path)?;
    let name = path.file_name().and_then(|name| name.to_str());
    match name.unwrap_or_default() {
        "repos.owner.repo.branches.branch.protection.default.json" => protection(&bytes),
        "repos.owner.repo.branches.branch.default.json" => branch(&bytes),
        "repos.owner.repo.default-response.json" => repository(&bytes),
        "repos.owner.repo.rules.branches.branch.default.json" => rules(&bytes),
        "repos.owner.repo.rulesets.default.json" => rulesets(&bytes),
        "repos.owner.repo.rulesets.ruleset_id.default.json" => ruleset(&bytes),
        "orgs.org.rulesets.ruleset_id.default.json" => organization_ruleset(&bytes),
        _ => never_passes(&bytes),
    }
}

/// Two approvals, code owners, stale and last push, one check, conversations, linear history. Force
/// pushes and deletions are allowed; signatures are not mentioned. `enforce_admins` is on while the
/// checks' `enforcement_level` is `non_admins`: they contradict each other.
fn protection(bytes: &[u8]) -> Judgement {
    let subject = "octocat/Hello-World:master";
    let file = [("any/name.json", bytes)];
    let mut expected = [Pass; 11];
    // Bypass, force pushes, deletion, signatures.
    expected[6..10].fill(Inconclusive);
    let report = run_on(&json!({}), &file)?;
    hold(&report, subject, &expected)?;
    says(
        &report,
        "reviews-required",
        subject,
        "2 required by branch protection",
    )?;
    says(
        &report,
        "status-checks-required",
        subject,
        "continuous-integration/travis-ci required by branch protection",
    )?;
    says(
        &report,
        "bypass-restricted",
        subject,
        "`enforcement_level` is non_admins",
    )?;

    let report = run_on(&json!({"mechanisms": "branch-protection"}), &file)?;
    expected[7..10].fill(Fail);
    hold(&report, subject, &expected)?;
    let report = run_on(&json!({"min-approvals": 3}), &file)?;
    says(
        &report,
        "reviews-required",
        subject,
        "2 required by branch protection; GET /repos/octocat/Hello-World/rules/branches/master",
    )
}

/// `protected` is false.
fn branch(bytes: &[u8]) -> Judgement {
    let report = run_on(&json!({}), &[("any/name.json", bytes)])?;
    hold(&report, "octocat/Hello-World:main", &[Fail; 11])
}

/// The default branch is master; the repository is neither archived nor disabled.
fn repository(bytes: &[u8]) -> Judgement {
    let report = run_on(&json!({}), &[("any/name.json", bytes)])?;
    hold(&report, "octocat/Hello-World:master", &[Inconclusive; 11])
}

/// Two rules about commit messages and authors, of rulesets 42 and 73; nothing else applies.
fn rules(bytes: &[u8]) -> Judgement {
    let place = "github/monalisa/my-repo/branches/main/rules.json";
    let report = run_on(&json!({"mechanisms": "rulesets"}), &[(place, bytes)])?;
    let subject = "monalisa/my-repo:main";
    hold(&report, subject, &[Fail; 11])?;
    says(
        &report,
        "force-push-blocked",
        subject,
        "not blocked by ruleset 42 of monalisa/my-repo, ruleset 73 of my-org",
    )?;
    let report = run_on(&json!({}), &[("any/name.json", bytes)])?;
    hold(&report, "any/name.json", &[Inconclusive; 11])
}

/// Two rulesets whose `enforcement` is `enabled`, which no ruleset's can be.
fn rulesets(bytes: &[u8]) -> Judgement {
    let report = run_on(
        &json!({"branches": ["main"], "mechanisms": "rulesets"}),
        &[("any/name.json", bytes)],
    )?;
    let subject = "monalisa/my-repo:main";
    hold(&report, subject, &[Inconclusive; 11])?;
    says(&report, "reviews-required", subject, "ruleset 42")?;
    says(&report, "reviews-required", subject, "ruleset 314")
}

/// Active for main and master, with a rule about authors that demands nothing of this plugin's kind.
fn ruleset(bytes: &[u8]) -> Judgement {
    for (branch, words) in [
        ("main", "not blocked by ruleset 42 (super cool ruleset);"),
        ("master", "not blocked by ruleset 42 (super cool ruleset);"),
        ("dev", "GET /repos/monalisa/my-repo/branches/dev/protection"),
    ] {
        let report = run_on(&json!({"branches": [branch]}), &[("any/name.json", bytes)])?;
        let subject = format!("monalisa/my-repo:{branch}");
        hold(&report, &subject, &[Inconclusive; 11])?;
        says(&report, "force-push-blocked", &subject, words)?;
    }
    Ok(())
}

/// The same for two repositories of an organisation, by name.
fn organization_ruleset(bytes: &[u8]) -> Judgement {
    let config = json!({
        "branches": ["main"],
        "repositories": [
            "my-org/important_repository",
            "my-org/another_important_repository",
            "my-org/unimportant_repository"
        ]
    });
    let report = run_on(&config, &[("any/name.json", bytes)])?;
    for (repository, words) in [
        ("important_repository", "not required by ruleset 21"),
        ("another_important_repository", "not required by ruleset 21"),
        (
            "unimportant_repository",
            "GET /repos/my-org/unimportant_repository/branches/main",
        ),
    ] {
        let subject = format!("my-org/{repository}:main");
        hold(&report, &subject, &[Inconclusive; 11])?;
        says(&report, "signed-commits-required", &subject, words)?;
    }
    Ok(())
}

/// An answer about something else shows nothing about a branch, wherever it lies.
fn never_passes(bytes: &[u8]) -> Judgement {
    for place in [
        "any/name.json",
        "github/acme/web/branches/main/protection.json",
        "github/acme/web/branches/main/rules.json",
        "github/acme/web/branches/main/branch.json",
        "github/acme/web/rulesets.json",
        "github/acme/web/repo.json",
    ] {
        let report = run_on(&json!({}), &[(place, bytes)])?;
        if report.findings.is_empty() {
            return Err(format!("nothing is said of {place}").into());
        }
        let said = |finding: &&tickmark_plugin::Finding| finding.outcome != Inconclusive;
        if let Some(finding) = report.findings.iter().find(said) {
            return Err(format!("at {place}: {finding:?}").into());
        }
    }
    Ok(())
}
