//! stdout for results, stderr for everything else.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::{Colour, Global, Outcome};
use crate::diagnostic::{Code, Diagnostic, Seriousness};
use crate::gate::exit;
use crate::report::inert;
use crate::report::style::Palette;

/// Columns where nobody says how many there are: in a pipe, in a log.
const DEFAULT_WIDTH: usize = 100;

/// Where output goes, and what it looks like.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) palette: Palette,
    pub(super) width: usize,
    pub(super) shows_progress: bool,
    colour_on_stderr: bool,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        let colour = |is_terminal: bool| match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && allowed,
        };
        Self {
            palette: Palette {
                enabled: colour(io::stdout().is_terminal()),
            },
            width: terminal_size::terminal_size()
                .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)),
            shows_progress: io::stderr().is_terminal() && !global.quiet,
            colour_on_stderr: colour(io::stderr().is_terminal()),
            quiet: global.quiet,
        }
    }

    /// Writes to stdout. A reader that has gone away is no error.
    #[expect(clippy::unused_self, reason = "whoever writes must hold the terminal")]
    pub(super) fn write(&self, bytes: &[u8]) -> Outcome {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(exit::MET),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit::MET),
            Err(error) => Err(vec![Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot write the output: {error}"),
            )]),
        }
    }

    /// Writes JSON for a program to stdout.
    pub(super) fn write_json(&self, value: &impl Serialize) -> Outcome {
        let mut page = Vec::new();
        crate::report::write_json(value, &mut page).map_err(|error| {
            vec![Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot write the output: {error}"),
            )]
        })?;
        self.write(&page)
    }

    /// Writes text for a person to stdout, so that no pipeline that prints it obeys it.
    pub(super) fn show(&self, page: &[u8]) -> Outcome {
        self.write(inert::text(&String::from_utf8_lossy(page)).as_bytes())
    }

    /// Shows a message; with `--quiet` only errors.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) {
        if diagnostic.seriousness == Seriousness::Error || !self.quiet {
            self.say(&diagnostic.render(self.colour_on_stderr));
        }
    }

    /// Says something on stderr, so that no pipeline that prints it obeys it.
    #[expect(
        clippy::unused_self,
        reason = "whoever says something must hold the terminal"
    )]
    pub(super) fn say(&self, text: &str) {
        // Nothing is left to do when stderr is gone.
        let _ = writeln!(io::stderr().lock(), "{}", inert::text(text));
    }
}
