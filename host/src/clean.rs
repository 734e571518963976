//! Strings that nobody here wrote, made safe to show.
//!
//! Such text ends up in terminals, files and web pages. Here its control characters, escape
//! sequences and bidirectional overrides become visible, and what looks like a secret is replaced;
//! escaping for a format is each renderer's own duty.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What a text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One line.
    Line,
    /// Several lines.
    Block,
}

/// The text, safe to show.
pub(crate) fn clean(text: &str, form: Form) -> String {
    clean_owned(text.to_owned(), form)
}

/// The same for a text that is no longer needed as it was: most are safe already and only moved.
pub(crate) fn clean_owned(text: String, form: Form) -> String {
    let visible = if is_ascii_plain(text.as_bytes(), form) {
        text
    } else {
        make_visible(&text, form)
    };
    redact(visible)
}

fn is_ascii_plain(text: &[u8], form: Form) -> bool {
    let is_plain = |byte: u8| {
        matches!(byte, 0x20..=0x7e) || (form == Form::Block && matches!(byte, b'\n' | b'\t'))
    };
    // Without a branch for each byte, so that the compiler can look at many at once.
    text.chunks(32)
        .all(|chunk| chunk.iter().fold(true, |all, &byte| all & is_plain(byte)))
}

/// Whether a name holds nothing that would act on a reader's screen.
pub(crate) fn is_plain(name: &str) -> bool {
    name.chars().all(is_visible)
}

fn is_visible(letter: char) -> bool {
    matches!(letter, ' '..='~')
        || !matches!(
            letter.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
        )
}

/// The text with everything visible that would act on a reader, and nothing removed.
pub(crate) fn make_visible(text: &str, form: Form) -> String {
    let mut visible = String::with_capacity(text.len());
    for letter in text.chars() {
        let keep = match letter {
            '\n' | '\t' => form == Form::Block,
            letter => is_visible(letter),
        };
        if keep {
            visible.push(letter);
        } else {
            visible.extend(letter.escape_unicode());
        }
    }
    visible
}

/// Every secret below holds one of these, so that a text without them holds no secret. They are plain
/// letters only, which the engine searches for twice as fast. (The `s` of `secret` may also be a long one.)
const HINT: &str =
    r"(?-u)PRIVATE KEY|gh[pousr]_|github_pat_|glpat-|xox|k_live_|eyJ|://|[eE][cC][rR]";

/// Secrets by their shape: what the issuers document, so that a match is hardly ever something else.
/// Word boundaries are those of ASCII, because the fast engine knows no others.
const SECRETS: [(&str, &str); 9] = [
    (
        "private key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)",
    ),
    (
        "GitHub token",
        r"(?-u:\b)gh[pousr]_[A-Za-z0-9]{36,251}(?-u:\b)",
    ),
    (
        "GitHub token",
        r"(?-u:\b)github_pat_[A-Za-z0-9_]{22,251}(?-u:\b)",
    ),
    ("GitLab token", r"(?-u:\b)glpat-[A-Za-z0-9_-]{20,}"),
    ("Slack token", r"(?-u:\b)xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("Stripe key", r"(?-u:\b)[rs]k_live_[A-Za-z0-9]{20,}"),
    (
        "JSON Web Token",
        r"(?-u:\b)eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    ),
    (
        "AWS secret key",
        r#"(?i)aws_?secret_?(?:access_?)?key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}(?-u:\b)"#,
    ),
    (
        "password in a URL",
        r"(?-u:\b)[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@",
    ),
];

static ANY_HINT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HINT).ok());
static ANY_SECRET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(SECRETS.map(|(_, pattern)| pattern)).ok());
static EACH_SECRET: LazyLock<Vec<(usize, Regex)>> = LazyLock::new(|| {
    SECRETS
        .iter()
        .enumerate()
        .filter_map(|(index, (_, pattern))| Some((index, Regex::new(pattern).ok()?)))
        .collect()
});

fn redact(text: String) -> String {
    // No secret is shorter than this, and most texts are.
    const SHORTEST: usize = 12;
    if text.len() < SHORTEST {
        return text;
    }
    // Each question is much cheaper than the next one: whether there may be any, whether there is, which.
    if ANY_HINT.as_ref().is_some_and(|hint| !hint.is_match(&text)) {
        return text;
    }
    let Some(any) = ANY_SECRET.as_ref() else {
        return text;
    };
    if !any.is_match(&text) {
        return text;
    }
    let found = any.matches(&text);
    let mut redacted = text;
    for (index, regex) in EACH_SECRET.iter() {
        if found.matched(*index) {
            let label = format!("[{} removed]", SECRETS[*index].0);
            redacted = regex.replace_all(&redacted, label.as_str()).into_owned();
        }
    }
    redacted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_in_any_script_is_left_alone() {
        for text in [
            "",
            "a b",
            "Möller & Ørsted",
            "日本語",
            "naïve",
            "<root_account>",
            "👍",
        ] {
            assert_eq!(clean(text, Form::Line), text);
        }
    }

    #[test]
    fn what_would_act_on_a_reader_becomes_visible() {
        assert_eq!(clean("\u{1b}[31mred", Form::Line), "\\u{1b}[31mred");
        assert_eq!(clean("a\u{202e}b", Form::Line), "a\\u{202e}b");
        assert_eq!(clean("a\u{9b}b\u{200b}", Form::Line), "a\\u{9b}b\\u{200b}");
        assert_eq!(clean("a\nb", Form::Line), "a\\u{a}b");
        assert_eq!(clean("a\nb\r", Form::Block), "a\nb\\u{d}");
        assert_eq!(
            clean("\u{e0041}\u{2028}", Form::Block),
            "\\u{e0041}\\u{2028}"
        );
    }

    #[test]
    fn every_pattern_for_secrets_is_well_formed_and_finds_its_secret() {
        assert_eq!(EACH_SECRET.len(), SECRETS.len());
        let letters = "a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9J0";
        for (secret, label) in [
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"
                    .to_owned(),
                "private key",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA".to_owned(),
                "private key",
            ),
            (format!("ghp_{letters}"), "GitHub token"),
            (format!("github_pat_{letters}"), "GitHub token"),
            (format!("glpat-{letters}"), "GitLab token"),
            (format!("xoxb-{letters}"), "Slack token"),
            (format!("sk_live_{letters}"), "Stripe key"),
            (
                format!("eyJ{letters}.eyJ{letters}.{letters}"),
                "JSON Web Token",
            ),
            (
                format!("aws_secret_access_key = {letters}"),
                "AWS secret key",
            ),
            (format!("aWS_sECret_key=\"{letters}"), "AWS secret key"),
            ("postgres://app:hunter2@db".to_owned(), "password in a URL"),
        ] {
            let cleaned = clean(&format!("x {secret} y"), Form::Block);
            assert!(cleaned.contains(&format!("[{label} removed]")), "{cleaned}");
            assert!(
                !cleaned.contains(letters) && !cleaned.contains("hunter2"),
                "{cleaned}"
            );
        }
    }

    /// Any text that one of the patterns finds. Word boundaries are given by what stands around it.
    fn secret() -> impl Strategy<Value = String> {
        (0..SECRETS.len()).prop_flat_map(|index| {
            let pattern = SECRETS[index]
                .1
                .replace(r"(?-u:\b)", "")
                .replace(r"|\z", "");
            proptest::string::string_regex(&pattern).unwrap()
        })
    }

    proptest! {
        #[test]
        fn no_secret_is_without_a_hint(secret in secret()) {
            let text = format!("x {secret} y");
            // A word does not end behind a letter that ASCII does not know.
            prop_assume!(ANY_SECRET.as_ref().unwrap().is_match(&text));
            prop_assert!(ANY_HINT.as_ref().unwrap().is_match(&text), "{}", text);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "arn:aws:iam::123456789012:user/ghp",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "https://github.com/org/repo/blob/main/file.md",
            "git@github.com:org/repo.git",
            "AKIAIOSFODNN7EXAMPLE",
        ] {
            assert_eq!(clean(text, Form::Line), text);
        }
    }
}
