//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Register, Spec};

use crate::Config;
use crate::specs::{
    BACKUP_INVENTORY, BACKUP_JOBS, CAPACITY, CAPACITY_REVIEWS, RECOVERY_EXERCISES, RESTORE_TESTS,
    UPTIME,
};

/// The registers of one check, with the check.
pub(crate) struct Registers<'c, 'e> {
    pub(crate) check: &'c Check<'e, Config>,
    pub(crate) backup_jobs: Register,
    pub(crate) backup_inventory: Register,
    pub(crate) restore_tests: Register,
    pub(crate) recovery_exercises: Register,
    pub(crate) capacity: Register,
    pub(crate) capacity_reviews: Register,
    pub(crate) uptime: Register,
}

impl<'c, 'e> Registers<'c, 'e> {
    pub(crate) fn read(check: &'c Check<'e, Config>, report: &mut Report) -> Result<Self, Failure> {
        let config = &check.config;
        let mut read = |spec: &'static Spec, layout: &Layout| {
            layout.validate(spec)?;
            Ok(Register::read(check, spec, layout, report))
        };
        Ok(Self {
            check,
            backup_jobs: read(&BACKUP_JOBS, &config.backup_jobs)?,
            backup_inventory: read(&BACKUP_INVENTORY, &config.backup_inventory)?,
            restore_tests: read(&RESTORE_TESTS, &config.restore_tests)?,
            recovery_exercises: read(&RECOVERY_EXERCISES, &config.recovery_exercises)?,
            capacity: read(&CAPACITY, &config.capacity)?,
            capacity_reviews: read(&CAPACITY_REVIEWS, &config.capacity_reviews)?,
            uptime: read(&UPTIME, &config.uptime)?,
        })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.check.config
    }

    /// The first day of the period of a Type 2 assessment.
    pub(crate) fn period_start(&self) -> Option<Day> {
        let period = self.check.period.as_ref()?;
        Day::parse(&period.start).ok()
    }
}
