//! What can be configured: inputs, and assertions about them. Everything is read and held against
//! itself here, so that a mistake is told before any evidence is looked at.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use tickmark_plugin::configured::{CriterionEdge, MethodName, Stated, is_id};
use tickmark_plugin::sla::Rating;
use tickmark_plugin::{Control, Input};

use crate::expression::{Expression, FOR_FILES, FOR_SUBJECTS};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A table with a header row (RFC 4180).
    Csv,
    /// One JSON value.
    Json,
    /// One JSON value on each line.
    JsonLines,
    /// TOML 1.0.
    Toml,
    /// One or more YAML 1.2 documents.
    Yaml,
}

impl Format {
    /// The format that a file's name tells.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" => Self::Csv,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            _ => return None,
        })
    }
}

/// A named slot for evidence files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InputConfig {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    /// What the files are and how they are obtained.
    #[serde(default)]
    pub description: String,
    /// Patterns for the files, relative to the evidence folder.
    #[schemars(length(min = 1, max = 64))]
    pub globs: Vec<String>,
    /// Whether nothing can be said without these files. On by default.
    #[serde(default = "yes")]
    pub required: bool,
    /// The greatest age, in days before the as-of date, at which the files still show something. No
    /// limit by default, because nothing is known about the files.
    #[serde(default)]
    #[schemars(range(min = 1, max = 3650))]
    pub max_age_days: Option<u32>,
    /// How the files are written; by default the files' names tell.
    #[serde(default)]
    pub format: Option<Format>,
}

const fn yes() -> bool {
    true
}

/// One assertion, which is one control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AssertionConfig {
    /// The control's id: lower-case letters, digits and hyphens.
    pub id: String,
    /// A short statement that is true when the assertion holds.
    pub title: String,
    /// What is examined and why it matters.
    #[serde(default)]
    pub description: String,
    /// The criteria that the control serves.
    #[schemars(length(min = 1))]
    pub criteria: Vec<CriterionEdge>,
    /// How much a failure matters.
    pub severity: Rating,
    /// What kind of evidence decides: the state of a system, records, or a document.
    pub method: MethodName,
    /// What to do about a failure.
    pub remedy: String,
    /// The input whose files are examined.
    pub input: String,
    /// Where the subjects stand in a file that is no table: a JSON Pointer of which a step may be
    /// `*`, as in `/accounts/*/users/*`. Without it each document is one subject. Each row of a
    /// table is a subject.
    #[serde(default)]
    pub for_each: Option<String>,
    /// CEL: the subject's name, the same from run to run. By default a table's first column, and for
    /// a whole document the file's path.
    #[serde(default)]
    pub subject: Option<String>,
    /// CEL: whether the assertion concerns the subject. By default it concerns every one.
    #[serde(default)]
    pub when: Option<String>,
    /// CEL: what has to be true.
    pub assert: String,
    /// What the control wants to see, in words. By default the assertion itself.
    #[serde(default)]
    pub expected: Option<String>,
    /// CEL: the value that decided. By default the parts of the subject that the assertion looks at.
    #[serde(default)]
    pub actual: Option<String>,
    /// CEL: how many subjects a file should hold, as in `document.total`. By default as many as it
    /// does hold.
    #[serde(default)]
    pub population: Option<String>,
}

/// The configuration as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The evidence that assertions look at.
    #[schemars(length(max = 64))]
    pub input: Vec<InputConfig>,
    /// The assertions.
    #[schemars(length(max = 200))]
    pub assertion: Vec<AssertionConfig>,
}

/// The configuration, read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "Config")]
#[schemars(with = "Config")]
pub struct Assertions {
    pub(crate) inputs: Vec<InputConfig>,
    pub(crate) all: Vec<Assertion>,
}

/// One assertion, read.
#[derive(Debug, Clone)]
pub(crate) struct Assertion {
    pub(crate) control: Control,
    pub(crate) input: String,
    pub(crate) for_each: Vec<String>,
    pub(crate) subject: Option<Expression>,
    pub(crate) when: Option<Expression>,
    pub(crate) assert: Expression,
    pub(crate) expected: String,
    pub(crate) actual: Option<Expression>,
    pub(crate) population: Option<Expression>,
}

impl Assertion {
    /// The expressions that are evaluated for each subject.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expression> {
        std::iter::once(&self.assert)
            .chain(&self.subject)
            .chain(&self.when)
            .chain(&self.actual)
    }
}

impl Assertions {
    /// The inputs as the contract has them.
    pub(crate) fn inputs(&self) -> Vec<Input> {
        self.inputs
            .iter()
            .map(|input| Input {
                name: input.name.clone(),
                description: if input.description.trim().is_empty() {
                    format!("The files that assertions about `{}` examine.", input.name)
                } else {
                    input.description.clone()
                },
                default_globs: input.globs.clone(),
                required: input.required,
                max_age_days: input.max_age_days,
            })
            .collect()
    }
}

impl TryFrom<Config> for Assertions {
    type Error = String;

    fn try_from(config: Config) -> Result<Self, String> {
        let mut inputs = BTreeSet::new();
        for input in &config.input {
            let name = &input.name;
            if !is_id(name) {
                return Err(format!(
                    "the input `{name}` needs a name of lower-case letters, digits and hyphens"
                ));
            }
            if input.globs.is_empty() {
                return Err(format!("the input `{name}` has no `globs`"));
            }
            if !inputs.insert(name.as_str()) {
                return Err(format!("the input `{name}` is declared twice"));
            }
        }
        if config.assertion.is_empty() {
            return Err(
                "nothing is asserted: add an `[[check.config.assertion]]` and its `[[check.config.input]]`".to_owned(),
            );
        }
        let mut ids = BTreeSet::new();
        let mut all = Vec::with_capacity(config.assertion.len());
        for assertion in &config.assertion {
            let id = &assertion.id;
            if !ids.insert(id.as_str()) {
                return Err(format!("the assertion `{id}` is declared twice"));
            }
            if !inputs.contains(assertion.input.as_str()) {
                return Err(format!(
                    "the assertion `{id}` examines the input `{}`, which is not declared",
                    assertion.input
                ));
            }
            all.push(read(assertion)?);
        }
        Ok(Self {
            inputs: config.input,
            all,
        })
    }
}

fn read(config: &AssertionConfig) -> Result<Assertion, String> {
    let id = &config.id;
    let description = match config.description.trim() {
        "" => format!(
            "The files of `{}`, where `{}`.",
            config.input, config.assert
        ),
        described => described.to_owned(),
    };
    let control = Stated {
        id,
        title: &config.title,
        description: &description,
        severity: config.severity,
        method: config.method,
        criteria: &config.criteria,
        remedy: &config.remedy,
    }
    .to_control(vec![config.input.clone()])
    .map_err(|error| format!("the assertion {error}"))?;
    let parse = |field: &str, source: &str, variables: &[&str]| {
        Expression::parse(source, variables)
            .map_err(|error| format!("the assertion `{id}`, `{field}`: {error}"))
    };
    let optional = |field: &str, source: &Option<String>, variables: &[&str]| {
        source
            .as_deref()
            .map(|source| parse(field, source, variables))
            .transpose()
    };
    let for_each = pattern(config.for_each.as_deref().unwrap_or_default())
        .map_err(|error| format!("the assertion `{id}`, `for-each`: {error}"))?;
    if for_each.iter().any(|step| step == "*") && config.subject.is_none() {
        return Err(format!(
            "the assertion `{id}` needs a `subject` that names each of its subjects, as in `item.name` or `key`"
        ));
    }
    let assert = parse("assert", &config.assert, FOR_SUBJECTS)?;
    Ok(Assertion {
        control,
        input: config.input.clone(),
        for_each,
        subject: optional("subject", &config.subject, FOR_SUBJECTS)?,
        when: optional("when", &config.when, FOR_SUBJECTS)?,
        expected: config
            .expected
            .clone()
            .filter(|words| !words.trim().is_empty())
            .unwrap_or_else(|| assert.source.clone()),
        assert,
        actual: optional("actual", &config.actual, FOR_SUBJECTS)?,
        population: optional("population", &config.population, FOR_FILES)?,
    })
}

/// The steps of a JSON Pointer.
fn pattern(pointer: &str) -> Result<Vec<String>, String> {
    if pointer.is_empty() {
        return Ok(Vec::new());
    }
    let steps = pointer
        .strip_prefix('/')
        .ok_or_else(|| format!("`{pointer}` is no JSON Pointer: it does not begin with `/`"))?;
    Ok(steps
        .split('/')
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect())
}
