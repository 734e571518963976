//! The result as JSON: the whole of it, in a stable order, with a line break at the end.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::inert::replace_brackets;
use crate::readiness::AssessmentResult;

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    write(result, out)
}

/// Writes any value as this program writes JSON: indented, with a line break at the end, and without
/// anything that a pipeline would obey.
pub fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let formatter = Inert(PrettyFormatter::new());
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut *out, formatter,
    ))?;
    out.write_all(b"\n")
}

/// Escapes what a pipeline takes for a command inside a string. Readers of JSON see the same value.
struct Inert(PrettyFormatter<'static>);

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        out.write_all(replace_brackets(fragment, "#\\u0023").as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_a_pipeline_would_obey_is_escaped_and_reads_as_before() {
        let value = json!({"##[a]": ["##[add-mask]x", "\n::error::y", "plain ## text", {}, []]});
        let mut out = Vec::new();
        write(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("##["), "{text}");
        assert_eq!(text, super::super::inert::text(&text));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let plain = json!({"a": [1, "b"], "c": {}});
        let mut out = Vec::new();
        write(&plain, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{plain:#}\n"));
    }
}
