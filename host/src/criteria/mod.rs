//! The 61 Trust Services Criteria and the categories they belong to.
//!
//! A [`Criterion`] is a small copyable name: whoever holds one holds one of the 61. This module
//! knows nothing of plugins, controls or results.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many criteria there are.
pub const COUNT: usize = 61;

/// A category of criteria. Security is always in scope; the others are chosen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// The common criteria, CC1 to CC9.
    Security,
    /// A1.
    Availability,
    /// PI1.
    ProcessingIntegrity,
    /// C1.
    Confidentiality,
    /// P1 to P8.
    Privacy,
}

impl Category {
    /// All categories, in the order in which reports name them.
    pub const ALL: [Self; 5] = [
        Self::Security,
        Self::Availability,
        Self::ProcessingIntegrity,
        Self::Confidentiality,
        Self::Privacy,
    ];

    /// The name, as configuration and results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Availability => "availability",
            Self::ProcessingIntegrity => "processing-integrity",
            Self::Confidentiality => "confidentiality",
            Self::Privacy => "privacy",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// One of the 61 criteria. Criteria are ordered as the catalog lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Criterion(u8);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalog {
    criterion: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    id: String,
    category: Category,
    title: String,
    #[serde(default)]
    usually_inherited: bool,
    evidence: String,
}

static CATALOG: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    toml::from_str::<Catalog>(include_str!("catalog.toml"))
        .map(|catalog| catalog.criterion)
        .unwrap_or_default()
});

impl Criterion {
    /// All 61, in their order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        // The catalog has 61 entries, which a test holds, so the index fits.
        (0..CATALOG.len()).map(|index| Self(u8::try_from(index).unwrap_or(u8::MAX)))
    }

    fn entry(self) -> &'static Entry {
        &CATALOG[usize::from(self.0)]
    }

    /// The identifier, as in `CC6.1`.
    pub fn id(self) -> &'static str {
        &self.entry().id
    }

    /// What it is about, in tickmark's own words.
    pub fn title(self) -> &'static str {
        &self.entry().title
    }

    /// The category it belongs to.
    pub fn category(self) -> Category {
        self.entry().category
    }

    /// Whether the provider of the data centres usually carries it, in whole or in part, so that its
    /// report can be inherited.
    pub fn usually_inherited(self) -> bool {
        self.entry().usually_inherited
    }

    /// Files that typically show something about it.
    pub fn typical_evidence(self) -> &'static str {
        &self.entry().evidence
    }
}

/// Words that other tools write before a criterion's own letters.
const PREFIXES: [&str; 7] = ["AICPA", "TSC", "TSP", "SOC", "2", "2017", "CC"];

impl Criterion {
    /// The criterion that another tool means: `cc6_1`, `SOC_2_CC6.1`, `cc_a_1_1`, `TSC-P3.1`. Letter
    /// case, separators and leading words do not matter; the letters and both numbers do.
    ///
    /// # Errors
    ///
    /// It is none of the 61, or says more than a criterion (a point of focus, say).
    pub fn from_spelling(text: &str) -> Result<Self, UnknownCriterion> {
        Self::spelled(text).map_or_else(|| text.parse(), Ok)
    }

    fn spelled(text: &str) -> Option<Self> {
        let mut words: Vec<String> = Vec::new();
        let mut before = None;
        for letter in text.trim().chars() {
            let kind = match letter {
                'A'..='Z' | 'a'..='z' => Some(true),
                '0'..='9' => Some(false),
                '.' | '_' | '-' | ' ' | ':' | '/' | '(' | ')' => None,
                _ => return None,
            };
            if kind.is_some() {
                match words.last_mut().filter(|_| before == kind) {
                    Some(word) => word.push(letter.to_ascii_uppercase()),
                    None => words.push(letter.to_ascii_uppercase().to_string()),
                }
            }
            before = kind;
        }
        let [prefixes @ .., letters, major, minor] = words.as_slice() else {
            return None;
        };
        if !prefixes
            .iter()
            .all(|word| PREFIXES.contains(&word.as_str()))
        {
            return None;
        }
        let id = format!("{letters}{major}.{minor}");
        Self::all().find(|criterion| criterion.id() == id)
    }
}

/// A text that names none of the 61.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a Trust Services Criterion{}", nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default())]
pub struct UnknownCriterion {
    /// What was written.
    pub name: String,
    /// The criterion whose identifier is nearest, where one is near.
    pub nearest: Option<Criterion>,
}

impl FromStr for Criterion {
    type Err = UnknownCriterion;

    fn from_str(text: &str) -> Result<Self, UnknownCriterion> {
        Self::all()
            .find(|criterion| criterion.id() == text)
            .ok_or_else(|| UnknownCriterion {
                name: text.to_owned(),
                nearest: crate::diagnostic::nearest(text, Self::all().map(Self::id))
                    .and_then(|id| Self::all().find(|criterion| criterion.id() == id)),
            })
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.id())
    }
}

impl fmt::Debug for Criterion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Criterion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Criterion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Criterion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = Self::all().map(Self::id).collect();
        json_schema!({
            "type": "string",
            "description": "A Trust Services Criterion.",
            "enum": ids
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_sixty_one_criteria_each_once_and_each_with_words_of_its_own() {
        assert_eq!(Criterion::all().len(), COUNT);
        let ids: BTreeSet<&str> = Criterion::all().map(Criterion::id).collect();
        assert_eq!(ids.len(), COUNT);
        let titles: BTreeSet<&str> = Criterion::all().map(Criterion::title).collect();
        assert_eq!(titles.len(), COUNT);
    }

    #[test]
    fn each_category_has_the_number_of_criteria_that_the_standard_gives_it() {
        // TSP section 100: 33 common criteria, 3 for availability, 2 for confidentiality, 5 for
        // processing integrity, 18 for privacy.
        let count = |category| {
            Criterion::all()
                .filter(|criterion| criterion.category() == category)
                .count()
        };
        assert_eq!(Category::ALL.map(count), [33, 3, 5, 2, 18]);
    }

    #[test]
    fn spellings_of_other_tools_are_understood() {
        for (text, id) in [
            ("cc6_1", "CC6.1"),
            ("CC6.1", "CC6.1"),
            ("SOC_2_CC6.1", "CC6.1"),
            ("soc2-cc-6-1", "CC6.1"),
            ("cc_6_1", "CC6.1"),
            ("cc_a_1_1", "A1.1"),
            ("cc_pi_1_4", "PI1.4"),
            ("TSC (CC7.2)", "CC7.2"),
            ("aicpa_tsc_p_3_1", "P3.1"),
            (" c1.2 ", "C1.2"),
        ] {
            let found = Criterion::from_spelling(text).map(Criterion::id);
            assert_eq!(found, Ok(id), "{text}");
        }
        for text in [
            "",
            "CC6",
            "6.1",
            "CC6.1.2",
            "CC61",
            "XX6.1",
            "CC6.11",
            "CC6.1 and CC6.2",
            "CIS_CC6.1",
            "CC6.\u{661}",
        ] {
            assert!(Criterion::from_spelling(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_criterion_is_understood_in_every_spelling() {
        for criterion in Criterion::all() {
            let id = criterion.id();
            let plain = id.replace('.', "_").to_lowercase();
            for text in [
                id.to_owned(),
                plain,
                format!("SOC_2_{id}"),
                format!("tsc-{id}"),
            ] {
                assert_eq!(Criterion::from_spelling(&text), Ok(criterion), "{text}");
            }
        }
    }

    #[test]
    fn an_unknown_criterion_is_refused_with_the_nearest_name() {
        let error = "CC6.11".parse::<Criterion>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`CC6.11` is not a Trust Services Criterion; did you mean `CC6.1`?"
        );
        assert!("cc6.1".parse::<Criterion>().is_err());
    }
}
