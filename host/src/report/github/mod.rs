//! For GitHub Actions: annotations at the lines that show a failure, and the Markdown of the step's
//! summary.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word. So
//! the worst come first, and the last notice says where the criteria stand and how much was left out.

mod command;
mod summary;

use std::collections::BTreeMap;
use std::io::{self, Write};

use command::{Command, Level};

use super::failures::{Failure, controls, counted, cut, failures, or, verdict};
use super::paths::{Paths, Place};
use super::text::{first_sentence, plural};
use crate::clean::{Form, clean};
use crate::readiness::{AssessmentResult, ControlResult};
use crate::severity::Severity;

pub use summary::render as render_summary;

/// How many annotations of one level GitHub shows for a step.
const SHOWN: usize = 10;
/// How many reasons the annotation about what could not be evaluated names.
const REASONS: usize = 5;
/// The longest message, in characters. GitHub takes 64 KiB and shows some lines.
const MESSAGE: usize = 4000;

/// Writes the annotations as workflow commands.
pub fn render(result: &AssessmentResult, paths: &Paths, out: &mut dyn Write) -> io::Result<()> {
    let controls = controls(result);
    let failures = failures(result);
    let mut room = BTreeMap::from([
        (Level::Error, SHOWN),
        (Level::Warning, SHOWN),
        // The last one says where everything stands.
        (Level::Notice, SHOWN - 1),
    ]);
    if let Some(command) = unevaluated(result, paths) {
        room.insert(Level::Error, SHOWN - 1);
        command.write(out)?;
    }
    let mut left_out: BTreeMap<Severity, usize> = BTreeMap::new();
    for failure in failures.iter().filter(|failure| failure.waiver.is_none()) {
        let command = annotation(
            failure,
            controls.get(failure.finding.control.as_str()),
            paths,
        );
        match room.get_mut(&command.level) {
            Some(room) if *room > 0 => {
                *room -= 1;
                command.write(out)?;
            }
            _ => *left_out.entry(failure.finding.severity).or_default() += 1,
        }
    }
    let accepted = failures
        .iter()
        .filter(|failure| failure.waiver.is_some())
        .count();
    last(result, &left_out, accepted).write(out)
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium => Level::Warning,
        Severity::Low => Level::Notice,
    }
}

fn annotation(failure: &Failure<'_>, control: Option<&&ControlResult>, paths: &Paths) -> Command {
    let finding = failure.finding;
    let mut message = failure.message();
    if let Some(control) = control {
        let fix = first_sentence(&control.remediation).trim_end_matches('.');
        let criteria: Vec<&str> = control
            .criteria
            .iter()
            .map(|edge| edge.criterion.id())
            .collect();
        if !fix.is_empty() {
            message = format!("{message}\nFix: {fix}");
        }
        if !criteria.is_empty() {
            message = format!("{message}\nCriteria: {}", criteria.join(", "));
        }
    }
    Command {
        level: level(finding.severity),
        place: paths.of(finding).into_iter().next(),
        title: format!(
            "{} ({})",
            or(finding.control.as_str(), "control"),
            finding.severity
        ),
        message,
    }
    .visible()
}

/// What was configured and could not be evaluated: one error, because it keeps the run from being green.
fn unevaluated(result: &AssessmentResult, paths: &Paths) -> Option<Command> {
    let readiness = &result.readiness;
    let mut reasons: Vec<String> = readiness
        .unevaluated
        .iter()
        .map(|reason| format!("{}: {}", reason.check, reason.message))
        .collect();
    reasons.extend(readiness.ambiguous_plugins.iter().cloned());
    reasons.extend(readiness.unusable_plugins.iter().cloned());
    if reasons.is_empty() && result.gate.exit_code < crate::gate::exit::UNEVALUATED {
        return None;
    }
    let mut lines = vec![result.gate.conclusion.clone()];
    lines.extend(
        reasons
            .iter()
            .take(REASONS)
            .map(|reason| cut(reason, MESSAGE / 8)),
    );
    if reasons.len() > REASONS {
        lines.push(format!("and {} more", reasons.len() - REASONS));
    }
    let check = readiness
        .unevaluated
        .first()
        .map_or("", |reason| &reason.check);
    let command = Command {
        level: Level::Error,
        place: Some(paths.check(check)),
        title: "tickmark: not everything could be evaluated".to_owned(),
        message: lines.join("\n"),
    };
    Some(command.visible())
}

fn last(
    result: &AssessmentResult,
    left_out: &BTreeMap<Severity, usize>,
    accepted: usize,
) -> Command {
    let summary = &result.readiness.summary;
    let mut lines = vec![
        format!(
            "{} of {} criteria shown ready",
            summary.ready, summary.relevant
        ),
        counted(summary),
    ];
    if accepted > 0 {
        lines.push(format!(
            "{} accepted and not shown here",
            plural(accepted, "failure is", "failures are")
        ));
    }
    if !left_out.is_empty() {
        let by_severity: Vec<String> = left_out
            .iter()
            .rev()
            .map(|(severity, count)| format!("{count} {severity}"))
            .collect();
        lines.push(format!(
            "left out, because GitHub shows no more for a step: {}",
            by_severity.join(", ")
        ));
    }
    lines.push(result.gate.conclusion.clone());
    Command {
        level: Level::Notice,
        place: None,
        title: format!("tickmark: {}", verdict(summary)),
        message: lines.join("\n"),
    }
    .visible()
}

impl Command {
    /// The same without anything that acts on a reader's screen, and no longer than it may be.
    fn visible(self) -> Self {
        Self {
            title: clean(&cut(&self.title, command::TITLE), Form::Line),
            message: clean(&cut(&self.message, MESSAGE), Form::Block),
            place: self.place.map(|place| Place {
                path: clean(&place.path, Form::Line),
                ..place
            }),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, failing, hostile, result};
    use super::*;

    fn annotations(result: &AssessmentResult) -> String {
        let paths = Paths {
            evidence: "evidence".to_owned(),
            config: Some("tickmark.toml".to_owned()),
            checks: BTreeMap::from([("hosts".to_owned(), 9)]),
        };
        let mut out = Vec::new();
        render(result, &paths, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn count(text: &str, level: &str) -> usize {
        text.lines()
            .filter(|line| line.starts_with(&format!("::{level} ")))
            .count()
    }

    #[test]
    fn it_reads_as_it_should() {
        insta::assert_snapshot!(annotations(&result()));
    }

    #[test]
    fn a_hostile_text_stays_inside_its_command() {
        let lines = annotations(&result()).lines().count();
        for text in HOSTILE.into_iter().chain([""]) {
            let commands = annotations(&hostile(text));
            assert_eq!(commands.lines().count(), lines, "{text:?}: {commands}");
            for line in commands.split(['\n', '\r']).filter(|line| !line.is_empty()) {
                let (head, message) = line[2..].split_once("::").unwrap();
                let (name, properties) = head.split_once(' ').unwrap();
                assert!(["error", "warning", "notice"].contains(&name), "{line}");
                for property in properties.split(',') {
                    let (key, value) = property.split_once('=').unwrap();
                    assert!(["file", "line", "col", "title"].contains(&key), "{line}");
                    assert!(!value.contains(':'), "{line}");
                }
                assert!(!message.contains(['\u{1b}', '\u{202e}']), "{line}");
            }
        }
    }

    #[test]
    fn github_shows_ten_of_each_level_and_the_rest_is_counted() {
        let mut result = result();
        for number in 0..30 {
            for severity in [Severity::High, Severity::Medium, Severity::Low] {
                let mut finding = failing(&format!("more-{number}"));
                finding.severity = severity;
                result.readiness.findings.push(finding);
            }
        }
        let text = annotations(&result);
        for level in ["error", "warning", "notice"] {
            assert_eq!(count(&text, level), SHOWN, "{level}");
        }
        let last = text.lines().last().unwrap();
        assert!(last.contains("22 high, 21 medium, 22 low"), "{last}");
        assert!(
            text.lines()
                .next()
                .unwrap()
                .contains("could not be evaluated")
        );
        assert!(text.lines().nth(1).unwrap().contains("(critical)"));
    }

    #[test]
    fn where_everything_stands_is_said_even_if_nothing_fails() {
        let mut result = result();
        result.readiness.findings.clear();
        result.readiness.unevaluated.clear();
        result.readiness.unusable_plugins.clear();
        result.gate.exit_code = 0;
        let text = annotations(&result);
        assert_eq!(text.lines().count(), 1);
        assert!(text.contains("ready 1, excepted 1, unproven 29"), "{text}");
    }
}
