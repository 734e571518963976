//! How soon a known weakness must be mended.
//!
//! Scanners name severities in many words; here they become the contract's four, with a deadline for
//! each. When a weakness became known is the plugin's affair.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Day, Severity};

/// Within how many days after it became known a weakness must be mended, by its severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Deadlines {
    /// Days for critical severity. The default of 15 is that of CISA's Binding Operational Directive
    /// 19-02 (required actions, 1).
    #[schemars(range(min = 0, max = 3650))]
    pub critical_days: u32,
    /// Days for high severity. The default of 30 is that of CISA's Binding Operational Directive 19-02
    /// and of FedRAMP's continuous monitoring.
    #[schemars(range(min = 0, max = 3650))]
    pub high_days: u32,
    /// Days for medium severity. The default of 90 is that of FedRAMP's continuous monitoring for
    /// moderate findings.
    #[schemars(range(min = 0, max = 3650))]
    pub medium_days: u32,
    /// Days for low severity. The default of 180 is that of FedRAMP's continuous monitoring.
    #[schemars(range(min = 0, max = 3650))]
    pub low_days: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            critical_days: 15,
            high_days: 30,
            medium_days: 90,
            low_days: 180,
        }
    }
}

/// Where a weakness stands against its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Known for so many days, which is not too long.
    InTime(i64),
    /// Known for so many days, which is too long.
    Late(i64),
    /// The day it became known lies after the day of judgement, so it is wrong.
    NotYet,
}

impl Deadlines {
    /// The days that a severity allows.
    pub fn days(&self, severity: Severity) -> u32 {
        match severity {
            Severity::Critical => self.critical_days,
            Severity::High => self.high_days,
            Severity::Medium => self.medium_days,
            Severity::Low => self.low_days,
        }
    }

    /// Judges on a day what became known on an earlier one.
    pub fn judge(&self, severity: Severity, since: Day, on: Day) -> Standing {
        let age = on.days_since(since);
        if age < 0 {
            Standing::NotYet
        } else if age > i64::from(self.days(severity)) {
            Standing::Late(age)
        } else {
            Standing::InTime(age)
        }
    }
}

/// A severity in configuration.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// The least.
    Low,
    /// Between low and high.
    Medium,
    /// Between medium and critical.
    High,
    /// The most.
    Critical,
}

impl Rating {
    /// What a word of a scanner means; nothing for a word that says the severity is not known.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_ascii_lowercase().as_str() {
            "critical" | "very high" => Self::Critical,
            "high" | "important" => Self::High,
            "medium" | "moderate" => Self::Medium,
            "low" | "negligible" | "minor" | "info" | "informational" => Self::Low,
            _ => return None,
        })
    }

    /// What a CVSS base score means (CVSS 3.1 and 4.0, qualitative severity rating scale). A score of
    /// 0 rates nothing.
    pub fn of_score(score: f64) -> Option<Self> {
        match score {
            9.0..=10.0 => Some(Self::Critical),
            7.0..9.0 => Some(Self::High),
            4.0..7.0 => Some(Self::Medium),
            score if score > 0.0 && score < 4.0 => Some(Self::Low),
            _ => None,
        }
    }
}

impl From<Rating> for Severity {
    fn from(rating: Rating) -> Self {
        match rating {
            Rating::Low => Self::Low,
            Rating::Medium => Self::Medium,
            Rating::High => Self::High,
            Rating::Critical => Self::Critical,
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_last_day_is_still_in_time() {
        let deadlines = Deadlines::default();
        let on = day("2026-11-22");
        let judge = |since| deadlines.judge(Severity::High, day(since), on);
        assert_eq!(judge("2026-10-23"), Standing::InTime(30));
        assert_eq!(judge("2026-10-22"), Standing::Late(31));
        assert_eq!(judge("2026-11-22"), Standing::InTime(0));
        assert_eq!(judge("2026-11-23"), Standing::NotYet);
    }

    #[test]
    fn scores_are_rated_as_cvss_rates_them() {
        for (score, rating) in [
            (10.0, Some(Rating::Critical)),
            (9.0, Some(Rating::Critical)),
            (8.9, Some(Rating::High)),
            (7.0, Some(Rating::High)),
            (6.9, Some(Rating::Medium)),
            (4.0, Some(Rating::Medium)),
            (3.9, Some(Rating::Low)),
            (0.1, Some(Rating::Low)),
            (0.0, None),
            (-1.0, None),
            (11.0, None),
            (f64::NAN, None),
        ] {
            assert_eq!(Rating::of_score(score), rating, "{score}");
        }
    }

    #[test]
    fn a_word_that_rates_nothing_is_no_rating() {
        assert_eq!(Rating::of_word(" Important "), Some(Rating::High));
        assert_eq!(Rating::of_word("Negligible"), Some(Rating::Low));
        assert_eq!(Rating::of_word("UNKNOWN"), None);
        assert_eq!(Rating::of_word(""), None);
    }
}
