//! Lines of text: wrapped, indented, labelled, with a place at the right margin.

use std::io;

use super::Page;
use crate::report::text::{pad, shorten, width, wrap};

impl Page<'_> {
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    pub(super) fn wrapped(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let lines = wrap(text, self.screen.width.saturating_sub(indent), 0);
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(indent)))?;
        }
        Ok(())
    }

    /// A text that is only an excerpt here: a few lines of it, unless everything is asked for.
    pub(super) fn cut(&self, text: &str) -> String {
        const LINES: usize = 4;
        shorten(
            text,
            self.most(LINES * self.screen.width.saturating_sub(24)),
        )
    }

    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        self.line("")?;
        let title = self.screen.palette.strong(text);
        self.line(&title)
    }

    /// A text with the evidence line at the right margin, or below where it does not fit.
    pub(super) fn placed(&mut self, text: &str, place: &str) -> io::Result<()> {
        const INDENT: usize = 6;
        let palette = self.screen.palette;
        let room = self.screen.width.saturating_sub(INDENT);
        let lines = wrap(text, room, 2);
        let last = lines.last().map_or(0, |line| width(line));
        for (index, line) in lines.iter().enumerate() {
            if index + 1 == lines.len() && last + 2 + width(place) <= room {
                let gap = " ".repeat(room - last - width(place));
                self.line(&format!(
                    "{}{line}{gap}{}",
                    " ".repeat(INDENT),
                    palette.faint(place)
                ))?;
                return Ok(());
            }
            self.line(&format!("{}{line}", " ".repeat(INDENT)))?;
        }
        if place.is_empty() {
            return Ok(());
        }
        let gap = " ".repeat(room.saturating_sub(width(place)));
        self.line(&format!(
            "{}{gap}{}",
            " ".repeat(INDENT),
            palette.faint(place)
        ))
    }

    /// `fix      do this and that`
    pub(super) fn labelled_at(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        const LABEL: usize = 9;
        let room = self.screen.width.saturating_sub(indent + LABEL);
        let lines = text.lines().flat_map(|line| wrap(line, room, 0));
        for (index, line) in lines.enumerate() {
            let label = if index == 0 {
                pad(label, LABEL)
            } else {
                " ".repeat(LABEL)
            };
            let label = self.screen.palette.accepted(&label);
            self.line(&format!("{}{label}{line}", " ".repeat(indent)))?;
        }
        Ok(())
    }
}
