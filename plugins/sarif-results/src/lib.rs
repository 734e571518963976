//! Results of scanners in SARIF: whether the scans ran, how old they are, and whether what they found
//! is mended in time.
//!
//! `log` reads a file into `run`s, `tool` finds the rule that a result speaks of, `observation` says
//! what a result means; `rules` judge. The plugin judges a result on the day of its scan, because that
//! is the day whose state it shows.

mod config;
mod invocation;
mod log;
mod observation;
mod rules;
mod run;
mod secrets;
mod tool;

use tickmark_plugin::prelude::*;

pub use config::{Config, Edge, Group};
use log::Scans;
use rules::{EXPECTED_TOOLS, Judge, RULES};

/// The plugin.
#[derive(Debug)]
pub struct SarifResults;

tickmark_plugin::export!(SarifResults);

const RESULTS: &str = "results";

const RESULTS_DESCRIPTION: &str = "SARIF 2.1.0 files, as scanners write them. For example \
`codeql database analyze db --format=sarif-latest --output=scans/codeql.sarif`, \
`semgrep scan --sarif --output scans/semgrep.sarif`, \
`gitleaks git --report-format sarif --report-path scans/gitleaks.sarif`, \
`trivy config --format sarif --output scans/trivy.sarif .`, \
`checkov -d . -o sarif --output-file-path scans`, or what GitHub keeps: \
`gh api -H 'Accept: application/sarif+json' repos/acme/web/code-scanning/analyses/42 > scans/web.sarif`.";

impl Plugin for SarifResults {
    const ID: &'static str = "sarif-results";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Results of scanners in SARIF";
    const DESCRIPTION: &'static str = "Reads what scanners found, in SARIF 2.1.0, whichever tool wrote \
         it, and decides whether each scan ran to its end and is recent, whether open results are \
         mended within the deadline of their severity, whether secrets lie in the open, and whether \
         suppressed results say why. A scan that did not run, or failed, shows nothing; an empty list \
         of results of a scan that ran shows that it found nothing. Most scanners do not say since when \
         a result is open: such a result never passes.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        // How old a scan may be is judged by `code-scans-recent`, so that an old scan is a gap and not only
        // missing evidence. A month later its results say nothing about today any more.
        vec![
            Input::new(RESULTS, RESULTS_DESCRIPTION)
                .required()
                .glob("**/*.sarif")
                .glob("**/*.sarif.json")
                .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let mut controls: Vec<Control> = claimed(config)
            .map(|rule| rule.control.to_control())
            .collect();
        if let Some(config) = config {
            controls.extend(config.groups.iter().map(Group::to_control));
        }
        controls
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let scans = Scans::read(check, RESULTS, &mut report);
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            (rule.check)(&scans, &check.config, &mut findings);
            scans.close(&mut findings);
        }
        for group in &check.config.groups {
            let mut findings = report.named(&group.name);
            rules::judge_group(&scans, group, &mut findings);
            scans.close(&mut findings);
        }
        Ok(report)
    }
}

/// The rules that can be asked with a configuration.
fn claimed(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    RULES.iter().filter(move |rule| {
        rule.control.id != EXPECTED_TOOLS
            || config.is_none_or(|config| !config.expected_tools.is_empty())
    })
}

#[cfg(test)]
mod tests;
