//! The rules, by what they are about.

mod assurance;
mod lifecycle;
mod privacy;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    lifecycle::vendors_owned,
    lifecycle::vendors_assessed_before_use,
    lifecycle::vendor_contracts_in_force,
    lifecycle::vendor_register_complete,
    assurance::vendors_reviewed,
    assurance::vendor_reports_current,
    assurance::user_entity_controls_answered,
    privacy::processing_agreements_signed,
    privacy::vendor_privacy_reviewed,
    privacy::breach_notice_agreed,
    privacy::vendor_notices_acted_on,
];
