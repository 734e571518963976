//! Judges every server, and every kind of connection to it, by one question.
//!
//! A rule only says what it makes of a [`View`]. Here it is asked about connections that meet no
//! `Match` block, about those of each block that matters, and about those that meet two blocks; for
//! every release that the server may run. What the evidence cannot show turns a pass into an
//! inconclusive finding: blocks that `sshd -T` does not print, and what `doubt` lists.

mod doubt;

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::brief;
use crate::keywords::Key;
use crate::servers::{Fleet, Server};
use crate::tree::{GroupId, Tree};
use crate::verdict::{Verdict, merged};
use crate::version::Version;
use crate::view::{Asked, View};

use doubt::COMPLETE_INCLUDES;

/// What rules judge.
pub(crate) struct Subjects<'a> {
    pub(crate) fleet: &'a Fleet,
    pub(crate) config: &'a Config,
}

/// One question: which keywords it reads, what it wants to see, and how it judges.
pub(crate) struct Question<'a, F> {
    pub(crate) reads: &'a [Key],
    pub(crate) expected: String,
    pub(crate) judge: F,
}

/// How many places a finding cites at most.
const MAX_PLACES: usize = 8;
/// How many files are cited as showing how many servers there are. The host takes 1000.
const MAX_FILES: usize = 1000;
/// How many pairs of `Match` blocks of one server are looked at.
const MAX_PAIRS: usize = 5_000;

impl<F: Fn(&View<'_>) -> Verdict> Question<'_, F> {
    /// Asks it about every server.
    pub(crate) fn ask(&self, subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
        for server in &subjects.fleet.servers {
            let trial = Trial {
                question: self,
                server,
                config: subjects.config,
            };
            trial.run(findings);
            let problems = server.tree.iter().flat_map(|tree| &tree.problems);
            for problem in problems {
                findings.problem(&brief::subject(server.name.clone()), problem);
            }
        }
        for (path, problem) in &subjects.fleet.strays {
            findings.problem(&brief::subject(path.clone()), problem);
        }
        // Without any file there is no place that shows an empty population.
        if !subjects.fleet.files.is_empty() {
            let shown_by = subjects.fleet.files.iter().take(MAX_FILES);
            findings.complete(shown_by.cloned().collect());
        }
    }
}

/// One question about one server.
struct Trial<'a, F> {
    question: &'a Question<'a, F>,
    server: &'a Server,
    config: &'a Config,
}

/// An answer about one kind of connection.
struct Answer {
    verdict: Verdict,
    places: Vec<Location>,
}

impl<F: Fn(&View<'_>) -> Verdict> Trial<'_, F> {
    fn run(&self, findings: &mut Findings<'_>) {
        let server = self.server;
        let plain = self.answer(&[]);
        let passes = plain.verdict.outcome == Outcome::Pass;
        let mut fails = plain.verdict.outcome == Outcome::Fail;
        findings.push(self.finding(server.name.clone(), plain));
        if passes && let Some(unseen) = self.unseen_blocks() {
            findings.push(unseen);
        }
        let Some(tree) = &server.tree else {
            return;
        };
        let mut sound = Vec::new();
        for group in self.relevant_groups(tree) {
            let answer = self.answer(&tree.with_surroundings(group));
            match answer.verdict.outcome {
                Outcome::Fail => fails = true,
                _ => sound.push(group),
            }
            let subject = format!("{} ({})", server.name, tree.label(group));
            findings.push(self.finding(subject, answer));
        }
        if !fails {
            self.pairs(tree, &sound, findings);
        }
    }

    /// The blocks that set what the question reads, or might through a file that was not granted.
    fn relevant_groups(&self, tree: &Tree) -> BTreeSet<GroupId> {
        let keys: Vec<Key> = self.in_match().collect();
        let mut groups: BTreeSet<GroupId> = keys
            .iter()
            .flat_map(|&key| tree.groups_that_set(key))
            .collect();
        if !keys.is_empty() {
            groups.extend(tree.blinds.iter().filter_map(|blind| blind.group));
        }
        groups.retain(|&group| !tree.groups[group].always);
        groups
    }

    fn in_match(&self) -> impl Iterator<Item = Key> {
        self.question
            .reads
            .iter()
            .copied()
            .filter(|key| key.in_match())
    }

    /// A connection that meets two blocks takes some settings from one and some from the other, which
    /// may be worse than either. Larger sets are not looked at: the only failure that needs settings
    /// from three blocks is a list of `AuthenticationMethods` that names both ways of asking for a
    /// password.
    fn pairs(&self, tree: &Tree, groups: &[GroupId], findings: &mut Findings<'_>) {
        if self.in_match().count() < 2 {
            return;
        }
        let mut looked_at = 0;
        for (index, &one) in groups.iter().enumerate() {
            for &other in &groups[index + 1..] {
                looked_at += 1;
                if looked_at > MAX_PAIRS {
                    let subject = format!("{} (further pairs of Match blocks)", self.server.name);
                    let actual = format!(
                        "more than {MAX_PAIRS} pairs of Match blocks could be met together; fewer \
                         blocks, or blocks that name users, can be judged"
                    );
                    let answer = Answer {
                        verdict: Verdict::unclear(actual),
                        places: vec![tree.groups[one].place.clone()],
                    };
                    return findings.push(self.finding(subject, answer));
                }
                if !tree.may_meet(one, other) {
                    continue;
                }
                let mut both = tree.with_surroundings(one);
                both.extend(tree.with_surroundings(other));
                both.sort_unstable();
                both.dedup();
                let mut answer = self.answer(&both);
                if answer.verdict.outcome == Outcome::Fail {
                    answer.verdict = Verdict::unclear(format!(
                        "a connection that meets both blocks would have {}; whether there is one \
                         cannot be seen here",
                        answer.verdict.actual
                    ));
                    let label = format!("{} with {}", tree.label(one), tree.label(other));
                    let subject = format!("{} ({label})", self.server.name);
                    findings.push(self.finding(subject, answer));
                }
            }
        }
    }

    /// Where the plain connections pass, `Match` blocks that were not granted may still let others
    /// through.
    fn unseen_blocks(&self) -> Option<Finding> {
        self.in_match().next()?;
        let subject = format!("{} (Match blocks not granted)", self.server.name);
        let (actual, place) = match &self.server.tree {
            Some(tree) => {
                let blind = tree
                    .blinds
                    .iter()
                    .find(|blind| blind.group.is_none_or(|group| tree.groups[group].always))?;
                (
                    format!(
                        "Match blocks in the files of `Include {}` may say otherwise, and none of \
                         these files was granted; {COMPLETE_INCLUDES}",
                        blind.argument
                    ),
                    blind.place.clone(),
                )
            }
            None if self.config.no_match_blocks => return None,
            None => (
                "sshd -T does not print Match blocks; grant the server's sshd_config beside its \
                 output, or set no-match-blocks if there are none"
                    .to_owned(),
                self.server.place.clone(),
            ),
        };
        let answer = Answer {
            verdict: Verdict::unclear(actual),
            places: vec![place],
        };
        Some(self.finding(subject, answer))
    }

    fn finding(&self, subject: String, answer: Answer) -> Finding {
        let Answer { verdict, places } = answer;
        let subject = brief::subject(subject);
        let mut finding = match verdict.outcome {
            Outcome::Pass => Finding::pass(subject),
            Outcome::Fail => Finding::fail(subject),
            Outcome::NotApplicable | Outcome::Inconclusive => Finding::inconclusive(subject),
        };
        finding = finding
            .expected(&self.question.expected)
            .actual(brief::text(verdict.actual));
        if let Some((severity, reason)) = verdict.severity {
            finding = finding.severity(severity, reason);
        }
        if places.is_empty() {
            return finding.at(self.server.place.clone());
        }
        places.into_iter().fold(finding, Finding::at)
    }

    /// What the question's rule says of the connections of some groups.
    fn answer(&self, groups: &[GroupId]) -> Answer {
        let mut verdicts: Vec<(Version, Verdict)> = Vec::new();
        let mut asked: Vec<Asked<'_>> = Vec::new();
        let releases: Vec<Version> = self.server.releases.each().collect();
        for &release in releases.iter().rev() {
            let view = View::new(self.server, groups, release);
            let verdict = (self.question.judge)(&view);
            let depends = view.depends_on_release();
            if !view.is_impossible() {
                verdicts.push((release, verdict));
            }
            asked.extend(view.asked());
            if !depends {
                break;
            }
        }
        let verdict = self.doubted(merged(verdicts), &asked, groups);
        let mut places: Vec<Location> = Vec::new();
        for place in asked.iter().flat_map(Asked::places) {
            if places.len() < MAX_PLACES && !places.contains(&place) {
                places.push(place);
            }
        }
        Answer { verdict, places }
    }
}
