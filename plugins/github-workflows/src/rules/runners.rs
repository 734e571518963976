//! Where jobs run.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::Config;
use crate::config::Visibility;
use crate::expressions::contexts;
use crate::files::Job;

/// The systems of GitHub's own runners, with which their labels begin.
const HOSTED: &[&str] = &["ubuntu", "windows", "macos"];
/// What may follow the version in such a label, beyond numbers. Source: GitHub's reference of its
/// hosted runners and of its larger runners.
const SIZES: &[&str] = &[
    "arm", "core", "cores", "intel", "large", "vs2026", "xl", "xlarge",
];

/// Outsiders cannot reach the organisation's own runners
///
/// A runner of one's own keeps what a job leaves behind and stands in one's own network. Anybody may
/// open a pull request against a public repository, and a changed workflow in it can ask for such a
/// runner whatever started the workflow before. Whether a repository is public is not in its files
/// (`repository-visibility`). Source: GitHub's security hardening guide, "Hardening for self-hosted
/// runners".
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.6" = "Nobody from outside can have code run on machines inside the boundary."),
    supports("CC6.8" = "Machines of one's own do not run code of strangers."),
    remedy = "Use GitHub's runners for public repositories, or runners that are made new for each job \
              in a network of their own, and list their names in `hosted-runners`.",
)]
pub(crate) fn own_runners_unreachable(subjects: &Subjects<'_, '_>, findings: &mut Findings<'_>) {
    for file in subjects.workflows() {
        for job in &file.jobs {
            let Some(at) = job.at.get("runs-on") else {
                continue;
            };
            let subject = job.subject.as_str();
            let finding = match labels(job, &at) {
                None => Finding::inconclusive(subject).actual(format!(
                    "runs-on: {} depends on an expression",
                    at.summary()
                )),
                Some(labels) => judge(subject, &labels, subjects.config),
            };
            findings.push(
                finding
                    .expected("runners that are made new for each job, or a repository that outsiders cannot see")
                    .at(at.place()),
            );
        }
    }
}

fn judge(subject: &str, labels: &[String], config: &Config) -> Finding {
    let own: Vec<&str> = labels
        .iter()
        .map(String::as_str)
        .filter(|label| !is_hosted(label, config))
        .collect();
    if own.is_empty() {
        return Finding::pass(subject).actual(labels.join(", "));
    }
    let named = own.join(", ");
    let certain = own
        .iter()
        .any(|label| label.eq_ignore_ascii_case("self-hosted"));
    match config.repository_visibility {
        Visibility::Private => {
            Finding::pass(subject).actual(format!("{named}, in a repository that is not public"))
        }
        Visibility::Public if certain => {
            Finding::fail(subject).actual(format!("{named}, in a public repository"))
        }
        Visibility::Public => Finding::inconclusive(subject).actual(format!(
            "{named}: not one of GitHub's own labels, and not listed in `hosted-runners`"
        )),
        Visibility::Unknown => Finding::inconclusive(subject).actual(format!(
            "{named}; whether the repository is public is not configured (`repository-visibility`)"
        )),
    }
}

fn is_hosted(label: &str, config: &Config) -> bool {
    is_githubs(label)
        || config
            .hosted_runners
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => label
                    .get(..start.len())
                    .is_some_and(|given| given.eq_ignore_ascii_case(start)),
                None => label.eq_ignore_ascii_case(pattern),
            })
}

/// Whether a label is made as GitHub makes its own: system, version, size. Anybody may begin the
/// label of another runner with the name of a system.
fn is_githubs(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    let mut parts = label.split('-');
    let system = parts.next().is_some_and(|part| HOSTED.contains(&part));
    let numeric = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_digit())
            && part
                .chars()
                .all(|digit| digit.is_ascii_digit() || digit == '.')
    };
    let version = parts
        .next()
        .is_some_and(|part| part == "latest" || part == "slim" || numeric(part));
    system
        && version
        && parts.all(|part| {
            let word = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
            numeric(part) || SIZES.contains(&part) || matches!(word, "core" | "cores")
        })
}

/// The labels that a job asks for; `None` where they depend on more than a written matrix.
fn labels(job: &Job<'_>, at: &At<'_>) -> Option<Vec<String>> {
    let mut labels = Vec::new();
    match at.kind() {
        Kind::Object => {
            for key in ["group", "labels"] {
                match at.get(key) {
                    Some(value) if key == "group" => {
                        labels.push(format!("group {}", value.summary()));
                    }
                    Some(value) => labels.extend(list(job, &value)?),
                    None => {}
                }
            }
        }
        _ => labels.extend(list(job, at)?),
    }
    (!labels.is_empty()).then_some(labels)
}

fn list(job: &Job<'_>, at: &At<'_>) -> Option<Vec<String>> {
    let mut labels = Vec::new();
    let items: Vec<_> = match at.kind() {
        Kind::Array => at.items().collect(),
        _ => vec![at.clone()],
    };
    for item in items {
        let text = item.as_str()?;
        if text.contains("${{") {
            labels.extend(from_matrix(job, text)?);
        } else {
            labels.push(text.to_owned());
        }
    }
    Some(labels)
}

/// The values of a dimension that is written out, where it is the whole of the text.
fn from_matrix(job: &Job<'_>, text: &str) -> Option<Vec<String>> {
    let trimmed = text.trim();
    let alone = trimmed.starts_with("${{")
        && trimmed.ends_with("}}")
        && trimmed.matches("${{").count() == 1;
    let found = contexts(trimmed).ok()?;
    let [context] = found.as_slice() else {
        return None;
    };
    let names = context.names()?;
    let ["matrix", name] = names.as_slice() else {
        return None;
    };
    if !alone
        || !context
            .text
            .eq_ignore_ascii_case(trimmed[3..trimmed.len() - 2].trim())
    {
        return None;
    }
    let matrix = job.at.path(&["strategy", "matrix"])?;
    let own = |at: &At<'_>| -> Option<Vec<String>> {
        at.members()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map_or(Some(Vec::new()), |(_, value)| texts(&value))
    };
    let mut values = own(&matrix)?;
    match matrix.get("include") {
        Some(include) if include.kind() == Kind::Array => {
            for entry in include.items() {
                values.extend(own(&entry)?);
            }
        }
        Some(_) => return None,
        None => {}
    }
    (!values.is_empty()).then_some(values)
}

fn texts(at: &At<'_>) -> Option<Vec<String>> {
    let plain = |at: &At<'_>| {
        at.as_str()
            .filter(|text| !text.contains("${{"))
            .map(str::to_owned)
    };
    match at.kind() {
        Kind::Array => at
            .items()
            .map(|item| match item.kind() {
                Kind::Array => texts(&item),
                _ => plain(&item).map(|text| vec![text]),
            })
            .collect::<Option<Vec<_>>>()
            .map(|lists| lists.concat()),
        _ => plain(at).map(|text| vec![text]),
    }
}
