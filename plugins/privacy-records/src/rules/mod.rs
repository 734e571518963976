//! The rules, by what they are about.

mod breaches;
mod complaints;
mod consents;
mod disclosures;
mod notice;
mod quality;
mod requests;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    notice::notice_current,
    notice::notice_complete,
    notice::notice_changes_announced,
    consents::consents_recorded,
    consents::withdrawals_honoured,
    consents::sensitive_data_by_explicit_consent,
    requests::access_requests_answered,
    requests::corrections_carried_out,
    requests::erasures_carried_out,
    requests::accountings_given,
    disclosures::recipients_agreed,
    disclosures::disclosures_recorded,
    disclosures::disclosures_to_known_recipients,
    breaches::privacy_incidents_registered,
    breaches::breaches_assessed,
    breaches::breaches_notified,
    breaches::breach_register_reviewed,
    quality::personal_data_checked,
    complaints::complaints_answered,
    complaints::privacy_reviewed,
];
