//! Words of an instruction: quotation marks, escapes and variables.

use std::collections::BTreeMap;

/// Values of variables; `None` where only the build decides.
pub(crate) type Values = BTreeMap<String, Option<String>>;

/// The longest value, in bytes: variables that hold each other would grow without end.
const MAX_LENGTH: usize = 64 * 1024;

/// The words of a text, with their quotation marks.
pub(crate) fn split(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == escape && quote != Some('\'') {
            word.push(letter);
            word.extend(letters.next());
        } else if quote == Some(letter) {
            quote = None;
            word.push(letter);
        } else if quote.is_none() && matches!(letter, '"' | '\'') {
            quote = Some(letter);
            word.push(letter);
        } else if quote.is_none() && letter.is_whitespace() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        } else {
            word.push(letter);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A word without its quotation marks and escapes; variables stay as written.
pub(crate) fn unquote(word: &str, escape: char) -> String {
    expand(word, escape, None).unwrap_or_default()
}

/// A word's value: without quotation marks, and with its variables replaced. `None` where a variable
/// has no value that the file shows.
pub(crate) fn value(word: &str, escape: char, values: &Values) -> Option<String> {
    expand(word, escape, Some(values))
}

fn expand(word: &str, escape: char, values: Option<&Values>) -> Option<String> {
    let mut text = String::new();
    let mut quote = None;
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        if letter == escape && quote != Some('\'') {
            if let Some(next) = rest.chars().next() {
                text.push(next);
                rest = &rest[next.len_utf8()..];
            }
        } else if quote == Some(letter) {
            quote = None;
        } else if quote.is_none() && matches!(letter, '"' | '\'') {
            quote = Some(letter);
        } else if let (Some(values), '$', true) = (values, letter, quote != Some('\'')) {
            let (replaced, after) = variable(rest, values)?;
            text.push_str(&replaced);
            rest = after;
        } else {
            text.push(letter);
        }
    }
    (text.len() <= MAX_LENGTH).then_some(text)
}

/// The value of the variable that a text begins with (after the `$`), and what follows it.
fn variable<'t>(text: &'t str, values: &Values) -> Option<(String, &'t str)> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if let Some(inner) = text.strip_prefix('{') {
        let end = inner.find('}')?;
        let (inner, after) = (&inner[..end], &inner[end + 1..]);
        let (name, modifier) =
            inner.split_at(inner.find(|letter| !is_name(letter)).unwrap_or(inner.len()));
        let known = values.get(name);
        let set = match known {
            Some(Some(value)) => !value.is_empty(),
            Some(None) => return None,
            None => false,
        };
        let value = match (modifier.get(..2), set) {
            (None, _) if modifier.is_empty() => known?.clone()?,
            (Some(":-"), true) => known?.clone()?,
            (Some(":-"), false) | (Some(":+"), true) => plain(&modifier[2..])?,
            (Some(":+"), false) => String::new(),
            _ => return None,
        };
        return Some((value, after));
    }
    let end = text.find(|letter| !is_name(letter)).unwrap_or(text.len());
    if end == 0 {
        return Some(("$".to_owned(), text));
    }
    Some((values.get(&text[..end])?.clone()?, &text[end..]))
}

/// A text without variables of its own.
fn plain(text: &str) -> Option<String> {
    (!text.contains('$')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_is_quoted_together() {
        assert_eq!(
            split(r#"a "b c" d\ e 'f g'h"#, '\\'),
            ["a", "\"b c\"", "d\\ e", "'f g'h"]
        );
        assert_eq!(unquote(r#"a"b c"d\ e"#, '\\'), "ab cd e");
    }

    #[test]
    fn variables_are_replaced_where_the_file_shows_their_value() {
        let values = Values::from([
            ("A".to_owned(), Some("1".to_owned())),
            ("B".to_owned(), None),
        ]);
        for (word, expected) in [
            ("x$A", Some("x1")),
            ("${A}y", Some("1y")),
            ("${A:-z}", Some("1")),
            ("${C:-z}", Some("z")),
            ("${C:+z}", Some("")),
            ("${A:+z}", Some("z")),
            ("'$A'", Some("$A")),
            ("\\$A", Some("$A")),
            ("$B", None),
            ("${B:-z}", None),
            ("$C", None),
            ("${A", None),
            ("${A#x}", None),
        ] {
            assert_eq!(value(word, '\\', &values).as_deref(), expected, "{word}");
        }
    }
}
