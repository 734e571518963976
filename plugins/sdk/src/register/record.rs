//! One record, and its values as a rule wants them.

use crate::words::{is_doubtful, is_placeholder, key, name, same_key, yes_no};
use crate::{Day, Finding, Location, Moment, Problem};

use super::reference::{names_something, says_something};
use super::store::Found;
use super::{Field, Register};

/// One record of a register.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    register: &'a Register,
    row: usize,
}

/// One of the words that a field may hold, with what it means to the rule.
#[derive(Debug, Clone, Copy)]
pub struct Choice<T> {
    /// What it means.
    pub meaning: T,
    /// The plugin's own name for it, which configuration maps other words to.
    pub name: &'static str,
    /// Other words that are understood.
    pub words: &'static [&'static str],
}

impl<T> Choice<T> {
    /// A choice.
    pub const fn new(meaning: T, name: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            meaning,
            name,
            words,
        }
    }
}

impl<'a> Record<'a> {
    pub(super) fn new(register: &'a Register, row: usize) -> Self {
        Self { register, row }
    }

    pub(super) fn row(&self) -> usize {
        self.row
    }

    /// Whether the record's file has all of these fields.
    pub(super) fn has_all(&self, fields: &[&Field]) -> bool {
        let Some(file) = self.register.store.file_of(self.row) else {
            return false;
        };
        fields.iter().all(|field| {
            self.register
                .spec
                .index(field)
                .is_some_and(|index| file.has(index))
        })
    }

    /// Whether the record's file has a field, filled in or not.
    pub fn has(&self, field: &Field) -> bool {
        self.has_all(&[field])
    }

    /// The name of the column that holds a field in the record's file. Nothing where several do, as where
    /// the objects of a file differ.
    pub fn column(&self, field: &Field) -> Option<&'a str> {
        let index = self.register.spec.index(field)?;
        match self.register.store.file_of(self.row)?.found(index) {
            Found::In { column, .. } => Some(column),
            Found::Nowhere | Found::InSeveral => None,
        }
    }

    /// Whether the column that holds a field is the documented one, by its name or because configuration says
    /// so. What the field's documentation says, as of the unit, then holds; behind another name may stand
    /// anything.
    pub fn is_as_documented(&self, field: &Field) -> bool {
        self.register.layout.columns.contains_key(field.name)
            || self
                .column(field)
                .is_some_and(|column| same_key(column, field.name))
    }

    /// A field as written, without the spaces around it.
    pub fn raw(&self, field: &Field) -> &'a str {
        self.register
            .spec
            .index(field)
            .map_or("", |index| self.register.store.cell(self.row, index).trim())
    }

    /// A field's text. Nothing where it is empty or only holds a place (`TBD`, `n/a`, `-`).
    pub fn text(&self, field: &Field) -> Option<&'a str> {
        Some(self.raw(field)).filter(|text| !is_placeholder(text))
    }

    /// A field's text where it names something: a ticket, a document, a certificate. Nothing where it
    /// only says that there is one, that there is none, or that there will be one.
    pub fn reference(&self, field: &Field) -> Option<&'a str> {
        self.text(field).filter(|text| names_something(text))
    }

    /// A field's text where it says something in words: a cause, a purpose, what was done. Nothing where it
    /// only says that there is nothing to say, or nothing yet.
    pub fn answer(&self, field: &Field) -> Option<&'a str> {
        self.text(field).filter(|text| says_something(text))
    }

    /// What a field names, for finding it in another register (see [`words::name`](crate::words::name)).
    pub fn name(&self, field: &Field) -> Option<String> {
        self.text(field).map(name).filter(|name| !name.is_empty())
    }

    /// A field's text for comparisons with words: letters and digits in lower case. It is no name, see
    /// [`Record::name`].
    pub fn key(&self, field: &Field) -> Option<String> {
        self.text(field).map(key)
    }

    /// The texts of a field that lists several, with semicolons, commas, bars or line breaks between
    /// them.
    pub fn list(&self, field: &Field) -> impl Iterator<Item = &'a str> {
        self.raw(field)
            .split([';', ',', '|', '\n'])
            .map(str::trim)
            .filter(|text| !is_placeholder(text))
    }

    /// A date or time.
    pub fn moment(&self, field: &Field) -> Result<Option<Moment>, Problem> {
        self.text(field)
            .map(|text| self.moment_of(field, text))
            .transpose()
    }

    /// A text of a field that holds several dates or times.
    pub fn moment_of(&self, field: &Field, text: &str) -> Result<Moment, Problem> {
        self.register
            .layout
            .moment(text)
            .map_err(|error| self.problem(format!("`{}`: {error}", field.name)))
    }

    /// The day in UTC of a date or time.
    pub fn day(&self, field: &Field) -> Result<Option<Day>, Problem> {
        Ok(self.moment(field)?.map(Moment::day))
    }

    /// The day until which something holds. Nothing stated means that no end is set; an end that is set and
    /// not known (`unknown`, `TBD`) is a problem.
    pub fn last_day(&self, field: &Field) -> Result<Option<Day>, Problem> {
        const ENDLESS: &[&str] = &["na", "nil", "none", "notapplicable", "notset", "null"];
        let raw = self.raw(field);
        let said = key(raw);
        if self.text(field).is_none() && !said.is_empty() && !ENDLESS.contains(&said.as_str()) {
            return Err(self.problem(format!(
                "`{}` is `{}`, which says neither a day nor that there is none",
                field.name,
                crate::brief(raw, 60)
            )));
        }
        self.day(field)
    }

    /// A whole number that is not negative.
    pub fn count(&self, field: &Field) -> Result<Option<u64>, Problem> {
        self.parse(field, "a whole number", |text| text.parse().ok())
    }

    /// A number. `%` at its end is left out.
    pub fn number(&self, field: &Field) -> Result<Option<f64>, Problem> {
        self.parse(field, "a number", |text| {
            let text = text.strip_suffix('%').unwrap_or(text).trim_end();
            // `inf` and `nan` are no numbers of a register.
            let plain = text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
            text.parse().ok().filter(|_| plain)
        })
    }

    /// Yes or no.
    pub fn flag(&self, field: &Field) -> Result<Option<bool>, Problem> {
        self.parse(field, "yes or no", |text| {
            yes_no(
                self.register
                    .layout
                    .meaning(field.name, text)
                    .unwrap_or(text),
            )
        })
    }

    /// One of several words. A word that is none of them is a problem, until `values` says what it
    /// means.
    pub fn choice<T: Copy>(
        &self,
        field: &Field,
        choices: &[Choice<T>],
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let layout = &self.register.layout;
        if is_doubtful(text) && !layout.names(field.name, text) {
            return Err(self.problem(format!(
                "`{}` is `{}`, which may deny what it says (say in `values` what it means)",
                field.name,
                crate::brief(text, 60)
            )));
        }
        let word = layout.meaning(field.name, text).unwrap_or(text);
        choices
            .iter()
            .find(|choice| {
                same_key(choice.name, word)
                    || choice.words.iter().any(|other| same_key(other, word))
            })
            .map(|choice| Some(choice.meaning))
            .ok_or_else(|| {
                let names: Vec<&str> = choices.iter().map(|choice| choice.name).collect();
                self.problem(format!(
                    "`{}` is `{}`, expected one of `{}` (say in `values` what the word means)",
                    field.name,
                    crate::brief(text, 60),
                    names.join("`, `")
                ))
            })
    }

    /// What several columns say of one thing, as a tracker's state and the result beside it do, each with
    /// its text: one of several words in each field that is filled in. Fields that hold one text, as where
    /// one column stands for both, need a meaning for it only once.
    pub fn choices<T: Copy>(
        &self,
        fields: &[&Field],
        choices: &[Choice<T>],
    ) -> Result<Vec<(T, &'a str)>, Problem> {
        let mut said = Vec::new();
        for field in fields {
            let Some(text) = self.text(field) else {
                continue;
            };
            let alike = fields.iter().filter(|other| self.raw(other) == text);
            match self.choice(field, choices) {
                Ok(meaning) => said.extend(meaning.map(|meaning| (meaning, text))),
                Err(problem) => {
                    let understood = |other: &&Field| self.choice(other, choices).is_ok();
                    if !alike.copied().any(|other| understood(&other)) {
                        return Err(problem);
                    }
                }
            }
        }
        Ok(said)
    }

    fn parse<T>(
        &self,
        field: &Field,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        parse(text).map(Some).ok_or_else(|| {
            self.problem(format!(
                "`{}` is `{}`, expected {expected}",
                field.name,
                crate::brief(text, 60)
            ))
        })
    }

    /// What names the record in findings: its naming fields, or its first texts where those are empty.
    pub fn subject(&self) -> String {
        let named: Vec<&str> = self
            .register
            .spec
            .subject
            .iter()
            .filter_map(|field| self.text(field))
            .collect();
        if !named.is_empty() {
            return named.join(" ");
        }
        let texts: Vec<&str> = self
            .register
            .spec
            .fields
            .iter()
            .filter_map(|field| self.text(field))
            .take(3)
            .collect();
        format!(
            "a {} without a name: {}",
            self.register.spec.record,
            texts.join(", ")
        )
    }

    /// Where it stands: the line, and in JSON and YAML the pointer too.
    pub fn place(&self) -> Location {
        self.register.store.place(self.row)
    }

    /// A problem with this record.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.place(), message)
    }

    /// The day whose state the record shows: when its file was collected, else the as-of date.
    pub fn shown_on(&self) -> Day {
        self.register
            .store
            .shown_on(self.row)
            .unwrap_or(self.register.as_of)
    }

    /// The moment whose state the record shows: when its file was collected, else the end of that day.
    pub fn shown_at(&self) -> Moment {
        self.register
            .store
            .collected(self.row)
            .filter(|moment| !moment.is_whole_day())
            .unwrap_or_else(|| Moment::end_of(self.shown_on()))
    }

    /// A finding about this record, at its place.
    pub fn pass(&self) -> Finding {
        Finding::pass(self.subject()).at(self.place())
    }

    /// A finding about this record, at its place.
    pub fn fail(&self) -> Finding {
        Finding::fail(self.subject()).at(self.place())
    }

    /// `pass` if `ok`, else `fail`.
    pub fn when(&self, ok: bool) -> Finding {
        Finding::when(ok, self.subject()).at(self.place())
    }

    /// A finding that the record does not say.
    pub fn inconclusive(&self) -> Finding {
        Finding::inconclusive(self.subject()).at(self.place())
    }

    /// A finding that the control does not concern this record.
    pub fn not_applicable(&self) -> Finding {
        Finding::not_applicable(self.subject()).at(self.place())
    }
}
