//! The evidence of one unit: what it was granted, and what it in fact read.
//!
//! Reading and hashing are one act. What the unit reads is recorded here by the host; what the
//! plugin says about it does not count.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use cap_std::fs::File;
use sha2::{Digest, Sha256};

use super::manifest::Provenance;
use super::root::{Refusal, Root, reason};

/// The largest piece that a reader gives out at once, in bytes.
const PIECE: u32 = 1024 * 1024;

/// A granted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Relative to the root.
    pub path: Arc<str>,
    /// In bytes, when the folder was listed.
    pub size: u64,
    /// Where it comes from, if that is known.
    pub provenance: Option<Arc<Provenance>>,
}

/// What a unit may read, and what it has read.
#[derive(Debug)]
pub struct Granted {
    root: Arc<Root>,
    inputs: BTreeMap<String, Vec<Item>>,
    file_limit: u64,
    log: ReadLog,
}

/// What was read, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadLog {
    /// Files that were read.
    pub read: BTreeMap<Arc<str>, ReadRecord>,
    /// Granted files that could not be read.
    pub refused: BTreeMap<Arc<str>, Refusal>,
}

/// A file as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadRecord {
    /// The whole file's size, in bytes.
    pub size: u64,
    /// The whole file's SHA-256.
    pub sha256: [u8; 32],
    /// How far the unit read, in bytes. Less than `size` when it stopped early.
    pub bytes_read: u64,
}

/// Why a unit's request for evidence was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessError {
    /// Not granted, or not there; the unit cannot tell which.
    NotFound,
    /// Granted, but refused.
    Unreadable(Refusal),
}

/// A granted file being read piece by piece.
#[derive(Debug)]
pub struct Reader {
    path: Arc<str>,
    file: File,
    digest: Sha256,
    limit: u64,
    /// The file's size when it was opened. It may have grown since.
    size: u64,
    read: u64,
}

impl Granted {
    /// Grants some items by input. Each file may have at most `file_limit` bytes.
    pub fn new(root: Arc<Root>, inputs: BTreeMap<String, Vec<Item>>, file_limit: u64) -> Self {
        Self {
            root,
            inputs,
            file_limit,
            log: ReadLog::default(),
        }
    }

    /// The items of an input.
    pub fn list(&self, input: &str) -> Result<&[Item], AccessError> {
        self.inputs
            .get(input)
            .map(Vec::as_slice)
            .ok_or(AccessError::NotFound)
    }

    /// The path of a granted item.
    fn granted(&self, path: &str) -> Result<Arc<str>, AccessError> {
        self.inputs
            .values()
            .find_map(|items| {
                let place = items.binary_search_by(|item| (*item.path).cmp(path)).ok()?;
                Some(items[place].path.clone())
            })
            .ok_or(AccessError::NotFound)
    }

    fn refuse(&mut self, path: &Arc<str>, refusal: Refusal) -> AccessError {
        self.log.refused.insert(path.clone(), refusal.clone());
        AccessError::Unreadable(refusal)
    }

    /// A whole item of at most `most` bytes.
    pub fn read(&mut self, path: &str, most: u64) -> Result<Vec<u8>, AccessError> {
        let path = self.granted(path)?;
        self.read_granted(&path, self.file_limit.min(most))
            .map_err(|refusal| self.refuse(&path, refusal))
    }

    fn read_granted(&mut self, path: &Arc<str>, limit: u64) -> Result<Vec<u8>, Refusal> {
        let (file, size) = self.root.open_file(path, limit)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // One byte more than allowed tells a file that has grown since it was measured.
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::Unreadable(reason(&error)))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(Refusal::TooLarge { limit });
        }
        self.record(
            path,
            ReadRecord {
                size,
                sha256: Sha256::digest(&bytes).into(),
                bytes_read: size,
            },
        )?;
        Ok(bytes)
    }

    /// An item to be read piece by piece.
    pub fn open(&mut self, path: &str) -> Result<Reader, AccessError> {
        let path = self.granted(path)?;
        match self.root.open_file(&path, self.file_limit) {
            Ok((file, size)) => Ok(Reader {
                path,
                file,
                digest: Sha256::new(),
                limit: self.file_limit,
                size,
                read: 0,
            }),
            Err(refusal) => Err(self.refuse(&path, refusal)),
        }
    }

    /// Ends a reader: reads what the unit left over, so that the digest is the whole file's. A unit that
    /// only opened a file with something in it has not read it, and may not cite it.
    pub fn close(&mut self, mut reader: Reader) {
        let bytes_read = reader.read;
        if bytes_read == 0 && reader.size > 0 {
            return;
        }
        let path = reader.path.clone();
        let outcome = reader.drain().and_then(|()| {
            self.record(
                &path,
                ReadRecord {
                    size: reader.read,
                    sha256: reader.digest.finalize().into(),
                    bytes_read,
                },
            )
        });
        if let Err(refusal) = outcome {
            self.refuse(&path, refusal);
        }
    }

    fn record(&mut self, path: &Arc<str>, record: ReadRecord) -> Result<(), Refusal> {
        self.root.witness(path, record.sha256)?;
        let entry = self.log.read.entry(path.clone()).or_insert(record);
        entry.bytes_read = entry.bytes_read.max(record.bytes_read);
        Ok(())
    }

    /// Ends the unit's access and tells what it read.
    pub fn finish(self) -> ReadLog {
        self.log
    }

    /// What was read so far.
    pub fn log(&self) -> &ReadLog {
        &self.log
    }
}

impl Reader {
    /// The next bytes, at most `limit` of them and at most 1 MiB. Empty at the end.
    pub fn next(&mut self, limit: u32) -> Result<Vec<u8>, Refusal> {
        let most = u64::from(limit.min(PIECE));
        // What is left when the file is as it was; more is read if it is there.
        let left = self.size.saturating_sub(self.read).min(most);
        let mut bytes = Vec::with_capacity(usize::try_from(left).unwrap_or(0));
        (&self.file)
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::Unreadable(reason(&error)))?;
        self.digest.update(&bytes);
        self.read += bytes.len() as u64;
        if self.read > self.limit {
            return Err(Refusal::TooLarge { limit: self.limit });
        }
        Ok(bytes)
    }

    fn drain(&mut self) -> Result<(), Refusal> {
        while !self.next(PIECE)?.is_empty() {}
        Ok(())
    }

    /// The path of the item that is read.
    pub fn path(&self) -> &str {
        &self.path
    }
}
