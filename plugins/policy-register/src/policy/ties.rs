//! Which records are about the same policy.

use std::collections::HashMap;

use tickmark_plugin::words::{key, words};

use crate::record::{Origin, Record};

/// For each record the index of the first record that is about the same policy: records are tied
/// together by an identifier, a title, or a row that names a document.
pub(super) fn leaders(records: &[Record]) -> Vec<usize> {
    let mut sets = Sets((0..records.len()).collect());
    let mut first: HashMap<String, usize> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        let ids = record.ids.iter().map(|id| format!("id {}", key(id)));
        let title = record
            .title
            .iter()
            .map(|title| format!("title {}", words(title)));
        for name in ids.chain(title) {
            let known = *first.entry(name).or_insert(index);
            sets.join(known, index);
        }
    }
    let documents = Documents::new(records);
    for (index, record) in records.iter().enumerate() {
        let document = match (record.origin, &record.link) {
            (Origin::Register, Some(link)) => documents.find(link),
            _ => None,
        };
        if let Some(document) = document {
            sets.join(document, index);
        }
    }
    (0..records.len()).map(|index| sets.leader(index)).collect()
}

/// The documents by their paths and the ends of those.
struct Documents<'a> {
    paths: HashMap<&'a str, usize>,
    /// `None` for an end that several documents have.
    ends: HashMap<&'a str, Option<usize>>,
}

impl<'a> Documents<'a> {
    fn new(records: &'a [Record]) -> Self {
        let mut paths = HashMap::new();
        let mut ends = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            if record.origin == Origin::Document {
                paths.insert(&*record.path, index);
                for end in ends_of(&record.path) {
                    ends.entry(end)
                        .and_modify(|known| *known = None)
                        .or_insert(Some(index));
                }
            }
        }
        Self { paths, ends }
    }

    /// The one document that a link names, be it a part of its path or an address that ends with it.
    fn find(&self, link: &str) -> Option<usize> {
        let link = link.trim_start_matches("./").trim_start_matches('/');
        match self.ends.get(link) {
            Some(document) => *document,
            None => ends_of(link).find_map(|end| self.paths.get(end).copied()),
        }
    }
}

/// A path, and what is left of it after each of its slashes.
fn ends_of(path: &str) -> impl Iterator<Item = &str> {
    let tails = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
    std::iter::once(path).chain(tails)
}

/// Disjoint sets, each led by its smallest member.
struct Sets(Vec<usize>);

impl Sets {
    fn leader(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.leader(one), self.leader(other));
        self.0[one.max(other)] = one.min(other);
    }
}
