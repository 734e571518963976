//! A result that `check --format json` wrote, read again.

use std::fmt::Display;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::readiness::AssessmentResult;
use crate::report::from_json;

/// Reads a stored result, or says why the file is none.
pub(super) fn read(path: &Path) -> Result<AssessmentResult, Vec<Diagnostic>> {
    let unreadable = |error: &dyn Display| {
        vec![Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read {}: {error}", path.display()),
        )]
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    from_json(&text).map_err(|error| unreadable(&error))
}
