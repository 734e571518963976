//! One entry of the compile cache: its name and its bytes. An entry is machine code and, behind
//! it, a seal that says for what the code was made and what it must hash to. The code comes first so
//! that the file can be mapped as it is.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

use crate::sandbox::MAX_CODE;

/// What a seal begins with. Another layout of entries gets another number.
const MAGIC: [u8; 16] = *b"tickmark code 1\n";
/// Magic, key, length of the code, SHA-256 of the code.
const SEAL: usize = MAGIC.len() + 32 + 8 + 32;
/// The largest file that can be an entry, in bytes.
pub(super) const MAX_BYTES: u64 = SEAL as u64 + MAX_CODE;
/// How much is read at once, in bytes: what the processor's caches hold.
const PIECE: usize = 256 * 1024;
/// What the names of entries end in, behind 64 hexadecimal digits.
const SUFFIX: &str = ".code";
/// The same for what processes wait at while another one compiles.
const LOCK_SUFFIX: &str = ".lock";
/// What the names of entries begin with that are still being written.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// What machine code is filed under: the component, the engine and this release of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plugin) struct Key([u8; 32]);

impl Key {
    /// The key of a component for an engine.
    pub(in crate::plugin) fn new(compatibility: [u8; 32], component: [u8; 32]) -> Self {
        let mut hasher = Sha256::new();
        // Parts of fixed length, and the one of variable length last: no two keys have one text.
        hasher.update(MAGIC);
        hasher.update(compatibility);
        hasher.update(component);
        hasher.update(env!("CARGO_PKG_VERSION"));
        Self(hasher.finalize().into())
    }

    /// The name of the entry's file.
    pub(super) fn file(self) -> String {
        base16ct::lower::encode_string(&self.0) + SUFFIX
    }

    /// The name of the file that is locked while the entry is made.
    pub(super) fn lock_file(self) -> String {
        base16ct::lower::encode_string(&self.0) + LOCK_SUFFIX
    }
}

/// Whether a file's name is that of an entry.
pub(super) fn is_entry(name: &str) -> bool {
    name.strip_suffix(SUFFIX).is_some_and(is_key)
}

/// Whether a file's name is that of something which is there only while a process compiles.
pub(super) fn is_passing(name: &str) -> bool {
    name.strip_suffix(LOCK_SUFFIX).is_some_and(is_key) || name.starts_with(UNFINISHED)
}

fn is_key(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What stands behind a piece of machine code of this length and SHA-256.
fn seal(key: Key, length: u64, sha256: [u8; 32]) -> Vec<u8> {
    let mut seal = Vec::with_capacity(SEAL);
    seal.extend(MAGIC);
    seal.extend(key.0);
    seal.extend(length.to_le_bytes());
    seal.extend(sha256);
    seal
}

/// Writes an entry.
pub(super) fn write(key: Key, code: &[u8], to: &mut impl Write) -> io::Result<()> {
    to.write_all(code)?;
    to.write_all(&seal(key, code.len() as u64, Sha256::digest(code).into()))
}

/// Reads an entry of this size to its end. Gives the code's length, if the entry is whole and was
/// made for this key.
pub(super) fn check(key: Key, size: u64, from: &mut impl Read) -> io::Result<Option<u64>> {
    let Some(length) = size.checked_sub(SEAL as u64).filter(|length| *length > 0) else {
        return Ok(None);
    };
    let mut hasher = Sha256::new();
    let mut rest = length;
    let mut piece = vec![0; PIECE];
    while rest > 0 {
        let most = usize::try_from(rest).unwrap_or(PIECE).min(PIECE);
        let read = from.read(&mut piece[..most])?;
        if read == 0 {
            return Ok(None);
        }
        hasher.update(&piece[..read]);
        rest -= read as u64;
    }
    let mut found = Vec::with_capacity(SEAL);
    from.take(SEAL as u64 + 1).read_to_end(&mut found)?;
    let expected = seal(key, length, hasher.finalize().into());
    Ok((found == expected).then_some(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(component: u8) -> Key {
        Key::new([1; 32], [component; 32])
    }

    fn entry(key: Key, code: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(key, code, &mut bytes).unwrap();
        bytes
    }

    fn reread(key: Key, bytes: &[u8]) -> Option<u64> {
        check(key, bytes.len() as u64, &mut &*bytes).unwrap()
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = entry(key(2), b"code");
        assert!(bytes.starts_with(b"code"), "it can be mapped");
        assert_eq!(reread(key(2), &bytes), Some(4));
        let long = vec![7; 3 * PIECE + 1];
        assert_eq!(
            reread(key(2), &entry(key(2), &long)),
            Some(long.len() as u64)
        );
    }

    #[test]
    fn an_entry_of_which_any_byte_differs_is_no_entry() {
        let whole = entry(key(2), b"code");
        for index in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[index] ^= 1;
            assert_eq!(reread(key(2), &damaged), None, "byte {index}");
            assert_eq!(reread(key(2), &whole[..index]), None, "cut at {index}");
        }
        assert_eq!(reread(key(2), &[&whole[..], b"x"].concat()), None);
        assert_eq!(reread(key(2), &[b"x", &whole[..]].concat()), None);
        assert_eq!(
            check(key(2), whole.len() as u64 - 1, &mut &whole[..]).unwrap(),
            None,
            "a file that grows while it is read"
        );
    }

    #[test]
    fn an_entry_for_another_component_or_another_engine_is_no_entry() {
        let bytes = entry(key(2), b"code");
        assert_eq!(reread(key(3), &bytes), None);
        assert_eq!(reread(Key::new([9; 32], [2; 32]), &bytes), None);
        assert_ne!(key(2).file(), Key::new([9; 32], [2; 32]).file());
    }

    #[test]
    fn only_our_own_files_are_known_by_name() {
        assert!(is_entry(&key(2).file()));
        assert!(is_passing(&key(2).lock_file()));
        for name in ["notes.code", "a.lock", ".bashrc", "", ".code"] {
            assert!(!is_entry(name) && !is_passing(name), "{name}");
        }
    }
}
