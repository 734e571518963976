//! Scripts: what is pasted into them, and what they may tell the runner.

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::files::{File, Job, Step};
use crate::taint::{Scope, Taint};

/// Actions that run a text of their input as a script: action, input. The first is GitHub's own; the
/// others are those of zizmor's list that are used most.
const SCRIPT_INPUTS: &[(&str, &str)] = &[
    ("actions/github-script", "script"),
    ("addnab/docker-run-action", "run"),
    ("amadevus/pwsh-script", "script"),
    ("appleboy/ssh-action", "script"),
    ("azure/cli", "inlinescript"),
    ("azure/powershell", "inlinescript"),
    ("nick-fields/retry", "command"),
];

/// Events that outsiders cause and that run with the repository's own secrets and token.
pub(super) const PRIVILEGED: &[&str] = &[
    "discussion",
    "discussion_comment",
    "issue_comment",
    "issues",
    "pull_request_target",
    "workflow_run",
];

/// The scripts of a step: where each stands, and what runs it.
pub(super) fn scripts<'a>(step: &Step<'a>) -> Vec<At<'a>> {
    let mut scripts: Vec<_> = step.run.iter().cloned().collect();
    if let Some(action) = step.action() {
        scripts.extend(
            SCRIPT_INPUTS
                .iter()
                .filter(|(name, _)| *name == action)
                .filter_map(|(_, input)| step.with(input)),
        );
    }
    scripts
}

/// No script contains text that outsiders can write
///
/// `${{ … }}` is replaced before the shell starts, so the title of an issue or the name of a branch
/// becomes part of the program. Expressions are parsed and followed through `env`, job outputs and
/// the matrix; what a step computes (`steps.*.outputs`) is not followed. Inputs of reusable workflows
/// and composite actions are inconclusive, because their callers are not to be seen
/// (`trust-caller-inputs`). A value that reaches the script as an environment variable is data, and
/// fine. Source: GitHub's security hardening guide, "Understanding the risk of script injections".
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.8" = "Outsiders cannot have commands of their own run in the pipeline by writing them into a title, a comment or a branch name."),
    supports("CC8.1" = "Nothing but reviewed scripts takes part in building and releasing changes."),
    remedy = "Put the value in `env` of the step and use it as a quoted shell variable: \
              `env: { TITLE: '${{ github.event.issue.title }}' }`, then `echo \"$TITLE\"`.",
)]
pub(crate) fn scripts_without_untrusted_input(
    subjects: &Subjects<'_, '_>,
    findings: &mut Findings<'_>,
) {
    for (file, job) in subjects.jobs() {
        let mut clean = 0;
        let mut first = None;
        for step in &job.steps {
            let scope = Scope {
                file,
                job,
                step: Some(step),
                config: subjects.config,
            };
            let found = scripts(step);
            if found.is_empty() {
                continue;
            }
            if let Some(finding) = injected(file, step, &found, scope) {
                findings.push(finding);
            } else {
                clean += 1;
                first.get_or_insert_with(|| found[0].place());
            }
        }
        if let Some(place) = first {
            let others = if clean == 1 { "" } else { "s" };
            findings.push(
                Finding::pass(&job.subject)
                    .expected(EXPECTED)
                    .actual(format!("{clean} script{others} without such text"))
                    .at(place),
            );
        }
    }
}

const EXPECTED: &str = "no expression that outsiders can write inside a script";

fn injected(
    file: &File<'_>,
    step: &Step<'_>,
    scripts: &[At<'_>],
    scope: Scope<'_, '_>,
) -> Option<Finding> {
    let mut untrusted = Vec::new();
    let mut unknown = Vec::new();
    let mut places = Vec::new();
    for script in scripts {
        let Some(text) = script.as_str() else {
            continue;
        };
        let taints = scope.taints(text);
        if !taints.is_empty() {
            places.push(script.place());
        }
        for taint in taints {
            match taint {
                Taint::Untrusted(context) => untrusted.push(context),
                Taint::Unknown(why) => unknown.push(why),
            }
        }
    }
    let finding = if !untrusted.is_empty() {
        let finding = Finding::fail(&step.subject).actual(untrusted.join(", "));
        match PRIVILEGED.iter().find(|event| file.on(event).is_some()) {
            Some(event) => finding.severity(
                Severity::Critical,
                format!("outsiders start it through {event}, with the repository's own secrets"),
            ),
            None => finding,
        }
    } else if !unknown.is_empty() {
        Finding::inconclusive(&step.subject).actual(unknown.join("; "))
    } else {
        return None;
    };
    Some(
        places
            .into_iter()
            .fold(finding.expected(EXPECTED), Finding::at),
    )
}

/// Scripts cannot set variables and paths through their output
///
/// `ACTIONS_ALLOW_UNSECURE_COMMANDS` brings back the `set-env` and `add-path` commands, by which
/// anything that a script prints, such as the text of an issue, can change what later steps run.
/// Source: GitHub advisory GHSA-mfwh-5m23-j46w (CVE-2020-15228).
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.8" = "Printed text cannot make later steps run other programs."),
    supports("CC8.1" = "What a job runs is decided by the reviewed file alone."),
    remedy = "Remove ACTIONS_ALLOW_UNSECURE_COMMANDS and write to the files `$GITHUB_ENV` and \
              `$GITHUB_PATH` instead.",
)]
pub(crate) fn unsafe_commands_off(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    const NAME: &str = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
    for file in subjects.files {
        let environments = std::iter::once(&file.root)
            .chain(file.jobs.iter().flat_map(|job| levels(job)))
            .filter_map(|at| at.get("env"));
        let (mut fails, mut unclear) = (Vec::new(), Vec::new());
        for env in environments {
            for (name, value) in env.members() {
                let text = value.summary();
                if !name.eq_ignore_ascii_case(NAME) || is_false(&text) {
                    continue;
                }
                if text.contains("${{") {
                    unclear.push(value);
                } else {
                    fails.push(value);
                }
            }
        }
        // The usual way is a line that a script writes to the file of the environment.
        let (mut written, mut named) = (None, None);
        let steps = file.jobs.iter().flat_map(|job| &job.steps);
        for script in steps.flat_map(scripts) {
            for (place, _) in script.as_str().unwrap_or_default().match_indices(NAME) {
                let text = script.as_str().unwrap_or_default();
                let rest =
                    text[place + NAME.len()..].trim_start_matches(['"', '\'', ' ', '=', ':']);
                let value: String = rest
                    .chars()
                    .take_while(|letter| letter.is_alphanumeric())
                    .collect();
                if value.eq_ignore_ascii_case("true") || value == "1" {
                    written.get_or_insert_with(|| script.place());
                } else if value.is_empty() || !is_false(&value) {
                    named.get_or_insert_with(|| script.place());
                }
            }
        }
        let finding = if let Some(value) = fails.first() {
            Finding::fail(&file.subject)
                .actual(format!("{NAME} is {}", value.summary()))
                .at(value.place())
        } else if let Some(place) = written {
            Finding::fail(&file.subject)
                .actual(format!("a script sets {NAME}"))
                .at(place)
        } else if let Some(value) = unclear.first() {
            Finding::inconclusive(&file.subject)
                .actual(format!("{NAME} depends on an expression"))
                .at(value.place())
        } else if let Some(place) = named {
            Finding::inconclusive(&file.subject)
                .actual(format!("a script names {NAME}"))
                .at(place)
        } else {
            Finding::pass(&file.subject)
                .actual("nowhere set")
                .at(file.root.place())
        };
        findings.push(finding.expected(format!("{NAME} is not set to true")));
    }
}

/// A job and its steps: wherever `env` may stand.
pub(super) fn levels<'s, 'a>(job: &'s Job<'a>) -> impl Iterator<Item = &'s At<'a>> {
    std::iter::once(&job.at).chain(job.steps.iter().map(|step| &step.at))
}

/// What the runner takes for false; it takes everything else but the words for true for false too,
/// but a value that nobody would write for that reason is better shown.
fn is_false(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "false" | "0" | "$false" | "null" | ""
    )
}
