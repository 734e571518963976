//! Watches a CSV stream for quotation marks that RFC 4180 does not allow.
//!
//! A lenient reader takes `ann,"open` and every row after it for one field, so rows vanish without
//! a trace. Whoever reads rows asks here whether a row holds such a mark.

use std::io::{self, Read};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quotation mark inside a quoted field: it closes the field or escapes another one.
    QuoteInQuoted,
}

/// Passes bytes through and remembers where quotation marks are misplaced.
pub(crate) struct QuoteAudit<R> {
    inner: R,
    state: State,
    line: usize,
    opened: usize,
    start: usize,
    misplaced: Vec<usize>,
    delimiter: u8,
}

impl<R: Read> QuoteAudit<R> {
    pub(crate) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            delimiter,
            inner,
            state: State::FieldStart,
            line: 1,
            opened: 1,
            start: 0,
            misplaced: Vec::new(),
        }
    }

    #[expect(
        clippy::naive_bytecount,
        reason = "compilers make this count fast enough without a further crate"
    )]
    fn feed(&mut self, bytes: &[u8]) {
        // Where no quotation mark is, only the lines have to be counted.
        let plain = matches!(self.state, State::FieldStart | State::Unquoted)
            && self.start == BYTE_ORDER_MARK.len()
            && !bytes.contains(&b'"');
        if let (true, Some(last)) = (plain, bytes.last()) {
            self.line += bytes.iter().filter(|&&byte| byte == b'\n').count();
            self.state = match last {
                b'\r' | b'\n' => State::FieldStart,
                &last if last == self.delimiter => State::FieldStart,
                _ => State::Unquoted,
            };
            return;
        }
        for &byte in bytes {
            if self.start < BYTE_ORDER_MARK.len() {
                let expected = BYTE_ORDER_MARK[self.start];
                if byte == expected {
                    self.start += 1;
                    continue;
                }
                self.start = BYTE_ORDER_MARK.len();
            }
            self.state = match (self.state, byte) {
                (State::FieldStart, b'"') => {
                    self.opened = self.line;
                    State::Quoted
                }
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::QuoteInQuoted, b'"') | (State::Quoted, _) => State::Quoted,
                (_, b'\r' | b'\n') => State::FieldStart,
                (_, byte) if byte == self.delimiter => State::FieldStart,
                (State::Unquoted, b'"') | (State::QuoteInQuoted, _) => {
                    self.misplaced.push(self.line);
                    State::Unquoted
                }
                _ => State::Unquoted,
            };
            if byte == b'\n' {
                self.line += 1;
            }
        }
    }

    fn finish(&mut self) {
        if self.state == State::Quoted {
            self.misplaced.push(self.opened);
            self.state = State::FieldStart;
        }
    }
}

impl<R> QuoteAudit<R> {
    /// The first line from `first` to `last` that holds a misplaced quotation mark. Right once the
    /// reader has passed those lines.
    pub(crate) fn misplaced_between(&self, first: usize, last: usize) -> Option<usize> {
        let from = self.misplaced.partition_point(|&line| line < first);
        self.misplaced
            .get(from)
            .copied()
            .filter(|&line| line < last.max(first + 1))
    }
}

impl<R: Read> Read for QuoteAudit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            self.finish();
        }
        self.feed(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misplaced(text: &str) -> Vec<usize> {
        let mut audit = QuoteAudit::new(text.as_bytes(), b',');
        io::copy(&mut audit, &mut io::sink()).unwrap();
        audit.misplaced
    }

    #[test]
    fn well_formed_quotes_are_left_in_peace() {
        assert!(misplaced("\u{feff}\"a\",b\r\n\"x \"\"y\"\"\",\"two\nlines\"\n,\"\"\n").is_empty());
    }

    #[test]
    fn pieces_without_quotation_marks_are_counted_by_lines() {
        let mut audit = QuoteAudit::new(io::empty(), b',');
        for piece in ["a,b\n1", ",2\nx", "y,\"z\n", "\n\"\n5", "\" disk,1\n"] {
            audit.feed(piece.as_bytes());
        }
        assert_eq!(audit.misplaced, [6]);
    }

    #[test]
    fn a_quote_inside_an_unquoted_field_is_misplaced() {
        assert_eq!(misplaced("a,b\n5\" disk,x\n"), [2]);
    }

    #[test]
    fn an_unclosed_quote_is_blamed_where_it_opened() {
        assert_eq!(misplaced("a,b\n1,\"x\n2,y\n"), [2]);
    }

    #[test]
    fn text_after_a_closing_quote_is_misplaced() {
        assert_eq!(misplaced("a,b\n\"x\"y,z\n"), [2]);
    }
}
