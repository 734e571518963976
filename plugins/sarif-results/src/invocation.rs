//! Whether a run's invocations came to their end, and when.
//!
//! A run that failed, or that reports an error of its own, may have found less than there is.

use tickmark_plugin::words::like;
use tickmark_plugin::{At, Day, Kind, Location, brief};

use crate::Config;
use crate::tool::{Level, text};

/// How many reasons are told.
const MAX_REASONS: usize = 5;

/// What decides how a run is judged and may stand in another file (SARIF 2.1.0, 3.15.3): what was found, how
/// the run went, and the rules, from which severities and tags follow.
const DECISIVE: &[&str] = &["results", "invocations", "driver", "extensions"];

/// What is known about how a run went.
#[derive(Debug, Clone)]
pub(crate) enum Health {
    /// It ran to its end; what shows it.
    Ran(String),
    /// It did not, or an error took away from its results.
    Failed(Vec<(String, Location)>),
    /// Nothing was scanned.
    NotRun(String),
    /// The file does not say.
    Unclear(String),
}

/// The time at which a run's scan was.
#[derive(Debug, Clone)]
pub(crate) enum Ended {
    At(Day, Location, &'static str),
    Unreadable(String, Location),
    NotSaid,
}

/// How the run went.
pub(crate) fn health(run: &At<'_>, config: &Config) -> Health {
    // Whatever stands in this file, the rest may stand in the other one.
    if let Some(name) = elsewhere(run) {
        return Health::Unclear(format!(
            "`{name}` stands in external property files, which are not read; write it inline"
        ));
    }
    let Some(results) = run.get("results").filter(|results| !results.is_null()) else {
        return Health::NotRun("the run has no list of results, so nothing was scanned".to_owned());
    };
    if results.kind() != Kind::Array {
        return Health::Unclear("`results` is no list".to_owned());
    }
    let Some(invocations) = run
        .get("invocations")
        .filter(|invocations| !invocations.is_empty())
    else {
        return if config.require_invocation {
            Health::Unclear("no invocation is recorded".to_owned())
        } else {
            Health::Ran(format!(
                "no invocation is recorded; a list of {} shows that it ran",
                count(results.len(), "result")
            ))
        };
    };
    let mut failures = Vec::new();
    for invocation in invocations.items() {
        match invocation
            .get("executionSuccessful")
            .map(|successful| (successful.as_bool(), successful))
        {
            Some((Some(true), _)) => {}
            Some((Some(false), at)) => failures.push((
                format!("executionSuccessful is false{}", exit(&invocation)),
                at.place(),
            )),
            _ => {
                return Health::Unclear(
                    "an invocation does not say whether it was successful".to_owned(),
                );
            }
        }
        for list in [
            "toolExecutionNotifications",
            "toolConfigurationNotifications",
        ] {
            let notifications = invocation.get(list);
            failures.extend(
                notifications
                    .iter()
                    .flat_map(At::items)
                    .filter(|notification| is_error(notification, config))
                    .map(|notification| (told(&notification), notification.place())),
            );
        }
    }
    if failures.is_empty() {
        Health::Ran(format!(
            "executionSuccessful in {}, no notification of an error, {}",
            count(invocations.len(), "invocation"),
            count(results.len(), "result")
        ))
    } else {
        Health::Failed(failures)
    }
}

/// What the run leaves to external property files. A reference in no known form is one all the same.
fn elsewhere(run: &At<'_>) -> Option<&'static str> {
    let references = run.get("externalPropertyFileReferences")?;
    DECISIVE.iter().copied().find(|name| {
        references
            .get(name)
            .is_some_and(|files| match files.kind() {
                Kind::Null => false,
                Kind::Array => !files.is_empty(),
                _ => true,
            })
    })
}

impl Health {
    /// Whether the results are all that there is to find.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Self::Ran(_))
    }

    /// Why nothing can be said, in one line.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Ran(how) => how.clone(),
            Self::NotRun(why) | Self::Unclear(why) => why.clone(),
            Self::Failed(reasons) => {
                let mut told: Vec<&str> = reasons
                    .iter()
                    .take(MAX_REASONS)
                    .map(|(why, _)| why.as_str())
                    .collect();
                let more = format!("{} more", reasons.len().saturating_sub(MAX_REASONS));
                if reasons.len() > MAX_REASONS {
                    told.push(&more);
                }
                told.join("; ")
            }
        }
    }
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

fn exit(invocation: &At<'_>) -> String {
    if let Some(code) = invocation.get("exitCode") {
        format!(", exit code {}", brief(&code.summary(), 20))
    } else if let Some(signal) = text(invocation, "exitSignalName") {
        format!(", ended by {}", brief(&signal, 20))
    } else {
        String::new()
    }
}

fn is_error(notification: &At<'_>, config: &Config) -> bool {
    // Without a level a notification is a warning.
    let error = notification
        .get("level")
        .and_then(|level| Level::parse(level.as_str()?))
        == Some(Level::Error);
    error
        && descriptor(notification).is_none_or(|id| {
            !config
                .tolerated_notifications
                .iter()
                .any(|pattern| like(pattern, &id))
        })
}

fn descriptor(notification: &At<'_>) -> Option<String> {
    text(&notification.get("descriptor")?, "id")
}

fn told(notification: &At<'_>) -> String {
    let message = notification
        .get("message")
        .and_then(|message| text(&message, "text"));
    let name = descriptor(notification);
    let words = match (name, message) {
        (Some(name), Some(message)) => format!("error {name}: {message}"),
        (Some(name), None) => format!("error {name}"),
        (None, Some(message)) => format!("error: {message}"),
        (None, None) => "an error without a message".to_owned(),
    };
    brief(&words.replace(['\n', '\r'], " "), 120).into_owned()
}

/// When the last of the run's invocations ended, or where no end is stated began.
pub(crate) fn ended(run: &At<'_>) -> Ended {
    let mut last = Ended::NotSaid;
    let invocations = run.get("invocations");
    for invocation in invocations.iter().flat_map(At::items) {
        let Some((time, name)) = ["endTimeUtc", "startTimeUtc"]
            .into_iter()
            .find_map(|name| Some((invocation.get(name)?, name)))
        else {
            continue;
        };
        let day = time.as_str().and_then(utc_day);
        last = match (day, last) {
            (None, _) => {
                return Ended::Unreadable(
                    format!(
                        "{name} is `{}`, which is no time",
                        brief(&time.summary(), 60)
                    ),
                    time.place(),
                );
            }
            (Some(day), Ended::At(former, place, of)) if former >= day => {
                Ended::At(former, place, of)
            }
            (Some(day), _) => Ended::At(day, time.place(), name),
        };
    }
    last
}

/// The day of a time that SARIF says is in UTC, whether or not the tool wrote the `Z`.
pub(crate) fn utc_day(text: &str) -> Option<Day> {
    Day::parse(text)
        .or_else(|_| Day::parse(&format!("{}Z", text.trim())))
        .ok()
}
