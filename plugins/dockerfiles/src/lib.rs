//! Dockerfiles: what images are built from, what goes into them, and as whom they run.
//!
//! `lines` and `words` read the format the way `BuildKit` does, `stages` follows values and stages,
//! `shell` finds commands in scripts, and `rules` judges. Nothing is known of what a base image holds
//! but what is configured.

mod config;
mod image;
mod lines;
mod rules;
mod shell;
mod stages;
mod words;

use tickmark_plugin::prelude::*;

pub use config::{Config, OptionalControl, Pin};
use rules::{Judge, RULES, Subjects};
use stages::Dockerfile;

/// The plugin.
#[derive(Debug)]
pub struct Dockerfiles;

tickmark_plugin::export!(Dockerfiles);

const INPUT: &str = "dockerfiles";

impl Plugin for Dockerfiles {
    const ID: &'static str = "dockerfiles";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Dockerfiles";
    const DESCRIPTION: &'static str = "Reads Dockerfiles and decides for each whether the image runs \
         as a user other than root, whether what it is built from and what it downloads is what was \
         chosen, and whether secrets are left in it.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                INPUT,
                "Dockerfiles of one or many repositories, as they stand on the default branch: a \
                 checkout (`git clone --depth 1 URL`), or the files alone.",
            )
            .required()
            .glob("**/{Dockerfile,Containerfile}")
            .glob("**/{Dockerfile,Containerfile}.*")
            .glob("**/*.{dockerfile,Dockerfile,containerfile,Containerfile}")
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
        let (mut files, mut problems, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let items = check.items(INPUT);
        // `Dockerfile.dockerignore` lists files for the Dockerfile beside it.
        for item in items
            .iter()
            .filter(|item| !item.path.ends_with(".dockerignore"))
        {
            places.push(item.place());
            match check
                .text(item)
                .and_then(|text| Dockerfile::read(&text, &item.path))
            {
                Ok(file) => {
                    report.tally(item, 1);
                    files.push(file);
                }
                Err(problem) => problems.push((item.path.to_string(), problem)),
            }
        }
        let subjects = Subjects {
            files: &files,
            config: &check.config,
        };
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            (rule.check)(&subjects, &mut findings);
            for (subject, problem) in &problems {
                findings.problem(subject, problem);
            }
            if !places.is_empty() {
                findings.complete(places.clone());
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
