//! The evidence root: one directory capability through which every file is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};

/// The evidence folder.
#[derive(Debug)]
pub struct Root {
    dir: Dir,
    path: PathBuf,
    /// What each file was when it was first read. A file that reads differently later is refused.
    seen: Mutex<BTreeMap<String, [u8; 32]>>,
}

/// Why the evidence folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot open the evidence folder {}: {error}", path.display())]
pub struct RootError {
    /// The folder.
    pub path: PathBuf,
    /// The operating system's answer.
    pub error: std::io::Error,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// Its name is not UTF-8, so no plugin can ask for it.
    #[error("its name is not UTF-8; rename it")]
    NameNotUtf8,
    /// Its name would act on a reader's screen.
    #[error("its name holds control or invisible characters; rename it")]
    NameNotPlain,
    /// A directory, FIFO, socket or device.
    #[error("it is {0}, expected a regular file")]
    NotRegular(&'static str),
    /// A link that leads out of the folder or nowhere.
    #[error(
        "it is a symbolic link that leads out of the evidence folder or nowhere; copy the file into the folder"
    )]
    LinkOut,
    /// A link to a directory, which is not followed.
    #[error(
        "it is a symbolic link to a directory, which is not followed; copy the directory into the folder"
    )]
    LinkedDirectory,
    /// The operating system refused.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Larger than the limit.
    #[error(
        "it is larger than the limit of {limit} bytes; raise `file-mib` in the check's `limits`"
    )]
    TooLarge {
        /// In bytes.
        limit: u64,
    },
    /// Two reads gave different bytes.
    #[error(
        "it changed while it was being examined; run again when nothing writes to the evidence folder"
    )]
    Changed,
}

impl Root {
    /// Opens the folder.
    pub fn open(path: &Path) -> Result<Self, RootError> {
        let dir = Dir::open_ambient_dir(path, ambient_authority()).map_err(|error| RootError {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self {
            dir,
            path: path.to_owned(),
            seen: Mutex::default(),
        })
    }

    /// As the person named it; for messages only.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Opens a regular file inside the folder, however it is reached, and says how large it is.
    pub(super) fn open_file(&self, path: &str, limit: u64) -> Result<(File, u64), Refusal> {
        let mut options = OpenOptions::new();
        // Opening a FIFO for reading would otherwise wait for a writer that never comes.
        options.read(true).nonblock(true);
        let file = self.dir.open_with(path, &options).map_err(|error| {
            match self.dir.symlink_metadata(path) {
                Ok(metadata) if metadata.is_symlink() => Refusal::LinkOut,
                _ => Refusal::Unreadable(reason(&error)),
            }
        })?;
        let metadata = file
            .metadata()
            .map_err(|error| Refusal::Unreadable(reason(&error)))?;
        if !metadata.is_file() {
            return Err(Refusal::NotRegular(kind(metadata.file_type())));
        }
        if metadata.len() > limit {
            return Err(Refusal::TooLarge { limit });
        }
        Ok((file, metadata.len()))
    }

    /// Remembers what a file was read as; refuses a file that reads differently than before.
    pub(super) fn witness(&self, path: &str, digest: [u8; 32]) -> Result<(), Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(path) {
            Some(before) if *before != digest => Err(Refusal::Changed),
            Some(_) => Ok(()),
            None => {
                seen.insert(path.to_owned(), digest);
                Ok(())
            }
        }
    }
}

/// An error's reason in words that do not depend on the machine.
pub(super) fn reason(error: &std::io::Error) -> String {
    error.kind().to_string()
}

pub(super) fn kind(file_type: cap_std::fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use cap_std::fs::FileTypeExt;
        if file_type.is_fifo() {
            return "a FIFO";
        }
        if file_type.is_socket() {
            return "a socket";
        }
        if file_type.is_block_device() || file_type.is_char_device() {
            return "a device";
        }
    }
    if file_type.is_dir() {
        "a directory"
    } else {
        "a special file"
    }
}
