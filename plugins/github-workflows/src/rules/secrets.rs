//! Where secrets go.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, known_token};

use super::Subjects;
use super::scripts::{levels, scripts};
use crate::expressions::{Context, Segment, contexts};
use crate::taint::Scope;

/// Reusable workflows get the secrets they need, by name
///
/// `secrets: inherit` hands over every secret of the repository and organisation, those of tomorrow
/// included. Source: GitHub's manual on reusing workflows; zizmor, secrets-inherit.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "A secret is given only to the code that needs it."),
    supports("CC6.3" = "Access to secrets follows need, one by one."),
    remedy = "List the secrets that the called workflow needs under `secrets`. An organisation that \
              does not claim this can put the control in `leave-out`.",
)]
pub(crate) fn secrets_handed_over_by_name(
    subjects: &Subjects<'_, '_>,
    findings: &mut Findings<'_>,
) {
    for file in subjects.workflows() {
        for job in &file.jobs {
            let Some(uses) = &job.uses else {
                continue;
            };
            let secrets = job.at.get("secrets");
            let place = secrets.as_ref().unwrap_or(uses).place();
            let called = uses.as_str().unwrap_or_default();
            let finding = match &secrets {
                None => Finding::pass(&job.subject).actual("no secrets"),
                Some(at) if at.as_str() == Some("inherit") => {
                    let finding = Finding::fail(&job.subject)
                        .actual(format!("secrets: inherit, for {called}"));
                    if called.starts_with("./") {
                        finding.severity(
                            Severity::Low,
                            "the called workflow stands in the same repository",
                        )
                    } else {
                        finding
                    }
                }
                Some(at) if at.kind() == Kind::Object => {
                    // `ALL: ${{ toJSON(secrets) }}` is `inherit` in other words.
                    let all = values(at).find_map(|value| {
                        let text = value.as_str().filter(|text| text.contains("${{"))?;
                        taken_out(&job.subject, text, false, None)
                    });
                    if let Some(finding) = all {
                        findings.push(finding.expected("secrets listed by name").at(place));
                        continue;
                    }
                    let names: Vec<_> = at.members().map(|(name, _)| name).collect();
                    Finding::pass(&job.subject).actual(format!("by name: {}", names.join(", ")))
                }
                Some(at) => Finding::inconclusive(&job.subject)
                    .actual(format!("`secrets` is {}", at.summary())),
            };
            findings.push(finding.expected("secrets listed by name").at(place));
        }
    }
}

/// Secrets are not pasted into scripts nor taken out all together
///
/// A secret inside a script's text is written to disk, shows in process listings, and leaks when the
/// script is printed; `toJSON(secrets)` gives a step every secret there is and defeats the masking of
/// logs. A secret that a script pastes through `${{ env.NAME }}` is found too. The job's own token
/// (`secrets.GITHUB_TOKEN`), which ends with the job, is left in peace. Source: GitHub's security
/// hardening guide, "Using secrets"; zizmor, overprovisioned-secrets.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Secrets of the pipeline reach only the process that needs them, out of sight of logs and process listings."),
    remedy = "Pass the secret through `env` of the one step, and name each secret that is needed \
              instead of `toJSON(secrets)`.",
)]
pub(crate) fn secrets_out_of_scripts(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for (file, job) in subjects.jobs() {
        let mut examined = None;
        let mut clear = true;
        // What every step of the job sees is the job's own matter.
        let shared = [&file.root, &job.at]
            .into_iter()
            .filter_map(|level| level.get("env"))
            // What a called workflow is given.
            .chain(job.at.get("with"))
            .chain(job.at.get("secrets"))
            .flat_map(|level| values(&level).collect::<Vec<_>>());
        for at in shared {
            let Some(text) = at.as_str().filter(|text| text.contains("${{")) else {
                continue;
            };
            examined.get_or_insert_with(|| at.place());
            if let Some(finding) = taken_out(&job.subject, text, false, None) {
                clear = false;
                findings.push(finding.expected(EXPECTED).at(at.place()));
                break;
            }
        }
        for step in &job.steps {
            let texts = scripts(step).into_iter().map(|at| (at, true));
            let rest = ["env", "with"]
                .into_iter()
                .filter_map(|key| step.at.get(key))
                .flat_map(|at| at.members().map(|(_, value)| value).collect::<Vec<_>>())
                .map(|at| (at, false));
            for (at, script) in texts.chain(rest) {
                let Some(text) = at.as_str().filter(|text| script || text.contains("${{")) else {
                    continue;
                };
                examined.get_or_insert_with(|| at.place());
                let scope = Scope {
                    file,
                    job,
                    step: Some(step),
                    config: subjects.config,
                };
                if let Some(finding) = taken_out(&step.subject, text, script, Some(&scope)) {
                    clear = false;
                    findings.push(finding.expected(EXPECTED).at(at.place()));
                    break;
                }
            }
        }
        if let Some(place) = examined.filter(|_| clear) {
            findings.push(
                Finding::pass(&job.subject)
                    .expected(EXPECTED)
                    .actual("no secret in a script, and none taken out with others")
                    .at(place),
            );
        }
    }
}

const EXPECTED: &str = "secrets by name and through the environment";

/// What is wrong with the secrets in a text. A script may paste one through `${{ env.NAME }}` as well.
fn taken_out(
    subject: &str,
    text: &str,
    script: bool,
    scope: Option<&Scope<'_, '_>>,
) -> Option<Finding> {
    let contexts = match contexts(text) {
        Ok(contexts) => contexts,
        Err(why) => return Some(Finding::inconclusive(subject).actual(why)),
    };
    let pasted = contexts
        .iter()
        .filter(|_| script)
        .filter_map(|context| match context.names()?.as_slice() {
            ["env", name] => embedded_contexts(&scope?.env(name)?),
            _ => None,
        })
        .flatten();
    let wrong = contexts
        .iter()
        .cloned()
        .chain(pasted)
        .find_map(|context| wrong(&context.path, script))?;
    Some(Finding::fail(subject).actual(wrong))
}

/// The values of an object's members.
fn values<'a>(at: &At<'a>) -> impl Iterator<Item = At<'a>> {
    at.members().map(|(_, value)| value)
}

/// The contexts of a value; one that cannot be read is found where it stands.
fn embedded_contexts(value: &At<'_>) -> Option<Vec<Context>> {
    contexts(value.as_str()?).ok()
}

/// What is wrong with where a context stands.
fn wrong(path: &[Segment], script: bool) -> Option<String> {
    match path {
        [Segment::Name(secrets)] if secrets == "secrets" => {
            Some("all secrets are taken out together".to_owned())
        }
        [Segment::Name(secrets), Segment::Any, ..] if secrets == "secrets" => {
            Some("a secret is chosen by a computed name".to_owned())
        }
        [Segment::Name(secrets), Segment::Name(name), ..]
            if secrets == "secrets" && name != "github_token" && script =>
        {
            Some(format!(
                "the secret {} stands in a script",
                name.to_uppercase()
            ))
        }
        _ => None,
    }
}

/// No credential stands in a workflow in clear
///
/// Whoever can read the repository has it, and its history keeps it. Examined are the passwords of
/// container registries, and every value of `env` (that of containers and services too), `secrets` and
/// `with` and every script for the marks that issuers put on their keys; a password that somebody made up is not to be told from other text.
/// Source: zizmor, hardcoded-container-credentials; GitHub's security hardening guide, "Using
/// secrets".
#[control(
    severity = Critical,
    method = Configuration,
    supports("CC6.1" = "Credentials of the pipeline are kept in the secret store and not where every reader sees them."),
    remedy = "Replace the credential by a secret of the repository or by OpenID Connect, then revoke \
              it: the history still holds it.",
)]
pub(crate) fn no_credentials_in_clear(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for file in subjects.files {
        let mut found: Option<(String, Location)> = None;
        let mut see = |what: Option<String>, at: &At<'_>| {
            if let (None, Some(what)) = (&found, what) {
                found = Some((what, at.place()));
            }
        };
        if let Some(values) = file.root.get("env") {
            for (name, value) in values.members() {
                see(marked(name, &value), &value);
            }
        }
        for job in &file.jobs {
            for password in passwords(&job.at) {
                let literal = password
                    .as_str()
                    .is_none_or(|text| !text.is_empty() && !text.contains("${{"));
                see(
                    literal.then(|| "a registry's password is written out".to_owned()),
                    &password,
                );
            }
            for values in containers(&job.at).iter().filter_map(|at| at.get("env")) {
                for (name, value) in values.members() {
                    see(marked(name, &value), &value);
                }
            }
            for level in levels(job) {
                for key in ["env", "secrets", "with"] {
                    if let Some(values) = level.get(key) {
                        for (name, value) in values.members() {
                            see(marked(name, &value), &value);
                        }
                    }
                }
                if let Some(run) = level.get("run") {
                    see(marked("run", &run), &run);
                }
            }
        }
        let finding = match found {
            Some((what, place)) => Finding::fail(&file.subject).actual(what).at(place),
            None => Finding::pass(&file.subject)
                .actual("none found")
                .at(file.root.place()),
        };
        findings.push(finding.expected("no credential in clear"));
    }
}

fn marked(name: &str, value: &At<'_>) -> Option<String> {
    let kind = known_token(value.as_str()?)?;
    Some(format!("`{name}` holds what looks like a {kind}"))
}

/// The passwords for the registries of a job's container and services.
fn passwords<'a>(job: &At<'a>) -> Vec<At<'a>> {
    containers(job)
        .iter()
        .filter_map(|at| at.path(&["credentials", "password"]))
        .collect()
}

/// A job's container and services.
fn containers<'a>(job: &At<'a>) -> Vec<At<'a>> {
    let services = job.get("services");
    let services = services
        .iter()
        .flat_map(|services| services.members().map(|(_, at)| at));
    job.get("container").into_iter().chain(services).collect()
}
