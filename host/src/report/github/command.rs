//! Workflow commands, escaped as GitHub's own toolkit escapes them (`@actions/core`, `command.ts`).

use std::io::{self, Write};

use super::super::paths::Place;

/// The longest title, in characters (GitHub's interface for checks).
pub(super) const TITLE: usize = 255;

/// How an annotation looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Notice,
}

/// An annotation.
#[derive(Debug, Clone)]
pub(super) struct Command {
    pub(super) level: Level,
    pub(super) place: Option<Place>,
    pub(super) title: String,
    pub(super) message: String,
}

impl Command {
    /// Writes it on a line of its own.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let name = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Notice => "notice",
        };
        write!(out, "::{name} ")?;
        if let Some(place) = &self.place {
            write!(out, "file={},line={},", property(&place.path), place.line)?;
            if let Some(column) = place.column {
                write!(out, "col={column},")?;
            }
        }
        writeln!(
            out,
            "title={}::{}",
            property(&self.title),
            data(&self.message)
        )
    }
}

/// What comes behind a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What a property of a command is set to.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_the_toolkit_does() {
        assert_eq!(data("100%\r\na:b,c"), "100%25%0D%0Aa:b,c");
        assert_eq!(property("100%\r\na:b,c"), "100%25%0D%0Aa%3Ab%2Cc");
        assert_eq!(data("%0A::error::x"), "%250A::error::x");
    }

    #[test]
    fn a_command_is_one_line() {
        let command = Command {
            level: Level::Warning,
            place: Some(Place {
                path: "a,b:c\n".to_owned(),
                line: 3,
                column: Some(4),
                pointer: None,
            }),
            title: "t::x".to_owned(),
            message: "m\n::stop-commands::t".to_owned(),
        };
        let mut out = Vec::new();
        command.write(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::warning file=a%2Cb%3Ac%0A,line=3,col=4,title=t%3A%3Ax::m%0A::stop-commands::t\n"
        );
    }
}
