//! A result that `check --format json` wrote, read again.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::readiness::AssessmentResult;
use crate::report::{ReadError, from_json};

/// Reads a stored result, or says why the file is none and what to do.
pub(super) fn read(path: &Path) -> Result<AssessmentResult, Vec<Diagnostic>> {
    let unreadable = |why: String, help: &str| {
        vec![
            Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot read {}: {why}", path.display()),
            )
            .help(help),
        ]
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        let help = "`tickmark check --format json=FILE` writes a result";
        unreadable(error.to_string(), help)
    })?;
    from_json(&text).map_err(|error| {
        let help = match error {
            ReadError::OtherVersion { .. } => {
                "read it with the version of tickmark that wrote it, or run `tickmark check --format json=FILE` again"
            }
            ReadError::Malformed(_) | ReadError::Inconsistent(_) => {
                "expected a file that `tickmark check --format json=FILE` wrote"
            }
        };
        unreadable(error.to_string(), help)
    })
}
