//! What happens with findings that stay open.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;

use super::findings::is_closed;
use crate::records::Records;
use crate::specs::{DUE, ESCALATED, ESCALATED_TO, STATUS};

/// Overdue findings are escalated
///
/// Every open finding that is overdue for longer than `escalate-after-days` was escalated to somebody, on a
/// day after it became due or earlier. CC4.2 asks that deficiencies reach those who direct the
/// organisation, the board among them.
#[control(
    severity = Medium,
    method = Records,
    supports("CC4.2" = "What is not corrected in time is communicated to those in charge."),
    needs("findings"),
    remedy = "Report the finding to management, and record when and to whom.",
)]
pub(crate) fn overdue_findings_escalated(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.escalate_after_days;
    let needs = [&STATUS, &DUE, &ESCALATED, &ESCALATED_TO];
    records.findings.judge(findings, &needs, |finding| {
        if is_closed(finding)? {
            return Ok(None);
        }
        let due = finding
            .day(&DUE)?
            .ok_or_else(|| finding.problem("`due` is not stated"))?;
        if records.as_of.days_since(due) <= i64::from(days) {
            return Ok(None);
        }
        let mut faults = Faults::new();
        let to = faults.answered(finding, &ESCALATED_TO).unwrap_or_default();
        let on = finding.day(&ESCALATED)?.filter(|day| *day <= records.as_of);
        if on.is_none() {
            faults.wrong("no day of escalation in the past");
        }
        let fine = on.map_or_else(String::new, |day| format!("escalated {day} to {to}"));
        let expected = format!("due {due}, escalated once {days} days overdue");
        Ok(Some(faults.finding(finding, &expected, &fine)))
    });
}
