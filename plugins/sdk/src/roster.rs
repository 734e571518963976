//! Who works here: the roster that other registers are reconciled with.
//!
//! A [`Roster`] says of every worker whether they are at work on the as-of date, and of a text that
//! names an owner or a reviewer which worker it means. A name that could mean two people, or only
//! perhaps one, is never taken for anybody.

mod fields;
mod worker;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::people::{Book, Likeness, People};
use crate::register::{Faults, Field, Layout, Record, Register};
use crate::words::{key, words};
use crate::{Check, Finding, Findings, Location, Problem, Report};

pub use fields::*;
use worker::worker;
pub use worker::{Standing, Worker};

/// Whom a text means.
#[derive(Debug, Clone)]
pub enum Holder<'a> {
    /// One worker.
    Worker(&'a Worker),
    /// Nobody in the roster.
    Nobody,
    /// Perhaps somebody; why nobody can tell.
    Unclear(String),
}

#[derive(Debug, Clone)]
enum Found {
    Worker(usize),
    Nobody,
    Unclear(String),
}

/// Everybody who works here, did or will.
#[derive(Debug)]
pub struct Roster {
    workers: Vec<Worker>,
    problems: Vec<(String, Problem)>,
    files: Vec<Location>,
    keys: BTreeMap<String, Vec<usize>>,
    titles: BTreeMap<String, Vec<usize>>,
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
        let mut roster = Self {
            workers: Vec::new(),
            problems: Vec::new(),
            files: register.files().to_vec(),
            keys: BTreeMap::new(),
            titles: BTreeMap::new(),
            found: RefCell::default(),
        };
        let needs: &[&Field] = if register.has(&END) {
            &[&NAME]
        } else {
            &[&NAME, &STATUS]
        };
        for problem in register.problems(needs) {
            roster.problems.push((problem.place.path.clone(), problem));
        }
        for record in register.records() {
            match worker(&record, check.as_of) {
                Ok(worker) => roster.add(worker),
                Err(problem) => roster.problems.push((record.subject(), problem)),
            }
        }
        roster
    }

    fn add(&mut self, worker: Worker) {
        let index = self.workers.len();
        let mut keys = vec![who(&worker.id), who(&worker.email), who(&worker.name)];
        keys.sort();
        keys.dedup();
        for key in keys.into_iter().filter(|key| !key.is_empty()) {
            self.keys.entry(key).or_default().push(index);
        }
        let title = words(&worker.title);
        if worker.is_current() && !title.is_empty() {
            self.titles.entry(title).or_default().push(index);
        }
        self.workers.push(worker);
    }

    /// Whether the check was given no roster.
    pub fn is_absent(&self) -> bool {
        self.files.is_empty()
    }

    /// The roster's files.
    pub fn files(&self) -> &[Location] {
        &self.files
    }

    /// Everybody, in the files' order. Rows that could not be read are not among them.
    pub fn workers(&self) -> impl Iterator<Item = &Worker> {
        self.workers.iter()
    }

    /// The workers whose number, address or name a text is, letter for letter.
    pub fn exactly(&self, text: &str) -> impl Iterator<Item = &Worker> {
        self.keys
            .get(&who(text))
            .into_iter()
            .flatten()
            .map(|&index| &self.workers[index])
    }

    /// Puts down what of the roster could not be read.
    pub fn report_problems(&self, findings: &mut Findings<'_>) {
        for (subject, problem) in &self.problems {
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
        for worker in &self.workers {
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

    /// Whom a text means: a number, an address, a name, or a job title that one worker has.
    pub fn holder(&self, text: &str) -> Holder<'_> {
        let cached = self.found.borrow().get(text).cloned();
        let found = cached.unwrap_or_else(|| {
            let found = self.find(text);
            self.found
                .borrow_mut()
                .insert(text.to_owned(), found.clone());
            found
        });
        match found {
            Found::Worker(index) => Holder::Worker(&self.workers[index]),
            Found::Nobody => Holder::Nobody,
            Found::Unclear(why) => Holder::Unclear(why),
        }
    }

    fn find(&self, text: &str) -> Found {
        if let Some(exact) = self.keys.get(&who(text)) {
            return self.one_of(exact, text);
        }
        if let Some([index]) = self.titles.get(&words(text)).map(Vec::as_slice) {
            return Found::Worker(*index);
        }
        let people = match People::parse(text) {
            Ok(people) if people.is_empty() => return Found::Nobody,
            Ok(people) => people,
            Err(error) => return Found::Unclear(error),
        };
        let book = Book::default();
        let (mut same, mut unclear) = (Vec::new(), false);
        for (index, worker) in self.workers.iter().enumerate() {
            match worker.people.likeness(&people, &book) {
                Likeness::Same => same.push(index),
                Likeness::Unclear => unclear = true,
                Likeness::Different => {}
            }
        }
        if !same.is_empty() {
            self.one_of(&same, text)
        } else if !unclear {
            Found::Nobody
        } else {
            Found::Unclear(format!(
                "`{}` may or may not be somebody of the roster",
                crate::brief(text, 80)
            ))
        }
    }

    /// Several rows are one person when they share an address (somebody came back); then the current
    /// one counts.
    fn one_of(&self, indices: &[usize], text: &str) -> Found {
        let [first, rest @ ..] = indices else {
            return Found::Nobody;
        };
        let email = &self.workers[*first].email;
        let one = !email.is_empty()
            && rest
                .iter()
                .all(|&index| self.workers[index].email == *email);
        if !rest.is_empty() && !one {
            return Found::Unclear(format!(
                "`{}` may be several workers",
                crate::brief(text, 80)
            ));
        }
        let current = indices
            .iter()
            .find(|&&index| self.workers[index].is_current());
        Found::Worker(*current.unwrap_or(first))
    }

    /// Asks a field for exactly one person who works here. Without a roster a name is enough.
    pub fn owner(&self, faults: &mut Faults, record: &Record<'_>, field: &Field) {
        let Some(text) = faults.stated(record, field) else {
            return;
        };
        if text.contains([';', '\n']) {
            faults.wrong(format!(
                "`{}` names several: `{}`",
                field.name,
                crate::brief(text, 80)
            ));
            return;
        }
        self.at_work(faults, field.name, text);
    }

    /// Asks a text for somebody who works here. Without a roster every name will do.
    pub fn at_work(&self, faults: &mut Faults, what: &str, text: &str) {
        if self.is_absent() {
            return;
        }
        let name = crate::brief(text, 80);
        match self.holder(text) {
            Holder::Worker(worker) => match worker.standing {
                Standing::Active | Standing::OnLeave => {}
                Standing::Left => faults.wrong(format!("`{what}` {name} has left")),
                Standing::NotStarted => faults.wrong(format!("`{what}` {name} has not started")),
            },
            Holder::Nobody if self.problems.is_empty() => {
                faults.wrong(format!("`{what}` {name} is not in the roster"));
            }
            Holder::Nobody => faults.unclear(format!(
                "`{what}` {name} is not in the part of the roster that can be read"
            )),
            Holder::Unclear(why) => faults.unclear(format!("`{what}`: {why}")),
        }
    }

    /// Whether two texts name the same person: by the workers whom they mean, else by the texts.
    pub fn likeness(&self, one: &str, other: &str) -> Likeness {
        let (first, second) = (self.holder(one), self.holder(other));
        if let (Holder::Worker(first), Holder::Worker(second)) = (&first, &second) {
            return if first.place == second.place {
                Likeness::Same
            } else {
                Likeness::Different
            };
        }
        let people = |holder: &Holder<'_>, text: &str| match holder {
            Holder::Worker(worker) => Ok(worker.people.clone()),
            _ => People::parse(text),
        };
        match (people(&first, one), people(&second, other)) {
            (Ok(one), Ok(other)) => one.likeness(&other, &Book::default()),
            _ => Likeness::Unclear,
        }
    }
}

#[cfg(test)]
mod tests;
