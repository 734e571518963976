//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Register, Spec};

use crate::Config;
use crate::specs::{
    DELIVERIES, JOB_RUNS, RECIPIENTS, REJECTS, SPECIFICATIONS, VALIDATION_TESTS, VERIFICATIONS,
};
use crate::suites::Suites;

/// The registers of one check.
pub(crate) struct Registers<'c> {
    pub(crate) config: &'c Config,
    pub(crate) as_of: Day,
    pub(crate) specifications: Register,
    pub(crate) suites: Suites,
    pub(crate) rejects: Register,
    pub(crate) job_runs: Register,
    pub(crate) deliveries: Register,
    pub(crate) recipients: Register,
    pub(crate) verifications: Register,
}

impl<'c> Registers<'c> {
    pub(crate) fn read(check: &'c Check<'_, Config>, report: &mut Report) -> Result<Self, Failure> {
        let config = &check.config;
        let mut read = |spec: &'static Spec, layout: &Layout| {
            layout.validate(spec)?;
            Ok(Register::read(check, spec, layout, report))
        };
        Ok(Self {
            config,
            as_of: check.as_of,
            specifications: read(&SPECIFICATIONS, &config.specifications)?,
            suites: Suites::read(check, VALIDATION_TESTS),
            rejects: read(&REJECTS, &config.rejects)?,
            job_runs: read(&JOB_RUNS, &config.job_runs)?,
            deliveries: read(&DELIVERIES, &config.deliveries)?,
            recipients: read(&RECIPIENTS, &config.recipients)?,
            verifications: read(&VERIFICATIONS, &config.verifications)?,
        })
    }
}
