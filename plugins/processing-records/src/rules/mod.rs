//! The rules, by the way that data takes.

mod input;
mod output;
mod runs;
mod specified;
mod stored;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    specified::processing_specified,
    specified::runs_specified,
    input::validation_tests_pass,
    input::rejected_records_reviewed,
    runs::runs_reconcile,
    runs::failed_runs_repeated,
    output::deliveries_complete,
    output::recipients_authorised,
    stored::stored_items_verified,
];
