//! The cache's directory as a capability: opened once, found private, and every entry opened through
//! it. Nothing is trusted here that another user can have written.

use std::io;
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata, OpenOptions};

use super::entry;

/// Why a directory or a file in it is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Distrust {
    /// Its owner can write to it.
    #[error("belongs to another user")]
    Foreign,
    /// Its group or everybody can write to it.
    #[error("can be written by other users")]
    Writable,
    /// Neither a link nor anything else leads to machine code.
    #[error("is not a regular file")]
    NotRegular,
    /// There is no way to know.
    #[cfg(not(unix))]
    #[error("may belong to anybody: this system's owners and permissions are not understood")]
    Unknown,
}

/// Opens the directory, creating it where it is not there.
pub(super) fn open(path: &Path) -> io::Result<(Dir, Result<(), Distrust>)> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    let directory = Dir::open_ambient_dir(path, ambient_authority())?;
    let trust = examine(&directory.dir_metadata()?);
    Ok((directory, trust))
}

/// Opens an entry; `None` where there is none.
pub(super) fn open_entry(
    directory: &Dir,
    name: &str,
) -> io::Result<Option<Result<(File, u64), Distrust>>> {
    let mut options = OpenOptions::new();
    // A FIFO would make `open` wait for ever.
    options.read(true).nonblock(true).follow(FollowSymlinks::No);
    let file = match directory.open_with(name, &options) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let is_link = directory
                .symlink_metadata(name)
                .is_ok_and(|metadata| metadata.is_symlink());
            return if is_link {
                Ok(Some(Err(Distrust::NotRegular)))
            } else {
                Err(error)
            };
        }
    };
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(Some(Err(Distrust::NotRegular)));
    }
    if let Err(distrust) = examine(&metadata) {
        return Ok(Some(Err(distrust)));
    }
    Ok(Some(Ok((file, metadata.len()))))
}

/// Opens the file that is locked while an entry is made.
pub(super) fn open_lock(directory: &Dir, key: entry::Key) -> io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options
        .write(true)
        .create(true)
        .nonblock(true)
        .follow(FollowSymlinks::No);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    directory
        .open_with(key.lock_file(), &options)
        .map(File::into_std)
}

/// Whether an open lock is still the one that others find under its name.
#[cfg(unix)]
pub(super) fn has_name(directory: &Dir, key: entry::Key, lock: &std::fs::File) -> bool {
    use cap_std::fs::MetadataExt;
    use std::os::unix::fs::MetadataExt as _;
    match (directory.symlink_metadata(key.lock_file()), lock.metadata()) {
        (Ok(named), Ok(open)) => (named.dev(), named.ino()) == (open.dev(), open.ino()),
        _ => false,
    }
}

/// Without file numbers nobody knows; the cache is not trusted here in any case.
#[cfg(not(unix))]
pub(super) fn has_name(_: &Dir, _: entry::Key, _: &std::fs::File) -> bool {
    true
}

#[cfg(unix)]
fn examine(metadata: &Metadata) -> Result<(), Distrust> {
    use cap_std::fs::MetadataExt;
    /// Write permission for the group and for everybody. Where an access list exists, the group's
    /// bits are the most that it grants to anybody but the owner.
    const OTHERS_WRITE: u32 = 0o022;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(Distrust::Foreign);
    }
    if metadata.mode() & OTHERS_WRITE != 0 {
        return Err(Distrust::Writable);
    }
    Ok(())
}

#[cfg(not(unix))]
fn examine(_: &Metadata) -> Result<(), Distrust> {
    Err(Distrust::Unknown)
}
