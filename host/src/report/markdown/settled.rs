//! What people decided: exceptions, waivers, attestations, subservice organisations, scope.

use super::document::{Document, item};
use super::unproven::with_reason;
use super::{code, prose};
use crate::readiness::{
    AttestationResult, AttestationState, CriterionStatus, Readiness, SubserviceResult,
    SubserviceState, WaiverResult, WaiverState,
};
use crate::report::text::plural;

pub(super) fn write(readiness: &Readiness, document: &mut Document) {
    let with = |status: CriterionStatus| -> Vec<String> {
        readiness
            .criteria
            .iter()
            .filter(|criterion| criterion.status == status)
            .map(with_reason)
            .collect()
    };
    let excepted = with(CriterionStatus::Excepted);
    let not_relevant = with(CriterionStatus::NotRelevant);
    let is_doubtful =
        |waiver: &&WaiverResult| !waiver.concerns.is_empty() || waiver.state != WaiverState::Used;
    let (doubtful, others): (Vec<&WaiverResult>, Vec<&WaiverResult>) =
        readiness.waivers.iter().partition(is_doubtful);
    let items = |waivers: &[&WaiverResult]| -> Vec<String> {
        waivers.iter().map(|entry| waiver(entry)).collect()
    };
    if !doubtful.is_empty() {
        document.heading(&format!("Waivers to look at: {}", doubtful.len()));
        document.list(&items(&doubtful));
    }
    let attestations: Vec<String> = readiness.attestations.iter().map(attestation).collect();
    let subservices: Vec<String> = readiness.subservices.iter().map(subservice).collect();
    let notes: Vec<String> = readiness
        .mapping
        .iter()
        .map(|note| {
            item(
                &format!("{}: {}", note.code.name(), prose(&note.message)),
                &[],
            )
        })
        .collect();
    let not_current = readiness
        .attestations
        .iter()
        .filter(|entry| entry.state != AttestationState::Current)
        .count();
    let not_carrying = readiness
        .subservices
        .iter()
        .filter(|entry| entry.state != SubserviceState::Current)
        .count();
    for (summary, items) in [
        (
            format!(
                "{} excepted: ready but for accepted failures",
                excepted.len()
            ),
            excepted,
        ),
        (
            plural(others.len(), "waiver in use", "waivers in use"),
            items(&others),
        ),
        (
            format!(
                "{}, of which {not_current} do not count",
                plural(attestations.len(), "attestation", "attestations")
            ),
            attestations,
        ),
        (
            format!(
                "{}, of which {not_carrying} carry nothing",
                plural(
                    subservices.len(),
                    "subservice organisation",
                    "subservice organisations"
                )
            ),
            subservices,
        ),
        (
            plural(
                notes.len(),
                "note on the mapping of controls to criteria",
                "notes on the mapping of controls to criteria",
            ),
            notes,
        ),
        (
            format!("{} not relevant, as declared", not_relevant.len()),
            not_relevant,
        ),
    ] {
        document.folded(&summary, &items);
    }
}

fn waiver(waiver: &WaiverResult) -> String {
    let state = match waiver.state {
        WaiverState::Used => format!("covers {} until {}", waiver.findings, waiver.expires),
        WaiverState::Unused => format!("covers nothing, until {}", waiver.expires),
        WaiverState::Expired => format!("expired on {}", waiver.expires),
        WaiverState::NotYetValid => format!("counts from {} on", waiver.approved_on),
    };
    let mut below = Vec::new();
    if !waiver.concerns.is_empty() {
        let names: Vec<&str> = waiver
            .concerns
            .iter()
            .map(|concern| concern.name())
            .collect();
        below.push(format!("Concerns: **{}**", names.join(", ")));
    }
    let ticket = waiver
        .ticket
        .as_ref()
        .map(|ticket| format!(" ({})", code(ticket)))
        .unwrap_or_default();
    below.push(format!(
        "Owner: {}, approved by {}{ticket}",
        prose(&waiver.owner),
        prose(&waiver.approved_by)
    ));
    below.push(format!("Reason: {}", prose(&waiver.reason)));
    let head = format!(
        "{} · {}: {state}",
        code(&waiver.control),
        code(&waiver.subject)
    );
    item(&head, &below)
}

fn attestation(attestation: &AttestationResult) -> String {
    let of = match &attestation.control {
        Some(control) => code(control),
        None => attestation
            .criteria
            .iter()
            .map(|criterion| criterion.id())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let head = format!(
        "{}: {of}, by {}, {} to {}",
        attestation.state.name(),
        prose(&attestation.owner),
        attestation.date,
        attestation.expires
    );
    let below = [
        format!("Detail: {}", prose(&attestation.detail)),
        format!("Statement: {}", prose(&attestation.statement)),
    ];
    item(&head, &below)
}

fn subservice(subservice: &SubserviceResult) -> String {
    let criteria: Vec<&str> = subservice
        .criteria
        .iter()
        .map(|criterion| criterion.id())
        .collect();
    let head = format!(
        "{}: {} for {} ({}), {} of {} to {}",
        subservice.state.name(),
        prose(&subservice.organisation),
        criteria.join(", "),
        subservice.method.name(),
        prose(&subservice.report_type),
        subservice.period.0,
        subservice.period.1
    );
    let mut below = vec![format!("Detail: {}", prose(&subservice.detail))];
    for expected in &subservice.user_entity_controls {
        below.push(format!(
            "User-entity control {} {}: {}",
            code(&expected.id),
            expected.state.name(),
            prose(&expected.detail)
        ));
    }
    item(&head, &below)
}
