//! The forms in which single facts are written.

use tickmark_plugin::interval::{Interval, Unit};
use tickmark_plugin::people::Likeness;
use tickmark_plugin::words::key;
use tickmark_plugin::{Day, Location};

use crate::field::{Known, Unclear, equal};
use crate::settings::Settings;
use crate::value::{Content, Stated, Value};

pub(super) fn past(day: Day, limit: Option<Day>) -> Result<Day, String> {
    match limit {
        Some(limit) if day > limit => Err(format!(
            "{day} lies in the future (the file can tell of no day after {limit})"
        )),
        _ => Ok(day),
    }
}

pub(super) fn flag(stated: &Stated) -> Result<Option<(bool, String)>, String> {
    let flag = match &stated.value.content {
        Content::Flag(flag) => *flag,
        _ => match stated.single()? {
            None => return Ok(None),
            Some(text) => match key(text).as_str() {
                "true" | "yes" => true,
                "false" | "no" => false,
                _ => return Err(format!("`{text}` is neither true nor false")),
            },
        },
    };
    Ok(Some((flag, flag.to_string())))
}

/// What took the policy's place; nothing for an empty list, `false` and the like.
pub(super) fn successor(value: &Value) -> Option<String> {
    if matches!(value.content, Content::Flag(true)) {
        return Some("true".to_owned());
    }
    let texts = value.texts();
    (!texts.is_empty()).then(|| texts.join(", "))
}

pub(super) fn interval(stated: &Stated) -> Result<Option<(Interval, String)>, String> {
    let Some(text) = stated.single()? else {
        return Ok(None);
    };
    let number = text.chars().all(|digit| digit.is_ascii_digit());
    let interval = match Unit::of_field(&stated.name) {
        Some(unit) if number => Interval::counted(text, unit),
        _ => Interval::parse(text),
    };
    interval
        .map(|interval| Some((interval, text.to_owned())))
        .map_err(|error| format!("`{text}` is {error}"))
}

/// A version has a number, or is one letter as in `Rev. B`.
pub(super) fn version(stated: &Stated) -> Result<Option<(String, String)>, String> {
    let Some(text) = stated.single()? else {
        return Ok(None);
    };
    let numbered = text.chars().any(char::is_numeric);
    let last = text.split_whitespace().next_back().unwrap_or_default();
    if numbered || last.chars().count() == 1 {
        Ok(Some((plain_version(text), text.to_owned())))
    } else {
        Err(format!("`{text}` tells no version from another"))
    }
}

/// The latest of a list of dated revisions.
pub(super) fn latest_revision(
    value: &Value,
    settings: &Settings,
    known_until: Day,
) -> Result<Option<Known<String>>, Unclear> {
    let unclear = |message: String, place: &Location| Unclear {
        message,
        places: vec![place.clone()],
    };
    let revisions = match &value.content {
        Content::List(revisions) => revisions,
        Content::Nothing | Content::Placeholder(_) => return Ok(None),
        other => {
            let message = format!("{} where a list of revisions is expected", other.describe());
            return Err(unclear(message, &value.place));
        }
    };
    let mut latest: Option<(Day, Known<String>)> = None;
    for revision in revisions {
        let Content::Map(members) = &revision.content else {
            let message = format!(
                "{} where a revision is expected",
                revision.content.describe()
            );
            return Err(unclear(message, &revision.place));
        };
        let member = |name: &str| {
            members
                .iter()
                .find(|(member, _)| key(member) == name)
                .map(|(_, value)| value)
        };
        let Some(date) = member("date") else {
            return Err(unclear(
                "a revision has no date".to_owned(),
                &revision.place,
            ));
        };
        let day = settings
            .dates
            .read(date.text().unwrap_or_default())
            .and_then(|day| past(day, Some(known_until)))
            .map_err(|error| unclear(error, &date.place))?;
        let shown = match member("version").and_then(Value::text) {
            Some(version) => version.to_owned(),
            None => format!("of {day}"),
        };
        if latest.as_ref().is_none_or(|(latest, _)| day >= *latest) {
            let value = plain_version(&shown);
            let places = vec![date.place.clone()];
            latest = Some((
                day,
                Known {
                    value,
                    shown,
                    places,
                },
            ));
        }
    }
    Ok(latest.map(|(_, known)| known))
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "fields compare their values by reference"
)]
pub(super) fn about_equal(one: &Interval, other: &Interval) -> Likeness {
    equal(&one.about_equals(*other), &true)
}

/// A version without the `v` before it and the `.0` that spreadsheets drop, for comparison.
pub(super) fn plain_version(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text.trim_start_matches("version").trim_start_matches('v');
    let mut text = text.trim();
    while let Some(shorter) = text.strip_suffix(".0") {
        text = shorter;
    }
    text.to_owned()
}
