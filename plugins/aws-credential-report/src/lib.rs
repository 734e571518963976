//! The AWS IAM credential report: who can sign in to an account, with what, and how old that is.
//!
//! `report` reads the CSV that IAM generates, `rules` judges one user at a time. The plugin judges
//! on the day the report was collected, because that is the day whose state it shows.

mod config;
mod report;
mod rules;

use tickmark_plugin::prelude::*;

pub use config::Config;
use report::Reports;
use rules::{RULES, Subjects};

/// The plugin.
#[derive(Debug)]
pub struct AwsCredentialReport;

tickmark_plugin::export!(AwsCredentialReport);

const REPORTS: &str = "credential-reports";

impl Plugin for AwsCredentialReport {
    const ID: &'static str = "aws-credential-report";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "AWS IAM credential report";
    const DESCRIPTION: &'static str = "Reads the credential report that AWS IAM generates for an \
         account and decides for the root user and every IAM user whether sign-in is protected by \
         a second factor, whether keys and passwords are renewed, and whether credentials that \
         nobody uses are still active.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                REPORTS,
                "Credential reports, one CSV file an AWS account: \
                 `aws iam generate-credential-report`, then `aws iam get-credential-report --query \
                 Content --output text | base64 -d > credential-report.csv`.",
            )
            .required()
            .glob("aws/**/credential-report*.csv")
            .glob("aws/**/credential_report*.csv")
            .max_age_days(30),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let reports = Reports::read(check, REPORTS, &mut report);
        let subjects = Subjects {
            reports: &reports,
            config: &check.config,
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
