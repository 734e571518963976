//! OpenSSH releases: which there are, and which one a server may run.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tickmark_plugin::reexport::schemars;

/// A release of portable OpenSSH, as in `9.2`. Patch levels (`p1`) never change the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u8,
    minor: u8,
}

impl Version {
    /// The oldest release whose defaults this plugin knows.
    pub const OLDEST: Self = Self::new(7, 4);
    /// The newest release whose defaults this plugin knows.
    pub const NEWEST: Self = Self::new(10, 5);

    /// A release by its numbers.
    pub const fn new(major: u8, minor: u8) -> Self {
        Self { major, minor }
    }

    /// Reads `9.2`, `9.2p1` or what `sshd -V` prints, `OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.19`.
    /// Only releases that this plugin knows.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("OpenSSH_").unwrap_or(text);
        let (major, rest) = text.split_once('.')?;
        let digits = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        let (minor, suffix) = rest.split_at(digits);
        let version = Self::new(major.parse().ok()?, minor.parse().ok()?);
        let plain = suffix.is_empty() || suffix.starts_with(['p', ' ', ',']);
        (plain && Releases::ALL.each().any(|release| release == version)).then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is no OpenSSH release from {} to {}",
                Self::OLDEST,
                Self::NEWEST
            ))
        })
    }
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^(OpenSSH_)?(7\.[4-9]|8\.[0-9]|9\.[0-9]|10\.[0-5])([p ,].*)?$",
            "description": "An OpenSSH release from 7.4 to 10.5, as in 9.2."
        })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// The releases that a server may run: all known ones, or the one that configuration names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Releases {
    oldest: Version,
    newest: Version,
}

impl Releases {
    /// Every known release.
    pub(crate) const ALL: Self = Self {
        oldest: Version::OLDEST,
        newest: Version::NEWEST,
    };

    /// The configured release, or all of them.
    pub(crate) fn from_config(version: Option<Version>) -> Self {
        version.map_or(Self::ALL, |version| Self {
            oldest: version,
            newest: version,
        })
    }

    /// Whether some of them are `version` or newer.
    pub(crate) fn reach(self, version: Version) -> bool {
        self.newest >= version
    }

    /// Whether some of them are older than `version`.
    pub(crate) fn before(self, version: Version) -> bool {
        self.oldest < version
    }

    /// Those that are `version` or newer; only right where [`reach`](Self::reach) holds.
    pub(crate) fn from(self, version: Version) -> Self {
        Self {
            oldest: self.oldest.max(version),
            ..self
        }
    }

    /// Those that are older than `version`; only right where [`before`](Self::before) holds.
    pub(crate) fn until(self, version: Version) -> Self {
        let last = Self::ALL.each().filter(|&release| release < version).last();
        Self {
            newest: self.newest.min(last.unwrap_or(self.newest)),
            ..self
        }
    }

    /// The oldest of them.
    pub(crate) fn oldest(self) -> Version {
        self.oldest
    }

    /// The newest of them.
    pub(crate) fn newest(self) -> Version {
        self.newest
    }

    /// One after the other, oldest first.
    pub(crate) fn each(self) -> impl Iterator<Item = Version> {
        [(7, 4..=9), (8, 0..=9), (9, 0..=9), (10, 0..=5)]
            .into_iter()
            .flat_map(|(major, minors)| minors.map(move |minor| Version::new(major, minor)))
            .filter(move |&release| self.oldest <= release && release <= self.newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_read_in_the_forms_in_which_people_have_it() {
        for text in [
            "9.2",
            "9.2p1",
            "OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026",
        ] {
            assert_eq!(Version::parse(text), Some(Version::new(9, 2)), "{text}");
        }
        for text in ["", "9", "9.x", "6.6", "10.6", "11.0", "9.2q", "300.1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_and_last_release_are_those_that_the_constants_name() {
        let all: Vec<Version> = Releases::ALL.each().collect();
        assert_eq!(all.first(), Some(&Version::OLDEST));
        assert_eq!(all.last(), Some(&Version::NEWEST));
        assert!(all.is_sorted());
    }

    #[test]
    fn parts_of_the_range_keep_their_ends() {
        let cut = Version::new(8, 7);
        assert_eq!(Releases::ALL.until(cut).newest(), Version::new(8, 6));
        assert_eq!(Releases::ALL.from(cut).each().next(), Some(cut));
        let one = Releases::from_config(Some(cut));
        assert!(one.reach(cut) && !one.before(cut));
    }
}
