//! What a reader sees of a page in Markdown or HTML: its headings, and its text block by block.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::Part;

/// A paragraph, a heading, a cell: text that is read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    /// The line on which it begins.
    pub(super) line: usize,
}

/// A page as it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) parts: Vec<Part>,
    pub(super) blocks: Vec<Block>,
    open: Option<Block>,
    /// Where the heading that is being read begins.
    heading: Option<(u8, usize)>,
    /// The parts that go on here, by their place in `parts`: a heading and those that it stands under.
    under: Vec<usize>,
}

impl Page {
    pub(super) fn markdown(text: &str) -> Self {
        let mut page = Self::default();
        let mut raw = String::new();
        for (event, range) in Parser::new(text).into_offset_iter() {
            let line = || line_of(text, range.start);
            match event {
                Event::Start(Tag::Heading { level, .. }) => page.start_heading(rank(level), line()),
                Event::End(TagEnd::Heading(_)) => page.end_heading(),
                Event::Text(words) | Event::Code(words) => page.text(&words, line()),
                Event::SoftBreak => page.text("\n", line()),
                Event::Html(html) => raw.push_str(&html),
                Event::End(TagEnd::HtmlBlock) => {
                    page.html(&std::mem::take(&mut raw), line());
                    page.end_block();
                }
                Event::InlineHtml(tag) if !tag.to_ascii_lowercase().starts_with("<br") => {}
                Event::Start(tag) if is_within_text(tag.to_end()) => {}
                Event::End(tag) if is_within_text(tag) => {}
                _ => page.end_block(),
            }
        }
        page.finished()
    }

    pub(super) fn of_html(text: &str) -> Self {
        let mut page = Self::default();
        page.html(text, 1);
        page.finished()
    }

    /// Reads HTML that begins on a line. Comments, scripts and styles are not seen.
    fn html(&mut self, text: &str, first: usize) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        // So that what stands in scripts and styles is not taken for tags.
        emitter.naively_switch_states(true);
        let line = |at: usize| first + line_of(text, at) - 1;
        let mut hidden = false;
        for token in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => {
                    if is_hidden(&tag.name) {
                        hidden = !tag.self_closing;
                    } else if let Some(level) = heading_level(&tag.name) {
                        self.start_heading(level, line(tag.span.start));
                    } else if !is_inline(&tag.name) {
                        self.end_block();
                    }
                }
                Ok(Token::EndTag(tag)) => {
                    if is_hidden(&tag.name) {
                        hidden = false;
                    } else if heading_level(&tag.name).is_some() {
                        self.end_heading();
                    } else if !is_inline(&tag.name) {
                        self.end_block();
                    }
                }
                Ok(Token::String(words)) if !hidden => {
                    let written = String::from_utf8_lossy(&words.value);
                    self.text(&written, line(words.span.start));
                }
                Ok(_) => {}
                Err(never) => match never {},
            }
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        let block = match &mut self.open {
            Some(block) => block,
            // Space before a block is between blocks.
            None if text.trim().is_empty() => return,
            None => {
                let before = &text[..text.len() - text.trim_start().len()];
                self.open.insert(Block {
                    text: String::new(),
                    line: line + before.matches('\n').count(),
                })
            }
        };
        block.text.push_str(if block.text.is_empty() {
            text.trim_start()
        } else {
            text
        });
        if self.heading.is_none() {
            let letters = text
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .count();
            for &part in &self.under {
                self.parts[part].letters += letters;
            }
        }
    }

    fn end_block(&mut self) {
        // A heading goes on over tags in it.
        if self.heading.is_none() {
            self.blocks.extend(self.open.take());
        }
    }

    fn start_heading(&mut self, level: u8, line: usize) {
        self.end_heading();
        self.end_block();
        self.heading = Some((level, line));
    }

    fn end_heading(&mut self) {
        let Some((level, line)) = self.heading.take() else {
            return;
        };
        let heading = self.open.as_ref().map_or("", |block| block.text.trim());
        while self
            .under
            .last()
            .is_some_and(|&part| self.parts[part].level >= level)
        {
            self.under.pop();
        }
        self.under.push(self.parts.len());
        self.parts.push(Part {
            heading: heading.to_owned(),
            level,
            line,
            letters: 0,
        });
        self.end_block();
    }

    fn finished(mut self) -> Self {
        // What follows a heading that is never closed is no text below it.
        self.end_heading();
        self.end_block();
        self
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.matches('\n').count() + 1
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn heading_level(name: &[u8]) -> Option<u8> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn is_within_text(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

fn is_hidden(name: &[u8]) -> bool {
    matches!(
        name,
        b"script" | b"style" | b"template" | b"noscript" | b"title"
    )
}

/// Whether a tag stands within text and does not part it.
fn is_inline(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"abbr"
            | b"b"
            | b"bdi"
            | b"cite"
            | b"code"
            | b"data"
            | b"em"
            | b"font"
            | b"i"
            | b"ins"
            | b"label"
            | b"mark"
            | b"q"
            | b"small"
            | b"span"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"time"
            | b"u"
            | b"wbr"
    )
}
