//! The plugin on plans written here as `terraform show -json` prints them.

#![expect(
    clippy::needless_pass_by_value,
    reason = "values are written where they are used"
)]

mod attached;
mod aws;
mod boundary;
mod expiry;
mod keys;
mod links;
mod locks;
mod providers;
mod robustness;
mod rows;

use std::fmt::Write as _;

use tickmark_plugin::reexport::serde_json::{Value, json};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Failure, Finding, Outcome, Report};

use crate::TerraformPlan;

const FILE: &str = "terraform/production/plan.json";

/// A plan being put together.
#[derive(Default)]
struct Plan {
    planned: Vec<Value>,
    changes: Vec<Value>,
    configured: Vec<Value>,
}

impl Plan {
    /// A resource all of whose values are known, and that the plan would not change.
    fn known(self, address: &str, values: Value) -> Self {
        self.resource(address, values, json!({}), None, "no-op")
    }

    /// A resource that the plan would create. `unknown` mirrors the values that are known only after
    /// apply, `expressions` is what the configuration says.
    fn created(self, address: &str, values: Value, unknown: Value, expressions: Value) -> Self {
        self.resource(address, values, unknown, Some(expressions), "create")
    }

    fn resource(
        mut self,
        address: &str,
        values: Value,
        unknown: Value,
        expressions: Option<Value>,
        action: &str,
    ) -> Self {
        let (path, index) = address
            .split_once('[')
            .map_or((address, None), |(path, index)| {
                (path, Some(index.trim_end_matches(']')))
            });
        let (mode, path) = path
            .strip_prefix("data.")
            .map_or(("managed", path), |path| ("data", path));
        let (kind, name) = path.split_once('.').unwrap();
        let mut resource = json!({
            "address": address, "mode": mode, "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0,
            "values": values, "sensitive_values": {}
        });
        if let Some(index) = index {
            resource["index"] = serde_value(index);
        }
        self.changes.push(json!({
            "address": address, "mode": mode, "type": kind, "name": name,
            "change": {"actions": [action], "before": null, "after": values,
                       "after_unknown": unknown, "after_sensitive": {}}
        }));
        self.planned.push(resource);
        let within = address.split('[').next().unwrap();
        if let Some(expressions) = expressions
            && !self.configured.iter().any(|it| it["address"] == within)
        {
            self.configured.push(json!({
                "address": within, "mode": mode, "type": kind, "name": name,
                "provider_config_key": "aws", "expressions": expressions, "schema_version": 0
            }));
        }
        self
    }

    fn value(&self) -> Value {
        json!({
            "format_version": "1.2", "terraform_version": "1.9.8",
            "planned_values": {"root_module": {"resources": self.planned}},
            "resource_changes": self.changes,
            "configuration": {"root_module": {"resources": self.configured}},
            "errored": false
        })
    }

    fn check(&self) -> Report {
        check(&self.value())
    }

    fn configured(&self, config: &Value) -> Report {
        let text = serde_text(&self.value());
        examine(&config.to_string(), &text).unwrap()
    }
}

/// Pretty-printed, so that lines differ.
fn serde_text(plan: &Value) -> String {
    format!("{plan:#}\n")
}

fn serde_value(text: &str) -> Value {
    text.parse().unwrap()
}

fn check(plan: &Value) -> Report {
    examine("{}", &serde_text(plan)).unwrap()
}

fn examine(config: &str, text: &str) -> Result<Report, Failure> {
    let evidence = MemoryEvidence::new().file("plans", FILE, text);
    run::<TerraformPlan>(config, "2026-11-22", &evidence)
}

/// The one finding of a control about a resource.
fn finding<'r>(report: &'r Report, control: &str, address: &str) -> &'r Finding {
    let subject = format!("production: {address}");
    match report.about(control, &subject).as_slice() {
        [finding] => finding,
        found => panic!(
            "{} findings of {control} about {address}; there are {:?}",
            found.len(),
            report.outcomes(control)
        ),
    }
}

/// Outcome, deciding value and JSON Pointer of the first place, in one line.
fn told(report: &Report, control: &str, address: &str) -> String {
    let finding = finding(report, control, address);
    let outcome = match finding.outcome {
        Outcome::Pass => "Pass",
        Outcome::Fail => "Fail",
        Outcome::NotApplicable => "NotApplicable",
        Outcome::Inconclusive => "Inconclusive",
    };
    let mut text = format!("{outcome}: {}", finding.actual);
    if let Some(place) = finding.locations.first() {
        write!(text, " @ {}", place.pointer.as_deref().unwrap_or("-")).unwrap();
    }
    text
}

fn outcome(report: &Report, control: &str, address: &str) -> Outcome {
    finding(report, control, address).outcome
}
