//! Words for findings: short enough to be read, and never a secret.

use std::fmt::Write as _;

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

use crate::view::Leaf;

/// The longest value that a finding repeats, in characters.
const VALUE: usize = 80;
/// The longest text about what was found or expected, in characters.
pub(crate) const TEXT: usize = 300;

/// A value as a finding repeats it.
pub(crate) fn shown(value: &At<'_>, secret: bool) -> String {
    if secret {
        "(sensitive)".to_owned()
    } else {
        brief(&value.summary(), VALUE).into_owned()
    }
}

/// Several words in one sentence.
pub(crate) fn listed<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    const MOST: usize = 5;
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    let mut words = items
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > MOST {
        // Writing to a string cannot fail.
        let _ = write!(words, " and {} more", items.len() - MOST);
    }
    words
}

/// A text or a list of texts.
pub(crate) fn texts(leaf: &Leaf<'_>) -> Vec<String> {
    match leaf.known() {
        Some(value) if value.kind() == Kind::Array => value
            .items()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        Some(value) => value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        None => Vec::new(),
    }
}

/// A name for each file: its path without what all such paths have in common. Where two files would
/// share a name, both keep their whole path.
pub(crate) fn labels<'p>(paths: &[&'p str]) -> Vec<&'p str> {
    let short: Vec<&str> = paths.iter().map(|path| short(path)).collect();
    short
        .iter()
        .zip(paths)
        .map(|(name, path)| {
            let twice = short.iter().filter(|other| *other == name).count() > 1;
            if twice { *path } else { *name }
        })
        .collect()
}

fn short(path: &str) -> &str {
    let stem = path.strip_suffix(".json").unwrap_or(path);
    let stem = stem.strip_prefix("terraform/").unwrap_or(stem);
    let plain = ["/plan", "/tfplan", "/state", "/show", ".tfplan", ".plan"];
    let name = plain
        .into_iter()
        .find_map(|suffix| stem.strip_suffix(suffix))
        .unwrap_or(stem);
    if name.is_empty() { path } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_what_tells_them_apart() {
        assert_eq!(
            labels(&[
                "terraform/production/plan.json",
                "tf/net.tfplan.json",
                "a/plan.json",
                "a.json"
            ]),
            ["production", "tf/net", "a/plan.json", "a.json"]
        );
    }
}
