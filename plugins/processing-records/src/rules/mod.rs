//! The rules, by the way that data takes.

mod input;
mod output;
mod runs;
mod specified;
mod stored;

use tickmark_plugin::prelude::*;

use tickmark_plugin::register::{Field, Record};
use tickmark_plugin::words::words;

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

/// What a field names: an owner, a document. [`Record::reference`] knows most texts that name nothing; `no
/// schema` and `none yet` name nothing either.
fn named<'a>(record: &Record<'a>, field: &Field) -> Option<&'a str> {
    record.reference(field).filter(|text| {
        let text = words(text);
        let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
        match first {
            // `No. 12` is the number of something.
            "no" => rest.starts_with(|letter: char| letter.is_ascii_digit()),
            first => !["missing", "never", "nobody", "none", "nothing", "without"].contains(&first),
        }
    })
}
