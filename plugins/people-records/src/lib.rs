//! Records of people: who acknowledged the code of conduct and the policies, was screened, trained
//! and reviewed, and what followed where somebody broke the rules.
//!
//! `specs` says what the registers hold, `records` reads them, `rules` judges worker by worker or
//! record by record. Everything is reconciled with the roster: who is not in a register is missed.

mod config;
mod records;
mod rules;
mod specs;

use tickmark_plugin::prelude::*;
use tickmark_plugin::roster::ROSTER;

pub use config::{Config, RoleTraining};
use records::Records;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct PeopleRecords;

tickmark_plugin::export!(PeopleRecords);

impl Plugin for PeopleRecords {
    const ID: &'static str = "people-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Records of people";
    const DESCRIPTION: &'static str = "Reconciles the roster with the registers that People \
         Operations keeps: acknowledgements of policies, screenings, training, performance reviews, \
         violations of the code of conduct, and the channels by which anybody can report a concern.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            ROSTER
                .input("Everybody who works or worked here, exported from the HR system with leavers.")
                .glob("hr/roster*.{csv,json}")
                .glob("hr/employees*.{csv,json}")
                .max_age_days(45),
            specs::ACKNOWLEDGEMENTS
                .input("Who acknowledged which policy, exported from the policy or HR system.")
                .glob("hr/policy-ack*.{csv,json}")
                .glob("policies/ack*.{csv,json}")
                .max_age_days(45),
            specs::POLICIES
                .input("The policies and their current versions, as the register of policies lists them.")
                .glob("policies/register*.{csv,json,yaml}")
                .max_age_days(45),
            specs::SCREENINGS
                .input("Background checks, exported from the provider (Checkr, Certn, HireRight) or the HR system.")
                .glob("hr/background-check*.{csv,json}")
                .glob("hr/screening*.{csv,json}")
                .max_age_days(45),
            specs::TRAININGS
                .input("Completed and assigned courses, exported from the learning platform (KnowBe4, Curricula, Vanta).")
                .glob("hr/training*.{csv,json}")
                .max_age_days(45),
            specs::REVIEWS
                .input("Performance reviews, exported from the HR system without their text.")
                .glob("hr/performance-review*.{csv,json}")
                .max_age_days(45),
            specs::VIOLATIONS
                .input("Reported violations of the code of conduct and of policies, without names; an empty register says that there were none.")
                .glob("hr/violation*.{csv,json}")
                .glob("hr/sanction*.{csv,json}")
                .max_age_days(45),
            specs::CHANNELS
                .input("The channels by which staff can report concerns and incidents, as they were announced.")
                .glob("hr/reporting-channel*.{csv,json,yaml}")
                .max_age_days(366),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let mut controls = RULES.controls();
        // Nothing can show that nobody needs a further course, so the control is there when asked for.
        if config.is_some_and(|config| config.role_training.is_empty()) {
            controls.retain(|control| control.id != rules::role_training_current.control.id);
        }
        controls
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let records = Records::read(check, &mut report);
        for rule in RULES {
            let asked = rule.control.id != rules::role_training_current.control.id
                || !check.config.role_training.is_empty();
            if asked {
                (rule.check)(&records, &mut report.rule(rule));
            }
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
