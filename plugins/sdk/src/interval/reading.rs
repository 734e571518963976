//! How intervals are read.

use super::Interval;
use crate::words::{quoted, words};

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

impl Interval {
    /// Adds so many of a unit; `None` where the unit is unknown or the sum too large.
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
pub(super) fn iso(text: &str) -> Option<Interval> {
    let rest = text.strip_prefix(['P', 'p'])?;
    if !rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    counts(&rest.to_ascii_lowercase())
}

/// An interval in words.
pub(super) fn in_words(text: &str) -> Result<Interval, String> {
    const UNREADABLE: &str = "no interval (expected for example `12 months`, `annual` or `P1Y`)";
    let lower = text.to_lowercase();
    let (head, tail) = cut(&lower);
    if !tail.is_empty() && !words(tail).split(' ').any(|word| EARLIER.contains(&word)) {
        return Err(format!("an interval with more after it ({})", quoted(tail)));
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
