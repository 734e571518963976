//! OpenSSF Scorecard: how securely source repositories are run.
//!
//! `scores` reads Scorecard's results, `rules` hold one score each against a minimum. Scorecard is kept
//! apart from the scanners that say pass or fail: it gives scores, its subjects are repositories, and
//! where to draw the line is the reader's decision.

mod config;
mod judge;
mod rules;
mod scores;

use tickmark_plugin::prelude::*;

pub use config::Config;
use rules::{EXPECTED, Judge, RULES, Subjects};
use scores::Scores;

/// The plugin.
#[derive(Debug)]
pub struct OpenssfScorecard;

tickmark_plugin::export!(OpenssfScorecard);

const RESULTS: &str = "results";

impl Plugin for OpenssfScorecard {
    const ID: &'static str = "openssf-scorecard";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "OpenSSF Scorecard";
    const DESCRIPTION: &'static str = "Reads what OpenSSF Scorecard found out about source \
         repositories and holds its scores against minimums: branch protection, code review, tests, \
         workflows and their tokens, dependencies, static analysis, known vulnerabilities, releases \
         and the way to report a vulnerability. A score is a summary by Scorecard's own weights, so \
         that every control supports its criteria and none meets one by itself.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                RESULTS,
                "Results of Scorecard 4 or 5 in JSON, one file a repository, or one line a repository: \
                 `scorecard --repo=github.com/ORGANISATION/NAME --format=json --show-details > \
                 scorecard/NAME.json`. Use a token that may read the settings of branches as an \
                 administrator: without it Scorecard takes what it cannot see as met.",
            )
            .required()
            .glob("**/scorecard/**/*.json")
            .glob("**/scorecard*.json")
            .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        claimed(config)
            .map(|rule| rule.control.to_control())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let scores = Scores::read(check, RESULTS, &mut report);
        let subjects = Subjects {
            scores: &scores,
            config: &check.config,
            as_of: check.as_of,
        };
        for rule in claimed(Some(&check.config)) {
            let mut findings = report.rule(rule);
            (rule.check)(&subjects, &mut findings);
            for (path, problem) in &scores.problems {
                findings.problem(path, problem);
            }
            if scores.problems.is_empty() && !scores.cards.is_empty() {
                let places = scores.cards.iter().map(|card| card.place.clone());
                findings.complete(places.collect());
            }
        }
        Ok(report)
    }
}

/// The rules that the organisation claims.
fn claimed(config: Option<&Config>) -> impl Iterator<Item = &'static Rule<Judge>> {
    RULES.iter().filter(move |rule| {
        let id = rule.control.id;
        config.is_none_or(|config| {
            !config.leave_out.iter().any(|left| left == id)
                && (id != EXPECTED || !config.expected_repositories.is_empty())
        })
    })
}

#[cfg(test)]
mod tests;
