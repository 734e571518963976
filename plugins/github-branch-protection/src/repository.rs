//! Repositories: their names, which GitHub compares without regard to case, and what an answer
//! about a repository says.

use std::cmp::Ordering;
use std::fmt;

use tickmark_plugin::prelude::*;

use crate::demand::{Shown, flag, present, unexpected};

/// `owner/name`.
#[derive(Debug, Clone)]
pub(crate) struct RepositoryName {
    /// As GitHub or the configuration writes it.
    text: String,
    /// Lower case, for comparison.
    key: String,
    slash: usize,
}

impl RepositoryName {
    /// Reads `owner/name`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (owner, name) = text.split_once('/')?;
        let plain = |part: &str| {
            !part.is_empty()
                && !part.contains(|letter: char| letter == '/' || letter.is_whitespace())
        };
        (plain(owner) && plain(name)).then(|| Self {
            text: text.to_owned(),
            key: text.to_ascii_lowercase(),
            slash: owner.len(),
        })
    }

    /// From its two parts.
    pub(crate) fn new(owner: &str, name: &str) -> Option<Self> {
        Self::parse(&format!("{owner}/{name}"))
    }

    /// The owner, in lower case.
    pub(crate) fn owner(&self) -> &str {
        &self.key[..self.slash]
    }

    /// The name without the owner, as written.
    pub(crate) fn name(&self) -> &str {
        &self.text[self.slash + 1..]
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for RepositoryName {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for RepositoryName {}

impl PartialOrd for RepositoryName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RepositoryName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// What answers about a repository say. Nothing where none does.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) place: Location,
    pub(crate) id: Option<i64>,
    pub(crate) default_branch: Option<String>,
    archived: Option<Shown<bool>>,
    disabled: Option<Shown<bool>>,
    fork: Option<Shown<bool>>,
}

impl Facts {
    /// Reads the answer about one repository.
    pub(crate) fn read(answer: &At<'_>) -> Result<(RepositoryName, Self), Problem> {
        let name = answer
            .get("full_name")
            .ok_or_else(|| answer.problem("the repository has no `full_name`"))?;
        let name = name
            .as_str()
            .and_then(RepositoryName::parse)
            .ok_or_else(|| unexpected(&name, "full_name", "owner/name"))?;
        let id = present(answer, "id")
            .map(|id| {
                id.as_i64()
                    .ok_or_else(|| unexpected(&id, "id", "a whole number"))
            })
            .transpose()?;
        let default_branch = present(answer, "default_branch")
            .map(|branch| match branch.as_str() {
                Some(text) if !text.is_empty() => Ok(text.to_owned()),
                _ => Err(unexpected(
                    &branch,
                    "default_branch",
                    "the name of a branch",
                )),
            })
            .transpose()?;
        let stated = |key| present(answer, key).map(|_| flag(answer, key)).transpose();
        let facts = Self {
            place: answer.place(),
            id,
            default_branch,
            archived: stated("archived")?,
            disabled: stated("disabled")?,
            fork: stated("fork")?,
        };
        Ok((name, facts))
    }

    /// Adds what another answer says. False when the two contradict each other; then neither is
    /// believed.
    pub(crate) fn merge(&mut self, other: Self) -> bool {
        let agreed = merge(&mut self.id, other.id, |a, b| a == b)
            & merge(&mut self.default_branch, other.default_branch, |a, b| {
                a == b
            })
            & merge(&mut self.archived, other.archived, same)
            & merge(&mut self.disabled, other.disabled, same)
            & merge(&mut self.fork, other.fork, same);
        if !agreed {
            *self = Self {
                place: self.place.clone(),
                id: None,
                default_branch: None,
                archived: None,
                disabled: None,
                fork: None,
            };
        }
        agreed
    }

    /// Why nobody can push to the repository, where that is so.
    pub(crate) fn closed(&self) -> Option<(&'static str, &Location)> {
        [
            ("the repository is archived", &self.archived),
            ("GitHub has disabled the repository", &self.disabled),
        ]
        .into_iter()
        .find_map(|(why, setting)| Some((why, place_if_on(setting.as_ref())?)))
    }

    /// Where it stands that the repository is a fork, if it is one.
    pub(crate) fn fork(&self) -> Option<&Location> {
        place_if_on(self.fork.as_ref())
    }
}

fn place_if_on(setting: Option<&Shown<bool>>) -> Option<&Location> {
    let setting = setting?;
    setting.value.then_some(&setting.place)
}

fn same(one: &Shown<bool>, other: &Shown<bool>) -> bool {
    one.value == other.value
}

/// Fills in what was not known. False when both are known and differ.
fn merge<T>(known: &mut Option<T>, other: Option<T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (&*known, other) {
        (Some(known), Some(other)) => same(known, &other),
        (None, other @ Some(_)) => {
            *known = other;
            true
        }
        (_, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_regard_to_case_and_shown_as_written() {
        let name = RepositoryName::parse("Acme/Web.UI").unwrap();
        assert_eq!(name, RepositoryName::new("acme", "web.ui").unwrap());
        assert_eq!(name.to_string(), "Acme/Web.UI");
        assert_eq!((name.owner(), name.name()), ("acme", "Web.UI"));
    }

    #[test]
    fn what_is_not_owner_and_name_is_no_repository() {
        for text in ["", "acme", "/web", "acme/", "acme/web/main", "ac me/web"] {
            assert!(RepositoryName::parse(text).is_none(), "{text}");
        }
    }
}
