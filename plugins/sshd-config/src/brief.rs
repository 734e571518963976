//! Texts of bounded length. Files may hold names and lists of any length; a report whose texts are
//! too long is refused whole, and nobody reads them.

/// The longest subject, in bytes. The host takes 1024.
const LONGEST_SUBJECT: usize = 900;
/// The longest other text, in bytes. The host takes 8000 and 16384 for a whole finding.
const LONGEST_TEXT: usize = 4000;

/// A text as it is or, where it is too long, its beginning and how much is missing.
pub(crate) fn text(text: String) -> String {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let start = beginning(&text, LONGEST_TEXT);
    format!("{start}… ({} bytes more)", text.len() - start.len())
}

/// A subject as it is or, where it is too long, its beginning and a number made from all of it, so
/// that subjects stay different from each other and the same from run to run.
pub(crate) fn subject(subject: String) -> String {
    if subject.len() <= LONGEST_SUBJECT {
        return subject;
    }
    let start = beginning(&subject, LONGEST_SUBJECT);
    format!("{start}… #{:016x}", fingerprint(subject.as_bytes()))
}

fn beginning(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// FNV-1a with 64 bits.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_as_they_are() {
        assert_eq!(text("a".repeat(LONGEST_TEXT)), "a".repeat(LONGEST_TEXT));
        assert_eq!(subject("web-1".to_owned()), "web-1");
    }

    #[test]
    fn long_texts_say_how_much_is_missing() {
        let cut = text("ä".repeat(3000));
        assert!(cut.len() < LONGEST_TEXT + 40);
        assert!(cut.ends_with("… (2000 bytes more)"), "{cut}");
    }

    #[test]
    fn long_subjects_stay_different_from_each_other() {
        let long = |end: &str| subject(format!("{}{end}", "ä".repeat(1000)));
        assert_ne!(long("a"), long("b"));
        assert_eq!(long("a"), long("a"));
        assert!(long("a").len() <= 1024);
    }
}
