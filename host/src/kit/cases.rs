//! Golden cases: small assessments with what the plugin should say about them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::bench::{Assessment, Bench};
use super::golden::{EXPECTED_NAME, Golden, GoldenError};
use super::outcome::{Problem, Tested};
use crate::config::{self, Config, FILE_NAME};
use crate::diagnostic::{Code, Diagnostic};
use crate::readiness::{Outcomes, UnitState};
use crate::run::Observer;

/// Stands for the day of a case that names none; no assessment is as of it.
const NO_DAY: Date = Date::constant(1, 1, 1);

/// Runs a case and compares. What could be run is kept for later tests.
pub(super) fn test(
    bench: &mut Bench<'_>,
    name: &str,
    directory: &Path,
    observer: &mut dyn Observer,
) -> io::Result<Tested> {
    let assessment = match prepare(bench, name, directory) {
        Ok(prepared) => run(bench, prepared, observer)?,
        Err(diagnostics) => {
            let problems = diagnostics.iter().map(Problem::from).collect();
            return Ok(Tested::new(name, "it cannot be run", problems));
        }
    };
    let tested = compare(bench, &assessment, directory);
    bench.assessments.push(assessment);
    Ok(tested)
}

/// An assessment that has been planned and not yet run. Its outcomes are empty.
fn prepare(bench: &Bench<'_>, name: &str, directory: &Path) -> Result<Assessment, Vec<Diagnostic>> {
    let config = load(directory)?;
    belongs(bench, &config).map_err(|diagnostic| vec![diagnostic])?;
    let root = config.evidence_root.clone();
    let plan = bench.plan(&config, &root)?;
    Ok(Assessment {
        name: name.to_owned(),
        config,
        plan: Arc::new(plan),
        root,
        outcomes: Outcomes::default(),
        home: None,
    })
}

pub(super) fn run(
    bench: &Bench<'_>,
    mut assessment: Assessment,
    observer: &mut dyn Observer,
) -> io::Result<Assessment> {
    assessment.outcomes = bench.run(
        &assessment.config,
        &assessment.plan,
        &assessment.root,
        bench.kit.jobs,
        observer,
    )?;
    Ok(assessment)
}

/// Reads a case's configuration, which must say for which day it speaks.
fn load(directory: &Path) -> Result<Config, Vec<Diagnostic>> {
    let config = config::load(directory, NO_DAY)?;
    let file = directory.join(FILE_NAME);
    let refuse = |what: &str, help: &str| {
        Err(vec![
            Diagnostic::error(Code::MissingKey, format!("{} {what}", file.display())).help(help),
        ])
    };
    if !config.from_file {
        return refuse(
            "is missing",
            "a golden case is a small assessment: tickmark.toml, evidence/, expected.json",
        );
    }
    if config.assessment.as_of == NO_DAY {
        return refuse(
            "names no day",
            "set `as-of` of `[assessment]`, so that the case says the same tomorrow",
        );
    }
    Ok(config)
}

/// A case is about the plugin under test, and about nothing else.
fn belongs(bench: &Bench<'_>, config: &Config) -> Result<(), Diagnostic> {
    let id = &bench.plugin.descriptor.id;
    if config.checks.is_empty() {
        return Err(
            Diagnostic::error(Code::MissingKey, "the case configures no check")
                .help(format!("add `[[check]]` with `plugin = \"{id}\"`")),
        );
    }
    for check in &config.checks {
        if check.plugin != *id {
            let diagnostic = Diagnostic::error(
                Code::UnknownPlugin,
                format!(
                    "the case checks `{}`, the plugin under test is `{id}`",
                    check.plugin
                ),
            );
            return Err(match &check.origin {
                Some(origin) => origin
                    .child("plugin")
                    .at_value(diagnostic, "another plugin"),
                None => diagnostic,
            });
        }
    }
    Ok(())
}

/// Holds what the plugin said against what is expected, or writes it down.
fn compare(bench: &Bench<'_>, assessment: &Assessment, directory: &Path) -> Tested {
    let name = &assessment.name;
    if bench.kit.cancel.is_cancelled() {
        return Tested::new(
            name,
            "it was interrupted",
            vec![Problem::error("interrupted")],
        );
    }
    let actual = Golden::new(&assessment.config, &assessment.outcomes);
    let expected = Golden::read(directory);
    let mut problems: Vec<Problem> = suspicious(assessment).into_iter().collect();
    let detail = if bench.kit.update {
        match update(&expected, &actual, directory) {
            Ok(detail) => detail,
            Err(error) => {
                problems.push(Problem::error(error.to_string()));
                "what it says could not be written".to_owned()
            }
        }
    } else {
        match expected {
            Ok(expected) if expected == actual => counted(assessment),
            Ok(expected) => {
                problems.push(
                    Problem::error(format!("the plugin does not say what {EXPECTED_NAME} holds"))
                        .shown(expected.difference(&actual, ("expected", "actual")))
                        .help("mend the plugin; or accept what it says now with `--update`, and review the change"),
                );
                counted(assessment)
            }
            Err(error) => {
                let help = match error {
                    GoldenError::OtherVersion(_) => {
                        "use the tickmark that wrote it, or write it again with `--update`"
                    }
                    _ => {
                        "`--update` writes what the plugin says now; review it before you commit it"
                    }
                };
                problems.push(Problem::error(error.to_string()).help(help));
                counted(assessment)
            }
        }
    };
    Tested::new(name, detail, problems)
}

/// Writes what the plugin says, and tells what that changed.
fn update(
    before: &Result<Golden, GoldenError>,
    actual: &Golden,
    directory: &Path,
) -> Result<String, GoldenError> {
    let changed = match before {
        Ok(before) if before == actual => {
            return Ok(format!("{EXPECTED_NAME} is as it was"));
        }
        Ok(before) => {
            let difference = before.difference(actual, ("before", "now"));
            let starts = |start: char| {
                let marks = difference.lines().skip(2);
                marks.filter(|line| line.starts_with(start)).count()
            };
            format!(
                "{EXPECTED_NAME} changed: {} lines added, {} removed",
                starts('+'),
                starts('-')
            )
        }
        Err(GoldenError::Missing) => format!("{EXPECTED_NAME} written"),
        Err(error) => format!("{EXPECTED_NAME} replaced ({error})"),
    };
    actual.write(directory)?;
    Ok(changed)
}

fn counted(assessment: &Assessment) -> String {
    let findings: usize = assessment
        .outcomes
        .iter()
        .flat_map(|unit| unit.controls.values())
        .map(|control| control.observations.len())
        .sum();
    match findings {
        1 => "1 finding".to_owned(),
        findings => format!("{findings} findings"),
    }
}

/// A case in which the plugin neither finds anything nor fails tests nothing.
fn suspicious(assessment: &Assessment) -> Option<Problem> {
    let is_silent = assessment.outcomes.iter().all(|unit| {
        let speaks = unit
            .controls
            .values()
            .any(|control| !control.observations.is_empty() || control.population.is_some());
        !speaks && !matches!(unit.state, UnitState::Failed(_))
    });
    is_silent.then(|| {
        Problem::warning("the plugin found nothing and did not fail: the case may test nothing")
            .help("look at the case's evidence: does any input match it? `tickmark check --dry-run` shows what is granted")
    })
}

impl From<&Diagnostic> for Problem {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self::error(diagnostic.message.clone()).shown(diagnostic.render(false))
    }
}
