//! Results of configuration scanners: what Prowler, InSpec, kube-bench and OpenSCAP found.
//!
//! `sources` reads each format into the one model of `results`, `rules` judge that and know no
//! format. Labels that the results carry themselves become controls in `rules::tagged`, after `tags`
//! has sorted out those that do not hold.

mod config;
mod elements;
mod results;
mod rules;
mod sources;
mod tags;
mod words;

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

pub use config::{Config, Drop, ManualChecks, Rating, Scanner, Threshold, Use};
use rules::tagged::tagged;
use rules::{EXCEPTIONS, EXPECTED_TARGETS, Judge, RULES, Subjects, scanners};
use tags::TAGS;

/// The plugin.
#[derive(Debug)]
pub struct BenchmarkResults;

tickmark_plugin::export!(BenchmarkResults);

/// Older results say little about today; each scan's own age is a control with a narrower limit.
const MAX_AGE_DAYS: u32 = 30;

impl Plugin for BenchmarkResults {
    const ID: &'static str = "benchmark-results";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Results of configuration scanners";
    const DESCRIPTION: &'static str = "Reads what Prowler, InSpec, kube-bench and OpenSCAP found when \
         they held accounts, hosts and clusters against a benchmark, and decides whether the scans are \
         recent and whole, whether failing checks were fixed, and whether what the scanners were told \
         to overlook is justified. The checks that Prowler itself files under a criterion of SOC 2 \
         become controls for it, but for those that say nothing about it.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        let input = |scanner: Scanner, description| {
            Input::new(scanner.input(), description).max_age_days(MAX_AGE_DAYS)
        };
        vec![
            input(
                Scanner::Prowler,
                "Findings of Prowler 4 or 5 in OCSF: `prowler aws --output-formats json-ocsf`, which \
                 writes `output/prowler-output-ACCOUNT-TIME.ocsf.json`. Give the latest scan of each \
                 account; scans are judged beside each other, not merged.",
            )
            .glob("**/prowler*.ocsf.json")
            .glob("**/prowler/**/*.ocsf.json"),
            input(
                Scanner::Hdf,
                "Results of InSpec or CINC Auditor: `inspec exec PROFILE --reporter \
                 json:inspec/HOST.json`; or any other result in the Heimdall Data Format (OHDF).",
            )
            .glob("**/{inspec,cinc,hdf}/**/*.json")
            .glob("**/*.hdf.json"),
            input(
                Scanner::KubeBench,
                "Reports of kube-bench, one a node or cluster: `kube-bench --json > \
                 kube-bench/CLUSTER/NODE.json`. They name neither node nor time: the path stands for \
                 the first, the collection in `evidence.toml` for the second.",
            )
            .glob("**/kube-bench/**/*.json")
            .glob("**/kube-bench*.json"),
            input(
                Scanner::Xccdf,
                "Results of OpenSCAP in XCCDF 1.2 or ARF: `oscap xccdf eval --profile PROFILE \
                 --results-arf scap/HOST.arf.xml CONTENT`.",
            )
            .glob("**/{scap,oscap,xccdf}/**/*.xml")
            .glob("**/*{arf,xccdf}*.xml"),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let controls = claimed(config).map(|rule| rule.control.to_control());
        let tagged = tagged(config)
            .into_iter()
            .map(|tagged| tagged.control())
            .filter(|control| claims(config, &control.id));
        controls
            .chain(tagged)
            .map(|control| Control {
                needs: needs(config, &control.id),
                ..control
            })
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        validate(&check.config)?;
        let mut report = Report::new();
        let results = sources::read(check, &mut report);
        let subjects = Subjects {
            results: &results,
            config: &check.config,
            as_of: check.as_of,
        };
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            (rule.check)(&subjects, &mut findings);
            finish(rule.control.id, &subjects, &mut report);
        }
        for tagged in tagged(Some(&check.config)) {
            if claims(Some(&check.config), &tagged.id) {
                let mut findings = report.declared(&tagged.control());
                for finding in tagged.judge(&subjects) {
                    findings.push(finding);
                }
                finish(&tagged.id, &subjects, &mut report);
            }
        }
        Ok(report)
    }
}

/// The rules that the organisation claims.
fn claimed(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    RULES
        .iter()
        .filter(move |rule| claims(config, rule.control.id))
}

fn claims(config: Option<&Config>, control: &str) -> bool {
    config.is_none_or(|config| {
        !config.leave_out.iter().any(|id| id == control)
            && (control != EXPECTED_TARGETS || !config.expected_targets.is_empty())
    })
}

/// The inputs of the scanners that the configuration names and the control is about. Where none is
/// named, any of them may be missing.
fn needs(config: Option<&Config>, control: &str) -> Vec<String> {
    config
        .and_then(|config| config.scanners.as_ref())
        .into_iter()
        .flatten()
        .filter(|scanner| scanners(control).contains(scanner))
        .map(|scanner| scanner.input().to_owned())
        .collect()
}

fn validate(config: &Config) -> Result<(), Failure> {
    if let Some(unknown) = config
        .prowler_criteria
        .keys()
        .chain(config.prowler_drop.iter().map(|drop| &drop.criterion))
        .find(|name| !TAGS.iter().any(|tag| tag.criterion == name.as_str()))
    {
        return Err(Failure::Config(format!(
            "Prowler has no tag for the criterion `{unknown}`"
        )));
    }
    let everything = Config {
        leave_out: Vec::new(),
        ..config.clone()
    };
    let known: BTreeSet<String> = BenchmarkResults::controls(Some(&everything))
        .into_iter()
        .map(|control| control.id)
        .chain([EXPECTED_TARGETS.to_owned()])
        .collect();
    match config.leave_out.iter().find(|id| !known.contains(*id)) {
        Some(unknown) => Err(Failure::Config(format!(
            "`leave-out` names `{unknown}`, which is no control; there are {}",
            known.into_iter().collect::<Vec<_>>().join(", ")
        ))),
        None => Ok(()),
    }
}

/// Adds to a control's findings what could not be read and which results are missing, and says what
/// they cover.
fn finish(control: &str, subjects: &Subjects<'_>, report: &mut Report) {
    let (results, concerned) = (subjects.results, scanners(control));
    let mut findings = report.named(control);
    let mut whole = !results.scans.is_empty();
    for (scanner, path, problem) in &results.problems {
        if concerned.contains(scanner) {
            whole = false;
            findings.problem(path, problem);
        }
    }
    for &scanner in concerned {
        let demanded = subjects
            .config
            .scanners
            .as_ref()
            .map(|scanners| scanners.contains(&scanner));
        if results.has(scanner) {
            continue;
        }
        match demanded {
            Some(true) => {
                whole = false;
                findings.push(
                    Finding::inconclusive(scanner.input())
                        .actual(format!("there are no results of {scanner}")),
                );
            }
            _ if concerned.len() == 1 => {
                whole = false;
                findings.push(
                    Finding::not_applicable(scanner.input())
                        .actual(format!("this check was given no results of {scanner}")),
                );
            }
            _ => {}
        }
    }
    // That there are no subjects is a statement for the exceptions alone: a part of a benchmark
    // without any result was not scanned.
    if whole && (control == EXCEPTIONS || any(control, &report.findings)) {
        let shown_by = results.files.iter().map(|(_, place)| place.clone());
        report.named(control).complete(shown_by.collect());
    }
}

fn any(control: &str, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.control == control)
}

#[cfg(test)]
mod tests;
