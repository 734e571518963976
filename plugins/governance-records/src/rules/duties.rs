//! Who answers for duties and for controls.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Register};

use crate::records::{Records, mentions};
use crate::specs::{ACCOUNTABLE, CONTROL, DUTY, OPERATING, OWNER, RESPONSIBLE, STATUS};

/// Every duty has exactly one person who answers for it
///
/// Every duty names one accountable person, who is a current worker, and somebody who does it; the duties
/// that `required-duties` names are among them. A duty of two is a duty of nobody, and a duty of somebody
/// who left is not done: auditors compare the chart with the roster.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.3" = "Authority and responsibility are assigned to people who are there."),
    supports("CC1.5" = "Accountability needs exactly one person for each duty."),
    needs("duties", "roster"),
    remedy = "Name one current worker as accountable for the duty, and who does it; add the duties that are missing.",
)]
pub(crate) fn duties_assigned(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.duties.is_absent() || records.roster.is_absent() {
        return;
    }
    let needs = [&DUTY, &ACCOUNTABLE, &RESPONSIBLE];
    let unread = !records.duties.problems(&needs).is_empty();
    for word in &records.config.required_duties {
        let found = records
            .duties
            .records()
            .find(|duty| mentions(duty.raw(&DUTY), std::slice::from_ref(word)));
        let subject = format!("a duty for {word}");
        let finding = match (found, unread) {
            (Some(duty), _) => Finding::pass(subject)
                .actual(duty.raw(&DUTY))
                .at(duty.place()),
            (None, true) => Finding::inconclusive(subject)
                .actual("not in the part of the list that can be read"),
            (None, false) => at_files(
                Finding::fail(subject).actual("no duty of that name"),
                &records.duties,
            ),
        };
        findings.push(finding.expected("among the duties"));
    }
    records.duties.judge(findings, &needs, |duty| {
        let mut faults = Faults::new();
        records.roster.owner(&mut faults, duty, &ACCOUNTABLE);
        faults.answered(duty, &RESPONSIBLE);
        let fine = format!("accountable: {}", duty.raw(&ACCOUNTABLE));
        Ok(Some(faults.finding(
            duty,
            "one accountable worker, and somebody who does it",
            &fine,
        )))
    });
}

/// Every control has one owner who works here
///
/// Every operating control in the register of controls names exactly one owner, a current worker.
/// Controls whose owner left are the first to lapse; auditors interview the owners by this list.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.5" = "For each control one person is held accountable."),
    supports("CC1.3" = "Responsibility for controls is assigned to people who are there."),
    needs("controls", "roster"),
    remedy = "Hand the control over to a current worker and name them as its owner.",
)]
pub(crate) fn control_owners_active(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.roster.is_absent() {
        return;
    }
    records
        .controls
        .judge(findings, &[&CONTROL, &OWNER], |control| {
            if control.choice(&STATUS, OPERATING)? == Some(false) {
                return Ok(None);
            }
            let mut faults = Faults::new();
            records.roster.owner(&mut faults, control, &OWNER);
            let fine = format!("owner: {}", control.raw(&OWNER));
            Ok(Some(faults.finding(
                control,
                "exactly one owner, a current worker",
                &fine,
            )))
        });
}

/// What is absent is absent from every file.
fn at_files(finding: Finding, register: &Register) -> Finding {
    register.files().iter().cloned().fold(finding, Finding::at)
}
