//! `JUnit`'s XML, for GitLab and Jenkins: readiness beside a pipeline's other tests.
//!
//! The first suite holds the 61 criteria, each once, so that their counts by status can be read from it;
//! its properties repeat the counts. A suite for the gate and one for the checks follow, then one for each
//! control with its findings. A suite for each criterion would repeat the findings of every control that
//! serves several.
//!
//! What is met passes, what fails is a failure, and what is unproven is an error: a skipped test reads as
//! harmless, and something unproven is not. What was accepted, does not apply or was switched off is
//! skipped, with the reason. The first word of each text is the status in tickmark's words.

mod case;
mod controls;

use std::collections::BTreeMap;
use std::io::{self, Write};

use case::{Case, Names, Verdict};
use controls::{class, control_suite, finding_case};
use quick_junit::{Property, Report, TestSuite, XmlString};

use super::failures::{counted, counts, or, verdict};
use super::inert::{command_at, replace_brackets};
use super::paths::Paths;
use crate::gate::exit;
use crate::model::ControlId;
use crate::plan::Reason;
use crate::readiness::{
    AssessmentResult, CheckResult, CriterionResult, CriterionStatus, UnitResult,
};

/// How large a report may become, in bytes: GitLab reads no file of 30 MB or more.
const MOST: usize = 28_000_000;

/// Writes the report. It holds no times but the as-of date.
pub fn render(result: &AssessmentResult, paths: &Paths, out: &mut dyn Write) -> io::Result<()> {
    render_within(MOST, result, paths, out)
}

fn render_within(
    most: usize,
    result: &AssessmentResult,
    paths: &Paths,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut names = Names::default();
    let mut suites = vec![
        criteria(result, &mut names),
        gate(result, &mut names),
        checks(result, &mut names),
    ];
    let mut used: usize = suites.iter().map(Suite::size).sum();
    let mut places: BTreeMap<&ControlId, usize> = BTreeMap::new();
    for control in &result.readiness.controls {
        let suite = control_suite(result, control, &mut names);
        used += suite.size();
        places.insert(&control.id, suites.len());
        suites.push(suite);
    }
    // Findings come worst first, so that what is left out is what matters least.
    for finding in &result.readiness.findings {
        let index = *places.entry(&finding.control).or_insert_with(|| {
            suites.push(Suite::new(class(&finding.control)));
            suites.len() - 1
        });
        let Some(suite) = suites.get_mut(index) else {
            continue;
        };
        let case = finding_case(result, finding, paths, &mut names);
        used += case.size();
        if used > most {
            suite.left_out += 1;
        } else {
            suite.cases.push(case);
        }
    }
    let mut report = Report::new("tickmark");
    let day = format!("{}T00:00:00Z", result.readiness.assessment.as_of);
    report.add_test_suites(suites.into_iter().map(|suite| suite.xml(&day)));
    write(&report, out)
}

/// A suite in the making.
struct Suite {
    name: String,
    properties: Vec<(String, String)>,
    cases: Vec<Case>,
    /// How many findings had no room.
    left_out: usize,
}

impl Suite {
    fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            properties: Vec::new(),
            cases: Vec::new(),
            left_out: 0,
        }
    }

    fn size(&self) -> usize {
        self.cases.iter().map(Case::size).sum()
    }

    fn xml(self, day: &str) -> TestSuite {
        let mut suite = TestSuite::new(case::text(&self.name).as_str());
        suite
            .extra
            .insert(XmlString::new("timestamp"), XmlString::new(day));
        let left_out = (self.left_out > 0)
            .then(|| ("findings-left-out".to_owned(), self.left_out.to_string()));
        for (name, value) in self.properties.into_iter().chain(left_out) {
            suite.add_property(Property::new(name, case::text(&value).as_str()));
        }
        suite.add_test_cases(self.cases.into_iter().map(Case::xml));
        suite
    }
}

fn criteria(result: &AssessmentResult, names: &mut Names) -> Suite {
    let summary = &result.readiness.summary;
    let mut suite = Suite::new("criteria");
    for (status, count) in counts(summary) {
        suite
            .properties
            .push((status.to_owned(), count.to_string()));
    }
    let readiness = format!("{} ({})", verdict(summary), counted(summary));
    suite.properties.push(("readiness".to_owned(), readiness));
    for criterion in &result.readiness.criteria {
        let name = format!("{} {}", criterion.id.id(), criterion.title);
        let verdict = match criterion.status {
            CriterionStatus::Ready => Verdict::Passed,
            CriterionStatus::Gap => Verdict::Failed,
            CriterionStatus::Unproven => Verdict::Error,
            CriterionStatus::Excepted
            | CriterionStatus::NotRelevant
            | CriterionStatus::OutOfScope => Verdict::Skipped,
        };
        suite.cases.push(Case {
            verdict,
            kind: criterion.status.name(),
            message: criterion.reason.clone(),
            more: grounds(criterion),
            ..names.case("tickmark.criteria", &name)
        });
    }
    suite
}

/// What a criterion stands on, a line each.
fn grounds(criterion: &CriterionResult) -> Vec<String> {
    let controls = criterion.controls.iter().map(|edge| {
        let relation = edge.relation.name();
        format!("{} {relation} it: {}", edge.control, edge.status)
    });
    let standings = criterion.standings.iter().map(|standing| {
        let holds = if standing.holds {
            "holds"
        } else {
            "does not hold"
        };
        format!("{} {holds}: {}", standing.basis.name(), standing.reason)
    });
    controls.chain(standings).collect()
}

fn gate(result: &AssessmentResult, names: &mut Names) -> Suite {
    let gate = &result.gate;
    let mut suite = Suite::new("gate");
    suite.properties = vec![
        ("exit-code".to_owned(), gate.exit_code.to_string()),
        ("conclusion".to_owned(), gate.conclusion.clone()),
    ];
    for rule in &gate.rules {
        let (verdict, kind) = if rule.held {
            (Verdict::Passed, "held")
        } else {
            (Verdict::Failed, "broken")
        };
        suite.cases.push(Case {
            verdict,
            kind,
            message: rule.detail.clone(),
            ..names.case("tickmark.gate", &rule.rule)
        });
    }
    if gate.exit_code >= exit::UNEVALUATED {
        suite.cases.push(Case {
            verdict: Verdict::Error,
            kind: "unevaluated",
            message: gate.conclusion.clone(),
            more: result.readiness.unevaluated.iter().map(lacking).collect(),
            ..names.case("tickmark.gate", "evaluated")
        });
    }
    suite
}

/// What could not be evaluated, in one line.
fn lacking(reason: &Reason) -> String {
    let of = reason
        .target
        .as_deref()
        .map(|target| format!(" on {target}"));
    format!(
        "{}: {}{}: {}",
        reason.code.name(),
        or(&reason.check, "check"),
        of.unwrap_or_default(),
        reason.message
    )
}

fn checks(result: &AssessmentResult, names: &mut Names) -> Suite {
    let readiness = &result.readiness;
    let mut suite = Suite::new("checks");
    for check in &readiness.checks {
        for unit in &check.units {
            suite.cases.push(unit_case(check, unit, names));
        }
    }
    let plugins = [
        ("ambiguous-plugin", &readiness.ambiguous_plugins),
        ("unusable-plugin", &readiness.unusable_plugins),
    ];
    for (kind, plugins) in plugins {
        for plugin in plugins {
            suite.cases.push(Case {
                verdict: Verdict::Error,
                kind,
                message: plugin.clone(),
                ..names.case("tickmark.plugins", kind)
            });
        }
    }
    suite
}

fn unit_case(check: &CheckResult, unit: &UnitResult, names: &mut Names) -> Case {
    let name = match &unit.target {
        Some(target) => format!("{} on {target}", check.name),
        None => check.name.clone(),
    };
    let case = names.case("tickmark.checks", &name);
    match (unit.state.as_str(), &unit.failure, &check.disabled) {
        ("ran", None, _) => case,
        ("disabled", _, Some(why)) => Case {
            verdict: Verdict::Skipped,
            kind: "disabled",
            message: why.clone(),
            ..case
        },
        (_, Some(failure), _) => Case {
            verdict: Verdict::Error,
            kind: failure.kind.name(),
            message: failure.message.clone(),
            ..case
        },
        _ => Case {
            verdict: Verdict::Error,
            kind: "not-run",
            message: "it could not run".to_owned(),
            ..case
        },
    }
}

/// Writes XML that the schema of Jenkins accepts and no pipeline obeys.
fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let xml = report.to_string().map_err(io::Error::other)?;
    // The root element has no such attribute in that schema. The first one is the root's, because only
    // its constant name stands before it.
    let skipped = format!(" skipped=\"{}\"", report.skipped);
    write_inert(&xml.replacen(&skipped, "", 1), out)
}

/// Writes XML, with what a pipeline would obey escaped. Readers of XML see the same text.
pub(super) fn write_inert(xml: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in replace_brackets(xml, "#&#35;").split_inclusive('\n') {
        match command_at(line) {
            Some(start) => {
                out.write_all(&line.as_bytes()[..start])?;
                out.write_all(b"&#58;")?;
                out.write_all(&line.as_bytes()[start + 1..])?;
            }
            None => out.write_all(line.as_bytes())?,
        }
    }
    if xml.ends_with('\n') {
        return Ok(());
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests;
