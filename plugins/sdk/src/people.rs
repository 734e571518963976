//! Who people are, as far as two texts tell: the same person, another one, or unclear.
//!
//! A second pair of eyes counts only when it is clearly not the first, so every doubt (a nickname, an
//! initial, a job title, a handle beside a name) is [`Likeness::Unclear`] and never
//! [`Likeness::Different`].
//!
//! ```
//! use tickmark_plugin::people::{Book, Likeness, People};
//!
//! let book = Book::default();
//! let author = People::parse("Jane Doe <jane@example.com>")?;
//! let likeness = |text: &str| Ok::<_, String>(People::parse(text)?.likeness(&author, &book));
//! assert_eq!(likeness("jane@example.com")?, Likeness::Same);
//! assert_eq!(likeness("Bob Roe (CISO)")?, Likeness::Different);
//! assert_eq!(likeness("J. Doe")?, Likeness::Unclear);
//! assert_eq!(likeness("CISO")?, Likeness::Unclear);
//! assert!(People::parse("n/a")?.is_empty());
//! # Ok::<_, String>(())
//! ```

mod book;
mod entry;
mod identity;
mod person;
mod roles;

use std::fmt;

pub use book::Book;
pub use entry::Entry;
use person::{Person, is_nobody, parts};

use crate::At;
use crate::words::is_placeholder;

/// Longer texts are no names. This and the next bounds keep comparisons cheap on hostile evidence.
const MAX_TEXT: usize = 200;

/// More people than this do not sign one record.
const MAX_PEOPLE: usize = 20;

/// A text with more parts is prose.
const MAX_PARTS: usize = 8;

/// Whether two texts name the same person. Ordered from the closest to the most distant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same, in one spelling or in several.
    Same,
    /// Nobody can tell from the texts.
    Unclear,
    /// Clearly somebody else.
    Different,
}

/// The people that a field names, each as written.
#[derive(Debug, Clone, Default)]
pub struct People(Vec<Person>);

impl People {
    /// Reads a text: one name, or several with semicolons or line breaks between them. Nothing but
    /// placeholders and words such as `pending` is nobody.
    ///
    /// An error says why the text names no people, without the text itself.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(&Entry::text(text))
    }

    /// Reads several texts, as [`People::parse`] reads each.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        Self::read(&Entry::List(texts.into_iter().map(Entry::text).collect()))
    }

    /// Reads a value of a document: a text, a list, or an object such as `{name, email}`.
    pub fn of(value: &At<'_>) -> Result<Self, String> {
        Self::read(&Entry::of(value))
    }

    /// Reads what a field holds, whatever its format.
    pub fn read(entry: &Entry<'_>) -> Result<Self, String> {
        let mut people = Vec::new();
        collect(entry, &mut people)?;
        if people.len() > MAX_PEOPLE {
            return Err(format!("more than {MAX_PEOPLE} people"));
        }
        Ok(Self(people))
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether two fields name the same people: `Same` when everybody stands on both sides,
    /// `Different` when nobody can, `Unclear` in every other case. Nobody is like nobody else.
    ///
    /// To ask whether some second person looked at a thing, see [`People::independence`].
    pub fn likeness(&self, other: &Self, book: &Book) -> Likeness {
        if self.is_empty() || other.is_empty() {
            return Likeness::Unclear;
        }
        self.closest(other, book)
            .chain(other.closest(self, book))
            .reduce(|one, other| if one == other { one } else { Likeness::Unclear })
            .unwrap_or(Likeness::Unclear)
    }

    /// Whether somebody of these people is clearly none of the authors: then `Different`. `Same` when
    /// every one of them is an author, `Unclear` where there is nobody to ask about.
    pub fn independence(&self, authors: &Self, book: &Book) -> Likeness {
        if authors.is_empty() {
            return Likeness::Unclear;
        }
        self.closest(authors, book)
            .max()
            .unwrap_or(Likeness::Unclear)
    }

    /// Whether what one field says about people stands against what another says: `Different` as soon
    /// as one of the two names somebody clearly more.
    pub fn agreement(&self, other: &Self, book: &Book) -> Likeness {
        self.closest(other, book)
            .chain(other.closest(self, book))
            .max()
            .unwrap_or(Likeness::Unclear)
    }

    /// The closest that each of these people comes to anybody of the others.
    fn closest<'a>(&'a self, others: &'a Self, book: &'a Book) -> impl Iterator<Item = Likeness> {
        self.0.iter().map(|person| {
            others
                .0
                .iter()
                .map(|other| person.likeness(other, book))
                .min()
                .unwrap_or(Likeness::Different)
        })
    }
}

impl fmt::Display for People {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|person| person.raw.as_str()).collect();
        formatter.write_str(&names.join("; "))
    }
}

fn collect(entry: &Entry<'_>, people: &mut Vec<Person>) -> Result<(), String> {
    match entry {
        Entry::Nothing => {}
        Entry::Flag(flag) => return Err(format!("`{flag}` is no name")),
        Entry::Text(_) => {
            // A semicolon or a line break cannot be part of a name, a comma can.
            for part in entry.filled().unwrap_or_default().split([';', '\n']) {
                let part = part.trim();
                if is_nobody(part) || is_placeholder(part) {
                    continue;
                }
                if part.chars().count() > MAX_TEXT || parts(part).len() > MAX_PARTS {
                    return Err("the text is too long for a name".to_owned());
                }
                people.extend(Person::new(part));
            }
        }
        Entry::List(items) => {
            for item in items {
                collect(item, people)?;
            }
        }
        Entry::Map(members) => match Person::of_map(members) {
            Some(person) => people.push(person),
            None => {
                for (_, member) in members {
                    collect(member, people)?;
                }
            }
        },
    }
    Ok(())
}

#[cfg(test)]
mod tests;
