//! Everything that the granted files say, sorted by what it is about.
//!
//! Nothing is judged here, and nothing is read: `reader` does that.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;

use crate::demand::{Demands, Shown, Terms};
use crate::layout::Owner;
use crate::repository::{Facts, RepositoryName};
use crate::ruleset::{Ruleset, RulesetKey, Source};

/// All answers.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) repositories: BTreeMap<RepositoryName, Facts>,
    /// What is said of single branches.
    pub(crate) branches: BTreeMap<RepositoryName, BTreeMap<String, BranchAnswers>>,
    /// Rulesets and entries of lists, each once.
    pub(crate) rulesets: BTreeMap<RulesetKey, Ruleset>,
    /// Lists of rulesets.
    pub(crate) ruleset_lists: BTreeMap<Owner, RulesetList>,
    /// Owners (in lower case) all of whose repositories are listed.
    pub(crate) listed_owners: BTreeMap<String, Location>,
    /// What could not be understood.
    pub(crate) problems: Vec<Unclear>,
    /// The files, as places.
    pub(crate) files: Vec<Location>,
}

/// Something that could not be understood.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) subject: String,
    pub(crate) problem: Problem,
}

/// What is said of one branch.
#[derive(Debug, Default)]
pub(crate) struct BranchAnswers {
    pub(crate) protection: Option<Protection>,
    pub(crate) rules: Option<Rules>,
    /// Whether anything protects the branch at all.
    pub(crate) protected: Option<Shown<bool>>,
}

/// The answer about a branch protection rule.
#[derive(Debug)]
pub(crate) enum Protection {
    Rule(Box<Terms>),
    /// There is none, or none is enforced.
    Absent {
        why: &'static str,
        place: Location,
    },
    /// GitHub would not say.
    Refused {
        why: String,
        place: Location,
    },
}

/// The answer about the rules that rulesets lay on a branch.
#[derive(Debug)]
pub(crate) enum Rules {
    Known(KnownRules),
    /// Rulesets are not enforced for the repository.
    Absent {
        why: &'static str,
        place: Location,
    },
    /// GitHub would not say.
    Refused {
        why: String,
        place: Location,
    },
}

#[derive(Debug)]
pub(crate) struct KnownRules {
    /// What each ruleset demands, where it says which ruleset it is.
    pub(crate) by_ruleset: BTreeMap<Option<RulesetKey>, (Demands, Location)>,
    /// Whether the list may lack something.
    pub(crate) partial: bool,
    pub(crate) place: Location,
}

/// A list of rulesets.
#[derive(Debug)]
pub(crate) struct RulesetList {
    pub(crate) keys: BTreeSet<RulesetKey>,
    /// Whether the list may lack something.
    pub(crate) partial: bool,
    pub(crate) place: Location,
}

impl Evidence {
    /// Every repository that the evidence names. Of two spellings, that of an answer about the
    /// repository stays.
    pub(crate) fn names(&self) -> BTreeSet<RepositoryName> {
        let own = self
            .rulesets
            .values()
            .filter_map(|ruleset| match &ruleset.source {
                Source::In(Owner::Repository(name)) => Some(name),
                _ => None,
            });
        let listed = self.ruleset_lists.keys().filter_map(|owner| match owner {
            Owner::Repository(name) => Some(name),
            Owner::Organization(_) => None,
        });
        let mut names = BTreeSet::new();
        for name in self
            .repositories
            .keys()
            .chain(self.branches.keys())
            .chain(own)
            .chain(listed)
        {
            // `insert` keeps the spelling that came first.
            names.insert(name.clone());
        }
        names
    }
}
