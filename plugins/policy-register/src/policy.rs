//! From records to policies: which documents and rows are about one policy, which version of it
//! counts, and what they say together.

mod ties;

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::{Day, Location};

use crate::facts::Facts;
use crate::field::{Disagreement, Unclear};
use crate::record::{Origin, Record};
use crate::settings::Settings;
use crate::standing::{Standing, State};
use crate::words::few;
use ties::leaders;

/// One policy.
#[derive(Debug)]
pub(crate) struct Policy {
    /// The title, or what comes closest.
    pub(crate) subject: String,
    pub(crate) kinds: BTreeSet<String>,
    pub(crate) standing: Standing,
    pub(crate) facts: Facts,
    /// The records that count, as places.
    pub(crate) places: Vec<Location>,
    pub(crate) listing: Listing,
    /// Why it cannot be told which version counts.
    pub(crate) ambiguity: Option<Unclear>,
}

/// Where a policy is written down.
#[derive(Debug)]
pub(crate) enum Listing {
    Document,
    Register,
    Both(Vec<Disagreement>),
}

/// A record with its standing.
struct Version {
    record: Record,
    standing: Standing,
}

/// The version of a policy that counts, among those of one origin.
struct Chosen {
    version: Version,
    ambiguity: Option<Unclear>,
}

/// Puts together what is about one policy. Sorted by subject.
pub(crate) fn policies(records: Vec<Record>, settings: &Settings, as_of: Day) -> Vec<Policy> {
    let mut groups: BTreeMap<usize, Vec<Version>> = BTreeMap::new();
    let leaders = leaders(&records);
    for (record, leader) in records.into_iter().zip(leaders) {
        let whole = [record.place.clone()];
        let standing = Standing::of(&record.facts, &whole, settings, as_of);
        groups
            .entry(leader)
            .or_default()
            .push(Version { record, standing });
    }
    let mut policies: Vec<Policy> = groups
        .into_values()
        .filter_map(|group| policy(group, settings, as_of))
        .collect();
    policies.sort_by(|one, other| one.subject.cmp(&other.subject));
    policies
}

/// What a group of records says of its policy. A group is never empty.
fn policy(group: Vec<Version>, settings: &Settings, as_of: Day) -> Option<Policy> {
    let (documents, rows): (Vec<_>, Vec<_>) = group
        .into_iter()
        .partition(|version| version.record.origin == Origin::Document);
    let (document, row) = (choose(documents), choose(rows));
    let (first, row, listing) = match (document, row) {
        (Some(document), Some(row)) => (document, Some(row), Listing::Both(Vec::new())),
        (Some(document), None) => (document, None, Listing::Document),
        (None, Some(row)) => (row, None, Listing::Register),
        (None, None) => return None,
    };
    let Version { record, standing } = first.version;
    let mut policy = Policy {
        subject: subject(&record, row.as_ref().map(|row| &row.version.record)),
        kinds: record.kinds,
        standing,
        facts: record.facts,
        places: vec![record.place],
        listing,
        ambiguity: first.ambiguity,
    };
    if let Some(row) = row {
        let Version { record, .. } = row.version;
        let (facts, disagreements) = policy.facts.join(record.facts, settings);
        policy.kinds.extend(record.kinds);
        policy.places.push(record.place);
        policy.standing = Standing::of(&facts, &policy.places, settings, as_of);
        policy.facts = facts;
        policy.listing = Listing::Both(disagreements);
        policy.ambiguity = policy.ambiguity.or(row.ambiguity);
    }
    Some(policy)
}

fn subject(first: &Record, second: Option<&Record>) -> String {
    let records = || std::iter::once(first).chain(second);
    records()
        .find_map(|record| record.title.clone())
        .or_else(|| records().find_map(|record| record.ids.first().cloned()))
        .unwrap_or_else(|| first.path.to_string())
}

/// The version that counts: the one in force, beside which drafts, expired and retired ones do not
/// matter. Two that may both be in force leave it open.
fn choose(mut versions: Vec<Version>) -> Option<Chosen> {
    const ORDER: [&[State]; 5] = [
        &[State::InForce, State::Unknown],
        &[State::Expired],
        &[State::Coming],
        &[State::Draft],
        &[State::Retired],
    ];
    let candidates = |versions: &[Version], states: &[State]| -> Vec<usize> {
        (0..versions.len())
            .filter(|&index| states.contains(&versions[index].standing.state))
            .collect()
    };
    let found = ORDER
        .iter()
        .map(|states| candidates(&versions, states))
        .find(|found| !found.is_empty())?;
    let chosen = *found.first()?;
    let may_apply = matches!(
        versions[chosen].standing.state,
        State::InForce | State::Unknown
    );
    let ambiguity = (may_apply && found.len() > 1).then(|| ambiguity(&versions, &found));
    Some(Chosen {
        version: versions.swap_remove(chosen),
        ambiguity,
    })
}

/// How many versions a message names.
const NAMED_VERSIONS: usize = 3;

fn ambiguity(versions: &[Version], found: &[usize]) -> Unclear {
    let named = found.iter().map(|&index| {
        let record = &versions[index].record;
        let version = record.facts.version.known();
        let version = version.map_or("no version", |version| &version.shown);
        format!("{} ({version})", record.path)
    });
    Unclear {
        message: format!(
            "{} records of this policy may be in force: {}; mark all but one as superseded \
             or draft, or give each a title and identifier of its own",
            found.len(),
            few(named, NAMED_VERSIONS)
        ),
        places: found
            .iter()
            .take(NAMED_VERSIONS)
            .map(|&index| versions[index].record.place.clone())
            .collect(),
    }
}
