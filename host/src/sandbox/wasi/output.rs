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
const FLOOD: u64 = 8 * 1024 * 1024;
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

    /// What a stream said last about why the guest gives up.
    pub(super) fn last_words(&self, stream: &str) -> Option<String> {
        self.with(|printed| {
            let said: Vec<u8> = printed
                .pieces
                .iter()
                .filter(|(name, _)| *name == stream)
                .flat_map(|(_, bytes)| bytes.iter().copied())
                .collect();
            let text = String::from_utf8_lossy(&said);
            let short: String = last_words(&text)?.chars().take(LAST_WORDS).collect();
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

/// The line that tells why: the last one, or where a runtime written in Rust adds its own panic to what
/// the plugin's language said, the last one before that.
fn last_words(text: &str) -> Option<&str> {
    let is_panic = |line: &str| line.starts_with("thread '") && line.contains("panicked at");
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.contains(char::is_alphanumeric) && !line.starts_with("note: "))
        .collect();
    let told = match lines.iter().position(|line| is_panic(line)) {
        None | Some(0) => &lines[..],
        Some(panic) => &lines[..panic],
    };
    told.last().copied()
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
        assert_eq!(kept.last_words("stderr").unwrap(), "three\\u{1b}[2J");
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
    fn the_last_words_are_the_languages_own() {
        let panic = "\nthread '<unnamed>' (1) panicked at runtime/src/lib.rs:1:2:\nunexpected exception\nnote: run with `RUST_BACKTRACE=1`\n";
        let traceback = "Traceback (most recent call last):\n  File \"a.py\"\nValueError: empty\n";
        for (text, words) in [
            (traceback.to_owned(), Some("ValueError: empty")),
            (format!("{traceback}{panic}"), Some("ValueError: empty")),
            (panic.to_owned(), Some("unexpected exception")),
            (
                "panic: no such row\n\n".to_owned(),
                Some("panic: no such row"),
            ),
            (
                "thread 'a' panicked at b.rs:1:\nException { \"no\" }\n)\n".to_owned(),
                Some("Exception { \"no\" }"),
            ),
            ("\n \n".to_owned(), None),
        ] {
            assert_eq!(last_words(&text), words, "{text}");
        }
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
