//! Existing Rego policies, written for Conftest or OPA, as controls.
//!
//! `config` says which rules decide which control, `policies` loads them into the engine, `values`
//! turns documents into the engine's values and its results into messages, `lists` takes lists
//! apart for rules that `reads` says are about an object, and `judge` makes findings of all that. `builtins` and `steps` stand in for what the engine would take from its host:
//! a clock and a limit of time.
//!
//! # Example
//!
//! A check that runs these policies, in `policy/buckets.rego`:
//!
//! ```rego
#![doc = include_str!("../cases/good/evidence/policy/buckets.rego")]
//! ```
//!
//! over plans of Terraform, and says which of their rules decide which control. It is one of the
//! plugin's golden cases:
//!
//! ```toml
#![doc = include_str!("../cases/good/tickmark.toml")]
//! ```

mod builtins;
mod config;
mod judge;
mod lists;
mod policies;
mod reads;
mod references;
mod steps;
mod values;

use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::serde_json;

pub use config::{
    BuiltinErrors, Config, ConfigFile, ControlConfig, Exceptions, RegoVersion, Warnings,
};

/// The plugin.
#[derive(Debug)]
pub struct Rego;

tickmark_plugin::export!(Rego);

const POLICIES: &str = "policies";
const DATA: &str = "data";
const DOCUMENTS: &str = "documents";

/// What the plugin describes while nobody has configured a control, to show the form.
const EXAMPLE: &str = include_str!("example.json");

impl Plugin for Rego {
    const ID: &'static str = "rego";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Rego policies (Conftest, OPA)";
    const DESCRIPTION: &'static str = "Runs existing Rego policies over JSON and YAML files \
         and reports what their `deny`, `violation` and `warn` rules say, as Conftest does. The \
         configuration names controls and the rules that decide each; without one an example is \
         shown. Each result is a failure of its own; a document without any passes.

The objects of a list of Kubernetes (`kubectl get` writes `kind: List`) are judged one by one; the \
list as a whole is judged too where a policy reads `input.items`. Of a document that is a list each \
element is judged by itself, as in Conftest; the list as a whole is judged by rules that go over \
`input`, as in `input[_]`, and its elements are not where the policy does nothing else with `input`.

A rule that does not exist, a policy that does not parse, a name below `data` that no policy and no \
data provide, an error, and a rule that takes too many steps are inconclusive. A rule that looks for \
a field of the input which is not there does not fire: that is how Rego is, so write rules that deny \
what is missing. Unlike in Conftest, a rule that is just true is a \
failure, and an error of a built-in function is not passed over.

The built-in functions of OPA are there but for: `crypto.*`, `glob.*`, `graphql.*`, `http.send`, \
`io.jwt.*`, `json.match_schema`, `json.verify_schema`, `net.*` other than `net.cidr_contains`, \
`opa.runtime`, `rand.intn`, `rego.*`, `regex.globs_match`, `regex.template_match`, `time.*` other than \
`time.now_ns` (the as-of date) and `time.parse_rfc3339_ns`, `urlquery.*`, `uuid.*` and `yaml.*`.";

    type Config = Config;

    fn inputs(config: Option<&Config>) -> Vec<Input> {
        let inputs = vec![
            Input::new(
                POLICIES,
                "Policies in Rego, as `conftest test --policy` takes them.",
            )
            .required()
            .glob("policy/**/*.rego")
            .glob("policies/**/*.rego"),
            Input::new(
                DATA,
                "Data for the policies, JSON or YAML, as `conftest test --data` takes it. All files are \
                 merged at the root of `data`.",
            )
            .glob("policy/data/**/*.{json,yaml,yml}"),
            Input::new(
                DOCUMENTS,
                "The files that policies judge, each document as `input`: a Terraform plan (`terraform \
                 show -json`), manifests of Kubernetes (`kubectl get -o yaml`, whose lists are \
                 judged object by object), any JSON or YAML. \
                 Name them in the check's `evidence`, because policies do not fit every file.",
            )
            .required()
            .glob("policy/input/**/*.{json,yaml,yml}"),
        ];
        if config.is_some() {
            return inputs;
        }
        // Without controls there is nothing to run, whatever files lie there.
        let undecided = inputs.into_iter().map(|input| Input {
            default_globs: Vec::new(),
            ..input
        });
        undecided.collect()
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        let example = match config {
            Some(_) => None,
            None => serde_json::from_str(EXAMPLE).ok(),
        };
        config
            .or(example.as_ref())
            .into_iter()
            .flat_map(|config| &config.controls)
            .map(|decided| decided.control.clone())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        judge::examine(check)
    }
}

#[cfg(test)]
mod tests;
