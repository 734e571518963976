//! Findings and places, built from left to right.

use std::fmt::Display;

use crate::{Attribute, Day, Finding, Location, Outcome, Severity, SeverityChange};

impl Finding {
    fn new(outcome: Outcome, subject: impl Into<String>) -> Self {
        Self {
            control: String::new(),
            subject: subject.into(),
            outcome,
            expected: String::new(),
            actual: String::new(),
            locations: Vec::new(),
            severity: None,
            occurred: None,
            attributes: Vec::new(),
        }
    }

    /// The evidence shows that the subject meets the control.
    pub fn pass(subject: impl Into<String>) -> Self {
        Self::new(Outcome::Pass, subject)
    }

    /// The evidence shows that it does not.
    pub fn fail(subject: impl Into<String>) -> Self {
        Self::new(Outcome::Fail, subject)
    }

    /// `pass` if `ok`, else `fail`.
    pub fn when(ok: bool, subject: impl Into<String>) -> Self {
        Self::new(if ok { Outcome::Pass } else { Outcome::Fail }, subject)
    }

    /// The evidence does not say.
    pub fn inconclusive(subject: impl Into<String>) -> Self {
        Self::new(Outcome::Inconclusive, subject)
    }

    /// The control does not concern this subject.
    pub fn not_applicable(subject: impl Into<String>) -> Self {
        Self::new(Outcome::NotApplicable, subject)
    }

    /// What the control wants to see.
    pub fn expected(mut self, expected: impl Display) -> Self {
        self.expected = expected.to_string();
        self
    }

    /// The value that decided, or what stood in the way.
    pub fn actual(mut self, actual: impl Display) -> Self {
        self.actual = actual.to_string();
        self
    }

    /// Where the deciding value stands. Call it again for a further place.
    pub fn at(mut self, place: Location) -> Self {
        self.locations.push(place);
        self
    }

    /// A severity other than the control's, and why.
    pub fn severity(mut self, severity: Severity, reason: impl Into<String>) -> Self {
        self.severity = Some(SeverityChange {
            severity,
            reason: reason.into(),
        });
        self
    }

    /// When the thing observed happened.
    pub fn occurred(mut self, day: Day) -> Self {
        self.occurred = Some(day.to_string());
        self
    }

    /// Says that the finding stands for so many subjects, which are counted by it but not named.
    pub fn standing_for(self, subjects: usize) -> Self {
        self.attribute(crate::fold::SUBJECTS, subjects)
    }

    /// A further fact.
    pub fn attribute(mut self, key: impl Into<String>, value: impl Display) -> Self {
        self.attributes.push(Attribute {
            key: key.into(),
            value: value.to_string(),
        });
        self
    }
}

impl Location {
    /// A whole file.
    pub fn file(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            column: None,
            pointer: None,
        }
    }

    /// A line of a file, counted from 1. 0 is none: the contract refuses it, and some parsers say so of
    /// an empty file.
    pub fn line(path: &str, line: usize) -> Self {
        Self {
            line: counted(line),
            ..Self::file(path)
        }
    }

    /// The same place with a column, counted from 1 in characters. 0 is none.
    pub fn column(mut self, column: usize) -> Self {
        self.column = counted(column);
        self
    }

    /// The same place with a JSON Pointer.
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }
}

/// A number that counts from 1.
fn counted(number: usize) -> Option<u32> {
    u32::try_from(number).ok().filter(|&number| number > 0)
}
