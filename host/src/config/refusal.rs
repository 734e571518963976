//! Why a value does not satisfy a schema, in words that a person can act on.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::Origin;
use crate::diagnostic::{Code, Diagnostic, list, nearest};

/// Why a value does not satisfy a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The value at fault, as a JSON Pointer.
    pub pointer: String,
    /// Whether the key at `pointer` is at fault, not its value.
    pub at_key: bool,
    /// What kind of mistake.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Refusal {
    /// The message, pointed at the value beneath `origin`.
    pub fn diagnostic(&self, origin: &Origin, code: Option<Code>) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(code.unwrap_or(self.code), &self.message);
        if let Some(help) = &self.help {
            diagnostic = diagnostic.help(help);
        }
        let place = origin.descendant(&self.pointer);
        if self.at_key {
            place.at_key(diagnostic, "here")
        } else {
            place.at_value(diagnostic, "here")
        }
    }
}

/// Everything that one error of the validator means for a reader.
pub(super) fn explain(schema: &Value, error: &ValidationError<'_>) -> Vec<Refusal> {
    let pointer = error.instance_path().to_string();
    let value = |message: String| {
        vec![Refusal {
            pointer: pointer.clone(),
            at_key: false,
            code: Code::BadValue,
            message,
            help: None,
        }]
    };
    let name = match pointer.rsplit('/').next() {
        Some("") | None => "the value".to_owned(),
        Some(key) => format!("`{}`", key.replace("~1", "/").replace("~0", "~")),
    };
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let known = properties(schema, &error.schema_path().to_string());
            unexpected
                .iter()
                .map(|key| unknown_key(&pointer, key, &known))
                .collect()
        }
        ValidationErrorKind::Required { property } => vec![Refusal {
            pointer: pointer.clone(),
            at_key: true,
            code: Code::MissingKey,
            message: format!("the key `{}` is missing", property.as_str().unwrap_or("?")),
            help: None,
        }],
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(kind) => type_name(&kind.to_string()).to_owned(),
                TypeKind::Multiple(kinds) => kinds
                    .iter()
                    .map(|kind| kind.to_string())
                    // TOML has no null; an optional key is simply left out.
                    .filter(|kind| kind != "null")
                    .map(|kind| type_name(&kind).to_owned())
                    .collect::<Vec<_>>()
                    .join(" or "),
            };
            value(format!(
                "{name} is {}, expected {expected}",
                kind_of(error.instance())
            ))
        }
        ValidationErrorKind::Enum { options } => {
            let options: Vec<&str> = options
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            vec![unknown_value(&pointer, &name, error.instance(), &options)]
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            explain_alternatives(schema, error, &name, context)
        }
        ValidationErrorKind::Minimum { limit } => value(format!(
            "{name} is {}, expected at least {limit}",
            error.instance()
        )),
        ValidationErrorKind::Maximum { limit } => value(format!(
            "{name} is {}, expected at most {limit}",
            error.instance()
        )),
        ValidationErrorKind::MinLength { .. } => value(format!("{name} is empty or too short")),
        ValidationErrorKind::MinItems { .. } => value(format!("{name} has too few elements")),
        ValidationErrorKind::Format { format } => value(format!(
            "{name} is {}, expected a {format}",
            error.instance()
        )),
        _ => value(format!("{name}: {error}")),
    }
}

/// What it means that a value has none of several forms.
fn explain_alternatives(
    schema: &Value,
    error: &ValidationError<'_>,
    name: &str,
    context: &[Vec<ValidationError<'static>>],
) -> Vec<Refusal> {
    // An optional value is "this or null", and nobody meant null.
    let wants_null = |error: &ValidationError<'_>| {
        matches!(
            error.kind(),
            ValidationErrorKind::Type { kind: TypeKind::Single(kind) } if kind.to_string() == "null"
        )
    };
    let meant: Vec<_> = context
        .iter()
        .filter(|errors| !errors.iter().any(wants_null))
        .collect();
    // An enumeration whose values are documented comes as one constant a branch.
    let constants: Option<Vec<&str>> = meant
        .iter()
        .map(|errors| match errors.as_slice() {
            [error] => match error.kind() {
                ValidationErrorKind::Constant { expected_value } => expected_value.as_str(),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let pointer = error.instance_path().to_string();
    match (constants, meant.as_slice()) {
        (Some(options), _) => vec![unknown_value(&pointer, name, error.instance(), &options)],
        (None, [only]) => only
            .iter()
            .flat_map(|error| explain(schema, error))
            .collect(),
        (None, _) => vec![Refusal {
            pointer,
            at_key: false,
            code: Code::BadValue,
            message: format!("{name} has none of the forms that are accepted"),
            help: None,
        }],
    }
}

/// The keys that an object may have, from the place of the keyword that refused one.
fn properties(root: &Value, keyword: &str) -> Vec<String> {
    let mut schema = root;
    let parent = keyword.rsplit_once('/').map_or("", |(parent, _)| parent);
    for step in parent.split('/').skip(1) {
        if step == "$ref" {
            let target = schema.get("$ref").and_then(Value::as_str).unwrap_or("#");
            schema = root
                .pointer(target.trim_start_matches('#'))
                .unwrap_or(&Value::Null);
            continue;
        }
        let step = step.replace("~1", "/").replace("~0", "~");
        schema = match schema {
            Value::Array(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .unwrap_or(&Value::Null),
            other => other.get(&step).unwrap_or(&Value::Null),
        };
    }
    schema
        .get("properties")
        .and_then(Value::as_object)
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

fn unknown_value(pointer: &str, name: &str, written: &Value, options: &[&str]) -> Refusal {
    let text = written.as_str().unwrap_or_default();
    Refusal {
        pointer: pointer.to_owned(),
        at_key: false,
        code: Code::BadValue,
        message: format!("{name} is {written}, which is no known value"),
        help: Some(match nearest(text, options.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known values are {}", list(options.iter().copied())),
        }),
    }
}

fn unknown_key(pointer: &str, key: &str, known: &[String]) -> Refusal {
    let near = nearest(key, known.iter().map(String::as_str));
    Refusal {
        pointer: format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        at_key: true,
        code: Code::UnknownKey,
        message: format!("unknown key `{key}`"),
        help: match near {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.is_empty() => None,
            None => Some(format!(
                "known keys are {}",
                list(known.iter().map(String::as_str))
            )),
        },
    }
}

fn type_name(name: &str) -> &str {
    match name {
        "object" => "a table",
        "array" => "a list",
        "string" => "a string",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        other => other,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}
