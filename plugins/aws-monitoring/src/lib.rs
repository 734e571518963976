//! Logging and detection of an AWS account, from answers of the AWS CLI.
//!
//! `source` finds the answers in the files, `estate` joins them into what is known of the account,
//! `rules` judge it. Metric filters are read by `pattern` and asked about the events in `event`. What an
//! answer does not say stays unknown; what it does not hold is missing only where it is whole.

mod alarm;
mod config;
mod estate;
mod event;
mod pattern;
mod place;
mod record;
mod regional;
mod rules;
mod source;
mod trail;
mod verdict;

use tickmark_plugin::prelude::*;

pub use config::{Config, Event};
use estate::Estate;
use rules::Subjects;

/// The plugin.
#[derive(Debug)]
pub struct AwsMonitoring;

tickmark_plugin::export!(AwsMonitoring);

impl Plugin for AwsMonitoring {
    const ID: &'static str = "aws-monitoring";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Logging and detection of an AWS account";
    const DESCRIPTION: &'static str = "Reads answers of the AWS CLI about CloudTrail, CloudWatch, \
         GuardDuty, Config, Security Hub and flow logs of one account, and decides whether activity is \
         recorded in all regions, kept, and watched, and whether somebody is alarmed of what section 4 \
         of the CIS AWS Foundations Benchmark 3.0.0 names. One check is of one account; several \
         accounts need a check or a target each. It shows what is switched on, not whether anybody \
         answers an alarm.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        source::SOURCES.iter().map(source::Source::input).collect()
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        rules::claimed(config).controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let estate = Estate::read(check, &mut report);
        let subjects = Subjects {
            estate: &estate,
            config: &check.config,
        };
        for rule in rules::claimed(Some(&check.config)) {
            rules::judge(&rule, &subjects, &mut report);
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
