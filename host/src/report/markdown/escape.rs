//! Foreign text in Markdown. What renders Markdown also looks for mentions, issues, commits, links and
//! emoji in it, and each site for others; all of them leave code spans alone. So names and values
//! always stand in code spans, and of sentences each word that is not plainly a word.

use crate::clean::{Form, clean};
use crate::report::text::shorten;

/// How much of a name or value is shown, in columns: a comment is for reading.
const CODE_WIDTH: usize = 200;
/// How much of a sentence is shown, in columns.
const PROSE_WIDTH: usize = 500;

/// A name or a value, as a code span.
pub(crate) fn code(text: &str) -> String {
    let text = shorten(&clean(&one_line(text), Form::Line), CODE_WIDTH);
    span(&text)
}

/// A text as a sentence. Must not stand at the beginning of a line, where a word such as `1.` would
/// begin a list.
pub(crate) fn prose(text: &str) -> String {
    let text = shorten(&clean(&one_line(text), Form::Line), PROSE_WIDTH);
    let mut safe = String::with_capacity(text.len() + 16);
    if text.contains("``") || text.matches('`').count() % 2 == 1 {
        words(&text, &mut safe);
    } else {
        // What the text itself marks as code stays code.
        for (index, part) in text.split('`').enumerate() {
            if index % 2 == 1 {
                push_span(part, &mut safe);
            } else {
                words(part, &mut safe);
            }
        }
    }
    let safe = safe.trim();
    if safe.is_empty() {
        "(empty)".to_owned()
    } else {
        safe.to_owned()
    }
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" ")
}

fn words(text: &str, safe: &mut String) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            safe.push(' ');
        }
        if is_plain_word(word) {
            safe.push_str(word);
        } else {
            push_span(word, safe);
        }
    }
}

fn push_span(text: &str, safe: &mut String) {
    // Two fences side by side would be one longer fence.
    if safe.ends_with('`') {
        safe.push(' ');
    }
    safe.push_str(&span(text));
}

/// Parsers do not look for longer fences than some bound of their own.
const LONGEST_RUN: usize = 8;

/// A code span that the text cannot leave: its fence is longer than any within (`CommonMark`
/// 0.31, code spans).
fn span(text: &str) -> String {
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    if longest > LONGEST_RUN {
        return span(&text.replace('`', "\\u{60}"));
    }
    let fence = "`".repeat(longest + 1);
    let touches = |end: Option<char>| matches!(end, Some('`' | ' '));
    if touches(text.chars().next()) || touches(text.chars().next_back()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Whether nothing that renders Markdown takes the word for anything else.
fn is_plain_word(word: &str) -> bool {
    /// A shorter number is not taken for a commit's.
    const COMMIT: usize = 7;
    let core = word
        .trim_start_matches(['(', '"', '\''])
        .trim_end_matches([')', '"', '\'', ',', '.', ';', ':', '!', '?', '%']);
    let is_plain = |letter: char| {
        letter.is_ascii_alphanumeric() || "-./,'".contains(letter) || !letter.is_ascii()
    };
    let lower = core.to_ascii_lowercase();
    let is_commit = core.len() >= COMMIT && core.bytes().all(|letter| letter.is_ascii_hexdigit());
    core.chars().all(is_plain)
        && !is_commit
        && !["www.", "gh-", "ghsa-", "cve-"]
            .iter()
            .any(|linked| lower.contains(linked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::HOSTILE;

    #[test]
    fn sentences_stay_readable() {
        for (text, expected) in [
            ("Generate the report again.", "Generate the report again."),
            (
                "Set `PermitRootLogin no`, then reload.",
                "Set `PermitRootLogin no`, then reload.",
            ),
            (
                "mfa_active is false (see doors/eu-1.json)",
                "`mfa_active` is false (see doors/eu-1.json)",
            ),
            ("naïve 90 % größer", "naïve 90 % größer"),
            ("", "(empty)"),
            ("one\ntwo", "one two"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn what_could_act_stands_in_code() {
        for (text, expected) in [
            ("ask @team/all", "ask `@team/all`"),
            ("as in #12", "as in `#12`"),
            ("as in GH-12.", "as in `GH-12.`"),
            ("see https://x.example", "see `https://x.example`"),
            ("see www.x.example", "see `www.x.example`"),
            ("mail a@b.example", "mail `a@b.example`"),
            ("<b>", "`<b>`"),
            ("a `` b", "a ``` `` ``` b"),
            ("x `", "x `` ` ``"),
            (
                "`a``b`",
                "`` `a``b` ``"
                    .replace("`` `", "``` `")
                    .replace("` ``", "` ```")
                    .as_str(),
            ),
            ("a@b`c`", "`a@b` `c`"),
            (":smile:", "`:smile:`"),
            ("commit 0a1b2c3d", "commit `0a1b2c3d`"),
            ("\u{1b}[31m", "`\\u{1b}[31m`"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn a_parser_finds_nothing_but_text_and_code() {
        use comrak::nodes::NodeValue;
        let mut texts = vec![HOSTILE.to_owned(), HOSTILE.replace(' ', "`")];
        for word in HOSTILE.split(' ') {
            for other in ["`", "``", "x`", "\\", "(", "[a](b)"] {
                texts.push(format!("{other}{word}"));
                texts.push(format!("{word}{other}{word} {other}"));
            }
        }
        let options = super::super::tests::as_sites_do();
        for text in texts {
            for safe in [prose(&text), code(&text)] {
                let arena = comrak::Arena::new();
                let root = comrak::parse_document(&arena, &format!("x {safe} y"), &options);
                for node in root.descendants() {
                    let value = &node.data.borrow().value;
                    assert!(
                        matches!(
                            value,
                            NodeValue::Document
                                | NodeValue::Paragraph
                                | NodeValue::Text(_)
                                | NodeValue::Code(_)
                        ),
                        "{text}\n{safe}\n{value:?}"
                    );
                    if let NodeValue::Text(text) = value {
                        assert!(!text.contains(['@', '#', '<', '`', '$']), "{safe}");
                    }
                }
            }
        }
    }
}
