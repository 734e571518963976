//! A tree of texts, drawn with lines and wrapped to a width.

use std::io::{self, Write};

use termtree::Tree;

use crate::clean::{Form, clean};
use crate::report::style::Palette;
use crate::report::text::wrap;

/// How far a level stands to the right of the one above it.
const INDENT: usize = 4;

/// How a piece of text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Strong,
    Faint,
    Status,
}

/// A node: a text in one or more tones, and what stands below it. Foreign text is made safe here.
#[derive(Debug, Default)]
pub(super) struct Node {
    pieces: Vec<(Tone, String)>,
    below: Vec<Node>,
}

impl Node {
    /// A label with what belongs to it.
    pub(super) fn field(label: &str, text: &str) -> Self {
        Self::default().faint(&format!("{label}:")).block(text)
    }

    fn piece(mut self, tone: Tone, text: &str) -> Self {
        if !self.pieces.is_empty() {
            self.pieces.push((Tone::Plain, " ".to_owned()));
        }
        self.pieces.push((tone, clean(text, Form::Line)));
        self
    }

    /// Ordinary text.
    pub(super) fn plain(self, text: &str) -> Self {
        self.piece(Tone::Plain, text)
    }

    /// What is looked for.
    pub(super) fn strong(self, text: &str) -> Self {
        self.piece(Tone::Strong, text)
    }

    /// What matters least.
    pub(super) fn faint(self, text: &str) -> Self {
        self.piece(Tone::Faint, text)
    }

    /// A status, in its colour.
    pub(super) fn status(self, status: &str) -> Self {
        self.piece(Tone::Status, status)
    }

    /// Text of several lines.
    fn block(mut self, text: &str) -> Self {
        let text = text.trim_end();
        self.pieces.push((Tone::Plain, " ".to_owned()));
        self.pieces.push((Tone::Plain, clean(text, Form::Block)));
        self
    }

    /// Puts a node below this one.
    pub(super) fn push(&mut self, node: Node) {
        self.below.push(node);
    }

    /// Puts nodes below this one.
    pub(super) fn extend(&mut self, nodes: impl IntoIterator<Item = Node>) {
        self.below.extend(nodes);
    }

    /// The same with nodes below it.
    pub(super) fn with(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.extend(nodes);
        self
    }

    /// Draws the tree.
    pub(super) fn write(
        &self,
        width: usize,
        palette: Palette,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let text = self.drawn(width, palette, 0).to_string();
        for line in text.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn drawn(&self, width: usize, palette: Palette, depth: usize) -> Tree<String> {
        let text: String = self
            .pieces
            .iter()
            .map(|(tone, text)| paint(*tone, text, palette))
            .collect();
        // The lines of the tree are not there yet, so that their room is kept free.
        let room = width.saturating_sub(depth * INDENT);
        let lines: Vec<String> = text
            .lines()
            .flat_map(|paragraph| wrap(paragraph, room, 2))
            .collect();
        let leaves = self
            .below
            .iter()
            .map(|node| node.drawn(width, palette, depth + 1));
        Tree::new(lines.join("\n"))
            .with_multiline(true)
            .with_leaves(leaves)
    }
}

fn paint(tone: Tone, text: &str, palette: Palette) -> String {
    match (tone, text) {
        (Tone::Plain, text) => text.to_owned(),
        (Tone::Strong, text) => palette.strong(text),
        (Tone::Faint, text) => palette.faint(text),
        (Tone::Status, "ready" | "passes" | "pass" | "attested" | "holds" | "met" | "current") => {
            palette.good(text)
        }
        (Tone::Status, "gap" | "fails" | "fail") => palette.bad(text),
        (Tone::Status, "excepted" | "waived" | "used") => palette.accepted(text),
        (Tone::Status, "not-applicable" | "not-relevant" | "out-of-scope") => palette.faint(text),
        (Tone::Status, text) => palette.open(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(node: &Node, width: usize) -> String {
        let mut out = Vec::new();
        let palette = Palette { enabled: false };
        node.write(width, palette, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn long_texts_are_wrapped_within_their_branch() {
        let node = Node::default().strong("root").with([
            Node::field(
                "fix",
                "a sentence that is much too long\nand a second paragraph",
            )
            .with([Node::default().plain("leaf")]),
            Node::default().status("pass").plain("last"),
        ]);
        assert_eq!(
            drawn(&node, 28),
            "root\n├── fix: a sentence that is\n│     much too long\n│   and a second paragraph\n│   └── leaf\n└── pass last\n"
        );
    }

    #[test]
    fn a_text_cannot_draw_branches_of_its_own() {
        let node = Node::default()
            .plain("root")
            .with([Node::default().plain("a\n├── pass b\u{1b}[1m")]);
        let text = drawn(&node, 80);
        assert_eq!(text, "root\n└── a\\u{a}├── pass b\\u{1b}[1m\n");
    }
}
