//! Decides whether idle sessions end soon enough, from settings files.

mod rules;
mod settings;

use tickmark_plugin::prelude::*;

use rules::{RULES, Subjects};
use settings::read;

/// What can be configured.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The longest idle time after which a session must have ended, in minutes.
    #[schemars(range(min = 1, max = 60))]
    pub max_idle_minutes: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            max_idle_minutes: 15,
        }
    }
}

/// The plugin.
#[derive(Debug)]
pub struct SamplePlugin;

tickmark_plugin::export!(SamplePlugin);

/// The input's name.
const SETTINGS: &str = "settings";

impl Plugin for SamplePlugin {
    const ID: &'static str = "sample-plugin";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Session settings";
    const DESCRIPTION: &'static str =
        "Reads settings files (`key = value`) and decides whether idle sessions end soon enough.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                SETTINGS,
                "Settings files of applications, one for each: lines `key = value`, `#` begins a comment.",
            )
            .required()
            .glob("settings/*.conf")
            .max_age_days(90),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let files: Vec<_> = check
            .items(SETTINGS)
            .iter()
            .map(|item| (item.place(), read(check, item)))
            .collect();
        let subjects = Subjects {
            files: &files,
            config: &check.config,
        };
        let mut report = Report::new();
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}
