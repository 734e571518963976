//! The patterns in which rulesets name branches and repositories.
//!
//! GitHub documents them as Ruby's `File.fnmatch` with `File::FNM_PATHNAME`: `*`, `?` and `[...]`
//! stay within one segment, `**/` at the start of a segment stands for any number of folders, even
//! none, and `\` takes the next character literally. Forms on which readers of the documentation can
//! differ (an unclosed `[`, an empty or reversed range) are no pattern here: whoever meets one must
//! not guess.

use std::cell::Cell;

/// How many steps of comparison one check may take. Real evidence needs far fewer; hostile evidence
/// could otherwise make every repository meet every pattern until the time is up.
const STEPS: u64 = 100_000_000;

/// A budget for comparisons.
#[derive(Debug)]
pub(crate) struct Work {
    left: Cell<u64>,
}

impl Default for Work {
    fn default() -> Self {
        Self::of(STEPS)
    }
}

impl Work {
    /// A budget of so many steps.
    pub(crate) fn of(steps: u64) -> Self {
        Self {
            left: Cell::new(steps),
        }
    }

    /// Takes some steps. False when none are left.
    pub(crate) fn spend(&self, steps: u64) -> bool {
        let left = self.left.get().saturating_sub(steps);
        self.left.set(left);
        left > 0
    }
}

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// `**/`
    Folders,
    Tokens(Vec<Token>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// `[...]`
    Set {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Pattern {
    /// Reads a pattern; nothing when its meaning is in doubt.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let last = parts.len() - 1;
        let segments = parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                if *part == "**" && index < last {
                    Some(Segment::Folders)
                } else {
                    tokens(part).map(Segment::Tokens)
                }
            })
            .collect::<Option<_>>()?;
        Some(Self { segments })
    }

    /// Whether a text is a plain name. Git allows no wildcard and no `\` in the name of a branch.
    pub(crate) fn is_plain(text: &str) -> bool {
        !text.contains(['*', '?', '[', '\\'])
    }

    /// Whether the pattern asks for a leading dot.
    pub(crate) fn starts_with_dot(&self) -> bool {
        matches!(
            self.segments.first(),
            Some(Segment::Tokens(tokens)) if tokens.first() == Some(&Token::Char('.'))
        )
    }

    /// The same pattern for names in lower case.
    pub(crate) fn lowered(&self) -> Self {
        let lower = |letter: &char| letter.to_ascii_lowercase();
        let mut pattern = self.clone();
        for segment in &mut pattern.segments {
            let Segment::Tokens(tokens) = segment else {
                continue;
            };
            for token in tokens {
                match token {
                    Token::Char(letter) => *letter = lower(letter),
                    // A set would need more than its ends; any letter is the wider reading.
                    Token::Set { .. } => *token = Token::One,
                    Token::One | Token::Any => {}
                }
            }
        }
        pattern
    }

    /// Whether a name fits. Nothing when there is no work left to find out.
    pub(crate) fn matches(&self, name: &str, work: &Work) -> Option<bool> {
        let parts: Vec<Vec<char>> = name.split('/').map(|part| part.chars().collect()).collect();
        let (mut at, mut part) = (0, 0);
        // Where to go on when the rest does not fit: behind the last `**/`, one folder later.
        let mut retry: Option<(usize, usize)> = None;
        while part < parts.len() {
            match self.segments.get(at) {
                Some(Segment::Folders) => {
                    at += 1;
                    retry = Some((at, part));
                    continue;
                }
                Some(Segment::Tokens(tokens)) if fits(tokens, &parts[part], work)? => {
                    at += 1;
                    part += 1;
                    continue;
                }
                _ => {}
            }
            let Some((after, from)) = retry else {
                return Some(false);
            };
            (at, part) = (after, from + 1);
            retry = Some((after, part));
        }
        Some(at == self.segments.len())
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        let token = match letter {
            '*' if tokens.last() == Some(&Token::Any) => continue,
            '*' => Token::Any,
            '?' => Token::One,
            '\\' => Token::Char(rest.next()?),
            '[' => set(&mut rest)?,
            _ => Token::Char(letter),
        };
        tokens.push(token);
    }
    Some(tokens)
}

fn set(rest: &mut std::str::Chars<'_>) -> Option<Token> {
    let negated = rest.as_str().starts_with(['!', '^']);
    if negated {
        rest.next();
    }
    let mut ranges = Vec::new();
    loop {
        let first = match rest.next()? {
            ']' => break,
            '\\' => rest.next()?,
            letter => letter,
        };
        let mut ahead = rest.clone();
        let last = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) if last != ']' => {
                *rest = ahead;
                if last == '\\' { rest.next()? } else { last }
            }
            _ => first,
        };
        if last < first {
            return None;
        }
        ranges.push((first, last));
    }
    (!ranges.is_empty()).then_some(Token::Set { negated, ranges })
}

fn fits(tokens: &[Token], text: &[char], work: &Work) -> Option<bool> {
    let (mut at, mut letter) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while letter < text.len() {
        let token = tokens.get(at);
        let cost = match token {
            Some(Token::Set { ranges, .. }) => ranges.len() as u64,
            _ => 1,
        };
        if !work.spend(cost) {
            return None;
        }
        match token {
            Some(Token::Any) => {
                at += 1;
                retry = Some((at, letter));
                continue;
            }
            Some(token) if token.fits(text[letter]) => {
                at += 1;
                letter += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, from)) = retry else {
            return Some(false);
        };
        (at, letter) = (after, from + 1);
        retry = Some((after, letter));
    }
    Some(tokens[at..].iter().all(|token| *token == Token::Any))
}

impl Token {
    fn fits(&self, letter: char) -> bool {
        match self {
            Self::Char(expected) => *expected == letter,
            Self::One | Self::Any => true,
            Self::Set { negated, ranges } => {
                let inside = ranges
                    .iter()
                    .any(|&(first, last)| (first..=last).contains(&letter));
                inside != *negated
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, name: &str) -> bool {
        Pattern::new(pattern)
            .unwrap_or_else(|| panic!("`{pattern}` is a pattern"))
            .matches(name, &Work::default())
            .unwrap()
    }

    #[test]
    fn a_star_stays_within_its_segment() {
        assert!(fits("refs/heads/release/*", "refs/heads/release/1.0"));
        assert!(!fits(
            "refs/heads/release/*",
            "refs/heads/release/1.0/hotfix"
        ));
        assert!(!fits("refs/heads/*", "refs/heads/release/1.0"));
        assert!(fits("refs/heads/**", "refs/heads/main"));
        assert!(!fits("refs/heads/**", "refs/heads/release/1.0"));
        assert!(fits("*a*b*", "xaxxbx"));
        assert!(!fits("*a*b*", "xbxxax"));
    }

    #[test]
    fn two_stars_and_a_slash_stand_for_any_number_of_folders() {
        assert!(fits("refs/heads/**/*", "refs/heads/main"));
        assert!(fits("refs/heads/**/*", "refs/heads/a/b/c"));
        assert!(fits("**/main", "refs/heads/main"));
        assert!(fits("a/**/b/**/c", "a/x/b/y/b/z/c"));
        assert!(!fits("a/**/b/**/c", "a/x/b/y/b/z/d"));
        assert!(fits("qa**/**/*", "qa-1/foo/bar"));
        assert!(!fits("qa**/**/*", "qa"));
        assert!(!fits("refs/heads/**/*", "refs/heads"));
    }

    #[test]
    fn sets_ranges_and_escapes_are_those_of_fnmatch() {
        assert!(fits("v[0-9].[!a-c]", "v1.d"));
        assert!(!fits("v[0-9].[^a-c]", "v1.b"));
        assert!(fits("[a-]", "-"));
        assert!(fits(r"[\]x]", "]"));
        assert!(fits(r"\*", "*"));
        assert!(!fits(r"\*", "x"));
        assert!(!fits("a?c", "a/c"));
        assert!(!fits("{a,b}", "a"), "braces are plain characters");
        assert!(!fits("main", "Main"), "case matters");
    }

    #[test]
    fn a_pattern_of_doubtful_meaning_is_none() {
        for text in ["[a", "a[", "[]a]", "[z-a]", "a\\", "[!]", "a[/]b", "[a-\\"] {
            assert_eq!(Pattern::new(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_text_without_wildcards_is_a_plain_name() {
        assert!(Pattern::is_plain("release/1.0"));
        for text in ["release/*", "**/a", "v?", "[ab]", r"a\*b"] {
            assert!(!Pattern::is_plain(text), "{text}");
        }
    }

    #[test]
    fn a_costly_comparison_ends_when_the_work_is_spent() {
        let pattern = Pattern::new(&format!("*{}b", "a".repeat(400))).unwrap();
        let name = "a".repeat(800);
        assert_eq!(pattern.matches(&name, &Work::default()), Some(false));
        let work = Work::of(10_000);
        assert_eq!(pattern.matches(&name, &work), None);
        assert!(!work.spend(1));
    }
}
