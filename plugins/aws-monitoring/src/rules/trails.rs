//! Rules on trails and log groups.

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::regions::unanswered;
use crate::estate::{Estate, LogGroup};
use crate::place::fits;
use crate::source::{LOG_GROUPS, TRAILS};
use crate::trail::Trail;
use crate::verdict::Verdict;

/// Whether a trail covers all regions, logs, and records all management events.
pub(super) fn covers(estate: &Estate, trail: &Trail) -> Verdict {
    let place = vec![trail.place.clone()];
    let status = match estate.statuses.get(&trail.arn) {
        Some(status) => status.logs(),
        None => Verdict::unknown("no answer of get-trail-status", place.clone()),
    };
    let selectors = match estate.selectors.get(&trail.arn) {
        Some(selectors) => selectors.management(),
        None => Verdict::unknown("no answer of get-event-selectors", place),
    };
    let region = Verdict::flag(trail.multi_region, "IsMultiRegionTrail", &trail.place);
    Verdict::all([region, status, selectors]).named(&trail.name)
}

/// Judges the account by the best of its trails.
fn best(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    expected: &str,
    judge: fn(&Estate, &Trail) -> Verdict,
) {
    let estate = subjects.estate;
    if estate.places(TRAILS, None).is_empty() {
        return;
    }
    let none = estate.absent(TRAILS, None, "the account has no trail");
    let verdicts = estate.trails.iter().map(|trail| judge(estate, trail));
    let verdict = Verdict::any(verdicts, none);
    findings.push(verdict.finding(&estate.account(), expected));
}

/// A trail records every API call in every region
///
/// Without such a trail nobody can tell afterwards who did what, and a region that nobody watches is
/// where an intruder works. One trail has to cover all regions, be logging with its files arriving,
/// and record management events, read and write; KMS and RDS Data API events may be left out. Source:
/// CIS AWS Foundations Benchmark 3.0.0, recommendation 3.1.
#[control(
    severity = High,
    method = Configuration,
    supports("CC7.2" = "What happens in the account is recorded, so that anomalies can be seen."),
    supports("CC2.1" = "The record of activity that other controls rely on is complete."),
    supports("CC7.3" = "Security events can be evaluated from the record of all API calls."),
    needs("trails", "trail-status", "event-selectors"),
    remedy = "Make one trail multi-region, start its logging, mend its bucket's policy if delivery \
              fails, and let it record all management events; then collect the three answers again.",
)]
pub(crate) fn trail_all_regions(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let expected = "a multi-region trail that is logging management events, read and write";
    best(subjects, findings, expected, covers);
}

/// A trail records the reads and writes of S3 objects
///
/// Who took which object is seen in data events alone. A trail that covers all regions and logs has to
/// record them for every bucket. Source: CIS AWS Foundations Benchmark 3.0.0, recommendations 3.8 and
/// 3.9. The control exists where `data-events` is configured.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC7.2" = "Access to stored objects is recorded, so that unusual reads can be seen."),
    needs("trails", "trail-status", "event-selectors"),
    remedy = "Add a selector for read and write data events of all S3 objects to the trail, then \
              collect its event selectors again.",
)]
pub(crate) fn trail_data_events(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let expected = "a multi-region trail that is logging reads and writes of all S3 objects";
    best(subjects, findings, expected, |estate, trail| {
        let data = match estate.selectors.get(&trail.arn) {
            Some(selectors) => selectors.data(),
            None => Verdict::unknown(
                "no answer of get-event-selectors",
                vec![trail.place.clone()],
            ),
        };
        let status = match estate.statuses.get(&trail.arn) {
            Some(status) => status.logs(),
            None => Verdict::unknown("no answer of get-trail-status", vec![trail.place.clone()]),
        };
        let region = Verdict::flag(trail.multi_region, "IsMultiRegionTrail", &trail.place);
        Verdict::all([region, status, data]).named(&trail.name)
    });
}

/// Trails sign their log files
///
/// With validation CloudTrail writes signed digests, so that a changed or deleted log file is noticed.
/// Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 3.2.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "The record from which anomalies are seen cannot be changed unnoticed."),
    supports("CC2.1" = "The integrity of the recorded activity can be shown."),
    needs("trails"),
    remedy = "`aws cloudtrail update-trail --name NAME --enable-log-file-validation`, then collect \
              describe-trails again.",
)]
pub(crate) fn trail_validation(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for trail in &subjects.estate.trails {
        let verdict = Verdict::flag(trail.validation, "LogFileValidationEnabled", &trail.place);
        findings.push(verdict.finding(&trail.subject(), "LogFileValidationEnabled true"));
    }
}

/// Trails encrypt their log files with a KMS key
///
/// A key of one's own decides who may read the record, besides the bucket's policy. Source: CIS AWS
/// Foundations Benchmark 3.0.0, recommendation 3.5.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Reading the record of activity needs rights on a key as well."),
    needs("trails"),
    remedy = "Give the trail a KMS key (`aws cloudtrail update-trail --name NAME --kms-key-id KEY`), \
              then collect describe-trails again.",
)]
pub(crate) fn trail_encryption(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for trail in &subjects.estate.trails {
        let place = vec![trail.place.clone()];
        let verdict = match &trail.key {
            Some(key) => Verdict::yes(format!("KmsKeyId {key}"), place),
            // AWS leaves the member out where there is no key; the others show a whole answer.
            None if trail.multi_region.is_some() && trail.validation.is_some() => {
                Verdict::no("no KmsKeyId", place)
            }
            None => Verdict::unknown("a part of the answer only, without KmsKeyId", place),
        };
        findings.push(verdict.finding(&trail.subject(), "KmsKeyId, the key of the log files"));
    }
}

/// Log groups keep their events long enough
///
/// Intrusions are often found months later. A log group without a period keeps its events for ever.
/// Log groups have to be listed for each expected region (`regions`), the one to which a trail delivers
/// among them. Those that hold no record of security are named in `short-lived-log-groups`. Source: AWS
/// Security Hub control `CloudWatch.16`; the days are configured.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Events are still there when an anomaly is looked into."),
    supports("CC7.3" = "What belongs to a security event can be gathered after months."),
    needs("log-groups", "trails"),
    remedy = "`aws logs put-retention-policy --log-group-name NAME --retention-in-days 365`, or name \
              the group in `short-lived-log-groups`; then collect the log groups again.",
)]
pub(crate) fn log_retention(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let least = subjects.config.min_retention_days;
    let estate = subjects.estate;
    for group in &estate.log_groups {
        let subject = group.subject();
        let excused = subjects
            .config
            .short_lived_log_groups
            .iter()
            .any(|pattern| fits(pattern, &group.name));
        let finding = match group.days {
            None if group.whole => Finding::pass(subject).actual("kept for ever"),
            Some(days) if days >= i64::from(least) => {
                Finding::pass(subject).actual(format!("retentionInDays {days}"))
            }
            Some(days) if excused => Finding::not_applicable(subject).actual(format!(
                "retentionInDays {days}; named in `short-lived-log-groups`"
            )),
            None => Finding::inconclusive(subject).actual(
                "no retentionInDays, but no arn and no storedBytes either, so that the record is not \
                 whole; collect it without `--query`",
            ),
            Some(days) => Finding::fail(subject).actual(format!("retentionInDays {days}")),
        };
        findings.push(
            finding
                .expected(format!("retentionInDays of at least {least}, or none"))
                .at(group.place.clone()),
        );
    }
    for trail in &estate.trails {
        if let Some(finding) = unlisted_group(estate, trail) {
            findings.push(finding);
        }
    }
    unanswered(subjects, findings, "describe-log-groups", |region| {
        // A log group's ARN tells the region of an answer whose path does not.
        let here = |group: &LogGroup| group.region.as_deref() == Some(region);
        estate.answered_for(LOG_GROUPS, region) || estate.log_groups.iter().any(here)
    });
}

/// What is open where log groups are listed without that to which a trail of the account delivers.
fn unlisted_group(estate: &Estate, trail: &Trail) -> Option<Finding> {
    let (name, region, account) = trail.log_group()?;
    let other = !estate.accounts.is_empty() && !estate.accounts.contains(account);
    let is_it = |group: &LogGroup| {
        group.name == name && group.region.as_deref().is_none_or(|of| of == region)
    };
    if other || name.is_empty() || estate.log_groups.iter().any(is_it) {
        return None;
    }
    Some(
        Finding::inconclusive(format!("{name} ({region})"))
            .expected("the retentionInDays of the log group to which the trail delivers")
            .actual(format!(
                "no answer of describe-log-groups lists it, but the trail {} delivers to it; collect \
                 all log groups of {region}",
                trail.name
            ))
            .at(trail.place.clone()),
    )
}
