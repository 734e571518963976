//! Risks as the register states them.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;

use crate::records::{Records, is_open, level};
use crate::specs::{ID, IMPACT, LEVEL, LIKELIHOOD, OWNER, TITLE, TREATMENT, TREATMENTS};

/// Every open risk has an owner, a rating and a treatment
///
/// Every open risk names one owner (a current worker, where the roster is given), how likely and how bad
/// it is, the level that remains, and what is done about it. Auditors take a register with blanks as a list
/// that nobody works with.
#[control(
    severity = High,
    method = Records,
    implements("CC3.2" = "Risks are identified, and analysed as a basis for deciding how they are managed."),
    needs("risks"),
    remedy = "Fill in what is missing: one owner who works here, likelihood, impact, level and treatment.",
)]
pub(crate) fn risks_complete(records: &Records<'_>, findings: &mut Findings<'_>) {
    let risks = &records.risks;
    let needs = [
        &ID,
        &TITLE,
        &OWNER,
        &LIKELIHOOD,
        &IMPACT,
        &LEVEL,
        &TREATMENT,
    ];
    if !risks.is_absent() && risks.problems(&needs).is_empty() && risks.records().next().is_none() {
        let none = Finding::fail("risks")
            .expected("at least one")
            .actual("the register is empty");
        findings.push(risks.files().iter().cloned().fold(none, Finding::at));
    }
    risks.judge(findings, &needs, |risk| {
        if !is_open(risk)? {
            return Ok(None);
        }
        let mut faults = Faults::new();
        for field in [&ID, &TITLE, &LIKELIHOOD, &IMPACT] {
            faults.stated(risk, field);
        }
        records.roster.owner(&mut faults, risk, &OWNER);
        if level(risk, &LEVEL)?.is_none() {
            faults.wrong("`level` not stated");
        }
        if risk.choice(&TREATMENT, TREATMENTS)?.is_none() {
            faults.wrong("`treatment` not stated");
        }
        let fine = format!(
            "{} risk of {}, {}",
            risk.raw(&LEVEL),
            risk.raw(&OWNER),
            risk.raw(&TREATMENT)
        );
        Ok(Some(faults.finding(
            risk,
            "owner, likelihood, impact, level and treatment",
            &fine,
        )))
    });
}
