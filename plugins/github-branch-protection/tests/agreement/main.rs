//! Agreement with real answers: the examples of GitHub's own API description and recorded exchanges
//! with the API. `TICKMARK_CORPUS` names the folder that holds them; without it every trial is
//! skipped by name.

mod examples;
mod exchanges;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_github_branch_protection::GithubBranchProtection;
use tickmark_plugin::reexport::serde_json::Value;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

/// Every control, in the order in which the plugin describes them.
const CONTROLS: [&str; 11] = [
    "reviews-required",
    "code-owner-review-required",
    "stale-reviews-dismissed",
    "last-push-approval-required",
    "conversation-resolution-required",
    "status-checks-required",
    "bypass-restricted",
    "force-push-blocked",
    "deletion-blocked",
    "signed-commits-required",
    "linear-history-required",
];

type Judgement = Result<(), Failed>;

fn main() {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trial = |folder: &str, file: &str, judge: fn(&Path) -> Judgement| {
        let path = corpus.as_ref().map(|corpus| corpus.join(folder).join(file));
        Trial::test(file, move || path.as_deref().map_or(Ok(()), judge))
            .with_ignored_flag(corpus.is_none())
    };
    let examples = examples::FILES
        .iter()
        .map(|file| trial(examples::FOLDER, file, examples::judge));
    let exchanges = exchanges::FILES
        .iter()
        .map(|file| trial(exchanges::FOLDER, file, exchanges::judge));
    let trials = examples.chain(exchanges).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Runs the plugin on files that lie at these paths.
fn run_on(config: &Value, files: &[(&str, &[u8])]) -> Result<Report, Failed> {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, bytes)| {
            evidence.file("settings", path, *bytes)
        });
    run::<GithubBranchProtection>(&config.to_string(), "2026-11-22", &evidence)
        .map_err(|failure| format!("{failure:?}").into())
}

/// Holds the outcome of every control about a subject.
fn hold(report: &Report, subject: &str, expected: &[Outcome; 11]) -> Judgement {
    for (control, outcome) in CONTROLS.into_iter().zip(expected) {
        let findings = report.about(control, subject);
        if findings.len() != 1 || findings[0].outcome != *outcome {
            return Err(
                format!("{control} about {subject} is not {outcome:?}: {findings:?}").into(),
            );
        }
    }
    Ok(())
}

/// Holds that a finding says something.
fn says(report: &Report, control: &str, subject: &str, words: &str) -> Judgement {
    let findings = report.about(control, subject);
    if findings
        .iter()
        .any(|finding| finding.actual.contains(words))
    {
        Ok(())
    } else {
        Err(format!("{control} about {subject} does not say `{words}`: {findings:?}").into())
    }
}
