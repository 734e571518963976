//! Whether all pages of a paged answer are there.
//!
//! An answer of an API comes as an object with a list and, where there is more, something that leads to
//! the next page, or the number of all records. Several pages lie in one folder; the last of them leads
//! nowhere, and together they hold as many records as they say there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::{At, Location, Problem};

/// What leads to a next page or says that the answer is cut off, as services call it. Case and
/// punctuation do not matter.
const NEXT: &[&str] = &[
    "has more",
    "has next",
    "has next page",
    "incomplete results",
    "is partial",
    "is truncated",
    "more",
    "next",
    "next cursor",
    "next link",
    "next marker",
    "next offset",
    "next page",
    "next page token",
    "next token",
    "odata.nextLink",
    "partial",
    "timed out",
    "truncated",
];

/// What says that there is no next page, as services call it.
const LAST: &[&str] = &["is last", "is last page", "last", "last page"];

/// How many records there are, as services call it. Where it is the number of those on the page, it is
/// not more than them.
const TOTAL: &[&str] = &[
    "count",
    "odata.count",
    "total",
    "total count",
    "total elements",
    "total items",
    "total record count",
    "total records",
    "total results",
];

/// How many records come before the page, as services call it.
const OFFSET: &[&str] = &["offset", "skip", "start at"];

/// The number of the page, counted from 0 or from 1.
const PAGE: &[&str] = &["current page", "page", "page number"];

/// Members that hold these, where it is not beside the list.
const AROUND: &[&str] = &[
    "links",
    "meta",
    "metadata",
    "page",
    "page info",
    "paging",
    "pagination",
    "pagination meta",
    "response metadata",
];

/// Members that hold nothing but what leads on: there `after` is the next page too, and not a time.
const PAGING: &[&str] = &["page info", "paging", "pagination", "pagination meta"];

/// How deep members of [`AROUND`] may lie in one another.
const DEPTH: usize = 3;

/// The paged answers of one input, by folder.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    folders: BTreeMap<String, Folder>,
}

#[derive(Debug, Clone, Default)]
struct Folder {
    more: Option<Location>,
    /// How many files lead to no further page.
    lasts: usize,
    /// What is here of answers of so many records that are not whole in one file.
    parts: BTreeMap<i64, (usize, Location)>,
    /// Where pages begin and end, in records.
    offsets: BTreeSet<(i64, i64)>,
    offset: Option<Location>,
    numbers: BTreeSet<i64>,
    number: Option<Location>,
}

impl Pages {
    /// Notes a file with so many records. `beside` are the objects in which the list lies, the outermost
    /// first; where the list is the file there are none.
    pub(super) fn note(&mut self, beside: &[At<'_>], rows: usize) {
        let Some(root) = beside.first() else {
            return;
        };
        let path = root.place().path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = self.folders.entry(folder.to_owned()).or_default();
        match beside.iter().find_map(next) {
            Some(next) => folder.more = folder.more.take().or(Some(next.place())),
            None => folder.lasts += 1,
        }
        let here = i64::try_from(rows).unwrap_or(i64::MAX);
        if let Some((total, place)) = stated(beside, TOTAL)
            && total > here
        {
            folder.parts.entry(total).or_insert((0, place)).0 += rows;
        }
        if let Some((offset, place)) = stated(beside, OFFSET) {
            folder.offsets.insert((offset, offset.saturating_add(here)));
            folder.offset = folder.offset.take().or(Some(place));
        }
        if let Some((number, place)) = stated(beside, PAGE) {
            folder.numbers.insert(number);
            folder.number = folder.number.take().or(Some(place));
        }
    }

    /// What shows that pages are missing.
    pub(super) fn missing(&self) -> impl Iterator<Item = Problem> + '_ {
        self.folders.values().filter_map(Folder::missing)
    }
}

impl Folder {
    fn missing(&self) -> Option<Problem> {
        let problem =
            |place: &Location, message: String| Some(Problem::new(place.clone(), message));
        if let Some(place) = &self.more {
            if self.lasts == 0 {
                let message = "the answer has a further page, which is not here: collect all pages";
                return problem(place, message.to_owned());
            }
            if self.lasts > 1 {
                let message = "the answer has a further page, and several files here may be its last: give \
                               each answer a folder of its own";
                return problem(place, message.to_owned());
            }
        }
        for (total, (here, place)) in &self.parts {
            if usize::try_from(*total).is_ok_and(|total| total > *here) {
                return problem(
                    place,
                    format!(
                        "the answer is one of {total} records, of which {here} are here: collect all \
                         pages"
                    ),
                );
            }
        }
        if let Some(place) = &self.offset {
            let mut covered = 0;
            for &(from, to) in &self.offsets {
                if from > covered {
                    return problem(
                        place,
                        format!(
                            "the pages here leave out the records from {covered} to {from}: collect \
                             all pages"
                        ),
                    );
                }
                covered = covered.max(to);
            }
        }
        if let (Some(place), Some(&first), Some(&last)) =
            (&self.number, self.numbers.first(), self.numbers.last())
        {
            let missing = (first.min(1)..=last).find(|number| !self.numbers.contains(number));
            if let Some(number) = missing {
                return problem(
                    place,
                    format!("the page {number} of the answer is not here: collect all pages"),
                );
            }
        }
        None
    }
}

/// The first whole number that stands under one of these names. Elasticsearch writes its total as an
/// object.
fn stated(beside: &[At<'_>], names: &[&str]) -> Option<(i64, Location)> {
    beside.iter().find_map(|at| {
        around(at, false, DEPTH, &|at, _| {
            names
                .iter()
                .filter_map(|name| at.get_like(name))
                .find_map(|stated| {
                    let number = stated.as_i64().or_else(|| stated.get("value")?.as_i64())?;
                    Some((number, stated.place()))
                })
        })
    })
}

fn next<'a>(beside: &At<'a>) -> Option<At<'a>> {
    around(beside, false, DEPTH, &|at, paging| {
        let after: &[&str] = if paging { &["after"] } else { &[] };
        NEXT.iter()
            .chain(after)
            .filter_map(|name| at.get_like(name))
            .find(|next| {
                !next.is_null()
                    && next.as_bool() != Some(false)
                    && next.as_i64() != Some(0)
                    && next.as_str() != Some("")
            })
            .or_else(|| {
                LAST.iter()
                    .filter_map(|name| at.get_like(name))
                    .find(|last| last.as_bool() == Some(false))
            })
    })
}

/// What is found in an object beside the list, or in a member of it that may hold it. The second argument
/// of `find` says whether the object is there for paging alone.
fn around<'a, T>(
    at: &At<'a>,
    paging: bool,
    depth: usize,
    find: &dyn Fn(&At<'a>, bool) -> Option<T>,
) -> Option<T> {
    find(at, paging).or_else(|| {
        let depth = depth.checked_sub(1)?;
        AROUND
            .iter()
            .filter_map(|name| Some((PAGING.contains(name), at.get_like(name)?)))
            .find_map(|(paging, member)| around(&member, paging, depth, find))
    })
}
