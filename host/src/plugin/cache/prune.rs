//! Keeps the cache small: what was not used for the longest time goes first. Entries of other releases
//! are never used again, so they go this way too.

use std::time::{Duration, SystemTime};

use cap_std::fs::Dir;

use super::entry;

/// What all entries may have together, in bytes. A component with a whole Python inside becomes 40 MB
/// of machine code.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// After this time whatever is there only while a process compiles was left by one that died. A
/// compilation takes a few minutes at the most.
const ABANDONED: Duration = Duration::from_hours(1);

/// Removes what is too much. Whoever reads an entry at this moment keeps it: the file goes away when
/// its last reader has closed it.
pub(super) fn prune(directory: &Dir, now: SystemTime) {
    prune_to(directory, now, MAX_BYTES);
}

fn prune_to(directory: &Dir, now: SystemTime, most: u64) {
    let mut entries = Vec::new();
    // What cannot be listed or removed now is so the next time.
    let Ok(files) = directory.entries() else {
        return;
    };
    for file in files.flatten() {
        let (Ok(name), Ok(metadata)) = (file.file_name().into_string(), file.metadata()) else {
            continue;
        };
        let used = metadata
            .modified()
            .map_or(SystemTime::UNIX_EPOCH, cap_std::time::SystemTime::into_std);
        if entry::is_entry(&name) {
            entries.push((used, name, metadata.len()));
        } else if entry::is_passing(&name)
            && now.duration_since(used).is_ok_and(|age| age > ABANDONED)
        {
            let _ = directory.remove_file(name);
        }
    }
    entries.sort();
    let mut total: u64 = entries.iter().map(|(_, _, size)| size).sum();
    for (_, name, size) in entries {
        if total <= most {
            return;
        }
        let _ = directory.remove_file(name);
        total -= size;
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use cap_std::ambient_authority;

    use super::super::entry::Key;
    use super::*;

    #[test]
    fn what_was_not_used_for_the_longest_time_goes_first_and_other_files_stay() {
        let scratch = tempfile::tempdir().unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(1000);
        let write = |name: &str, age: Duration| {
            let file = File::create(scratch.path().join(name)).unwrap();
            file.set_len(100).unwrap();
            file.set_modified(now.checked_sub(age).unwrap()).unwrap();
        };
        let key = |number: u8| Key::new([0; 32], [number; 32]);
        let hour = Duration::from_hours(1);
        write(&key(1).file(), hour * 3);
        write(&key(2).file(), hour * 9);
        write(&key(3).file(), hour);
        write(&key(3).lock_file(), hour / 2);
        write(&key(2).lock_file(), hour * 9);
        write(".unfinished-dead", hour * 9);
        write("somebody's notes", hour * 9);
        let directory = Dir::open_ambient_dir(scratch.path(), ambient_authority()).unwrap();
        prune_to(&directory, now, 250);
        let left = |name: &str| scratch.path().join(name).exists();
        assert!(!left(&key(2).file()), "the oldest");
        assert!(left(&key(1).file()) && left(&key(3).file()));
        assert!(left(&key(3).lock_file()) && !left(&key(2).lock_file()));
        assert!(!left(".unfinished-dead") && left("somebody's notes"));
    }
}
