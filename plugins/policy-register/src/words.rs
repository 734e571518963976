//! How texts are compared: by their letters and digits, not by case, spaces or punctuation.

/// The letters and digits alone, in lower case: `Approved By` and `approved_by` are one key.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words in lower case, with one space between them.
pub(crate) fn words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Texts in backticks, with commas between them.
pub(crate) fn quoted<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> = texts
        .into_iter()
        .map(|text| format!("`{}`", text.as_ref()))
        .collect();
    quoted.join(", ")
}

/// The first few texts, with commas between them, and how many more there are.
pub(crate) fn few<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, limit: usize) -> String {
    let texts: Vec<T> = texts.into_iter().collect();
    let shown: Vec<&str> = texts.iter().take(limit).map(AsRef::as_ref).collect();
    match texts.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
