//! Who works here: the roster that other registers are reconciled with.
//!
//! A [`Roster`] says of every worker whether they are at work on the as-of date, and of a text that
//! names an owner or a reviewer which worker it means. It decides for doubt wherever the roster leaves
//! any:
//!
//! - Status and dates together say where somebody stands. A status that nobody knows, a blank one, and
//!   one that the dates contradict say nothing.
//! - A row that says nothing for sure is nobody's, but its name stays known: whoever is called so is in
//!   doubt, and so is everybody of whom two rows speak, unless one address shows that somebody came back.
//! - A text is looked up as written: number, address, name. Only then people are compared (see
//!   [`people`](crate::people)); a text that fits several, or perhaps one, is taken for none of them.
//! - Nobody is missing for sure while some rows cannot be read.
//! - Somebody who is at work on the as-of date and gone when the roster was exported is judged as a worker,
//!   and owns nothing for sure.

mod fields;
mod lookup;
mod owner;
mod worker;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::people::People;
use crate::register::{Field, Layout, Register};
use crate::words::{key, words};
use crate::{Check, Finding, Findings, Location, Problem, Report};

pub use fields::*;
use lookup::Found;
pub use lookup::Holder;
use worker::Row;
pub use worker::{Standing, Worker};

/// Everybody who works here, did or will.
#[derive(Debug)]
pub struct Roster {
    rows: Vec<Row>,
    /// What could not be read, each with its subject: what the register did not take, then rows that say
    /// nothing for sure.
    problems: Vec<(String, Problem)>,
    /// How many of the problems the register did not take.
    unread: usize,
    /// Whether names may be missing because of them.
    names_lost: bool,
    files: Vec<Location>,
    /// Rows by number, address and name.
    keys: BTreeMap<String, Vec<usize>>,
    /// Current workers by job title.
    titles: BTreeMap<String, Vec<usize>>,
    /// Everybody as people are compared. Most names are found without.
    people: OnceCell<Vec<People>>,
    /// What was asked before, by the text as written: a register of a million rows names few people.
    found: RefCell<BTreeMap<String, Found>>,
}

/// A name, number or address for comparisons. Addresses keep their dots.
pub fn who(text: &str) -> String {
    let text = text.trim();
    if text.contains('@') && !text.contains(char::is_whitespace) {
        text.trim_matches(['<', '>']).to_lowercase()
    } else {
        key(text)
    }
}

impl Roster {
    /// Reads the input `roster`.
    pub fn read<C>(check: &Check<'_, C>, layout: &Layout, report: &mut Report) -> Self {
        let register = Register::read(check, &ROSTER, layout, report);
        let needs: &[&Field] = if register.has(&END) {
            &[&NAME]
        } else {
            &[&NAME, &STATUS]
        };
        let problems: Vec<(String, Problem)> = register
            .problems(needs)
            .into_iter()
            .map(|problem| (problem.place.path.clone(), problem))
            .collect();
        let mut roster = Self {
            rows: Vec::new(),
            unread: problems.len(),
            problems,
            names_lost: !register.problems(&[&NAME]).is_empty(),
            files: register.files().to_vec(),
            keys: BTreeMap::new(),
            titles: BTreeMap::new(),
            people: OnceCell::new(),
            found: RefCell::default(),
        };
        let mut seen = BTreeSet::new();
        for record in register.records() {
            let mut row = Row::read(&record, check.as_of);
            let subject = record.subject();
            if !seen.insert(subject.clone()) {
                let message = format!("the worker `{subject}` stands here a second time");
                let problem = record.problem(message);
                let path = problem.place.path.clone();
                roster.problems.push((path, problem.clone()));
                row.doubt = Some(problem.message);
            } else if let Some(message) = &row.doubt {
                roster
                    .problems
                    .push((subject, record.problem(message.clone())));
            }
            roster.add(row);
        }
        roster
    }

    fn add(&mut self, row: Row) {
        let index = self.rows.len();
        let worker = &row.worker;
        let mut keys = [&worker.id, &worker.email, &worker.name].map(|text| who(text));
        keys.sort();
        for (at, key) in keys.iter().enumerate() {
            if !key.is_empty() && keys.get(at + 1) != Some(key) {
                self.keys.entry(key.clone()).or_default().push(index);
            }
        }
        let title = words(&worker.title);
        if row.doubt.is_none() && worker.is_current() && !title.is_empty() {
            self.titles.entry(title).or_default().push(index);
        }
        self.rows.push(row);
    }

    /// Whether the check was given no roster.
    pub fn is_absent(&self) -> bool {
        self.files.is_empty()
    }

    /// The roster's files.
    pub fn files(&self) -> &[Location] {
        &self.files
    }

    /// Everybody, in the files' order. Rows that say nothing for sure are not among them.
    pub fn workers(&self) -> impl Iterator<Item = &Worker> {
        self.rows
            .iter()
            .filter(|row| row.doubt.is_none())
            .map(|row| &row.worker)
    }

    /// Whether a number, address or name, letter for letter, is also that of a row about somebody else.
    pub fn is_shared(&self, text: &str, worker: &Worker) -> bool {
        self.keys
            .get(&who(text))
            .into_iter()
            .flatten()
            .map(|&index| &self.rows[index].worker)
            .any(|other| {
                other.place != worker.place
                    && (worker.email.is_empty() || other.email != worker.email)
            })
    }

    /// Puts down what of the roster could not be read or understood.
    pub fn report_problems(&self, findings: &mut Findings<'_>) {
        for (subject, problem) in &self.problems {
            findings.problem(subject, problem);
        }
    }

    /// Puts down what of the roster could not be read, for a rule that looks people up: a row that says
    /// nothing for sure matters to it only where somebody names its worker.
    pub fn report_unread(&self, findings: &mut Findings<'_>) {
        for (subject, problem) in self.problems.iter().take(self.unread) {
            findings.problem(subject, problem);
        }
    }

    /// Judges every worker, and states that nobody was left out. No finding means that the control is
    /// not about the worker. Findings without a place get the worker's.
    pub fn judge(
        &self,
        findings: &mut Findings<'_>,
        mut judge: impl FnMut(&Worker) -> Result<Option<Finding>, Problem>,
    ) {
        if self.is_absent() {
            return;
        }
        self.report_problems(findings);
        for worker in self.workers() {
            match judge(worker) {
                Ok(Some(finding)) if finding.locations.is_empty() => {
                    findings.push(finding.at(worker.place.clone()));
                }
                Ok(Some(finding)) => findings.push(finding),
                Ok(None) => {}
                Err(problem) => findings.problem(&worker.label, &problem),
            }
        }
        findings.complete(self.files.clone());
    }
}

#[cfg(test)]
mod tests;
