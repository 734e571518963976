//! Puts together what binds one branch, and what might.
//!
//! Where GitHub's own word on the rules of a branch is among the evidence, it decides which rulesets
//! apply. Otherwise the rulesets' conditions decide. Answers that contradict each other bind nothing.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use crate::branch::{Binding, Branch, Nothing, Open};
use crate::conditions::{Cover, Subject};
use crate::config::Mechanisms;
use crate::demand::{Bypass, Demands, Opening, Shown};
use crate::evidence::{BranchAnswers, Evidence, KnownRules, Protection, Rules};
use crate::layout::Owner;
use crate::pattern::Work;
use crate::repository::RepositoryName;
use crate::ruleset::{Ruleset, Source, State};

/// What a ruleset that applies to a branch costs of the work, beside the comparison itself. It bounds
/// how many of them are held at once.
const APPLICATION_COST: u64 = 500;

/// Everything that may bind a branch.
pub(crate) struct Sources<'a> {
    evidence: &'a Evidence,
    mechanisms: Mechanisms,
    /// Rulesets by what they may apply to.
    own: BTreeMap<&'a RepositoryName, Vec<&'a Ruleset>>,
    by_organization: BTreeMap<&'a str, Vec<&'a Ruleset>>,
    enterprise: Vec<&'a Ruleset>,
}

/// One branch while it is put together.
struct Assembly<'a, 'w> {
    sources: &'w Sources<'a>,
    subject: Subject<'w>,
    work: &'w Work,
    branch: &'w mut Branch<'a>,
}

impl<'a> Sources<'a> {
    pub(crate) fn of(evidence: &'a Evidence, mechanisms: Mechanisms) -> Self {
        let mut sources = Self {
            evidence,
            mechanisms,
            own: BTreeMap::new(),
            by_organization: BTreeMap::new(),
            enterprise: Vec::new(),
        };
        for ruleset in evidence.rulesets.values() {
            match &ruleset.source {
                _ if ruleset.state == State::Idle => {}
                Source::In(Owner::Repository(name)) => {
                    sources.own.entry(name).or_default().push(ruleset);
                }
                Source::In(Owner::Organization(name)) => sources
                    .by_organization
                    .entry(name)
                    .or_default()
                    .push(ruleset),
                Source::Enterprise => sources.enterprise.push(ruleset),
            }
        }
        sources
    }

    /// Adds to a branch what is known to bind it or may.
    pub(crate) fn bind(&self, subject: Subject<'_>, work: &Work, branch: &mut Branch<'a>) {
        let answers = self
            .evidence
            .branches
            .get(subject.repository)
            .zip(subject.branch)
            .and_then(|(branches, name)| branches.get(name));
        Assembly {
            sources: self,
            subject,
            work,
            branch,
        }
        .assemble(answers);
    }

    /// The rulesets that may apply to a repository.
    fn rulesets(&self, name: &RepositoryName) -> impl Iterator<Item = &'a Ruleset> {
        let own = self.own.get(name).into_iter().flatten();
        let organization = self.by_organization.get(name.owner()).into_iter().flatten();
        own.chain(organization).chain(&self.enterprise).copied()
    }
}

/// A ruleset that may apply to a branch.
struct Candidate<'a> {
    ruleset: &'a Ruleset,
    binding: Option<Binding<'a>>,
    /// Why it is not certain that it applies; nothing where it is.
    doubt: Option<String>,
}

impl<'a> Assembly<'a, '_> {
    fn assemble(&mut self, answers: Option<&'a BranchAnswers>) {
        let protected = answers.and_then(|answers| answers.protected.as_ref());
        let unprotected = protected.is_some_and(|protected| !protected.value);
        let protection = answers.and_then(|answers| answers.protection.as_ref());
        self.protection(protection, unprotected);
        let rules = answers.and_then(|answers| answers.rules.as_ref());
        self.rules(rules, unprotected);
        match protected {
            Some(Shown {
                value: false,
                place,
            }) => {
                self.branch.nothing_else.push(Nothing {
                    why: "GitHub says that nothing protects the branch",
                    place,
                });
                for binding in std::mem::take(&mut self.branch.bindings) {
                    let why = format!(
                        "{} applies, but GitHub says that nothing protects the branch",
                        binding.name
                    );
                    self.open(Some(binding), why, Some(place));
                }
            }
            Some(Shown { value: true, place })
                if self.branch.bindings.is_empty() && self.branch.open.is_empty() =>
            {
                let why = "GitHub says that something protects the branch";
                self.open(None, why.to_owned(), Some(place));
            }
            _ => {}
        }
    }

    fn open(&mut self, binding: Option<Binding<'a>>, why: String, place: Option<&'a Location>) {
        self.branch.open.push(Open {
            binding,
            why,
            place,
        });
    }

    /// Notes an answer that the evidence lacks.
    fn lacks(&mut self, answer: &str) {
        let repository = self.subject.repository;
        let why = match self.subject.branch {
            Some(branch) => format!(
                "GET /repos/{repository}/{} is not among the evidence",
                answer.replace("{branch}", branch)
            ),
            None => format!(
                "GET /repos/{repository}, which says what the default branch is, and \
                 GET /repos/{repository}/{answer} are not among the evidence"
            ),
        };
        let place = self
            .sources
            .evidence
            .repositories
            .get(repository)
            .map(|facts| &facts.place);
        self.open(None, why, place);
    }

    /// What branch protection adds.
    fn protection(&mut self, answer: Option<&'a Protection>, unprotected: bool) {
        match answer {
            Some(Protection::Rule(terms)) => self.branch.bindings.push(Binding {
                name: "branch protection".to_owned(),
                demands: &terms.demands,
                bypass: terms.bypass.clone(),
            }),
            Some(Protection::Absent { why, place }) => {
                self.branch.nothing_else.push(Nothing { why, place });
            }
            _ if unprotected || self.sources.mechanisms == Mechanisms::Rulesets => {}
            Some(Protection::Refused { why, place }) => self.open(
                None,
                format!("{why} when asked for the branch's protection"),
                Some(place),
            ),
            None => self.lacks("branches/{branch}/protection"),
        }
    }

    /// What rulesets add.
    fn rules(&mut self, answer: Option<&'a Rules>, unprotected: bool) {
        let candidates = self.candidates();
        match answer {
            Some(Rules::Known(known)) => self.known_rules(known, candidates),
            Some(Rules::Absent { why, place }) => {
                self.branch.nothing_else.push(Nothing { why, place });
                self.denied(candidates, &format!("but {why}"), place);
            }
            Some(Rules::Refused { .. }) | None => {
                let whole = self.rulesets(candidates);
                if whole || unprotected || self.sources.mechanisms == Mechanisms::BranchProtection {
                    return;
                }
                match answer {
                    Some(Rules::Refused { why, place }) => self.open(
                        None,
                        format!("{why} when asked for the rules that apply to the branch"),
                        Some(place),
                    ),
                    _ => self.lacks("rules/branches/{branch}"),
                }
            }
        }
    }

    /// GitHub's own word on which rules apply to the branch.
    fn known_rules(&mut self, known: &'a KnownRules, mut candidates: Vec<Candidate<'a>>) {
        self.branch.nothing_else.push(Nothing {
            why: if known.by_ruleset.is_empty() {
                "no ruleset applies"
            } else {
                "no other ruleset applies"
            },
            place: &known.place,
        });
        for (key, (demands, place)) in &known.by_ruleset {
            let ruleset = key
                .as_ref()
                .and_then(|key| self.sources.evidence.rulesets.get(key));
            let bypass = match ruleset.map(|ruleset| (&ruleset.state, &ruleset.content)) {
                Some((State::Active, Some(content))) => Ok(content.bypass.clone()),
                Some((State::Idle, _)) => Err("its own answer says that it is not active"),
                Some((State::Unknown(why), _)) => Err(why.as_str()),
                Some((State::Active, None)) | None => {
                    Err("the ruleset itself is not among the evidence")
                }
            };
            let denial = ruleset.and_then(|ruleset| self.denial(ruleset, demands, known.partial));
            let binding = Binding {
                name: match (ruleset, key) {
                    (Some(ruleset), _) => ruleset.name.clone(),
                    (None, Some((source, number))) => format!("ruleset {number} of {source}"),
                    (None, None) => "a ruleset".to_owned(),
                },
                demands,
                bypass: bypass.unwrap_or_else(|why| {
                    Bypass::same(&Opening::Unknown {
                        why: why.to_owned(),
                        place: place.clone(),
                    })
                }),
            };
            match denial {
                None => self.branch.bindings.push(binding),
                Some((why, place)) => {
                    let why = format!("{} is listed as applying, but {why}", binding.name);
                    self.open(Some(binding), why, Some(place));
                }
            }
        }
        if known.partial {
            self.open(
                None,
                "the list of the rules that apply may go on, because it is exactly one page long; \
                 collect it with `gh api --paginate --slurp`"
                    .to_owned(),
                Some(&known.place),
            );
        }
        candidates.retain(|candidate| {
            !known
                .by_ruleset
                .contains_key(&Some(candidate.ruleset.key.clone()))
        });
        let why = "but GitHub's list of the rules that apply does not hold it";
        self.denied(candidates, why, &known.place);
    }

    /// How a ruleset's own answer contradicts GitHub's list of the rules that apply, and where. A list
    /// that may go on says nothing of what it does not hold.
    fn denial(
        &self,
        ruleset: &'a Ruleset,
        demands: &Demands,
        partial: bool,
    ) -> Option<(&'static str, &'a Location)> {
        let why = match (&ruleset.state, &ruleset.content) {
            (State::Idle, _) => "its own answer says that it is not active",
            (State::Active, Some(_)) if ruleset.covers(self.subject, self.work) == Cover::No => {
                "its own answer says that it does not cover the branch"
            }
            (State::Active, Some(content)) if !partial && !content.demands.agree(demands) => {
                "its own answer holds other rules"
            }
            _ => return None,
        };
        Some((why, &ruleset.place))
    }

    /// Notes rulesets that seem to apply while another answer denies it.
    fn denied(&mut self, candidates: Vec<Candidate<'a>>, why: &str, place: &'a Location) {
        for candidate in candidates {
            if candidate.doubt.is_none() {
                let why = format!("{} seems to apply, {why}", candidate.ruleset.name);
                self.open(candidate.binding, why, Some(place));
            }
        }
    }

    /// Adds what the rulesets themselves say. Answers whether a list shows that there are no others.
    fn rulesets(&mut self, candidates: Vec<Candidate<'a>>) -> bool {
        let lists = &self.sources.evidence.ruleset_lists;
        let whole = |owner: &Owner| lists.get(owner).filter(|list| !list.partial);
        let list = whole(&Owner::Repository(self.subject.repository.clone()));
        for Candidate {
            ruleset,
            binding,
            doubt,
        } in candidates
        {
            let own = match &ruleset.source {
                Source::In(owner) => whole(owner),
                Source::Enterprise => None,
            };
            // A file that was left over from an earlier collection, likely.
            let unlisted = [list, own]
                .into_iter()
                .flatten()
                .any(|list| !list.keys.contains(&ruleset.key));
            let doubt = doubt
                .or_else(|| unlisted.then(|| "the list of rulesets does not hold it".to_owned()));
            match (doubt, binding) {
                (None, Some(binding)) => self.branch.bindings.push(binding),
                (doubt, binding) => {
                    let why = doubt.unwrap_or_else(|| "its rules are not shown".to_owned());
                    let why = format!("{} may apply: {why}", ruleset.name);
                    self.open(binding, why, Some(&ruleset.place));
                }
            }
        }
        if let Some(list) = list {
            self.branch.nothing_else.push(Nothing {
                why: if list.keys.is_empty() {
                    "no ruleset is listed"
                } else {
                    "no other ruleset is listed"
                },
                place: &list.place,
            });
        }
        list.is_some()
    }

    /// The rulesets that may apply to the branch.
    fn candidates(&mut self) -> Vec<Candidate<'a>> {
        let mut candidates = Vec::new();
        let sources = self.sources;
        for ruleset in sources.rulesets(self.subject.repository) {
            if !self.work.spend(1) {
                let why = "there are too many rulesets and repositories to compare; split the \
                           evidence";
                self.open(None, why.to_owned(), None);
                break;
            }
            let doubt = match (&ruleset.covers(self.subject, self.work), &ruleset.state) {
                (Cover::No, _) => continue,
                (_, State::Unknown(why)) | (Cover::Unclear(why), _) => Some(why.clone()),
                (Cover::Yes, _) => None,
            };
            self.work.spend(APPLICATION_COST);
            candidates.push(Candidate {
                ruleset,
                binding: ruleset.content.as_ref().map(|content| Binding {
                    name: ruleset.name.clone(),
                    demands: &content.demands,
                    bypass: content.bypass.clone(),
                }),
                doubt,
            });
        }
        candidates
    }
}
