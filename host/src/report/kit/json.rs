//! The whole of it as JSON, in a stable order, with a line break at the end.

use std::io::{self, Write};

use crate::kit::TestResult;

/// Writes the result.
pub fn render(result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, result)?;
    out.write_all(b"\n")
}
