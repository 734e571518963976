//! The control over every failing check, whatever it is about.

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::judge::judge;

/// No automated check of the configured severity fails
///
/// Examines every result of every scan. A failing check is a known weakness that nobody has removed.
/// What a scanner was told to overlook (muted, waived, overridden) still counts: an accepted weakness
/// needs a waiver with a reason, an approver and an end, which the assessment keeps. A result that is
/// an error or unchecked is inconclusive. Results below the threshold and those left to a person are
/// named and not counted. The threshold, `fail-severity`, is medium: what DISA calls category II.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC5.2" = "Checks that pass show that general controls over technology are in place as the benchmark has them.",
        "CC7.1" = "Weaknesses in configurations that a scan found are to be removed.",
    ),
    remedy = "Correct the setting as the scanner's own remediation says and scan again, or accept the \
              weakness for a limited time with a waiver.",
)]
pub(super) fn failed_checks_fixed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for scan in &subjects.results.scans {
        for (name, tested) in &scan.checks {
            for finding in judge(scan, name, tested, Severity::High, subjects.config) {
                findings.push(finding);
            }
        }
    }
}
