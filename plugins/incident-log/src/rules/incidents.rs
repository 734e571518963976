//! Incidents through their stages: decided, contained, resolved, told.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record};

use crate::registers::{Registers, incident, level, stated};
use crate::specs::{
    CONTAINED, DECIDED, DECISION, DETECTED, INCIDENT, NOTICE_REQUIRED, NOTIFIED, RESOLVED,
    RESTORED, REVIEWED, SEVERITY,
};
use crate::words::DECISIONS;

/// How many missing numbers are named.
const NAMED: usize = 10;

/// A numbering longer than this is none: somebody's number is a date or a mistake.
const LONGEST: u64 = 1_000_000;

/// Incidents are assessed and decided on in time
///
/// Each record of the log, those dismissed too, has a decision within the hours of its severity. Source of
/// the defaults: see `decision-hours`.
#[control(
    severity = High,
    method = Records,
    implements("CC7.3" = "Somebody decides in time whether an event is an incident and how severe."),
    supports("CC7.4" = "Response begins with the decision."),
    needs("incidents"),
    remedy = "Record when the severity was set and the incident declared or dismissed, and by whom; have \
              the on-call person decide, not the next meeting.",
)]
pub(crate) fn incidents_decided_in_time(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let hours = registers.config().decision_hours;
    let needs = [&INCIDENT, &SEVERITY, &DETECTED, &DECIDED];
    registers.incidents.judge(findings, &needs, |record| {
        record.choice(&DECISION, DECISIONS)?;
        let hours = hours.of(level(record)?);
        let detected = stated(record, &DETECTED)?;
        let decided = record.moment(&DECIDED)?;
        Ok(Some(
            record.done_within("decided", detected, decided, hours),
        ))
    });
}

/// Incidents are contained and resolved in time
///
/// Each incident that was not dismissed has both times, within the hours of its severity, or is still
/// within them. Source of the defaults: see `containment-hours` and `resolution-hours`.
#[control(
    severity = High,
    method = Records,
    implements("CC7.4" = "Incidents are contained and brought to an end by a process with times."),
    supports("CC7.5" = "Recovery begins where the incident is contained."),
    needs("incidents"),
    remedy = "Contain and resolve what is open, and record the time of each stage while the incident runs, \
              not from memory.",
)]
pub(crate) fn incidents_contained_and_resolved(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let config = registers.config();
    let needs = [&INCIDENT, &SEVERITY, &DETECTED, &CONTAINED, &RESOLVED];
    registers.incidents.judge(findings, &needs, |record| {
        let Some((level, detected)) = incident(record)? else {
            return Ok(None);
        };
        // What is resolved was contained at some time, which then has to be stated.
        if record.text(&RESOLVED).is_some() && record.text(&CONTAINED).is_none() {
            return Ok(Some(
                record
                    .fail()
                    .expected("the time of containment")
                    .actual("resolved, but `contained` is not stated"),
            ));
        }
        let stages = [
            ("contained", &CONTAINED, config.containment_hours),
            ("resolved", &RESOLVED, config.resolution_hours),
        ];
        let mut told: Vec<Finding> = Vec::new();
        for (what, field, hours) in stages {
            let done = record.moment(field)?;
            told.push(record.done_within(what, detected, done, hours.of(level)));
        }
        Ok(worst(told))
    });
}

/// The finding that decides: one that fails, else one that is inconclusive, else the last, which tells of the
/// latest stage.
fn worst(findings: Vec<Finding>) -> Option<Finding> {
    let rank = |finding: &Finding| match finding.outcome {
        Outcome::Fail => 2,
        Outcome::Inconclusive => 1,
        Outcome::Pass | Outcome::NotApplicable => 0,
    };
    findings.into_iter().reduce(|one, other| {
        if rank(&one) > rank(&other) {
            one
        } else {
            other
        }
    })
}

/// The stages of incidents follow one another
///
/// Detected, decided, contained, resolved: no stage before the one it follows, and none in the future. Times
/// that cannot be right cast doubt on those that are.
#[control(
    severity = Low,
    method = Records,
    supports("CC7.4" = "The record of the response can be relied on."),
    needs("incidents"),
    remedy = "Correct the times from the chat, the pager or the ticket's history.",
)]
pub(crate) fn incident_stages_in_order(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [&INCIDENT, &DETECTED];
    registers.incidents.judge(findings, &needs, |record| {
        let stages = [&DETECTED, &DECIDED, &CONTAINED, &RESOLVED];
        let finding = match out_of_order(record, &stages)? {
            Some(wrong) => record.fail().actual(wrong),
            None => match out_of_order(record, &[&DETECTED, &RESTORED])? {
                Some(wrong) => record.fail().actual(wrong),
                None => match out_of_order(record, &[&DETECTED, &REVIEWED])? {
                    Some(wrong) => record.fail().actual(wrong),
                    None => record.pass().actual("in order"),
                },
            },
        };
        Ok(Some(
            finding.expected("stages in their order, none in the future"),
        ))
    });
}

/// The first stage that lies before an earlier one or in the future.
fn out_of_order(record: &Record<'_>, stages: &[&Field]) -> Result<Option<String>, Problem> {
    let mut before: Option<(&Field, Moment)> = None;
    for field in stages {
        let Some(moment) = record.moment(field)? else {
            if before.is_none() {
                return Err(record.problem(format!("`{}` is not stated", field.name)));
            }
            continue;
        };
        if moment.day() > record.shown_on() {
            return Ok(Some(format!("`{}` is {moment}, in the future", field.name)));
        }
        if let Some((earlier, since)) = before
            && moment.hours_since(since) < 0.0
        {
            return Ok(Some(format!(
                "`{}` {moment} is before `{}` {since}",
                field.name, earlier.name
            )));
        }
        before = Some((field, moment));
    }
    Ok(None)
}

/// Those who have to be told of an incident are told in time
///
/// Each incident says whether customers or authorities have to be told; where they have, when they were,
/// counted from the decision. A blank is no `no`. Source of the default: see `notice-hours`.
#[control(
    severity = High,
    method = Records,
    supports("CC7.4" = "Response includes telling those who are affected."),
    supports("CC2.3" = "Incidents are communicated to those outside whom they affect."),
    supports("P6.6" = "Notices of breaches are sent within the legal or agreed time."),
    needs("incidents"),
    remedy = "Decide for each incident whether somebody has to be told, with the person who answers for \
              privacy and contracts, and record when the notice was sent.",
)]
pub(crate) fn incidents_notified_in_time(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let hours = registers.config().notice_hours;
    let needs = [&INCIDENT, &SEVERITY, &DETECTED, &NOTICE_REQUIRED, &NOTIFIED];
    registers.incidents.judge(findings, &needs, |record| {
        let Some((_, detected)) = incident(record)? else {
            return Ok(None);
        };
        let required = record.flag(&NOTICE_REQUIRED)?.ok_or_else(|| {
            record.problem("the record does not say whether somebody has to be told")
        })?;
        if !required {
            return Ok(Some(
                record
                    .not_applicable()
                    .expected("a notice where one is required")
                    .actual("no notice required, says the record"),
            ));
        }
        let aware = record.moment(&DECIDED)?.unwrap_or(detected);
        let told = record.moment(&NOTIFIED)?;
        Ok(Some(record.done_within("told", aware, told, hours)))
    });
}

/// The numbers of incidents have no gap
///
/// Judged where `consecutive-numbers` says that they are given one after the other. A number that is
/// missing is a record that somebody took out, or an export that is not complete.
#[control(
    severity = Medium,
    method = Records,
    supports("CC7.3" = "The log of incidents is complete as far as its numbers show."),
    supports("CC7.4" = "The log of incidents is complete as far as its numbers show."),
    needs("incidents"),
    remedy = "Export the log again without a filter, or record what became of the missing numbers.",
)]
pub(crate) fn incidents_numbered_consecutively(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let incidents = &registers.incidents;
    if incidents.is_absent() {
        return;
    }
    incidents.report_problems(findings, &[&INCIDENT]);
    let mut series: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    let mut places: BTreeMap<&str, Location> = BTreeMap::new();
    for record in incidents.records() {
        match numbered(record.raw(&INCIDENT)) {
            Some((prefix, number)) => {
                series.entry(prefix).or_default().insert(number);
                places.insert(prefix, record.place());
            }
            None => findings.problem(
                &record.subject(),
                &record.problem("the incident has no number"),
            ),
        }
    }
    for (prefix, numbers) in series {
        let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else {
            continue;
        };
        let expected = format!("{prefix}{first} to {prefix}{last} without a gap");
        let subject = format!("numbers `{prefix}`");
        let finding = if last - first > LONGEST {
            Finding::inconclusive(subject).actual("the numbers are not given one after the other")
        } else {
            let missing = (last - first + 1) - numbers.len() as u64;
            let named: Vec<String> = (first..last)
                .filter(|number| !numbers.contains(number))
                .take(NAMED)
                .map(|number| format!("{prefix}{number}"))
                .collect();
            Finding::when(missing == 0, subject).actual(match missing {
                0 => format!("{} numbers", numbers.len()),
                _ => format!("{missing} missing: {}", named.join(", ")),
            })
        };
        let place = places.get(prefix).cloned();
        findings.push(
            place
                .into_iter()
                .fold(finding.expected(expected), Finding::at),
        );
    }
    findings.complete(incidents.files().to_vec());
}

/// What stands before a number, and the number.
fn numbered(text: &str) -> Option<(&str, u64)> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = text.split_at(text.len() - digits);
    Some((prefix, number.parse().ok()?))
}
