//! The status of a control.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::outcome::{ControlOutcome, UnitOutcome};
use super::status::{ControlStatus, NotApplicable};
use crate::config::Waiver;
use crate::model::{ControlId, Observation, Outcome};
use crate::plan::{Reason, ReasonCode};

/// The valid waiver that covers an observation, by its position.
pub(super) fn waived_by(
    waivers: &[Waiver],
    as_of: Date,
    (check, target): (&str, Option<&str>),
    control: &ControlId,
    observation: &Observation,
) -> Option<usize> {
    if observation.outcome != Outcome::Fail {
        return None;
    }
    waivers.iter().position(|waiver| {
        waiver.is_valid_on(as_of)
            && waiver.covers(control.as_str(), &observation.subject)
            && waiver.reaches(check, target)
    })
}

/// What one unit shows about one control.
pub fn status(
    unit: &UnitOutcome,
    control: &ControlId,
    outcome: &ControlOutcome,
    waivers: &[Waiver],
    as_of: Date,
) -> ControlStatus {
    let reason = |code: ReasonCode, message: String| {
        ControlStatus::Unproven(BTreeSet::from([Reason {
            code,
            check: unit.check.clone(),
            target: unit.target.clone(),
            message,
        }]))
    };
    let place = (unit.check.as_str(), unit.target.as_deref());
    let observed = outcome
        .observations
        .iter()
        .map(|observation| match observation.outcome {
            Outcome::Fail if waived_by(waivers, as_of, place, control, observation).is_some() => {
                ControlStatus::Waived
            }
            Outcome::Fail => ControlStatus::Fails,
            Outcome::Pass => ControlStatus::Passes,
            Outcome::NotApplicable => {
                ControlStatus::NotApplicable(BTreeSet::from([NotApplicable::NoneConcerned]))
            }
            Outcome::Inconclusive => {
                let place = observation
                    .locations
                    .first()
                    .map_or(String::new(), |location| format!(" ({location})"));
                reason(
                    ReasonCode::Inconclusive,
                    format!("`{}`: {}{place}", observation.subject, observation.actual),
                )
            }
        });
    let standing =
        (!outcome.reasons.is_empty()).then(|| ControlStatus::Unproven(outcome.reasons.clone()));
    let examined = outcome.examined();
    let extent = match &outcome.population {
        Some(population) if population.size > examined && population.sample.is_none() => {
            Some(reason(
                ReasonCode::IncompleteExamination,
                format!("{examined} of {} subjects were examined", population.size),
            ))
        }
        Some(population) if population.size > 0 && examined == 0 => Some(reason(
            ReasonCode::NothingExamined,
            format!("none of {} subjects was examined", population.size),
        )),
        Some(population) if population.size == 0 => {
            Some(ControlStatus::NotApplicable(BTreeSet::from([
                NotApplicable::NoOccurrence,
            ])))
        }
        None if examined == 0 && outcome.reasons.is_empty() => Some(reason(
            ReasonCode::NothingExamined,
            "the plugin examined nothing for this control".to_owned(),
        )),
        _ => None,
    };
    observed
        .chain(standing)
        .chain(extent)
        .reduce(ControlStatus::join)
        // Unreachable: without observations there is a standing reason or an extent. Were it ever
        // reached, it would not read as proven.
        .unwrap_or_else(|| {
            reason(
                ReasonCode::NothingExamined,
                "nothing is known about this control".to_owned(),
            )
        })
}
