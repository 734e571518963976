//! What follows an incident: people look back, find the cause, and do what they decided.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words::words;

use crate::config::Level;
use crate::registers::{Registers, incident};
use crate::specs::{
    ACTION, ACTION_STATUS, CLOSED, DETECTED, DUE, INCIDENT, OWNER, POSTMORTEM, RESOLVED, RESTORED,
    REVIEWED, ROOT_CAUSE, SEVERITY,
};
use crate::words::ACTION_STATES;

/// When an incident that has to be looked back upon was resolved.
fn resolved(record: &Record<'_>, least: Level) -> Result<Option<tickmark_plugin::Moment>, Problem> {
    match incident(record)? {
        Some((level, _)) if level >= least => Ok(record
            .moment(&RESOLVED)?
            .filter(|resolved| resolved.day() <= record.shown_on())),
        _ => Ok(None),
    }
}

/// People look back upon severe incidents in time
///
/// Each resolved incident of at least `review-threshold` names the document that looks back, and where the
/// record states the day, it lies within `review-days` of the resolution. `pending` names none.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.4" = "The response to incidents is reviewed, incident by incident."),
    supports("CC7.5" = "What is learned prevents the next one."),
    needs("incidents"),
    remedy = "Hold the review, write down what happened, why, and what follows, and name the document in \
              the log.",
)]
pub(crate) fn incidents_looked_back_upon(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let config = registers.config();
    let needs = [&INCIDENT, &SEVERITY, &DETECTED, &RESOLVED, &POSTMORTEM];
    registers.incidents.judge(findings, &needs, |record| {
        let Some(resolved) = resolved(record, config.review_threshold)? else {
            return Ok(None);
        };
        let document = record.reference(&POSTMORTEM);
        let done = if document.is_some() {
            let reviewed = record.moment(&REVIEWED)?;
            // A review that began before the last action ended is one.
            Some(reviewed.map_or(resolved, |day| day.max(resolved)))
        } else {
            None
        };
        let hours = config.review_days.saturating_mul(24);
        let finding = record.done_within("looked back upon", resolved, done, hours);
        Ok(Some(match document {
            Some(document) if finding.outcome == Outcome::Pass => finding.actual(document),
            _ => finding,
        }))
    });
}

/// The cause of severe incidents is found and the service restored
///
/// Each resolved incident of at least `review-threshold` states its root cause, and when the service was
/// back; `n/a` where nothing was interrupted.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.5" = "The cause of an incident is known and what it interrupted is restored."),
    supports("CC7.4" = "Response goes on until the cause is known."),
    needs("incidents"),
    remedy = "Find the cause (ask why until a process answers), and record it and when the service was \
              back.",
)]
pub(crate) fn incident_causes_found(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let needs = [
        &INCIDENT,
        &SEVERITY,
        &DETECTED,
        &RESOLVED,
        &RESTORED,
        &ROOT_CAUSE,
    ];
    registers.incidents.judge(findings, &needs, |record| {
        if resolved(record, config.review_threshold)?.is_none() {
            return Ok(None);
        }
        let restored = record.moment(&RESTORED)?;
        let uninterrupted = matches!(
            words(record.raw(&RESTORED)).as_str(),
            "n a" | "na" | "not applicable"
        );
        let finding = match (record.answer(&ROOT_CAUSE), restored) {
            (None, _) => record.fail().actual("no root cause"),
            (Some(_), None) if !uninterrupted => record.fail().actual("`restored` is not stated"),
            (Some(_), Some(at)) if at.day() > record.shown_on() => record
                .inconclusive()
                .actual(format!("restored {at}, in the future")),
            (Some(cause), Some(at)) => record.pass().actual(format!(
                "restored {at}; {}",
                tickmark_plugin::brief(cause, 120)
            )),
            (Some(cause), None) => record.pass().actual(format!(
                "nothing interrupted; {}",
                tickmark_plugin::brief(cause, 120)
            )),
        };
        Ok(Some(
            finding.expected("a root cause, and when the service was back"),
        ))
    });
}

/// What was decided after incidents is done in time
///
/// Each action has a day by which it is due, and was closed by then. One that is not due yet is left out. An
/// action that is closed without a day, or in the future, is not.
#[control(
    severity = High,
    method = Records,
    implements("CC7.5" = "What an incident taught is carried out by the day that was set."),
    supports("CC4.2" = "Deficiencies that incidents show are corrected in time."),
    needs("actions"),
    remedy = "Do what is overdue first, or decide again with a new day and a reason. Give every action a \
              day.",
)]
pub(crate) fn incident_actions_closed(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    registers
        .actions
        .judge(findings, &[&ACTION, &DUE, &CLOSED], |record| {
            let due = record.day(&DUE)?;
            let closed = record.day(&CLOSED)?;
            let says_closed = record.choice(&ACTION_STATUS, ACTION_STATES)?;
            let shown = record.shown_on();
            let finding = match (due, closed) {
                (_, Some(closed)) if closed > shown => record
                    .inconclusive()
                    .actual(format!("closed on {closed}, in the future")),
                (_, Some(closed)) if says_closed == Some(false) => record
                    .inconclusive()
                    .actual(format!("closed on {closed}, but open")),
                (None, _) => record.fail().actual("no day is set"),
                (Some(due), Some(closed)) if closed <= due => {
                    record.pass().actual(format!("due {due}, closed {closed}"))
                }
                (Some(due), Some(closed)) => {
                    record.fail().actual(format!("due {due}, closed {closed}"))
                }
                (Some(_), None) if says_closed == Some(true) => record
                    .inconclusive()
                    .actual("closed, but the day is not stated"),
                // Nothing shows yet that it will be done.
                (Some(due), None) if due >= shown => {
                    record.not_applicable().actual(format!("open, due {due}"))
                }
                (Some(due), None) => record.fail().actual(format!("open, was due {due}")),
            };
            Ok(Some(finding.expected("closed by the day it is due")))
        });
}

/// Open actions have an owner
///
/// Each action that is not closed names somebody who does it; where the roster is given, somebody who works
/// here. `teams` count too.
#[control(
    severity = Medium,
    method = Records,
    supports("CC7.5" = "Somebody carries out what an incident taught."),
    needs("actions"),
    remedy = "Name an owner who works here, and hand actions over when people leave.",
)]
pub(crate) fn incident_actions_owned(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let teams = &registers.config().teams;
    registers
        .actions
        .judge(findings, &[&ACTION, &OWNER, &CLOSED], |record| {
            // One that is closed in the future is still open.
            let closed = record
                .day(&CLOSED)?
                .is_some_and(|closed| closed <= record.shown_on());
            let open = !closed || record.choice(&ACTION_STATUS, ACTION_STATES)? == Some(false);
            Ok(open.then(|| registers.roster.owner_finding(record, &OWNER, teams)))
        });
}
