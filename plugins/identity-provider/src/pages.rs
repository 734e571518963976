//! The elements of an answer, and whether all its pages are there.
//!
//! Answers come as a list, or as one page in an object that names the next one. Several pages lie in
//! one folder; the last of them names no next one.

use std::collections::BTreeMap;

use tickmark_plugin::{At, Kind, Location, Problem, brief};

/// How many users or factors Okta gives on a page unless it is asked for fewer. Its pages are plain
/// lists that do not name the next one.
const OKTA_PAGE: usize = 200;

/// The pages of one input, by folder.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    folders: BTreeMap<String, Folder>,
}

#[derive(Debug, Default)]
struct Folder {
    last: usize,
    more: Vec<Location>,
    full: Vec<Location>,
    others: usize,
    elements: usize,
    stated: Option<(i64, Location)>,
}

impl Pages {
    /// The list of elements of one answer, whose page is noted.
    pub(crate) fn elements<'a>(&mut self, root: &At<'a>) -> Result<At<'a>, Problem> {
        let place = root.place();
        let folder = place.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = self.folders.entry(folder.to_owned()).or_default();
        if root.kind() == Kind::Array {
            if root.len() == OKTA_PAGE && root.items().all(|item| item.get("profile").is_some()) {
                folder.full.push(place);
            } else {
                folder.others += 1;
            }
            return Ok(root.clone());
        }
        let list = ["value", "users"]
            .iter()
            .find_map(|key| root.get(key))
            .filter(|list| list.kind() == Kind::Array)
            .ok_or_else(|| root.problem(unsupported(root)))?;
        folder.elements += list.len();
        let next = ["@odata.nextLink", "nextPageToken"]
            .iter()
            .find_map(|key| root.get(key))
            .or_else(|| root.path(&["_links", "next"]));
        match next {
            Some(next) if !next.is_null() && next.as_str() != Some("") => {
                folder.more.push(next.place());
            }
            _ => folder.last += 1,
        }
        if let Some(count) = root.get("@odata.count") {
            let stated = count
                .as_i64()
                .ok_or_else(|| count.problem("`@odata.count` is no number"))?;
            folder.stated = Some((stated, count.place()));
        }
        Ok(list)
    }

    /// What shows that pages are missing.
    pub(crate) fn missing(&self) -> impl Iterator<Item = (String, Problem)> + '_ {
        self.folders.iter().flat_map(|(name, folder)| {
            let mut problems = Vec::new();
            if folder.last == 0
                && let Some(place) = folder.more.last()
            {
                problems.push(Problem::new(
                    place.clone(),
                    "the answer has a further page, which is not here: collect all pages",
                ));
            }
            if folder.others == 0
                && let Some(place) = folder.full.last()
            {
                problems.push(Problem::new(
                    place.clone(),
                    format!(
                        "the list has {OKTA_PAGE} users, exactly one page of Okta's: whether there \
                         is a further page cannot be seen (join all pages into one list)"
                    ),
                ));
            }
            if let Some((stated, place)) = &folder.stated
                && usize::try_from(*stated).ok() != Some(folder.elements)
            {
                problems.push(Problem::new(
                    place.clone(),
                    format!(
                        "`@odata.count` is {stated}, but the pages hold {} elements",
                        folder.elements
                    ),
                ));
            }
            let subject = if name.is_empty() { "." } else { name };
            problems
                .into_iter()
                .map(move |problem| (format!("{subject}/ (pages)"), problem))
        })
    }
}

fn unsupported(root: &At<'_>) -> String {
    let error = root
        .path(&["error", "message"])
        .or_else(|| root.get("errorSummary"))
        .and_then(|at| at.as_str());
    match error {
        Some(message) => format!("the answer is an error: {}", brief(message, 200)),
        None => "the file is no list, and holds none as `value` (Graph, Okta roles) or `users` \
                 (Google)"
            .to_owned(),
    }
}
