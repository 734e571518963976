//! Text that no pipeline takes for a command.
//!
//! A pipeline reads what its steps print. GitHub obeys a line that begins with `::name::`, behind any
//! white space, and `##[name]` anywhere in a line; Azure obeys `##vso[`, `TeamCity` `##teamcity[`. A
//! report repeats what strangers wrote, so it must hold neither, wherever it is printed: also when it is written
//! to a file first and shown by a later step.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::LazyLock;

use regex::Regex;

static BRACKETED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"##([A-Za-z]*\[)").ok());

/// One line, so that no pipeline obeys it. Only what would be obeyed is changed: a space comes between
/// its marks.
pub fn line(line: &str) -> Cow<'_, str> {
    let spaced = replace_brackets(line, "# #");
    match command_at(&spaced) {
        Some(start) => {
            let (before, command) = spaced.split_at(start);
            Cow::Owned(format!("{before}: {}", &command[1..]))
        }
        None => spaced,
    }
}

/// The text with something else in place of the two marks before a bracketed command.
pub(super) fn replace_brackets<'a>(text: &'a str, marks: &str) -> Cow<'a, str> {
    match BRACKETED.as_ref() {
        // Hardly any text holds the marks, and a plain search is the cheapest way to know.
        Some(regex) if text.contains("##") => regex
            .replace_all(text, |found: &regex::Captures<'_>| {
                format!("{marks}{}", &found[1])
            }),
        _ => Cow::Borrowed(text),
    }
}

/// Where a line's command begins, if it is one: `::`, and `::` again.
pub(super) fn command_at(line: &str) -> Option<usize> {
    let ignored =
        |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}';
    let start = line.find(|letter| !ignored(letter))?;
    line[start..]
        .strip_prefix("::")
        .filter(|rest| rest.contains("::"))
        .map(|_| start)
}

/// Several lines, each so that no pipeline obeys it.
pub fn text(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(line).collect();
    lines.join("\n")
}

/// A line of JSON, so that no pipeline obeys it. Its readers see the same values: `#` stands in strings
/// only, and no line begins with a colon.
fn json(line: &str) -> Cow<'_, str> {
    replace_brackets(line, "#\\u0023")
}

/// Passes text on line by line, each so that no pipeline obeys it.
pub struct Lines<'a> {
    out: &'a mut dyn Write,
    begun: Vec<u8>,
    defuse: fn(&str) -> Cow<'_, str>,
}

impl<'a> Lines<'a> {
    /// A writer of text in front of another one.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            begun: Vec::new(),
            defuse: line,
        }
    }

    /// A writer of JSON in front of another one.
    pub fn json(out: &'a mut dyn Write) -> Self {
        Self {
            defuse: json,
            ..Self::new(out)
        }
    }

    /// Passes on what comes behind the last line break.
    pub fn finish(mut self) -> io::Result<()> {
        self.pass()
    }

    fn pass(&mut self) -> io::Result<()> {
        let begun = std::mem::take(&mut self.begun);
        self.out
            .write_all((self.defuse)(&String::from_utf8_lossy(&begun)).as_bytes())
    }
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            self.begun.extend_from_slice(part);
            if part.ends_with(b"\n") || part.ends_with(b"\r") {
                self.pass()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_lose_what_makes_them_commands() {
        for (command, harmless) in [
            ("::error::x", ": :error::x"),
            (
                "  \u{a0}::set-output name=a::b",
                "  \u{a0}: :set-output name=a::b",
            ),
            ("\u{feff}::stop-commands::t", "\u{feff}: :stop-commands::t"),
            ("::pause-1::", ": :pause-1::"),
            ("a ##[add-mask]x", "a # #[add-mask]x"),
            ("###[debug]", "## #[debug]"),
            (
                "##vso[task.setvariable variable=a]b",
                "# #vso[task.setvariable variable=a]b",
            ),
            ("##teamcity[x]", "# #teamcity[x]"),
        ] {
            assert_eq!(line(command), harmless);
            assert_eq!(line(harmless), harmless, "once is enough");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "",
            "::/0 is open",
            "a::b::c",
            "0.0.0.0/0, ::/0",
            "## heading",
            "#[derive]",
            "%0A::error::x",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn a_stream_is_read_by_lines_however_it_is_cut() {
        let stream = "one\n ::error::two\r::warning::three\n##[group]four";
        for size in 1..stream.len() {
            let mut out = Vec::new();
            let mut lines = Lines::new(&mut out);
            for part in stream.as_bytes().chunks(size) {
                lines.write_all(part).unwrap();
            }
            lines.finish().unwrap();
            assert_eq!(
                String::from_utf8(out).unwrap(),
                "one\n : :error::two\r: :warning::three\n# #[group]four"
            );
        }
    }
}
