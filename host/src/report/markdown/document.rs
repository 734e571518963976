//! A Markdown document of bounded size: lists take what still fits and say what they leave out.

use std::fmt::Write as _;

/// The most bytes that a document has. GitHub takes 65,536 characters a comment; what posts the comment
/// may want to add some of its own.
pub(crate) const MOST_BYTES: usize = 60_000;

/// What every heading, note of an omission and closing tag together need at most.
const FRAME_BYTES: usize = 6_000;

/// A document under construction.
pub(crate) struct Document {
    text: String,
    /// Comes last, and is never cut.
    tail: String,
    omitted: bool,
}

impl Document {
    /// An empty one with its end.
    pub(crate) fn with_tail(tail: String) -> Self {
        Self {
            text: String::new(),
            tail,
            omitted: false,
        }
    }

    /// A line, whatever its length: for what is short.
    pub(crate) fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A heading with space around it.
    pub(crate) fn heading(&mut self, text: &str) {
        self.line(&format!("\n### {text}\n"));
    }

    /// The items as far as they fit; each is one or more whole lines of a list.
    pub(crate) fn list(&mut self, items: &[String]) {
        let room = MOST_BYTES.saturating_sub(FRAME_BYTES + self.tail.len());
        for (index, item) in items.iter().enumerate() {
            if self.text.len() + item.len() > room {
                self.omitted = true;
                let left = items.len() - index;
                self.line(&format!("- … {left} more, left out because of the length"));
                return;
            }
            self.text.push_str(item);
        }
    }

    /// The first few items open to the eye, the others folded.
    pub(crate) fn partly_folded(&mut self, items: &[String], shown: usize, one: &str, many: &str) {
        let (first, others) = items.split_at(shown.min(items.len()));
        self.list(first);
        let noun = if others.len() == 1 { one } else { many };
        self.folded(&format!("{} more {noun}", others.len()), others);
    }

    /// Items behind a line that unfolds them. The line is ours.
    pub(crate) fn folded(&mut self, summary: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        // The empty lines make what is inside Markdown again.
        self.line(&format!("\n<details><summary>{summary}</summary>\n"));
        self.list(items);
        // So does the one behind: HTML goes on up to an empty line.
        self.line("\n</details>\n");
    }

    /// The finished text.
    pub(crate) fn finish(mut self) -> String {
        if self.omitted {
            self.line(
                "\nThis report was cut to what a comment can hold; `--format json` has everything.",
            );
        }
        self.text.push_str(&self.tail);
        // Sections know nothing of each other, so that empty lines meet.
        while self.text.contains("\n\n\n") {
            self.text = self.text.replace("\n\n\n", "\n\n");
        }
        self.text
    }
}

/// A list item of one line, with further lines below it.
pub(crate) fn item(head: &str, below: &[String]) -> String {
    let mut text = format!("- {head}\n");
    for line in below {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  - {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_take_what_fits_and_say_what_is_missing() {
        let mut document = Document::with_tail("the end\n".to_owned());
        let items: Vec<String> = (0..20).map(|_| item(&"x".repeat(4_000), &[])).collect();
        document.list(&items);
        document.folded("more of it", &items);
        let text = document.finish();
        assert!(text.len() < MOST_BYTES, "{}", text.len());
        assert!(text.contains("- … 7 more, left out"), "{}", &text[52_000..]);
        assert!(text.contains("- … 20 more, left out"));
        assert!(text.contains("</details>"));
        assert!(text.ends_with(
            "cut to what a comment can hold; `--format json` has everything.\nthe end\n"
        ));
    }

    #[test]
    fn nothing_is_folded_around_nothing() {
        let mut document = Document::with_tail(String::new());
        document.partly_folded(&[item("one", &["two".to_owned()])], 3, "x", "xs");
        assert_eq!(document.finish(), "- one\n  - two\n");
    }
}
