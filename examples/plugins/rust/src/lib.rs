//! Examines an incident register: one YAML file for each incident.

mod incident;
mod rules;

use tickmark_plugin::prelude::*;

use incident::Incident;
use rules::{RULES, Subjects};

/// What can be configured. The defaults are the organisation's own to change; no standard sets them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How long an incident may last, in days from detection to resolution, by its severity.
    pub resolve_within_days: BySeverity,
    /// How long after its resolution a critical or high incident may wait for its review, in days.
    #[schemars(range(min = 1, max = 90))]
    pub review_within_days: u32,
}

/// A number of days for each severity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct BySeverity {
    /// For critical incidents.
    #[schemars(range(max = 365))]
    pub critical: u32,
    /// For high ones.
    #[schemars(range(max = 365))]
    pub high: u32,
    /// For medium ones.
    #[schemars(range(max = 365))]
    pub medium: u32,
    /// For low ones.
    #[schemars(range(max = 365))]
    pub low: u32,
}

impl Default for BySeverity {
    fn default() -> Self {
        Self {
            critical: 1,
            high: 3,
            medium: 14,
            low: 30,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            resolve_within_days: BySeverity::default(),
            review_within_days: 10,
        }
    }
}

/// The plugin.
#[derive(Debug)]
pub struct IncidentRegister;

tickmark_plugin::export!(IncidentRegister);

const INCIDENTS: &str = "incidents";

impl Plugin for IncidentRegister {
    const ID: &'static str = "incident-register";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Incident register";
    const DESCRIPTION: &'static str = "Reads one YAML file for each security incident and decides whether incidents were led, ended in time, reviewed, and followed up.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                INCIDENTS,
                "The incidents of the last year, a YAML file for each: id, severity, detected, resolved, commander, review, customers-affected, customers-notified, and actions with what, owner, due and done.",
            )
            .required()
            .glob("incidents/*.yaml")
            .glob("incidents/*.yml")
            .max_age_days(31),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let mut documents = Vec::new();
        let mut files = Vec::new();
        for item in check.items(INCIDENTS) {
            files.push(item.place());
            match check.yaml(&item) {
                Ok(document) => documents.push((item, document)),
                Err(problem) => report.problem(RULES, &item.path, &problem),
            }
        }
        let mut incidents: Vec<Incident<'_>> = Vec::new();
        for (item, document) in &documents {
            match Incident::new(document, check.shown_on(item)) {
                Ok(incident) if incidents.iter().any(|other| other.id == incident.id) => {
                    let problem = incident
                        .root
                        .problem(format!("another file has the id {}, too", incident.id));
                    report.problem(RULES, &item.path, &problem);
                }
                Ok(incident) => incidents.push(incident),
                Err(problem) => report.problem(RULES, &item.path, &problem),
            }
        }
        let subjects = Subjects {
            incidents: &incidents,
            files: &files,
            config: &check.config,
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}
