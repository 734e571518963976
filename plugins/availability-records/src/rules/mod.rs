//! The rules, by register.

mod backups;
mod capacity;
mod recovery;

use tickmark_plugin::prelude::*;

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
