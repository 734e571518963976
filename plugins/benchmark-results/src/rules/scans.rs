//! The controls over the scans as such: their age, whether they are whole, and what they cover.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::results::{Scan, When};
use crate::words::{count, matches};

/// How many files are cited for what is in none of them.
const MAX_PLACES: usize = 20;

/// Every target was scanned recently
///
/// Takes the latest scan of each target against each benchmark. A benchmark finds what has drifted
/// only when it is run again, and an auditor samples the dates. The day comes from the results; for
/// kube-bench, which writes none, from the collection that `evidence.toml` states. The limit,
/// `max-scan-age-days`, is a week: the cadence that auditors commonly see.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.1" = "Scanning systems regularly against a configuration standard is how insecure changes of configuration are detected."),
    supports("CC4.1" = "Regular scans are ongoing evaluations of controls over systems."),
    remedy = "Run the scanner on a schedule and collect its results with every run.",
)]
pub(super) fn scan_recent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut latest: BTreeMap<String, &Scan> = BTreeMap::new();
    for scan in &subjects.results.scans {
        let known = latest.entry(scan.subject()).or_insert(scan);
        if scan.when.day() > known.when.day() {
            *known = scan;
        }
    }
    let limit = i64::from(subjects.config.max_scan_age_days);
    for (subject, scan) in latest {
        let day = match &scan.when {
            When::On(day) if *day > subjects.as_of => {
                let finding = Finding::inconclusive(subject)
                    .actual(format!("dated {day}, after {}", subjects.as_of));
                findings.push(finding.at(scan.place.clone()));
                continue;
            }
            When::On(day) => *day,
            When::Unknown(why) => {
                findings.push(
                    Finding::inconclusive(subject)
                        .actual(why)
                        .at(scan.place.clone()),
                );
                continue;
            }
        };
        let age = subjects.as_of.days_since(day);
        findings.push(
            Finding::when(age <= limit, subject)
                .expected(format!("a scan at most {limit} days old"))
                .actual(format!(
                    "scanned on {day}, {age} days before {}",
                    subjects.as_of
                ))
                .at(scan.place.clone())
                .occurred(day),
        );
    }
}

/// Scans decide what their benchmark asks
///
/// Counts the results of each scan. An error or an unchecked rule is a gap that a summary of passes
/// hides, and a scan with the content of another operating system finds everything not applicable and
/// reports no failure at all. Totals that the scanner states have to agree with the results in the
/// file. What the benchmark leaves to a person is counted and named; `max-open-percent` says how many
/// errors and unchecked results are tolerated, by default none.
#[control(
    severity = Medium,
    method = Records,
    supports("CC7.1" = "What a scan could not decide, it did not look for."),
    remedy = "Give the scanner the rights that it lacks, choose the content that fits the system, and \
              collect the report as it was written.",
)]
pub(super) fn scan_complete(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = subjects.config.max_open_percent as usize;
    let expected = format!("some checks decided and at most {limit} % errors or unchecked");
    for scan in &subjects.results.scans {
        let counts = scan.counts;
        if let Some(first) = scan.contradictions.first() {
            findings.push(
                Finding::fail(scan.subject())
                    .expected("totals that agree with the results")
                    .actual(format!(
                        "{}: {}",
                        count(scan.contradictions.len(), "contradiction"),
                        first.message
                    ))
                    .at(first.place.clone()),
            );
            continue;
        }
        let decided = counts.passed + counts.failed;
        let whole = decided > 0 && counts.open() * 100 <= limit * counts.asked_for();
        findings.push(
            Finding::when(whole, scan.subject())
                .expected(&expected)
                .actual(format!(
                    "{}: {} passed, {} failed, {} errors, {} unchecked, {} left to a person, \
                     {} not applicable; {} not selected",
                    count(counts.asked_for(), "result"),
                    counts.passed,
                    counts.failed,
                    counts.errors,
                    counts.unchecked,
                    counts.manual,
                    counts.not_applicable,
                    counts.not_selected
                ))
                .at(scan.place.clone()),
        );
    }
}

/// Every expected target was scanned
///
/// Holds the targets of all scans against `expected-targets`. A scanner says nothing about the
/// account or host that it was never pointed at; only a list from elsewhere shows that it is missing.
#[control(
    severity = High,
    method = Records,
    supports(
        "CC7.1" = "Weaknesses of a system that is not scanned stay unknown.",
        "CC2.1" = "Results that cover the known systems are complete information.",
    ),
    remedy = "Scan the target too, or take it off the list when it no longer exists.",
)]
pub(super) fn expected_targets_scanned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for pattern in &subjects.config.expected_targets {
        let scans: Vec<&Scan> = subjects
            .results
            .scans
            .iter()
            .filter(|scan| matches(pattern, &scan.target))
            .collect();
        let finding = match scans.first() {
            Some(first) => Finding::pass(pattern)
                .actual(format!(
                    "{}, as in {}",
                    count(scans.len(), "scan"),
                    first.subject()
                ))
                .at(first.place.clone()),
            // What could not be read may hold the scan.
            None if !subjects.results.problems.is_empty() => Finding::inconclusive(pattern)
                .actual("no scan of it is there, but not everything could be read"),
            None => subjects.results.files.iter().take(MAX_PLACES).fold(
                Finding::fail(pattern).actual("no scan of it is among the results"),
                |finding, (_, place)| finding.at(place.clone()),
            ),
        };
        findings.push(finding.expected("a scan of this target"));
    }
}
