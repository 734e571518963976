//! One cell, safe to open in a spreadsheet.
//!
//! A spreadsheet takes a cell that begins like a formula for one, and a formula can start programs
//! and send data away (OWASP, CSV Injection). Such text gets an apostrophe in front of it.

use serde::Serialize;

use crate::clean::{Form, clean};

/// How many UTF-16 units a cell of Excel holds. It lets the rest of a longer one run into the next
/// row, where it would begin a cell of its own.
const MOST_UNITS: usize = 32_767;

/// What stands behind a text that was cut.
const CUT: &str = " [cut here: a spreadsheet's cell holds no more]";

/// The text of one cell: one line, visible throughout, no formula.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Cell(String);

impl Cell {
    pub(super) fn new(text: &str) -> Self {
        let line = clean(text, Form::Block).replace(['\n', '\t'], " ");
        Self(cut(neutral(&line)))
    }

    /// Several texts in one cell.
    pub(super) fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Vec<T> = texts.into_iter().collect();
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        Self::new(&texts.join(", "))
    }
}

/// What OWASP lists, its full-width forms, and what spreadsheets drop in front of it. Tabs and line
/// breaks are spaces or visible text by now.
fn begins_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// The text with an apostrophe wherever a spreadsheet would see a formula begin: at its start, and
/// behind each semicolon, because where a comma is the decimal mark spreadsheets split lines there
/// and know nothing of the quotes further left.
fn neutral(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for letter in text.chars() {
        if begins && begins_formula(letter) {
            safe.push('\'');
        }
        begins = letter == ';' || (begins && (letter.is_whitespace() || letter == '"'));
        safe.push(letter);
    }
    safe
}

fn cut(text: String) -> String {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return text;
    }
    let mut room = MOST_UNITS - CUT.len();
    let mut short = String::new();
    for letter in text.chars() {
        let Some(rest) = room.checked_sub(letter.len_utf16()) else {
            break;
        };
        room = rest;
        short.push(letter);
    }
    short + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        Cell::new(text).0
    }

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "=HYPERLINK(\"https://e.example\")",
        ] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        assert_eq!(text("  =1"), "  '=1");
        assert_eq!(text("\"=1"), "\"'=1");
        assert_eq!(text("a;=1;b; @c"), "a;'=1;b; '@c");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for ordinary in ["", "a = b", "CC6.1", "x-y", "a; b", "'tis", "größer, 日本"] {
            assert_eq!(text(ordinary), ordinary);
        }
    }

    #[test]
    fn control_characters_are_visible_and_begin_nothing() {
        assert_eq!(text("\t=1"), " '=1");
        assert_eq!(text("\r=1"), "\\u{d}=1");
        assert_eq!(text("a\n=1"), "a =1");
        assert_eq!(text("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn a_cell_holds_no_more_than_a_spreadsheet_takes() {
        let long = text(&"𝄞".repeat(20_000));
        assert!(long.encode_utf16().count() <= MOST_UNITS);
        assert!(long.ends_with(CUT));
        let longest = "x".repeat(MOST_UNITS);
        assert_eq!(text(&longest), longest);
    }
}
