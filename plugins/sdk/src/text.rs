//! Plain text by lines.

use std::rc::Rc;

use crate::evidence::utf8;
use crate::{Location, Problem};

/// A text file with numbered lines.
#[derive(Debug, Clone)]
pub struct Text {
    path: Rc<str>,
    content: String,
}

/// One line of a [`Text`], without its line ending.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    path: &'a Rc<str>,
    /// Counted from 1.
    pub number: usize,
    /// The text, without `\n` or `\r\n`.
    pub text: &'a str,
}

impl Text {
    /// Text from an item's bytes.
    pub fn new(path: &Rc<str>, bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self {
            path: path.clone(),
            content: utf8(path, bytes)?.to_owned(),
        })
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The lines in their order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.content.lines().enumerate().map(|(index, text)| Line {
            path: &self.path,
            number: index + 1,
            text,
        })
    }
}

impl Line<'_> {
    /// Where the line stands.
    pub fn place(&self) -> Location {
        Location::line(self.path, self.number)
    }
}
