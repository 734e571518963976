//! Rules about what the scans found and nobody has mended yet.

use tickmark_plugin::prelude::*;
use tickmark_plugin::sla::Standing;
use tickmark_plugin::words::like;
use tickmark_plugin::{Severity, brief};

use super::scans::is_recent;
use crate::Config;
use crate::config::Group;
use crate::log::Scans;
use crate::observation::{Observation, Since, State, Suppression};
use crate::run::Run;

/// Findings of scanners are mended within the deadline of their severity
///
/// Each open result is judged on the day of its scan: it must not have been open for longer than the
/// deadline of its severity (`deadlines`; by default those of CISA's directive 19-02 and of FedRAMP).
/// The severity is the rule's `security-severity`, else its level: error is high, warning medium, note
/// low. Since when a result is open follows from `firstDetectionTimeUtc`, or from a baseline that did
/// not have it. Where nothing says since when, the result fails from `undated-fails-from` on and is
/// inconclusive below. A run without open results passes as a whole. What an old scan (see
/// `max-scan-age-days`) does not find may be there today. Suppressed results are left to
/// `suppressions-justified`, secrets to `no-secrets-open`, and CodeQL's queries about maintainability
/// to nobody. Auditors take the deadlines that a policy states and look for results that overran them.
#[control(
    severity = High,
    method = Records,
    implements("CC7.1" = "Weaknesses that detection finds are followed up until they are gone, within a stated time."),
    supports("CC3.2" = "Open weaknesses and their severity are part of what a risk analysis starts from."),
    remedy = "Mend the weakness and scan again. Have the tool or a baseline state since when results are open. What cannot be mended in time needs a waiver.",
)]
pub(crate) fn findings_fixed_in_time(scans: &Scans, config: &Config, findings: &mut Findings<'_>) {
    for run in &scans.runs {
        unclear(run, findings);
        let expected = "no open result past the deadline of its severity";
        if run.secret_tool {
            findings.push(
                Finding::not_applicable(&run.subject)
                    .actual("the tool only looks for secrets")
                    .at(run.place.clone()),
            );
            continue;
        }
        let recent = is_recent(run, scans, config);
        let mut judged = 0_usize;
        for observation in &run.observations {
            if observation.secret || observation.quality {
                continue;
            }
            judged += 1;
            let finding = in_time(observation, run, config);
            findings.push(if recent { finding } else { outdated(finding) });
        }
        if !run.health.is_whole() {
            findings.push(shows_nothing(run).expected(expected));
        } else if judged == 0 && run.unclear.is_empty() {
            let aside = run.observations.len();
            let result = if aside == 0 {
                "no open result".to_owned()
            } else {
                format!("no open result about security, {aside} of another kind")
            };
            let finding = Finding::pass(&run.subject)
                .expected(expected)
                .actual(format!("{result}; {}", run.health.words()))
                .at(run.place.clone());
            findings.push(if recent { finding } else { outdated(finding) });
        }
    }
}

/// What passed in a scan that is too old, or of no known day, may have changed since.
fn outdated(mut finding: Finding) -> Finding {
    if finding.outcome == Outcome::Pass {
        finding.outcome = Outcome::Inconclusive;
        finding.actual += "; the scan is too old, or of no known day, to show today's state";
    }
    finding
}

fn in_time(observation: &Observation, run: &Run, config: &Config) -> Finding {
    let subject = &observation.subject;
    let severity = Severity::from(observation.rating);
    let days = config.deadlines.days(severity);
    let words = observation.words();
    let expected = format!(
        "mended within {days} days, the deadline for {} severity",
        observation.rating
    );
    let (finding, actual) = match (&observation.state, &observation.since) {
        (State::Suppressed(suppression), _) => {
            return Finding::not_applicable(subject)
                .actual(format!("{words}, suppressed{}", why(suppression)))
                .at(observation.place.clone());
        }
        (State::Undecided(kind), _) => {
            return Finding::inconclusive(subject)
                .expected(expected)
                .actual(format!(
                    "{words}, kind `{kind}`: the tool leaves the decision to a person"
                ))
                .at(observation.place.clone());
        }
        (State::Open, Since::Day(since, how, place)) => {
            match config.deadlines.judge(severity, *since, run.on) {
                Standing::InTime(age) => (
                    Finding::pass(subject).at(place.clone()),
                    format!("{words}, {how} {since}, {age} days before the scan"),
                ),
                Standing::Late(age) => (
                    Finding::fail(subject).at(place.clone()),
                    format!("{words}, {how} {since}, {age} days before the scan"),
                ),
                Standing::NotYet => (
                    undated(observation, config).at(place.clone()),
                    format!("{words}, {how} {since}, which is after the scan"),
                ),
            }
        }
        (State::Open, Since::Unreadable(problem)) => (
            undated(observation, config),
            format!("{words}, and {problem}"),
        ),
        (State::Open, Since::Unknown) => (
            undated(observation, config),
            format!("{words}, and nothing says since when it is open"),
        ),
    };
    let finding = if finding.locations.is_empty() {
        finding.at(observation.place.clone())
    } else {
        finding
    };
    rated(finding, observation)
        .expected(expected)
        .actual(actual)
}

/// A result of which nobody knows since when it is open.
fn undated(observation: &Observation, config: &Config) -> Finding {
    if observation.rating >= config.undated_fails_from {
        Finding::fail(&observation.subject)
    } else {
        Finding::inconclusive(&observation.subject)
    }
}

/// A failing finding matters as much as the result.
fn rated(finding: Finding, observation: &Observation) -> Finding {
    if finding.outcome == Outcome::Fail {
        finding.severity(
            observation.rating.into(),
            format!("the tool rates the result so: {}", observation.because),
        )
    } else {
        finding
    }
}

/// No secret lies in the open
///
/// Secret scanners (Gitleaks, TruffleHog and their like; also rules of other tools that are tagged as
/// looking for secrets or with CWE-259, CWE-321 or CWE-798) must have no open result. There is no
/// deadline: whoever reads the repository has the key. A recent run of a secret scanner without open results
/// passes (see `max-scan-age-days`), where each suppressed one says why; a run of another tool never shows that there are none.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.1" = "Keys and passwords are kept where only those who need them have access, not in source code."),
    remedy = "Revoke the secret first, then remove it and keep it in a secret store. Where it is none, suppress the result in the tool with a justification.",
)]
pub(crate) fn no_secrets_open(scans: &Scans, config: &Config, findings: &mut Findings<'_>) {
    let expected = "no open result about a secret";
    for run in &scans.runs {
        if run.secret_tool {
            unclear(run, findings);
        }
        let mut open = 0_usize;
        for observation in &run.observations {
            if !(run.secret_tool || observation.secret) {
                continue;
            }
            let subject = &observation.subject;
            let finding = match &observation.state {
                State::Suppressed(suppression) if accepted(suppression, config) => {
                    Finding::not_applicable(subject)
                        .actual(format!("suppressed{}", why(suppression)))
                }
                State::Suppressed(suppression) => {
                    open += 1;
                    Finding::inconclusive(subject).actual(format!("suppressed{}", why(suppression)))
                }
                State::Undecided(kind) => {
                    open += 1;
                    Finding::inconclusive(subject)
                        .actual(format!("kind `{kind}`: a person has to look"))
                }
                State::Open => {
                    open += 1;
                    Finding::fail(subject).actual(format!(
                        "open, found by rule {}{}",
                        brief(&observation.rule, 80),
                        match &observation.since {
                            Since::Day(day, how, _) => format!(", {how} {day}"),
                            _ => String::new(),
                        }
                    ))
                }
            };
            findings.push(finding.expected(expected).at(observation.place.clone()));
        }
        if !run.secret_tool {
            if open == 0 {
                findings.push(
                    Finding::not_applicable(&run.subject)
                        .actual("the tool is no secret scanner and reports no open secret")
                        .at(run.place.clone()),
                );
            }
        } else if !run.health.is_whole() {
            findings.push(shows_nothing(run).expected(expected));
        } else if open == 0 && run.unclear.is_empty() {
            let finding = Finding::pass(&run.subject)
                .expected(expected)
                .actual(format!("no open result; {}", run.health.words()))
                .at(run.place.clone());
            findings.push(if is_recent(run, scans, config) {
                finding
            } else {
                outdated(finding)
            });
        }
    }
}

/// Suppressed results say why
///
/// A result counts as suppressed when it has suppressions and none of them is rejected or under review;
/// each such result needs a justification. A suppression is a decision to live with a weakness, and an
/// auditor asks who decided so and why.
#[control(
    severity = Medium,
    method = Records,
    supports(
        "CC7.1" = "What detection found is not put aside without a stated reason.",
        "CC3.2" = "Accepted risks are written down with the reason for accepting them.",
    ),
    remedy = "State why the result is suppressed, in the tool or beside the comment in the source, or lift the suppression.",
)]
pub(crate) fn suppressions_justified(scans: &Scans, config: &Config, findings: &mut Findings<'_>) {
    for run in &scans.runs {
        unclear(run, findings);
        if !run.health.is_whole() {
            findings.push(shows_nothing(run).expected("a run that shows what is suppressed"));
        }
        for observation in &run.observations {
            let State::Suppressed(suppression) = &observation.state else {
                continue;
            };
            findings.push(
                Finding::when(accepted(suppression, config), &observation.subject)
                    .expected("a justification")
                    .actual(format!("suppressed{}", why(suppression)))
                    .at(observation.place.clone()),
            );
        }
    }
}

/// Whether somebody said why the result is to be left.
fn accepted(suppression: &Suppression, config: &Config) -> bool {
    suppression.justification.is_some()
        || (suppression.in_source && config.accept_unexplained_in_source)
}

fn why(suppression: &Suppression) -> String {
    let place = if suppression.in_source {
        " in the source"
    } else {
        ""
    };
    match &suppression.justification {
        Some(reason) => format!("{place}: {}", brief(reason, 160)),
        None => format!("{place} without a justification"),
    }
}

/// Judges a control that configuration made of rules of tools.
pub(crate) fn judge_group(scans: &Scans, group: &Group, findings: &mut Findings<'_>) {
    let expected = format!("no open result of rules {}", brief(&group.choice(), 200));
    let mut known = false;
    for run in &scans.runs {
        let lists = run
            .rules
            .iter()
            .any(|rule| belongs(group, &rule.id, &rule.tags));
        let mut open = false;
        for observation in &run.observations {
            if !belongs(group, &observation.rule, &observation.tags)
                || observation.rating < group.min_severity
            {
                continue;
            }
            let subject = &observation.subject;
            let words = observation.words();
            let finding = match &observation.state {
                State::Open => Finding::fail(subject).actual(format!("{words}, open")),
                State::Undecided(kind) => {
                    Finding::inconclusive(subject).actual(format!("{words}, kind `{kind}`"))
                }
                State::Suppressed(suppression) => Finding::not_applicable(subject)
                    .actual(format!("{words}, suppressed{}", why(suppression))),
            };
            open |= !matches!(observation.state, State::Suppressed(_));
            known = true;
            findings.push(finding.expected(&expected).at(observation.place.clone()));
        }
        if !lists {
            continue;
        }
        known = true;
        unclear(run, findings);
        if !run.health.is_whole() {
            findings.push(shows_nothing(run).expected(&expected));
        } else if !open && run.unclear.is_empty() {
            findings.push(
                Finding::pass(&run.subject)
                    .expected(&expected)
                    .actual(format!(
                        "the run has such rules and no open result of them; {}",
                        run.health.words()
                    ))
                    .at(run.place.clone()),
            );
        }
    }
    if !known && let Some(run) = scans.runs.first() {
        findings.push(
            Finding::inconclusive("rules of the group")
                .expected(&expected)
                .actual("no run lists such a rule, so nothing shows that it was asked")
                .at(run.place.clone()),
        );
    }
}

fn belongs(group: &Group, rule: &str, tags: &[String]) -> bool {
    let everything = group.rules.is_empty() && group.tags.is_empty();
    everything
        || group.rules.iter().any(|pattern| like(pattern, rule))
        || group
            .tags
            .iter()
            .any(|pattern| tags.iter().any(|tag| like(pattern, tag)))
}

/// Results that could not be understood might be anything.
fn unclear(run: &Run, findings: &mut Findings<'_>) {
    for problem in &run.unclear {
        findings.problem(&run.subject, problem);
    }
}

fn shows_nothing(run: &Run) -> Finding {
    Finding::inconclusive(&run.subject)
        .actual(format!("the scan shows nothing: {}", run.health.words()))
        .at(run.place.clone())
}
