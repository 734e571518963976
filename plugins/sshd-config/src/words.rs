//! A line cut into words, as sshd cuts it.
//!
//! There are two ways. Since OpenSSH 8.7 arguments are split like those of a shell: both kinds of
//! quotes, backslash escapes, and `#` at the start of a word ends the line. Before, words ended at
//! white space or one `=`, only double quotes meant anything, and a line ended at its first `#`,
//! wherever that stood. The keyword has always been read in the older way.

use std::borrow::Cow;

/// What sshd counts as white space.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A line that holds a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// Empty, or a comment.
    Nothing,
    /// sshd cannot find the end of a quoted keyword and silently ignores the line.
    Unreadable,
    /// The keyword as it is written, and what follows.
    Directive {
        keyword: Cow<'a, str>,
        rest: &'a str,
    },
}

/// Takes the keyword off a line.
pub(crate) fn keyword(line: &str) -> Line<'_> {
    let line = line
        .trim_start_matches([' ', '\t', '\r'])
        .trim_end_matches([' ', '\t', '\r', '\n', '\x0c']);
    let mut rest = line;
    let mut word = delimited(&mut rest, true);
    if word.as_deref() == Some("") {
        word = delimited(&mut rest, true);
    }
    match word {
        None => Line::Unreadable,
        Some(keyword) if keyword.is_empty() || keyword.starts_with('#') => Line::Nothing,
        Some(keyword) => Line::Directive { keyword, rest },
    }
}

/// Takes one word off the front, in the older way. `None` where a quote is not closed. `equals` says
/// whether `=` separates words.
fn delimited<'a>(rest: &mut &'a str, equals: bool) -> Option<Cow<'a, str>> {
    let text = *rest;
    let delimiter = |letter| SPACE.contains(&letter) || letter == '"' || (equals && letter == '=');
    let Some(at) = text.find(delimiter) else {
        *rest = "";
        return Some(Cow::Borrowed(text));
    };
    let (word, after) = (&text[..at], &text[at + 1..]);
    match &text[at..=at] {
        "\"" => {
            let (quoted, after) = after.split_once('"')?;
            *rest = after.trim_start_matches(SPACE);
            Some(if word.is_empty() {
                Cow::Borrowed(quoted)
            } else {
                Cow::Owned(format!("{word}{quoted}"))
            })
        }
        found => {
            let after = after.trim_start_matches(SPACE);
            // White space and one `=` in all separate two words.
            *rest = match after.strip_prefix('=') {
                Some(further) if equals && found != "=" => further.trim_start_matches(SPACE),
                _ => after,
            };
            Some(Cow::Borrowed(word))
        }
    }
}

/// What releases before 8.7 see of a line.
pub(crate) fn before_comment(text: &str) -> &str {
    text.split('#')
        .next()
        .unwrap_or_default()
        .trim_end_matches(SPACE)
}

/// Splits arguments as releases before 8.7 do, which have cut the line at its first `#` before. `equals`
/// says whether `=` separates words. An empty word is sshd's sign for the end of a list; it is kept,
/// as the last.
pub(crate) fn split_old(text: &str, equals: bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && words.last().is_none_or(|last| !last.is_empty()) {
        match delimited(&mut rest, equals) {
            Some(word) => words.push(word.into_owned()),
            // sshd takes an open quote for the end of the line.
            None => break,
        }
    }
    words
}

/// Splits arguments as releases since 8.7 do. `None` where a quote is not closed.
pub(crate) fn split_new(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut letters = text.chars().peekable();
    loop {
        while letters
            .next_if(|&letter| matches!(letter, ' ' | '\t'))
            .is_some()
        {}
        match letters.peek() {
            None | Some('#') => return Some(words),
            Some(_) => words.push(quoted_word(&mut letters)?),
        }
    }
}

fn quoted_word(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut word = String::new();
    let mut quote = None;
    while let Some(&letter) = letters.peek() {
        if quote.is_none() && matches!(letter, ' ' | '\t') {
            break;
        }
        letters.next();
        match (letter, quote) {
            ('\\', _) => {
                let escaped = letters.next_if(|&next| {
                    matches!(next, '\'' | '"' | '\\') || (quote.is_none() && next == ' ')
                });
                word.push(escaped.unwrap_or('\\'));
            }
            ('\'' | '"', None) => quote = Some(letter),
            (_, Some(open)) if open == letter => quote = None,
            _ => word.push(letter),
        }
    }
    quote.is_none().then_some(word)
}

/// Whether both ways of splitting must give the same words.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\'', '\\', '#', '=', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directive(line: &str) -> (String, &str) {
        match keyword(line) {
            Line::Directive { keyword, rest } => (keyword.into_owned(), rest),
            other => panic!("{line:?}: {other:?}"),
        }
    }

    #[test]
    fn a_keyword_ends_at_white_space_or_one_equals_sign() {
        for line in [
            "Port 22",
            "\tPort\t22  \r",
            "Port=22",
            "Port = 22",
            "Port =22",
            "Port= 22",
            "\"Port\" 22",
            "\"Port\"22\x0c",
            "=Port 22",
            "Po\"rt\" 22",
        ] {
            assert_eq!(directive(line), ("Port".to_owned(), "22"), "{line:?}");
        }
        assert_eq!(directive("Port == 22").1, "= 22");
        assert_eq!(directive("Port").1, "");
    }

    #[test]
    fn comments_and_empty_lines_hold_nothing() {
        for line in [
            "",
            "  \t ",
            "# Port 22",
            "  #Port",
            "\"# quoted\" x",
            "\"\"",
        ] {
            assert_eq!(keyword(line), Line::Nothing, "{line:?}");
        }
        assert_eq!(keyword("\"Port 22"), Line::Unreadable);
        assert_eq!(keyword("Po\"rt 22"), Line::Unreadable);
    }

    #[test]
    fn words_since_8_7_are_those_of_a_shell() {
        for (text, words) in [
            ("a  b\tc", vec!["a", "b", "c"]),
            ("a # b", vec!["a"]),
            ("a#b", vec!["a#b"]),
            ("\"a b\" 'c d'", vec!["a b", "c d"]),
            ("a\"b c\"d", vec!["ab cd"]),
            (r#"a\ b \"c \x"#, vec!["a b", "\"c", r"\x"]),
            ("\"\" x", vec!["", "x"]),
            ("\"it's\"", vec!["it's"]),
            ("a=b", vec!["a=b"]),
            ("", vec![]),
            ("#", vec![]),
        ] {
            assert_eq!(split_new(text).unwrap(), words, "{text:?}");
        }
        assert_eq!(split_new("\"a"), None);
        assert_eq!(split_new("it's"), None);
    }

    #[test]
    fn a_line_ended_at_its_first_number_sign_before_8_7() {
        assert_eq!(before_comment("no # comment"), "no");
        assert_eq!(before_comment("a#b c"), "a");
        assert_eq!(before_comment("# all"), "");
    }

    #[test]
    fn words_before_8_7_know_double_quotes_and_equals_signs_only() {
        for (text, words) in [
            ("a  b", vec!["a", "b"]),
            ("a # b", vec!["a", "#", "b"]),
            ("\"a b\"c", vec!["a b", "c"]),
            ("a\"b c\" d", vec!["ab c", "d"]),
            ("'a b'", vec!["'a", "b'"]),
            ("a=b", vec!["a", "b"]),
            ("a \"b", vec!["a"]),
            ("a \"\" b", vec!["a", ""]),
        ] {
            assert_eq!(split_old(text, true), words, "{text:?}");
        }
        assert_eq!(split_old("A=b C=d", false), ["A=b", "C=d"]);
    }
}
