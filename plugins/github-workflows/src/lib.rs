//! GitHub Actions workflows and composite actions: what runs in the pipeline, with which rights, and
//! who can put something of their own into it.
//!
//! `files` reads the YAML into jobs and steps, `expressions` and `taint` say what flows into a text,
//! and `rules` judges. The plugin reads what is in the repository; settings of the organisation are
//! not to be seen there and have to be configured.

mod config;
mod expressions;
mod files;
mod rules;
mod taint;

use tickmark_plugin::prelude::*;

pub use config::{Config, DefaultToken, OptionalControl, Visibility};
use files::Documents;
use rules::{Judge, RULES, Subjects};

/// The plugin.
#[derive(Debug)]
pub struct GithubWorkflows;

tickmark_plugin::export!(GithubWorkflows);

const WORKFLOWS: &str = "workflows";

impl Plugin for GithubWorkflows {
    const ID: &'static str = "github-workflows";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "GitHub Actions workflows";
    const DESCRIPTION: &'static str = "Reads workflow files and composite actions of GitHub Actions \
         and decides whether code of others is pinned, whether each job's token has only the rights \
         it needs, whether outsiders can put commands or code of their own into the pipeline, and \
         whether secrets stay where they belong.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                WORKFLOWS,
                "Workflow files of one or many repositories, and the `action.yml` of their own \
                 actions, as they stand on the default branch: a checkout (`git clone --depth 1 \
                 URL`), or its `.github` folder and `action.yml`.",
            )
            .required()
            .glob("**/.github/workflows/*.{yml,yaml}")
            .glob("**/action.{yml,yaml}")
            .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        claimed(config)
            .map(|rule| rule.control.to_control())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let documents = Documents::read(check, WORKFLOWS, &mut report);
        let read = documents.files();
        let subjects = Subjects {
            files: &read.files,
            config: &check.config,
        };
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            (rule.check)(&subjects, &mut findings);
            for unclear in &read.problems {
                findings.problem(&unclear.subject, &unclear.problem);
            }
            if !documents.places.is_empty() {
                findings.complete(documents.places.clone());
            }
        }
        Ok(report)
    }
}

/// The rules that the organisation claims.
fn claimed(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    RULES
        .iter()
        .filter(move |rule| config.is_none_or(|config| config.claims(rule.control.id)))
}

#[cfg(test)]
mod tests;
