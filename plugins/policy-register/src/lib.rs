//! An organisation's policies, as Markdown documents with front matter and as a register in CSV: is
//! the required set there, does each policy have an owner and a version, was it approved by somebody
//! other than its author, was it reviewed in time, is it in force.
//!
//! `sources` turns files into records, `policy` puts the records of one policy together, `judge`
//! answers questions about one policy, `rules` asks them. Nothing here reads the texts themselves:
//! whether a policy is any good, people must judge.

mod config;
mod dates;
mod facts;
mod field;
mod fields;
mod front_matter;
mod judge;
mod kinds;
mod policy;
mod record;
mod rules;
mod settings;
mod sources;
mod standing;
mod status;
mod value;
mod verdict;
mod words;

use tickmark_plugin::Attribute;
use tickmark_plugin::prelude::*;

pub use config::{Config, Fields, KindConfig, MissingAuthor, MissingStatus, Statuses};
use judge::Judge;
use rules::{RULES, Subjects};
use settings::Settings;
use sources::{DOCUMENTS, REGISTER, Sources};
pub use tickmark_plugin::interval::Interval;
use words::few;

/// The plugin.
#[derive(Debug)]
pub struct PolicyRegister;

tickmark_plugin::export!(PolicyRegister);

impl Plugin for PolicyRegister {
    const ID: &'static str = "policy-register";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Policy documents and register";
    const DESCRIPTION: &'static str = "Reads policy documents (Markdown with YAML, TOML or JSON \
         front matter, and the headers of strongdm/comply) and a policy register in CSV, and decides \
         whether the required policies are there and in force, whether each names its owner and \
         version, whether somebody other than its author approved it, and whether it was reviewed in \
         time. It judges what the documents state about themselves, not their substance.";

    type Config = Config;

    /// Either input suffices, so neither is required; without any file every control is
    /// inconclusive.
    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                DOCUMENTS,
                "Policy documents, one file a policy: Markdown that begins with front matter, for \
                 example `title`, `owner`, `author`, `version`, `status`, `approved_by`, \
                 `approved_on` and `next_review`. Export them from where they are approved, or take \
                 them from the repository's main branch. Needed unless there is a register.",
            )
            .glob("policies/**/*.md")
            .glob("policies/**/*.markdown")
            .glob("policies/**/*.mdx"),
            Input::new(
                REGISTER,
                "The policy register as CSV, one row a policy, with the same fields as columns. \
                 Needed unless there are documents; where both are given they must agree.",
            )
            .glob("policies/*register*.csv")
            .glob("policies/policies.csv")
            .glob("policy-register*.csv"),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let settings = Settings::new(&check.config).map_err(Failure::Config)?;
        let mut report = Report::new();
        let mut sources = Sources::read(check, &settings, &mut report);
        report.attributes.extend(ignored(&sources));
        if !sources.has_documents && !sources.has_register {
            nothing_given(&sources, &mut report);
            return Ok(report);
        }
        let records = std::mem::take(&mut sources.records);
        let subjects = Subjects {
            policies: &policy::policies(records, &settings, check.as_of),
            sources: &sources,
            judge: Judge {
                settings: &settings,
                as_of: check.as_of,
            },
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}

/// Nothing was given, so nothing is shown.
fn nothing_given(sources: &Sources, report: &mut Report) {
    let actual = match sources.ignored.len() {
        0 => "neither policy documents nor a policy register were given".to_owned(),
        count => format!(
            "there is no register, and all documents ({count}) are passed over by configuration"
        ),
    };
    for control in RULES.specs() {
        let mut findings = report.control(control);
        findings.push(
            Finding::inconclusive("policies")
                .expected("policy documents or a policy register")
                .actual(&actual),
        );
        findings.complete(Vec::new());
    }
}

/// The documents that the configuration passes over, so that nobody has to guess.
fn ignored(sources: &Sources) -> Option<Attribute> {
    const NAMED: usize = 20;
    (!sources.ignored.is_empty()).then(|| Attribute {
        key: "ignored-documents".to_owned(),
        value: few(&sources.ignored, NAMED),
    })
}

#[cfg(test)]
mod tests;
