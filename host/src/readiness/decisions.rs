//! The configured decisions as the result shows them: waivers, attestations, subservice organisations.

use std::collections::BTreeSet;

use super::assemble::Frame;
use super::attestation::Attested;
use super::result::{
    AttestationResult, AttestationState, BridgeLetterResult, EvidenceResult, Finding,
    SubserviceResult, WaiverResult, WaiverState,
};
use super::subservice::Carried;
use crate::config::{Attestation, Subservice, Waiver, WaiverConcern};
use crate::evidence::CitedEvidence;

/// A valid waiver with no more days than this is said to expire soon.
const SOON_DAYS: i64 = 30;
/// A waiver that covers more findings than this accepts more than anybody has looked at.
const MANY_FINDINGS: u64 = 10;

pub(super) fn waivers(
    frame: Frame<'_>,
    known_controls: &BTreeSet<&str>,
    findings: &[Finding],
) -> Vec<WaiverResult> {
    let as_of = frame.config.assessment.as_of;
    frame
        .config
        .waivers
        .iter()
        .enumerate()
        .map(|(index, waiver)| {
            let here = || {
                findings
                    .iter()
                    .filter(|finding| finding.waiver == Some(index))
            };
            let covered = here().count() as u64;
            let targets: BTreeSet<Option<&str>> =
                here().map(|finding| finding.target.as_deref()).collect();
            let state = if as_of < waiver.approved_on {
                WaiverState::NotYetValid
            } else if as_of >= waiver.expires {
                WaiverState::Expired
            } else if covered == 0 {
                WaiverState::Unused
            } else {
                WaiverState::Used
            };
            let mut concerns: BTreeSet<WaiverConcern> = BTreeSet::new();
            match state {
                WaiverState::NotYetValid => {
                    concerns.insert(WaiverConcern::NotYetValid);
                }
                WaiverState::Expired => {
                    concerns.insert(WaiverConcern::Expired);
                }
                WaiverState::Unused => {
                    concerns.insert(WaiverConcern::Unused);
                }
                WaiverState::Used => {}
            }
            let days_left = crate::date::days_between(as_of, waiver.expires);
            if waiver.is_valid_on(as_of) && days_left <= SOON_DAYS {
                concerns.insert(WaiverConcern::ExpiresSoon);
            }
            if is_over_broad(waiver, covered) {
                concerns.insert(WaiverConcern::OverBroad);
            }
            if targets.len() > 1 {
                concerns.insert(WaiverConcern::SeveralTargets);
            }
            if !known_controls.contains(waiver.control.as_str()) {
                concerns.insert(WaiverConcern::UnknownControl);
            }
            WaiverResult {
                control: waiver.control.clone(),
                subject: waiver.subject.clone(),
                check: waiver.check.clone(),
                target: waiver.target.clone(),
                reason: waiver.reason.clone(),
                owner: waiver.owner.clone(),
                approved_by: waiver.approved_by.clone(),
                approved_on: waiver.approved_on,
                expires: waiver.expires,
                ticket: waiver.ticket.clone(),
                state,
                concerns: concerns.into_iter().collect(),
                findings: covered,
            }
        })
        .collect()
}

/// Whether a waiver's pattern says nothing about its subjects, or it covers more than anybody has
/// looked at.
fn is_over_broad(waiver: &Waiver, covered: u64) -> bool {
    let says_nothing =
        waiver.subject.contains('*') && !waiver.subject.chars().any(char::is_alphanumeric);
    says_nothing || covered > MANY_FINDINGS
}

pub(super) fn attestations(
    frame: Frame<'_>,
    known_controls: &BTreeSet<&str>,
    attested: &[Attested],
) -> Vec<AttestationResult> {
    let cited = frame.citations.attestations.iter();
    frame
        .config
        .attestations
        .iter()
        .zip(attested)
        .zip(cited)
        .map(|((attestation, attested), cited)| {
            let unknown = attestation
                .control
                .as_ref()
                .filter(|control| !known_controls.contains(control.as_str()));
            let (state, detail) = match (attested.state, unknown) {
                (AttestationState::Current, Some(control)) => (
                    AttestationState::UnknownControl,
                    format!("no check of this run has `{control}`"),
                ),
                (state, _) => (state, attested.detail.clone()),
            };
            AttestationResult {
                criteria: attestation.criteria.iter().copied().collect(),
                control: attestation.control.clone(),
                statement: attestation.statement.clone(),
                owner: attestation.owner.clone(),
                date: attestation.date,
                expires: attestation.expires,
                evidence: cited.files.iter().map(Into::into).collect(),
                without_evidence: attestation.without_evidence.clone(),
                state,
                detail,
            }
        })
        .collect()
}

pub(super) fn subservices(frame: Frame<'_>, carried: &[Carried]) -> Vec<SubserviceResult> {
    let cited = frame.citations.subservices.iter();
    frame
        .config
        .subservices
        .iter()
        .zip(carried)
        .zip(cited)
        .map(|((subservice, carried), cited)| {
            let read = |file: &Option<Result<CitedEvidence, String>>| {
                file.as_ref()
                    .and_then(|file| file.as_ref().ok())
                    .map(Into::into)
            };
            SubserviceResult {
                organisation: subservice.organisation.clone(),
                service: subservice.service.clone(),
                method: subservice.method,
                criteria: subservice.criteria.iter().copied().collect(),
                report_type: format!("SOC 2 Type {}", subservice.report_type),
                period: subservice.period,
                report: read(&cited.report),
                bridge_letter: subservice.bridge_letter.as_ref().map(|(until, _)| {
                    BridgeLetterResult {
                        until: *until,
                        file: read(&cited.bridge_letter),
                    }
                }),
                covered_until: carried.covered_until,
                state: carried.state,
                detail: carried.detail.clone(),
                user_entity_controls: carried.user_entity_controls.clone(),
            }
        })
        .collect()
}

/// The files that people cite, with who cites them.
pub(super) fn cited_evidence(frame: Frame<'_>) -> Vec<EvidenceResult> {
    let result = |file: &CitedEvidence, by: String| EvidenceResult {
        path: file.path.as_str().into(),
        size: file.size,
        sha256: base16ct::lower::encode_string(&file.sha256),
        provenance: file.provenance.clone(),
        read_by: vec![by],
    };
    let by_attestation = frame
        .config
        .attestations
        .iter()
        .zip(&frame.citations.attestations)
        .flat_map(|(attestation, cited): (&Attestation, _)| {
            let label = attestation.label();
            cited
                .files
                .iter()
                .map(move |file| result(file, label.clone()))
        });
    let by_subservice = frame
        .config
        .subservices
        .iter()
        .zip(&frame.citations.subservices)
        .flat_map(|(subservice, cited): (&Subservice, _)| {
            [&cited.report, &cited.bridge_letter]
                .into_iter()
                .flatten()
                .filter_map(|file| file.as_ref().ok())
                .map(|file| result(file, subservice.organisation.clone()))
        });
    by_attestation.chain(by_subservice).collect()
}
