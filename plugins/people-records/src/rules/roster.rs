//! The roster itself.

use tickmark_plugin::prelude::*;

use crate::records::Records;

/// The roster says of everybody who they are and since when
///
/// Every worker has a name, an address or number that other registers can use, and a first day; the
/// status and the dates agree. Auditors draw their samples of new hires and staff from this list, and
/// every other control here is only as complete as it is.
#[control(
    severity = Medium,
    method = Records,
    supports(
        "CC1.3" = "The roster is where reporting lines and duties resolve to people.",
        "CC1.4" = "Screening and training are only complete if the list of workers is.",
    ),
    needs("roster"),
    remedy = "Correct the worker's entry in the HR system and export the roster again, with leavers.",
)]
pub(crate) fn roster_reliable(records: &Records<'_>, findings: &mut Findings<'_>) {
    records.roster.judge(findings, |worker| {
        let mut lacking = Vec::new();
        if worker.name.is_empty() {
            lacking.push("`name`");
        }
        if worker.id.is_empty() && worker.email.is_empty() {
            lacking.push("`id` and `email`");
        }
        if worker.start.is_none() {
            lacking.push("`start`");
        }
        let finding = if lacking.is_empty() {
            Finding::pass(&worker.label).actual("all stated")
        } else {
            Finding::fail(&worker.label).actual(format!("{} not stated", lacking.join(", ")))
        };
        Ok(Some(finding.expected(
            "name, address or number, and first day stated, in agreement",
        )))
    });
}
