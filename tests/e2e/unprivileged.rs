//! What only another user than root can show: permissions do not hold root back. Where the tests run as
//! root, the program runs as somebody else.

#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{Answer, answer, command};

/// `nobody`, on most systems; any number without rights would do.
const SOMEBODY: u32 = 65534;

pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// Runs the program in a directory as a user whom permissions hold back, and who owns everything in
/// that directory.
pub(crate) fn run(directory: &Path, cache: &Path, arguments: &[&str]) -> Answer {
    let mut command = if is_root() {
        let ordinary = command(directory, arguments);
        let mut command = Command::new(program());
        command
            .args(ordinary.get_args())
            .current_dir(directory)
            .env_clear()
            .uid(SOMEBODY)
            .gid(SOMEBODY);
        give(directory);
        command
    } else {
        command(directory, arguments)
    };
    command.env("TICKMARK_CACHE_DIR", cache);
    answer(command)
}

/// Gives a file, or a directory with all that is in it, to the user whom permissions hold back.
pub(crate) fn give(path: &Path) {
    if !is_root() {
        return;
    }
    chown(path, Some(SOMEBODY), Some(SOMEBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        for entry in std::fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

/// The program at a place that everybody can reach.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = PROGRAM.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let everybody = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(directory.path(), everybody).unwrap();
        let path = directory.path().join("tickmark");
        std::fs::copy(env!("CARGO_BIN_EXE_tickmark"), &path).unwrap();
        (directory, path)
    });
    path
}
