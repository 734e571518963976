//! The conditions under which a ruleset covers a branch.

use std::collections::BTreeSet;

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::config::{ALL, DEFAULT_BRANCH};
use crate::demand::{listed, present};
use crate::layout::Owner;
use crate::pattern::{Pattern, Work};
use crate::repository::{Facts, RepositoryName};
use crate::ruleset::Source;

/// Which branches of which repositories a ruleset is for.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    branches: Result<Selection, String>,
    repositories: Repositories,
}

/// Names to include and to exclude.
#[derive(Debug, Clone)]
struct Selection {
    include: Vec<Target>,
    exclude: Vec<Target>,
}

#[derive(Debug, Clone)]
enum Target {
    All,
    DefaultBranch,
    Pattern {
        pattern: Pattern,
        /// The same for names in lower case.
        lowered: Pattern,
    },
    /// A text whose meaning is in doubt.
    Unclear,
}

#[derive(Debug, Clone)]
enum Repositories {
    /// The ruleset is the repository's own.
    Own,
    Named(Selection),
    Numbered(BTreeSet<i64>),
    /// It depends on something that the evidence does not show.
    Unclear(String),
}

/// Whether something matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    Unclear,
}

/// Whether a ruleset binds a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cover {
    Yes,
    No,
    /// The evidence does not say; why.
    Unclear(String),
}

/// A branch, as the conditions of rulesets see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) repository: &'a RepositoryName,
    pub(crate) facts: Option<&'a Facts>,
    /// Nothing for the default branch of unknown name.
    pub(crate) branch: Option<&'a str>,
    /// The name of the default branch, where it is known.
    pub(crate) default: Option<&'a str>,
}

impl Conditions {
    /// Reads the conditions of a ruleset from this source.
    pub(crate) fn read(answer: &At<'_>, source: &Source) -> Self {
        Self {
            branches: present(answer, "conditions")
                .and_then(|conditions| present(&conditions, "ref_name"))
                .ok_or_else(|| "it does not say for which branches it is".to_owned())
                .and_then(|selection| Selection::read(&selection)),
            repositories: match source {
                Source::In(Owner::Repository(_)) => Repositories::Own,
                Source::In(Owner::Organization(_)) => Repositories::read(answer),
                Source::Enterprise => Repositories::Unclear(
                    "for which organisations an enterprise's ruleset is, is not shown".to_owned(),
                ),
            },
        }
    }

    /// Whether they cover a branch.
    pub(crate) fn cover(&self, subject: Subject<'_>, work: &Work) -> Cover {
        let repository = self.repositories.cover(subject, work);
        if repository == Cover::No {
            return Cover::No;
        }
        let branch = match &self.branches {
            Err(why) => Cover::Unclear(why.clone()),
            Ok(selection) => match selection.branch(subject, work) {
                Fit::Yes => Cover::Yes,
                Fit::No => return Cover::No,
                Fit::Unclear if subject.default.is_none() => Cover::Unclear(
                    "which branch is the repository's default is not shown".to_owned(),
                ),
                Fit::Unclear => {
                    Cover::Unclear("its patterns for branches cannot be decided".to_owned())
                }
            },
        };
        match (repository, branch) {
            (Cover::Yes, Cover::Yes) => Cover::Yes,
            (Cover::Unclear(why), _) | (_, Cover::Unclear(why)) => Cover::Unclear(why),
            _ => Cover::No,
        }
    }
}

impl Selection {
    fn read(selection: &At<'_>) -> Result<Self, String> {
        let include = selection
            .get("include")
            .ok_or_else(|| "its conditions do not say what they include".to_owned())?;
        let exclude = present(selection, "exclude");
        let (Some(include), Some(exclude)) = (
            targets(&include),
            exclude.map_or(Some(Vec::new()), |exclude| targets(&exclude)),
        ) else {
            return Err("its conditions are not lists of names".to_owned());
        };
        Ok(Self { include, exclude })
    }

    fn fit(&self, fits: impl Fn(&Target) -> Fit) -> Fit {
        let any = |targets: &[Target]| {
            let mut best = Fit::No;
            for target in targets {
                match fits(target) {
                    Fit::Yes => return Fit::Yes,
                    Fit::Unclear => best = Fit::Unclear,
                    Fit::No => {}
                }
            }
            best
        };
        match any(&self.include) {
            Fit::No => Fit::No,
            included => match any(&self.exclude) {
                Fit::Yes => Fit::No,
                Fit::Unclear => Fit::Unclear,
                Fit::No => included,
            },
        }
    }

    fn branch(&self, subject: Subject<'_>, work: &Work) -> Fit {
        let reference = subject.branch.map(|branch| format!("refs/heads/{branch}"));
        self.fit(|target| match (target, &reference) {
            (Target::All, _) | (Target::DefaultBranch, None) => Fit::Yes,
            (Target::DefaultBranch, Some(_)) => match subject.default {
                Some(default) => Fit::from(subject.branch == Some(default)),
                None => Fit::Unclear,
            },
            (Target::Pattern { pattern, .. }, Some(reference)) => pattern
                .matches(reference, work)
                .map_or(Fit::Unclear, Fit::from),
            (Target::Pattern { .. }, None) | (Target::Unclear, _) => Fit::Unclear,
        })
    }

    fn repository(&self, name: &str, work: &Work) -> Fit {
        let lower = name.to_ascii_lowercase();
        self.fit(|target| match target {
            Target::All => Fit::Yes,
            Target::Pattern { pattern, lowered } => match pattern.matches(name, work) {
                // Whether `*` matches a leading dot, as in `.github`, is not documented.
                Some(true) if name.starts_with('.') && !pattern.starts_with_dot() => Fit::Unclear,
                Some(true) => Fit::Yes,
                // Nor is whether case matters in the name of a repository.
                Some(false) => match lowered.matches(&lower, work) {
                    Some(false) => Fit::No,
                    _ => Fit::Unclear,
                },
                None => Fit::Unclear,
            },
            Target::DefaultBranch | Target::Unclear => Fit::Unclear,
        })
    }
}

fn targets(list: &At<'_>) -> Option<Vec<Target>> {
    if list.kind() != Kind::Array {
        return None;
    }
    list.items()
        .map(|item| {
            item.as_str().map(|text| match text {
                ALL => Target::All,
                DEFAULT_BRANCH => Target::DefaultBranch,
                _ if text.starts_with('~') => Target::Unclear,
                _ => Pattern::new(text).map_or(Target::Unclear, |pattern| Target::Pattern {
                    lowered: pattern.lowered(),
                    pattern,
                }),
            })
        })
        .collect()
}

impl Repositories {
    /// The conditions of an organisation's ruleset. Each that is there must hold; one that this
    /// plugin cannot decide makes the whole undecided.
    fn read(answer: &At<'_>) -> Self {
        let conditions: Vec<_> = present(answer, "conditions")
            .map(|conditions| {
                conditions
                    .members()
                    .filter(|(key, _)| *key != "ref_name")
                    .collect()
            })
            .unwrap_or_default();
        match conditions.as_slice() {
            [] => Self::Unclear("it does not say for which repositories it is".to_owned()),
            [("repository_name", names)] => {
                Selection::read(names).map_or_else(Self::Unclear, Self::Named)
            }
            [("repository_id", numbers)] => numbers
                .get("repository_ids")
                .filter(|list| list.kind() == Kind::Array)
                .and_then(|list| list.items().map(|item| item.as_i64()).collect())
                .map_or_else(
                    || Self::Unclear("its `repository_ids` are not a list of numbers".to_owned()),
                    Self::Numbered,
                ),
            conditions => Self::Unclear(format!(
                "it chooses repositories by {}, which the evidence does not show",
                listed(conditions.iter().map(|(key, _)| format!("`{key}`")))
            )),
        }
    }

    fn cover(&self, subject: Subject<'_>, work: &Work) -> Cover {
        match self {
            Self::Own => Cover::Yes,
            Self::Named(selection) => match selection.repository(subject.repository.name(), work) {
                Fit::Yes => Cover::Yes,
                Fit::No => Cover::No,
                Fit::Unclear => {
                    Cover::Unclear("its patterns for repositories cannot be decided".to_owned())
                }
            },
            Self::Numbered(numbers) => match subject.facts.and_then(|facts| facts.id) {
                Some(id) if numbers.contains(&id) => Cover::Yes,
                Some(_) => Cover::No,
                None => Cover::Unclear(
                    "it chooses repositories by number, and the repository's is not shown"
                        .to_owned(),
                ),
            },
            Self::Unclear(why) => Cover::Unclear(why.clone()),
        }
    }
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Self::Yes } else { Self::No }
    }
}
