//! A Dockerfile as logical lines: directives, comments, continued lines and here-documents, the way
//! `BuildKit`'s own parser takes them. What an instruction means is for `stages`.
//!
//! There is a parser as a library, but at the time of writing it knows here-documents only where they
//! open a `RUN`, and their bodies would be taken for instructions everywhere else.

use tickmark_plugin::prelude::*;

use crate::words;

/// One instruction as written, on one line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) number: usize,
    /// In capitals.
    pub(crate) keyword: String,
    /// What follows the keyword, continued lines joined.
    pub(crate) rest: String,
    /// The bodies of the here-documents that it opens.
    pub(crate) heredocs: Vec<String>,
}

/// A file's lines and what joins them.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) escape: char,
}

/// Instructions that may open here-documents.
const WITH_HEREDOCS: &[&str] = &["ADD", "COPY", "RUN"];

impl Lines {
    pub(crate) fn read(text: &Text) -> Result<Self, Problem> {
        let physical: Vec<_> = text.lines().collect();
        let escape = escape(&physical)?;
        let mut lines = Vec::new();
        let mut at = 0;
        while let Some(first) = physical.get(at) {
            at += 1;
            let start = first.text.trim_start();
            if start.is_empty() || start.starts_with('#') {
                continue;
            }
            if start.contains('\0') {
                return Err(Problem::new(
                    first.place(),
                    "the file holds a zero byte, so it is no text",
                ));
            }
            let mut joined = String::new();
            let mut part = start;
            while let Some(kept) = continued(part, escape) {
                joined.push_str(kept);
                part = "";
                // Comments and empty lines inside a continued instruction are passed over.
                while let Some(next) = physical.get(at) {
                    at += 1;
                    let trimmed = next.text.trim_start();
                    if !trimmed.is_empty() && !trimmed.starts_with('#') {
                        part = next.text;
                        break;
                    }
                }
            }
            joined.push_str(part);
            let (keyword, rest) = joined
                .split_once(char::is_whitespace)
                .unwrap_or((joined.as_str(), ""));
            let mut line = Line {
                number: first.number,
                keyword: keyword.to_ascii_uppercase(),
                rest: rest.trim().to_owned(),
                heredocs: Vec::new(),
            };
            for (name, tabs) in openings(&line, escape) {
                let mut body = String::new();
                let mut closed = false;
                while let Some(next) = physical.get(at) {
                    at += 1;
                    let inner = if tabs {
                        next.text.trim_start_matches('\t')
                    } else {
                        next.text
                    };
                    if inner == name {
                        closed = true;
                        break;
                    }
                    body.push_str(inner);
                    body.push('\n');
                }
                if !closed {
                    return Err(Problem::new(
                        first.place(),
                        "a here-document is not closed, so the file is cut off",
                    ));
                }
                line.heredocs.push(body);
            }
            lines.push(line);
        }
        Ok(Self { lines, escape })
    }
}

/// What of a line is kept where the next one belongs to it.
fn continued(line: &str, escape: char) -> Option<&str> {
    let kept = line.trim_end_matches([' ', '\t']).strip_suffix(escape)?;
    // Two of them are one that stands for itself.
    (!kept.ends_with(escape)).then_some(kept)
}

/// The character of the `escape` directive, which stands among the first comments.
fn escape(lines: &[tickmark_plugin::Line<'_>]) -> Result<char, Problem> {
    for line in lines {
        let Some((key, value)) = line
            .text
            .trim_start()
            .strip_prefix('#')
            .and_then(|comment| comment.split_once('='))
        else {
            break;
        };
        let key = key.trim().to_ascii_lowercase();
        match (key.as_str(), value.trim()) {
            ("escape", "\\") => return Ok('\\'),
            ("escape", "`") => return Ok('`'),
            ("escape", _) => {
                return Err(Problem::new(
                    line.place(),
                    "the `escape` directive names neither \\ nor `",
                ));
            }
            ("syntax" | "check", _) => {}
            _ => break,
        }
    }
    Ok('\\')
}

/// The here-documents that a line opens: name, and whether tabs before their lines are dropped.
fn openings(line: &Line, escape: char) -> Vec<(String, bool)> {
    let (keyword, rest) = if line.keyword == "ONBUILD" {
        let (inner, rest) = line
            .rest
            .split_once(char::is_whitespace)
            .unwrap_or((line.rest.as_str(), ""));
        (inner.to_ascii_uppercase(), rest)
    } else {
        (line.keyword.clone(), line.rest.as_str())
    };
    if !WITH_HEREDOCS.contains(&keyword.as_str()) {
        return Vec::new();
    }
    words::split(rest, escape)
        .into_iter()
        .filter_map(|word| {
            let after = word
                .trim_start_matches(|letter: char| letter.is_ascii_digit())
                .strip_prefix("<<")?;
            let (tabs, name) = match after.strip_prefix('-') {
                Some(name) => (true, name),
                None => (false, after),
            };
            let name = words::unquote(name, escape);
            (!name.is_empty() && !name.contains('<')).then_some((name, tabs))
        })
        .collect()
}
