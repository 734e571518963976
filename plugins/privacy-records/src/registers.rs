//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Register, Spec};

use crate::Config;
use crate::notice::Notices;
use crate::specs::{
    BREACHES, COMPLAINTS, CONSENTS, DISCLOSURES, INCIDENTS, NOTICE, NOTICE_CHANGES, QUALITY_CHECKS,
    RECIPIENTS, REQUESTS, REVIEWS,
};

/// The registers of one check, with the check.
pub(crate) struct Registers<'c, 'e> {
    pub(crate) check: &'c Check<'e, Config>,
    pub(crate) notices: Notices,
    pub(crate) notice_changes: Register,
    pub(crate) requests: Register,
    pub(crate) consents: Register,
    pub(crate) disclosures: Register,
    pub(crate) recipients: Register,
    pub(crate) breaches: Register,
    pub(crate) incidents: Register,
    pub(crate) reviews: Register,
    pub(crate) complaints: Register,
    pub(crate) quality_checks: Register,
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
            notices: Notices::read(check, NOTICE),
            notice_changes: read(&NOTICE_CHANGES, &config.notice_changes)?,
            requests: read(&REQUESTS, &config.requests)?,
            consents: read(&CONSENTS, &config.consents)?,
            disclosures: read(&DISCLOSURES, &config.disclosures)?,
            recipients: read(&RECIPIENTS, &config.recipients)?,
            breaches: read(&BREACHES, &config.breaches)?,
            incidents: read(&INCIDENTS, &config.incidents)?,
            reviews: read(&REVIEWS, &config.reviews)?,
            complaints: read(&COMPLAINTS, &config.complaints)?,
            quality_checks: read(&QUALITY_CHECKS, &config.quality_checks)?,
        })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.check.config
    }

    pub(crate) fn as_of(&self) -> Day {
        self.check.as_of
    }
}
