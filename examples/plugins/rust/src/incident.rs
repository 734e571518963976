//! One incident, as its file tells it.

use tickmark_plugin::prelude::*;

/// An incident's file, with the values that every rule needs.
#[derive(Debug)]
pub(crate) struct Incident<'a> {
    pub(crate) id: &'a str,
    pub(crate) severity: Severity,
    pub(crate) detected: Day,
    /// The day whose state the file shows.
    pub(crate) shown: Day,
    pub(crate) root: At<'a>,
}

/// A day in a file, and where it stands.
#[derive(Debug)]
pub(crate) struct Dated<'a> {
    pub(crate) day: Day,
    pub(crate) at: At<'a>,
}

impl<'a> Incident<'a> {
    /// Reads what must be there: without id, severity and detection nothing can be judged.
    pub(crate) fn new(document: &'a Document, shown: Day) -> Result<Self, Problem> {
        let root = document.root();
        let id = text(&root, "id")?.ok_or_else(|| root.problem("the incident has no id"))?;
        let severity = root
            .get("severity")
            .ok_or_else(|| root.problem("the incident has no severity"))?;
        let severity = match severity.as_str() {
            Some("critical") => Severity::Critical,
            Some("high") => Severity::High,
            Some("medium") => Severity::Medium,
            Some("low") => Severity::Low,
            _ => {
                return Err(severity
                    .problem("the severity is unknown, expected critical, high, medium or low"));
            }
        };
        let detected = day(&root, "detected", shown)?
            .ok_or_else(|| root.problem("the incident has no day of detection (`detected`)"))?
            .day;
        Ok(Self {
            id,
            severity,
            detected,
            shown,
            root,
        })
    }

    /// The day when it ended; `None` while it lasts.
    pub(crate) fn resolved(&self) -> Result<Option<Dated<'a>>, Problem> {
        let resolved = day(&self.root, "resolved", self.shown)?;
        match resolved {
            Some(resolved) if resolved.day < self.detected => Err(resolved.at.problem(format!(
                "the incident was resolved before it was detected ({})",
                self.detected
            ))),
            other => Ok(other),
        }
    }
}

/// A text that is not empty. Another kind of value is a problem.
pub(crate) fn text<'a>(object: &At<'a>, key: &str) -> Result<Option<&'a str>, Problem> {
    match object.get(key) {
        None => Ok(None),
        Some(value) if value.is_null() => Ok(None),
        Some(value) => match value.as_str().map(str::trim) {
            Some("") => Ok(None),
            Some(text) => Ok(Some(text)),
            None => Err(value.problem(format!("`{key}` is no text"))),
        },
    }
}

/// A day that is not later than `latest`: what has not happened yet cannot be a record.
pub(crate) fn day<'a>(
    object: &At<'a>,
    key: &str,
    latest: Day,
) -> Result<Option<Dated<'a>>, Problem> {
    let dated = any_day(object, key)?;
    match dated {
        Some(dated) if dated.day > latest => Err(dated.at.problem(format!(
            "`{key}` is {}, later than the day that the file shows ({latest})",
            dated.day
        ))),
        other => Ok(other),
    }
}

/// A day, in the future too.
pub(crate) fn any_day<'a>(object: &At<'a>, key: &str) -> Result<Option<Dated<'a>>, Problem> {
    let Some(text) = text(object, key)? else {
        return Ok(None);
    };
    let at = object
        .get(key)
        .ok_or_else(|| object.problem(format!("`{key}` is missing")))?;
    match Day::parse(text) {
        Ok(day) => Ok(Some(Dated { day, at })),
        Err(error) => Err(at.problem(format!("`{key}`: {error}"))),
    }
}
