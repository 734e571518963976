//! JSON lines: one JSON value a line, as logs and exports of registers have it.

use std::rc::Rc;

use super::Document;
use crate::evidence::utf8;
use crate::{Location, Problem};

pub(super) fn parse<'a>(
    path: &'a Rc<str>,
    bytes: &'a [u8],
) -> impl Iterator<Item = Result<Document, Problem>> + use<'a> {
    let whole = encoding(path, bytes);
    let bytes = if whole.is_some() { &[] } else { bytes };
    let lines = bytes
        .split(|&byte| byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(move |(before, line)| parse_line(path, before, line));
    whole.into_iter().map(Err).chain(lines)
}

/// Why the file as a whole is no JSON lines.
fn encoding(path: &str, bytes: &[u8]) -> Option<Problem> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => utf8(path, bytes).err(),
        _ if bytes.trim_ascii().is_empty() => Some(Problem::new(
            Location::file(path),
            "the file is empty, expected JSON lines",
        )),
        _ => None,
    }
}

fn parse_line(path: &Rc<str>, before: usize, line: &[u8]) -> Result<Document, Problem> {
    match Document::json(path, line) {
        Ok(document) => Ok(document.shifted(before)),
        Err(problem) => Err(Problem {
            place: Location {
                line: u32::try_from(before + 1).ok(),
                ..problem.place
            },
            message: problem.message.replace("the file", "the line"),
        }),
    }
}
