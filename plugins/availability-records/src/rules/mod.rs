//! The rules, by register.

mod backups;
mod capacity;
mod recovery;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record};
use tickmark_plugin::words::words;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    backups::backups_run_in_time,
    backups::failed_backups_repeated,
    backups::backups_kept_and_copied,
    recovery::restores_tested,
    recovery::restore_tests_met_targets,
    recovery::recovery_exercised,
    recovery::recovery_exercises_met_targets,
    capacity::capacity_sufficient,
    capacity::capacity_reviewed,
    capacity::uptime_as_committed,
];

/// What a field names: a ticket, a region. [`Record::reference`] knows most texts that name nothing; `no
/// ticket` and `none yet` name nothing either.
fn named<'a>(record: &Record<'a>, field: &Field) -> Option<&'a str> {
    record.reference(field).filter(|text| {
        let text = words(text);
        let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
        match first {
            // `No. 12` is the number of something.
            "no" => rest.starts_with(|letter: char| letter.is_ascii_digit()),
            first => !["missing", "never", "none", "nothing", "without"].contains(&first),
        }
    })
}

/// A day on which something was done. One after the day that the record shows is a problem: nobody can have
/// seen it.
fn day_done(record: &Record<'_>, field: &Field) -> Result<Option<Day>, Problem> {
    let shown = record.shown_on();
    match record.day(field)? {
        Some(day) if day > shown => Err(record.problem(format!(
            "`{}` is {day}, which is after {shown}, the day that the record shows",
            field.name
        ))),
        day => Ok(day),
    }
}
