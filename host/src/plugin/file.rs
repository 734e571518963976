//! Plugin files on the disk: which files of a directory are meant as plugins, and their bytes. What is
//! in the bytes is not known here.

use std::collections::BTreeMap;
use std::fs::{File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest plugin file, in bytes. Components with a whole Python inside have 20 MB.
const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// A link to nothing.
    #[error("it is a symbolic link to something that does not exist")]
    DeadLink,
    /// A link that the system does not follow to its end.
    #[error("it is a symbolic link that cannot be followed: {0}")]
    BadLink(io::ErrorKind),
    /// A directory, FIFO, socket or device.
    #[error("it is {0}, expected a regular file")]
    NotRegular(&'static str),
    /// The operating system refused. Its words for the kind of error do not depend on the machine.
    #[error("it cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// Too large.
    #[error("it has more than {} MiB", MAX_BYTES / (1024 * 1024))]
    TooLarge,
}

/// What a file's name says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.wasm`.
    Component,
    /// `.cwasm`: machine code for some engine.
    MachineCode,
    /// `.wat`.
    Text,
}

/// The kind of plugin file that a name stands for; `None` for files that have nothing to do with
/// plugins.
pub(super) fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "wasm" => Some(Kind::Component),
        "cwasm" => Some(Kind::MachineCode),
        "wat" | "wast" => Some(Kind::Text),
        _ => None,
    }
}

/// The files of a directory that are meant as plugins, sorted by name.
pub(super) fn list(directory: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if let Some(kind) = kind(&path) {
            files.insert(entry.file_name(), (path, kind));
        }
    }
    Ok(files.into_values().collect())
}

/// Reads a file once. What it is comes first, because to open a device can already do something.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let metadata = std::fs::metadata(path).map_err(|error| unreachable(path, &error))?;
    regular(metadata.file_type())?;
    let unreadable = |error: io::Error| FileError::Unreadable(error.kind());
    let file = open(path).map_err(unreadable)?;
    // The name may stand for another file by now.
    regular(file.metadata().map_err(unreadable)?.file_type())?;
    let mut wasm = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_BYTES)).unwrap_or(0));
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut wasm)
        .map_err(unreadable)?;
    if wasm.len() as u64 > MAX_BYTES {
        return Err(FileError::TooLarge);
    }
    Ok(wasm)
}

fn unreachable(path: &Path, error: &io::Error) -> FileError {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    match error.kind() {
        io::ErrorKind::NotFound if is_link => FileError::DeadLink,
        kind if is_link => FileError::BadLink(kind),
        kind => FileError::Unreadable(kind),
    }
}

/// Opens a file without waiting for whoever writes to a FIFO.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let nonblock = rustix::fs::OFlags::NONBLOCK.bits();
        options.custom_flags(i32::try_from(nonblock).unwrap_or(0));
    }
    options.open(path)
}

fn regular(file_type: FileType) -> Result<(), FileError> {
    if file_type.is_file() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if file_type.is_fifo() {
            return Err(FileError::NotRegular("a FIFO"));
        }
        if file_type.is_socket() {
            return Err(FileError::NotRegular("a socket"));
        }
        if file_type.is_block_device() || file_type.is_char_device() {
            return Err(FileError::NotRegular("a device"));
        }
    }
    Err(FileError::NotRegular(if file_type.is_dir() {
        "a directory"
    } else {
        "a special file"
    }))
}
