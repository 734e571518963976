//! Fraud, and duties that one person must not hold together.

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};

use crate::records::Records;
use crate::specs::{
    ACCEPTED_BY, ACCEPTED_ON, CONFLICT_STATES, Conflict, DUTY, EXPIRES, MITIGATION, OTHER_DUTY,
    PERSON, STATUS,
};

/// The risk of fraud is assessed
///
/// At least one open risk is about fraud (its category or title says so, see `fraud`) and was reviewed at
/// most `review-days` ago. CC3.3 asks for fraud by name, and auditors look for the entry.
#[control(
    severity = Medium,
    method = Records,
    implements("CC3.3" = "The potential for fraud is considered in the assessment of risks."),
    needs("risks"),
    remedy = "Assess how fraud could happen (reporting, assets, corruption, misuse of access), and put it into the register.",
)]
pub(crate) fn fraud_risks_reviewed(records: &Records<'_>, findings: &mut Findings<'_>) {
    records.some_risk(findings, "risks of fraud", &records.config.fraud);
}

/// Conflicting duties are separated or accepted
///
/// Every conflict of duties that the analysis of roles found is resolved, or has a mitigation and was
/// accepted by somebody else for a time that has not ended. Opportunity is one side of the fraud triangle;
/// a list without rows shows that no conflict was found.
#[control(
    severity = High,
    method = Records,
    implements("CC3.3" = "Opportunities for fraud through conflicting duties are found and dealt with."),
    supports(
        "CC5.1" = "Duties are segregated where that is practical, and compensated where not.",
        "CC6.3" = "Access follows the segregation of duties.",
    ),
    needs("duty-conflicts"),
    remedy = "Take one of the duties away, or have somebody else accept a mitigation until a stated day.",
)]
pub(crate) fn conflicting_duties_handled(records: &Records<'_>, findings: &mut Findings<'_>) {
    let needs = [
        &PERSON,
        &DUTY,
        &OTHER_DUTY,
        &STATUS,
        &MITIGATION,
        &ACCEPTED_BY,
        &ACCEPTED_ON,
    ];
    let expected = "resolved, or mitigated and accepted by somebody else until a day to come";
    records.conflicts.judge(findings, &needs, |conflict| {
        let status = conflict
            .choice(&STATUS, CONFLICT_STATES)?
            .ok_or_else(|| conflict.problem("`status` is not stated"))?;
        Ok(Some(match status {
            Conflict::Resolved => conflict
                .pass()
                .expected(expected)
                .actual(conflict.raw(&STATUS)),
            Conflict::Open => conflict
                .fail()
                .expected(expected)
                .actual(conflict.raw(&STATUS)),
            Conflict::Accepted => accepted(records, conflict)?.finding(
                conflict,
                expected,
                &format!("accepted by {}", conflict.raw(&ACCEPTED_BY)),
            ),
        }))
    });
}

fn accepted(records: &Records<'_>, conflict: &Record<'_>) -> Result<Faults, Problem> {
    let mut faults = Faults::new();
    faults.answered(conflict, &MITIGATION);
    let person = faults.answered(conflict, &PERSON);
    if let (Some(by), Some(person)) = (faults.answered(conflict, &ACCEPTED_BY), person) {
        match records.roster.likeness(by, person) {
            Likeness::Different => {}
            Likeness::Same => faults.wrong(format!("accepted by {by}, who holds the duties")),
            Likeness::Unclear => faults.unclear(format!("accepted by {by}, who may be {person}")),
        }
    }
    let on = conflict
        .day(&ACCEPTED_ON)?
        .filter(|day| *day <= records.as_of);
    let Some(on) = on else {
        faults.wrong("no day of acceptance in the past");
        return Ok(faults);
    };
    let longest = on.plus_days(records.config.acceptance_days.into());
    let ends = conflict.last_day(&EXPIRES)?.unwrap_or(longest);
    if ends < records.as_of {
        faults.wrong(format!("the acceptance of {on} ended {ends}"));
    }
    Ok(faults)
}
