//! Dates as exports write them.
//!
//! A time of day without an offset, and a date that can be read as two days, are nobody's to guess: the
//! configuration names the forms of such files.
//!
//! ```
//! use tickmark_plugin::dates::Dates;
//!
//! let dates = Dates::new(["%d/%m/%Y"]);
//! assert_eq!(dates.read("03/04/2026")?.to_string(), "2026-04-03");
//! assert_eq!(dates.read("2026-04-03T23:30:00-02:00")?.to_string(), "2026-04-04");
//! assert!(Dates::default().read("03/04/2026").is_err());
//! # Ok::<_, String>(())
//! ```

use jiff::{civil::date, fmt::strtime};

use crate::Day;
use crate::words::quoted;

/// The forms in which a group of files writes dates: ISO 8601, and what is configured.
#[derive(Debug, Clone, Default)]
pub struct Dates {
    formats: Vec<String>,
}

impl Dates {
    /// Besides ISO 8601 these formats of `strftime`. A format of which [`check_format`] complains
    /// may read nothing.
    pub fn new<'a>(formats: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            formats: formats.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Reads a date. A text that is a different day in two of the forms is ambiguous.
    ///
    /// An error says what is wrong with the text, and that other forms are named in `date-formats`.
    pub fn read(&self, text: &str) -> Result<Day, String> {
        let mut found: Option<Day> = None;
        let named = self
            .formats
            .iter()
            .filter_map(|format| Day::parse_as(format, text).ok());
        for day in Day::parse(text).ok().into_iter().chain(named) {
            match found {
                Some(earlier) if earlier != day => {
                    return Err(format!(
                        "{} is ambiguous: {earlier} in one of the configured `date-formats`, {day} in another",
                        quoted(text)
                    ));
                }
                _ => found = Some(day),
            }
        }
        found.ok_or_else(|| {
            format!(
                "{} is not a date in a known form (YYYY-MM-DD, or a time with its offset; name other forms in `date-formats`)",
                quoted(text)
            )
        })
    }
}

/// Whether a format of `strftime` describes a whole day of a year; the error says that it does not.
pub fn check_format(format: &str) -> Result<(), String> {
    let sample = date(2026, 11, 22);
    // With a time, because a format may name one; its offset would be passed over, so it may not.
    let whole = strtime::format(format, sample.at(13, 45, 6, 0))
        .ok()
        .and_then(|text| Day::parse_as(format, &text).ok())
        .is_some_and(|day| day.to_string() == sample.to_string());
    if whole {
        Ok(())
    } else {
        Err(format!(
            "`{format}` does not describe a day of a year (for example `%d/%m/%Y` does)"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn iso_dates_need_no_configuration() {
        let dates = Dates::default();
        assert_eq!(dates.read("2026-11-20").unwrap(), day("2026-11-20"));
        assert_eq!(
            dates.read("2026-11-20T23:30:00-02:00").unwrap(),
            day("2026-11-21")
        );
        assert!(dates.read("20/11/2026").is_err());
        assert!(dates.read("2026-11-20 10:00:00").is_err());
    }

    #[test]
    fn configured_forms_are_read() {
        let dates = Dates::new(["%m/%d/%Y %I:%M:%S %p", "%d %b %Y", "%Y-%m-%d %H:%M:%S"]);
        assert_eq!(
            dates.read("8/19/2021 1:25:31 PM").unwrap(),
            day("2021-08-19")
        );
        assert_eq!(dates.read("3 Jan 2024").unwrap(), day("2024-01-03"));
        assert_eq!(
            dates.read("2026-11-20 10:00:00").unwrap(),
            day("2026-11-20")
        );
    }

    #[test]
    fn a_date_that_two_forms_read_differently_is_refused() {
        let dates = Dates::new(["%d/%m/%Y", "%m/%d/%Y"]);
        assert!(dates.read("03/04/2026").unwrap_err().contains("ambiguous"));
        assert_eq!(dates.read("03/03/2026").unwrap(), day("2026-03-03"));
        assert_eq!(dates.read("25/04/2026").unwrap(), day("2026-04-25"));
    }

    #[test]
    fn a_format_that_names_no_whole_day_is_a_mistake() {
        for format in ["", "%m/%Y", "%Q%Q", "soon", "%F %T %z"] {
            assert!(check_format(format).is_err(), "{format}");
        }
        for format in ["%d/%m/%Y", "%b %d %Y", "%F", "%Y-%m-%d %H:%M:%S"] {
            assert!(check_format(format).is_ok(), "{format}");
        }
    }
}
