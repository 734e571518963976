//! Reads the granted files into [`Evidence`].
//!
//! Each answer is told by what it holds; only where it does not say what it is about does its path
//! count.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::answer::{Answer, Refusal};
use crate::demand::{Shown, unexpected};
use crate::evidence::{
    BranchAnswers, Evidence, KnownRules, Protection, Rules, RulesetList, Unclear,
};
use crate::layout::{FileKind, Layout, Owner, branch_in_url};
use crate::protection;
use crate::repository::{Facts, RepositoryName};
use crate::rule;
use crate::ruleset::{Ruleset, RulesetKey, Source};

/// The sizes of GitHub's pages: the default, and the greatest. A list of exactly that length may go
/// on, unless it was collected page by page.
const PAGES: [usize; 2] = [30, 100];

/// How many problems of one file are told one by one.
const PROBLEMS: usize = 20;

/// The file that is being read.
struct Reader<'a> {
    evidence: &'a mut Evidence,
    path: &'a str,
    layout: Layout,
    day: Day,
    problems: usize,
}

impl Evidence {
    /// Reads every granted file. Counts each file's answers into `report`.
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> Self {
        let mut evidence = Self::default();
        for item in check.items(input) {
            evidence.files.push(item.place());
            let document = match document(check, &item) {
                Ok(document) => document,
                Err(problem) => {
                    evidence.problems.push(Unclear {
                        subject: item.path.to_string(),
                        problem,
                    });
                    continue;
                }
            };
            let mut reader = Reader {
                evidence: &mut evidence,
                path: &item.path,
                layout: Layout::of(&item.path),
                day: check.shown_on(&item),
                problems: 0,
            };
            let answers = reader.file(&document.root());
            report.tally(&item, answers);
        }
        evidence
    }
}

/// Reads a file as JSON. RFC 8259 allows no control character but tab and line ends anywhere, not
/// even in strings.
fn document(check: &Check<'_, Config>, item: &Item) -> Result<Document, Problem> {
    let bytes = check.bytes(item)?;
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let stray = |line: &[u8]| {
        line.iter()
            .any(|&byte| byte < b' ' && !matches!(byte, b'\t' | b'\r'))
    };
    if let Some(line) = lines.position(stray)
        && !bytes.starts_with(b"\xff\xfe")
        && !bytes.starts_with(b"\xfe\xff")
    {
        return Err(Problem::new(
            Location::line(&item.path, line + 1),
            "the file is not valid JSON: it holds a control character",
        ));
    }
    Document::json(&item.path, &bytes)
}

impl Reader<'_> {
    fn problem(&mut self, subject: String, problem: Problem) {
        self.problems += 1;
        let problem = match self.problems.cmp(&PROBLEMS) {
            Ordering::Less => problem,
            Ordering::Equal => Problem::new(
                problem.place,
                format!(
                    "{}; further problems of this file are not told",
                    problem.message
                ),
            ),
            Ordering::Greater => return,
        };
        self.evidence.problems.push(Unclear { subject, problem });
    }

    fn file_problem(&mut self, problem: Problem) {
        self.problem(self.path.to_owned(), problem);
    }

    /// Reads a file and says how many answers it holds.
    fn file(&mut self, root: &At<'_>) -> usize {
        if root.kind() != Kind::Array {
            self.answers(std::slice::from_ref(root), root, false);
            return 1;
        }
        // `gh api --paginate --slurp` wraps the pages in a list of their own.
        let pages = root
            .items()
            .next()
            .is_some_and(|page| page.kind() == Kind::Array);
        if !pages {
            let elements: Vec<_> = root.items().collect();
            self.list(&elements, root, PAGES.contains(&elements.len()));
            return elements.len();
        }
        let mut elements = Vec::new();
        let mut partial = false;
        for page in root.items() {
            if page.kind() == Kind::Array {
                elements.extend(page.items());
            } else {
                partial = true;
                self.file_problem(page.problem("expected a page, which is a list"));
            }
        }
        self.list(&elements, root, partial);
        elements.len()
    }

    /// Reads a list, which may lack something.
    fn list(&mut self, elements: &[At<'_>], root: &At<'_>, partial: bool) {
        let first = elements.first();
        // Older versions do not say which ruleset a rule is from.
        let rule = |element: &At<'_>| {
            Answer::of(element) == Ok(Answer::Rule)
                || (self.layout.kind == FileKind::Rules && element.get("type").is_some())
        };
        match (first, self.layout.kind) {
            (Some(first), _) if rule(first) => self.rules(elements, root, partial),
            (None, FileKind::Rules) => self.rules(elements, root, partial),
            (None, FileKind::Rulesets) => self.ruleset_list(BTreeSet::new(), root, partial),
            (None, FileKind::Repositories) => self.file_problem(root.problem(
                "the list is empty; a token that may not see the repositories gets that answer too",
            )),
            (None, _) => self.file_problem(
                root.problem("the list is empty, and the file's name does not say of what it is"),
            ),
            _ => self.answers(elements, root, partial),
        }
    }

    /// Reads answers that each speak for themselves.
    fn answers(&mut self, elements: &[At<'_>], root: &At<'_>, partial: bool) {
        let mut entries = BTreeSet::new();
        let mut owners = Vec::new();
        let mut understood = true;
        for element in elements {
            let read = match Answer::of(element) {
                Ok(Answer::Protection) => self.protection(element),
                Ok(Answer::Branch) => self.branch(element),
                Ok(Answer::Repository) => self.repository(element).map(|owner| owners.push(owner)),
                Ok(Answer::Ruleset) => self.ruleset(element).map(|entry| entries.extend(entry)),
                Ok(Answer::Refusal(refusal)) => self.refusal(refusal, element),
                Ok(Answer::Rule) => Err(element.problem(
                    "a rule among other answers; save the list of a branch's rules by itself",
                )),
                Err(problem) => Err(problem),
            };
            if let Err(problem) = read {
                understood = false;
                self.file_problem(problem);
            }
        }
        if root.kind() == Kind::Array && !entries.is_empty() {
            self.ruleset_list(entries, root, partial || !understood);
        }
        if self.layout.kind == FileKind::Repositories && understood {
            self.listing(&owners, root, partial);
        }
    }

    /// Remembers that all repositories of an owner are listed. The file's name must promise that: a
    /// single repository may stand in a list too.
    fn listing(&mut self, owners: &[String], root: &At<'_>, partial: bool) {
        let Some(owner) = owners.first() else {
            return;
        };
        if owners.iter().any(|other| other != owner) {
            return;
        }
        if !partial {
            self.evidence
                .listed_owners
                .insert(owner.clone(), root.place());
        } else if PAGES.contains(&owners.len()) {
            self.file_problem(root.problem(format!(
                "{} repositories are exactly one page, so there may be more; collect the list with \
                 `gh api --paginate --slurp`",
                owners.len()
            )));
        }
    }

    fn repository(&mut self, answer: &At<'_>) -> Result<String, Problem> {
        let (name, facts) = Facts::read(answer)?;
        let owner = name.owner().to_owned();
        match self.evidence.repositories.get_mut(&name) {
            None => {
                self.evidence.repositories.insert(name, facts);
            }
            Some(known) => {
                if !known.merge(facts) {
                    let problem = answer.problem(
                        "another answer says something else about this repository; collect both \
                         again together",
                    );
                    self.problem(name.to_string(), problem);
                }
            }
        }
        Ok(owner)
    }

    fn protection(&mut self, answer: &At<'_>) -> Result<(), Problem> {
        let branch =
            match answer.get("url") {
                Some(url) => Some(url.as_str().and_then(branch_in_url).ok_or_else(|| {
                    unexpected(&url, "url", "the address of a branch's protection")
                })?),
                None => self.layout.branch.clone(),
            };
        let branch = branch.ok_or_else(|| nameless(answer, "protection"))?;
        self.in_place(&branch, answer)?;
        let rule = Protection::Rule(Box::new(protection::read(answer)));
        self.about_branch(branch, answer, |known| {
            known
                .protection
                .is_none()
                .then(|| known.protection = Some(rule))
        });
        Ok(())
    }

    fn branch(&mut self, answer: &At<'_>) -> Result<(), Problem> {
        let name = answer.get("name").and_then(|name| name.as_str());
        let branch = answer
            .get("protection_url")
            .and_then(|url| branch_in_url(url.as_str()?))
            .or_else(|| self.layout.branch.clone())
            .filter(|(_, branch)| Some(branch.as_str()) == name)
            .ok_or_else(|| nameless(answer, "branch"))?;
        self.in_place(&branch, answer)?;
        let protected = answer
            .get("protected")
            .ok_or_else(|| answer.problem("the branch does not say whether it is `protected`"))?;
        let value = protected
            .as_bool()
            .ok_or_else(|| unexpected(&protected, "protected", "true or false"))?;
        let place = protected.place();
        self.about_branch(branch, answer, |known| {
            known
                .protected
                .is_none()
                .then(|| known.protected = Some(Shown { value, place }))
        });
        Ok(())
    }

    /// Refuses an answer about one branch that lies under the name of another: nobody knows which of
    /// the two it was collected for.
    fn in_place(&self, about: &(RepositoryName, String), answer: &At<'_>) -> Result<(), Problem> {
        match &self.layout.branch {
            Some(named) if named != about => Err(answer.problem(format!(
                "the answer is about {}:{}, but its path says {}:{}; collect it again",
                about.0, about.1, named.0, named.1
            ))),
            _ => Ok(()),
        }
    }

    fn rules(&mut self, rules: &[At<'_>], root: &At<'_>, partial: bool) {
        let Some(branch) = self.layout.branch.clone() else {
            let problem = nameless(root, "rules");
            self.file_problem(problem);
            return;
        };
        let mut grouped: BTreeMap<Option<RulesetKey>, Vec<At<'_>>> = BTreeMap::new();
        for rule in rules {
            let key = rule
                .get("ruleset_source")
                .and_then(|source| Some(source.as_str()?.to_ascii_lowercase()))
                .zip(rule.get("ruleset_id").and_then(|id| id.as_i64()));
            grouped.entry(key).or_default().push(rule.clone());
        }
        let by_ruleset = grouped
            .into_iter()
            .filter_map(|(key, rules)| {
                let place = rules.first()?.place();
                let demands = rule::demands(rules.into_iter(), &root.place());
                Some((key, (demands, place)))
            })
            .collect();
        let rules = Rules::Known(KnownRules {
            by_ruleset,
            partial,
            place: root.place(),
        });
        self.about_branch(branch, root, |known| {
            known.rules.is_none().then(|| known.rules = Some(rules))
        });
    }

    /// Remembers a ruleset; answers with its key if it is the entry of a list.
    fn ruleset(&mut self, answer: &At<'_>) -> Result<Option<RulesetKey>, Problem> {
        let ruleset = Ruleset::read(answer, self.layout.owner.as_ref(), self.day)?;
        let key = ruleset.key.clone();
        let entry = ruleset.content.is_none().then(|| key.clone());
        match self.evidence.rulesets.get_mut(&key) {
            None => {
                self.evidence.rulesets.insert(key, ruleset);
            }
            Some(known) => {
                let subject = format!("{} {}", key.0, known.name);
                if let Err(why) = known.merge(ruleset) {
                    self.problem(subject, answer.problem(why));
                }
            }
        }
        Ok(entry)
    }

    fn ruleset_list(&mut self, keys: BTreeSet<RulesetKey>, root: &At<'_>, partial: bool) {
        // An entry whose source is a repository can only stand in that repository's list.
        let owner = keys
            .iter()
            .filter_map(|key| self.evidence.rulesets.get(key))
            .find_map(|ruleset| match &ruleset.source {
                Source::In(owner @ Owner::Repository(_)) => Some(owner.clone()),
                _ => None,
            })
            .or_else(|| self.layout.owner.clone());
        let Some(owner) = owner else {
            self.file_problem(root.problem(
                "neither the list nor its path says whose rulesets these are; save it as \
                 github/OWNER/REPOSITORY/rulesets.json",
            ));
            return;
        };
        let list = RulesetList {
            keys,
            partial,
            place: root.place(),
        };
        if self.evidence.ruleset_lists.insert(owner, list).is_some() {
            self.file_problem(root.problem("a second list of the same rulesets; grant one"));
        }
    }

    fn refusal(&mut self, refusal: Refusal, answer: &At<'_>) -> Result<(), Problem> {
        let place = answer.place();
        let said = |message: &str| format!("GitHub answered `{message}`");
        let not_included = "the owner's plan does not enforce it for this repository";
        match (self.layout.kind, refusal) {
            (FileKind::Protection, refusal) => {
                let branch = self
                    .layout
                    .branch
                    .clone()
                    .ok_or_else(|| nameless(answer, "protection"))?;
                let protection = match refusal {
                    Refusal::NotProtected => Protection::Absent {
                        why: "GitHub answered `Branch not protected`",
                        place,
                    },
                    Refusal::NotIncluded => Protection::Absent {
                        why: not_included,
                        place,
                    },
                    Refusal::Other(message) => Protection::Refused {
                        why: said(&message),
                        place,
                    },
                };
                self.about_branch(branch, answer, |known| {
                    known
                        .protection
                        .is_none()
                        .then(|| known.protection = Some(protection))
                });
                Ok(())
            }
            (FileKind::Rules, refusal @ (Refusal::NotIncluded | Refusal::Other(_))) => {
                let branch = self
                    .layout
                    .branch
                    .clone()
                    .ok_or_else(|| nameless(answer, "rules"))?;
                let rules = match refusal {
                    Refusal::Other(message) => Rules::Refused {
                        why: said(&message),
                        place,
                    },
                    _ => Rules::Absent {
                        why: not_included,
                        place,
                    },
                };
                self.about_branch(branch, answer, |known| {
                    known.rules.is_none().then(|| known.rules = Some(rules))
                });
                Ok(())
            }
            (_, Refusal::Other(message)) => Err(answer.problem(said(&message))),
            (_, Refusal::NotProtected) => Err(answer.problem(
                "GitHub answered `Branch not protected`, but the path does not say for which \
                 branch; save it as github/OWNER/REPOSITORY/branches/BRANCH/protection.json",
            )),
            (_, Refusal::NotIncluded) => {
                Err(answer.problem(said("Upgrade to GitHub Pro or make this repository public")))
            }
        }
    }

    /// Adds to what is known of a branch. `add` answers nothing if that was known already.
    fn about_branch(
        &mut self,
        (repository, branch): (RepositoryName, String),
        answer: &At<'_>,
        add: impl FnOnce(&mut BranchAnswers) -> Option<()>,
    ) {
        let subject = format!("{repository}:{branch}");
        let known = self
            .evidence
            .branches
            .entry(repository)
            .or_default()
            .entry(branch)
            .or_default();
        if add(known).is_none() {
            self.problem(
                subject,
                answer.problem("a second answer to the same question about this branch; grant one"),
            );
        }
    }
}

fn nameless(answer: &At<'_>, stem: &str) -> Problem {
    answer.problem(format!(
        "neither the answer nor its path says which branch this is about; save it as \
         github/OWNER/REPOSITORY/branches/BRANCH/{stem}.json"
    ))
}
