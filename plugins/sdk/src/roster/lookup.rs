//! Whom a text means.

use super::worker::Row;
use super::{Roster, Worker, who};
use crate::people::{Book, Likeness, People};
use crate::words::words;

/// Whom a text means.
#[derive(Debug, Clone)]
pub enum Holder<'a> {
    /// One worker, by number, address or name.
    Worker(&'a Worker),
    /// The only current worker who has this job title.
    Title(&'a Worker),
    /// Somebody who is not in the roster.
    Nobody,
    /// Nobody: a word such as `vacant` or `pending`.
    Unnamed,
    /// Perhaps somebody; why nobody can tell.
    Unclear(String),
}

/// The same with indices of rows.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Worker(usize),
    Title(usize),
    Several(Vec<usize>),
    Nobody,
    Unnamed,
    Unclear(String),
}

/// Why a text that fits several is taken for none of them.
pub(super) const SEVERAL: &str = "it may be several workers";

impl Roster {
    /// Whom a text means: a number, an address, a name, or a job title that one worker has.
    pub fn holder(&self, text: &str) -> Holder<'_> {
        match self.found(text) {
            Found::Worker(index) => Holder::Worker(self.worker(index)),
            Found::Title(index) => Holder::Title(self.worker(index)),
            Found::Several(_) => Holder::Unclear(SEVERAL.to_owned()),
            Found::Nobody => Holder::Nobody,
            Found::Unnamed => Holder::Unnamed,
            Found::Unclear(why) => Holder::Unclear(why),
        }
    }

    /// Whether two texts name the same person: by the workers whom they mean, else by the texts.
    pub fn likeness(&self, one: &str, other: &str) -> Likeness {
        let index = |text| match self.found(text) {
            Found::Worker(index) | Found::Title(index) => Some(index),
            _ => None,
        };
        let (first, second) = (index(one), index(other));
        if let (Some(first), Some(second)) = (first, second) {
            return if first == second {
                Likeness::Same
            } else {
                Likeness::Different
            };
        }
        let people = |index: Option<usize>, text| match index {
            Some(index) => Ok(self.people()[index].clone()),
            None => People::parse(text),
        };
        match (people(first, one), people(second, other)) {
            (Ok(one), Ok(other)) => one.likeness(&other, &Book::default()),
            _ => Likeness::Unclear,
        }
    }

    pub(super) fn worker(&self, index: usize) -> &Worker {
        &self.rows[index].worker
    }

    pub(super) fn found(&self, text: &str) -> Found {
        if let Some(found) = self.found.borrow().get(text) {
            return found.clone();
        }
        let found = self.find(text);
        self.found
            .borrow_mut()
            .insert(text.to_owned(), found.clone());
        found
    }

    fn people(&self) -> &[People] {
        self.people
            .get_or_init(|| self.rows.iter().map(Row::people).collect())
    }

    fn find(&self, text: &str) -> Found {
        if let Some(exact) = self.keys.get(&who(text)) {
            return self.one_of(exact);
        }
        if let Some([index]) = self.titles.get(&words(text)).map(Vec::as_slice) {
            return Found::Title(*index);
        }
        let people = match People::parse(text) {
            Ok(people) if people.is_empty() => return Found::Unnamed,
            Ok(people) => people,
            Err(error) => return Found::Unclear(error),
        };
        let book = Book::default();
        let (mut same, mut unclear) = (Vec::new(), false);
        for (index, other) in self.people().iter().enumerate() {
            match other.likeness(&people, &book) {
                Likeness::Same => same.push(index),
                Likeness::Unclear => unclear = true,
                Likeness::Different => {}
            }
        }
        if !same.is_empty() {
            self.one_of(&same)
        } else if unclear {
            Found::Unclear("it may or may not be somebody of the roster".to_owned())
        } else if self.names_lost {
            Found::Unclear("it is not in the part of the roster that can be read".to_owned())
        } else {
            Found::Nobody
        }
    }

    /// Several rows are one person when they share an address (somebody came back); then the current
    /// one counts.
    fn one_of(&self, indices: &[usize]) -> Found {
        let rows = || indices.iter().map(|&index| &self.rows[index]);
        if let Some(why) = rows().find_map(|row| row.doubt.as_ref()) {
            return Found::Unclear(why.clone());
        }
        let [first, rest @ ..] = indices else {
            return Found::Nobody;
        };
        let email = &self.worker(*first).email;
        let one = !email.is_empty() && rows().all(|row| row.worker.email == *email);
        if !rest.is_empty() && !one {
            return Found::Several(indices.to_vec());
        }
        let current = indices
            .iter()
            .find(|&&index| self.worker(index).is_current());
        Found::Worker(*current.unwrap_or(first))
    }
}
