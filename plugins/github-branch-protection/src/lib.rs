//! GitHub branch protection and rulesets: whether changes to protected branches need review and
//! checks, and whether anybody can go around them.
//!
//! `reader` sorts the saved answers into `evidence`, `branches` chooses which branches to judge,
//! `assembly` puts together what binds each of them, `rules` ask and `verdict` decides. A requirement holds when branch protection or an active ruleset makes it;
//! it is missed only where the evidence shows that neither does.

mod answer;
mod assembly;
mod branch;
mod branches;
mod conditions;
mod config;
mod demand;
mod evidence;
mod layout;
mod pattern;
mod protection;
mod question;
mod reader;
mod repository;
mod rule;
mod rules;
mod ruleset;
mod verdict;

use tickmark_plugin::prelude::*;

use branch::Branch;
use branches::Branches;
pub use config::{Config, Mechanisms, OptionalControl};
use evidence::Evidence;
use pattern::Work;
use rules::{Judge, RULES};

/// The plugin.
#[derive(Debug)]
pub struct GithubBranchProtection;

tickmark_plugin::export!(GithubBranchProtection);

const SETTINGS: &str = "settings";

const SETTINGS_DESCRIPTION: &str = "Answers of GitHub's REST API, saved as they are with `gh api`. \
For each repository: `gh api repos/acme/web > github/acme/web/repo.json`; for each of its protected \
branches `gh api repos/acme/web/branches/main/protection > \
github/acme/web/branches/main/protection.json` and `gh api --paginate --slurp \
repos/acme/web/rules/branches/main > github/acme/web/branches/main/rules.json`; for each ruleset \
`gh api repos/acme/web/rulesets/42 > github/acme/web/ruleset-42.json` or, for one of the \
organisation, `gh api orgs/acme/rulesets/21 > github/acme/ruleset-21.json`. For the whole \
organisation: `gh api --paginate --slurp orgs/acme/repos > github/acme/repos.json`.

The refusal `Branch not protected` is evidence too: keep the file. Such a refusal and the list of a \
branch's rules do not name their branch, so their paths must, as above or flat as in \
`github/acme/web/protection-main.json`; a `/` in a branch's name may be a folder or, flat, `%2F`. \
Accepted beside these: GET /repos/{owner}/{repo}/branches/{branch} (branch.json), which says whether \
anything protects the branch, and GET /repos/{owner}/{repo}/rulesets (rulesets.json), which says which \
rulesets there are. Use a token with administration rights, else GitHub withholds branch protection \
and bypass lists.";

impl Plugin for GithubBranchProtection {
    const ID: &'static str = "github-branch-protection";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "GitHub branch protection and rulesets";
    const DESCRIPTION: &'static str = "Reads saved answers of GitHub's REST API and decides for the \
         protected branches of one or many repositories whether changes need reviews and checks, \
         whether anybody can bypass them, and whether history can be rewritten or deleted. Branch \
         protection rules and active rulesets of the repository and its organisation add up. A \
         requirement passes when either mechanism makes it; it fails only where the evidence shows \
         that neither does, and is inconclusive in between.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        // One input for all answers, because no kind of them is needed in every case: a repository
        // may be protected by either mechanism. Any administrator can switch a protection off and on
        // again within minutes, so answers grow old fast; 14 days let a weekly collection fail once.
        vec![
            Input::new(SETTINGS, SETTINGS_DESCRIPTION)
                .required()
                .glob("github/**/protection*.json")
                .glob("github/**/rules*.json")
                .glob("github/**/*ruleset*.json")
                .glob("github/**/{repo,repos,repository,repositories}.json")
                .glob("github/**/branch.json")
                .glob("github/**/branch-*.json")
                .max_age_days(14),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        claimed(config)
            .map(|rule| rule.control.to_control())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let evidence = Evidence::read(check, SETTINGS, &mut report);
        let branches = Branches::of(&evidence, &check.config, &Work::default())?;
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            for branch in &branches.judged {
                findings.push(judge(rule, branch, &check.config));
            }
            for (subject, why) in &branches.missing {
                findings.push(Finding::inconclusive(subject).actual(why));
            }
            for unclear in &evidence.problems {
                findings.problem(&unclear.subject, &unclear.problem);
            }
            // Without a list, nothing says which repositories there are besides those that the
            // evidence happens to name.
            if branches.complete {
                findings.complete(evidence.files.clone());
            }
        }
        Ok(report)
    }
}

/// The rules that the organisation claims.
fn claimed(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    RULES
        .iter()
        .filter(move |rule| config.is_none_or(|config| config.claims(rule.control.id)))
}

fn judge(rule: &Rule<Judge>, branch: &Branch<'_>, config: &Config) -> Finding {
    if let Some((why, place)) = branch.excused {
        return Finding::not_applicable(&branch.subject)
            .actual(why)
            .at(place.clone());
    }
    let finding = (rule.check)(branch, config);
    if branch.assumed_default {
        finding.attribute("default-branch", "assumed from its name")
    } else {
        finding
    }
}

#[cfg(test)]
mod tests;
