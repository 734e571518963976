//! Reads members of an answer. A member of another kind than AWS gives is a problem, one that is not
//! there is nothing.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

/// A member that is there and not null.
fn member<'a>(at: &At<'a>, key: &str) -> Option<At<'a>> {
    at.get(key).filter(|value| !value.is_null())
}

fn wrong(at: &At<'_>, key: &str, expected: &str) -> Problem {
    at.problem(format!(
        "`{key}` is `{}`, expected {expected}",
        brief(&at.summary(), 60)
    ))
}

pub(crate) fn text(at: &At<'_>, key: &str) -> Result<Option<String>, Problem> {
    member(at, key)
        .map(|value| {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| wrong(&value, key, "a text"))
        })
        .transpose()
}

/// A text without which the record says nothing.
pub(crate) fn name(at: &At<'_>, key: &str) -> Result<String, Problem> {
    text(at, key)?
        .filter(|value| !value.trim().is_empty())
        .ok_or_else(|| at.problem(format!("the element has no `{key}`")))
}

pub(crate) fn flag(at: &At<'_>, key: &str) -> Result<Option<bool>, Problem> {
    member(at, key)
        .map(|value| {
            value
                .as_bool()
                .ok_or_else(|| wrong(&value, key, "true or false"))
        })
        .transpose()
}

pub(crate) fn number(at: &At<'_>, key: &str) -> Result<Option<i64>, Problem> {
    member(at, key)
        .map(|value| {
            value
                .as_i64()
                .ok_or_else(|| wrong(&value, key, "a whole number"))
        })
        .transpose()
}

/// A list; empty where it is not there.
pub(crate) fn list<'a>(at: &At<'a>, key: &str) -> Result<Vec<At<'a>>, Problem> {
    match member(at, key) {
        None => Ok(Vec::new()),
        Some(value) if value.kind() == Kind::Array => Ok(value.items().collect()),
        Some(value) => Err(wrong(&value, key, "a list")),
    }
}

/// A list of texts; empty where it is not there.
pub(crate) fn texts(at: &At<'_>, key: &str) -> Result<Vec<String>, Problem> {
    list(at, key)?
        .into_iter()
        .map(|value| {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| wrong(&value, key, "a list of texts"))
        })
        .collect()
}
