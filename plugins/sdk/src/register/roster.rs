//! The roster of people, for registers whose rows name an owner, a reviewer or the holder of something.
//!
//! Whoever is named is looked up by name, address and number. Somebody whom nobody can tell from another
//! person, or of whom the roster says two things, is [`Standing::Unclear`] and never
//! [`Standing::Active`].

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use crate::people::{Book, Likeness, People};
use crate::words::key;
use crate::{Check, Finding, Location, Problem, Report};

use super::{Choice, Field, Layout, Record, Register, Spec};

const NAME: Field = Field::new(
    "name",
    "the person's full name",
    &[
        "full name",
        "display name",
        "employee name",
        "employee",
        "worker",
    ],
);
const EMAIL: Field = Field::new(
    "email",
    "the address at work",
    &[
        "work email",
        "email address",
        "primary email",
        "login",
        "username",
    ],
);
const NUMBER: Field = Field::new(
    "employee-id",
    "the person's number",
    &["employee number", "employee no", "worker id", "id"],
);
const STATUS: Field = Field::new(
    "status",
    "whether the person works here",
    &[
        "employment status",
        "employee status",
        "worker status",
        "state",
    ],
);
const END: Field = Field::new(
    "end-date",
    "the last day",
    &[
        "termination date",
        "last day",
        "last working day",
        "left on",
        "end",
    ],
);

static ROSTER: Spec = Spec {
    input: "roster",
    record: "person",
    subject: &[&NAME],
    unique: false,
    fields: &[&NAME, &EMAIL, &NUMBER, &STATUS, &END],
};

const STATUSES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "active",
        &[
            "employed",
            "current",
            "on leave",
            "leave",
            "leave of absence",
            "parental leave",
            "full time",
            "part time",
            "contractor",
            "notice period",
        ],
    ),
    Choice::new(
        false,
        "terminated",
        &[
            "left",
            "leaver",
            "former",
            "inactive",
            "offboarded",
            "resigned",
            "retired",
            "deactivated",
            "not started",
            "pre hire",
            "hired",
        ],
    ),
];

/// What the roster says about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Works here, and where that stands.
    Active(Location),
    /// Does not work here, and where that stands.
    Left(Location),
    /// Is not in the roster.
    Unknown,
    /// The roster does not tell, and why.
    Unclear(String),
}

/// One row of the roster.
#[derive(Debug, Clone)]
struct Person {
    name: String,
    email: String,
    /// What tells persons of one name apart.
    identity: String,
    active: Result<bool, String>,
    place: Location,
}

/// The roster, or none where no file was given.
#[derive(Debug)]
pub struct Roster {
    register: Register,
    persons: Vec<Person>,
    /// Rows by name, address, the address without its domain, and number.
    index: BTreeMap<String, Vec<usize>>,
    people: OnceCell<Vec<People>>,
    known: RefCell<BTreeMap<String, Standing>>,
}

impl Roster {
    /// What the input holds.
    pub const SPEC: &'static Spec = &ROSTER;

    /// Reads the input `roster`.
    pub fn read<C>(check: &Check<'_, C>, layout: &Layout, report: &mut Report) -> Self {
        let register = Register::read(check, &ROSTER, layout, report);
        let mut persons = Vec::new();
        let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for record in register.records() {
            let email = record.text(&EMAIL).unwrap_or_default();
            let local = email.split('@').next().unwrap_or_default();
            let texts = [record.raw(&NAME), email, local, record.raw(&NUMBER)];
            let mut keys: Vec<String> = texts.into_iter().map(key).collect();
            keys.sort();
            keys.dedup();
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                index.entry(key).or_default().push(persons.len());
            }
            persons.push(Person {
                name: record.raw(&NAME).to_owned(),
                email: email.to_owned(),
                identity: [email, record.raw(&NUMBER), record.raw(&NAME)]
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .map(key)
                    .unwrap_or_default(),
                active: active(&register, &record).map_err(|problem| problem.message),
                place: record.place(),
            });
        }
        Self {
            register,
            persons,
            index,
            people: OnceCell::new(),
            known: RefCell::default(),
        }
    }

    /// Whether the check was given no roster.
    pub fn is_absent(&self) -> bool {
        self.register.is_absent()
    }

    /// What stands in the way of understanding the roster.
    pub fn problems(&self) -> Vec<Problem> {
        self.register.problems(&[&NAME])
    }

    /// What the roster says about whoever a text names.
    pub fn standing(&self, text: &str) -> Standing {
        if let Some(known) = self.known.borrow().get(text) {
            return known.clone();
        }
        let standing = self.look_up(text);
        self.known
            .borrow_mut()
            .insert(text.to_owned(), standing.clone());
        standing
    }

    /// Everybody as people are compared. Most owners are found without.
    fn people(&self) -> &[People] {
        self.people.get_or_init(|| {
            let texts = |person: &Person| [person.name.clone(), person.email.clone()];
            self.persons
                .iter()
                .map(texts)
                .map(|texts| People::of_texts(texts.iter().map(String::as_str)).unwrap_or_default())
                .collect()
        })
    }

    fn look_up(&self, text: &str) -> Standing {
        let bare = text.trim().trim_start_matches('@');
        if let Some(rows) = self.index.get(&key(bare)) {
            let persons: Vec<&Person> = rows.iter().map(|&row| &self.persons[row]).collect();
            return judge(&persons);
        }
        let people = match People::parse(text) {
            Ok(people) if !people.is_empty() => people,
            Ok(_) => return Standing::Unclear("it names nobody".to_owned()),
            Err(reason) => return Standing::Unclear(reason),
        };
        let book = Book::default();
        let mut same = Vec::new();
        let mut alike = false;
        for (person, other) in self.persons.iter().zip(self.people()) {
            match people.likeness(other, &book) {
                Likeness::Same => same.push(person),
                Likeness::Unclear => alike = true,
                Likeness::Different => {}
            }
        }
        if !same.is_empty() {
            return judge(&same);
        }
        if alike {
            return Standing::Unclear("it may be somebody in the roster, or a team".to_owned());
        }
        if self.problems().is_empty() {
            Standing::Unknown
        } else {
            Standing::Unclear("part of the roster cannot be read".to_owned())
        }
    }

    /// A finding about the owner whom a record names: stated, and where there is a roster, somebody who
    /// works here. `teams` are names of teams that count as owners.
    pub fn owner(&self, record: &Record<'_>, field: &Field, teams: &[String]) -> Finding {
        let expected = if self.is_absent() {
            "an owner"
        } else {
            "an owner who works here"
        };
        let Some(owner) = record.text(field) else {
            let finding = record.fail().actual(format!("no `{}`", field.name));
            return finding.expected(expected);
        };
        let shown = crate::brief(owner, 80);
        let finding = if self.is_absent() || teams.iter().any(|team| key(team) == key(owner)) {
            record.pass().actual(shown)
        } else {
            match self.standing(owner) {
                Standing::Active(place) => record.pass().actual(shown).at(place),
                Standing::Left(place) => record
                    .fail()
                    .actual(format!("{shown} has left or not started"))
                    .at(place),
                Standing::Unknown => record
                    .fail()
                    .actual(format!("{shown} is not in the roster")),
                Standing::Unclear(why) => record.inconclusive().actual(format!("{shown}: {why}")),
            }
        };
        finding.expected(expected)
    }
}

/// What rows that answer to one text say together.
fn judge(persons: &[&Person]) -> Standing {
    if let Some(Err(reason)) = persons
        .iter()
        .map(|person| &person.active)
        .find(|a| a.is_err())
    {
        return Standing::Unclear(reason.clone());
    }
    let active = persons.iter().find(|person| person.active == Ok(true));
    let left = persons.iter().find(|person| person.active == Ok(false));
    // Somebody who came back has two rows.
    let one = persons
        .windows(2)
        .all(|pair| pair[0].identity == pair[1].identity);
    match (active, left) {
        (Some(active), None) => Standing::Active(active.place.clone()),
        (Some(active), Some(_)) if one => Standing::Active(active.place.clone()),
        (Some(_), Some(_)) => {
            Standing::Unclear("several people answer to it, not all of whom work here".to_owned())
        }
        (None, Some(left)) => Standing::Left(left.place.clone()),
        (None, None) => Standing::Unknown,
    }
}

/// Whether a row shows somebody who works here.
fn active(register: &Register, record: &Record<'_>) -> Result<bool, Problem> {
    let ended = record.day(&END)?.map(|end| end < record.shown_on());
    let stated = record.choice(&STATUS, STATUSES)?;
    match (stated, ended) {
        (Some(true), Some(true)) => {
            Err(record.problem("the person is active and has left, says the roster"))
        }
        (Some(stated), _) => Ok(stated),
        (None, Some(ended)) => Ok(!ended),
        (None, None) if register.has(&END) && !register.has(&STATUS) => Ok(true),
        (None, None) => {
            Err(record.problem("the roster does not say whether the person works here"))
        }
    }
}

#[cfg(test)]
mod tests;
