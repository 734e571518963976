//! Review intervals in the forms that people write: `12 months`, `annually`, `P1Y`, `365d`.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tickmark_plugin::Day;
use tickmark_plugin::reexport::jiff::{Span, civil::Date};
use tickmark_plugin::words::{key, words};

/// A hundred years: whoever writes more has made a mistake.
const MAX_MONTHS: u32 = 1_200;
const MAX_DAYS: u32 = 36_525;

/// How many days apart two intervals may be and still mean the same, as 365 days and 12 months do.
const SAME_WITHIN_DAYS: u32 = 6;

/// Words after an interval that only say when a review comes early (`annually or on change`).
const EARLIER: &[&str] = &[
    "change",
    "changes",
    "changed",
    "needed",
    "necessary",
    "required",
    "incident",
    "incidents",
    "earlier",
    "sooner",
];

/// A span of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    months: u32,
    days: u32,
}

/// The unit of a number that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

impl Unit {
    /// The unit that a field's name states, as in `review_cycle_days`.
    pub(crate) fn of_field(name: &str) -> Option<Self> {
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
    pub(crate) const fn of_months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// Reads an interval. The error says what is wrong, without the text itself.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let interval = match iso(text) {
            Some(interval) => interval,
            None => people(text)?,
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
    pub(crate) fn counted(number: &str, unit: Unit) -> Result<Self, String> {
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
    /// month stands for a day that it does not have.
    pub(crate) fn after(self, day: Day) -> Day {
        let end = || {
            let date: Date = day.to_string().parse().ok()?;
            let span = Span::new()
                .try_months(self.months)
                .and_then(|span| span.try_days(self.days))
                .ok()?;
            Day::parse(&date.checked_add(span).ok()?.to_string()).ok()
        };
        // Past the end of the calendar there is no day; the strictest answer is the first.
        end().unwrap_or(day)
    }

    /// Whether two people would call both the same interval.
    pub(crate) fn about_equals(self, other: Self) -> bool {
        self.in_days().abs_diff(other.in_days()) <= SAME_WITHIN_DAYS
    }

    /// The length in days, at 365.25 days a year.
    fn in_days(self) -> u32 {
        self.months * 1461 / 48 + self.days
    }

    fn add(&mut self, number: u32, unit: &str) -> Option<()> {
        let (months, days) = match unit {
            "d" | "day" | "days" => (0, 1),
            "w" | "wk" | "week" | "weeks" => (0, 7),
            "m" | "mo" | "mos" | "mth" | "mths" | "month" | "months" => (1, 0),
            "q" | "quarter" | "quarters" => (3, 0),
            "y" | "yr" | "yrs" | "year" | "years" => (12, 0),
            _ => return None,
        };
        self.months = self.months.checked_add(number.checked_mul(months)?)?;
        self.days = self.days.checked_add(number.checked_mul(days)?)?;
        Some(())
    }
}

/// An ISO 8601 duration of years, months, weeks and days.
fn iso(text: &str) -> Option<Interval> {
    let rest = text.strip_prefix(['P', 'p'])?;
    if !rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    counts(&rest.to_ascii_lowercase())
}

/// An interval in words.
fn people(text: &str) -> Result<Interval, String> {
    const UNREADABLE: &str = "no interval (expected for example `12 months`, `annual` or `P1Y`)";
    let lower = text.to_lowercase();
    let (head, tail) = cut(&lower);
    if !tail.is_empty() && !words(tail).split(' ').any(|word| EARLIER.contains(&word)) {
        return Err(format!(
            "an interval with more after it (`{}`)",
            tail.trim()
        ));
    }
    let head = words(head);
    let head: Vec<&str> = head.split(' ').map(number_of_word).collect();
    let broken_number = head
        .windows(2)
        .any(|pair| pair.iter().all(|word| is_number(word)));
    if broken_number || text.starts_with('-') {
        return Err(UNREADABLE.to_owned());
    }
    let head = head.concat();
    let head = ["onceevery", "every", "each", "once"]
        .into_iter()
        .find_map(|prefix| head.strip_prefix(prefix))
        .unwrap_or(&head);
    let months = match head {
        "annual" | "annually" | "yearly" | "year" | "1year" | "peryear" => 12,
        "semiannual" | "semiannually" | "halfyear" | "halfyearly" | "twice1year"
        | "twiceperyear" | "twiceyearly" => 6,
        "quarterly" | "quarter" | "1quarter" | "perquarter" => 3,
        "monthly" | "month" | "permonth" => 1,
        "biennial" | "biennially" | "otheryear" => 24,
        "triennial" | "triennially" => 36,
        "weekly" => return Ok(Interval { months: 0, days: 7 }),
        "biannual" | "biannually" => {
            return Err("twice a year to some and every second year to others".to_owned());
        }
        "" => return Err(UNREADABLE.to_owned()),
        number if is_number(number) => return Err("a number without a unit".to_owned()),
        other => return counts(other).ok_or_else(|| UNREADABLE.to_owned()),
    };
    Ok(Interval::of_months(months))
}

/// What stands before and after the first mark or word that ends an interval.
fn cut(text: &str) -> (&str, &str) {
    [",", ";", "(", "/", "·", "|", " or ", " and ", " unless "]
        .into_iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, at + mark.len())))
        .min()
        .map_or((text, ""), |(at, end)| (&text[..at], &text[end..]))
}

fn is_number(text: &str) -> bool {
    text.chars().all(|digit| digit.is_ascii_digit())
}

fn number_of_word(word: &str) -> &str {
    match word {
        "a" | "an" | "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "six" => "6",
        "nine" => "9",
        "twelve" => "12",
        "eighteen" => "18",
        other => other,
    }
}

/// Numbers with units and nothing else: `1y6m`, `12months`.
fn counts(text: &str) -> Option<Interval> {
    let mut interval = Interval { months: 0, days: 0 };
    let mut rest = text;
    while !rest.is_empty() {
        let unit = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let next = rest[unit..]
            .find(|letter: char| letter.is_ascii_digit())
            .map_or(rest.len(), |next| unit + next);
        interval.add(rest[..unit].parse().ok()?, &rest[unit..next])?;
        rest = &rest[next..];
    }
    Some(interval)
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
mod tests {
    use super::*;

    fn months(text: &str) -> Option<u32> {
        match Interval::parse(text) {
            Ok(Interval { months, days: 0 }) => Some(months),
            _ => None,
        }
    }

    #[test]
    fn the_forms_that_people_write_are_read() {
        for text in [
            "12 months",
            "12-month",
            "12m",
            "1 year",
            "1y",
            "one year",
            "annual",
            "Annually",
            "yearly",
            "every year",
            "once a year",
            "Every 12 months",
            "P1Y",
            "P12M",
            "annually or upon significant change",
            "Annual (sooner if needed)",
            "once every twelve months",
        ] {
            assert_eq!(months(text), Some(12), "{text}");
        }
        for (text, expected) in [
            ("6 months", 6),
            ("Semiannual", 6),
            ("semi-annually", 6),
            ("half-yearly", 6),
            ("twice a year", 6),
            ("every six months", 6),
            ("Quarterly", 3),
            ("every quarter", 3),
            ("monthly", 1),
            ("biennial", 24),
            ("every two years", 24),
            ("2 years", 24),
            ("P1Y6M", 18),
            ("1 year 6 months", 18),
        ] {
            assert_eq!(months(text), Some(expected), "{text}");
        }
        for (text, days) in [("365 days", 365), ("365d", 365), ("P90D", 90), ("52w", 364)] {
            assert_eq!(
                Interval::parse(text),
                Ok(Interval { months: 0, days }),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_unclear_is_refused() {
        for text in [
            "",
            "365",
            "0 days",
            "P",
            "P0D",
            "biannual",
            "never",
            "on change",
            "as needed",
            "continuous",
            "annually, quarterly for critical systems",
            "Quarterly · working group",
            "12 moons",
            "months",
            "99999999999 years",
            "4000000000 years",
            "1 year 2",
            "P1YT5H",
            "-1 year",
            "1.5 years",
            "12 6 months",
        ] {
            assert!(Interval::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_bare_number_takes_the_unit_of_its_field() {
        assert_eq!(Unit::of_field("review_cycle_days"), Some(Unit::Days));
        assert_eq!(
            Unit::of_field("Review Interval (months)"),
            Some(Unit::Months)
        );
        assert_eq!(Unit::of_field("review_interval"), None);
        assert_eq!(
            Interval::counted("12", Unit::Months),
            Ok(Interval::of_months(12))
        );
        assert!(Interval::counted("twelve-ish", Unit::Months).is_err());
    }

    #[test]
    fn months_are_calendar_months() {
        let day = |text| Day::parse(text).unwrap();
        let after = |text, from| Interval::parse(text).unwrap().after(day(from));
        assert_eq!(after("12 months", "2025-11-22"), day("2026-11-22"));
        assert_eq!(after("1 month", "2026-01-31"), day("2026-02-28"));
        assert_eq!(after("12 months", "2024-02-29"), day("2025-02-28"));
        assert_eq!(after("365 days", "2023-11-22"), day("2024-11-21"));
        assert_eq!(after("100 years", "9998-01-01"), day("9998-01-01"));
    }

    #[test]
    fn an_interval_reads_back_as_it_is_shown() {
        for text in ["12 months", "1 month", "90 days", "1 month 1 day"] {
            let interval = Interval::parse(text).unwrap();
            assert_eq!(interval.to_string(), text);
        }
        assert!(
            Interval::parse("365 days")
                .unwrap()
                .about_equals(Interval::of_months(12))
        );
        assert!(!Interval::of_months(6).about_equals(Interval::of_months(12)));
    }
}
