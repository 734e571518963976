//! The privacy notice: its headings with what stands below them, and the day it came into effect.
//!
//! Of Markdown and HTML `page` reads what people see, `front` what stands before a page, and `dated` the day.
//! What the text means is for people.

mod dated;
mod front;
mod page;

use tickmark_plugin::Moment;
use tickmark_plugin::prelude::*;

pub(crate) use dated::Dated;
use page::Page;

/// How much text makes a part of the notice more than a heading.
const LEAST_LETTERS: usize = 40;

/// One heading of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) heading: String,
    /// From 1, the highest, to 6.
    pub(crate) level: u8,
    pub(crate) line: usize,
    /// How many letters and digits stand below it and below the deeper headings that follow it.
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
    /// Its parts, without the heading that is the title of all of them.
    pub(crate) parts: Vec<Part>,
    /// The latest day on which it came into effect, was updated or reviewed.
    pub(crate) dated: Option<Dated>,
    /// The day on which the file was collected.
    pub(crate) collected: Option<Day>,
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
                Ok(text) => notices.read.push(Notice {
                    collected: collected(&item),
                    ..Notice::of(&item.path, text.as_str())
                }),
                Err(problem) => notices.problems.push(problem),
            }
        }
        notices
    }
}

fn collected(item: &Item) -> Option<Day> {
    let text = item.collected.as_deref()?;
    Moment::parse(text, None).ok().map(Moment::day)
}

impl Notice {
    fn of(path: &str, text: &str) -> Self {
        let is_html = path.to_ascii_lowercase().ends_with(".html");
        let (front, page) = if is_html {
            (Vec::new(), Page::of_html(text))
        } else {
            let (front, text) = front::cut(text);
            (front, Page::markdown(&text))
        };
        let stated = front::days(&front).map(|(day, line)| Dated::On(day, line));
        Self {
            path: path.to_owned(),
            dated: latest(stated.chain(dated::dated(&page.blocks))),
            parts: without_title(page.parts),
            collected: None,
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

/// The latest day, else what could not be read as one.
fn latest(stated: impl Iterator<Item = Dated>) -> Option<Dated> {
    let rank = |dated: &Dated| match dated {
        Dated::On(day, _) => Some(*day),
        Dated::Unread(..) => None,
    };
    stated.max_by_key(rank)
}

/// Leaves out the one heading that stands above all others: everything stands below it, and its words say
/// what the page is, not what a part is about.
fn without_title(mut parts: Vec<Part>) -> Vec<Part> {
    let highest = parts.iter().map(|part| part.level).min();
    let is_title = |part: &Part| Some(part.level) == highest;
    if parts.iter().filter(|part| is_title(part)).count() == 1 {
        parts.retain(|part| !is_title(part));
    }
    parts
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

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(notice: &Notice) -> Vec<&str> {
        notice
            .parts
            .iter()
            .map(|part| part.heading.as_str())
            .collect()
    }

    fn dated(path: &str, text: &str) -> Option<(String, usize)> {
        match Notice::of(path, text).dated {
            Some(Dated::On(day, line)) => Some((day.to_string(), line)),
            _ => None,
        }
    }

    #[test]
    fn headings_keep_their_text_and_lines() {
        let text = "# Notice\n\nEffective: 1 March 2026\n\n## Data we collect\n\nNames and addresses of people who order.\n\n## Contact\n";
        let notice = Notice::of("notice.md", text);
        let parts: Vec<_> = notice
            .parts
            .iter()
            .map(|part| (part.heading.as_str(), part.line, part.says_something()))
            .collect();
        assert_eq!(
            parts,
            [("Data we collect", 5, false), ("Contact", 9, false)]
        );
        assert_eq!(dated("notice.md", text), Some(("2026-03-01".to_owned(), 3)));
    }

    #[test]
    fn html_is_read_without_comments_and_scripts() {
        let text = "<h1>Notice</h1>\n<p>Last updated March 1, 2026</p>\n<!-- <h2>Retention</h2> -->\n<script>var h = '<h2>Rights</h2>';</script>\n<h2 class=\"a\">How <b>long</b> we keep it</h2><p>We delete orders after two years, and logs after ninety days.</p>\n<h2>Contact</h2>";
        let notice = Notice::of("notice.html", text);
        assert_eq!(headings(&notice), ["How long we keep it", "Contact"]);
        assert_eq!(notice.parts[0].line, 5);
        assert!(notice.parts[0].says_something());
        assert_eq!(
            dated("notice.html", text),
            Some(("2026-03-01".to_owned(), 2))
        );
    }

    #[test]
    fn what_people_do_not_see_dates_nothing() {
        let html = "<title>Notice, updated 2026-10-10</title>\n<!-- updated 2026-10-10 -->\n<h1>Notice</h1>\n<dl><dt>Effective date</dt>\n<dd>January 5, 2019</dd></dl>";
        assert_eq!(
            dated("notice.html", html),
            Some(("2019-01-05".to_owned(), 5))
        );
        let markdown = "# Notice\n\n<!-- updated 2026-10-10 -->\n\n<p align=\"right\"><em>Last updated:\n<b>March 1st, 2026</b></em></p>\n";
        assert_eq!(
            dated("notice.md", markdown),
            Some(("2026-03-01".to_owned(), 5))
        );
        let emphasised =
            "# Notice\n\n**Last updated:** March 1st, 2026 <!-- updated 2026-10-10 -->";
        assert_eq!(
            dated("notice.md", emphasised),
            Some(("2026-03-01".to_owned(), 3))
        );
    }

    #[test]
    fn front_matter_is_no_heading() {
        let text = "---\ntitle: Notice\ndescription: How we collect, use, share and retain\nlast_updated: \"2026-03-01\"\ncertificate: updated 2026-10-10\n---\n\n# Notice\n\n## Contact\n\n## Changes\n";
        let notice = Notice::of("notice.md", text);
        assert_eq!(headings(&notice), ["Contact", "Changes"]);
        assert_eq!(notice.parts[0].line, 10);
        assert_eq!(dated("notice.md", text), Some(("2026-03-01".to_owned(), 4)));
        let rule = "---\n\n## Contact\n\n---\n\n## Changes\n";
        assert_eq!(
            headings(&Notice::of("notice.md", rule)),
            ["Contact", "Changes"]
        );
        let toml = "+++\neffectiveDate = 2026-03-01T10:00:00Z\n+++\n# Notice";
        assert_eq!(dated("notice.md", toml), Some(("2026-03-01".to_owned(), 2)));
    }

    #[test]
    fn what_stands_below_deeper_headings_counts() {
        let text = "# How we collect, use and share\n\n## Retention\n\n### Orders\n\nWe retain orders for seven years, as tax law demands it.\n\n## Rights\n\n## Contact\n\nWrite to us.\n";
        let notice = Notice::of("notice.md", text);
        let said: Vec<_> = notice
            .parts
            .iter()
            .map(|part| (part.heading.as_str(), part.says_something()))
            .collect();
        assert_eq!(
            said,
            [
                ("Retention", true),
                ("Orders", true),
                ("Rights", false),
                ("Contact", false)
            ]
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
