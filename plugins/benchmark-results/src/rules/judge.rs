//! Turns what came of one check into findings: the same way for every control that looks at checks.

use tickmark_plugin::prelude::*;

use crate::config::{Config, ManualChecks};
use crate::results::{Row, Scan, Tested, Verdict};
use crate::words::count;

/// How many resources of one check are named one by one. A misconfigured default fails thousands of
/// them, and all after these are the same finding.
const MAX_NAMED: usize = 100;

/// What the checks of a scan come to that a control is about. A scan without such a check is named, so
/// that a part of a benchmark that was not run is seen.
pub(crate) fn judge_some(
    scan: &Scan,
    usual: Severity,
    config: &Config,
    about: impl Fn(&str, &Tested) -> bool,
) -> Vec<Finding> {
    let mut any = false;
    let mut findings = Vec::new();
    for (name, tested) in &scan.checks {
        if about(name, tested) {
            any = true;
            findings.extend(judge(scan, name, tested, usual, config));
        }
    }
    if !any {
        findings.push(
            Finding::not_applicable(scan.subject())
                .actual("the scan has no check that this control is about")
                .at(scan.place.clone()),
        );
    }
    findings
}

/// What a check comes to. `usual` is the severity of the control.
pub(crate) fn judge(
    scan: &Scan,
    name: &str,
    tested: &Tested,
    usual: Severity,
    config: &Config,
) -> Vec<Finding> {
    let subject = format!("{} {}: {name}", scan.scanner, scan.target);
    let expected = format!("the check passes: {}", tested.title);
    let mut findings = Vec::new();
    if let Some(place) = &tested.first_pass {
        findings.push(
            Finding::pass(&subject)
                .expected(&expected)
                .actual(format!("{} passed", count(tested.passes, "result")))
                .at(place.clone()),
        );
    }
    let counts = config.fail_severity.counts(tested.rating);
    let (mut named, mut unnamed) = (0, Vec::new());
    let mut aside: [Vec<&Row>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for row in &tested.rows {
        match row.verdict {
            Verdict::NotApplicable => aside[0].push(row),
            Verdict::Manual if config.manual_checks == ManualChecks::NotApplicable => {
                aside[1].push(row);
            }
            Verdict::Fail | Verdict::Error | Verdict::Unchecked if !counts => aside[2].push(row),
            _ if named == MAX_NAMED => unnamed.push(row),
            _ => {
                named += 1;
                let subject = if row.resource.is_empty() {
                    subject.clone()
                } else {
                    format!("{subject}: {}", row.resource)
                };
                findings.push(open(row, subject, &expected, tested, usual, scan));
            }
        }
    }
    if let Some(first) = unnamed.first() {
        let row = Row {
            verdict: unnamed
                .iter()
                .fold(Verdict::Error, |worst, row| match row.verdict {
                    Verdict::Fail => Verdict::Fail,
                    _ => worst,
                }),
            note: format!("{} more like those that are named", unnamed.len()),
            resource: String::new(),
            place: first.place.clone(),
            exception: None,
        };
        let subject = format!("{subject}: all others");
        findings.push(open(&row, subject, &expected, tested, usual, scan));
    }
    let threshold = config.fail_severity.rating().name();
    let below = format!("rated {}, below {threshold}", tested.rating.name());
    let whys = [
        "the scanner found it not applicable",
        "left to a person",
        below.as_str(),
    ];
    for (rows, why) in aside.iter().zip(whys) {
        if let Some(first) = rows.first() {
            findings.push(
                Finding::not_applicable(&subject)
                    .expected(&expected)
                    .actual(format!(
                        "{}: {why}: {}",
                        count(rows.len(), "result"),
                        first.note
                    ))
                    .at(first.place.clone()),
            );
        }
    }
    findings
}

/// A result that does not pass and counts.
fn open(
    row: &Row,
    subject: String,
    expected: &str,
    tested: &Tested,
    usual: Severity,
    scan: &Scan,
) -> Finding {
    let said = row
        .exception
        .as_ref()
        .map_or_else(String::new, |exception| format!(" ({})", exception.kind));
    let finding = match row.verdict {
        Verdict::Fail => {
            let finding = Finding::fail(subject);
            match tested.rating.severity() {
                Some(rated) if rated != usual => {
                    let reason = format!("{} rates it {}", scan.scanner, tested.rating.name());
                    finding.severity(rated, reason)
                }
                _ => finding,
            }
        }
        _ => Finding::inconclusive(subject),
    };
    let what = match row.verdict {
        Verdict::Error => "not known: ",
        Verdict::Unchecked => "not checked: ",
        Verdict::Manual => "left to a person: ",
        _ => "",
    };
    let note = if row.note.is_empty() {
        "the check failed"
    } else {
        &row.note
    };
    let finding = finding
        .expected(expected)
        .actual(format!("{what}{note}{said}"))
        .at(row.place.clone());
    match row
        .exception
        .as_ref()
        .and_then(|exception| exception.reason.as_ref())
    {
        Some(reason) => finding.attribute("exception", reason),
        None => finding,
    }
}
