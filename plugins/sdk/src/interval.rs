//! Intervals in the forms that people write: `12 months`, `annually`, `P1Y`, `365d`.
//!
//! What can be read in two ways (`biannual`, a bare number) is refused, and so is an interval with
//! exceptions. Where a configuration holds an [`Interval`], it is one of these texts.
//!
//! ```
//! use tickmark_plugin::Day;
//! use tickmark_plugin::interval::Interval;
//!
//! let reviewed = Day::parse("2025-11-22").unwrap();
//! let annually = Interval::parse("annually or on change")?;
//! assert_eq!(annually, Interval::of_months(12));
//! assert_eq!(annually.after(reviewed).to_string(), "2026-11-22");
//! assert!(Interval::parse("biannual").is_err());
//! # Ok::<_, String>(())
//! ```

mod reading;

use std::fmt;

use jiff::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Day;
use crate::words::key;

/// A hundred years: whoever writes more has made a mistake.
const MAX_MONTHS: u32 = 1_200;
const MAX_DAYS: u32 = 36_525;

/// How many days apart two intervals may be and still mean the same, as 365 days and 12 months do.
const SAME_WITHIN_DAYS: u64 = 6;

/// A span of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    months: u32,
    days: u32,
}

/// The unit of a number that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

impl Unit {
    /// The unit that a field's name states, as in `review_cycle_days`.
    pub fn of_field(name: &str) -> Option<Self> {
        let name = key(name);
        [
            ("days", Self::Days),
            ("weeks", Self::Weeks),
            ("months", Self::Months),
            ("years", Self::Years),
        ]
        .into_iter()
        .find_map(|(ending, unit)| name.ends_with(ending).then_some(unit))
    }
}

impl Interval {
    /// So many months.
    pub const fn of_months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// So many days.
    pub const fn of_days(days: u32) -> Self {
        Self { months: 0, days }
    }

    /// Reads an interval. The error ends a sentence about the text: `... is a number without a unit`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let interval = match reading::iso(text) {
            Some(interval) => interval,
            None => reading::in_words(text)?,
        };
        match interval {
            Self { months: 0, days: 0 } => Err("an interval of nothing".to_owned()),
            Self { months, days } if months > MAX_MONTHS || days > MAX_DAYS => {
                Err("more than a hundred years".to_owned())
            }
            interval => Ok(interval),
        }
    }

    /// Reads a number whose unit the field's name states.
    pub fn counted(number: &str, unit: Unit) -> Result<Self, String> {
        let number = number.trim();
        let unit = match unit {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        };
        Self::parse(&format!("{number} {unit}"))
    }

    /// The day on which the interval ends. Months are calendar months, and the last day of a shorter
    /// month stands for a day that it does not have. Past the end of the calendar it is the first day.
    pub fn after(self, day: Day) -> Day {
        let span = Span::new()
            .try_months(self.months)
            .and_then(|span| span.try_days(self.days));
        // Past the end of the calendar there is no day; the strictest answer is the first.
        span.ok()
            .and_then(|span| day.checked_add(span))
            .unwrap_or(day)
    }

    /// Whether two people would call both the same interval.
    pub fn about_equals(self, other: Self) -> bool {
        self.in_days().abs_diff(other.in_days()) <= SAME_WITHIN_DAYS
    }

    /// The length in days, at 365.25 days a year.
    pub fn in_days(self) -> u64 {
        u64::from(self.months) * 1461 / 48 + u64::from(self.days)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |number: u32, unit: &str| {
            let ending = if number == 1 { "" } else { "s" };
            format!("{number} {unit}{ending}")
        };
        match (self.months, self.days) {
            (0, days) => formatter.write_str(&count(days, "day")),
            (months, 0) => formatter.write_str(&count(months, "month")),
            (months, days) => {
                write!(
                    formatter,
                    "{} {}",
                    count(months, "month"),
                    count(days, "day")
                )
            }
        }
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|error| serde::de::Error::custom(format!("`{text}` is {error}")))
    }
}

impl JsonSchema for Interval {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Interval".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An interval, as in `12 months`, `90 days`, `annual` or `P1Y`."
        })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
