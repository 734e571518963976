//! The control over what scanners were told to overlook.

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::results::Until;

/// What scanners are told to overlook has a reason and an end
///
/// Examines every result that was muted in Prowler, waived in InSpec, skipped in kube-bench or
/// overridden in XCCDF. Accepting a weakness is a decision that an auditor wants to see made by
/// somebody, for a reason and for a time. A waiver of InSpec without a justification or without an end
/// fails, and so does one that has ended. Formats that have no place for either (Prowler keeps its
/// reasons in the mutelist) leave the question open.
#[control(
    severity = Medium,
    method = Records,
    supports(
        "CC4.2" = "A known deficiency that is accepted without a reason is not followed up.",
        "CC3.2" = "Accepting a weakness is a decision about a risk.",
    ),
    remedy = "Write the justification and the expiration date into the waiver, or remove the exception \
              and accept the finding with a waiver of the assessment.",
)]
pub(super) fn exceptions_justified(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for scan in &subjects.results.scans {
        for (name, tested) in &scan.checks {
            for row in &tested.rows {
                let Some(exception) = &row.exception else {
                    continue;
                };
                let mut subject = format!("{} {}: {name}", scan.scanner, scan.target);
                if !row.resource.is_empty() {
                    subject = format!("{subject}: {}", row.resource);
                }
                let kind = exception.kind;
                let finding =
                    match (&exception.reason, &exception.until) {
                        (_, Until::Day(day)) if *day < subjects.as_of => Finding::fail(subject)
                            .actual(format!("{kind} until {day}, which is past")),
                        (None, Until::Unsaid) => Finding::inconclusive(subject)
                            .actual(format!("{kind}; the report does not say why")),
                        (None, _) => {
                            Finding::fail(subject).actual(format!("{kind} without a justification"))
                        }
                        (Some(reason), Until::Day(day)) => {
                            Finding::pass(subject).actual(format!("{kind} until {day}: {reason}"))
                        }
                        (Some(reason), Until::Open) => Finding::fail(subject)
                            .actual(format!("{kind} without an end: {reason}")),
                        (Some(reason), Until::Unsaid) => Finding::inconclusive(subject)
                            .actual(format!("{kind}; the report has no end: {reason}")),
                        (Some(_), Until::Unreadable(text)) => Finding::inconclusive(subject)
                            .actual(format!("{kind} until `{text}`, which is no date")),
                    };
                findings.push(
                    finding
                        .expected("a justification and an end that is not past")
                        .at(row.place.clone()),
                );
            }
        }
    }
}
