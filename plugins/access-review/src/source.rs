//! Which configured entry a file belongs to, and which system its name speaks of.

use tickmark_plugin::prelude::*;
use tickmark_plugin::words::quoted;

use crate::config::{AccountSource, Names, ReviewSource, RosterSource};
use crate::unclear::Unclear;

/// An entry of the configuration that says how a group of files is read.
pub(crate) trait Source {
    /// Patterns of the files that it is for.
    fn files(&self) -> &Names;

    /// Says that no file fits the entry: evidence that was meant to be there is not.
    fn absent(&self, input: &str) -> Unclear {
        let patterns: Vec<&str> = self.files().iter().collect();
        let patterns = patterns.join(", ");
        Unclear::absent(
            format!("{input}: {patterns}"),
            format!(
                "no file of the input `{input}` fits {}, which the configuration names (patterns count from the evidence folder)",
                quoted(&patterns)
            ),
        )
    }
}

impl Source for AccountSource {
    fn files(&self) -> &Names {
        &self.files
    }
}

impl Source for RosterSource {
    fn files(&self) -> &Names {
        &self.files
    }
}

impl Source for ReviewSource {
    fn files(&self) -> &Names {
        &self.files
    }
}

/// The entries for one input, and which of them found a file.
pub(crate) struct Sources<'c, S> {
    entries: &'c [S],
    used: Vec<bool>,
}

impl<'c, S: Source> Sources<'c, S> {
    pub(crate) fn new(entries: &'c [S]) -> Self {
        Self {
            entries,
            used: vec![false; entries.len()],
        }
    }

    /// The first entry that fits a file.
    pub(crate) fn entry_for(&mut self, item: &Item) -> Option<&'c S> {
        for (entry, used) in self.entries.iter().zip(&mut self.used) {
            let fits = entry
                .files()
                .iter()
                .any(|pattern| fast_glob::glob_match(pattern, &*item.path));
            if fits {
                *used = true;
                return Some(entry);
            }
        }
        None
    }

    /// The entries for which there was no file.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &'c S> {
        self.entries
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| !**used)
            .map(|(entry, _)| entry)
    }
}

/// Words in file and folder names that say what the file is, not which system it is about.
const NOUNS: &[&str] = &[
    "access",
    "account",
    "accounts",
    "accessreview",
    "accessreviews",
    "campaign",
    "certification",
    "certifications",
    "evidence",
    "export",
    "exports",
    "history",
    "iam",
    "list",
    "member",
    "members",
    "people",
    "report",
    "review",
    "reviews",
    "user",
    "users",
];

/// The system that a file's name speaks of: `access/accounts-okta-2026-11-20.csv` and
/// `access/okta/accounts.csv` both of `okta`. Dates are left out, because a system's name stays the
/// same from run to run.
pub(crate) fn system_of(path: &str) -> Option<String> {
    let mut segments = path.rsplit('/');
    let file = segments.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    std::iter::once(stem)
        .chain(segments)
        .map(telling)
        .find(|name| !name.is_empty())
}

/// A name without the parts that name the kind of file or a date.
fn telling(name: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut digits_of_date = 0;
    for part in name.split(['-', '_', '.', ' ']) {
        let lower = part.to_ascii_lowercase();
        let number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if NOUNS.contains(&lower.as_str()) || part.is_empty() || is_quarter(&lower) {
            continue;
        }
        if starts_with_year(&lower) {
            digits_of_date = 2;
            continue;
        }
        if number && part.len() <= 2 && digits_of_date > 0 {
            digits_of_date -= 1;
            continue;
        }
        digits_of_date = 0;
        kept.push(part);
    }
    kept.join("-").to_ascii_lowercase()
}

fn is_quarter(part: &str) -> bool {
    matches!(part, "q1" | "q2" | "q3" | "q4")
}

/// `2026`, `202611`, `20261120`, `20261120t101112z`, `2026q4`.
fn starts_with_year(part: &str) -> bool {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &part[digits..];
    part.starts_with("20")
        && match digits {
            4 => rest.is_empty() || is_quarter(rest),
            6 => rest.is_empty(),
            8 => rest.is_empty() || rest.starts_with('t'),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_named_by_the_file_or_its_folder_without_dates() {
        for (path, system) in [
            ("access/accounts-okta.csv", Some("okta")),
            ("access/okta/accounts.csv", Some("okta")),
            ("access/okta/accounts-2026-11-20.csv", Some("okta")),
            (
                "access/accounts_google_workspace_20261120.csv",
                Some("google-workspace"),
            ),
            ("access/accounts-aws-prod-2026-Q4.csv", Some("aws-prod")),
            ("access/reviews-okta-2026Q4.csv", Some("okta")),
            ("access/accounts-s3-2.csv", Some("s3-2")),
            ("access/accounts.csv", None),
            ("accounts.csv", None),
        ] {
            assert_eq!(system_of(path).as_deref(), system, "{path}");
        }
    }

    #[test]
    fn the_first_fitting_entry_is_taken_and_unused_ones_are_known() {
        let entries: Vec<RosterSource> = ["hr/emp*.csv", "hr/**/*.csv", "hr/gone.csv"]
            .into_iter()
            .map(|pattern| serde_json::from_value(serde_json::json!({ "files": pattern })).unwrap())
            .collect();
        let mut sources = Sources::new(&entries);
        let item = Item::new("hr/employees.csv", 0);
        assert_eq!(sources.entry_for(&item), Some(&entries[0]));
        assert_eq!(sources.entry_for(&Item::new("x.csv", 0)), None);
        assert_eq!(sources.unused().count(), 2);
    }
}
