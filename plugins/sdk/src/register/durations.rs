//! Spans of time that a record states with their unit: in the value, or in the name of its column.

use crate::Problem;
use crate::brief;
use crate::interval::{Interval, Unit};
use crate::words::{key, words};

use super::{Field, Record};

/// A unit, in minutes.
const UNITS: &[(&[&str], f64)] = &[
    (&["s", "sec", "secs", "second", "seconds"], 1.0 / 60.0),
    (&["min", "mins", "minute", "minutes"], 1.0),
    (&["h", "hr", "hrs", "hour", "hours"], MINUTES_AN_HOUR),
    (&["d", "day", "days"], 24.0 * MINUTES_AN_HOUR),
    (
        &["w", "wk", "wks", "week", "weeks"],
        168.0 * MINUTES_AN_HOUR,
    ),
];
const MINUTES_AN_HOUR: f64 = 60.0;

impl Record<'_> {
    /// A span of a field that is documented in hours. A bare number counts only where its unit is stated: by
    /// the name of its column, or because the column is the documented one. Behind the alias `RPO` may stand
    /// minutes.
    pub fn hours(&self, field: &Field) -> Result<Option<f64>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let Some(number) = bare(text) else {
            return hours(text).map(Some).ok_or_else(|| {
                self.problem(format!(
                    "`{}` is `{}`, expected a time with its unit, as in `4 hours`",
                    field.name,
                    brief(text, 60)
                ))
            });
        };
        let minutes = match self.column(field).and_then(minutes_of_column) {
            Some(minutes) => minutes,
            None if self.is_as_documented(field) => MINUTES_AN_HOUR,
            None => return Err(self.no_unit(field, text, "hours")),
        };
        Ok(Some(number * minutes / MINUTES_AN_HOUR))
    }

    /// A span of a field that is documented in days. A bare number counts as in [`Record::hours`].
    pub fn days(&self, field: &Field) -> Result<Option<Interval>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let unreadable = || {
            self.problem(format!(
                "`{}` is `{}`, expected a time with its unit, as in `30 days`",
                field.name,
                brief(text, 60)
            ))
        };
        if bare(text).is_none() {
            return in_calendar(text).map(Some).ok_or_else(unreadable);
        }
        let number: u32 = text.parse().map_err(|_| unreadable())?;
        let unit = match self.column(field).and_then(unit_of_column) {
            Some(unit) => unit,
            None if self.is_as_documented(field) => Unit::Days,
            None => return Err(self.no_unit(field, text, "days")),
        };
        if number == 0 {
            return Ok(Some(Interval::of_days(0)));
        }
        Interval::counted(text, unit)
            .map(Some)
            .map_err(|_| unreadable())
    }

    fn no_unit(&self, field: &Field, text: &str, unit: &str) -> Problem {
        self.problem(format!(
            "`{}` is `{text}`, and its column states no unit (write `{text} {unit}` or another unit; a \
             column that `columns` names is taken to hold {unit})",
            field.name
        ))
    }
}

/// A number that is not negative, and nothing else.
fn bare(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| plain)
}

/// The unit that the name of a column states, in minutes.
fn minutes_of_column(column: &str) -> Option<f64> {
    let mut stated = UNITS
        .iter()
        .filter(|(names, _)| names.iter().any(|name| states(column, name)));
    match (stated.next(), stated.next()) {
        (Some((_, minutes)), None) => Some(*minutes),
        _ => None,
    }
}

fn unit_of_column(column: &str) -> Option<Unit> {
    const UNITS: &[(&str, Unit)] = &[
        ("days", Unit::Days),
        ("weeks", Unit::Weeks),
        ("months", Unit::Months),
        ("years", Unit::Years),
    ];
    let mut stated = UNITS.iter().filter(|(name, _)| states(column, name));
    match (stated.next(), stated.next()) {
        (Some((_, unit)), None) => Some(*unit),
        _ => None,
    }
}

/// Whether a column's name has a unit as a word of its own, or ends in it: `RPO (h)`, `rpoHours`.
fn states(column: &str, unit: &str) -> bool {
    const SHORTEST_ENDING: usize = 4;
    // In the name of a column it is the least of something as well.
    const LEAST: &str = "min";
    let word = unit != LEAST && words(column).split(' ').any(|word| word == unit);
    word || (unit.len() >= SHORTEST_ENDING && key(column).ends_with(unit))
}

/// Numbers with units of a fixed length and nothing else, in hours: `72 hours`, `1h 30min`, `PT4H`.
fn hours(text: &str) -> Option<f64> {
    let lower = text.trim().to_lowercase();
    // In an ISO 8601 duration `M` behind the `T` is minutes; elsewhere it may be months.
    let (rest, iso) = match lower.strip_prefix("pt") {
        Some(rest) => (rest.replace('m', "min"), true),
        None => match lower.strip_prefix('p') {
            Some(rest) => (rest.to_owned(), true),
            None => (lower.clone(), false),
        },
    };
    if iso && rest.contains(char::is_whitespace) {
        return None;
    }
    let mut minutes = 0.0;
    let mut rest = rest.as_str();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let number = bare(&rest[..end])?;
        let after = rest[end..].trim_start();
        let next = after
            .find(|letter: char| !letter.is_alphabetic())
            .unwrap_or(after.len());
        let (_, unit) = UNITS
            .iter()
            .find(|(names, _)| names.contains(&&after[..next]))?;
        minutes += number * unit;
        rest = after[next..].trim_start();
    }
    (!lower.is_empty()).then_some(minutes / MINUTES_AN_HOUR)
}

/// Days, weeks, months and years, and nothing else. What recurs (`monthly`, `every 30 days`) lasts no time.
fn in_calendar(text: &str) -> Option<Interval> {
    let plain = text
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == ' ');
    let lasts = text.starts_with(|first: char| first.is_ascii_digit() || first == 'P');
    let more = words(text)
        .split(' ')
        .any(|word| ["and", "or", "per", "unless"].contains(&word));
    if !plain || !lasts || more {
        return None;
    }
    Interval::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_with_their_unit() {
        for (text, expected) in [
            ("72 hours", 72.0),
            ("72h", 72.0),
            ("4.5 hrs", 4.5),
            ("30 minutes", 0.5),
            ("1h 30min", 1.5),
            ("1 hour 30 minutes", 1.5),
            ("2 days", 48.0),
            ("PT4H", 4.0),
            ("PT1H30M", 1.5),
            ("P2D", 48.0),
        ] {
            let found = hours(text).unwrap();
            assert!((found - expected).abs() < 1e-9, "{text}: {found}");
        }
        for text in [
            "",
            "hours",
            "soon",
            "30 m",
            "4 business days",
            "24 hours or so",
            "< 4 hours",
            "-4 hours",
            "4..5 hours",
            "P1M",
            "p 2 days",
        ] {
            assert_eq!(hours(text), None, "{text}");
        }
    }

    #[test]
    fn spans_of_the_calendar_are_read_with_their_unit() {
        for (text, expected) in [
            ("30 days", Interval::of_days(30)),
            ("10 years", Interval::of_months(120)),
            ("24 months", Interval::of_months(24)),
            ("P7Y", Interval::of_months(84)),
        ] {
            assert_eq!(in_calendar(text), Some(expected), "{text}");
        }
        for text in [
            "monthly",
            "every 30 days",
            "7 years or as required",
            "30 days (hot)",
            "permanent",
            "Per contract",
            "2 per year",
        ] {
            assert_eq!(in_calendar(text), None, "{text}");
        }
    }

    #[test]
    fn the_name_of_a_column_may_state_the_unit() {
        for (column, expected) in [
            ("RPO (hours)", Some(60.0)),
            ("rpo_hours", Some(60.0)),
            ("rpoHours", Some(60.0)),
            ("rpo h", Some(60.0)),
            ("RPO (minutes)", Some(1.0)),
            ("breach notice days", Some(24.0 * 60.0)),
            ("RPO", None),
            ("rpo min", None),
            ("hours or minutes", None),
        ] {
            assert_eq!(minutes_of_column(column), expected, "{column}");
        }
        assert_eq!(unit_of_column("Retention (months)"), Some(Unit::Months));
        assert_eq!(unit_of_column("retentionDays"), Some(Unit::Days));
        assert_eq!(unit_of_column("retention"), None);
    }
}
