//! What happens to every change before it is merged.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::files::{File, Job};

/// The jobs that every change must pass run on every pull request
///
/// Judged for each repository of the evidence and each job of `required-jobs`: a workflow that
/// `pull_request` or `merge_group` starts, for every path and branch, holds the job, and its failure
/// counts. Whether a merge waits for it is a matter of branch protection. Without `required-jobs` the
/// control is not claimed. Source: none sets a number; which jobs matter is the organisation's choice.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC8.1" = "Changes are tested before they are merged; that the merge waits for it is shown by branch protection."),
    remedy = "Start the workflow by `pull_request` without `paths` or `branches` filters, keep the \
              job's key as configured, and remove `continue-on-error`.",
)]
pub(crate) fn required_jobs_run(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    let mut repositories: BTreeMap<&str, Vec<&File<'_>>> = BTreeMap::new();
    for file in subjects.workflows() {
        repositories
            .entry(repository(&file.subject))
            .or_default()
            .push(file);
    }
    for (repository, files) in repositories {
        for key in &subjects.config.required_jobs {
            let name = if repository.is_empty() {
                format!("job {key}")
            } else {
                format!("{repository}, job {key}")
            };
            findings.push(judge(&name, key, &files));
        }
    }
}

/// The folder that holds `.github`; empty for the evidence folder itself.
pub(super) fn repository(path: &str) -> &str {
    path.rsplit_once(".github/")
        .map_or("", |(folder, _)| folder.trim_end_matches('/'))
}

fn judge(subject: &str, key: &str, files: &[&File<'_>]) -> Finding {
    const EXPECTED: &str =
        "a job of this key that runs on every pull request and whose failure counts";
    let candidates: Vec<_> = files
        .iter()
        .flat_map(|file| file.jobs.iter().map(move |job| (*file, job)))
        .filter(|(_, job)| job.key == key)
        .collect();
    let mut why = None;
    for (file, job) in &candidates {
        match lack(file, job) {
            None => {
                return Finding::pass(subject)
                    .expected(EXPECTED)
                    .actual(format!("{}, started by {}", file.subject, file.events()))
                    .at(job.at.place());
            }
            Some(lack) => why = why.or(Some((lack, job.at.place()))),
        }
    }
    match why {
        Some(((Outcome::Inconclusive, what), place)) => Finding::inconclusive(subject)
            .expected(EXPECTED)
            .actual(what)
            .at(place),
        Some(((_, what), place)) => Finding::fail(subject)
            .expected(EXPECTED)
            .actual(what)
            .at(place),
        None => files.iter().fold(
            Finding::fail(subject)
                .expected(EXPECTED)
                .actual("no workflow of the repository holds such a job"),
            |finding, file| finding.at(file.root.place()),
        ),
    }
}

/// What is missing for a job to run on every pull request and to count.
fn lack(file: &File<'_>, job: &Job<'_>) -> Option<(Outcome, String)> {
    const FILTERS: &[&str] = &["paths", "paths-ignore", "branches", "branches-ignore"];
    let Some(event) = file.on("merge_group").or_else(|| file.on("pull_request")) else {
        let what = format!("{} is started by {} only", file.subject, file.events());
        return Some((Outcome::Fail, what));
    };
    if let Some(filter) = FILTERS.iter().find(|filter| event.get(filter).is_some()) {
        let what = format!(
            "{} runs for some pull requests only (`{filter}`)",
            file.subject
        );
        return Some((Outcome::Fail, what));
    }
    if let Some(condition) = job.at.get("if") {
        let what = format!("the job runs only `if` {}", condition.summary());
        return Some((Outcome::Inconclusive, what));
    }
    match job.at.get("continue-on-error") {
        Some(value) if value.as_bool() != Some(false) => Some((
            Outcome::Fail,
            format!("continue-on-error: {}", value.summary()),
        )),
        _ => None,
    }
}
