//! Running a plugin natively, on evidence that a test wrote down.
//!
//! [`run`] holds every report against the contract, as the host does, so that a plugin's own tests
//! find what the host would refuse.

mod contract;
mod manual;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::rc::Rc;

use crate::bindings::tickmark::plugin::types as wit;
use crate::{Evidence, Failure, Finding, Item, Outcome, Plugin, ReadError, Report, guest};

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

/// Damaged versions of a file, each with a name: empty, cut off at many places, in other encodings,
/// binary. A plugin must survive each of them, and none may make it say more than it can know.
pub fn damaged(sample: &[u8]) -> Vec<(String, Vec<u8>)> {
    const CUTS: usize = 40;
    let mut versions = vec![
        ("empty".to_owned(), Vec::new()),
        ("one zero byte".to_owned(), vec![0]),
        (
            "all bytes".to_owned(),
            (0..=255).cycle().take(4096).collect(),
        ),
        (
            "UTF-16".to_owned(),
            [0xff, 0xfe]
                .into_iter()
                .chain(sample.iter().flat_map(|&byte| [byte, 0]))
                .collect(),
        ),
        (
            "Latin-1 inside".to_owned(),
            [
                &sample[..sample.len() / 2],
                b"\xe4\xf6\xfc",
                &sample[sample.len() / 2..],
            ]
            .concat(),
        ),
        (
            "zero bytes inside".to_owned(),
            [
                &sample[..sample.len() / 2],
                b"\0\0",
                &sample[sample.len() / 2..],
            ]
            .concat(),
        ),
        ("twice".to_owned(), sample.repeat(2)),
    ];
    for cut in 1..CUTS {
        let length = sample.len() * cut / CUTS;
        versions.push((
            format!("cut after {length} bytes"),
            sample[..length].to_vec(),
        ));
    }
    versions
}

impl Report {
    /// The findings of one control about one subject.
    pub fn about(&self, control: &str, subject: &str) -> Vec<&Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.control == control && finding.subject == subject)
            .collect()
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
