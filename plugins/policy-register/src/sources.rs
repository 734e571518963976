//! Reading the granted files: every document and every row becomes a record, is passed over by
//! configuration, or is trouble. Nothing disappears.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::fields::{Columns, FieldMap};
use crate::front_matter::{self, Head};
use crate::kinds::name_of_path;
use crate::record::{Origin, Record};
use crate::settings::Settings;

pub(crate) const DOCUMENTS: &str = "documents";
pub(crate) const REGISTER: &str = "register";

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) records: Vec<Record>,
    pub(crate) troubles: Vec<Trouble>,
    /// The files that were read, as places.
    pub(crate) files: Vec<Location>,
    /// The documents that the configuration passes over.
    pub(crate) ignored: Vec<String>,
    /// Whether there was any document that is not passed over.
    pub(crate) has_documents: bool,
    pub(crate) has_register: bool,
}

/// A file or row that could not be understood.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) subject: String,
    pub(crate) message: String,
    /// Nothing for a file that could not be read at all: only what was read may be cited.
    pub(crate) place: Option<Location>,
    pub(crate) concerns: Concerns,
}

/// Which policies a trouble may be about.
#[derive(Debug)]
pub(crate) enum Concerns {
    /// Any policy, also one that a document describes: a register may contradict it.
    Any,
    /// A document of these kinds, as its file name says.
    Kinds(BTreeSet<String>),
    /// A document of a kind that cannot be told.
    SomeKind,
}

impl Trouble {
    /// Whether it may be about a policy of the kind, when another one of that kind is there.
    pub(crate) fn concerns(&self, kind: &str) -> bool {
        match &self.concerns {
            Concerns::Any => true,
            Concerns::Kinds(kinds) => kinds.contains(kind),
            Concerns::SomeKind => false,
        }
    }

    /// Whether it may be about every policy there is.
    pub(crate) fn concerns_all(&self) -> bool {
        matches!(self.concerns, Concerns::Any)
    }

    /// Whether it may be the policy of a kind of which no other one is there.
    pub(crate) fn may_be(&self, kind: &str) -> bool {
        self.concerns(kind) || matches!(self.concerns, Concerns::SomeKind)
    }

    /// The trouble as a finding.
    pub(crate) fn finding(&self) -> Finding {
        let finding = Finding::inconclusive(&self.subject)
            .expected("well-formed evidence")
            .actual(&self.message);
        match &self.place {
            Some(place) => finding.at(place.clone()),
            None => finding,
        }
    }
}

impl Sources {
    /// Reads every granted file. Counts each register's rows into `report`.
    pub(crate) fn read(
        check: &Check<'_, Config>,
        settings: &Settings,
        report: &mut Report,
    ) -> Self {
        let mut sources = Self::default();
        for item in check.items(DOCUMENTS) {
            if settings.ignores(&item.path) {
                sources.ignored.push(item.path.to_string());
            } else {
                sources.document(check, &item, settings);
            }
        }
        for item in check.items(REGISTER) {
            sources.has_register = true;
            sources.register(check, &item, settings, report);
        }
        sources
    }

    /// The file's bytes. One that cannot be read is trouble.
    fn bytes(
        &mut self,
        check: &Check<'_, Config>,
        item: &Item,
        concerns: impl Fn() -> Concerns,
    ) -> Option<Vec<u8>> {
        match check.bytes(item) {
            Ok(bytes) => {
                self.files.push(item.place());
                Some(bytes)
            }
            Err(problem) => {
                self.troubles.push(Trouble {
                    subject: item.path.to_string(),
                    message: problem.message,
                    place: None,
                    concerns: concerns(),
                });
                None
            }
        }
    }

    fn document(&mut self, check: &Check<'_, Config>, item: &Item, settings: &Settings) {
        const PLAIN: &str = "the document has no front matter; give it one, or list it under \
                             `ignore` if it is no policy";
        let concerns = || match settings.kinds.titled(name_of_path(&item.path)) {
            kinds if kinds.is_empty() => Concerns::SomeKind,
            kinds => Concerns::Kinds(kinds),
        };
        let Some(bytes) = self.bytes(check, item, concerns) else {
            self.has_documents = true;
            return;
        };
        let read = front_matter::read(&item.path, &bytes).map(|head| match head {
            Head::Fields(document) => {
                let root = document.root();
                let fields = FieldMap::of_document(&root, &settings.names);
                (!fields.is_empty()).then(|| (root.place(), fields))
            }
            Head::Plain => None,
        });
        let record = match read {
            Ok(None) if settings.ignores_plain(&item.path) => {
                self.ignored.push(item.path.to_string());
                return;
            }
            Ok(None) => Err(Problem::new(item.place(), PLAIN)),
            Ok(Some((place, fields))) => {
                let known_until = known_until(check, item);
                Record::new(
                    Origin::Document,
                    place.clone(),
                    fields,
                    settings,
                    known_until,
                )
                .map_err(|message| Problem::new(place, message))
            }
            Err(problem) => Err(problem),
        };
        self.has_documents = true;
        match record {
            Ok(record) => self.records.push(record),
            Err(problem) => self.trouble(item.path.to_string(), problem, concerns()),
        }
    }

    fn register(
        &mut self,
        check: &Check<'_, Config>,
        item: &Item,
        settings: &Settings,
        report: &mut Report,
    ) {
        let Some(bytes) = self.bytes(check, item, || Concerns::Any) else {
            return;
        };
        let opened = Table::new(&item.path, bytes.as_slice()).and_then(|table| {
            let columns = Columns::find(&table, &settings.names)
                .map_err(|message| Problem::new(Location::line(&item.path, 1), message))?;
            Ok((table, columns))
        });
        let (mut table, columns) = match opened {
            Ok(opened) => opened,
            Err(problem) => {
                self.trouble(item.path.to_string(), problem, Concerns::Any);
                return;
            }
        };
        let known_until = known_until(check, item);
        let mut blank = 0;
        while let Some(row) = table.next() {
            let record = match row {
                Ok(row) if columns.is_blank(&row) => {
                    blank += 1;
                    continue;
                }
                Ok(row) => {
                    let fields = columns.fields(&row);
                    Record::new(Origin::Register, row.place(), fields, settings, known_until)
                        .map_err(|message| Problem::new(row.place(), message))
                }
                Err(problem) => Err(problem),
            };
            match record {
                Ok(record) => self.records.push(record),
                Err(problem) => self.trouble(item.path.to_string(), problem, Concerns::Any),
            }
        }
        report.tally(item, table.rows() - blank);
    }

    fn trouble(&mut self, subject: String, problem: Problem, concerns: Concerns) {
        self.troubles.push(Trouble {
            subject,
            message: problem.message,
            place: Some(problem.place),
            concerns,
        });
    }
}

/// The last day of which a file can tell: the day it was collected, and no day after the as-of date.
fn known_until(check: &Check<'_, Config>, item: &Item) -> Day {
    check.shown_on(item).min(check.as_of)
}
