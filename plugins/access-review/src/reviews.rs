//! Review records: who decided what about which account, and when.
//!
//! A review of a system is the run of decisions that ends with the latest one; where the records
//! name reviews (campaigns), only decisions of that one belong to it. The two never mean "since
//! the beginning of time", because an account created after the review began is excused.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use tickmark_plugin::{Day, Location};

use crate::owners::Reference;
use crate::texts::{Kept, Texts};
use crate::unclear::Problems;
use crate::words::Verdict;

pub(crate) use read::read;

/// Every review record.
#[derive(Debug, Default)]
pub(crate) struct Reviews {
    texts: Texts,
    /// Rows about accounts in the exports, by account and day. While files are read: all rows.
    matched: Vec<Decision>,
    /// Rows about accounts that no export shows, by system, name and day.
    unmatched: Vec<Decision>,
    reviewers: Vec<Reviewer>,
    records: Vec<Rc<str>>,
    /// Reviewed systems of which there is no export, by plain name.
    pub(crate) foreign: BTreeMap<String, Foreign>,
    latest: BTreeMap<u32, Latest>,
    /// The days on which something was decided, by system.
    decided: BTreeMap<u32, BTreeSet<Day>>,
    /// Systems whose accounts the records name as the exports do.
    fitting: BTreeSet<u32>,
    /// Rows and files that could not be understood, and records that are not there.
    pub(crate) problems: Problems,
    /// Whether a whole file could not be read, so that any decision may stand in it.
    pub(crate) incomplete: bool,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decision {
    account: Lead,
    /// The account that it is about if the file does not name accounts as the export does.
    otherwise: Lead,
    pub(crate) system: u32,
    /// Whether what the row calls the account is no account's own name but leads to one all the same: it is
    /// somebody's address.
    pub(crate) may_be_listed: bool,
    /// What the row calls the account, unless that is the account's own name.
    name: Kept,
    /// `None` where nothing was decided.
    pub(crate) day: Option<Day>,
    pub(crate) verdict: Verdict,
    /// Whether the row is about one right of the account.
    pub(crate) entitlement: bool,
    pub(crate) removed: Removed,
    reviewer: u32,
    /// The review that the row says it belongs to; 0 where it says none.
    pub(crate) review: u32,
    record: u32,
    line: u32,
}

/// Which account a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    One(u32),
    Nothing,
    Several,
}

/// When access was removed, as the record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removed {
    Unsaid,
    On(Day),
    /// No date, or one after the as-of date.
    Unreadable,
}

/// Who decided.
#[derive(Debug)]
pub(crate) struct Reviewer {
    /// As the record writes it.
    pub(crate) text: Box<str>,
    /// Everybody whom it names.
    pub(crate) people: Vec<Reference>,
}

/// A reviewed system of which there is no export.
#[derive(Debug)]
pub(crate) struct Foreign {
    pub(crate) name: String,
    /// How many accounts were withdrawn.
    pub(crate) revoked: usize,
    /// The first row in which one was.
    pub(crate) place: Option<Location>,
}

/// The latest review of a system.
#[derive(Debug, Clone)]
pub(crate) struct Latest {
    /// The day of its first decision.
    pub(crate) first: Day,
    /// The day of its last decision.
    pub(crate) last: Day,
    /// Where the last decision stands.
    pub(crate) place: Location,
    review: u32,
}

impl Reviews {
    /// Whether no record was given at all.
    pub(crate) fn is_missing(&self) -> bool {
        self.records.is_empty()
    }

    /// The record files.
    pub(crate) fn files(&self) -> Vec<Location> {
        self.records
            .iter()
            .map(|path| Location::file(path))
            .collect()
    }

    /// The rows about an account, the earliest first; rows without a decision come before.
    pub(crate) fn of(&self, account: u32) -> &[Decision] {
        let lead = Lead::One(account);
        let first = self.matched.partition_point(|row| row.account < lead);
        let rest = &self.matched[first..];
        let count = rest.partition_point(|row| row.account == lead);
        &rest[..count]
    }

    /// The rows about accounts of a system that no export shows, grouped by the account's name.
    pub(crate) fn unmatched(&self) -> impl Iterator<Item = &[Decision]> {
        self.unmatched
            .chunk_by(|one, other| one.system == other.system && self.name(one) == self.name(other))
    }

    /// Whether any row about a system leads to an account of its export. Where none does, the two
    /// name accounts differently, and nothing follows from an account's absence.
    pub(crate) fn names_fit(&self, system: u32) -> bool {
        self.fitting.contains(&system)
    }

    /// The latest review of a system.
    pub(crate) fn latest(&self, system: u32) -> Option<&Latest> {
        self.latest.get(&system)
    }

    /// The longest time without a decision about a system from a day to another that is longer than a limit, by
    /// its first and last day. The first day counts as a decision only where there was none before.
    pub(crate) fn gap(&self, system: u32, from: Day, to: Day, limit: i64) -> Option<(Day, Day)> {
        let days = self.decided.get(&system)?;
        let before = days.range(..from).next_back().copied();
        let mut earlier = before.unwrap_or(from);
        let mut longest: Option<(Day, Day)> = None;
        for &day in days.range(from..=to) {
            let gap = day.days_since(earlier);
            let longer = longest.is_none_or(|(one, other)| gap > other.days_since(one));
            if gap > limit && longer {
                longest = Some((earlier, day));
            }
            earlier = day;
        }
        longest
    }

    /// What a row calls an account that no export shows.
    pub(crate) fn name(&self, decision: &Decision) -> &str {
        self.texts.get(decision.name)
    }

    pub(crate) fn reviewer(&self, decision: &Decision) -> Option<&Reviewer> {
        self.reviewers.get(decision.reviewer as usize)
    }

    pub(crate) fn place(&self, decision: &Decision) -> Location {
        let path = self
            .records
            .get(decision.record as usize)
            .map_or("", |path| path);
        Location::line(path, decision.line as usize)
    }

    /// Sorts the rows and finds each system's latest review.
    fn index(&mut self, window: i64) {
        self.matched.retain(|row| row.account != Lead::Several);
        self.matched
            .sort_unstable_by_key(|row| (row.account, row.day, row.record, row.line));
        let found = self
            .matched
            .partition_point(|row| matches!(row.account, Lead::One(_)));
        self.unmatched = self.matched.split_off(found);
        self.fitting = self.matched.iter().map(|row| row.system).collect();
        let texts = &self.texts;
        self.unmatched.sort_unstable_by(|one, other| {
            let key = |row: &Decision| (row.day, row.record, row.line);
            (one.system, texts.get(one.name), key(one)).cmp(&(
                other.system,
                texts.get(other.name),
                key(other),
            ))
        });
        let rows = || self.matched.iter().chain(&self.unmatched);
        let mut latest: BTreeMap<u32, &Decision> = BTreeMap::new();
        for row in rows().filter(|row| row.day.is_some()) {
            let known = latest.entry(row.system).or_insert(row);
            if (known.day, known.record, known.line) < (row.day, row.record, row.line) {
                *known = row;
            }
        }
        let mut decided: BTreeMap<u32, BTreeSet<Day>> = BTreeMap::new();
        for row in rows() {
            if let Some(day) = row.day {
                decided.entry(row.system).or_default().insert(day);
            }
        }
        let mut found: BTreeMap<u32, Latest> = latest
            .into_iter()
            .filter_map(|(system, row)| {
                let last = row.day?;
                let latest = Latest {
                    first: last,
                    last,
                    place: self.place(row),
                    review: row.review,
                };
                Some((system, latest))
            })
            .collect();
        for row in rows() {
            if let (Some(day), Some(latest)) = (row.day, found.get_mut(&row.system))
                && row.review == latest.review
                && latest.last.days_since(day) < window
            {
                latest.first = latest.first.min(day);
            }
        }
        self.latest = found;
        self.decided = decided;
    }
}
