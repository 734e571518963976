//! What happens to every change before it is merged.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use tickmark_plugin::Kind;

use super::Subjects;
use super::outsiders::REPORTING;
use crate::Config;
use crate::files::{File, Job};

/// The jobs that every change must pass run on every pull request
///
/// Judged for each repository of the evidence and each job of `required-jobs`: a workflow that
/// `pull_request` or `merge_group` starts, for every path, when it is opened and at each new commit,
/// holds the job, and its failure counts, as that of its steps does. Workflows that name the branches
/// they run for must name those of `main-branches`; which branches those are is not in the files.
/// Whether a merge waits for the job is a matter of branch protection. Without `required-jobs` the
/// control is not claimed. Source: none sets a number; which jobs matter is the organisation's choice.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC8.1" = "Changes are tested before they are merged; that the merge waits for it is shown by branch protection."),
    remedy = "Start the workflow by `pull_request` without a `paths` filter and without `types`, \
              keep the job's key as configured, and remove `continue-on-error`. List the branches \
              that releases are made from in `main-branches` where `branches` stays.",
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
            findings.push(judge(&name, key, &files, subjects.config));
        }
    }
}

/// The folder that holds `.github`; empty for the evidence folder itself.
pub(super) fn repository(path: &str) -> &str {
    path.rsplit_once(".github/")
        .map_or("", |(folder, _)| folder.trim_end_matches('/'))
}

fn judge(subject: &str, key: &str, files: &[&File<'_>], config: &Config) -> Finding {
    const EXPECTED: &str =
        "a job of this key that runs on every pull request and whose failure counts";
    let candidates: Vec<_> = files
        .iter()
        .flat_map(|file| file.jobs.iter().map(move |job| (*file, job)))
        .filter(|(_, job)| job.key == key)
        .collect();
    let mut why = None;
    for (file, job) in &candidates {
        match lack(file, job, config) {
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
fn lack(file: &File<'_>, job: &Job<'_>, config: &Config) -> Option<(Outcome, String)> {
    let events: Vec<_> = ["merge_group", "pull_request"]
        .into_iter()
        .filter_map(|event| file.on(event))
        .collect();
    if events.is_empty() {
        let what = format!("{} is started by {} only", file.subject, file.events());
        return Some((Outcome::Fail, what));
    }
    // One event that starts it for every change is enough.
    let passed_over: Option<Vec<_>> = events
        .iter()
        .map(|event| some_only(file, event, config))
        .collect();
    if let Some(lack) = passed_over.and_then(|lacks| lacks.into_iter().next()) {
        return Some(lack);
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
        _ => steps_that_may_fail(job),
    }
}

/// Why an event starts the workflow for some pull requests only.
fn some_only(file: &File<'_>, event: &At<'_>, config: &Config) -> Option<(Outcome, String)> {
    // A pull request that nothing was added to since keeps the result it had.
    const TYPES: &[&str] = &["opened", "synchronize"];
    let some = |outcome, filter: &str| {
        let what = format!(
            "{} runs for some pull requests only (`{filter}`)",
            file.subject
        );
        Some((outcome, what))
    };
    for filter in ["paths", "paths-ignore"] {
        if event.get(filter).is_some() {
            return some(Outcome::Fail, filter);
        }
    }
    if let Some(types) = event.get("types") {
        let given = list(&types);
        let queue = given.iter().any(|given| given == "checks_requested");
        let all = TYPES
            .iter()
            .all(|wanted| given.iter().any(|given| given == wanted));
        if !all && !queue {
            let what = format!(
                "{} does not run both when a pull request is opened and at each new commit (`types`: {})",
                file.subject,
                given.join(", ")
            );
            return Some((Outcome::Fail, what));
        }
    }
    for filter in ["branches", "branches-ignore"] {
        let Some(patterns) = event.get(filter).map(|at| list(&at)) else {
            continue;
        };
        if filter == "branches"
            && patterns.iter().any(|pattern| pattern == "**")
            && patterns.len() == 1
        {
            continue;
        }
        if config.main_branches.is_empty() {
            let what = format!(
                "{} runs for pull requests by their target branch (`{filter}`: {}); which branches releases are made from is not configured (`main-branches`)",
                file.subject,
                patterns.join(", ")
            );
            return Some((Outcome::Inconclusive, what));
        }
        for branch in &config.main_branches {
            match (filter, named(&patterns, branch)) {
                (_, None) => return some(Outcome::Inconclusive, filter),
                ("branches", Some(false)) | ("branches-ignore", Some(true)) => {
                    return some(Outcome::Fail, filter);
                }
                _ => {}
            }
        }
    }
    None
}

/// A list of texts, or a single one, which GitHub takes for a list.
fn list(at: &At<'_>) -> Vec<String> {
    match at.kind() {
        Kind::Array => at.items().map(|item| item.summary()).collect(),
        _ => vec![at.summary()],
    }
}

/// Whether patterns name a branch; `None` where they hold more than names and a star at the end.
fn named(patterns: &[String], branch: &str) -> Option<bool> {
    let mut found = false;
    for pattern in patterns {
        let (start, star) = pattern
            .strip_suffix('*')
            .map_or((pattern.as_str(), false), |start| (start, true));
        let (start, slashes) = start
            .strip_suffix('*')
            .filter(|_| star)
            .map_or((start, false), |start| (start, true));
        if start.contains(['*', '?', '+', '[', ']', '!', '\\']) {
            return None;
        }
        found |= match branch.strip_prefix(start) {
            Some(rest) if star => slashes || !rest.contains('/'),
            Some(rest) => rest.is_empty(),
            None => false,
        };
    }
    Some(found)
}

/// Steps whose failure does not fail the job. Those that only report on it may fail.
fn steps_that_may_fail(job: &Job<'_>) -> Option<(Outcome, String)> {
    let may_fail: Vec<_> = job
        .steps
        .iter()
        .filter(|step| {
            let reports = step
                .action()
                .is_some_and(|action| REPORTING.contains(&action.as_str()));
            let value = step.at.get("continue-on-error");
            !reports && value.is_some_and(|value| value.as_bool() != Some(false))
        })
        .collect();
    let first = may_fail.first()?;
    let scripts = job.steps.iter().filter(|step| step.run.is_some()).count();
    let free = may_fail.iter().filter(|step| step.run.is_some()).count();
    let step = first
        .subject
        .strip_prefix(job.subject.as_str())
        .unwrap_or(&first.subject)
        .trim_start_matches(", ");
    let what = format!("a failure of {step} does not count (continue-on-error)");
    if scripts > 0 && scripts == free {
        Some((Outcome::Fail, what))
    } else {
        let what = format!("{what}; whether the job's test is in that step is not to be seen");
        Some((Outcome::Inconclusive, what))
    }
}
