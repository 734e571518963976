//! What a pipeline takes from others: actions, reusable workflows and images.

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::Config;

/// The length of a commit's SHA-1, in hexadecimal digits.
const COMMIT: usize = 40;
/// The length of an image's SHA-256, in hexadecimal digits.
const DIGEST: usize = 64;

/// Actions and reusable workflows of others are pinned to a commit
///
/// A tag or branch can be moved to other code at any time, as happened to tj-actions/changed-files in
/// March 2025; a full commit hash cannot. Judged for each `uses` of a step or job; files of the same
/// repository (`./`) need none, an image (`docker://`) needs its digest, and owners that are trusted
/// can be configured (`trusted-action-owners`). Source: GitHub's security hardening guide, "Using
/// third-party actions"; `OpenSSF` Scorecard, Pinned-Dependencies.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.8" = "Only code that was chosen once runs in the pipeline; others cannot put different software under the same name."),
    supports("CC8.1" = "What builds and releases a change stays the same until a reviewed change says otherwise."),
    remedy = "Replace the tag by the full commit hash and keep the tag as a comment, as in \
              `uses: actions/checkout@<40 hex digits> # v4.2.2`; let Dependabot or Renovate raise the \
              hashes. Trust owners by name in `trusted-action-owners` where that is decided.",
)]
pub(crate) fn actions_pinned(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    let calls = subjects
        .jobs()
        .filter_map(|(_, job)| Some((&job.subject, job.uses.as_ref()?)));
    let steps = subjects
        .steps()
        .filter_map(|(_, _, step)| Some((&step.subject, step.uses.as_ref()?)));
    for (subject, at) in calls.chain(steps) {
        let Some(uses) = at.as_str() else {
            continue;
        };
        if uses.starts_with("./") {
            continue;
        }
        let expected = if uses.starts_with("docker://") {
            "a digest (@sha256: and 64 hexadecimal digits)"
        } else {
            "a commit (@ and 40 hexadecimal digits)"
        };
        let trusted = trusted(uses, subjects.config);
        let finding = if uses.contains("${{") {
            Finding::inconclusive(subject).actual(format!("{uses}: depends on an expression"))
        } else if is_pinned(uses) {
            Finding::pass(subject).actual(uses)
        } else if let Some(owner) = trusted {
            Finding::pass(subject).actual(format!("{uses}: {owner} is trusted by configuration"))
        } else {
            Finding::fail(subject).actual(uses)
        };
        findings.push(finding.expected(expected).at(at.place()));
    }
}

fn is_pinned(uses: &str) -> bool {
    match uses.strip_prefix("docker://") {
        Some(image) => has_digest(image),
        None => uses
            .rsplit_once('@')
            .is_some_and(|(_, version)| is_hex(version, COMMIT)),
    }
}

fn trusted<'c>(uses: &str, config: &'c Config) -> Option<&'c str> {
    let name = uses.split('@').next().unwrap_or_default();
    config
        .trusted_action_owners
        .iter()
        .map(String::as_str)
        .find(|owner| {
            let rest = name
                .get(..owner.len())
                .filter(|start| start.eq_ignore_ascii_case(owner))
                .map(|_| &name[owner.len()..]);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// Images of jobs and services are pinned by digest
///
/// A tag names whatever the registry holds under it today. Judged for each `container` and `services`
/// image of a job. Source: `OpenSSF` Scorecard, Pinned-Dependencies.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "The software that a job runs in is the one that was chosen."),
    supports("CC8.1" = "Tests and builds run in the same environment until a reviewed change says otherwise."),
    remedy = "Name the image by digest, as in `postgres:16.4@sha256:…`, and let Dependabot or Renovate \
              raise it. An organisation that does not claim this can put the control in `leave-out`.",
)]
pub(crate) fn container_images_pinned(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for (_, job) in subjects.jobs() {
        let container = job
            .at
            .get("container")
            .map(|at| (format!("{}, container", job.subject), at));
        let services = job.at.get("services");
        let services = services.iter().flat_map(|services| {
            services
                .members()
                .map(|(name, at)| (format!("{}, service {name}", job.subject), at))
        });
        for (subject, at) in container.into_iter().chain(services) {
            // Nothing at all is no container; a map without an image is one that is not known.
            if at.is_null() {
                continue;
            }
            let image = at.get("image").unwrap_or(at);
            let Some(text) = image.as_str() else {
                findings.push(
                    Finding::inconclusive(subject)
                        .actual("no image is named as a text")
                        .at(image.place()),
                );
                continue;
            };
            // GitHub starts no container for an empty name.
            let finding = if text.is_empty() {
                Finding::not_applicable(subject).actual("an empty name: no container is started")
            } else if text.contains("${{") {
                Finding::inconclusive(subject).actual(format!("{text}: depends on an expression"))
            } else {
                Finding::when(has_digest(text), subject).actual(text)
            };
            findings.push(
                finding
                    .expected("a digest (@sha256: and 64 hexadecimal digits)")
                    .at(image.place()),
            );
        }
    }
}

fn has_digest(image: &str) -> bool {
    image
        .rsplit_once("@sha256:")
        .is_some_and(|(_, digest)| is_hex(digest, DIGEST))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
