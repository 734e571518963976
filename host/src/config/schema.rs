//! JSON Schema checks, for our own files and for the configuration that plugins describe.
//!
//! A plugin's schema is untrusted: nothing is fetched, patterns run in linear time, and a schema
//! that is too large or too deep is refused before it is compiled.

use jsonschema::{Draft, PatternOptions};
use serde_json::Value;

use super::refusal::{Refusal, explain};

/// The longest schema text that is accepted, in bytes. Large real ones have a tenth of it.
const MAX_SCHEMA_BYTES: usize = 256 * 1024;
/// How deeply a schema may be nested.
const MAX_SCHEMA_DEPTH: usize = 64;

/// A compiled JSON Schema (draft 2020-12).
#[derive(Debug)]
pub struct Validator {
    schema: Value,
    compiled: jsonschema::Validator,
}

/// A schema that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// Not JSON.
    #[error("the configuration schema is not JSON: {0}")]
    NotJson(String),
    /// More than we compile.
    #[error("the configuration schema is too large or nested too deeply")]
    TooLarge,
    /// Not a schema, or one that refers to something outside itself.
    #[error("the configuration schema is not a usable JSON Schema: {0}")]
    Unusable(String),
}

impl Validator {
    /// Compiles a schema from its text.
    pub fn from_text(text: &str) -> Result<Self, SchemaError> {
        if text.len() > MAX_SCHEMA_BYTES {
            return Err(SchemaError::TooLarge);
        }
        let schema =
            serde_json::from_str(text).map_err(|error| SchemaError::NotJson(error.to_string()))?;
        Self::new(schema)
    }

    /// Compiles a schema.
    pub fn new(schema: Value) -> Result<Self, SchemaError> {
        if depth(&schema) > MAX_SCHEMA_DEPTH || refers_to_itself(&schema) {
            return Err(SchemaError::TooLarge);
        }
        let compiled = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| SchemaError::Unusable(error.to_string()))?;
        Ok(Self { schema, compiled })
    }

    /// The schema itself.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Everything that is wrong with a value, in the order of its places.
    pub fn refusals(&self, value: &Value) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = self
            .compiled
            .iter_errors(value)
            .flat_map(|error| explain(&self.schema, &error))
            .collect();
        refusals.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        refusals
    }
}

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Whether following references alone can come back to the same schema, which would make a
/// validator run for ever without consuming any of the value.
fn refers_to_itself(schema: &Value) -> bool {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Array(items) => {
                for item in items {
                    references(item, found);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("$ref" | "$dynamicRef", Value::String(target)) => found.push(target),
                        // These lead to a part of the value, so that recursion through them ends.
                        (
                            "properties"
                            | "patternProperties"
                            | "additionalProperties"
                            | "items"
                            | "prefixItems"
                            | "contains"
                            | "unevaluatedItems"
                            | "unevaluatedProperties"
                            | "propertyNames"
                            | "$defs"
                            | "definitions"
                            | "const"
                            | "enum"
                            | "default"
                            | "examples",
                            _,
                        ) => {}
                        _ => references(member, found),
                    }
                }
            }
            _ => {}
        }
    }
    fn subschemas<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        if let Value::Object(members) = value {
            found.push(value);
            members
                .values()
                .for_each(|member| subschemas(member, found));
        } else if let Value::Array(items) = value {
            for item in items {
                subschemas(item, found);
            }
        }
    }
    let mut starts = Vec::new();
    subschemas(schema, &mut starts);
    starts.into_iter().any(|start| {
        let mut direct = Vec::new();
        references(start, &mut direct);
        // A chain of references through distinct schemas is at most as long as there are schemas.
        let mut seen = std::collections::BTreeSet::new();
        while let Some(target) = direct.pop() {
            let Some(next) = schema.pointer(target.trim_start_matches('#')) else {
                continue;
            };
            if std::ptr::eq(next, start) {
                return true;
            }
            if seen.insert(target) {
                references(next, &mut direct);
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusals(schema: Value, value: &Value) -> Vec<String> {
        Validator::new(schema)
            .unwrap()
            .refusals(value)
            .into_iter()
            .map(|refusal| {
                let help = refusal
                    .help
                    .map(|help| format!("; {help}"))
                    .unwrap_or_default();
                format!("{}: {}{help}", refusal.pointer, refusal.message)
            })
            .collect()
    }

    #[test]
    fn every_mistake_is_named_with_its_place_and_the_nearest_valid_name() {
        let schema = json!({
            "type": "object",
            "properties": {
                "days": { "type": "integer", "minimum": 1, "maximum": 10 },
                "level": { "enum": ["low", "high"] },
                "nested": { "$ref": "#/$defs/nested" },
            },
            "required": ["days"],
            "additionalProperties": false,
            "$defs": { "nested": {
                "type": "object",
                "properties": { "owner": { "type": "string" } },
                "additionalProperties": false,
            } },
        });
        assert_eq!(
            refusals(
                schema,
                &json!({"days": 11, "level": "hihg", "nested": {"onwer": 1}, "x": 1})
            ),
            [
                "/days: `days` is 11, expected at most 10",
                "/level: `level` is \"hihg\", which is no known value; did you mean `high`?",
                "/nested/onwer: unknown key `onwer`; did you mean `owner`?",
                "/x: unknown key `x`; known keys are `days`, `level`, `nested`",
            ]
        );
    }

    #[test]
    fn a_schema_that_refers_to_itself_for_ever_is_refused() {
        for schema in [
            json!({"$ref": "#"}),
            json!({"allOf": [{"$ref": "#"}]}),
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}}),
        ] {
            assert_eq!(Validator::new(schema).unwrap_err(), SchemaError::TooLarge);
        }
        let tree = json!({"type": "object", "properties": {"child": {"$ref": "#"}}});
        assert!(
            Validator::new(tree).is_ok(),
            "recursion that consumes the value ends"
        );
    }

    #[test]
    fn references_to_elsewhere_are_never_followed() {
        for target in ["https://example.com/schema.json", "file:///etc/passwd"] {
            let error = Validator::new(json!({ "$ref": target })).unwrap_err();
            assert!(
                matches!(error, SchemaError::Unusable(_)),
                "{target}: {error}"
            );
        }
    }

    #[test]
    fn a_schema_beyond_bounds_is_refused() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        assert!(Validator::from_text(&format!("{{\"a\": {deep}}}")).is_err());
        let large = format!("{{\"a\": \"{}\"}}", "x".repeat(MAX_SCHEMA_BYTES));
        assert_eq!(
            Validator::from_text(&large).unwrap_err(),
            SchemaError::TooLarge
        );
    }
}
