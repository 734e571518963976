//! Terraform and OpenTofu plans: whether what is planned, or what a state shows, is encrypted, closed
//! to the world, logged, backed up and spread.
//!
//! `plan` reads files into resources, `view` tells known, unset and unknown values apart, `links`
//! finds what belongs to what. `aws`, `google` and `azure` are tables of what is safe; `rules` asks
//! them one question each.

mod aws;
mod azure;
mod config;
mod expiry;
mod google;
mod keys;
mod links;
mod plan;
mod policy;
mod ports;
mod rules;
mod table;
mod verdict;
mod view;
mod words;

use tickmark_plugin::prelude::*;

pub use config::Config;
use links::Links;
use plan::Estate;
use table::Scene;

/// The plugin.
#[derive(Debug)]
pub struct TerraformPlan;

tickmark_plugin::export!(TerraformPlan);

const PLANS: &str = "plans";

impl Plugin for TerraformPlan {
    const ID: &'static str = "terraform-plan";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Terraform and OpenTofu plans";
    const DESCRIPTION: &'static str = "Reads plans or states of Terraform and OpenTofu as JSON and \
         decides for each resource of AWS, Google Cloud and Azure that it knows whether stored data \
         is encrypted, nothing is open to the world, access is logged and logs are kept, data is \
         backed up, and services survive the loss of a zone. A value that is known only after apply \
         decides nothing.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                PLANS,
                "Plans, one JSON file for each root module: `terraform plan -out=tfplan`, then \
                 `terraform show -json tfplan > plan.json`; the same with `tofu`. A plan of a state \
                 that is up to date shows most, because nothing in it is unknown. A state works too: \
                 `terraform show -json > state.json`. Such files hold secrets; keep them as you keep \
                 the state.",
            )
            .required()
            .glob("terraform/**/*.json")
            .glob("tofu/**/*.json")
            .glob("**/*.tfplan.json")
            .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        rules::claimed(config).controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        rules::known_types(&check.config)?;
        let mut report = Report::new();
        let items = check.items(PLANS);
        let labels = words::labels(&items.iter().map(|item| &*item.path).collect::<Vec<_>>());
        let mut estate = Estate::default();
        let mut documents = Vec::new();
        for (item, label) in items.iter().zip(&labels) {
            match check.json(item) {
                Ok(document) => documents.push((item, *label, document)),
                Err(problem) => estate.problems.push(((*label).to_owned(), problem)),
            }
        }
        for (item, label, document) in &documents {
            match estate.add(label, document) {
                Ok(records) => report.tally(item, records),
                Err(problem) => estate.problems.push(((*label).to_owned(), problem)),
            }
        }
        let scene = Scene {
            links: Links::of(&estate),
            estate: &estate,
            config: &check.config,
        };
        for rule in rules::claimed(Some(&check.config)) {
            (rule.check)(&scene, &mut report.rule(&rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
