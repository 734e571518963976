//! What follows where somebody broke the rules.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;
use tickmark_plugin::words::words;

use crate::records::Records;
use crate::specs::{ACTION, DECIDED, OWNER, REPORTED};

/// Reported violations are decided and have consequences
///
/// Every reported violation has somebody who handles it and, within `violation-days`, a decision with
/// what followed from it. Standards of conduct that nobody enforces are no standards; auditors inspect
/// the register of sanctions (NIST SP 800-53 PS-8). A register without rows shows that none was
/// reported.
#[control(
    severity = High,
    method = Records,
    implements("CC1.1" = "Departures from the standards of conduct are found and dealt with in time."),
    supports("CC1.5" = "Those who fail their responsibilities face consequences."),
    needs("violations"),
    remedy = "Decide the case, record what followed and on which day; name somebody who handles it.",
)]
pub(crate) fn violations_followed_up(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.violation_days;
    let needs = [&REPORTED, &DECIDED, &ACTION, &OWNER];
    let expected =
        format!("handled by somebody, and decided within {days} days with what followed");
    records.violations.judge(findings, &needs, |case| {
        let mut faults = Faults::new();
        records.roster.owner(&mut faults, case, &OWNER);
        let Some(reported) = case.day(&REPORTED)? else {
            return Err(case.problem("`reported` is not stated"));
        };
        if reported > records.as_of {
            return Ok(None);
        }
        let due = reported.plus_days(days.into());
        let decided = case.day(&DECIDED)?.filter(|day| *day <= records.as_of);
        let fine = match decided {
            Some(day) if day < reported => {
                return Err(
                    case.problem(format!("decided {day}, before it was reported {reported}"))
                );
            }
            Some(day) => {
                // `No violation found` is what was decided.
                if !words(case.raw(&ACTION)).starts_with("no ") {
                    faults.answered(case, &ACTION);
                }
                if day > due && due >= records.since {
                    faults.wrong(format!("decided {day}, due {due}"));
                }
                format!("decided {day}")
            }
            None if records.as_of > due => {
                faults.wrong(format!("not decided, due {due}"));
                String::new()
            }
            None if faults.is_empty() => {
                return Ok(Some(
                    case.not_applicable()
                        .expected(&expected)
                        .actual(format!("open, due {due}")),
                ));
            }
            None => String::new(),
        };
        Ok(Some(
            faults.finding(case, &expected, &fine).occurred(reported),
        ))
    });
}
