//! The evidence folder: which files there are, where they come from, and reading them safely.
//!
//! Everything is opened through one capability for the root directory, so no name can lead out of
//! it. Only regular files are read, and the bytes that are hashed are the bytes that are handed out.
//! This module knows nothing of plugins or criteria.

mod cited;
mod granted;
mod listing;
mod manifest;
mod pattern;
mod root;

pub use cited::{CitedEvidence, cite};
pub use granted::{AccessError, Granted, Item, ReadLog, ReadRecord, Reader};
pub use listing::{Entry, Listing};
pub use manifest::{MANIFEST_NAME, Manifest, ManifestFile, Provenance};
pub use pattern::{Pattern, PatternError};
pub use root::{Refusal, Root, RootError};
