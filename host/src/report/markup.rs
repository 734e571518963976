//! Text inside Markdown that is text and nothing else.

use crate::clean::{Form, clean};

/// One line of text: nothing in it is markup, a link, a mention or HTML, and no line begins in it.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in clean(text, Form::Block).chars() {
        match letter {
            '\n' | '\t' => escaped.push(' '),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // GitHub looks for people to notify only where these stand as they are.
            '@' => escaped.push_str("&#64;"),
            // These mean nothing within a line.
            ',' | ';' | '\'' | '"' | '/' | '%' | '?' | '^' => escaped.push(letter),
            // Any punctuation of ASCII may be escaped (CommonMark 0.31, section 2.4).
            letter if letter.is_ascii_punctuation() => escaped.extend(['\\', letter]),
            letter => escaped.push(letter),
        }
    }
    escaped.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::samples::HOSTILE;
    use super::*;

    #[test]
    fn nothing_of_a_hostile_text_is_markup() {
        for text in HOSTILE {
            let escaped = markdown(text);
            assert!(!escaped.contains(['\n', '<', '>', '\u{1b}']), "{escaped}");
            for mark in ["|", "`", "[", "](", "#[", "::"] {
                let bare = escaped.replace(&format!("\\{}", &mark[..1]), "");
                assert!(!bare.contains(mark), "{mark}: {escaped}");
            }
        }
        assert_eq!(markdown("# a_b @c"), "\\# a\\_b &#64;c");
        assert_eq!(markdown("https://x.y"), "https\\://x\\.y");
    }
}
