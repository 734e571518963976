//! Running a plugin natively, on evidence that a test wrote down.
//!
//! [`run`] holds every report against the contract, as the host does, so that a plugin's own tests
//! find what the host would refuse.

mod contract;
mod damage;
mod manual;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::rc::Rc;

use crate::bindings::tickmark::plugin::types as wit;
use crate::{Evidence, Failure, Finding, Item, Outcome, Plugin, ReadError, Report, guest};

pub use damage::{damaged, hold_damage};
pub use manual::{hold_manual, manual};

/// Evidence in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryEvidence {
    inputs: BTreeMap<String, Vec<Item>>,
    contents: BTreeMap<Rc<str>, Vec<u8>>,
    read: RefCell<BTreeSet<String>>,
}

impl MemoryEvidence {
    /// No evidence at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file to an input.
    pub fn file(mut self, input: &str, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.add(input, path, None, content.into());
        self
    }

    /// Adds a file that was collected at a time (RFC 3339, UTC).
    pub fn collected(
        mut self,
        input: &str,
        path: &str,
        at: &str,
        content: impl Into<Vec<u8>>,
    ) -> Self {
        self.add(input, path, Some(at.to_owned()), content.into());
        self
    }

    /// Adds several files, each with its input and path.
    pub fn files(self, files: &[(&str, &str, &str)]) -> Self {
        files.iter().fold(self, |evidence, (input, path, content)| {
            evidence.file(input, path, *content)
        })
    }

    /// Adds a table for each of several inputs, with the input's name and `.csv` for its path.
    pub fn tables(self, tables: &[(&str, &str)]) -> Self {
        tables.iter().fold(self, |evidence, (input, content)| {
            evidence.file(input, &format!("{input}.csv"), *content)
        })
    }

    /// The same with a text of an input's only file replaced.
    ///
    /// # Panics
    ///
    /// When the input has not one file, or the file lacks the text.
    pub fn changed(self, input: &str, from: &str, to: &str) -> Self {
        let paths: Vec<Rc<str>> = self
            .paths()
            .filter(|(of, _)| *of == input)
            .map(|(_, path)| Rc::from(path))
            .collect();
        let [path] = paths.as_slice() else {
            panic!("`{input}` has not one file: {paths:?}");
        };
        let content = String::from_utf8_lossy(self.content(path));
        assert!(content.contains(from), "{input} holds `{from}`");
        let content = content.replacen(from, to, 1);
        self.replaced(path, content)
    }

    /// Every file, with its input.
    fn paths(&self) -> impl Iterator<Item = (&str, &str)> {
        self.inputs
            .iter()
            .flat_map(|(input, items)| items.iter().map(|item| (input.as_str(), &*item.path)))
    }

    fn content(&self, path: &str) -> &[u8] {
        &self.contents[path]
    }

    /// The same with another content of a file.
    fn replaced(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        for item in self.inputs.values_mut().flatten() {
            if &*item.path == path {
                item.size = content.len() as u64;
            }
        }
        self.contents.insert(Rc::from(path), content);
        self
    }

    fn add(&mut self, input: &str, path: &str, collected: Option<String>, content: Vec<u8>) {
        let item = Item {
            collected,
            ..Item::new(path, content.len() as u64)
        };
        self.contents.insert(item.path.clone(), content);
        let items = self.inputs.entry(input.to_owned()).or_default();
        items.push(item);
        items.sort();
    }
}

impl Evidence for MemoryEvidence {
    fn list(&self, input: &str) -> Result<Vec<Item>, ReadError> {
        Ok(self.inputs.get(input).cloned().unwrap_or_default())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let content = self.contents.get(path).ok_or(ReadError::NotFound)?;
        self.read.borrow_mut().insert(path.to_owned());
        Ok(content.clone())
    }

    fn open<'a>(&'a self, path: &str) -> Result<Box<dyn Read + 'a>, ReadError> {
        let content = self.contents.get(path).ok_or(ReadError::NotFound)?;
        self.read.borrow_mut().insert(path.to_owned());
        Ok(Box::new(content.as_slice()))
    }
}

/// Runs a plugin natively. `config` is JSON text, `as_of` a date.
///
/// # Panics
///
/// When the plugin's description or report breaks the contract.
pub fn run<P: Plugin>(
    config: &str,
    as_of: &str,
    evidence: &MemoryEvidence,
) -> Result<Report, Failure> {
    let parse = || {
        serde_json::from_str::<P::Config>(config)
            .map_err(|error| Failure::Config(error.to_string()))
    };
    let descriptor = P::descriptor(Some(&parse()?));
    contract::hold_descriptor(&descriptor);
    let request = wit::Request {
        config: String::new(),
        as_of: as_of.to_owned(),
        period: None,
        target: None,
    };
    evidence.read.borrow_mut().clear();
    let report = guest::run::<P>(parse()?, request, evidence)?;
    contract::hold_report(&descriptor, &report, &evidence.read.borrow());
    Ok(Report {
        findings: report.findings,
        populations: report.populations,
        tallies: report.tallies,
        attributes: report.attributes,
        ..Report::new()
    })
}

impl Report {
    /// The findings of one control about one subject.
    pub fn about(&self, control: &str, subject: &str) -> Vec<&Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.control == control && finding.subject == subject)
            .collect()
    }

    /// The only finding of one control about one subject.
    ///
    /// # Panics
    ///
    /// When there is none, or more than one.
    pub fn one(&self, control: &str, subject: &str) -> &Finding {
        match self.about(control, subject).as_slice() {
            [finding] => finding,
            _ => panic!("{control} about {subject}: {:?}", self.findings),
        }
    }

    /// The outcomes of one control: subject and outcome, sorted.
    pub fn outcomes(&self, control: &str) -> Vec<(&str, Outcome)> {
        let mut outcomes: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| finding.control == control)
            .map(|finding| (finding.subject.as_str(), finding.outcome))
            .collect();
        outcomes.sort_unstable();
        outcomes
    }
}
