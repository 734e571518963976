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
    /// The numbers of the pages, with the place of each.
    numbers: BTreeMap<usize, Location>,
    /// Whether a page has no number: the first of `users.json`, `users-2.json`.
    unnumbered: bool,
    elements: usize,
    stated: Option<(i64, Location)>,
}

impl Pages {
    /// The list of elements of one answer, whose page is noted.
    pub(crate) fn elements<'a>(&mut self, root: &At<'a>) -> Result<At<'a>, Problem> {
        let place = root.place();
        let answer = self.answers.entry(answer_of(&place.path)).or_default();
        match page_number(&place.path) {
            Some(number) => drop(answer.numbers.insert(number, place.clone())),
            None => answer.unnumbered = true,
        }
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
            if answer.last > 1 && !answer.more.is_empty() {
                problems.push(Problem::new(
                    answer.more[0].clone(),
                    "several pages name no further one, so that they are of several answers: \
                     collect all pages anew",
                ));
            }
            problems.extend(answer.gap());
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

impl Answer {
    /// A page that is not there, although a later one is. Pages are counted from 0 or 1.
    fn gap(&self) -> Option<Problem> {
        let first = match (self.numbers.contains_key(&0), self.numbers.contains_key(&1)) {
            (true, _) => 0,
            (false, false) if self.unnumbered => 2,
            _ if self.numbers.len() < 2 => return None,
            _ => 1,
        };
        let (number, place) = self.numbers.last_key_value()?;
        let missing = (first..*number).find(|number| !self.numbers.contains_key(number))?;
        Some(Problem::new(
            place.clone(),
            format!("this is page {number}, and page {missing} is not here: collect all pages"),
        ))
    }
}

/// The number of a page, where the name of its file ends in one: `users-2.json`, `users_page_02.json`. A
/// longer number is a year or a date.
fn page_number(path: &str) -> Option<usize> {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.split('.').next().unwrap_or_default();
    let digits = stem.len()
        - stem
            .trim_end_matches(|letter: char| letter.is_ascii_digit())
            .len();
    let number = &stem[stem.len() - digits..];
    (1..=3).contains(&digits).then(|| number.parse().ok())?
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
