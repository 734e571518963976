//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Record, Register, Spec};
use tickmark_plugin::roster::{ROSTER, Roster};

use crate::Config;
use crate::config::Kind;
use crate::specs::{
    AGENTS, ASSETS, BADGE_REVIEWS, BADGES, DEVICES, DISPOSALS, IN_SCOPE, KIND, LOG_SOURCES, STATUS,
    Status, VISITORS,
};
use crate::words::{KINDS, STATUSES};

/// The registers of one check, with the check.
pub(crate) struct Registers<'c, 'e> {
    pub(crate) check: &'c Check<'e, Config>,
    pub(crate) assets: Register,
    pub(crate) agents: Register,
    pub(crate) log_sources: Register,
    pub(crate) devices: Register,
    pub(crate) disposals: Register,
    pub(crate) badges: Register,
    pub(crate) visitors: Register,
    pub(crate) badge_reviews: Register,
    pub(crate) roster: Roster,
}

impl<'c, 'e> Registers<'c, 'e> {
    pub(crate) fn read(check: &'c Check<'e, Config>, report: &mut Report) -> Result<Self, Failure> {
        let config = &check.config;
        let mut read = |spec: &'static Spec, layout: &Layout| {
            layout.validate(spec)?;
            Ok(Register::read(check, spec, layout, report))
        };
        let assets = read(&ASSETS, &config.assets)?;
        let agents = read(&AGENTS, &config.agents)?;
        let log_sources = read(&LOG_SOURCES, &config.log_sources)?;
        let devices = read(&DEVICES, &config.devices)?;
        let disposals = read(&DISPOSALS, &config.disposals)?;
        let badges = read(&BADGES, &config.badges)?;
        let visitors = read(&VISITORS, &config.visitors)?;
        let badge_reviews = read(&BADGE_REVIEWS, &config.badge_reviews)?;
        config.roster.validate(&ROSTER)?;
        Ok(Self {
            check,
            assets,
            agents,
            log_sources,
            devices,
            disposals,
            badges,
            visitors,
            badge_reviews,
            roster: Roster::read(check, &config.roster, report),
        })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.check.config
    }
}

/// What an asset is and where in its life. A blank kind or state is a problem: nobody can say whether the
/// asset has to be covered.
pub(crate) fn kind_and_status(record: &Record<'_>) -> Result<(Kind, Status), Problem> {
    let kind = record
        .choice(&KIND, KINDS)?
        .ok_or_else(|| record.problem("the asset states no kind"))?;
    let status = record
        .choice(&STATUS, STATUSES)?
        .ok_or_else(|| record.problem("the asset states no status"))?;
    Ok((kind, status))
}

/// Whether an asset belongs to the system. Without a word about it, it does.
pub(crate) fn in_scope(record: &Record<'_>) -> Result<bool, Problem> {
    Ok(record.flag(&IN_SCOPE)?.unwrap_or(true))
}
