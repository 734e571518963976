//! Whether a policy applies on the as-of date, as far as what is said of it tells.

use tickmark_plugin::{Day, Location};

use crate::config::MissingStatus;
use crate::facts::Facts;
use crate::field::{Field, Known, Unclear};
use crate::settings::Settings;
use crate::status::Status;

/// Whether a policy applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    InForce,
    /// It says that it is in force, and its last day has passed.
    Expired,
    /// It is approved, and its first day has not come.
    Coming,
    Draft,
    Retired,
    /// Nobody can tell.
    Unknown,
}

/// Whether a policy applies, in which words, and where they stand.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) state: State,
    pub(crate) text: String,
    pub(crate) places: Vec<Location>,
}

impl Standing {
    fn new(state: State, text: impl Into<String>, places: &[Location]) -> Self {
        Self {
            state,
            text: text.into(),
            places: places.to_vec(),
        }
    }

    fn unknown(unclear: &Unclear) -> Self {
        Self::new(State::Unknown, &unclear.message, &unclear.places)
    }

    /// Judges the facts. `whole` are the places of the records that they come from.
    pub(crate) fn of(facts: &Facts, whole: &[Location], settings: &Settings, as_of: Day) -> Self {
        match &facts.status {
            Field::Unclear(unclear) => Self::unknown(unclear),
            Field::Known(Known {
                value: Status::Draft,
                shown,
                places,
            }) => Self::new(State::Draft, format!("status `{shown}`"), places),
            Field::Known(Known {
                value: Status::Retired,
                shown,
                places,
            }) => Self::new(State::Retired, format!("status `{shown}`"), places),
            Field::Known(Known {
                value: Status::InForce,
                shown,
                places,
            }) => in_force(facts, &format!("status `{shown}`"), places, as_of),
            Field::Absent(note) => without_status(facts, note.as_ref(), whole, settings, as_of),
        }
    }
}

/// A policy whose status says that it is in force, unless something else says otherwise.
fn in_force(facts: &Facts, status: &str, places: &[Location], as_of: Day) -> Standing {
    let contradicted = |by: String, more: &[Location]| {
        let places = [places, more].concat();
        Standing::new(State::Unknown, format!("{status}, but {by}"), &places)
    };
    match &facts.draft {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(draft) if draft.value => {
            return contradicted("marked as a draft".to_owned(), &draft.places);
        }
        _ => {}
    }
    match &facts.superseded_by {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(successor) => {
            return contradicted(
                format!("superseded by `{}`", successor.shown),
                &successor.places,
            );
        }
        Field::Absent(_) => {}
    }
    let mut text = status.to_owned();
    let mut places = places.to_vec();
    match &facts.effective_from {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(from) => {
            places.extend(from.places.clone());
            text = format!("{text}, effective from {}", from.shown);
            if from.value > as_of {
                return Standing::new(State::Coming, text, &places);
            }
        }
        Field::Absent(_) => {}
    }
    match &facts.expires_on {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(until) => {
            places.extend(until.places.clone());
            text = format!("{text}, in force until {}", until.shown);
            if until.value < as_of {
                return Standing::new(State::Expired, text, &places);
            }
        }
        Field::Absent(_) => {}
    }
    Standing::new(State::InForce, text, &places)
}

fn without_status(
    facts: &Facts,
    note: Option<&Unclear>,
    whole: &[Location],
    settings: &Settings,
    as_of: Day,
) -> Standing {
    match &facts.draft {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(draft) if draft.value => {
            return Standing::new(State::Draft, "marked as a draft", &draft.places);
        }
        _ => {}
    }
    match &facts.superseded_by {
        Field::Unclear(unclear) => return Standing::unknown(unclear),
        Field::Known(successor) => {
            let text = format!("superseded by `{}`", successor.shown);
            return Standing::new(State::Retired, text, &successor.places);
        }
        Field::Absent(_) => {}
    }
    match settings.missing_status {
        MissingStatus::InForce => in_force(
            facts,
            "no status, which the configuration takes for in force",
            whole,
            as_of,
        ),
        MissingStatus::Inconclusive => {
            let text = note.map_or("no status is stated", |note| &note.message);
            let text = format!("{text}; state one, or configure `missing-status`");
            Standing::new(
                State::Unknown,
                text,
                note.map_or(whole, |note| &note.places),
            )
        }
    }
}
