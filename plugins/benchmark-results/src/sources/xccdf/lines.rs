//! A reader that knows on which line it is.

use std::io::{self, BufRead, BufReader, Read};

/// Counts the lines that were taken.
pub(super) struct Lines<R> {
    inner: BufReader<R>,
    pub(super) line: usize,
    /// Whether there was a control character, which XML does not allow.
    pub(super) control: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            inner: BufReader::with_capacity(64 * 1024, reader),
            line: 1,
            control: false,
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.line += newlines(&buffer[..length]);
        self.control |= has_control(&buffer[..length]);
        Ok(length)
    }
}

impl<R: Read> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let taken = self.inner.buffer().get(..amount).unwrap_or_default();
        self.line += newlines(taken);
        self.control |= has_control(taken);
        self.inner.consume(amount);
    }
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count() - 1
}

fn has_control(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .any(|&byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
}
