//! A result that was written before, read again and not taken at its word.

use serde_json::{Map, Value};

use super::contradiction;
use crate::clean::{Form, clean_owned};
use crate::readiness::{AssessmentResult, RESULT_VERSION};

/// Why a text is no result.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not JSON, or not of this shape.
    #[error("this is no tickmark result: {0}")]
    Malformed(String),
    /// A format that this program does not know.
    #[error("the result has format version {found}, this program reads version {RESULT_VERSION}")]
    OtherVersion {
        /// The version that the text states.
        found: u64,
    },
    /// It is of the right shape, and its parts contradict each other.
    #[error("the result was changed after tickmark wrote it: {0}")]
    Inconsistent(&'static str),
}

/// Reads a result that was written before. Whoever wrote it, its strings are cleaned like those of a
/// run; and it is refused where its parts contradict each other.
pub fn from_json(text: &str) -> Result<AssessmentResult, ReadError> {
    let malformed = |error: serde_json::Error| ReadError::Malformed(error.to_string());
    let value: Value = serde_json::from_str(text).map_err(malformed)?;
    match value.get("version").and_then(Value::as_u64) {
        Some(version) if version == u64::from(RESULT_VERSION) => {}
        Some(found) => return Err(ReadError::OtherVersion { found }),
        None => return Err(ReadError::Malformed("it states no version".to_owned())),
    }
    let result: AssessmentResult =
        serde_json::from_value(cleaned(value, Form::Line)).map_err(malformed)?;
    match contradiction::find(&result) {
        Some(contradiction) => Err(ReadError::Inconsistent(contradiction)),
        None => Ok(result),
    }
}

/// The fields that may hold several lines: what plugins and people explain.
const EXPLANATIONS: [&str; 11] = [
    "attributes",
    "description",
    "detail",
    "expectation",
    "message",
    "query",
    "rationale",
    "reason",
    "remediation",
    "statement",
    "without-evidence",
];

/// The value with every string in it safe to show.
fn cleaned(value: Value, form: Form) -> Value {
    match value {
        Value::String(text) => Value::String(clean_owned(text, form)),
        Value::Array(list) => list.into_iter().map(|one| cleaned(one, form)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| {
                let form = if EXPLANATIONS.contains(&name.as_str()) {
                    Form::Block
                } else {
                    form
                };
                (clean_owned(name, Form::Line), cleaned(value, form))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render_json;
    use crate::report::sample::{hostile, sample};

    fn written(result: &AssessmentResult) -> String {
        let mut bytes = Vec::new();
        render_json(result, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_result_is_read_as_it_was_written() {
        assert_eq!(from_json(&written(&sample())).unwrap(), sample());
    }

    #[test]
    fn what_acts_on_a_reader_is_made_visible() {
        let text = written(&from_json(&written(&hostile())).unwrap());
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']) && !text.contains("\\u001b"));
        assert_eq!(written(&from_json(&text).unwrap()), text, "once is enough");
    }

    #[test]
    fn a_result_without_a_criterion_is_none() {
        let mut result = sample();
        result.readiness.criteria.remove(7);
        let error = from_json(&written(&result)).unwrap_err().to_string();
        assert!(error.contains("the 61 criteria in their order"), "{error}");
    }
}
