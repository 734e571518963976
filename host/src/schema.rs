//! Reading the JSON Schemas that plugins hand over.

use serde_json::Value;

/// A schema, or the one that it refers to within the same text. Follows one reference: texts may refer
/// in circles.
pub(crate) fn followed<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?))
        .unwrap_or(schema)
}
