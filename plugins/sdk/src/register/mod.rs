//! Registers and logs: records of one kind in CSV, JSON, JSON lines or YAML, with columns that
//! configuration maps.
//!
//! A plugin declares the fields that it needs ([`Spec`]), reads every file of an input into one
//! [`Register`], and judges it record by record with [`Register::judge`]. Rows that cannot be read,
//! columns that are not there and values that cannot be understood become inconclusive findings by
//! themselves; a rule only says what is right and wrong. A register of a million rows fits into the
//! memory that a plugin has by default, because only the declared fields are kept.

mod durations;
mod encryption;
mod faults;
mod layout;
mod pages;
mod read;
mod record;
mod reference;
mod rules;
mod share;
mod store;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Check, Day, Finding, Findings, Input, Location, Problem, Report};

pub use faults::Faults;
pub use layout::Layout;
pub use record::{Choice, Record};
pub(crate) use reference::says_something;
pub use rules::Recurrence;
pub use share::Share;

use pages::Pages;
use store::Store;

/// A fact that a register records about each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in configuration and messages, in kebab case.
    pub name: &'static str,
    /// What it states, for the documentation.
    pub about: &'static str,
    /// Other names under which tools export it, the likeliest first. Case, spaces and punctuation do
    /// not matter. A name with dots is a path in JSON and YAML.
    pub aliases: &'static [&'static str],
    /// The names of several columns that hold it in parts, where none holds it whole: first and last
    /// name. All of them have to be there.
    pub parts: &'static [&'static [&'static str]],
}

impl Field {
    /// A field.
    pub const fn new(
        name: &'static str,
        about: &'static str,
        aliases: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            about,
            aliases,
            parts: &[],
        }
    }

    /// The same field, which may also be held by several columns in parts.
    pub const fn in_parts(self, parts: &'static [&'static [&'static str]]) -> Self {
        Self { parts, ..self }
    }
}

/// What kind of register an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The input's name.
    pub input: &'static str,
    /// What one record is, as in `risk`.
    pub record: &'static str,
    /// The fields that name a record; together they are the subject of its findings.
    pub subject: &'static [&'static Field],
    /// Whether two records of one name are an error. Of a log, which may say several things about one
    /// subject, they are not.
    pub unique: bool,
    /// Every field, those of `subject` too. At most 64.
    pub fields: &'static [&'static Field],
}

impl Spec {
    /// The input that holds such a register. `description` says how to obtain it; the fields are added.
    pub fn input(&self, description: &str) -> Input {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|field| format!("`{}` ({})", field.name, field.about))
            .collect();
        Input::new(
            self.input,
            &format!(
                "{description} CSV, JSON, JSON lines or YAML with the fields {}.",
                fields.join(", ")
            ),
        )
    }

    fn index(&self, field: &Field) -> Option<usize> {
        // The same text mostly stands in the same place, which is asked for each cell of a million rows.
        self.fields
            .iter()
            .position(|known| std::ptr::eq(known.name, field.name))
            .or_else(|| {
                self.fields
                    .iter()
                    .position(|known| known.name == field.name)
            })
    }
}

/// All records of one input.
#[derive(Debug, Clone)]
pub struct Register {
    spec: &'static Spec,
    layout: Layout,
    store: Store,
    /// Rows and files that could not be read, each with the file's path as its subject.
    problems: Vec<Problem>,
    /// Every file that was granted, readable or not.
    files: Vec<Location>,
    as_of: Day,
}

impl Register {
    /// Reads the files of an input, and states in the report how many records each holds.
    pub fn read<C>(
        check: &Check<'_, C>,
        spec: &'static Spec,
        layout: &Layout,
        report: &mut Report,
    ) -> Self {
        let mut register = Self {
            spec,
            layout: layout.clone(),
            store: Store::new(spec.fields.len()),
            problems: Vec::new(),
            files: Vec::new(),
            as_of: check.as_of,
        };
        let mut pages = Pages::default();
        for item in check.items(spec.input) {
            let rows = read::file(check, &item, &mut register, &mut pages);
            report.tally(&item, rows);
            register.files.push(item.place());
        }
        register.problems.extend(pages.missing());
        if spec.unique {
            register.refuse_doubles();
        }
        register
    }

    /// Whether the check was given no file for this register. Nothing can then be said.
    pub fn is_absent(&self) -> bool {
        self.files.is_empty()
    }

    /// The files, for findings about the register as a whole.
    pub fn files(&self) -> &[Location] {
        &self.files
    }

    /// The day on which readiness is judged.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// The records, in the files' order. Rows that could not be read are not among them.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.store.rows()).map(|row| Record::new(self, row))
    }

    /// Whether every file has a field. Of JSON and YAML, whether some record has it.
    pub fn has(&self, field: &Field) -> bool {
        self.spec
            .index(field)
            .is_some_and(|index| self.store.files().iter().all(|file| file.has(index)))
    }

    /// What stands in the way of a rule that needs these fields: what could not be read, and files
    /// that lack a field.
    pub fn problems(&self, needs: &[&Field]) -> Vec<Problem> {
        let lacking = self.store.files().iter().filter_map(|file| {
            let missing: Vec<&str> = needs
                .iter()
                .filter(|field| self.spec.index(field).is_none_or(|index| !file.has(index)))
                .map(|field| field.name)
                .collect();
            (!missing.is_empty()).then(|| {
                Problem::new(
                    file.head(),
                    format!(
                        "there is no column for `{}` (name it in `columns`; the columns are {})",
                        missing.join("`, `"),
                        crate::brief(&file.names().join(", "), 300)
                    ),
                )
            })
        });
        self.problems.iter().cloned().chain(lacking).collect()
    }

    /// Judges every record, and states that nothing was left out.
    ///
    /// `judge` gives no finding for a record that the control is not about, and a problem for one whose
    /// values cannot be understood. Findings without a place get the record's. A register without files says nothing,
    /// which leaves the control unproven; one without records shows an empty population.
    pub fn judge(
        &self,
        findings: &mut Findings<'_>,
        needs: &[&Field],
        mut judge: impl FnMut(&Record<'_>) -> Result<Option<Finding>, Problem>,
    ) {
        if self.is_absent() {
            return;
        }
        self.examine(findings, needs, &mut judge);
        findings.complete(self.files.clone());
    }

    /// Judges every record as [`Register::judge`] does, without stating that nothing was left out: for
    /// rules that have more to say. They call [`Findings::complete`] in the end.
    pub fn examine(
        &self,
        findings: &mut Findings<'_>,
        needs: &[&Field],
        mut judge: impl FnMut(&Record<'_>) -> Result<Option<Finding>, Problem>,
    ) {
        self.report_problems(findings, needs);
        for record in self.records().filter(|record| record.has_all(needs)) {
            match judge(&record) {
                Ok(Some(finding)) if finding.locations.is_empty() => {
                    findings.push(finding.at(record.place()));
                }
                Ok(Some(finding)) => findings.push(finding),
                Ok(None) => {}
                Err(problem) => findings.problem(&record.subject(), &problem),
            }
        }
    }

    /// Puts down what stands in the way of a rule that needs these fields.
    pub fn report_problems(&self, findings: &mut Findings<'_>, needs: &[&Field]) {
        for problem in self.problems(needs) {
            findings.problem(&problem.place.path, &problem);
        }
    }

    /// The records by what a field names (see [`words::name`](crate::words::name)), for
    /// reconciling two registers. Records without the field are left out.
    pub fn by(&self, field: &Field) -> BTreeMap<String, Vec<Record<'_>>> {
        let mut index: BTreeMap<String, Vec<Record<'_>>> = BTreeMap::new();
        for record in self.records() {
            if let Some(name) = record.name(field) {
                index.entry(name).or_default().push(record);
            }
        }
        index
    }

    /// A record whose name another one has too is a problem: nobody can say which of them holds.
    fn refuse_doubles(&mut self) {
        // Sixteen bytes a row, where the names themselves would take more memory than the register.
        let mut rows: Vec<(u64, usize)> = self
            .records()
            .map(|record| (digest(&record.subject()), record.row()))
            .collect();
        rows.sort_unstable();
        let mut doubles = Vec::new();
        for alike in rows.chunk_by(|one, other| one.0 == other.0) {
            if alike.len() == 1 {
                continue;
            }
            let mut seen = BTreeSet::new();
            doubles.extend(
                alike
                    .iter()
                    .map(|&(_, row)| row)
                    .filter(|&row| !seen.insert(Record::new(self, row).subject())),
            );
        }
        doubles.sort_unstable();
        for &row in &doubles {
            let record = Record::new(self, row);
            let problem = record.problem(format!(
                "the {} `{}` stands here a second time",
                self.spec.record,
                record.subject()
            ));
            self.problems.push(problem);
        }
        self.store.remove(&doubles);
    }
}

/// The record among those of one name in [`Register::by`], for rules that judge by what it says.
///
/// # Errors
///
/// Where several records have the name: they may say different things, and nobody can say which of them
/// holds.
pub fn the_only<'r, 'a>(
    rows: Option<&'r Vec<Record<'a>>>,
) -> Result<Option<&'r Record<'a>>, Problem> {
    match rows.map_or(&[][..], Vec::as_slice) {
        [] => Ok(None),
        [row] => Ok(Some(row)),
        [first, .., last] => Err(last.problem(format!(
            "`{}` and `{}` are one name; state it in one record",
            crate::brief(&first.subject(), 60),
            crate::brief(&last.subject(), 60)
        ))),
    }
}

/// FNV-1a, 64 bit. It only sorts; texts with one digest are compared.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
