//! Texts of a length that people read and the host takes.
//!
//! Evidence may hold texts of any length. What is cut is marked as cut, and a subject stays apart from
//! every other subject.

use std::borrow::Cow;

/// The longest subject, in characters. The host refuses a report with much longer ones.
const MAX_SUBJECT: usize = 200;

/// The longest `expected` or `actual`, in characters.
pub(crate) const MAX_VALUE: usize = 1000;

/// A text of at most `most` characters; one that was longer ends with `…`.
pub fn brief(text: &str, most: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    if text.len() <= most || text.char_indices().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    Cow::Owned(kept + "…")
}

/// A subject of a length that the host takes. Two long subjects that begin alike stay two, because a
/// digest of the whole text follows.
pub(crate) fn subject(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_SUBJECT || text.char_indices().nth(MAX_SUBJECT).is_none() {
        return Cow::Borrowed(text);
    }
    // FNV-1a, 64 bit: tells texts apart, hides nothing.
    let digest = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    Cow::Owned(format!("{} ({digest:016x})", brief(text, MAX_SUBJECT - 20)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_as_they_are() {
        assert_eq!(brief("äbc", 3), "äbc");
        assert_eq!(brief("äbcd", 3), "äb…");
        assert_eq!(subject("alice"), "alice");
    }

    #[test]
    fn long_subjects_that_begin_alike_stay_apart() {
        let long = "a".repeat(500);
        let one = subject(&long).into_owned();
        let two = subject(&(long.clone() + "b")).into_owned();
        assert_ne!(one, two);
        assert!(one.chars().count() <= MAX_SUBJECT, "{}", one.len());
    }
}
