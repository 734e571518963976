//! One test of a report: named so that no reader drops it, and worded so that every reader shows it.

use std::collections::BTreeSet;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, XmlString};

use super::super::failures::{cut, or};
use crate::clean::{Form, clean};

/// The longest name, in characters: GitLab's lists show far less.
const NAME: usize = 400;
/// The longest text of one line, in characters.
const LINE: usize = 4000;

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    Failed,
    Error,
    Skipped,
}

/// A test.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) class: XmlString,
    pub(super) name: XmlString,
    pub(super) verdict: Verdict,
    /// The status in tickmark's words.
    pub(super) kind: &'static str,
    pub(super) message: String,
    /// Further lines.
    pub(super) more: Vec<String>,
    pub(super) file: Option<String>,
}

/// The names that are taken. GitLab drops the second of two tests with one class and name.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<(String, String)>);

impl Names {
    /// A test that passes, with a name of its own.
    pub(super) fn case(&mut self, class: &str, name: &str) -> Case {
        let class = text(&cut(&line(class), NAME));
        let name = line(or(name, "(no name)"));
        let mut number = 1;
        let name = loop {
            let candidate = match number {
                1 => text(&cut(&name, NAME)),
                // The number must survive the cut.
                more => text(&format!("{} #{more}", cut(&name, NAME))),
            };
            let taken = (class.as_str().to_owned(), candidate.as_str().to_owned());
            if self.0.insert(taken) {
                break candidate;
            }
            number += 1;
        };
        Case {
            class,
            name,
            verdict: Verdict::Passed,
            kind: "passes",
            message: String::new(),
            more: Vec::new(),
            file: None,
        }
    }
}

impl Case {
    /// How large it becomes at most, in bytes: as if every special letter were escaped.
    pub(super) fn size(&self) -> usize {
        const ELEMENTS: usize = 200;
        let escaped = |text: &str| -> usize {
            text.chars()
                .map(|letter| match letter {
                    'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => 1,
                    // Made visible, these become `\u{10ffff}`.
                    letter if letter.is_control() || !letter.is_ascii() => 10,
                    _ => 6,
                })
                .sum()
        };
        let lines: usize = self.more.iter().map(|line| escaped(line) + 1).sum();
        ELEMENTS
            + escaped(self.class.as_str())
            + escaped(self.name.as_str())
            + self.file.as_deref().map_or(0, escaped)
            // The message stands in the attribute and in the text.
            + 2 * escaped(&self.message)
            + lines
    }

    pub(super) fn xml(self) -> TestCase {
        let message = match (self.message.is_empty(), self.verdict) {
            (true, Verdict::Passed) => String::new(),
            (true, _) => self.kind.to_owned(),
            (false, _) => format!("{}: {}", self.kind, self.message),
        };
        let mut lines = vec![block(&message)];
        lines.extend(self.more.iter().map(|more| block(more)));
        let whole = lines.join("\n");
        let status = match self.verdict {
            Verdict::Passed => TestCaseStatus::success(),
            Verdict::Skipped => {
                let mut status = TestCaseStatus::skipped();
                // Attributes here break the schema of Jenkins.
                status.set_description(whole.as_str());
                status
            }
            Verdict::Failed | Verdict::Error => {
                let kind = match self.verdict {
                    Verdict::Failed => NonSuccessKind::Failure,
                    _ => NonSuccessKind::Error,
                };
                let mut status = TestCaseStatus::non_success(kind);
                status.set_message(text(&line(&cut(&message, LINE))));
                status.set_type(self.kind);
                status.set_description(whole.as_str());
                status
            }
        };
        let mut case = TestCase::new(self.name, status);
        case.set_classname(self.class);
        if let Some(file) = &self.file {
            case.extra.insert(XmlString::new("file"), text(&line(file)));
        }
        if self.verdict == Verdict::Passed && !whole.trim().is_empty() {
            case.set_system_out(whole.trim_start());
        }
        case
    }
}

/// Several lines, with what would act on a reader's screen made visible.
fn block(text: &str) -> String {
    clean(&cut(text, LINE), Form::Block)
}

/// One line: readers of attributes take every kind of white space for a space anyway.
fn line(text: &str) -> String {
    text.split(['\n', '\t', '\r']).collect::<Vec<_>>().join(" ")
}

/// Text that XML can hold.
pub(super) fn text(text: &str) -> XmlString {
    XmlString::new(clean(text, Form::Block))
}
