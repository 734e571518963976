//! People, found by address or number, and whether they worked here on a day.

use std::collections::BTreeMap;
use std::rc::Rc;

use tickmark_plugin::{Day, Location, Problem};

use crate::names::{email, employee_key};
use crate::unclear::Problems;

/// Everybody in the rosters.
#[derive(Debug, Default)]
pub(crate) struct People {
    persons: Vec<Person>,
    by_email: BTreeMap<String, Found>,
    by_number: BTreeMap<String, Found>,
    ignore_plus_tags: bool,
    /// Rows and files that could not be understood.
    pub(crate) problems: Problems,
    /// The roster files.
    pub(crate) files: Vec<Location>,
    /// The file that shows the earliest day, and that day.
    pub(crate) oldest: Option<(Day, Location)>,
    /// Whether a whole file could not be read, so that anybody may stand in it.
    pub(crate) incomplete: bool,
}

/// A person.
#[derive(Debug)]
pub(crate) struct Person {
    /// The e-mail address, or the number of somebody without one.
    pub(crate) name: String,
    /// In the order of their first days, and apart from each other unless there is a doubt.
    pub(crate) employments: Vec<Employment>,
    /// Why nothing can be said about this person.
    pub(crate) doubt: Option<Problem>,
}

/// One row of a roster: a time during which somebody worked here.
#[derive(Debug, Clone)]
pub(crate) struct Employment {
    /// `None`: since before the roster tells.
    pub(crate) start: Option<Day>,
    /// The last day; `None`: no end is known.
    pub(crate) end: Option<Day>,
    pub(crate) manager: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) path: Rc<str>,
    pub(crate) line: usize,
}

impl Employment {
    pub(crate) fn place(&self) -> Location {
        Location::line(&self.path, self.line)
    }
}

/// Who has an address or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Nobody,
    One(u32),
    /// More than one person, so that it names nobody for certain.
    Several,
}

/// Whether somebody worked here on a day.
#[derive(Debug)]
pub(crate) enum Standing<'p> {
    Employed(&'p Employment),
    /// After the last day of the latest employment.
    Left {
        last: Day,
        employment: &'p Employment,
    },
    /// Before the first day.
    Starts {
        first: Day,
        employment: &'p Employment,
    },
}

/// Why nothing can be said about somebody.
#[derive(Debug)]
pub(crate) struct Doubt {
    pub(crate) why: String,
    pub(crate) place: Option<Location>,
}

impl People {
    pub(crate) fn new(ignore_plus_tags: bool) -> Self {
        Self {
            ignore_plus_tags,
            ..Self::default()
        }
    }

    /// Adds a person with the addresses and numbers that lead to them.
    pub(super) fn add<'a>(
        &mut self,
        person: Person,
        emails: impl Iterator<Item = &'a String>,
        numbers: impl Iterator<Item = &'a String>,
    ) {
        let index = u32::try_from(self.persons.len()).unwrap_or(u32::MAX);
        self.persons.push(person);
        for email in emails {
            note(&mut self.by_email, email, index);
        }
        for number in numbers {
            note(&mut self.by_number, number, index);
        }
    }

    /// Whether no roster was given at all.
    pub(crate) fn is_missing(&self) -> bool {
        self.files.is_empty()
    }

    /// A person's name for messages.
    pub(crate) fn name(&self, index: u32) -> &str {
        self.persons
            .get(index as usize)
            .map_or("", |person| &person.name)
    }

    /// Who has an address, in the form in which addresses are compared.
    pub(crate) fn by_email(&self, email: &str) -> Found {
        self.by_email.get(email).copied().unwrap_or(Found::Nobody)
    }

    /// Who has an employee number, in the form in which numbers are compared.
    pub(crate) fn by_number(&self, number: &str) -> Found {
        self.by_number.get(number).copied().unwrap_or(Found::Nobody)
    }

    /// Whether the rosters say anybody's employee number.
    pub(crate) fn has_numbers(&self) -> bool {
        !self.by_number.is_empty()
    }

    /// An address in the form in which addresses are compared here.
    pub(crate) fn email(&self, text: &str) -> Option<String> {
        email(text, self.ignore_plus_tags)
    }

    /// Who is meant by an e-mail address or employee number.
    pub(crate) fn find(&self, text: &str) -> Found {
        match self.email(text) {
            Some(email) => self.by_email(&email),
            None => self.by_number(&employee_key(text)),
        }
    }

    /// Whether a person worked here on a day.
    pub(crate) fn standing(&self, index: u32, day: Day) -> Result<Standing<'_>, Doubt> {
        let person = self.persons.get(index as usize);
        let doubt = person.and_then(|person| person.doubt.as_ref());
        if let Some(problem) = doubt {
            return Err(Doubt {
                why: format!(
                    "the roster is unclear about {}: {}",
                    self.name(index),
                    problem.message
                ),
                place: Some(problem.place.clone()),
            });
        }
        person
            .and_then(|person| person.standing(day))
            .ok_or_else(|| Doubt {
                why: "the roster says nothing about this person".to_owned(),
                place: None,
            })
    }
}

impl Person {
    /// `None` for somebody without any employment.
    fn standing(&self, day: Day) -> Option<Standing<'_>> {
        let begun = self
            .employments
            .partition_point(|employment| employment.start.is_none_or(|start| start <= day));
        let Some(latest) = begun.checked_sub(1) else {
            let employment = self.employments.first()?;
            return Some(Standing::Starts {
                first: employment.start?,
                employment,
            });
        };
        let employment = self.employments.get(latest)?;
        Some(match employment.end {
            Some(last) if last < day => Standing::Left { last, employment },
            _ => Standing::Employed(employment),
        })
    }
}

fn note(index: &mut BTreeMap<String, Found>, key: &str, person: u32) {
    index
        .entry(key.to_owned())
        .and_modify(|found| {
            if *found != Found::One(person) {
                *found = Found::Several;
            }
        })
        .or_insert(Found::One(person));
}
