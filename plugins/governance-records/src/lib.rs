//! Records of governance: oversight, duties, reporting lines, commitments, evaluations of controls, and
//! what the organisation tells the outside.
//!
//! `specs` says what the registers hold, `records` reads them, `security_txt` reads the published
//! contact, `rules` judges.

mod attendance;
mod config;
mod records;
mod rules;
mod security_txt;
mod specs;

use tickmark_plugin::prelude::*;
use tickmark_plugin::roster::ROSTER;

pub use config::Config;
use records::Records;
use rules::RULES;

/// The plugin.
#[derive(Debug)]
pub struct GovernanceRecords;

tickmark_plugin::export!(GovernanceRecords);

/// The input that holds `security.txt`.
const SECURITY_TXT: &str = "security-txt";

impl Plugin for GovernanceRecords {
    const ID: &'static str = "governance-records";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Records of governance";
    const DESCRIPTION: &'static str = "Reads the records by which an organisation is steered: \
         meetings of the board and the independence of its members, duties and who answers for them, \
         reporting lines, commitments to customers, evaluations of the controls, notices to customers \
         and the published security contact.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            ROSTER
                .input("Everybody who works or worked here, exported from the HR system with leavers.")
                .glob("hr/roster*.{csv,json}")
                .glob("hr/employees*.{csv,json}")
                .max_age_days(45),
            specs::MEETINGS
                .input("An index of the meetings of the board and its committees, kept by the company secretary; the minutes stay where they are.")
                .glob("{governance,board}/meetings*.{csv,json,yaml}")
                .max_age_days(120),
            specs::MEMBERS
                .input("The members of the board and its committees with their declarations of independence.")
                .glob("{governance,board}/members*.{csv,json,yaml}")
                .max_age_days(366),
            specs::DUTIES
                .input("The duties and who answers for them, one row a duty (a RACI chart turned into a list).")
                .glob("governance/{raci,duties,responsibilities}*.{csv,json,yaml}")
                .max_age_days(366),
            specs::COMMITMENTS
                .input("The principal service commitments, system requirements and objectives.")
                .glob("governance/{commitments,service-commitments,objectives}*.{csv,json,yaml}")
                .max_age_days(366),
            specs::CONTROLS
                .input("The controls of the organisation and their owners, exported from the control register.")
                .glob("governance/{control-owners,controls}*.{csv,json,yaml}")
                .max_age_days(90),
            specs::EVALUATIONS
                .input("Tests of controls, internal audits and penetration tests, planned and done.")
                .glob("{audit,governance}/{evaluations,control-tests,audit-plan}*.{csv,json,yaml}")
                .max_age_days(45),
            specs::NOTICES
                .input("Notices to customers of incidents, maintenance and changes, exported from the status page or the mailing tool; an empty register says that none was due.")
                .glob("customers/notices*.{csv,json}")
                .glob("governance/customer-notices*.{csv,json}")
                .max_age_days(45),
            specs::SUBPROCESSORS
                .input("The published list of subprocessors.")
                .glob("legal/subprocessors*.{csv,json,yaml}")
                .glob("customers/subprocessors*.{csv,json,yaml}")
                .max_age_days(90),
            Input::new(
                SECURITY_TXT,
                "The published security contact: `curl -fsS https://DOMAIN/.well-known/security.txt`, in the form of RFC 9116, signed or not.",
            )
            .glob("**/security.txt")
            .max_age_days(30),
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
