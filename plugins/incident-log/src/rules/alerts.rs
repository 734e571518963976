//! Alerts: taken up in time, decided on, and recorded as incidents where they are.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;

use crate::registers::{Registers, level, stated};
use crate::specs::{
    ACKNOWLEDGED, ALERT, CREATED, DISPOSED, DISPOSITION, INCIDENT, INCIDENT_OF, SEVERITY,
};
use crate::words::{DISPOSITIONS, Disposition};

/// Alerts are taken up in time
///
/// Each alert of at least `alert-threshold` was acknowledged within the hours of its severity, or is still
/// within them. Detection that nobody looks at detects nothing. Source of the defaults: see
/// `triage-hours`.
#[control(
    severity = High,
    method = Records,
    implements("CC7.2" = "Anomalies that monitoring raises are analysed by somebody in time."),
    supports("CC7.3" = "Evaluation begins when somebody takes the alert up."),
    needs("alerts"),
    remedy = "Put alerts on a rota with escalation, tune those that nobody needs, and state the times that \
              your plan promises in `triage-hours`.",
)]
pub(crate) fn alerts_triaged_in_time(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let needs = [&ALERT, &SEVERITY, &CREATED, &ACKNOWLEDGED];
    registers.alerts.judge(findings, &needs, |record| {
        let level = level(record)?;
        if level < config.alert_threshold {
            return Ok(None);
        }
        let created = stated(record, &CREATED)?;
        let taken = record.moment(&ACKNOWLEDGED)?;
        let hours = config.triage_hours.of(level);
        Ok(Some(record.done_within("taken up", created, taken, hours)))
    });
}

/// It is decided of every alert what it was
///
/// Each alert of at least `alert-threshold` has a disposition, within the hours of its severity where the
/// log states when. `open` and `undetermined` are none.
#[control(
    severity = High,
    method = Records,
    implements("CC7.3" = "Each event is evaluated: it is decided whether it is an incident."),
    supports("CC7.2" = "What monitoring raises ends in a decision."),
    needs("alerts"),
    remedy = "Close alerts with a disposition (incident, false positive, benign), and have the tool ask for \
              it. Name the words that yours uses in `alerts.values`.",
)]
pub(crate) fn alerts_decided(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let needs = [&ALERT, &SEVERITY, &CREATED, &DISPOSITION];
    registers.alerts.judge(findings, &needs, |record| {
        let level = level(record)?;
        if level < config.alert_threshold {
            return Ok(None);
        }
        let created = stated(record, &CREATED)?;
        let decided = match record.choice(&DISPOSITION, DISPOSITIONS)? {
            None | Some(Disposition::Undecided) => None,
            // Without a time of its own, the decision counts: that it was taken is what is asked.
            Some(_) => Some(record.moment(&DISPOSED)?.unwrap_or(created)),
        };
        let hours = config.disposition_hours.of(level);
        let finding = record.done_within("decided", created, decided, hours);
        Ok(Some(match decided {
            Some(_) if finding.outcome == Outcome::Pass => finding.actual(record.raw(&DISPOSITION)),
            _ => finding,
        }))
    });
}

/// Alerts that became incidents stand in the log of incidents
///
/// Each alert whose disposition is an incident names it, and the log of incidents has it. An incident that
/// only the alert knows was never responded to.
#[control(
    severity = Medium,
    method = Records,
    supports("CC7.3" = "The log of incidents holds every event that was found to be one."),
    supports("CC7.4" = "What has to be responded to is recorded."),
    needs("alerts", "incidents"),
    remedy = "Open the incident, or correct the alert's disposition, and link the two.",
)]
pub(crate) fn escalated_alerts_recorded(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let incidents = &registers.incidents;
    if incidents.is_absent() {
        return;
    }
    incidents.report_problems(findings, &[&INCIDENT]);
    let doubtful = !incidents.problems(&[&INCIDENT]).is_empty();
    let known = incidents.by(&INCIDENT);
    let needs = [&ALERT, &DISPOSITION, &INCIDENT_OF];
    registers.alerts.judge(findings, &needs, |record| {
        let escalated = record.choice(&DISPOSITION, DISPOSITIONS)? == Some(Disposition::Incident);
        if !escalated && record.reference(&INCIDENT_OF).is_none() {
            return Ok(None);
        }
        Ok(Some(
            recorded(record, doubtful, |key| {
                known
                    .get(key)
                    .and_then(|rows| rows.first())
                    .map(Record::place)
            })
            .expected("an incident of the log"),
        ))
    });
}

fn recorded(
    record: &Record<'_>,
    doubtful: bool,
    find: impl Fn(&str) -> Option<Location>,
) -> Finding {
    if record.reference(&INCIDENT_OF).is_none() {
        return record.fail().actual("names no incident");
    }
    let mut place = None;
    for name in record.list(&INCIDENT_OF) {
        match find(&tickmark_plugin::words::name(name)) {
            Some(found) => place = Some(found),
            None if doubtful => {
                return record.inconclusive().actual(format!(
                    "{name} is not found in the log of incidents, part of which cannot be read"
                ));
            }
            None => {
                return record
                    .fail()
                    .actual(format!("{name} is not in the log of incidents"));
            }
        }
    }
    let finding = record.pass().actual(record.raw(&INCIDENT_OF));
    match place {
        Some(place) => finding.at(place),
        None => record.fail().actual("names no incident"),
    }
}
