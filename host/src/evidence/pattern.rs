//! Patterns for paths inside the evidence folder.

use std::fmt;

use globset::{GlobBuilder, GlobMatcher};
use regex::bytes::Regex;

/// The placeholder for a target's name.
const TARGET: &str = "{target}";
/// Stands in for the placeholder while the pattern is compiled; no path holds this character.
const TOKEN: &str = "\u{1}";
/// The longest pattern, in bytes.
const MAX_LENGTH: usize = 1024;

/// A pattern, relative to the evidence root.
///
/// `*` and `?` stay within one path segment, `**` crosses segments, `{a,b}` and `[ab]` are
/// alternatives. `{target}` stands for a target's name and occurs at most once.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    matcher: GlobMatcher,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing is written.
    #[error("the pattern is empty")]
    Empty,
    /// Too long.
    #[error("the pattern is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// An absolute path, `..`, or another way out of the folder.
    #[error("`{0}` leads out of the evidence folder")]
    Outside(String),
    /// Not well-formed.
    #[error("`{text}` is not a pattern: {why}")]
    Malformed {
        /// What was written.
        text: String,
        /// What is wrong with it.
        why: String,
    },
}

impl PatternError {
    /// Whether the pattern tried to leave the folder.
    pub fn is_outside(&self) -> bool {
        matches!(self, Self::Outside(_))
    }

    /// What to write instead.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty | Self::TooLong => "name the files, as in `aws/credential-report*.csv`",
            Self::Outside(_) => {
                "patterns are relative to the evidence folder; copy the file into it, or set `root` of `[evidence]`"
            }
            Self::Malformed { .. } => {
                "write `/` between segments; `*`, `**`, `?`, `[ab]` and `{a,b}` are wildcards, `\\` before one makes it literal"
            }
        }
    }
}

impl Pattern {
    /// Parses a pattern.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Err(PatternError::TooLong);
        }
        let malformed = |why: &str| PatternError::Malformed {
            text: text.to_owned(),
            why: why.to_owned(),
        };
        let drive = text.as_bytes().get(1) == Some(&b':');
        if text.starts_with(['/', '~']) || drive || text.split('/').any(|part| part == "..") {
            return Err(PatternError::Outside(text.to_owned()));
        }
        if text.split('/').any(|part| part.is_empty() || part == ".") {
            return Err(malformed("a segment is empty or `.`"));
        }
        if text.contains('\0') || text.contains(TOKEN) {
            return Err(malformed("it holds control characters"));
        }
        if text.matches(TARGET).count() > 1 {
            return Err(malformed("`{target}` stands in it more than once"));
        }
        let matcher =
            compile(&text.replace(TARGET, TOKEN)).map_err(|error| malformed(&error.to_string()))?;
        Ok(Self {
            text: text.to_owned(),
            matcher,
        })
    }

    /// Those of some texts that are patterns. One that a plugin got wrong matches nothing, so that its
    /// input is missing.
    pub fn parse_all(texts: &[String]) -> Vec<Self> {
        texts
            .iter()
            .filter_map(|text| Self::parse(text).ok())
            .collect()
    }

    /// Whether `{target}` stands in it.
    pub fn has_target(&self) -> bool {
        self.text.contains(TARGET)
    }

    /// The pattern for one target.
    pub fn for_target(&self, name: &str) -> Result<Self, PatternError> {
        if self.has_target() {
            Self::parse(&self.text.replace(TARGET, &globset::escape(name)))
        } else {
            Ok(self.clone())
        }
    }

    /// Whether a path matches.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    /// Whether something inside a directory could match. Says yes when in doubt.
    pub fn may_match_inside(&self, directory: &str) -> bool {
        let mut wanted = self.text.split('/');
        for actual in directory.split('/') {
            match wanted.next() {
                None => return false,
                Some(segment) if segment.contains("**") => return true,
                // Alternatives may hold separators, which splitting has torn apart.
                Some(segment) if segment.contains(['{', '}']) => return true,
                Some(segment) => match compile(segment) {
                    Ok(matcher) if !matcher.is_match(actual) => return false,
                    _ => {}
                },
            }
        }
        wanted.next().is_some()
    }

    /// A function that finds the target's name in a path that the pattern, or a parent directory of
    /// which the pattern, matches. `None` where the pattern names no target.
    pub fn target_finder(&self) -> Option<impl Fn(&str) -> Option<String> + use<>> {
        if !self.has_target() {
            return None;
        }
        let regex = self.matcher.glob().regex();
        let open = regex.trim_end_matches('$');
        let source = format!("{}(?:/|$)", open.replace(TOKEN, "(?P<target>[^/]+)"));
        let regex = Regex::new(&source).ok()?;
        Some(move |path: &str| {
            let name = regex.captures(path.as_bytes())?.name("target")?;
            String::from_utf8(name.as_bytes().to_vec()).ok()
        })
    }

    /// Whether the pattern has no wildcard.
    pub fn is_literal(&self) -> bool {
        self.literal_prefix() == self.text
    }

    /// What every matching path begins with.
    pub fn literal_prefix(&self) -> &str {
        let wildcard = self.text.find(['*', '?', '[', '{', '\\']);
        &self.text[..wildcard.unwrap_or(self.text.len())]
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn compile(text: &str) -> Result<GlobMatcher, globset::Error> {
    GlobBuilder::new(text)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map(|glob| glob.compile_matcher())
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(path)
    }

    #[test]
    fn a_star_stays_within_its_segment() {
        assert!(matches("aws/*.csv", "aws/a.csv"));
        assert!(!matches("aws/*.csv", "aws/x/a.csv"));
        assert!(matches("aws/**/*.csv", "aws/a.csv"));
        assert!(matches("aws/**/*.csv", "aws/x/y/a.csv"));
        assert!(matches("{aws,gcp}/a.csv", "gcp/a.csv"));
        assert!(!matches("a?c", "a/c"));
    }

    #[test]
    fn the_literal_prefix_ends_at_the_first_wildcard() {
        let prefix = |pattern: &str| Pattern::parse(pattern).unwrap().literal_prefix().to_owned();
        assert_eq!(prefix("aws/report*.csv"), "aws/report");
        assert_eq!(prefix("aws/report.csv"), "aws/report.csv");
        assert_eq!(prefix("{aws,gcp}/a.csv"), "");
        assert_eq!(prefix("a\\*b"), "a");
        assert_eq!(prefix("**/x"), "");
    }

    #[test]
    fn no_pattern_leads_out_of_the_folder() {
        for text in ["/etc/passwd", "../x", "a/../../x", "a/..", "C:\\x", "~/x"] {
            assert!(Pattern::parse(text).unwrap_err().is_outside(), "{text}");
        }
        for text in ["", "a//b", "./a", "a[", "{a", "a\0b", "{target}/{target}"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_target_is_a_name_and_never_a_wildcard() {
        let pattern = Pattern::parse("hosts/{target}/*.conf").unwrap();
        let star = pattern.for_target("*").unwrap();
        assert!(star.matches("hosts/*/a.conf"));
        assert!(!star.matches("hosts/b/a.conf"));
    }

    #[test]
    fn targets_are_found_in_files_and_in_directories() {
        let find = |pattern: &str, path: &str| {
            Pattern::parse(pattern).unwrap().target_finder().unwrap()(path)
        };
        assert_eq!(
            find("hosts/{target}", "hosts/a/etc/x"),
            Some("a".to_owned())
        );
        assert_eq!(find("hosts/{target}", "hosts/b"), Some("b".to_owned()));
        assert_eq!(
            find("*/{target}.json", "gh/api.json"),
            Some("api".to_owned())
        );
        assert_eq!(find("hosts/{target}", "other/a/x"), None);
    }

    #[test]
    fn a_directory_is_in_reach_unless_it_cannot_be() {
        let reach = |pattern: &str, directory: &str| {
            Pattern::parse(pattern).unwrap().may_match_inside(directory)
        };
        assert!(reach("aws/*.csv", "aws"));
        assert!(reach("**/x", "any/where"));
        assert!(reach("*/x/y", "a/x"));
        assert!(!reach("aws/*.csv", "gcp"));
        assert!(!reach("a.csv", "a.csv"));
        assert!(!reach("aws/*.csv", "aws/deeper"));
    }
}
