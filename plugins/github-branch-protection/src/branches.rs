//! Chooses the branches to judge.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::assembly::Sources;
use crate::branch::Branch;
use crate::conditions::Subject;
use crate::config::{Choice, DEFAULT_BRANCH};
use crate::evidence::Evidence;
use crate::pattern::Work;
use crate::repository::{Facts, RepositoryName};

/// The names of which one is taken for the default branch where nothing says which it is.
const USUAL_DEFAULTS: [&str; 2] = ["main", "master"];

/// All branches to judge, and what stands in the way of judging others.
#[derive(Debug, Default)]
pub(crate) struct Branches<'a> {
    pub(crate) judged: Vec<Branch<'a>>,
    /// Subjects of which nothing is known, with the reason.
    pub(crate) missing: Vec<(String, String)>,
    /// Whether the evidence or the configuration says which repositories there are.
    pub(crate) complete: bool,
}

impl<'a> Branches<'a> {
    /// Chooses the branches to judge and puts each together.
    pub(crate) fn of(
        evidence: &'a Evidence,
        config: &Config,
        work: &Work,
    ) -> Result<Self, Failure> {
        let configured = config.repositories()?;
        let choices = config.choices()?;
        let repositories = if configured.is_empty() {
            evidence.names()
        } else {
            configured.clone()
        };
        let mut branches = Self {
            complete: !repositories.is_empty()
                && (!configured.is_empty()
                    || repositories
                        .iter()
                        .all(|name| evidence.listed_owners.contains_key(name.owner()))),
            ..Self::default()
        };
        if repositories.is_empty() {
            branches.missing.push((
                "repositories".to_owned(),
                "the evidence names no repository; save the answer of GET /orgs/{org}/repos, or \
                 name the repositories in the configuration"
                    .to_owned(),
            ));
        }
        let sources = Sources::of(evidence, config.mechanisms);
        for repository in &repositories {
            let facts = evidence.repositories.get(repository);
            let default = facts.and_then(|facts| facts.default_branch.as_deref());
            let known: Vec<&str> = evidence
                .branches
                .get(repository)
                .into_iter()
                .flat_map(BTreeMap::keys)
                .map(String::as_str)
                .collect();
            let chosen = chosen(&choices, default, &known, work);
            let excused = facts.and_then(|facts| excused(facts, config));
            if chosen.is_empty() {
                branches.none_chosen(repository, excused, config);
            }
            for (name, assumed_default) in chosen {
                let subject = format!("{repository}:{}", name.unwrap_or(DEFAULT_BRANCH));
                let mut branch = Branch::new(subject, excused, assumed_default);
                if excused.is_none() {
                    let subject = Subject {
                        repository,
                        facts,
                        branch: name,
                        default,
                    };
                    sources.bind(subject, work, &mut branch);
                }
                branches.judged.push(branch);
            }
        }
        Ok(branches)
    }

    /// A repository that has no branch to judge.
    fn none_chosen(
        &mut self,
        repository: &RepositoryName,
        excused: Option<(&'static str, &'a Location)>,
        config: &Config,
    ) {
        if excused.is_some() {
            let branch = Branch::new(repository.to_string(), excused, false);
            self.judged.push(branch);
        } else {
            self.missing.push((
                repository.to_string(),
                format!(
                    "no branch of this repository in the evidence matches {}",
                    config.branches.join(", ")
                ),
            ));
        }
    }
}

/// Why a repository's protection does not matter, and where that stands.
fn excused<'a>(facts: &'a Facts, config: &Config) -> Option<(&'static str, &'a Location)> {
    facts.closed().or_else(|| {
        let fork = facts.fork().filter(|_| config.skip_forks)?;
        Some(("the repository is a fork, and `skip-forks` is set", fork))
    })
}

/// The branches of a repository to judge, each with whether it is only taken for the default branch.
/// The default branch of unknown name has no name here.
fn chosen<'c>(
    choices: &'c [Choice],
    default: Option<&'c str>,
    known: &[&'c str],
    work: &Work,
) -> BTreeMap<Option<&'c str>, bool> {
    let mut chosen = BTreeMap::new();
    for choice in choices {
        match (choice, default) {
            (Choice::Default, Some(default)) => {
                chosen.insert(Some(default), false);
            }
            (Choice::Default, None) => {
                let usual: Vec<_> = USUAL_DEFAULTS
                    .into_iter()
                    .filter(|name| known.contains(name))
                    .collect();
                if usual.is_empty() {
                    chosen.insert(None, false);
                }
                for name in usual {
                    chosen.entry(Some(name)).or_insert(true);
                }
            }
            (Choice::Named(name), _) => {
                chosen.insert(Some(name), false);
            }
            (Choice::All, _) => chosen.extend(known.iter().map(|&name| (Some(name), false))),
            (Choice::Matching(pattern), _) => chosen.extend(
                known
                    .iter()
                    // Judging a branch too many is better than leaving one out.
                    .filter(|name| pattern.matches(name, work) != Some(false))
                    .map(|&name| (Some(name), false)),
            ),
        }
    }
    chosen
}
