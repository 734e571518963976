//! Dates in the forms that people write, as far as each has one meaning only.

use tickmark_plugin::Day;
use tickmark_plugin::dates::check_format;

/// Forms with one meaning each, tried after `YYYY-MM-DD` and RFC 3339. Commas count as spaces.
const PLAIN_FORMATS: &[&str] = &[
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d-%B-%Y",
    "%d-%b-%Y",
];

/// Dates outside these years are slips of the pen: no policy of an organisation that exists today
/// was approved before 1970 or is due after 2199.
const YEARS: std::ops::RangeInclusive<&str> = "1970"..="2199";

/// Reads dates, with the formats that are configured beside the plain ones.
#[derive(Debug)]
pub(crate) struct Dates {
    formats: Vec<String>,
}

impl Dates {
    /// Checks that each format names a whole day.
    pub(crate) fn new(formats: &[String]) -> Result<Self, String> {
        for format in formats {
            check_format(format).map_err(|error| format!("date-formats: {error}"))?;
        }
        Ok(Self {
            formats: formats.to_vec(),
        })
    }

    /// Reads a date. The error says what is wrong, with the text.
    pub(crate) fn read(&self, text: &str) -> Result<Day, String> {
        let text = text.trim();
        let mut days: Vec<Day> = self
            .formats
            .iter()
            .filter_map(|format| Day::parse_as(format, text).ok())
            .collect();
        days.sort_unstable();
        days.dedup();
        let day = match days.as_slice() {
            [] => plain(text)?,
            [day] => *day,
            _ => {
                return Err(format!(
                    "`{text}` is a different day in each of the configured date formats"
                ));
            }
        };
        if YEARS.contains(&day.to_string().get(..4).unwrap_or_default()) {
            Ok(day)
        } else {
            Err(format!("`{text}` has an implausible year"))
        }
    }
}

fn plain(text: &str) -> Result<Day, String> {
    if let Ok(day) = Day::parse(text) {
        return Ok(day);
    }
    let digits = text.chars().all(|letter| letter.is_ascii_digit());
    if digits && text.len() == 8 {
        return Day::parse_as("%Y%m%d", text).map_err(|error| error.to_string());
    }
    if is_ambiguous(text) {
        return Err(format!(
            "`{text}` can be read as more than one day; write YYYY-MM-DD or name the format in \
             `date-formats`"
        ));
    }
    let simple: Vec<&str> = text
        .split([' ', ',', '\t', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .map(without_ordinal)
        .collect();
    let simple = simple.join(" ");
    PLAIN_FORMATS
        .iter()
        .find_map(|format| Day::parse_as(format, &simple).ok())
        .ok_or_else(|| format!("`{text}` is not a date (expected for example YYYY-MM-DD)"))
}

/// `1st`, `2nd`, `3rd`, `4th` without their letters.
fn without_ordinal(word: &str) -> &str {
    ["st", "nd", "rd", "th"]
        .into_iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|number| !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()))
        .unwrap_or(word)
}

/// Whether a text is three numbers and does not begin with the year, as in `03/04/2026`.
fn is_ambiguous(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let numbers = parts
        .iter()
        .all(|part| !part.is_empty() && part.chars().all(|digit| digit.is_ascii_digit()));
    numbers && parts.len() == 3 && parts[0].len() < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(formats: &[&str], text: &str) -> Result<String, String> {
        let formats: Vec<String> = formats.iter().map(|&format| format.to_owned()).collect();
        Dates::new(&formats)?.read(text).map(|day| day.to_string())
    }

    #[test]
    fn forms_with_one_meaning_are_read_without_configuration() {
        for text in [
            "2018-06-01",
            " 2018-06-01 ",
            "2018-6-1",
            "2018/06/01",
            "2018.06.01",
            "20180601",
            "2018-06-01T10:00:00Z",
            "Jun 1 2018",
            "jun 1, 2018",
            "June 1st, 2018",
            "1 June 2018",
            "01 Jun 2018",
            "1-Jun-2018",
        ] {
            assert_eq!(read(&[], text).as_deref(), Ok("2018-06-01"), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_days_is_refused() {
        for text in ["03/04/2026", "3.4.2026", "25/12/2026", "03-04-26"] {
            let error = read(&[], text).unwrap_err();
            assert!(error.contains("more than one day"), "{text}: {error}");
        }
        for text in [
            "",
            "2026",
            "2026-05",
            "May 2026",
            "soon",
            "2026-02-30",
            "2026-06-01T10:00:00",
            "June 31 2018",
        ] {
            assert!(read(&[], text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_configured_format_decides() {
        assert_eq!(
            read(&["%d/%m/%Y"], "03/04/2026").as_deref(),
            Ok("2026-04-03")
        );
        assert_eq!(
            read(&["%m/%d/%Y"], "03/04/2026").as_deref(),
            Ok("2026-03-04")
        );
        let both = read(&["%m/%d/%Y", "%d/%m/%Y"], "03/04/2026").unwrap_err();
        assert!(both.contains("configured date formats"), "{both}");
        assert_eq!(
            read(&["%m/%d/%Y", "%d/%m/%Y"], "04/04/2026").as_deref(),
            Ok("2026-04-04")
        );
    }

    #[test]
    fn implausible_years_are_refused() {
        for text in ["0206-01-01", "26/01/02", "9999-12-31", "1969-12-31"] {
            assert!(read(&[], text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_format_that_names_no_whole_day_is_a_mistake() {
        for format in ["", "%m/%Y", "%Q%Q", "soon"] {
            assert!(read(&[format], "2026-01-01").is_err(), "{format}");
        }
    }
}
