//! What is wrong with one record, where a rule asks several things of it.

use crate::Finding;

use super::{Field, Record};

/// Faults and doubts about one record, being collected. A fault outweighs a doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    wrong: Vec<String>,
    unclear: Vec<String>,
}

impl Faults {
    /// Nothing is wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Something that the evidence shows to be wrong.
    pub fn wrong(&mut self, what: impl Into<String>) {
        self.wrong.push(what.into());
    }

    /// Something that the evidence does not say.
    pub fn unclear(&mut self, what: impl Into<String>) {
        self.unclear.push(what.into());
    }

    /// Asks for a field to be filled in, and gives its text.
    pub fn stated<'a>(&mut self, record: &Record<'a>, field: &Field) -> Option<&'a str> {
        let text = record.text(field);
        if text.is_none() {
            self.wrong(format!("`{}` not stated", field.name));
        }
        text
    }

    /// Asks for a field to say something in words or to name somebody, and gives its text. That there is
    /// nobody, or nothing yet, is no answer.
    pub fn answered<'a>(&mut self, record: &Record<'a>, field: &Field) -> Option<&'a str> {
        let text = self.stated(record, field)?;
        let answer = record.answer(field);
        if answer.is_none() {
            let said = crate::brief(text, 80);
            self.wrong(format!("`{}` is only `{said}`", field.name));
        }
        answer
    }

    /// Whether nothing is wrong or unclear.
    pub fn is_empty(&self) -> bool {
        self.wrong.is_empty() && self.unclear.is_empty()
    }

    /// The finding: `fail` with the faults, `inconclusive` with the doubts, else `pass` with `fine`.
    pub fn finding(self, record: &Record<'_>, expected: &str, fine: &str) -> Finding {
        self.verdict(record.subject(), expected, fine)
            .at(record.place())
    }

    /// The same about a subject that is no record. The finding has no place yet.
    pub fn verdict(self, subject: impl Into<String>, expected: &str, fine: &str) -> Finding {
        let finding = if !self.wrong.is_empty() {
            Finding::fail(subject).actual(self.wrong.join("; "))
        } else if !self.unclear.is_empty() {
            Finding::inconclusive(subject).actual(self.unclear.join("; "))
        } else {
            Finding::pass(subject).actual(fine)
        };
        finding.expected(expected)
    }
}
