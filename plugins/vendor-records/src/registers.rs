//! Everything that the rules read.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Layout, Record, Register, Spec};
use tickmark_plugin::roster::{ROSTER, Roster};

use crate::Config;
use crate::config::Tier;
use crate::specs::{ASSESSMENTS, PERSONAL_DATA, STATUS, TIER, VENDOR_INCIDENTS, VENDORS};
use crate::words::{STATUSES, TIERS};

/// The registers of one check, with the check.
pub(crate) struct Registers<'c, 'e> {
    pub(crate) check: &'c Check<'e, Config>,
    pub(crate) vendors: Register,
    pub(crate) assessments: Register,
    pub(crate) vendor_incidents: Register,
    pub(crate) roster: Roster,
}

impl<'c, 'e> Registers<'c, 'e> {
    pub(crate) fn read(check: &'c Check<'e, Config>, report: &mut Report) -> Result<Self, Failure> {
        let config = &check.config;
        let mut read = |spec: &'static Spec, layout: &Layout| {
            layout.validate(spec)?;
            Ok(Register::read(check, spec, layout, report))
        };
        let vendors = read(&VENDORS, &config.vendors)?;
        let assessments = read(&ASSESSMENTS, &config.assessments)?;
        let vendor_incidents = read(&VENDOR_INCIDENTS, &config.vendor_incidents)?;
        config.roster.validate(&ROSTER)?;
        Ok(Self {
            check,
            vendors,
            assessments,
            vendor_incidents,
            roster: Roster::read(check, &config.roster, report),
        })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.check.config
    }
}

/// Whether a vendor is used. One of which nothing is said is.
pub(crate) fn is_used(record: &Record<'_>) -> Result<bool, Problem> {
    Ok(record.choice(&STATUS, STATUSES)?.unwrap_or(true))
}

/// Whether a vendor is used and important enough to be reviewed.
pub(crate) fn is_important(record: &Record<'_>, least: Tier) -> Result<bool, Problem> {
    if !is_used(record)? {
        return Ok(false);
    }
    let tier = record
        .choice(&TIER, TIERS)?
        .ok_or_else(|| record.problem("the vendor has no tier"))?;
    Ok(tier >= least)
}

/// Whether a vendor is used and processes personal data. A blank is no `no`.
pub(crate) fn has_personal_data(record: &Record<'_>) -> Result<bool, Problem> {
    if !is_used(record)? {
        return Ok(false);
    }
    record.flag(&PERSONAL_DATA)?.ok_or_else(|| {
        record.problem("the register does not say whether the vendor processes personal data")
    })
}

/// Whether a day lies at most so many days before the one that the record shows.
pub(crate) fn recent(record: &Record<'_>, day: Option<Day>, days: u32, what: &str) -> Finding {
    let shown = record.shown_on();
    let expected = format!("{what} at most {days} days before {shown}");
    let finding = match day {
        None => record.fail().actual("no day is stated"),
        Some(day) if day > shown => record
            .inconclusive()
            .actual(format!("{day} lies in the future")),
        Some(day) => {
            let ago = shown.days_since(day);
            record
                .when(ago <= i64::from(days))
                .actual(format!("{day}, {ago} days before"))
        }
    };
    finding.expected(expected)
}
