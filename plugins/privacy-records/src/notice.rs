//! The privacy notice: its headings with what stands below them, and the day it came into effect.
//!
//! Markdown and HTML are read for their headings and text alone. What the text means is for people.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use tickmark_plugin::prelude::*;

/// How much text makes a part of the notice more than a heading.
const LEAST_LETTERS: usize = 40;

/// One heading of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) heading: String,
    pub(crate) line: usize,
    /// How many letters and digits stand below it, up to the next heading.
    pub(crate) letters: usize,
}

impl Part {
    /// Whether something is said under the heading.
    pub(crate) fn says_something(&self) -> bool {
        self.letters >= LEAST_LETTERS
    }
}

/// One notice.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub(crate) path: String,
    pub(crate) parts: Vec<Part>,
    /// The day on which it came into effect, was updated or reviewed, and its line.
    pub(crate) dated: Option<(Day, usize)>,
}

/// The notices of a check.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notices {
    pub(crate) read: Vec<Notice>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) files: Vec<Location>,
}

impl Notices {
    pub(crate) fn read<C>(check: &Check<'_, C>, input: &str) -> Self {
        let mut notices = Self::default();
        for item in check.items(input) {
            notices.files.push(item.place());
            match check.text(&item) {
                Ok(text) if text.as_str().trim().is_empty() => {
                    notices
                        .problems
                        .push(Problem::new(item.place(), "the file is empty"));
                }
                Ok(text) if text.as_str().contains('\0') => notices.problems.push(Problem::new(
                    item.place(),
                    "the file holds zero bytes; it is damaged or no text",
                )),
                Ok(text) => notices.read.push(Notice::of(&item.path, text.as_str())),
                Err(problem) => notices.problems.push(problem),
            }
        }
        notices
    }
}

impl Notice {
    fn of(path: &str, text: &str) -> Self {
        let is_html = path.to_ascii_lowercase().ends_with(".html");
        let parts = if is_html { html(text) } else { markdown(text) };
        Self {
            path: path.to_owned(),
            parts,
            dated: dated(text),
        }
    }

    /// The first part whose heading has one of these words and that says something, else the first
    /// with such a heading.
    pub(crate) fn find(&self, words: &[String]) -> Option<&Part> {
        let about = |part: &&Part| {
            let heading = part.heading.to_lowercase();
            words
                .iter()
                .any(|word| begins_word(&heading, &word.to_lowercase()))
        };
        self.parts
            .iter()
            .filter(about)
            .find(|part| part.says_something())
            .or_else(|| self.parts.iter().find(about))
    }
}

/// Whether a text holds `word` where a word begins.
fn begins_word(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            text[..at]
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric())
        })
}

fn letters(text: &str) -> usize {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.matches('\n').count() + 1
}

fn markdown(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut heading: Option<(String, usize)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading = Some((String::new(), line_of(text, range.start)));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((heading, line)) = heading.take() {
                    parts.push(Part {
                        heading,
                        line,
                        letters: 0,
                    });
                }
            }
            Event::Text(words) | Event::Code(words) => match (&mut heading, parts.last_mut()) {
                (Some((heading, _)), _) => heading.push_str(&words),
                (None, Some(part)) => part.letters += letters(&words),
                (None, None) => {}
            },
            _ => {}
        }
    }
    parts
}

/// Headings and text of HTML. Comments, scripts and styles are no text.
fn html(text: &str) -> Vec<Part> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // So that what stands in scripts and styles is not taken for tags.
    emitter.naively_switch_states(true);
    let mut parts: Vec<Part> = Vec::new();
    let mut heading: Option<(String, usize)> = None;
    let mut hidden = false;
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Ok(Token::StartTag(tag)) if is_heading(&tag.name) => {
                heading = Some((String::new(), line_of(text, tag.span.start)));
            }
            Ok(Token::StartTag(tag)) if is_hidden(&tag.name) => hidden = !tag.self_closing,
            Ok(Token::EndTag(tag)) if is_hidden(&tag.name) => hidden = false,
            Ok(Token::EndTag(tag)) if is_heading(&tag.name) => {
                if let Some((words, line)) = heading.take() {
                    parts.push(Part {
                        heading: words.trim().to_owned(),
                        line,
                        letters: 0,
                    });
                }
            }
            Ok(Token::String(words)) if !hidden => {
                let words = String::from_utf8_lossy(&words.value);
                match (&mut heading, parts.last_mut()) {
                    (Some((heading, _)), _) => heading.push_str(&words),
                    (None, Some(part)) => part.letters += letters(&words),
                    (None, None) => {}
                }
            }
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    parts
}

fn is_heading(name: &[u8]) -> bool {
    matches!(name, b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6")
}

fn is_hidden(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"template" | b"noscript")
}

/// The latest day beside words such as `effective` or `last updated`, in front matter or text.
fn dated(text: &str) -> Option<(Day, usize)> {
    const WORDS: [&str; 5] = ["effective", "updated", "reviewed", "revised", "in force"];
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            let line = line.to_lowercase();
            WORDS.iter().any(|word| line.contains(word))
        })
        .filter_map(|(index, line)| Some((day_in(line)?, index + 1)))
        .max_by_key(|(day, _)| *day)
}

/// The first day in a line: `2026-03-01`, `1 March 2026` or `March 1, 2026`.
fn day_in(line: &str) -> Option<Day> {
    let words: Vec<&str> = line
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    words
        .iter()
        .find_map(|word| Day::parse(word).ok())
        .or_else(|| {
            words.windows(3).find_map(|three| {
                let text = three.join(" ");
                ["%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"]
                    .iter()
                    .find_map(|format| Day::parse_as(format, &text).ok())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_keep_their_text_and_lines() {
        let text = "# Notice\n\nEffective: 1 March 2026\n\n## Data we collect\n\nNames and addresses of people who order.\n\n## Contact\n";
        let notice = Notice::of("notice.md", text);
        let headings: Vec<_> = notice
            .parts
            .iter()
            .map(|part| (part.heading.as_str(), part.line, part.says_something()))
            .collect();
        assert_eq!(
            headings,
            [
                ("Notice", 1, false),
                ("Data we collect", 5, false),
                ("Contact", 9, false)
            ]
        );
        assert_eq!(notice.dated, Some((Day::parse("2026-03-01").unwrap(), 3)));
    }

    #[test]
    fn html_is_read_without_comments_and_scripts() {
        let text = "<h1>Notice</h1>\n<p>Last updated March 1, 2026</p>\n<!-- <h2>Retention</h2> -->\n<script>var h = '<h2>Rights</h2>';</script>\n<h2 class=\"a\">How <b>long</b> we keep it</h2><p>We delete orders after two years, and logs after ninety days.</p>";
        let notice = Notice::of("notice.html", text);
        let headings: Vec<_> = notice
            .parts
            .iter()
            .map(|part| part.heading.as_str())
            .collect();
        assert_eq!(headings, ["Notice", "How long we keep it"]);
        assert_eq!(notice.parts[1].line, 5);
        assert!(notice.parts[1].says_something());
        assert_eq!(
            notice.dated.map(|(day, _)| day.to_string()).as_deref(),
            Some("2026-03-01")
        );
    }

    #[test]
    fn words_are_found_where_they_begin() {
        assert!(begins_word("how we retain data", "retain"));
        assert!(begins_word("your rights", "your rights"));
        assert!(!begins_word("copyrights", "rights"));
        assert!(!begins_word("anything", ""));
    }
}
