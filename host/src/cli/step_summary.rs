//! The summary of a GitHub Actions step: a file that the runner names, and that every command of the
//! step adds to.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::readiness::AssessmentResult;
use crate::report::github::render_summary;

/// What names the file.
pub(super) const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// How large the file may become, in bytes. GitHub shows nothing of a larger one.
const MOST: u64 = 1 << 20;

/// Adds the result to a summary, as much of it as there is room for.
pub(super) fn add(result: &AssessmentResult, path: &Path) -> Result<(), Vec<Diagnostic>> {
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| {
            let room = MOST.saturating_sub(file.metadata()?.len());
            let summary = render_summary(result, usize::try_from(room).unwrap_or(usize::MAX));
            file.write_all(summary.as_bytes())
        });
    written.map_err(|error| {
        vec![
            Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot write {}: {error}", path.display()),
            )
            .help(format!(
                "{VARIABLE} names this file; without it there is no summary"
            )),
        ]
    })
}
