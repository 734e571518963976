//! Where the files of a result lie as the repository sees them.
//!
//! A result names evidence relative to the evidence folder. Code scanning, annotations and editors want
//! paths from the directory in which the program ran, which in a pipeline is the repository's root.

use std::collections::BTreeMap;

use crate::model::Location;
use crate::readiness::Finding;

/// Where evidence and configuration lie: with forward slashes, relative to the working directory where
/// they lie below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The evidence folder; empty where it is the working directory itself.
    pub evidence: String,
    /// The configuration file; `None` without one.
    pub config: Option<String>,
    /// The line of the configuration file, counted from 1, on which each check stands, by its name.
    pub checks: BTreeMap<String, u32>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    /// Counted from 1. The first line where the result names none.
    pub(super) line: u32,
    /// Counted from 1, in characters.
    pub(super) column: Option<u32>,
    /// The place in structured data, as a JSON Pointer (RFC 6901).
    pub(super) pointer: Option<String>,
}

impl Paths {
    /// The places of a finding, the first of which is the one to show. There is always one: what lies in
    /// no file is shown where its check is configured.
    pub(super) fn of(&self, finding: &Finding) -> Vec<Place> {
        if finding.locations.is_empty() {
            return vec![self.check(&finding.check)];
        }
        finding
            .locations
            .iter()
            .map(|location| self.location(location))
            .collect()
    }

    /// Where a check is configured; else the configuration file; else the evidence folder.
    pub(super) fn check(&self, name: &str) -> Place {
        Place {
            path: match &self.config {
                Some(config) => config.clone(),
                None if self.evidence.is_empty() => ".".to_owned(),
                None => self.evidence.clone(),
            },
            line: self.checks.get(name).map_or(1, |line| (*line).max(1)),
            column: None,
            pointer: None,
        }
    }

    fn location(&self, location: &Location) -> Place {
        let path = if self.evidence.is_empty() {
            location.path.to_string()
        } else {
            format!("{}/{}", self.evidence.trim_end_matches('/'), location.path)
        };
        Place {
            path,
            line: location.line.unwrap_or(1).max(1),
            column: location.column.map(|column| column.max(1)),
            pointer: location.pointer.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{failing, result};
    use super::*;

    fn paths() -> Paths {
        Paths {
            evidence: "audit/evidence".to_owned(),
            config: Some("audit/tickmark.toml".to_owned()),
            checks: BTreeMap::from([("accounts".to_owned(), 12)]),
        }
    }

    #[test]
    fn evidence_is_named_from_the_working_directory() {
        let finding = failing("one");
        let places = paths().of(&finding);
        assert_eq!(places[0].path, "audit/evidence/hosts/one.csv");
        assert_eq!((places[0].line, places[0].column), (7, None));
        let at_root = Paths::default().of(&finding);
        assert_eq!(at_root[0].path, "hosts/one.csv");
    }

    #[test]
    fn what_lies_in_no_file_is_shown_where_its_check_is_configured() {
        let mut finding = failing("one");
        finding.locations.clear();
        finding.check = "accounts".into();
        let place = &paths().of(&finding)[0];
        assert_eq!(
            (place.path.as_str(), place.line),
            ("audit/tickmark.toml", 12)
        );
        finding.check = "unknown".into();
        assert_eq!(paths().of(&finding)[0].line, 1);
        let without_config = Paths {
            config: None,
            ..paths()
        };
        assert_eq!(without_config.of(&finding)[0].path, "audit/evidence");
        assert_eq!(Paths::default().of(&finding)[0].path, ".");
    }

    #[test]
    fn lines_and_columns_count_from_one_whatever_the_result_says() {
        let mut finding = result().readiness.findings[0].clone();
        finding.locations[0].line = Some(0);
        finding.locations[0].column = Some(0);
        let place = &paths().of(&finding)[0];
        assert_eq!((place.line, place.column), (1, Some(1)));
    }
}
