//! Input: validated, and looked at where it was rejected.

use tickmark_plugin::prelude::*;
use tickmark_plugin::words::name;

use crate::registers::Registers;
use crate::specs::{ID, REASON, REJECTED_AT, REVIEWED_AT};

/// The tests of input validation pass
///
/// Validation that is tested with bad input rejects bad input. Every suite has passing cases and none
/// that fails; suites in `expected-suites` are there. A suite of skipped cases shows nothing, and one that
/// states more failures than it holds, as where it could not be loaded, is unclear.
#[control(
    severity = High,
    method = Records,
    implements("PI1.2" = "That input is held against its specification is tested with each change."),
    needs("validation-tests"),
    remedy = "Mend the validation or the test, and let the suite run before each release.",
)]
pub(crate) fn validation_tests_pass(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let suites = &registers.suites;
    if suites.files.is_empty() {
        return;
    }
    for problem in &suites.problems {
        findings.problem(&problem.place.path, problem);
    }
    let expected = "every case passes";
    for suite in &suites.run {
        let finding = if suite.failures > 0 {
            Finding::fail(&suite.name).actual(format!(
                "{} of {} cases failed, as `{}`",
                suite.failures,
                suite.failures + suite.passed + suite.skipped,
                suite.failed.join("`, `")
            ))
        } else if suite.passed == 0 {
            Finding::inconclusive(&suite.name)
                .actual(format!("all {} cases were skipped", suite.skipped))
        } else {
            Finding::pass(&suite.name).actual(format!(
                "{} cases passed, {} skipped",
                suite.passed, suite.skipped
            ))
        };
        findings.push(finding.expected(expected).at(suite.place.clone()));
    }
    for expected_suite in &registers.config.expected_suites {
        let wanted = name(expected_suite);
        if suites.run.iter().all(|suite| name(&suite.name) != wanted) {
            let finding = Finding::fail(expected_suite)
                .expected(expected)
                .actual("the suite was not run");
            findings.push(suites.files.iter().cloned().fold(finding, Finding::at));
        }
    }
    if suites.run.is_empty() && suites.problems.is_empty() {
        return;
    }
    findings.complete(suites.files.clone());
}

/// Rejected records are looked at in time
///
/// What was rejected is corrected or given back, not forgotten. Source of the default: see
/// `reject-review-hours`.
#[control(
    severity = Medium,
    method = Records,
    implements("PI1.2" = "Input that was refused is followed up, so that nothing is lost unseen."),
    supports("PI1.3" = "Errors of processing are found and corrected in time."),
    needs("rejects"),
    remedy = "Look at the record, correct it or tell its sender, and state when.",
)]
pub(crate) fn rejected_records_reviewed(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let hours = registers.config.reject_review_hours;
    let needs = [&ID, &REJECTED_AT, &REASON, &REVIEWED_AT];
    registers.rejects.judge(findings, &needs, |record| {
        let rejected = record
            .moment(&REJECTED_AT)?
            .ok_or_else(|| record.problem("when it was rejected is not stated"))?;
        if record.text(&REASON).is_none() {
            return Ok(Some(
                record
                    .fail()
                    .expected("a reason, and somebody who looked at it")
                    .actual("no reason stated"),
            ));
        }
        let reviewed = record.moment(&REVIEWED_AT)?;
        Ok(Some(record.done_within(
            "looked at",
            rejected,
            reviewed,
            hours,
        )))
    });
}
