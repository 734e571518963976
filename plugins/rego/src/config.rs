//! What can be configured: how policies are read, and which of their rules decide which control.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;
use tickmark_plugin::Control;
use tickmark_plugin::configured::{CriterionEdge, MethodName, Stated};
use tickmark_plugin::sla::Rating;

/// How a rule's name begins, and what its results mean.
pub(crate) const PREFIXES: [&str; 3] = ["deny", "violation", "warn"];

/// Which Rego policies are written in where they do not say so with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RegoVersion {
    /// Rego before OPA 1.0, where bodies need no `if`.
    V0,
    /// Rego since OPA 1.0.
    V1,
}

/// What results of `warn` rules mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Warnings {
    /// A failure of low severity.
    Low,
    /// A failure like that of any other rule.
    Fail,
    /// Nothing.
    Ignore,
}

/// What results that an `exception` rule excepts mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Exceptions {
    /// The control does not concern what is excepted.
    NotApplicable,
    /// A failure all the same, because a policy's exception has no owner, approver or expiry. Use
    /// waivers instead.
    Fail,
}

/// What an error of a built-in function means, such as a text that is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BuiltinErrors {
    /// The rule cannot be decided.
    Inconclusive,
    /// The call has no value and the rule does not fire, as OPA has it.
    Undefined,
}

/// A control that rules of the policies decide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ControlConfig {
    /// The control's id: lower-case letters, digits and hyphens.
    pub id: String,
    /// A short statement that is true when none of the rules fires.
    pub title: String,
    /// What is examined and why it matters.
    #[serde(default)]
    pub description: String,
    /// The criteria that the control serves.
    #[schemars(length(min = 1))]
    pub criteria: Vec<CriterionEdge>,
    /// How much a failure matters.
    pub severity: Rating,
    /// What kind of evidence decides.
    #[serde(default = "configuration")]
    pub method: MethodName,
    /// What to do about a failure.
    pub remedy: String,
    /// The rules, as `main.deny_public_buckets` or `main.deny_public_*`. Without a package, as in
    /// `deny_*`, those of each of `namespaces`. Each has to match at least one rule.
    #[schemars(length(min = 1))]
    pub rules: Vec<String>,
}

const fn configuration() -> MethodName {
    MethodName::Configuration
}

/// The configuration as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ConfigFile {
    /// The version of Rego. The default is that of OPA 1.0 and Conftest 0.60.
    pub rego_version: RegoVersion,
    /// The packages that rules without one belong to. The default is Conftest's.
    #[schemars(length(min = 1))]
    pub namespaces: Vec<String>,
    /// What results of `warn` rules mean.
    pub warnings: Warnings,
    /// What excepted results mean.
    pub exceptions: Exceptions,
    /// What an error of a built-in function means.
    pub builtin_errors: BuiltinErrors,
    /// How many steps one rule may take for one document before it is given up as undecided. The
    /// default of a million is some hundred times what rules over a large document take.
    #[schemars(range(min = 1000, max = 100_000_000))]
    pub max_steps: u32,
    /// The controls.
    #[schemars(length(max = 200))]
    pub control: Vec<ControlConfig>,
}

impl Default for ConfigFile {
    fn default() -> Self {
        Self {
            rego_version: RegoVersion::V1,
            namespaces: vec!["main".to_owned()],
            warnings: Warnings::Low,
            exceptions: Exceptions::NotApplicable,
            builtin_errors: BuiltinErrors::Inconclusive,
            max_steps: 1_000_000,
            control: Vec::new(),
        }
    }
}

/// Names rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) written: String,
    package: Option<String>,
    name: String,
    /// Whether the name is only how the rule's begins.
    open: bool,
}

impl Pattern {
    fn parse(written: &str) -> Result<Self, String> {
        let (package, name) = match written.rsplit_once('.') {
            Some((package, name)) => (Some(package.to_owned()), name),
            None => (None, written),
        };
        let (name, open) = match name.strip_suffix('*') {
            Some(begin) => (begin, true),
            None => (name, false),
        };
        let is_word = |text: &str| {
            text.chars()
                .all(|one| one.is_ascii_alphanumeric() || one == '_')
        };
        let is_decisive = PREFIXES.iter().any(|prefix| {
            name.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        });
        if !is_decisive || !is_word(name) || package.as_deref() == Some("") {
            return Err(format!(
                "`{written}` names no rule (expected `deny`, `violation` or `warn`, with `_` and more or `*` after it, and a package before it, as in `main.deny_public_*`)"
            ));
        }
        Ok(Self {
            written: written.to_owned(),
            package,
            name: name.to_owned(),
            open,
        })
    }

    /// Whether it names a rule of a package.
    pub(crate) fn names(&self, namespaces: &[String], package: &str, rule: &str) -> bool {
        let in_package = match &self.package {
            Some(named) => named == package,
            None => namespaces.iter().any(|namespace| namespace == package),
        };
        in_package
            && if self.open {
                rule.starts_with(&self.name)
            } else {
                rule == self.name
            }
    }
}

/// A control and the rules that decide it.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    pub(crate) control: Control,
    pub(crate) rules: Vec<Pattern>,
}

/// The configuration, read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "ConfigFile")]
#[schemars(with = "ConfigFile")]
pub struct Config {
    pub(crate) rego_version: RegoVersion,
    pub(crate) namespaces: Vec<String>,
    pub(crate) warnings: Warnings,
    pub(crate) exceptions: Exceptions,
    pub(crate) builtin_errors: BuiltinErrors,
    pub(crate) max_steps: NonZeroU32,
    pub(crate) controls: Vec<Decided>,
}

impl TryFrom<ConfigFile> for Config {
    type Error = String;

    fn try_from(file: ConfigFile) -> Result<Self, String> {
        if file.control.is_empty() {
            return Err(
                "no control is configured: add a `[[check.config.control]]` that names `rules`"
                    .to_owned(),
            );
        }
        let mut ids = BTreeSet::new();
        let mut controls = Vec::with_capacity(file.control.len());
        for control in &file.control {
            if !ids.insert(control.id.as_str()) {
                return Err(format!("the control `{}` is declared twice", control.id));
            }
            controls.push(decided(control)?);
        }
        Ok(Self {
            rego_version: file.rego_version,
            namespaces: file.namespaces,
            warnings: file.warnings,
            exceptions: file.exceptions,
            builtin_errors: file.builtin_errors,
            max_steps: NonZeroU32::new(file.max_steps).ok_or("`max-steps` is zero")?,
            controls,
        })
    }
}

fn decided(config: &ControlConfig) -> Result<Decided, String> {
    let description = match config.description.trim() {
        "" => format!("What the rules {} say.", config.rules.join(", ")),
        described => described.to_owned(),
    };
    let control = Stated {
        id: &config.id,
        title: &config.title,
        description: &description,
        severity: config.severity,
        method: config.method,
        criteria: &config.criteria,
        remedy: &config.remedy,
    }
    .to_control(Vec::new())
    .map_err(|error| format!("the control {error}"))?;
    if config.rules.is_empty() {
        return Err(format!("the control `{}` names no `rules`", config.id));
    }
    let rules = config.rules.iter().map(|written| Pattern::parse(written));
    let rules = rules
        .collect::<Result<_, _>>()
        .map_err(|error| format!("the control `{}`, `rules`: {error}", config.id))?;
    Ok(Decided { control, rules })
}
