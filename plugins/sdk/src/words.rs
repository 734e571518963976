//! How texts of people are compared: by their letters and digits, not by case, spaces or punctuation.

/// The letters and digits alone, in lower case: `Approved By` and `approved_by` are one key.
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text only holds a place for a value, as `TBD`, `n/a` and `-` do.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let key = key(text);
    key.is_empty()
        || matches!(
            key.as_str(),
            "na" | "tbd"
                | "todo"
                | "tba"
                | "tbc"
                | "none"
                | "null"
                | "nil"
                | "unknown"
                | "pending"
                | "xxx"
        )
}

/// Yes or no, in the words that exports use.
pub fn yes_no(text: &str) -> Option<bool> {
    match key(text).as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "on" | "enabled" | "done" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "off" | "disabled" => Some(false),
        _ => None,
    }
}
