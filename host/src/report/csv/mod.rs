//! The result as one table: comma-separated values (RFC 4180), UTF-8, for spreadsheets and scripts.
//!
//! One file holds rows of several kinds, told apart by the first column: the assessment, every
//! criterion, every control, every finding, and what was configured beside them. A table of findings
//! alone would be silent about what nobody examined; here each of the 61 criteria has its row, so
//! that counting the rows of kind `criterion` by `status` gives the summary.
//!
//! There is no byte-order mark: scripts would take it for a part of the first column's name.

mod cell;
mod rows;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};

use crate::readiness::AssessmentResult;

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    for row in rows::rows(result) {
        writer.serialize(row).map_err(io::Error::other)?;
    }
    writer.flush()
}
