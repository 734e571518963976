//! Patterns: sshd's own (`*` and `?`, lists with commas and `!`), and the shell's, which `Include`
//! uses for file names.

/// Whether a text matches a pattern of `*` and `?`.
pub(crate) fn matches(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let pattern: Vec<Token> = pattern
        .chars()
        .map(|letter| match letter {
            '*' => Token::Any,
            '?' => Token::One,
            other => Token::Letter(other),
        })
        .collect();
    run(&text, &pattern)
}

/// What a list of patterns says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// A pattern matches, and no pattern with `!` does.
    Yes,
    /// No pattern matches.
    No,
    /// A pattern with `!` matches.
    Excluded,
}

/// Whether a text is in a list of patterns that are separated by commas.
pub(crate) fn list(text: &str, patterns: &str) -> Listed {
    let mut listed = Listed::No;
    for pattern in patterns.split(',') {
        match pattern.strip_prefix('!') {
            Some(excluded) if matches(text, excluded) => return Listed::Excluded,
            None if matches(text, pattern) => listed = Listed::Yes,
            _ => {}
        }
    }
    listed
}

/// Whether a text holds a wildcard of sshd's patterns.
pub(crate) fn is_wild(text: &str) -> bool {
    text.contains(['*', '?', '!'])
}

/// Whether a path matches a shell pattern, segment by segment. `None` where the pattern uses
/// something that is not understood here (a named character class).
pub(crate) fn path_matches(path: &str, pattern: &str) -> Option<bool> {
    let mut segments = path.split('/');
    let mut patterns = pattern.split('/').filter(|part| !part.is_empty());
    loop {
        match (segments.next(), patterns.next()) {
            (None, None) => return Some(true),
            (Some(segment), Some(pattern)) => {
                let tokens = shell_tokens(pattern)?;
                let letters: Vec<char> = segment.chars().collect();
                let hidden =
                    segment.starts_with('.') && tokens.first() != Some(&Token::Letter('.'));
                if hidden || !run(&letters, &tokens) {
                    return Some(false);
                }
            }
            _ => return Some(false),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Any,
    One,
    Letter(char),
    Set {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Token {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Letter(own) => *own == letter,
            Self::Set { negated, ranges } => {
                ranges
                    .iter()
                    .any(|&(from, to)| from <= letter && letter <= to)
                    != *negated
            }
        }
    }
}

/// Matches with at most `text × pattern` steps: after a failure it goes back to the last `*` only.
fn run(text: &[char], pattern: &[Token]) -> bool {
    let (mut at, mut token) = (0, 0);
    let mut star = None;
    while at < text.len() {
        match pattern.get(token) {
            Some(Token::Any) => {
                star = Some((token, at));
                token += 1;
            }
            Some(own) if own.takes(text[at]) => {
                at += 1;
                token += 1;
            }
            _ => match star {
                Some((star_token, star_at)) => {
                    star = Some((star_token, star_at + 1));
                    at = star_at + 1;
                    token = star_token + 1;
                }
                None => return false,
            },
        }
    }
    pattern[token..].iter().all(|own| *own == Token::Any)
}

fn shell_tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut letters = pattern.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '*' => Token::Any,
            '?' => Token::One,
            '\\' => Token::Letter(letters.next().unwrap_or('\\')),
            '[' => set(&mut letters)?,
            other => Token::Letter(other),
        });
    }
    Some(tokens)
}

fn set(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Token> {
    let negated = letters
        .next_if(|&letter| letter == '!' || letter == '^')
        .is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let from = letters.next()?;
        match from {
            ']' if !ranges.is_empty() => return Some(Token::Set { negated, ranges }),
            '[' if letters
                .peek()
                .is_some_and(|next| matches!(next, ':' | '.' | '=')) =>
            {
                return None;
            }
            _ => {}
        }
        let mut ahead = letters.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some_and(|&to| to != ']') {
            letters.next();
            ranges.push((from, letters.next()?));
        } else {
            ranges.push((from, from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_match_as_in_sshd() {
        for (text, pattern, expected) in [
            ("aes256-ctr", "aes*", true),
            ("aes256-ctr", "*ctr", true),
            ("aes256-ctr", "aes???-*", true),
            ("aes256-ctr", "aes??-*", false),
            ("", "", true),
            ("", "*", true),
            ("x", "", false),
            ("a", "a*****", true),
            ("A", "a", false),
        ] {
            assert_eq!(matches(text, pattern), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn an_excluding_pattern_wins_wherever_it_stands() {
        assert_eq!(list("bob", "alice,bob"), Listed::Yes);
        assert_eq!(list("bob", "*,!bob"), Listed::Excluded);
        assert_eq!(list("bob", "!bob,*"), Listed::Excluded);
        assert_eq!(list("bob", "!alice"), Listed::No);
    }

    #[test]
    fn file_patterns_are_those_of_the_shell() {
        for (path, pattern, expected) in [
            ("etc/ssh/a.conf", "/etc/ssh/*.conf", Some(true)),
            ("etc/ssh/.a.conf", "/etc/ssh/*.conf", Some(false)),
            ("etc/ssh/.a.conf", "/etc/ssh/.*.conf", Some(true)),
            ("etc/ssh/sub/a.conf", "/etc/ssh/*.conf", Some(false)),
            ("etc/ssh/a.conf", "/etc//ssh/[a-c].conf", Some(true)),
            ("etc/ssh/d.conf", "/etc/ssh/[!a-c].conf", Some(true)),
            ("etc/ssh/].conf", "/etc/ssh/[]].conf", Some(true)),
            ("etc/ssh/*.conf", "/etc/ssh/\\*.conf", Some(true)),
            ("etc/ssh/a.conf", "/etc/ssh/\\*.conf", Some(false)),
            ("etc/ssh/a.conf", "/etc/ssh/[[:alpha:]].conf", None),
            ("etc/ssh/a.conf", "/etc/ssh", Some(false)),
        ] {
            assert_eq!(path_matches(path, pattern), expected, "{path} {pattern}");
        }
    }

    #[test]
    fn many_stars_take_no_exponential_time() {
        let text = "a".repeat(5000);
        assert!(!matches(&text, &format!("{}b", "*a".repeat(200))));
    }
}
