//! Whether all pages of a paged answer are there.
//!
//! An answer of an API comes as an object with a list and, where there is more, something that leads to
//! the next page, or the number of all records. Several pages lie in one folder; the last of them leads
//! nowhere, and together they hold as many records as they say there are.

use std::collections::BTreeMap;

use crate::{At, Kind, Location, Problem};

/// What leads to a next page, as services call it. Case and punctuation do not matter.
const NEXT: &[&str] = &[
    "has more",
    "has next page",
    "is truncated",
    "next",
    "next link",
    "next marker",
    "next page",
    "next page token",
    "next token",
    "odata.nextLink",
];

/// How many records there are, as services call it. Where it is the number of those on the page, it is
/// not more than them.
const TOTAL: &[&str] = &[
    "count",
    "odata.count",
    "total",
    "total count",
    "total items",
    "total records",
    "total results",
];

/// Members that hold these, where it is not beside the list.
const AROUND: &[&str] = &[
    "links",
    "meta",
    "metadata",
    "page info",
    "paging",
    "pagination",
    "response metadata",
];

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
    /// Notes a file with so many records, if its outermost value is an object.
    pub(super) fn note(&mut self, root: &At<'_>, rows: usize) {
        if root.kind() != Kind::Object {
            return;
        }
        let path = root.place().path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = self.folders.entry(folder.to_owned()).or_default();
        match next(root) {
            Some(next) => folder.more = folder.more.take().or(Some(next.place())),
            None => folder.last = true,
        }
        folder.rows += rows;
        let total = around(root, &|at| {
            TOTAL
                .iter()
                .filter_map(|name| at.get_like(name))
                .find_map(|total| Some((total.as_i64()?, total.place())))
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

fn next<'a>(root: &At<'a>) -> Option<At<'a>> {
    around(root, &|at| {
        NEXT.iter()
            .filter_map(|name| at.get_like(name))
            .find(|next| {
                !next.is_null() && next.as_bool() != Some(false) && next.as_str() != Some("")
            })
    })
}

/// What is found beside the list, or in a member that may hold it.
fn around<'a, T>(root: &At<'a>, find: &dyn Fn(&At<'a>) -> Option<T>) -> Option<T> {
    find(root).or_else(|| {
        AROUND
            .iter()
            .filter_map(|name| root.get_like(name))
            .find_map(|member| find(&member))
    })
}
