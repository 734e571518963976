//! Wording that reports share, and fitting text into a terminal's width.

use unicode_width::UnicodeWidthStr;

use crate::readiness::{AssessmentInfo, Finding};

/// What a reader outside must not take a report for.
pub const READINESS_ONLY: &str =
    "This is tickmark's reading of readiness, not a practitioner's report: nobody has examined it.";

/// ` on TARGET`, where the subject does not name the target itself.
pub fn on_target(finding: &Finding) -> String {
    match &finding.target {
        Some(target) if !finding.subject.contains(&**target) => format!(" on {target}"),
        _ => String::new(),
    }
}

/// What kind of assessment it is, and as of when.
pub fn when(info: &AssessmentInfo) -> String {
    match info.period {
        Some((start, end)) => format!("Type 2, {start} to {end}, as of {}", info.as_of),
        None => format!("Type 1 as of {}", info.as_of),
    }
}

/// How wide a text is on a terminal.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text with spaces behind it, up to a width.
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// The text broken into lines of at most `most` columns; lines after the first are indented.
pub fn wrap(text: &str, most: usize, indent: usize) -> Vec<String> {
    let later = " ".repeat(indent);
    let options = textwrap::Options::new(most.max(20))
        .subsequent_indent(&later)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// The text cut to a width, with an ellipsis where something is missing.
pub fn shorten(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if width(&short) + width(letter.encode_utf8(&mut [0; 4])) + 1 > most {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// The first sentence of a text: enough to begin with.
pub fn first_sentence(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    [". ", "; "]
        .into_iter()
        .filter_map(|end| line.find(end))
        .min()
        .map_or(line, |end| &line[..end])
}

/// A number with its noun.
pub fn plural(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
