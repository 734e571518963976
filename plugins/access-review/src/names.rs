//! Names in the forms in which they are compared: column names, words, account names, addresses.
//!
//! Exports of different products write the same thing in different ways. Everything is compared in
//! a form of its own here and shown to people as it stands in the file.

use unicode_normalization::UnicodeNormalization;

/// A column name, status word or system name without what products differ in: letters' case,
/// spaces, punctuation. `Employee #` reads as `employeenumber`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            plain.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if letter == '#' {
            plain.push_str("number");
        }
    }
    plain
}

/// An account name or employee number as it is compared: without outer spaces, in lower case, with
/// composed letters (NFC).
pub(crate) fn key(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase().nfc().collect()
    }
}

/// An employee number as it is compared: spreadsheets drop the zeros that HR systems put in front.
pub(crate) fn employee_key(text: &str) -> String {
    let key = key(text);
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = key.trim_start_matches('0');
        return if number.is_empty() { "0" } else { number }.to_owned();
    }
    key
}

/// The longest address in bytes: 64 before the `@` and 255 after it (RFC 5321, section 4.5.3.1).
const LONGEST_ADDRESS: usize = 64 + 1 + 255;

/// An e-mail address as it is compared; `None` if it is none.
pub(crate) fn email(text: &str, ignore_plus_tags: bool) -> Option<String> {
    let address = key(text);
    let (name, domain) = address.split_once('@')?;
    let malformed = address.len() > LONGEST_ADDRESS
        || name.is_empty()
        || domain.is_empty()
        || domain.contains('@')
        || address.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    if malformed {
        return None;
    }
    match name.split_once('+') {
        Some((name, _)) if ignore_plus_tags && !name.is_empty() => Some(format!("{name}@{domain}")),
        _ => Some(address),
    }
}

/// What stands before the `@`, or everything.
pub(crate) fn local_part(name: &str) -> &str {
    name.split_once('@').map_or(name, |(local, _)| local)
}

/// The text of a field, unless it only says that there is nothing.
pub(crate) fn filled(text: &str) -> Option<&str> {
    const NOTHING: &[&str] = &["-", "\u{2013}", "\u{2014}", "n/a", "none", "null", "nil"];
    let text = text.trim();
    let nothing = text.is_empty()
        || NOTHING
            .iter()
            .any(|nothing| text.eq_ignore_ascii_case(nothing));
    (!nothing).then_some(text)
}

/// The parts of a field that may hold several names.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|', '\n'])
        .filter_map(|part| filled(part))
}

/// Whether a name fits a pattern in which `*` stands for any characters and `?` for one. Both are
/// compared as they are; the work is bounded by the product of their lengths.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    // Most names differ from most patterns in their last letter already.
    let ends_alike = match pattern.as_bytes().last() {
        Some(b'*' | b'?') => true,
        last => last == name.as_bytes().last(),
    };
    if !ends_alike {
        return false;
    }
    let (mut at, mut from) = (0, 0);
    // Where the last `*` stands, and up to where it has taken the name.
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        let letter = length_at(name, from);
        match pattern.as_bytes().get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
                continue;
            }
            Some(b'?') => {
                at += 1;
                from += letter;
                continue;
            }
            Some(_)
                if pattern.as_bytes()[at..].starts_with(&name.as_bytes()[from..from + letter]) =>
            {
                at += letter;
                from += letter;
                continue;
            }
            _ => {}
        }
        let Some((position, taken)) = star else {
            return false;
        };
        let taken = taken + length_at(name, taken);
        star = Some((position, taken));
        at = position + 1;
        from = taken;
    }
    pattern[at..].bytes().all(|letter| letter == b'*')
}

/// How many bytes the character has that begins at a byte of a text.
fn length_at(text: &str, start: usize) -> usize {
    text[start..].chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_are_compared_without_case_spaces_and_punctuation() {
        assert_eq!(plain("Email Address [Required]"), "emailaddressrequired");
        assert_eq!(plain("Employee #"), "employeenumber");
        assert_eq!(plain("user_name"), plain("User Name"));
    }

    #[test]
    fn addresses_are_compared_in_lower_case_and_with_composed_letters() {
        assert_eq!(
            email(" Ann@Example.COM ", false).as_deref(),
            Some("ann@example.com")
        );
        assert_eq!(
            email("Rene\u{301}@example.com", false),
            email("RENÉ@example.com", false)
        );
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "ann",
            "@example.com",
            "ann@",
            "a@b@c",
            "ann smith@x.com",
        ] {
            assert_eq!(email(text, false), None, "{text}");
        }
    }

    #[test]
    fn plus_tags_are_part_of_the_address_unless_configured() {
        assert_eq!(email("ann+x@e.com", false).as_deref(), Some("ann+x@e.com"));
        assert_eq!(email("ann+x@e.com", true).as_deref(), Some("ann@e.com"));
        assert_eq!(email("+x@e.com", true).as_deref(), Some("+x@e.com"));
    }

    #[test]
    fn leading_zeros_of_employee_numbers_do_not_matter() {
        assert_eq!(employee_key("0042"), "42");
        assert_eq!(employee_key("000"), "0");
        assert_eq!(employee_key("E042"), "e042");
    }

    #[test]
    fn words_that_say_nothing_are_empty() {
        for text in ["", "  ", "-", "N/A", "None", "\u{2014}"] {
            assert_eq!(filled(text), None, "{text}");
        }
        assert_eq!(filled(" ann "), Some("ann"));
    }

    #[test]
    fn patterns_have_stars_and_question_marks() {
        for (pattern, name, expected) in [
            ("admin", "admin", true),
            ("admin", "admins", false),
            ("svc-*", "svc-", true),
            ("*-shared", "ops-shared", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("t?st", "test", true),
            ("r?sum?", "résumé", true),
            ("*é*ü?", "xéyüz", true),
            ("*é?ü", "xéü", false),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_exponential_time() {
        assert!(!fits(&"*a".repeat(40), &"a".repeat(39)));
        assert!(!fits(&format!("{}b", "a*".repeat(200)), &"a".repeat(1000)));
    }
}
