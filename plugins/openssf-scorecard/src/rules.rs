//! One rule a check of Scorecard, and two over the results as such.
//!
//! Left out, because they say nothing about a criterion or something about open source alone:
//! CII-Best-Practices, Contributors, Fuzzing, License, Maintained, Packaging, SBOM and Webhooks.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use crate::config::{Config, Risk};
use crate::judge::judge;
use crate::scores::{Card, Scores};

/// What a rule judges.
pub(crate) struct Subjects<'a> {
    pub(crate) scores: &'a Scores,
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// The control that exists only where repositories are expected.
pub(crate) const EXPECTED: &str = "expected-repositories-scored";

/// All of them.
pub(crate) const RULES: &[Rule<Judge>] = &[
    branches_protected,
    changes_reviewed,
    changes_tested,
    workflows_safe,
    workflow_tokens_limited,
    dependencies_pinned,
    binaries_absent,
    releases_signed,
    static_analysis_used,
    dependencies_updated,
    vulnerabilities_fixed,
    vulnerability_reporting_described,
    results_recent,
    expected_repositories_scored,
];

/// Branches that are released from are protected
///
/// Takes Scorecard's Branch-Protection: tiers from no force pushes (3) over one reviewer (6) and
/// passing status checks (8) to two reviewers and code owners (9). Without a token of an administrator
/// Scorecard takes the settings that it cannot see as met, so that a good score shows less than
/// GitHub's own answers do. Scorecard calls the risk high.
#[control(
    severity = High,
    method = Configuration,
    supports("CC8.1" = "A protected branch takes changes only through the way that is designed for them."),
    remedy = "Require pull requests, reviews and status checks on the default and release branches.",
)]
fn branches_protected(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "branches-protected",
        "Branch-Protection",
        Risk::High,
        findings,
    );
}

/// Changes are reviewed before they are merged
///
/// Takes Scorecard's Code-Review: the share of the latest changes, about thirty, that somebody other
/// than the author approved. It looks at what happened, not at what is configured. Scorecard calls the
/// risk high.
#[control(
    severity = High,
    method = Records,
    supports("CC8.1" = "Changes that somebody else approved were authorised; Scorecard looks at the latest ones."),
    remedy = "Have every change approved by somebody else before it is merged.",
)]
fn changes_reviewed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "changes-reviewed",
        "Code-Review",
        Risk::High,
        findings,
    );
}

/// Changes are tested before they are merged
///
/// Takes Scorecard's CI-Tests: the share of merged pull requests with a test that ran. Scorecard calls
/// the risk low.
#[control(
    severity = Medium,
    method = Records,
    supports("CC8.1" = "Tests before the merge are part of how changes are tested."),
    remedy = "Run the tests on every pull request.",
)]
fn changes_tested(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(subjects, "changes-tested", "CI-Tests", Risk::Low, findings);
}

/// Workflows run no untrusted code with secrets
///
/// Takes Scorecard's Dangerous-Workflow: untrusted checkouts and script injection in GitHub Actions,
/// through which anybody who opens a pull request may take over the repository. Scorecard calls the
/// risk critical.
#[control(
    severity = Critical,
    method = Configuration,
    supports(
        "CC8.1" = "A workflow that runs a stranger's code goes around the approval of changes.",
        "CC6.8" = "It is a way for unauthorised software into the build.",
    ),
    remedy = "Do not check out code of pull requests in workflows that run with secrets, and pass texts \
              of events through environment variables.",
)]
fn workflows_safe(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "workflows-safe",
        "Dangerous-Workflow",
        Risk::Critical,
        findings,
    );
}

/// Tokens of workflows have no more rights than they need
///
/// Takes Scorecard's Token-Permissions: whether workflows of GitHub Actions declare read-only tokens.
/// Scorecard calls the risk high.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.3" = "A build that may only read is least privilege for a machine."),
    remedy = "Set `permissions: read-all` or less at the top of each workflow and add rights job by job.",
)]
fn workflow_tokens_limited(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "workflow-tokens-limited",
        "Token-Permissions",
        Risk::High,
        findings,
    );
}

/// Dependencies of the build are pinned
///
/// Takes Scorecard's Pinned-Dependencies: actions, images and downloads that are named by their digest.
/// What is named by a tag can be exchanged by others. Scorecard calls the risk medium.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "Pinned dependencies keep exchanged software out of the build."),
    remedy = "Name actions and images by digest, and let an update tool raise them.",
)]
fn dependencies_pinned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "dependencies-pinned",
        "Pinned-Dependencies",
        Risk::Medium,
        findings,
    );
}

/// There are no binaries in the source
///
/// Takes Scorecard's Binary-Artifacts: generated executables that nobody can review. Scorecard calls
/// the risk high.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "Executables that nobody can read are a way for unauthorised software."),
    remedy = "Remove the executables and build them from source.",
)]
fn binaries_absent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "binaries-absent",
        "Binary-Artifacts",
        Risk::High,
        findings,
    );
}

/// Releases are signed
///
/// Takes Scorecard's Signed-Releases: signatures or provenance beside the files of the latest five
/// releases. A repository without releases on its host is not concerned. Scorecard calls the risk
/// high.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "A signature lets whoever installs a release tell it from an exchanged one."),
    remedy = "Sign the files of each release or publish their provenance.",
)]
fn releases_signed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "releases-signed",
        "Signed-Releases",
        Risk::High,
        findings,
    );
}

/// Source code is analysed for flaws
///
/// Takes Scorecard's SAST: whether a tool of static analysis is set up, and for how many of the latest
/// commits it ran. Scorecard calls the risk medium.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC7.1" = "Static analysis finds weaknesses in the organisation's own code.",
        "CC8.1" = "It is part of how changes are tested.",
    ),
    remedy = "Run a tool of static analysis on every pull request.",
)]
fn static_analysis_used(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "static-analysis-used",
        "SAST",
        Risk::Medium,
        findings,
    );
}

/// A tool raises dependencies
///
/// Takes Scorecard's Dependency-Update-Tool: whether Dependabot, Renovate or the like is set up.
/// Scorecard calls the risk high.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.1" = "Dependencies that are raised by a tool do not stay vulnerable unnoticed."),
    remedy = "Set up Dependabot or Renovate for the repository.",
)]
fn dependencies_updated(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "dependencies-updated",
        "Dependency-Update-Tool",
        Risk::High,
        findings,
    );
}

/// There are hardly any known vulnerabilities
///
/// Takes Scorecard's Vulnerabilities: ten less the number of open vulnerabilities of the repository and
/// its dependencies in the OSV database. The default minimum of 8 tolerates two. Scorecard calls the
/// risk high.
#[control(
    severity = High,
    method = Records,
    supports("CC7.1" = "Known vulnerabilities of the source and its dependencies are to be found and fixed."),
    remedy = "Raise the dependencies that the details name.",
)]
fn vulnerabilities_fixed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "vulnerabilities-fixed",
        "Vulnerabilities",
        Risk::High,
        findings,
    );
}

/// Outsiders can learn how to report a vulnerability
///
/// Takes Scorecard's Security-Policy: whether a SECURITY.md says how and to whom. Scorecard calls the
/// risk medium.
#[control(
    severity = Low,
    method = Document,
    supports("CC2.3" = "A published way to report vulnerabilities is communication with outsiders."),
    remedy = "Add a SECURITY.md with an address and what to expect.",
)]
fn vulnerability_reporting_described(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        "vulnerability-reporting-described",
        "Security-Policy",
        Risk::Medium,
        findings,
    );
}

/// Repositories were scored recently
///
/// Takes the latest result of each repository. The limit, `max-age-days`, is a week, the schedule that
/// Scorecard's own action sets up.
#[control(
    severity = Low,
    method = Records,
    supports("CC4.1" = "Regular scores are ongoing evaluations of how changes are controlled."),
    remedy = "Run Scorecard on a schedule and collect its results with every run.",
)]
fn results_recent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut latest: BTreeMap<&str, &Card> = BTreeMap::new();
    for card in &subjects.scores.cards {
        let known = latest.entry(&card.repository).or_insert(card);
        if card.day.as_ref().ok() > known.day.as_ref().ok() {
            *known = card;
        }
    }
    let limit = i64::from(subjects.config.max_age_days);
    for (repository, card) in latest {
        let finding = match &card.day {
            Ok(day) if *day > subjects.as_of => Finding::inconclusive(repository)
                .actual(format!("dated {day}, after {}", subjects.as_of)),
            Ok(day) => {
                let age = subjects.as_of.days_since(*day);
                Finding::when(age <= limit, repository)
                    .expected(format!("a result at most {limit} days old"))
                    .actual(format!(
                        "scored on {day}, {age} days before {}",
                        subjects.as_of
                    ))
                    .occurred(*day)
            }
            Err(why) => Finding::inconclusive(repository).actual(why),
        };
        findings.push(finding.at(card.day_place.clone()));
    }
}

/// Every expected repository was scored
///
/// Holds the results against `expected-repositories`: a repository that Scorecard was never run on has
/// no score to be bad.
#[control(
    severity = Medium,
    method = Records,
    supports("CC4.1" = "Evaluations that cover every known repository are complete."),
    remedy = "Run Scorecard on the repository too, or take it off the list when it is archived.",
)]
fn expected_repositories_scored(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let cards = &subjects.scores.cards;
    for expected in &subjects.config.expected_repositories {
        let card = cards
            .iter()
            .find(|card| card.repository.eq_ignore_ascii_case(expected));
        let finding = match card {
            Some(card) => Finding::pass(expected)
                .actual("there is a result")
                .at(card.place.clone()),
            None if !subjects.scores.problems.is_empty() => Finding::inconclusive(expected)
                .actual("there is no result, but not everything could be read"),
            None => cards.iter().take(20).fold(
                Finding::fail(expected).actual("there is no result"),
                |finding, card| finding.at(card.place.clone()),
            ),
        };
        findings.push(finding.expected("a result for this repository"));
    }
}
