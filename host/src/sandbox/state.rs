//! What belongs to one call: its evidence, its log, its limits.

use std::collections::BTreeMap;

use super::limiter::Limiter;
use super::wasi::{Origin, Wasi};
use crate::clean::{Form, clean};
use crate::evidence::{AccessError, Granted, Reader};
use crate::limits::Limits;

/// How many readers a unit may hold open at once. Each is a file descriptor of the host.
const MAX_READERS: usize = 64;

/// Everything that a store carries.
pub(super) struct State {
    pub(super) limiter: Limiter,
    /// `None` while the plugin only describes itself.
    pub(super) granted: Option<Granted>,
    readers: BTreeMap<u32, Reader>,
    next_reader: u32,
    /// The most that one read may give out, in bytes.
    read_limit: u64,
    log: Log,
    origin: Origin,
    /// There from the first call of a WASI function on.
    wasi: Option<Box<Wasi>>,
    /// Whether the deadline ended the call, and not a trap of its own.
    pub(super) timed_out: bool,
    pub(super) cancelled: bool,
}

/// A message that a plugin wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// `debug`, `info`, `warn` or `error`; `stdout` or `stderr` for what was printed.
    pub level: &'static str,
    /// The text, cleaned.
    pub text: String,
}

#[derive(Debug, Default)]
struct Log {
    lines: Vec<LogLine>,
    left: u64,
    dropped: u64,
}

impl State {
    pub(super) fn new(limits: &Limits, granted: Option<Granted>, origin: Origin) -> Self {
        Self {
            limiter: Limiter::new(limits.memory_bytes, limits.table_elements),
            granted,
            readers: BTreeMap::new(),
            next_reader: 0,
            read_limit: limits.memory_bytes,
            log: Log {
                left: limits.log_bytes,
                ..Log::default()
            },
            origin,
            wasi: None,
            timed_out: false,
            cancelled: false,
        }
    }

    pub(super) fn read(&mut self, path: &str) -> Result<Vec<u8>, AccessError> {
        let most = self.read_limit;
        self.granted
            .as_mut()
            .ok_or(AccessError::NotFound)?
            .read(path, most)
    }

    pub(super) fn open(&mut self, path: &str) -> Result<u32, AccessError> {
        if self.readers.len() >= MAX_READERS {
            return Err(AccessError::Unreadable(
                crate::evidence::Refusal::Unreadable(format!(
                    "the plugin holds {MAX_READERS} files open"
                )),
            ));
        }
        let reader = self
            .granted
            .as_mut()
            .ok_or(AccessError::NotFound)?
            .open(path)?;
        let handle = self.next_reader;
        self.next_reader = self.next_reader.wrapping_add(1);
        self.readers.insert(handle, reader);
        Ok(handle)
    }

    pub(super) fn next(&mut self, handle: u32, limit: u32) -> Result<Vec<u8>, AccessError> {
        let reader = self.readers.get_mut(&handle).ok_or(AccessError::NotFound)?;
        reader.next(limit).map_err(AccessError::Unreadable)
    }

    pub(super) fn close(&mut self, handle: u32) {
        if let (Some(reader), Some(granted)) = (self.readers.remove(&handle), &mut self.granted) {
            granted.close(reader);
        }
    }

    /// Closes what the guest left open, so that everything it read is in the log.
    pub(super) fn close_all(&mut self) {
        let handles: Vec<u32> = self.readers.keys().copied().collect();
        for handle in handles {
            self.close(handle);
        }
    }

    pub(super) fn log(&mut self, level: &'static str, text: &str) {
        let size = text.len() as u64;
        if size > self.log.left {
            self.log.dropped += 1;
            // Once something did not fit nothing later does, so that the log has no holes.
            self.log.left = 0;
            return;
        }
        self.log.left -= size;
        self.log.lines.push(LogLine {
            level,
            text: clean(text, Form::Block),
        });
    }

    pub(super) fn wasi(&mut self) -> &mut Wasi {
        self.wasi
            .get_or_insert_with(|| Box::new(Wasi::new(&self.origin)))
    }

    /// WASI's part, where the guest made use of it.
    pub(super) fn used_wasi(&self) -> Option<&Wasi> {
        self.wasi.as_deref()
    }

    pub(super) fn take_log(&mut self) -> Vec<LogLine> {
        let mut lines = std::mem::take(&mut self.log.lines);
        if self.log.dropped > 0 {
            lines.push(LogLine {
                level: "warn",
                text: format!(
                    "{} further messages were dropped; raise `log-kib` in the check's `limits`",
                    self.log.dropped
                ),
            });
        }
        if let Some(wasi) = &mut self.wasi {
            lines.extend(wasi.take_output());
            if let Some(refused) = wasi.refused() {
                lines.push(LogLine {
                    level: "warn",
                    text: refused.to_string(),
                });
            }
        }
        lines
    }
}
