//! Accounts, reconciled with the people who work here and with the reviews of their access.
//!
//! `roster`, `accounts` and `reviews` read the three kinds of CSV files, `owners` decides whose an
//! account is, `rules` judges. The plugin knows products only by their column names (`layout`) and
//! nothing of passwords or rights; accounts are judged on the day whose state their export shows.

mod accounts;
mod config;
mod header;
mod layout;
mod listing;
mod names;
mod owners;
mod reviews;
mod roster;
mod rules;
mod source;
mod systems;
mod texts;
mod unclear;
mod words;

use tickmark_plugin::prelude::*;

pub use config::{
    AccountColumns, AccountSource, Config, Names, Preset, ReviewColumns, ReviewSource,
    RosterColumns, RosterSource, ServiceAccounts, SystemSettings,
};
use rules::{RULES, Subjects};

/// The plugin.
#[derive(Debug)]
pub struct AccessReview;

tickmark_plugin::export!(AccessReview);

const ACCOUNTS: &str = "accounts";
const ROSTER: &str = "roster";
const REVIEWS: &str = "reviews";

impl Plugin for AccessReview {
    const ID: &'static str = "access-review";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Accounts, roster and access reviews";
    const DESCRIPTION: &'static str = "Reconciles account exports of any system with a roster of the \
         people who work here and with the records of access reviews. Decides whether leavers' \
         accounts are gone, whether every account is somebody's and only theirs, whether access was \
         reviewed in time by somebody else, and whether what a review withdrew was removed. Knows the \
         exports of Okta, Google Workspace, Microsoft Entra ID, GitHub, GitLab, Slack, Atlassian, AWS \
         IAM and AWS IAM Identity Center, and any other CSV whose columns are named.";

    type Config = Config;

    fn inputs(config: Option<&Config>) -> Vec<Input> {
        let input = |input: Input, globs: &[&str], configured: Vec<&Names>| {
            let configured = configured.into_iter().flat_map(Names::iter);
            globs
                .iter()
                .copied()
                .chain(configured)
                .fold(input, Input::glob)
        };
        let (accounts, roster, reviews) = config.map_or_else(Default::default, |config| {
            (
                config.accounts.iter().map(|source| &source.files).collect(),
                config.roster.iter().map(|source| &source.files).collect(),
                config.reviews.iter().map(|source| &source.files).collect(),
            )
        });
        vec![
            input(
                Input::new(
                    ACCOUNTS,
                    "Account exports, one CSV file a system, as the system's administration gives \
                     them: all accounts, not only active ones. Name a file after its system \
                     (`access/accounts-okta.csv`) or name the system in the configuration.",
                )
                .required()
                .max_age_days(30),
                &[
                    "accounts*.csv",
                    "access/accounts*.csv",
                    "access/**/accounts*.csv",
                    "access/users*.csv",
                    "access/**/users*.csv",
                ],
                accounts,
            ),
            input(
                Input::new(
                    ROSTER,
                    "Everybody who works or worked for the organisation, as the HR system exports it: \
                     e-mail address or employee number, first and last day, status. Leavers and \
                     contractors included. Reading takes some memory for each row; a hundred \
                     thousand are no problem.",
                )
                .max_age_days(30),
                &[
                    "hr-roster*.csv",
                    "hr/roster*.csv",
                    "hr/**/roster*.csv",
                    "hr/employees*.csv",
                    "hr/contractors*.csv",
                ],
                roster,
            ),
            // Records of the past do not age: each is judged by the dates in it.
            input(
                Input::new(
                    REVIEWS,
                    "Records of access reviews, a row a decision: system, account, reviewer, \
                     decision, day; also the review's name and the day of removal, where there are \
                     any.",
                ),
                &[
                    "access-review*.csv",
                    "access/reviews*.csv",
                    "access/**/reviews*.csv",
                    "access/access-review*.csv",
                    "access/**/access-review*.csv",
                ],
                reviews,
            ),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let config = &check.config;
        words::agree(&config.accounts, &config.roster, &config.reviews)?;
        let mut report = Report::new();
        let people = roster::read(check, ROSTER, &mut report);
        let accounts = accounts::read(check, ACCOUNTS, &people, &mut report)?;
        let reviews = reviews::read(check, REVIEWS, &people, &accounts, &mut report);
        let subjects = Subjects {
            config,
            as_of: check.as_of,
            period_start: check
                .period
                .as_ref()
                .and_then(|period| Day::parse(&period.start).ok()),
            people: &people,
            accounts: &accounts,
            reviews: &reviews,
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
