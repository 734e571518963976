//! A plugin that attacks its host. Which attack is chosen by configuration, so that one component
//! serves all tests.
//!
//! Where an attack is contained the plugin goes on and reports what it got: a `fail` finding means
//! that the host gave away something it should not have.

#![expect(
    clippy::infinite_loop,
    clippy::unwrap_used,
    clippy::panic,
    reason = "that is what it is for"
)]

mod attacks;

use tickmark_plugin::prelude::*;

/// What to do, and when.
#[derive(Debug, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The attack during `check`.
    check: Option<String>,
    /// The attack during `describe` with this configuration.
    describe: Option<String>,
}

/// The plugin.
#[derive(Debug)]
pub struct Hostile;

tickmark_plugin::export!(Hostile);

const FILES: &str = "files";

/// The evidence is there
#[control(
    severity = High,
    method = Document,
    implements("CC6.1" = "Stands in for a real control in tests."),
    remedy = "Nothing to mend; this is a test.",
)]
fn present(_: &mut Findings<'_>) {}

/// The evidence is there, seen by another control
#[control(
    severity = Low,
    method = Document,
    supports("CC6.6" = "Stands in for a real control in tests."),
    remedy = "Nothing to mend; this is a test.",
)]
fn seen(_: &mut Findings<'_>) {}

type Judge = fn(&mut Findings<'_>);
const RULES: &[Rule<Judge>] = &[present, seen];

impl Plugin for Hostile {
    const ID: &'static str = "hostile";
    const VERSION: &'static str = "0.1.0";
    const TITLE: &'static str = "Attacks on the host";
    const DESCRIPTION: &'static str = "Attacks its host in the configured way.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![Input::new(FILES, "Any files.").required().glob("hostile/*")]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let mut controls = RULES.controls();
        if let Some(attack) = config.and_then(|config| config.describe.as_deref()) {
            attacks::describe(attack, &mut controls);
        }
        controls
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        if check.config.check.as_deref() == Some("read-nothing") {
            return Ok(report);
        }
        if check.config.check.as_deref() == Some("open-only") {
            return Ok(attacks::open_only(check));
        }
        for item in check.items(FILES) {
            let finding = match check.bytes(&item) {
                Ok(bytes) => Finding::pass(&*item.path).actual(format!("{} bytes", bytes.len())),
                Err(problem) => Finding::inconclusive(&*item.path).actual(problem.message),
            };
            let finding = finding.expected("a file").at(item.place());
            for rule in RULES {
                report.rule(rule).push(finding.clone());
            }
        }
        match &check.config.check {
            Some(attack) => attacks::check(attack, check, report),
            None => Ok(report),
        }
    }
}
