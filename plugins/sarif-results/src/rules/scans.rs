//! Rules about the scans themselves.

use tickmark_plugin::prelude::*;
use tickmark_plugin::words::like;

use crate::Config;
use crate::invocation::{Ended, Health};
use crate::log::Scans;
use crate::run::Run;

/// Every scan ran to its end
///
/// A run passes when it lists its results and no invocation of it failed or reported an error. SARIF
/// 2.1.0 (3.14.23) keeps a scan that found nothing, with an empty list of results, apart from one that
/// did not take place, without a list. An auditor relies on a clean result only if the scan behind it
/// is known to have been whole.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC7.1" = "A scan that failed unnoticed leaves weaknesses unfound.",
        "CC8.1" = "A check of changes that does not run lets any change through.",
    ),
    remedy = "Mend what made the scan fail and run it again; where an error is known to leave the results whole, name it in `tolerated-notifications`.",
)]
pub(crate) fn scans_succeeded(scans: &Scans, _: &Config, findings: &mut Findings<'_>) {
    for run in &scans.runs {
        let finding = match &run.health {
            Health::Ran(_) => Finding::pass(&run.subject),
            Health::Failed(_) | Health::NotRun(_) => Finding::fail(&run.subject),
            Health::Unclear(_) => Finding::inconclusive(&run.subject),
        };
        let finding = described(finding, run)
            .expected("a list of results and no failed or erroneous invocation")
            .actual(run.health.words());
        let finding = match &run.health {
            Health::Failed(reasons) => reasons
                .iter()
                .take(3)
                .fold(finding, |finding, (_, place)| finding.at(place.clone())),
            _ => finding.at(run.place.clone()),
        };
        findings.push(finding);
    }
}

/// Scans are recent
///
/// The day of a scan is the end of its last invocation, else its start, else the day on which the file
/// was collected. A scan for secrets alone does not apply. It must lie at most `max-scan-age-days` before the as-of date. New weaknesses become
/// known every day, so an old scan says little; weekly scans are the usual commitment, and CIS Controls
/// 8.1 (7.5, 7.6) ask for them at least quarterly inside and monthly outside.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.1" = "Scans for weaknesses take place regularly, which is how newly found ones are detected."),
    remedy = "Run the scan on a schedule as well as on changes, and collect its newest file.",
)]
pub(crate) fn code_scans_recent(scans: &Scans, config: &Config, findings: &mut Findings<'_>) {
    for run in &scans.runs {
        findings.push(if run.secret_tool {
            Finding::not_applicable(&run.subject)
                .actual("the tool only looks for secrets")
                .at(run.place.clone())
        } else {
            recency(run, scans.as_of, config)
        });
    }
}

/// Whether a run still shows today's state.
pub(super) fn is_recent(run: &Run, scans: &Scans, config: &Config) -> bool {
    recency(run, scans.as_of, config).outcome == Outcome::Pass
}

fn recency(run: &Run, as_of: Day, config: &Config) -> Finding {
    let most = i64::from(config.max_scan_age_days);
    let expected = format!("a scan at most {most} days before {as_of}");
    let unknown = |why: String, place: Location| {
        Finding::inconclusive(&run.subject)
            .expected(&expected)
            .actual(why)
            .at(place)
    };
    if !run.health.is_whole() {
        return unknown(
            format!("the scan shows nothing: {}", run.health.words()),
            run.place.clone(),
        );
    }
    let (day, place, of) = match &run.ended {
        Ended::At(day, place, of) => (*day, place.clone(), *of),
        Ended::Unreadable(why, place) => return unknown(why.clone(), place.clone()),
        Ended::NotSaid => match run.collected {
            Some(day) => (day, run.place.clone(), "collected"),
            None => {
                return unknown(
                    "neither an invocation nor the file's provenance says when the scan was".into(),
                    run.place.clone(),
                );
            }
        },
    };
    let age = as_of.days_since(day);
    if age < 0 {
        return unknown(format!("{of} {day}, after {as_of}"), place);
    }
    described(Finding::when(age <= most, &run.subject), run)
        .expected(expected)
        .actual(format!("{of} {day}, {age} days before"))
        .at(place)
}

/// Every expected tool ran
///
/// Each name in `expected-tools` must be the tool of at least one run that ran to its end. Without the
/// list nobody notices that a scanner was dropped from a pipeline.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC7.1" = "What is to be detected is detected only by the scanners chosen for it.",
        "CC5.2" = "The scanners are technology controls that the organisation chose to run.",
        "CC8.1" = "Changes are scanned by each tool that the change process calls for.",
    ),
    remedy = "Add the scanner back to the pipeline and collect its file, or take it off `expected-tools`.",
)]
pub(crate) fn expected_tools_ran(scans: &Scans, config: &Config, findings: &mut Findings<'_>) {
    for pattern in &config.expected_tools {
        let runs: Vec<&Run> = scans
            .runs
            .iter()
            .filter(|run| like(pattern, &run.tool))
            .collect();
        let expected = "a run of the tool that ran to its end";
        let finding = match runs.iter().find(|run| run.health.is_whole()) {
            Some(run) => described(Finding::pass(pattern), run)
                .actual(format!("{}: {}", run.subject, run.health.words()))
                .at(run.place.clone()),
            None => match runs.first() {
                Some(run) => Finding::fail(pattern)
                    .actual(format!("{}: {}", run.subject, run.health.words()))
                    .at(run.place.clone()),
                None => scans.somewhere().into_iter().fold(
                    Finding::fail(pattern).actual("no run of the tool"),
                    Finding::at,
                ),
            },
        };
        findings.push(finding.expected(expected));
    }
}

/// Adds what tells a reader which version spoke.
fn described(finding: Finding, run: &Run) -> Finding {
    match &run.version {
        Some(version) => finding.attribute("tool-version", version),
        None => finding,
    }
}
