//! Whether all pages of a paged answer are there.
//!
//! An answer of an API comes as an object with a list and, where there is more, something that leads to
//! the next page, or the number of all records. Several pages lie in one folder; the last of them leads
//! nowhere, and together they hold as many records as they say there are.

use std::collections::BTreeMap;

use crate::{At, Location, Problem};

/// What leads to a next page, as services call it. Case and punctuation do not matter.
const NEXT: &[&str] = &[
    "has more",
    "has next",
    "has next page",
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
    last: bool,
    rows: usize,
    total: Option<(i64, Location)>,
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
            None => folder.last = true,
        }
        folder.rows += rows;
        let total = beside.iter().find_map(|at| {
            around(at, false, DEPTH, &|at, _| {
                TOTAL
                    .iter()
                    .filter_map(|name| at.get_like(name))
                    .find_map(|total| Some((total.as_i64()?, total.place())))
            })
        });
        if let Some(total) = total
            && folder.total.as_ref().is_none_or(|known| known.0 < total.0)
        {
            folder.total = Some(total);
        }
    }

    /// What shows that pages are missing.
    pub(super) fn missing(&self) -> impl Iterator<Item = Problem> + '_ {
        self.folders.values().filter_map(|folder| {
            if let Some(place) = folder.more.as_ref().filter(|_| !folder.last) {
                return Some(Problem::new(
                    place.clone(),
                    "the answer has a further page, which is not here: collect all pages",
                ));
            }
            let (total, place) = folder.total.as_ref()?;
            let lacking = usize::try_from(*total).is_ok_and(|total| total > folder.rows);
            lacking.then(|| {
                Problem::new(
                    place.clone(),
                    format!(
                        "the answer is one of {total} records, of which {} are here: collect all \
                         pages",
                        folder.rows
                    ),
                )
            })
        })
    }
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
