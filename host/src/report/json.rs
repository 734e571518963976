//! The result as JSON: the whole of it, in a stable order, with a line break at the end.

use std::io::{self, Write};

use crate::readiness::{AssessmentResult, RESULT_VERSION};

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, result)?;
    out.write_all(b"\n")
}

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
}

/// Reads a result that was written before.
pub fn from_json(text: &str) -> Result<AssessmentResult, ReadError> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| ReadError::Malformed(error.to_string()))?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(version) if version == u64::from(RESULT_VERSION) => {}
        Some(found) => return Err(ReadError::OtherVersion { found }),
        None => return Err(ReadError::Malformed("it states no version".to_owned())),
    }
    serde_json::from_value(value).map_err(|error| ReadError::Malformed(error.to_string()))
}
