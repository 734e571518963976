//! Counts what the files hold, judged or not.

use std::collections::BTreeMap;
use std::rc::Rc;

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;
use tickmark_plugin::{Attribute, Tally};

use crate::kind;

/// How many kinds of unjudged objects the report names one by one.
const MOST_KINDS: usize = 40;

/// What was counted.
#[derive(Debug, Default, Clone)]
pub(crate) struct Census {
    /// Each file and how many records it holds, malformed ones included.
    records: BTreeMap<Rc<str>, usize>,
    /// Objects that no rule reads, by kind.
    others: BTreeMap<String, usize>,
    /// Whether there are network policies of another system.
    pub(crate) other_network_policies: bool,
}

impl Census {
    /// Counts a record of a file.
    pub(crate) fn record(&mut self, path: &Rc<str>) {
        self.records(path, 1);
    }

    /// Counts several records of a file, or none in a file that is well-formed.
    pub(crate) fn records(&mut self, path: &Rc<str>, count: usize) {
        *self.records.entry(path.clone()).or_default() += count;
    }

    /// Counts an object that no rule reads.
    pub(crate) fn other(&mut self, path: &Rc<str>, api_version: &str, kind: &str) {
        self.record(path);
        self.other_network_policies |= kind::is_other_network_policy(api_version, kind);
        let name = match kind::group(api_version) {
            "" => brief(kind, 60).into_owned(),
            group => format!("{} ({})", brief(kind, 60), brief(group, 60)),
        };
        *self.others.entry(name).or_default() += 1;
    }

    /// Whether anything was found in a file, if only something broken.
    pub(crate) fn knows(&self, path: &Rc<str>) -> bool {
        self.records.contains_key(path)
    }

    /// The files in which something was found.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Rc<str>> {
        self.records.keys()
    }

    /// Writes the counts into the report.
    pub(crate) fn tell(&self, report: &mut Report) {
        for (path, records) in &self.records {
            report.tallies.push(Tally {
                path: path.to_string(),
                records: *records as u64,
            });
        }
        if self.others.is_empty() {
            return;
        }
        let mut said: Vec<String> = self
            .others
            .iter()
            .take(MOST_KINDS)
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        if let Some(more) = self.others.len().checked_sub(MOST_KINDS + 1) {
            said.push(format!("{} further kinds", more + 1));
        }
        report.attributes.push(Attribute {
            key: "not-judged".to_owned(),
            value: said.join(", "),
        });
    }
}
