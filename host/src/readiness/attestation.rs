//! Whether an attestation counts on a day.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::citation::Citation;
use super::result::AttestationState;
use super::status::ControlStatus;
use crate::config::Attestation;
use crate::plan::{Reason, ReasonCode};

/// How an attestation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attested {
    pub(super) state: AttestationState,
    /// In words.
    pub(super) detail: String,
    /// What it makes of that for which it stands: attested, or unproven with the reason.
    pub(super) status: ControlStatus,
}

/// Judges an attestation: it counts from its date until the day before it expires, with the evidence
/// that it cites or the reason for having none.
pub(super) fn judge(attestation: &Attestation, citation: &Citation, as_of: Date) -> Attested {
    let unproven = |state: AttestationState, code: ReasonCode, detail: String| Attested {
        state,
        status: ControlStatus::Unproven(BTreeSet::from([Reason {
            code,
            check: attestation.label(),
            target: None,
            message: detail.clone(),
        }])),
        detail,
    };
    let owner = &attestation.owner;
    if as_of < attestation.date {
        return unproven(
            AttestationState::NotYetMade,
            ReasonCode::AttestationNotCurrent,
            format!(
                "{owner} attests on {}, after the as-of date {as_of}",
                attestation.date
            ),
        );
    }
    if as_of >= attestation.expires {
        return unproven(
            AttestationState::Expired,
            ReasonCode::AttestationNotCurrent,
            format!(
                "the statement of {owner} has not counted since {}",
                attestation.expires
            ),
        );
    }
    if !citation.problems.is_empty() {
        return unproven(
            AttestationState::WithoutEvidence,
            ReasonCode::AttestationWithoutEvidence,
            format!(
                "{owner} cites evidence that does not hold: {}",
                citation.problems.join("; ")
            ),
        );
    }
    if citation.files.is_empty() && attestation.without_evidence.is_none() {
        return unproven(
            AttestationState::WithoutEvidence,
            ReasonCode::AttestationWithoutEvidence,
            format!("{owner} cites no evidence, and `without-evidence` does not say why"),
        );
    }
    Attested {
        state: AttestationState::Current,
        detail: format!("attested by {owner}, counts until {}", attestation.expires),
        status: ControlStatus::Attested,
    }
}

/// What an attestation makes of the control that it stands for.
///
/// It stands in where no check looked: the check is switched off, or its input is missing. Where a
/// check looked, what it saw counts, whatever a person says; and where looking failed, the failure
/// must be mended, not attested away.
pub(super) fn stand_in(control: &ControlStatus, attested: &Attested) -> Option<ControlStatus> {
    if !is_unseen(control) {
        return None;
    }
    Some(match &attested.status {
        ControlStatus::Attested => ControlStatus::Attested,
        other => control.clone().join(other.clone()),
    })
}

/// Whether no check looked at a control.
fn is_unseen(status: &ControlStatus) -> bool {
    match status {
        ControlStatus::Unproven(reasons) => reasons.iter().all(|reason| {
            matches!(
                reason.code,
                ReasonCode::CheckDisabled | ReasonCode::MissingInput
            )
        }),
        _ => false,
    }
}
