//! Risks, what is done about them, and whether findings are followed up.
//!
//! `specs` says what the registers hold, `records` reads them, `rules` judges: the register of risks by
//! itself, then changes, duties that one person must not hold together, findings, controls and
//! continuity against it.

mod config;
mod records;
mod rules;
mod specs;

use tickmark_plugin::prelude::*;
use tickmark_plugin::roster::ROSTER;

pub use config::Config;
use records::Records;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct RiskRegister;

tickmark_plugin::export!(RiskRegister);

impl Plugin for RiskRegister {
    const ID: &'static str = "risk-register";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Risk register";
    const DESCRIPTION: &'static str = "Reconciles the register of risks with assessments, changes, \
         conflicts of duties, controls, continuity analysis and insurance, and follows the findings of \
         audits and tests until they are closed.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            specs::RISKS
                .input("The register of risks, exported from the tool that holds it (Jira, ServiceNow, Vanta, Drata, OneTrust or a sheet).")
                .glob("risk/risk-register*.{csv,json,yaml}")
                .glob("risk/risks*.{csv,json,yaml}")
                .max_age_days(45),
            specs::ASSESSMENTS
                .input("An index of the risk assessments that were held; the reports stay where they are.")
                .glob("risk/*assessments*.{csv,json,yaml}")
                .max_age_days(120),
            specs::CHANGES
                .input("Major changes of the business, its vendors and systems, and how their effect on risk was assessed.")
                .glob("risk/change-impact*.{csv,json,yaml}")
                .glob("risk/changes*.{csv,json,yaml}")
                .max_age_days(45),
            specs::CONFLICTS
                .input("Duties that one person holds although they conflict, as the analysis of roles found them; an empty list says that there are none.")
                .glob("{risk,access}/sod*.{csv,json}")
                .glob("{risk,access}/duty-conflicts*.{csv,json}")
                .max_age_days(120),
            specs::FINDINGS
                .input("Findings of audits, tests and incidents with their follow-up (POA&M), exported from the tracker.")
                .glob("{risk,audit}/findings*.{csv,json}")
                .glob("{risk,audit}/poam*.{csv,json}")
                .max_age_days(31),
            specs::CONTROLS
                .input("The controls of the organisation with the risks that they treat (risk-control matrix).")
                .glob("risk/{controls,risk-control-matrix}*.{csv,json,yaml}")
                .glob("governance/{controls,control-owners}*.{csv,json,yaml}")
                .max_age_days(90),
            specs::PROCESSES
                .input("The business impact analysis, one row a process or service.")
                .glob("{risk,continuity}/bia*.{csv,json,yaml}")
                .max_age_days(366),
            specs::INSURANCES
                .input("The insurance policies in force, from the broker or the certificates.")
                .glob("{risk,continuity}/insurance*.{csv,json,yaml}")
                .max_age_days(366),
            ROSTER
                .input("Everybody who works or worked here, exported from the HR system with leavers; with it, owners are looked up.")
                .glob("hr/roster*.{csv,json}")
                .glob("hr/employees*.{csv,json}")
                .max_age_days(45),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let records = Records::read(check, &mut report);
        for rule in RULES {
            (rule.check)(&records, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
