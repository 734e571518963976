//! Text for HTML. Templates use this for every value, so that none can be forgotten.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

use crate::clean::{self, Form};

/// Escapes what HTML would read as markup, in text and in quoted attributes, and makes visible what
/// would act on a reader: control characters, bidirectional overrides, invisible letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: Write>(&self, dest: W, text: &str) -> fmt::Result {
        if clean::is_plain(text) {
            Html.write_escaped_str(dest, text)
        } else {
            Html.write_escaped_str(dest, &clean::make_visible(text, Form::Block))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        Visible.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escaped("</style><img src=x onerror='a()'>\"&amp;"),
            "&#60;/style&#62;&#60;img src=x onerror=&#39;a()&#39;&#62;&#34;&#38;amp;"
        );
    }

    #[test]
    fn what_would_act_on_a_reader_becomes_visible() {
        assert_eq!(
            escaped("a\u{202e}b\u{1b}[0m\u{0}"),
            "a\\u{202e}b\\u{1b}[0m\\u{0}"
        );
        assert_eq!(escaped("two\nlines, 日本語"), "two\nlines, 日本語");
    }
}
