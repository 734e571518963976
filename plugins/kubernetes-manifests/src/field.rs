//! Typed reading of manifest fields, as the API server reads them.
//!
//! `null` counts as absent. A value of another type is a problem: the API server would refuse the
//! object, so nothing is known about what runs. `kubectl` reads YAML 1.1 (through
//! `sigs.k8s.io/yaml`), where `yes`, `on` and their like are booleans and `<<` merges a map; both
//! are honoured here.

use tickmark_plugin::addresses::{self, Widest};
use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

pub(crate) type Read<T> = Result<T, Problem>;

/// The merge key of YAML 1.1.
const MERGE: &str = "<<";
/// How many merges may stand inside each other.
const MERGE_DEPTH: usize = 8;

/// The member of an object; `null` counts as absent.
pub(crate) fn get<'a>(at: &At<'a>, key: &str) -> Option<At<'a>> {
    found(at, key, MERGE_DEPTH).filter(|value| !value.is_null())
}

/// A key that the map itself has wins over a merged one, even when it is `null`; among several
/// merged maps the first that has it wins.
fn found<'a>(at: &At<'a>, key: &str, depth: usize) -> Option<At<'a>> {
    if let Some(value) = at.get(key) {
        return Some(value);
    }
    let merged = at.get(MERGE).filter(|_| depth > 0)?;
    if merged.kind() == Kind::Array {
        merged.items().find_map(|item| found(&item, key, depth - 1))
    } else {
        found(&merged, key, depth - 1)
    }
}

/// The members of an object, merged ones included.
pub(crate) fn members<'a>(at: &At<'a>) -> Vec<(&'a str, At<'a>)> {
    let mut all: Vec<(&'a str, At<'a>)> = Vec::new();
    collect(at, MERGE_DEPTH, &mut all);
    all.retain(|(_, value)| !value.is_null());
    all
}

fn collect<'a>(at: &At<'a>, depth: usize, all: &mut Vec<(&'a str, At<'a>)>) {
    let mut merged = None;
    for (name, value) in at.members() {
        if name == MERGE {
            merged = Some(value);
        } else if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, value));
        }
    }
    if let Some(merged) = merged.filter(|_| depth > 0) {
        if merged.kind() == Kind::Array {
            for item in merged.items() {
                collect(&item, depth - 1, all);
            }
        } else {
            collect(&merged, depth - 1, all);
        }
    }
}

fn kind_in_words(value: &At<'_>) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Bool => "true or false",
        Kind::Number => "a number",
        Kind::String => "text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

fn unexpected(value: &At<'_>, key: &str, expected: &str) -> Problem {
    value.problem(format!(
        "`{key}` is {}, expected {expected}; Kubernetes refuses such an object",
        kind_in_words(value)
    ))
}

/// An object.
pub(crate) fn object<'a>(at: &At<'a>, key: &str) -> Read<Option<At<'a>>> {
    match get(at, key) {
        Some(value) if value.kind() != Kind::Object => Err(unexpected(&value, key, "an object")),
        value => Ok(value),
    }
}

/// An object at the end of a path of objects.
pub(crate) fn path<'a>(at: &At<'a>, keys: &[&str]) -> Read<Option<At<'a>>> {
    let mut here = at.clone();
    for key in keys {
        match object(&here, key)? {
            Some(next) => here = next,
            None => return Ok(None),
        }
    }
    Ok(Some(here))
}

/// The elements of a list; none where the list is absent.
pub(crate) fn list<'a>(at: &At<'a>, key: &str) -> Read<Vec<At<'a>>> {
    match get(at, key) {
        None => Ok(Vec::new()),
        Some(value) if value.kind() == Kind::Array => Ok(value.items().collect()),
        Some(value) => Err(unexpected(&value, key, "a list")),
    }
}

/// A list of texts.
pub(crate) fn texts<'a>(at: &At<'a>, key: &str) -> Read<Vec<(&'a str, At<'a>)>> {
    list(at, key)?
        .into_iter()
        .map(|item| match item.as_str() {
            Some(text) => Ok((text, item)),
            None => Err(unexpected(&item, key, "a list of texts")),
        })
        .collect()
}

/// Text and where it stands.
pub(crate) fn text<'a>(at: &At<'a>, key: &str) -> Read<Option<(&'a str, At<'a>)>> {
    match get(at, key) {
        None => Ok(None),
        Some(value) => match value.as_str() {
            Some(text) => Ok(Some((text, value))),
            None => Err(unexpected(&value, key, "text")),
        },
    }
}

/// Whether an address range means the world.
pub(crate) fn is_world(range: &str, at: &At<'_>) -> Read<bool> {
    addresses::is_world(range, Widest::default()).ok_or_else(|| {
        at.problem(format!(
            "`{}` is no address range such as 192.0.2.0/24",
            brief(range, 60)
        ))
    })
}

/// A switch and where it stands.
pub(crate) fn flag<'a>(at: &At<'a>, key: &str) -> Read<Option<(bool, At<'a>)>> {
    let Some(value) = get(at, key) else {
        return Ok(None);
    };
    let on = value.as_bool().or_else(|| match value.as_str()? {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    });
    match on {
        Some(on) => Ok(Some((on, value))),
        None => Err(unexpected(&value, key, "true or false")),
    }
}

/// A whole number and where it stands.
pub(crate) fn number<'a>(at: &At<'a>, key: &str) -> Read<Option<(i64, At<'a>)>> {
    match get(at, key) {
        None => Ok(None),
        Some(value) => match value.as_i64() {
            Some(number) => Ok(Some((number, value))),
            None => Err(unexpected(&value, key, "a whole number")),
        },
    }
}
