//! What a guest prints: kept up to a limit, for the person who runs the check.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamError, StreamResult};

use crate::clean::{Form, clean};
use crate::sandbox::state::LogLine;

/// How much a guest may print in one piece.
const PIECE: usize = 64 * 1024;
/// How much it may print in all before it is ended, kept or not.
const FLOOD: u64 = 64 * 1024 * 1024;
/// The longest last words that a failure repeats, in characters.
const LAST_WORDS: usize = 300;

/// What was printed, shared by the streams of a store.
#[derive(Debug, Clone)]
pub(super) struct Kept(Arc<Mutex<Printed>>);

#[derive(Debug)]
struct Printed {
    /// In the order of printing; neighbours are of different streams.
    pieces: Vec<(&'static str, Vec<u8>)>,
    /// How much more is kept.
    left: u64,
    dropped: u64,
    total: u64,
}

impl Kept {
    /// Keeps up to so many bytes.
    pub(super) fn new(limit: u64) -> Self {
        Self(Arc::new(Mutex::new(Printed {
            pieces: Vec::new(),
            left: limit,
            dropped: 0,
            total: 0,
        })))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Printed) -> T) -> T {
        // A panic while it was locked leaves text that is still good to show.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was kept, line by line, and how much was not.
    pub(super) fn take(&self) -> Vec<LogLine> {
        self.with(|printed| {
            let mut lines = Vec::new();
            for (stream, bytes) in std::mem::take(&mut printed.pieces) {
                let text = String::from_utf8_lossy(&bytes);
                lines.extend(text.trim_end().lines().map(|line| LogLine {
                    level: stream,
                    text: clean(line, Form::Line),
                }));
            }
            if printed.dropped > 0 {
                lines.push(LogLine {
                    level: "warn",
                    text: format!(
                        "{} further bytes that it printed were dropped; raise `log-kib` in the check's `limits`",
                        std::mem::take(&mut printed.dropped)
                    ),
                });
            }
            lines
        })
    }

    /// The last line of a stream that is not empty.
    pub(super) fn last_line(&self, stream: &str) -> Option<String> {
        self.with(|printed| {
            let (_, bytes) = printed
                .pieces
                .iter()
                .rev()
                .find(|(name, bytes)| *name == stream && !bytes.trim_ascii().is_empty())?;
            let text = String::from_utf8_lossy(bytes);
            let line = text.trim_end().lines().next_back()?.trim();
            let short: String = line.chars().take(LAST_WORDS).collect();
            Some(clean(&short, Form::Line))
        })
    }

    /// Whether the guest was ended because it printed without end.
    pub(super) fn is_flooded(&self) -> bool {
        self.with(|printed| printed.total > FLOOD)
    }
}

impl Printed {
    fn print(&mut self, stream: &'static str, bytes: &[u8]) {
        let size = bytes.len() as u64;
        self.total = self.total.saturating_add(size);
        let kept = usize::try_from(self.left).map_or(bytes.len(), |left| bytes.len().min(left));
        self.left -= kept as u64;
        self.dropped += size - kept as u64;
        if kept == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some((name, piece)) if *name == stream => piece.extend_from_slice(&bytes[..kept]),
            _ => self.pieces.push((stream, bytes[..kept].to_vec())),
        }
    }
}

/// One of a guest's two output streams.
#[derive(Debug, Clone)]
pub(super) struct Output {
    name: &'static str,
    kept: Kept,
}

impl Output {
    pub(super) fn new(name: &'static str, kept: Kept) -> Self {
        Self { name, kept }
    }
}

impl IsTerminal for Output {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Output {
    /// Asked for by later versions of WASI only, which no component here can import.
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(tokio::io::sink())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[async_trait]
impl Pollable for Output {
    async fn ready(&mut self) {}
}

impl OutputStream for Output {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.kept.with(|printed| printed.print(self.name, &bytes));
        if self.kept.is_flooded() {
            return Err(StreamError::trap("it prints without end"));
        }
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(PIECE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(kept: &Kept) -> Vec<(&'static str, String)> {
        kept.take()
            .into_iter()
            .map(|line| (line.level, line.text))
            .collect()
    }

    #[test]
    fn lines_keep_their_order_and_their_stream() {
        let kept = Kept::new(1024);
        let mut out = Output::new("stdout", kept.clone());
        let mut err = Output::new("stderr", kept.clone());
        out.write("one\ntw".into()).unwrap();
        out.write("o\n".into()).unwrap();
        err.write("three\u{1b}[2J\n\n".into()).unwrap();
        out.write("four".into()).unwrap();
        assert_eq!(kept.last_line("stderr").unwrap(), "three\\u{1b}[2J");
        assert_eq!(
            lines(&kept),
            [
                ("stdout", "one".to_owned()),
                ("stdout", "two".to_owned()),
                ("stderr", "three\\u{1b}[2J".to_owned()),
                ("stdout", "four".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_beyond_the_limit_is_counted() {
        let kept = Kept::new(4);
        let mut out = Output::new("stdout", kept.clone());
        out.write("abcdef".into()).unwrap();
        out.write("gh".into()).unwrap();
        let lines = lines(&kept);
        assert_eq!(lines[0], ("stdout", "abcd".to_owned()));
        assert!(lines[1].1.starts_with("4 further bytes"), "{}", lines[1].1);
    }

    #[test]
    fn printing_without_end_is_ended() {
        let kept = Kept::new(16);
        let mut out = Output::new("stdout", kept.clone());
        let piece = Bytes::from(vec![b'x'; PIECE]);
        let ended = (0..=FLOOD / PIECE as u64).any(|_| out.write(piece.clone()).is_err());
        assert!(ended && kept.is_flooded());
    }
}
