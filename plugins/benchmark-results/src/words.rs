//! Texts from evidence, made short. Evidence may be hostile, and a subject has to stay the same from
//! run to run, so that what is cut away is replaced by a digest of the whole.

/// A text of at most `limit` characters. Line breaks become spaces.
pub(crate) fn brief(text: &str, limit: usize) -> String {
    let line: String = text
        .split(['\r', '\n', '\t'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let digest = format!("…#{:08x}", fnv(line.as_bytes()));
    let kept: String = line.chars().take(limit.saturating_sub(10)).collect();
    format!("{kept}{digest}")
}

/// FNV-1a: small, and the same everywhere. It tells texts apart that begin alike, nothing more.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Whether a name matches a pattern in which `*` stands for any characters.
///
/// Greedy with one point of return: its cost is bounded by the product of the lengths.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut in_name, mut star) = (0, 0, None);
    while in_name < name.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, in_name));
            at += 1;
        } else if pattern.get(at) == Some(&name[in_name]) {
            at += 1;
            in_name += 1;
        } else if let Some((star_at, taken)) = star {
            star = Some((star_at, taken + 1));
            at = star_at + 1;
            in_name = taken + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}

/// `1 check`, `2 checks`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_that_begin_alike_stay_apart() {
        let (a, b) = ("x".repeat(300) + "a", "x".repeat(300) + "b");
        assert_ne!(brief(&a, 60), brief(&b, 60));
        assert!(brief(&a, 60).chars().count() <= 60);
        assert_eq!(brief("two\n  lines", 60), "two lines");
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(matches("*_tls_*", "sql_tls_version"));
        assert!(matches("a*", "a"));
        assert!(!matches("a*b", "a"));
        assert!(matches("*a*b", "xxaxxaxb"));
        assert!(!matches("rds", "rds_instance"));
    }
}
