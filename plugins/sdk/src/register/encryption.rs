//! Whether something is encrypted, as inventories say it: yes, or with what.

use crate::Problem;
use crate::words::{key, yes_no};

use super::{Field, Record};

/// What is said of something that is encrypted, besides yes. A cipher or a kind of key is named only where it
/// is used.
const ENCRYPTED: &[&str] = &[
    "aes",
    "aes128",
    "aes192",
    "aes256",
    "aes256cbc",
    "aes256gcm",
    "aes256xts",
    "aesxts256",
    "awskms",
    "bitlocker",
    "cmek",
    "cmk",
    "enabled",
    "encrypted",
    "kms",
    "luks",
    "on",
    "sse",
    "ssekms",
    "sses3",
    "tde",
];

/// What is said of something that is not.
const PLAIN: &[&str] = &["disabled", "notencrypted", "off", "unencrypted"];

impl Record<'_> {
    /// Whether a field says that something is encrypted: yes or no, or with what.
    pub fn encrypted(&self, field: &Field) -> Result<Option<bool>, Problem> {
        self.flag(field)
            .or_else(|problem| match encrypted(self.raw(field)) {
                Some(encrypted) => Ok(Some(encrypted)),
                None => Err(problem),
            })
    }
}

fn encrypted(text: &str) -> Option<bool> {
    let with = |text: &str| ENCRYPTED.contains(&key(text).as_str());
    if PLAIN.contains(&key(text).as_str()) {
        return Some(false);
    }
    if with(text) {
        return Some(true);
    }
    // `Yes (AES-256)`, `AES-256 (KMS)`, `yes, KMS`.
    let end = text.find(['(', ',', ';', ':', ' '])?;
    let (first, rest) = text.split_at(end);
    let yes = yes_no(first) == Some(true) || with(first);
    (yes && with(rest)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cipher_says_that_it_is_encrypted() {
        for text in [
            "AES-256",
            "AES256-GCM",
            "Yes (AES-256)",
            "yes, KMS",
            "AES-256 (KMS)",
            "Enabled",
            "SSE-KMS",
        ] {
            assert_eq!(encrypted(text), Some(true), "{text}");
        }
        for text in ["disabled", "Not encrypted", "off"] {
            assert_eq!(encrypted(text), Some(false), "{text}");
        }
        for text in [
            "",
            "perhaps",
            "AES-256 planned",
            "Yes (planned)",
            "Yes (partly)",
            "no (AES-256 planned)",
            "DES",
        ] {
            assert_eq!(encrypted(text), None, "{text}");
        }
    }
}
