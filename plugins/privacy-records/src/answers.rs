//! What a field answers that may hold `yes`, a day, or what names the thing: an agreement, an identity check.
//!
//! [`Record::reference`] takes a field that has to name something. Here `yes` and `done` are answers too,
//! and a day that is to come is none.

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record};
use tickmark_plugin::words::{words, yes_no};

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer<'a> {
    /// Nothing is stated.
    Missing,
    /// It says that the thing is not there, or not yet: `no`, `pending`, `not signed`.
    Denied(&'a str),
    /// A day after the one that the record shows.
    ToCome(Day),
    /// It is there, and since which day where the field says that alone.
    Given(&'a str, Option<Day>),
}

impl<'a> Answer<'a> {
    pub(crate) fn of(record: &Record<'a>, field: &Field) -> Result<Self, Problem> {
        let Some(text) = record.text(field) else {
            return Ok(Self::Missing);
        };
        if yes_no(text) == Some(true) {
            return Ok(Self::Given(text, None));
        }
        if denies(text) {
            return Ok(Self::Denied(text));
        }
        if record.reference(field).is_none() && words(text) != "done" {
            return Ok(Self::Denied(text));
        }
        match record.moment_of(field, text).map(Moment::day) {
            Ok(day) if day > record.shown_on() => Ok(Self::ToCome(day)),
            Ok(day) => Ok(Self::Given(text, Some(day))),
            // Digits alone are a day in a form that nobody has named, and it may be to come.
            Err(problem) if !text.chars().any(char::is_alphabetic) => Err(problem),
            Err(_) => Ok(Self::Given(text, None)),
        }
    }
}

/// Whether a text says that something is not there, or not yet: `no ID given`, `DPA pending`, `Stripe: not
/// yet`.
pub(crate) fn denies(text: &str) -> bool {
    const FIRST: &[&str] = &[
        "awaiting",
        "failed",
        "missing",
        "never",
        "no",
        "not",
        "outstanding",
        "pending",
        "refused",
        "rejected",
        "unable",
        "unsigned",
        "unsuccessful",
        "unverified",
        "waiting",
        "without",
    ];
    const LAST: &[&str] = &[
        "awaited",
        "expired",
        "failed",
        "missing",
        "no",
        "not done",
        "not informed",
        "not received",
        "not signed",
        "not told",
        "not verified",
        "not yet",
        "outstanding",
        "pending",
        "refused",
        "rejected",
        "unsigned",
        "unsuccessful",
        "unverified",
    ];
    let text = words(text);
    let mut each = text.split(' ');
    let begins = match (each.next(), each.next()) {
        // `No. 12` is the number of something.
        (Some("no"), Some(second)) => !second.starts_with(|digit: char| digit.is_ascii_digit()),
        (first, _) => first.is_some_and(|first| FIRST.contains(&first)),
    };
    let ends = LAST.iter().any(|last| {
        text.strip_suffix(last)
            .is_some_and(|before| before.is_empty() || before.ends_with(' '))
    });
    begins || ends
}

/// A field's text where it names something ([`Record::reference`]) or is one of these phrases, which say
/// something in this field.
pub(crate) fn said<'a>(record: &Record<'a>, field: &Field, also: &[&str]) -> Option<&'a str> {
    record.reference(field).or_else(|| {
        record
            .text(field)
            .filter(|text| also.contains(&words(text).as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_are_known_by_how_they_begin_or_end() {
        for text in [
            "no",
            "No ID given",
            "pending",
            "DPA pending",
            "pending signature",
            "pending 2026-12-01",
            "Stripe: not yet",
            "not signed",
            "verification failed",
            "unverified",
            "DPA 2021 (expired)",
        ] {
            assert!(denies(text), "{text}");
        }
        for text in [
            "",
            "yes",
            "No. 12",
            "DPA of 2025-01-01",
            "passport seen",
            "Stripe not concerned",
            "Nora Lindqvist",
            "Notary",
            "log in of the account",
        ] {
            assert!(!denies(text), "{text}");
        }
    }
}
