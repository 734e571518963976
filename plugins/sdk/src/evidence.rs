//! Evidence as a plugin sees it: items behind named inputs, and problems with a place.
//!
//! Plugin code reads through the [`Evidence`] trait, so that the same logic runs in the sandbox and
//! in a native unit test.

use std::io::Read;
use std::rc::Rc;

use thiserror::Error;

use crate::Location;

/// One evidence file that this check was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Relative to the evidence root, with `/` between segments.
    pub path: Rc<str>,
    /// In bytes.
    pub size: u64,
    /// When it was collected (RFC 3339, UTC), where its provenance says so.
    pub collected: Option<String>,
}

impl Item {
    /// The item as a whole, for a finding that has no better place.
    pub fn place(&self) -> Location {
        Location::file(&self.path)
    }
}

/// Why an item could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// There is no such item or input for this check.
    #[error("not among the evidence of this check")]
    NotFound,
    /// It is there but cannot be read; the host knows.
    #[error("{0}")]
    Unreadable(String),
}

/// Where evidence comes from: the host, or a test.
pub trait Evidence {
    /// The items of an input, sorted by path.
    fn list(&self, input: &str) -> Result<Vec<Item>, ReadError>;
    /// A whole item.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;
    /// An item to be read piece by piece.
    fn open<'a>(&'a self, path: &str) -> Result<Box<dyn Read + 'a>, ReadError>;
}

/// Something in the evidence that could not be understood, with its place.
///
/// A problem never disappears: hand it to [`Report::problem`](crate::Report::problem), which turns
/// it into an inconclusive finding.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Problem {
    /// Where it is.
    pub place: Location,
    /// What is wrong, in words that lead to a remedy.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(place: Location, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
        }
    }
}

/// Text from bytes, without a byte order mark. Evidence in another encoding is a problem, not a
/// guess: the message says what it looks like.
pub(crate) fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        return Err(Problem::new(
            Location::file(path),
            "the file is UTF-16, expected UTF-8; convert it (for example with iconv) and collect it again",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|&byte| byte == b'\n').count();
        Problem::new(
            Location::line(path, line),
            "the file is not valid UTF-8; convert it and collect it again",
        )
    })
}
