//! Texts for messages.

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
