//! One thing that an assertion is about: a row, a value in a document, or a whole document.

use std::fmt::Write as _;

use cel::Value;
use tickmark_plugin::{At, Day, Location, Problem};

use crate::expression::{Expression, Step};
use crate::source::{Cells, Rows};
use crate::value::{self, brief};

/// The most places that a finding cites beside the subject's own.
const MAX_PLACES: usize = 5;
/// The longest value that is shown among several, in characters.
const MAX_PART: usize = 80;
/// Names of fields whose texts are not copied into findings.
const SECRETS: &[&str] = &[
    "apikey",
    "api_key",
    "credential",
    "passphrase",
    "password",
    "private",
    "secret",
    "token",
];
/// Texts that give nothing away, whatever their field is called.
const HARMLESS: &[&str] = &[
    "", "-", "active", "disabled", "enabled", "false", "n/a", "never", "no", "none", "true", "yes",
];

/// Where a subject comes from.
pub(crate) enum Origin<'a> {
    Row(&'a Rows, &'a Cells),
    Value(At<'a>),
}

/// A subject.
pub(crate) struct Subject<'a> {
    pub(crate) origin: Origin<'a>,
    /// The last step that led to it.
    pub(crate) key: String,
    /// What it is called where nothing else names it.
    pub(crate) name: &'a str,
}

impl Subject<'_> {
    pub(crate) fn place(&self) -> Location {
        match &self.origin {
            Origin::Row(_, cells) => cells.place.clone(),
            Origin::Value(at) => at.place(),
        }
    }

    pub(crate) fn value(&self) -> Result<Value, Problem> {
        match &self.origin {
            Origin::Row(rows, cells) => Ok(rows.row(cells)),
            Origin::Value(at) => value::of(at),
        }
    }

    /// The subject's place, then those of the values that an expression looks at.
    pub(crate) fn places(&self, expression: &Expression) -> Vec<Location> {
        let own = self.place();
        let mut places = vec![own.clone()];
        if let Origin::Value(at) = &self.origin {
            let further = expression
                .looks_at
                .iter()
                .filter_map(|steps| follow(at, steps).ok())
                .map(|at| at.place())
                .filter(|place| *place != own);
            places.extend(further.take(MAX_PLACES));
        }
        places
    }

    /// The values that an expression looks at, in words.
    pub(crate) fn seen(&self, expression: &Expression, holds: bool) -> String {
        let parts: Vec<String> = expression
            .looks_at
            .iter()
            .map(|steps| self.part(steps))
            .collect();
        let words = if parts.is_empty() {
            holds.to_string()
        } else {
            parts.join(", ")
        };
        brief(&words, value::MAX_SHOWN)
    }

    fn part(&self, steps: &[Step]) -> String {
        let name = spelled(steps);
        let found = match &self.origin {
            Origin::Row(rows, cells) => cell(rows, cells, steps).map(str::to_owned),
            Origin::Value(at) => follow(at, steps).ok().map(|at| at.summary()),
        };
        let named = |words: &str| {
            if name.is_empty() {
                words.to_owned()
            } else {
                format!("{name} = {words}")
            }
        };
        match found {
            None => format!("{name} is missing"),
            Some(text) if text.is_empty() => named("(empty)"),
            Some(text) if is_secret(steps, &text) => {
                named(&format!("(a text of {} characters)", text.chars().count()))
            }
            Some(text) => named(&brief(&text, MAX_PART)),
        }
    }
}

/// The columns that an expression looks at and a table does not have.
pub(crate) fn missing_column(rows: &Rows, expression: &Expression) -> Option<String> {
    expression
        .looks_at
        .iter()
        .find_map(|steps| match steps.first() {
            Some(Step::Key(name)) if !rows.headers.contains(name) => Some(name.clone()),
            _ => None,
        })
}

fn cell<'a>(rows: &Rows, cells: &'a Cells, steps: &[Step]) -> Option<&'a str> {
    let [Step::Key(name)] = steps else {
        return None;
    };
    let column = rows.headers.iter().position(|header| header == name)?;
    cells.cells.get(column).map(AsRef::as_ref)
}

/// The value at the end of the steps, or how far they lead.
fn follow<'a>(at: &At<'a>, steps: &[Step]) -> Result<At<'a>, At<'a>> {
    steps.iter().try_fold(at.clone(), |at, step| {
        let next = match step {
            Step::Key(key) => at.get(key),
            Step::Index(index) => at.items().nth(*index),
        };
        next.ok_or(at)
    })
}

fn spelled(steps: &[Step]) -> String {
    let mut words = String::new();
    for step in steps {
        match step {
            Step::Key(key) if words.is_empty() => words.push_str(&brief(key, MAX_PART)),
            Step::Key(key) => {
                words.push('.');
                words.push_str(&brief(key, MAX_PART));
            }
            // Writing to a string cannot fail.
            Step::Index(index) => {
                let _ = write!(words, "[{index}]");
            }
        }
    }
    words
}

fn is_secret(steps: &[Step], text: &str) -> bool {
    let Some(Step::Key(name)) = steps.last() else {
        return false;
    };
    let name = name.to_ascii_lowercase().replace([' ', '-'], "_");
    let harmless = || {
        HARMLESS.contains(&text.to_ascii_lowercase().as_str())
            || text.parse::<f64>().is_ok()
            || Day::parse(text).is_ok()
    };
    SECRETS.iter().any(|word| name.contains(word)) && !harmless()
}
