//! Which tools and rules look for secrets.
//!
//! A secret in the open has no deadline, and its text must not get into a report.

use tickmark_plugin::words::{key, like};

use crate::Config;

/// Parts of the names of tools that look for nothing but secrets, by their letters and digits.
const TOOLS: &[&str] = &[
    "gitleaks",
    "betterleaks",
    "trufflehog",
    "detectsecrets",
    "gitguardian",
    "ggshield",
    "secretscanning",
    "secretscanner",
    "secretlint",
    "noseyparker",
    "kingfisher",
    "ripsecrets",
    "gitsecrets",
    "whispers",
    "talisman",
];

/// CWE-259 (hard-coded password), CWE-321 (hard-coded key) and CWE-798 (hard-coded credentials).
const WEAKNESSES: &[&str] = &["cwe259", "cwe321", "cwe798"];

/// Whether a tool looks for nothing but secrets.
pub(crate) fn is_secret_tool(name: &str, config: &Config) -> bool {
    let name_key = key(name);
    TOOLS.iter().any(|tool| name_key.contains(tool))
        || config
            .secret_tools
            .iter()
            .any(|pattern| like(pattern, name))
}

/// Whether a rule finds secrets.
pub(crate) fn is_secret_rule<'a>(
    id: &str,
    tags: impl Iterator<Item = &'a str>,
    config: &Config,
) -> bool {
    config.secret_rules.iter().any(|pattern| like(pattern, id))
        || tags.into_iter().any(|tag| {
            let tag = key(tag);
            matches!(tag.as_str(), "secret" | "secrets" | "hardcodedsecret")
                || WEAKNESSES
                    .iter()
                    .any(|weakness| is_weakness(&tag, weakness))
        })
}

/// Whether a tag names a weakness: `external/cwe/cwe-798`, `CWE-798: Use of Hard-coded Credentials`.
fn is_weakness(tag: &str, weakness: &str) -> bool {
    let tag = tag.replace("cwe0", "cwe");
    tag.match_indices(weakness)
        .any(|(at, found)| !tag[at + found.len()..].starts_with(|next: char| next.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_weaknesses_are_read_whole() {
        let config = Config::default();
        let is = |tag: &str| is_secret_rule("x", std::iter::once(tag), &config);
        assert!(is("external/cwe/cwe-798"));
        assert!(is("CWE-798: Use of Hard-coded Credentials"));
        assert!(is("external/cwe/cwe-0321"));
        assert!(is("secret"));
        assert!(!is("cwe-7980"));
        assert!(!is("cwe-89"));
        assert!(!is("security"));
    }

    #[test]
    fn tools_are_known_however_they_are_written() {
        let config = Config {
            secret_tools: vec!["acme-*".to_owned()],
            ..Config::default()
        };
        for tool in ["gitleaks", "TruffleHog", "detect-secrets", "acme-keys"] {
            assert!(is_secret_tool(tool, &config), "{tool}");
        }
        assert!(!is_secret_tool("CodeQL", &config));
    }
}
