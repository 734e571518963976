//! What the token of a job may do, and where it stays.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::config::DefaultToken;
use crate::files::{File, Job};

/// Scopes of `permissions`, as GitHub documents them.
const SCOPES: &[&str] = &[
    "actions",
    "attestations",
    "artifact-metadata",
    "checks",
    "contents",
    "deployments",
    "discussions",
    "id-token",
    "issues",
    "models",
    "packages",
    "pages",
    "pull-requests",
    "repository-projects",
    "security-events",
    "statuses",
];

/// Each job's token has only the rights that the job states
///
/// Whatever runs in a job can use its token. Judged by the job's `permissions`, else the workflow's;
/// rights to write belong to the one job that needs them, so a workflow with several jobs must not
/// give them to all. Where nothing is written the organisation's setting decides, which no workflow
/// file shows: such a job is inconclusive until `default-token-permissions` says what it is. Source:
/// GitHub's security hardening guide, "Restricting permissions for tokens"; `OpenSSF` Scorecard,
/// Token-Permissions.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "Least privilege for the identities of the pipeline: each job has the rights that were stated for it in a reviewed file, and no others."),
    supports("CC6.1" = "A job that is taken over cannot write where it was not allowed to."),
    supports("CC8.1" = "A job without rights to write cannot change code or releases past review."),
    remedy = "Write `permissions: {}` or `permissions: { contents: read }` at the top of the workflow \
              and give further rights to the single job that needs them.",
)]
pub(crate) fn token_permissions_limited(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for file in subjects.workflows() {
        for job in &file.jobs {
            findings.push(permissions(subjects, file, job));
        }
    }
}

fn permissions(subjects: &Subjects<'_, '_>, file: &File<'_>, job: &Job<'_>) -> Finding {
    let subject = job.subject.as_str();
    let own = job.at.get("permissions");
    let inherited = own.is_none();
    let Some(at) = own.or_else(|| file.root.get("permissions")) else {
        return unset(subjects, file, job);
    };
    let whence = if inherited { "workflow" } else { "job" };
    let finding = match (at.kind(), at.as_str()) {
        (_, Some("write-all")) => Finding::fail(subject).actual(format!("{whence}: write-all")),
        (_, Some("read-all")) => Finding::when(subjects.config.allow_read_all, subject)
            .actual(format!("{whence}: read-all")),
        (Kind::Object, _) => scopes(&at, whence, inherited && file.jobs.len() > 1, subject),
        _ => Finding::inconclusive(subject)
            .actual(format!("{whence}: `permissions` is {}", at.summary())),
    };
    finding
        .expected("permissions that name what the job needs, with rights to write only on the job")
        .at(at.place())
}

fn scopes(at: &At<'_>, whence: &str, shared: bool, subject: &str) -> Finding {
    let mut stated = Vec::new();
    let mut writes = Vec::new();
    for (scope, value) in at.members() {
        let level = value.as_str().unwrap_or_default();
        let known = SCOPES.contains(&scope) && matches!(level, "read" | "write" | "none");
        if !known {
            return Finding::inconclusive(subject).actual(format!(
                "{whence}: `{scope}: {}` is no permission that is known",
                value.summary()
            ));
        }
        if level == "write" {
            writes.push(scope);
        }
        stated.push(format!("{scope}: {level}"));
    }
    if shared && !writes.is_empty() {
        return Finding::fail(subject).actual(format!(
            "workflow, for every job: write to {}",
            writes.join(", ")
        ));
    }
    let stated = if stated.is_empty() {
        "none".to_owned()
    } else {
        stated.join(", ")
    };
    Finding::pass(subject).actual(format!("{whence}: {stated}"))
}

fn unset(subjects: &Subjects<'_, '_>, file: &File<'_>, job: &Job<'_>) -> Finding {
    let subject = job.subject.as_str();
    let finding = if file
        .triggers
        .iter()
        .all(|(event, _)| *event == "workflow_call")
        && !file.triggers.is_empty()
    {
        Finding::not_applicable(subject)
            .actual("only other workflows call it: the calling job's permissions apply")
    } else {
        match subjects.config.default_token_permissions {
            DefaultToken::Unknown => Finding::inconclusive(subject).actual(
                "no `permissions`: a setting of the organisation or repository decides, and \
                 `default-token-permissions` does not say which",
            ),
            DefaultToken::Restricted => Finding::pass(subject)
                .actual("no `permissions`: the configured default is restricted to reading"),
            DefaultToken::Permissive => Finding::fail(subject)
                .actual("no `permissions`: the configured default is to write nearly everything"),
        }
    };
    finding
        .expected("permissions that name what the job needs")
        .at(job.at.place())
}

/// Checkouts do not keep the token in the working copy
///
/// `actions/checkout` stores the token for later `git` commands unless it is told not to, so every
/// later step can read it, and an artifact or image that takes in the working copy may carry it away.
/// Source: zizmor, artipacked.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.1" = "A credential does not lie where steps that do not need it can read it."),
    remedy = "Add `persist-credentials: false` under `with` of the checkout. A job that pushes can \
              hand the token to that one step. An organisation that does not claim this can put the \
              control in `leave-out`.",
)]
pub(crate) fn checkout_token_not_kept(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for (_, _, step) in subjects.steps() {
        if step.action().as_deref() != Some("actions/checkout") {
            continue;
        }
        let value = step.with("persist-credentials");
        let subject = step.subject.as_str();
        let written = value.as_ref().map(At::summary);
        let finding = match written.as_deref() {
            Some(text) if text.eq_ignore_ascii_case("false") => {
                Finding::pass(subject).actual("persist-credentials: false")
            }
            Some(text) if text.eq_ignore_ascii_case("true") => {
                Finding::fail(subject).actual("persist-credentials: true")
            }
            Some(text) => {
                Finding::inconclusive(subject).actual(format!("persist-credentials: {text}"))
            }
            None => Finding::fail(subject).actual("persist-credentials is not set, so it is true"),
        };
        let place = value.as_ref().map_or_else(|| step.at.place(), At::place);
        findings.push(finding.expected("persist-credentials: false").at(place));
    }
}
