//! The rules, by what they are about.

mod disposal;
mod inventory;
mod personal;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    inventory::data_stores_classified,
    inventory::confidential_stores_protected,
    inventory::inventory_reviewed,
    inventory::confidentiality_agreed,
    disposal::records_deleted_in_time,
    disposal::disposals_recorded,
    disposal::customer_data_deleted,
    personal::personal_data_purposes_stated,
    personal::new_personal_data_assessed,
    personal::personal_data_used_as_stated,
];
