//! How a register is laid out: what configuration says about the names, words and dates of one input.

use std::collections::BTreeMap;

use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::{is_doubtful, same_key};
use crate::{Failure, Moment, MomentError};

use super::Spec;

/// What is written differently in a register than the plugin expects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Layout {
    /// The register's name for a field, where it is not one of the usual ones: `owner = "Accountable"`. In
    /// JSON and YAML a path with dots (`owner = "assignee.login"`).
    pub columns: BTreeMap<String, String>,
    /// What words in a field mean: `status = { "erledigt" = "closed" }`.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Further forms of dates, as in strftime (`%d.%m.%Y`), besides YYYY-MM-DD and RFC 3339.
    pub date_formats: Vec<String>,
    /// The offset from UTC of times that state none, as in `+01:00`.
    #[schemars(regex(pattern = r"^[+-][0-9]{2}:[0-9]{2}$"))]
    pub utc_offset: Option<String>,
    /// Where the rows stand in JSON or YAML, as a JSON Pointer (RFC 6901), where the file is not the list
    /// itself and holds more than one.
    pub rows: Option<String>,
}

impl Layout {
    /// Refuses names of fields that the register does not have.
    pub fn validate(&self, spec: &Spec) -> Result<(), Failure> {
        let known = || {
            let names: Vec<&str> = spec.fields.iter().map(|field| field.name).collect();
            names.join("`, `")
        };
        for name in self.columns.keys().chain(self.values.keys()) {
            if spec.fields.iter().all(|field| field.name != name) {
                return Err(Failure::Config(format!(
                    "the register `{}` has no field `{name}` (its fields are `{}`)",
                    spec.input,
                    known()
                )));
            }
        }
        if let Some(offset) = &self.utc_offset
            && parse_offset(offset).is_none()
        {
            return Err(Failure::Config(format!(
                "`utc-offset` of the register `{}` is `{offset}`, expected for example `+01:00`",
                spec.input
            )));
        }
        Ok(())
    }

    /// What a word in a field means, where configuration says so.
    pub(super) fn meaning(&self, field: &str, written: &str) -> Option<&str> {
        let values = self.values.get(field)?;
        values
            .iter()
            .find(|(word, _)| word.trim() == written)
            // `[ ] done` says nothing about `done`.
            .or_else(|| {
                let mut plain = values.iter().filter(|(word, _)| !is_doubtful(word));
                plain.find(|(word, _)| same_key(word, written))
            })
            .map(|(_, meaning)| meaning.as_str())
    }

    /// Whether configuration says what exactly this text in a field means.
    pub(super) fn names(&self, field: &str, written: &str) -> bool {
        let values = self.values.get(field);
        values.is_some_and(|values| values.keys().any(|word| word.trim() == written))
    }

    /// Reads a date or time. A text that is a different moment in two of the forms is refused.
    pub(super) fn moment(&self, text: &str) -> Result<Moment, String> {
        let offset = self.utc_offset.as_deref().and_then(parse_offset);
        let plain = Moment::parse(text, offset);
        if self.date_formats.is_empty() {
            return plain.map_err(|error| error.to_string());
        }
        let mut found = plain.as_ref().ok().copied();
        let mut failure = plain.err();
        for format in &self.date_formats {
            match (Moment::parse_as(format, text, offset), found) {
                (Ok(other), Some(moment)) if other != moment => {
                    return Err(format!(
                        "`{}` is ambiguous: {moment} in one of the configured `date-formats`, {other} in another",
                        crate::brief(text, 60)
                    ));
                }
                (Ok(moment), _) => found = Some(moment),
                (Err(error @ MomentError::NoOffset(_)), None) => failure = Some(error),
                (Err(_), _) => {}
            }
        }
        found.ok_or_else(|| failure.map_or_else(String::new, |error| error.to_string()))
    }
}

fn parse_offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if !(0..=18).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_two_forms_read_differently_is_refused() {
        let layout = Layout {
            date_formats: vec!["%d/%m/%Y".to_owned(), "%m/%d/%Y".to_owned()],
            ..Layout::default()
        };
        assert!(
            layout
                .moment("03/04/2026")
                .unwrap_err()
                .contains("ambiguous")
        );
        assert_eq!(
            layout.moment("25/04/2026").unwrap().to_string(),
            "2026-04-25"
        );
        assert_eq!(
            layout.moment("2026-04-25").unwrap().to_string(),
            "2026-04-25"
        );
        assert!(layout.moment("soon").is_err());
    }

    #[test]
    fn times_without_an_offset_take_the_configured_one() {
        let layout = Layout {
            utc_offset: Some("-05:30".to_owned()),
            ..Layout::default()
        };
        assert_eq!(
            layout.moment("2026-11-22 20:00").unwrap().to_string(),
            "2026-11-23T01:30:00Z"
        );
        assert!(Layout::default().moment("2026-11-22 20:00").is_err());
        assert!(parse_offset("+1:0x").is_none());
        assert!(parse_offset("+19:00").is_none());
    }
}
