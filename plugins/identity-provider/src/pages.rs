//! The elements of an answer, and whether all its pages are there.
//!
//! Answers come as a list, or as one page in an object that names the next one. Several pages of one
//! answer lie in one folder under one name with numbers (`users-1.json`, `users-2.json`); the last of them
//! names no next one.

use std::collections::BTreeMap;

use tickmark_plugin::{At, Kind, Location, Problem, brief};

/// How many users or factors Okta gives on a page unless it is asked for fewer. Its pages are plain
/// lists that do not name the next one.
const OKTA_PAGE: usize = 200;

/// The pages of one input, by the name that those of one answer share.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    answers: BTreeMap<String, Answer>,
}

#[derive(Debug, Default)]
struct Answer {
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
        let answer = self.answers.entry(answer_of(&place.path)).or_default();
        if root.kind() == Kind::Array {
            if root.len() == OKTA_PAGE && root.items().all(|item| item.get("profile").is_some()) {
                answer.full.push(place);
            } else {
                answer.others += 1;
            }
            return Ok(root.clone());
        }
        let list = ["value", "users"]
            .iter()
            .find_map(|key| root.get(key))
            .filter(|list| list.kind() == Kind::Array)
            .ok_or_else(|| root.problem(unsupported(root)))?;
        answer.elements += list.len();
        let next = ["@odata.nextLink", "nextPageToken"]
            .iter()
            .find_map(|key| root.get(key))
            .or_else(|| root.path(&["_links", "next"]));
        match next {
            Some(next) if !next.is_null() && next.as_str() != Some("") => {
                answer.more.push(next.place());
            }
            _ => answer.last += 1,
        }
        if let Some(count) = root.get("@odata.count") {
            let stated = count
                .as_i64()
                .ok_or_else(|| count.problem("`@odata.count` is no number"))?;
            answer.stated = Some((stated, count.place()));
        }
        Ok(list)
    }

    /// What shows that pages are missing.
    pub(crate) fn missing(&self) -> impl Iterator<Item = (String, Problem)> + '_ {
        self.answers.iter().flat_map(|(name, answer)| {
            let mut problems = Vec::new();
            if answer.last == 0
                && let Some(place) = answer.more.last()
            {
                problems.push(Problem::new(
                    place.clone(),
                    "the answer has a further page, which is not here: collect all pages",
                ));
            }
            if answer.others == 0
                && let Some(place) = answer.full.last()
            {
                problems.push(Problem::new(
                    place.clone(),
                    format!(
                        "the list has {OKTA_PAGE} users, exactly one page of Okta's: whether there \
                         is a further page cannot be seen (join all pages into one list)"
                    ),
                ));
            }
            if let Some((stated, place)) = &answer.stated
                && usize::try_from(*stated).ok() != Some(answer.elements)
            {
                problems.push(Problem::new(
                    place.clone(),
                    format!(
                        "`@odata.count` is {stated}, but the pages hold {} elements",
                        answer.elements
                    ),
                ));
            }
            problems
                .into_iter()
                .map(move |problem| (format!("{name} (pages)"), problem))
        })
    }
}

/// The name that the pages of one answer share: without the number of the page and the file's ending.
fn answer_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let stem = stem.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let stem = stem
        .strip_suffix("page")
        .unwrap_or(stem)
        .trim_end_matches(|letter: char| !letter.is_alphanumeric());
    if folder.is_empty() {
        stem.to_owned()
    } else {
        format!("{folder}/{stem}")
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
