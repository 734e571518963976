//! Whether whoever a record names works here.

use super::lookup::{Found, SEVERAL};
use super::{Roster, Standing, Worker};
use crate::Finding;
use crate::people::People;
use crate::register::{Faults, Field, Record, says_something};
use crate::words::same_key;

/// What the roster says about somebody who is named.
enum Word<'a> {
    AtWork(&'a Worker),
    /// Not at work, and the worker where there is one.
    Gone(&'static str, Option<&'a Worker>),
    Unclear(String),
}

/// Whether a job title names a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Titles {
    Count,
    AreNoNames,
}

const NOBODY: &str = "names nobody";

/// Whether a text in place of a name says that there is nobody, or nobody yet.
fn is_nobody(text: &str) -> bool {
    !says_something(text) || People::parse(text).is_ok_and(|people| people.is_empty())
}

impl Roster {
    /// Asks a field for exactly one person who works here; a job title that one worker has will do.
    /// Without a roster a name is enough.
    pub fn owner(&self, faults: &mut Faults, record: &Record<'_>, field: &Field) {
        let Some(text) = faults.answered(record, field) else {
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
        let name = crate::brief(text, 80);
        if self.is_absent() {
            if is_nobody(text) {
                faults.wrong(format!("`{what}` {name} {NOBODY}"));
            }
            return;
        }
        match self.word(text, Titles::Count) {
            Word::AtWork(_) => {}
            Word::Gone(why, _) => faults.wrong(format!("`{what}` {name} {why}")),
            Word::Unclear(why) => faults.unclear(format!("`{what}` {name}: {why}")),
        }
    }

    /// A finding about a field that names somebody who works here, by name and not by job title, or one
    /// of the `teams`. Without a roster any name will do.
    pub fn owner_finding(&self, record: &Record<'_>, field: &Field, teams: &[String]) -> Finding {
        let expected = if self.is_absent() {
            "an owner"
        } else {
            "an owner who works here"
        };
        let Some(text) = record.text(field) else {
            let finding = record.fail().actual(format!("no `{}`", field.name));
            return finding.expected(expected);
        };
        let name = crate::brief(text, 80);
        let finding = if self.is_absent() && is_nobody(text) {
            record.fail().actual(format!("{name} {NOBODY}"))
        } else if self.is_absent() || teams.iter().any(|team| same_key(team, text)) {
            record.pass().actual(name)
        } else {
            match self.word(text, Titles::AreNoNames) {
                Word::AtWork(worker) => record.pass().actual(name).at(worker.place.clone()),
                Word::Gone(why, worker) => {
                    let finding = record.fail().actual(format!("{name} {why}"));
                    match worker {
                        Some(worker) => finding.at(worker.place.clone()),
                        None => finding,
                    }
                }
                Word::Unclear(why) => record.inconclusive().actual(format!("{name}: {why}")),
            }
        };
        finding.expected(expected)
    }

    fn word(&self, text: &str, titles: Titles) -> Word<'_> {
        let index = match self.found(text) {
            Found::Title(_) if titles == Titles::AreNoNames => {
                return Word::Unclear("it is a job title and no name".to_owned());
            }
            Found::Worker(index) | Found::Title(index) => index,
            // Whichever it is, it is nobody who works here.
            Found::Several(indices)
                if indices
                    .iter()
                    .all(|&index| self.worker(index).standing == Standing::Left) =>
            {
                let first = indices.first().map(|&index| self.worker(index));
                return Word::Gone("has left", first);
            }
            Found::Several(_) => return Word::Unclear(SEVERAL.to_owned()),
            Found::Nobody => return Word::Gone("is not in the roster", None),
            Found::Unnamed => return Word::Gone(NOBODY, None),
            Found::Unclear(why) => return Word::Unclear(why),
        };
        let worker = self.worker(index);
        match worker.standing {
            Standing::Active | Standing::OnLeave if worker.left_since => {
                Word::Unclear("by the roster the person is leaving or has left since".to_owned())
            }
            Standing::Active | Standing::OnLeave => Word::AtWork(worker),
            Standing::Left => Word::Gone("has left", Some(worker)),
            Standing::NotStarted => Word::Gone("has not started", Some(worker)),
        }
    }
}
