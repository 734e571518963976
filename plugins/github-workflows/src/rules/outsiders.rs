//! Code of outsiders, and the rights with which it may come to run.

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::scripts::{PRIVILEGED, scripts};
use crate::expressions::{Context, Segment, contexts};
use crate::files::{File, Job, Step};
use crate::taint::Scope;

/// Contexts that name a pull request's own code, or where to find it.
const HEADS: &[&[&str]] = &[
    &["github", "event", "issue", "number"],
    &["github", "event", "number"],
    &["github", "event", "pull_request", "head"],
    &["github", "event", "pull_request", "merge_commit_sha"],
    &["github", "event", "pull_request", "number"],
    &["github", "event", "workflow_run", "head_branch"],
    &["github", "event", "workflow_run", "head_commit"],
    &["github", "event", "workflow_run", "head_repository"],
    &["github", "event", "workflow_run", "head_sha"],
    &["github", "event", "workflow_run", "pull_requests"],
    &["github", "head_ref"],
];

/// Contexts that name the repository's own code.
const OWN: &[&[&str]] = &[
    &["github", "base_ref"],
    &["github", "event", "pull_request", "base"],
    &["github", "event", "repository"],
    &["github", "ref"],
    &["github", "ref_name"],
    &["github", "repository"],
    &["github", "sha"],
    &["github", "workflow_sha"],
    &["secrets"],
    &["vars"],
];

/// Code from forks never runs with the repository's own rights
///
/// `pull_request_target`, `workflow_run` and comments start a workflow with the repository's secrets
/// and a token that may write, although an outsider caused it. Such a workflow must not check out the
/// outsider's code: its build scripts, tests and settings would run with those rights. Judged by the
/// `ref` and `repository` of each checkout and by `git` and `gh` commands; guards in `if` are not
/// weighed. Data that an earlier run left (artifacts, caches) is not examined. Source: `OpenSSF`
/// Scorecard, Dangerous-Workflow; GitHub Security Lab, "Preventing pwn requests".
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.8" = "Code that nobody in the organisation has reviewed does not run with its secrets and rights."),
    supports("CC6.1" = "Secrets of the pipeline are out of reach of people outside."),
    supports("CC8.1" = "Changes take effect through review, not by opening a pull request."),
    remedy = "Build pull requests under `pull_request`, which has neither secrets nor rights to write, \
              and leave to `pull_request_target` or `workflow_run` what needs rights, without checking \
              out the pull request.",
)]
pub(crate) fn outsiders_code_without_rights(
    subjects: &Subjects<'_, '_>,
    findings: &mut Findings<'_>,
) {
    for file in subjects.workflows() {
        let on = file.root.get("on");
        let place = on.as_ref().map_or_else(|| file.root.place(), At::place);
        let privileged: Vec<&str> = PRIVILEGED
            .iter()
            .copied()
            .filter(|event| file.on(event).is_some())
            .collect();
        let callable = file.on("workflow_call").is_some();
        if privileged.is_empty() && !callable {
            findings.push(
                Finding::pass(&file.subject)
                    .expected(EXPECTED)
                    .actual(format!("started by {}", file.events()))
                    .at(place),
            );
            continue;
        }
        findings.push(judge(subjects, file, &privileged, place));
    }
}

const EXPECTED: &str = "no checkout of a pull request's code where outsiders start the workflow";

/// How surely a step brings in outsiders' code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Brings {
    No,
    Perhaps,
    Yes,
}

fn judge(
    subjects: &Subjects<'_, '_>,
    file: &File<'_>,
    privileged: &[&str],
    place: Location,
) -> Finding {
    let mut worst: Option<(Brings, String, Location)> = None;
    for job in &file.jobs {
        let steps = job.steps.iter().map(|step| {
            let scope = Scope {
                file,
                job,
                step: Some(step),
                config: subjects.config,
            };
            (brings(step, &scope), step.subject.clone(), step.at.place())
        });
        let call = job
            .uses
            .as_ref()
            .map(|uses| (called(job), job.subject.clone(), uses.place()));
        for (brings, subject, place) in steps.chain(call) {
            if brings > worst.as_ref().map_or(Brings::No, |(known, _, _)| *known) {
                worst = Some((brings, subject, place));
            }
        }
    }
    let events = privileged.join(", ");
    let step = |subject: &str| {
        let rest = subject
            .strip_prefix(file.subject.as_str())
            .unwrap_or(subject);
        rest.trim_start_matches(", ").to_owned()
    };
    let finding = match worst {
        // Called by others only: with which rights is not to be seen here.
        Some((_, subject, place)) if privileged.is_empty() => Finding::inconclusive(&file.subject)
            .actual(format!(
                "{} may bring in a pull request's code; which events start the callers is not to be seen",
                step(&subject)
            ))
            .at(place),
        Some((Brings::Yes, subject, place)) => Finding::fail(&file.subject)
            .actual(format!(
                "started by {events}; {} brings in the pull request's code",
                step(&subject)
            ))
            .at(place),
        Some((_, subject, place)) => Finding::inconclusive(&file.subject)
            .actual(format!(
                "started by {events}; whether {} brings in the pull request's code is not to be seen",
                step(&subject)
            ))
            .at(place),
        None if privileged.is_empty() => Finding::pass(&file.subject)
            .actual(format!("started by {}, and brings in no such code", file.events())),
        None => Finding::pass(&file.subject)
            .actual(format!("started by {events}, and brings in no such code")),
    };
    finding.expected(EXPECTED).at(place)
}

/// A called workflow that is told the pull request's head may check it out.
fn called(job: &Job<'_>) -> Brings {
    let Some(with) = job.at.get("with") else {
        return Brings::No;
    };
    let told = with
        .members()
        .filter_map(|(_, value)| contexts(value.as_str()?).ok())
        .flatten()
        .any(|context| starts(&context, HEADS));
    if told { Brings::Perhaps } else { Brings::No }
}

fn brings(step: &Step<'_>, scope: &Scope<'_, '_>) -> Brings {
    if step.action().as_deref() == Some("actions/checkout") {
        return ["ref", "repository"]
            .into_iter()
            .filter_map(|input| step.with(input))
            .map(|value| source(&value.summary(), scope))
            .max()
            .unwrap_or(Brings::No);
    }
    scripts(step)
        .iter()
        .filter_map(At::as_str)
        .map(|text| script(text, step))
        .max()
        .unwrap_or(Brings::No)
}

/// Where a checkout's `ref` or `repository` leads.
fn source(text: &str, scope: &Scope<'_, '_>) -> Brings {
    let Ok(contexts) = contexts(text) else {
        return Brings::Perhaps;
    };
    let through = scope.values(text);
    if contexts
        .iter()
        .chain(&through)
        .any(|context| starts(context, HEADS))
        || text.contains("refs/pull/")
    {
        Brings::Yes
    } else if contexts.iter().all(|context| starts(context, OWN)) {
        Brings::No
    } else {
        Brings::Perhaps
    }
}

fn script(text: &str, step: &Step<'_>) -> Brings {
    let commands = words(text);
    if commands.contains("gh pr checkout") {
        return Brings::Yes;
    }
    let fetches = [
        "git checkout",
        "git fetch",
        "git merge",
        "git pull",
        "git switch",
        "git clone",
    ]
    .iter()
    .any(|command| commands.contains(command));
    let env = step.at.get("env");
    let told = env
        .iter()
        .flat_map(|env| env.members().filter_map(|(_, value)| value.as_str()))
        .chain(std::iter::once(text))
        .filter_map(|text| contexts(text).ok())
        .flatten()
        .any(|context| starts(&context, HEADS));
    if fetches && (told || commands.contains("refs/pull/") || commands.contains(" pull/")) {
        Brings::Perhaps
    } else {
        Brings::No
    }
}

/// A script with single spaces between its words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn starts(context: &Context, lists: &[&[&str]]) -> bool {
    lists.iter().any(|wanted| {
        context.path.len() >= wanted.len()
            && context
                .path
                .iter()
                .zip(*wanted)
                .all(|(segment, name)| matches!(segment, Segment::Name(given) if given == name))
    })
}
