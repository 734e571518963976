//! How texts are compared: by their letters and digits, not by case, spaces or punctuation. And what
//! people write where there is nothing to say, or only yes or no.

mod denials;

pub use denials::denies;

/// Words for yes, as exports and forms write them. They mean something only where a column's name is
/// a statement.
pub const YES: &[&str] = &["true", "yes", "y", "1"];

/// Words for no.
pub const NO: &[&str] = &["false", "no", "n", "0"];

/// The letters and digits alone, in lower case: `Approved By` and `approved_by` are one key.
pub fn key(text: &str) -> String {
    letters(text).collect()
}

/// What a text names, for finding it in another register: its words and numbers in lower case, with one
/// space between them. `INC-42`, `inc 42` and `INC42` are one name. `10.1.11.5` and `10.11.1.5` are not,
/// though their letters and digits alone are the same, and neither are `ac-me.com` and `acme.com`.
pub fn name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            let parted = last.is_none_or(|last| last.is_alphabetic() != letter.is_alphabetic());
            if parted && !name.is_empty() {
                name.push(' ');
            }
            name.extend(letter.to_lowercase());
            last = Some(letter);
        } else {
            last = None;
        }
    }
    name
}

/// Whether two texts have one key. Asked of each word that a field may hold, for each of a million rows.
pub fn same_key(one: &str, other: &str) -> bool {
    let (mut ours, mut theirs) = (one.bytes(), other.bytes());
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    // Most words differ in their first letter, so that nothing else is looked at.
    loop {
        match (ours.find(letter), theirs.find(letter)) {
            (None, None) => return true,
            (Some(byte), _) | (_, Some(byte)) if !byte.is_ascii() => {
                return letters(one).eq(letters(other));
            }
            (Some(ours), Some(theirs)) if ours.eq_ignore_ascii_case(&theirs) => {}
            _ => return false,
        }
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// The words in lower case, with one space between them.
pub fn words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Whether a text only holds a place: `TBD`, `{{ owner }}`, `<name>`, `[Name]`, `YYYY-MM-DD`, or
/// nothing but punctuation. A tick (`✓`) is such a text too, so ask first where one may answer.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "tbd",
        "tba",
        "tbc",
        "todo",
        "to be announced",
        "to be confirmed",
        "to be decided",
        "to be defined",
        "to be determined",
        "fixme",
        "n a",
        "na",
        "nil",
        "none",
        "not applicable",
        "not assigned",
        "not set",
        "null",
        "unassigned",
        "unknown",
        "xxx",
        // Nothing but punctuation.
        "",
    ];
    const DATES: &[&str] = &["yyyymmdd", "ddmmyyyy", "mmddyyyy"];
    // The letters with which the words begin.
    const FIRST: &str = "dfmntuxy";
    // A million cells are asked, and most of them are long or begin with a digit, as no such word does.
    const LONGEST: usize = 40;
    let text = text.trim();
    let may_be_word = text.len() <= LONGEST
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && letters(text)
            .next()
            .is_none_or(|first| FIRST.contains(first));
    let enclosed = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    // Templates and brackets are rare, and looking for each of them is not free.
    let marked = text
        .bytes()
        .any(|byte| matches!(byte, b'{' | b'<' | b'$' | b'['));
    (may_be_word && (WORDS.contains(&words(text).as_str()) || DATES.contains(&key(text).as_str())))
        || (marked
            && (text.contains("{{")
                || text.contains("<%")
                || text.contains("${")
                || (enclosed("<", ">") && !text.contains('@'))
                || enclosed("[", "]")))
}

/// What a text says where only yes or no is an answer. Every other text, `yes?` among them, is
/// neither.
pub fn yes_no(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    if YES.iter().any(is) {
        Some(true)
    } else if NO.iter().any(is) {
        Some(false)
    } else {
        None
    }
}

/// Whether a text has a mark beside its words that asks, denies or leaves open: `❌ passed`, `[ ] done`,
/// `approved?`. Such marks are lost where words are compared.
pub fn is_doubtful(text: &str) -> bool {
    const MARKS: [char; 11] = ['?', '!', '~', '¬', '☐', '⬜', '✗', '✘', '✖', '❌', '🚫'];
    text.contains(MARKS) || text.contains("[ ]") || text.contains("[]")
}

/// A value from the evidence for a message, in backticks and not too long.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// Whether some word of a text begins with what is looked for, whatever case and punctuation:
/// `Boards` with `board`, `onboarding` not. A space in it stands for whatever parts two words.
pub fn mentions(text: &str, wanted: &str) -> bool {
    let mut inside = false;
    text.char_indices().any(|(at, letter)| {
        let starts = letter.is_alphanumeric() && !inside;
        inside = letter.is_alphanumeric();
        starts && begins(&text[at..], wanted)
    })
}

fn begins(text: &str, wanted: &str) -> bool {
    let mut rest = text.chars().flat_map(char::to_lowercase).peekable();
    let mut parted = false;
    let mut any = false;
    for letter in wanted.chars().flat_map(char::to_lowercase) {
        if !letter.is_alphanumeric() {
            parted = any;
            continue;
        }
        if parted {
            if rest.peek().is_none_or(|next| next.is_alphanumeric()) {
                return false;
            }
            while rest.next_if(|next| !next.is_alphanumeric()).is_some() {}
            parted = false;
        }
        if rest.next() != Some(letter) {
            return false;
        }
        any = true;
    }
    any
}

/// Whether a text is like a pattern, in which `*` stands for any text; letters' case does not matter.
pub fn like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().flat_map(char::to_lowercase).collect();
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let (mut of_pattern, mut of_text) = (0, 0);
    // Where the last star stands, and how much of the text it stands for so far.
    let mut star: Option<(usize, usize)> = None;
    while of_text < text.len() {
        match pattern.get(of_pattern) {
            Some('*') => {
                star = Some((of_pattern, of_text));
                of_pattern += 1;
            }
            Some(letter) if *letter == text[of_text] => {
                of_pattern += 1;
                of_text += 1;
            }
            _ => match star {
                Some((at, passed)) => {
                    star = Some((at, passed + 1));
                    of_pattern = at + 1;
                    of_text = passed + 1;
                }
                None => return false,
            },
        }
    }
    pattern[of_pattern..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_do_not_matter() {
        assert_eq!(key("Approved By:"), key("approved_by"));
        assert_eq!(words("  Not--Applicable. "), "not applicable");
        assert_eq!(words("—"), "");
    }

    #[test]
    fn names_keep_what_parts_their_numbers() {
        for other in ["inc 42", "INC42", " Inc_42 ", "INC–42"] {
            assert_eq!(name("INC-42"), name(other), "{other}");
        }
        assert_eq!(name("Billing DB"), name("billing-db"));
        for (one, other) in [
            ("10.1.11.5", "10.11.1.5"),
            ("INC-2026-11-2", "INC-2026-1-12"),
            ("reports@ac-me.com", "reports@acme.com"),
            ("v1.10", "v11.0"),
        ] {
            assert_eq!(key(one), key(other));
            assert_ne!(name(one), name(other));
        }
        assert_eq!(name(" – "), "");
    }

    #[test]
    fn keys_are_compared_without_being_made() {
        assert!(same_key("Approved By:", "approved_by"));
        assert!(same_key("", " - "));
        assert!(!same_key("approved", "approved by"));
        assert!(!same_key("approved by", "approved"));
        assert!(same_key("Prüfung – fertig", "prüfung fertig"));
        assert!(same_key("done –", "Done"));
        assert!(same_key("done", "– Done"));
        assert!(!same_key("done", "done é"));
    }

    #[test]
    fn texts_that_only_hold_a_place_are_known() {
        for text in [
            "",
            "  ",
            "TBD",
            "N/A",
            "-",
            "—",
            "???",
            "{{ owner }}",
            "<name>",
            " [Name] ",
            "YYYY-MM-DD",
            "YYYYMMDD",
            "To be determined",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "Nadia",
            "Jane <jane@example.com>",
            "<jane@example.com>",
            "[Jane](mailto:jane@example.com)",
            "1.0",
            "0",
            "no",
            "pending",
            "@nobody",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn only_yes_and_no_are_answers() {
        for text in ["yes", " Y ", "TRUE", "1"] {
            assert_eq!(yes_no(text), Some(true), "{text}");
        }
        for text in ["no", "N", "False", "0"] {
            assert_eq!(yes_no(text), Some(false), "{text}");
        }
        for text in ["", "yes?", "☐ yes", "not yet", "none", "n/a", "10", "✓"] {
            assert_eq!(yes_no(text), None, "{text}");
        }
    }

    #[test]
    fn long_values_are_cut_in_messages() {
        assert_eq!(quoted(" ann "), "`ann`");
        let cut = quoted(&"é".repeat(500));
        assert!(cut.len() < 200 && cut.ends_with("…`"), "{cut}");
    }

    #[test]
    fn what_is_mentioned_begins_a_word() {
        for text in [
            "Board",
            "the boards",
            "(board)",
            "Audit-Committee",
            "AUDIT  committees",
        ] {
            assert!(
                mentions(text, "board") || mentions(text, "audit committee"),
                "{text}"
            );
        }
        for text in ["", "onboarding", "keyboard", "auditcommittee", "audit"] {
            assert!(
                !mentions(text, "board") && !mentions(text, "audit committee"),
                "{text}"
            );
        }
        assert!(!mentions("anything", "-"));
    }

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [
            ("CodeQL", "codeql"),
            ("*", ""),
            ("ghcr.io/acme/*", "ghcr.io/acme/web:1.2"),
            ("*-secret-*", "aws-secret-secret-key"),
            ("a*b*c", "axxbyyc"),
        ] {
            assert!(like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("codeql", "codeql-2"),
            ("a*b", "abc"),
            ("*b", "a"),
        ] {
            assert!(!like(pattern, text), "{pattern} {text}");
        }
    }
}
