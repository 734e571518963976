//! Strings in the forms that OSCAL's data types ask for. Every text of a result goes through here.

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::clean::{Form, clean};

/// The namespace of our own properties. The name can belong to nobody (RFC 2606), and readers that
/// want a URL with a host, such as trestle before version 4, take it.
pub(super) const NAMESPACE: &str = "https://tickmark.invalid/ns/oscal";

/// What stands for a text that is empty: most of OSCAL's types allow no empty ones.
const EMPTY: &str = "(empty)";

/// A `string`: one line, with no space at either end, not empty.
pub(super) fn string(text: &str) -> String {
    let line = clean(text, Form::Block).replace(['\n', '\t'], " ");
    match line.trim() {
        "" => EMPTY.to_owned(),
        line => line.to_owned(),
    }
}

/// A `markup-line`: what [`string`] gives, as Markdown that means just these letters.
pub(super) fn line(text: &str) -> String {
    escape(&string(text))
}

/// A `markup-multiline`: lines of Markdown that mean just these letters.
pub(super) fn lines(text: &str) -> String {
    let text = clean(text, Form::Block);
    // Each a paragraph of its own, or Markdown would join them.
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.replace('\t', " "))
        .filter(|line| !line.trim().is_empty())
        .map(|line| escape(line.trim()))
        .collect();
    if lines.is_empty() {
        EMPTY.to_owned()
    } else {
        lines.join("\n\n")
    }
}

/// Escapes what OSCAL's Markdown (`CommonMark` with tables, sub- and superscripts and inserted
/// parameters) would act on. Within words and sentences, punctuation that means nothing stays bare,
/// because many readers show the text as it is.
fn escape(line: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut before: Option<char> = None;
    let mut letters = line.chars().peekable();
    let mut only_digits = true;
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        let first = before.is_none();
        let acts = match letter {
            '\\' | '`' | '*' | '~' | '^' | '[' | '<' | '|' => true,
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric))
            }
            '{' => after == Some('{') || before == Some('{'),
            '&' => after.is_some_and(|after| after == '#' || after.is_ascii_alphabetic()),
            '#' | '>' | '-' | '+' | '=' => first,
            '.' | ')' => !first && only_digits,
            _ => false,
        };
        if acts {
            safe.push('\\');
        }
        safe.push(letter);
        only_digits &= letter.is_ascii_digit();
        before = Some(letter);
    }
    safe
}

/// A property of our own.
pub(super) fn prop(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NAMESPACE, "value": string(value) })
}

/// A property of our own with words.
pub(super) fn explained(name: &str, value: &str, remarks: &str) -> Value {
    json!({ "name": name, "ns": NAMESPACE, "value": string(value), "remarks": lines(remarks) })
}

/// A property of our own, where there is a value.
pub(super) fn maybe(name: &str, value: Option<&str>) -> Option<Value> {
    value.map(|value| prop(name, value))
}

/// Midnight UTC at the begin of a day.
pub(super) fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// The same for a day that OSCAL's dates reach: they lie between 1900 and 2999.
pub(super) fn moment(day: Date) -> Option<String> {
    (1900..=2999).contains(&day.year()).then(|| midnight(day))
}

/// A path as a relative URI reference (RFC 3986).
pub(super) fn href(path: &str) -> String {
    /// Everything but what is unreserved, and the slash.
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'/');
    let encoded = utf8_percent_encode(path, ENCODED).to_string();
    // Two slashes at the begin would name a host.
    if encoded.starts_with('/') || encoded.is_empty() {
        format!("./{}", encoded.trim_start_matches('/'))
    } else {
        encoded
    }
}

/// The object without the fields that hold nothing: OSCAL allows neither null nor an empty list.
pub(super) fn compact(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| {
            !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
        });
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_no_space_at_their_ends_and_are_never_empty() {
        assert_eq!(string(" a\n b\t"), "a  b");
        assert_eq!(string(" \n"), "(empty)");
        assert_eq!(string("\u{a0}\u{feff}\r"), "\\u{feff}\\u{d}");
    }

    #[test]
    fn markdown_means_just_its_letters() {
        assert_eq!(line("<b> *a* `c` [d](e)"), "\\<b> \\*a\\* \\`c\\` \\[d](e)");
        assert_eq!(line("# a"), "\\# a");
        assert_eq!(line("1. a"), "1\\. a");
        assert_eq!(line("{{ insert: param, x }}"), "\\{\\{ insert: param, x }}");
        assert_eq!(line("_a_ b_c"), "\\_a\\_ b_c");
        assert_eq!(line("&lt; & &#60;"), "\\&lt; & \\&#60;");
        assert_eq!(lines("a\n    b\n---\n"), "a\n\nb\n\n\\---");
    }

    #[test]
    fn ordinary_text_stays_bare() {
        let text = "aws-credential-report/root_mfa: 3 of 5 (60%), see 7.2 & {x}.";
        assert_eq!(line(text), text);
    }

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(href("iam/a b#c?.csv"), "iam/a%20b%23c%3F.csv");
        assert_eq!(href("javascript:x"), "javascript%3Ax");
        assert_eq!(href("//host/x"), "./host/x");
    }

    #[test]
    fn a_day_beyond_the_reach_of_the_type_has_no_moment() {
        assert_eq!(moment(jiff::civil::date(9999, 12, 31)), None);
        assert_eq!(
            moment(jiff::civil::date(2026, 11, 22)).as_deref(),
            Some("2026-11-22T00:00:00Z")
        );
    }
}
