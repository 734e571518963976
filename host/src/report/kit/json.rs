//! The whole of it as JSON, in a stable order, with a line break at the end.

use std::io::{self, Write};

use crate::kit::TestResult;
use crate::report::json;

/// Writes the result.
pub fn render(result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
    json::write(result, out)
}
