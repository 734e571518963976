//! Days. Plugins judge whole days in UTC, and the as-of date is the only "now".

use std::fmt;

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A calendar day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a date (expected YYYY-MM-DD or an RFC 3339 time with its offset)")]
pub struct DayError(pub String);

impl Day {
    /// Reads `YYYY-MM-DD`, or an RFC 3339 time, whose day in UTC it takes.
    ///
    /// A time without an offset is refused: its day is anybody's guess.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let text = text.trim();
        if text.len() == 10
            && let Ok(date) = text.parse::<Date>()
        {
            return Ok(Self(date));
        }
        text.parse::<Timestamp>()
            .map(|time| Self(TimeZone::UTC.to_datetime(time).date()))
            .map_err(|_| DayError(text.to_owned()))
    }

    /// Reads a day written in a format of `strftime`, as in `%d/%m/%Y` or `%b %d %Y`.
    pub fn parse_as(format: &str, text: &str) -> Result<Self, DayError> {
        Date::strptime(format, text.trim())
            .map(Self)
            .map_err(|_| DayError(text.trim().to_owned()))
    }

    pub(crate) fn of(date: Date) -> Self {
        Self(date)
    }

    pub(crate) fn date(self) -> Date {
        self.0
    }

    /// How many days lie between `earlier` and this day; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.duration_since(earlier.0).as_hours() / 24
    }

    /// The day a span of calendar time later; `None` past the calendar's end.
    pub(crate) fn checked_add(self, span: Span) -> Option<Self> {
        self.0.checked_add(span).ok().map(Self)
    }

    /// The day so many days later (or earlier, when negative). Saturates at the calendar's ends.
    pub fn plus_days(self, days: i64) -> Self {
        Self(
            self.0
                .saturating_add(SignedDuration::from_hours(days.saturating_mul(24))),
        )
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date",
            "description": "A calendar day in UTC, YYYY-MM-DD."
        })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_taken_at_its_day_in_utc() {
        assert_eq!(
            Day::parse("2026-11-22T23:30:00-02:00").unwrap(),
            Day::parse("2026-11-23").unwrap()
        );
    }

    #[test]
    fn a_time_without_an_offset_is_no_day() {
        assert!(Day::parse("2026-11-22T23:30:00").is_err());
        assert!(Day::parse("22/11/2026").is_err());
        assert!(Day::parse("2026-02-30").is_err());
        assert!(Day::parse("").is_err());
    }

    #[test]
    fn days_are_counted_across_leap_days() {
        let from = Day::parse("2024-02-28").unwrap();
        let to = Day::parse("2024-03-01").unwrap();
        assert_eq!(to.days_since(from), 2);
        assert_eq!(from.days_since(to), -2);
        assert_eq!(from.plus_days(2), to);
    }

    #[test]
    fn other_formats_are_read_when_named() {
        assert_eq!(
            Day::parse_as("%b %d %Y", "Jun 1 2018").unwrap(),
            Day::parse("2018-06-01").unwrap()
        );
    }
}
