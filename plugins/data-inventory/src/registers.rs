//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Register, Spec};

use crate::Config;
use crate::specs::{
    AGREEMENTS, ASSESSMENTS, CUSTOMER_EXITS, DATA_STORES, DATA_USES, DISPOSALS, OLDEST_RECORDS,
};

/// The registers of one check.
pub(crate) struct Registers<'c> {
    pub(crate) config: &'c Config,
    pub(crate) as_of: Day,
    pub(crate) data_stores: Register,
    pub(crate) oldest_records: Register,
    pub(crate) disposals: Register,
    pub(crate) customer_exits: Register,
    pub(crate) agreements: Register,
    pub(crate) assessments: Register,
    pub(crate) data_uses: Register,
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
            data_stores: read(&DATA_STORES, &config.data_stores)?,
            oldest_records: read(&OLDEST_RECORDS, &config.oldest_records)?,
            disposals: read(&DISPOSALS, &config.disposals)?,
            customer_exits: read(&CUSTOMER_EXITS, &config.customer_exits)?,
            agreements: read(&AGREEMENTS, &config.agreements)?,
            assessments: read(&ASSESSMENTS, &config.assessments)?,
            data_uses: read(&DATA_USES, &config.data_uses)?,
        })
    }
}
