//! Filter patterns of CloudWatch Logs for JSON events, asked whether they match an event.
//!
//! `{ ($.eventName = StopLogging) || ($.errorCode = "AccessDenied*") }`. Patterns are compared by what
//! they match, not by their text. What depends on a field that the event does not settle, on a number
//! or on a regular expression is `Maybe`.

use crate::place::fits;

/// AWS takes at most so many characters; longer ones are not read.
const MAX_LENGTH: usize = 1024;

/// How deeply parentheses may be nested; patterns that people write stay far below.
const MAX_DEPTH: usize = 32;

/// Whether an event matches. Ordered, so that `and` is the lesser and `or` the greater of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Maybe,
    Yes,
}

/// What an event has in one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field<'a> {
    /// This text.
    Is(&'a str),
    /// A text that no pattern names.
    Other,
    /// The event lacks the field.
    Absent,
    /// Such events differ in it, so that no value covers all of them.
    Varies,
    /// As that, and every event has it; a pattern may leave out the values that are named here.
    VariesBut(&'a [&'a str]),
    /// Nothing is known of it.
    Open,
}

/// A pattern that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    All(Vec<Pattern>),
    Any(Vec<Pattern>),
    Equal(String, String),
    Unequal(String, String),
    Exists(String),
    Missing(String),
    /// A comparison that no sample event settles.
    Undecided,
}

impl Pattern {
    /// Reads a pattern for JSON events. Anything else is nothing that this knows.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
        let tokens = tokens(inner)?;
        let mut parser = Parser {
            tokens,
            at: 0,
            depth: 0,
        };
        let pattern = parser.any()?;
        (parser.at == parser.tokens.len()).then_some(pattern)
    }

    /// Whether an event matches, of which `field` tells what stands in a field.
    pub(crate) fn matches<'e>(&self, field: &dyn Fn(&str) -> Field<'e>) -> Truth {
        let each = |part: &Self| part.matches(field);
        match self {
            Self::All(parts) => parts.iter().map(each).min().unwrap_or(Truth::Maybe),
            Self::Any(parts) => parts.iter().map(each).max().unwrap_or(Truth::Maybe),
            Self::Equal(name, value) => equal(field(name), value),
            Self::Unequal(name, value) => match field(name) {
                Field::VariesBut(but) if but.contains(&value.as_str()) => Truth::Yes,
                // The manual does not say whether a field that is not there differs; and whoever is
                // excluded may be the one who matters.
                Field::Absent | Field::Varies | Field::VariesBut(_) => Truth::Maybe,
                found => not(equal(found, value)),
            },
            Self::Exists(name) => exists(field(name)),
            Self::Missing(name) => not(exists(field(name))),
            Self::Undecided => Truth::Maybe,
        }
    }
}

fn equal(found: Field<'_>, value: &str) -> Truth {
    let yes = match found {
        Field::Is(text) => fits(value, text),
        Field::Other | Field::VariesBut(_) => {
            !value.is_empty() && value.bytes().all(|byte| byte == b'*')
        }
        Field::Varies if value == "*" => return Truth::Maybe,
        Field::Absent | Field::Varies => false,
        Field::Open => return Truth::Maybe,
    };
    if yes { Truth::Yes } else { Truth::No }
}

fn exists(found: Field<'_>) -> Truth {
    match found {
        Field::Is(_) | Field::Other | Field::VariesBut(_) => Truth::Yes,
        Field::Absent => Truth::No,
        Field::Varies | Field::Open => Truth::Maybe,
    }
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::Maybe => Truth::Maybe,
        Truth::No => Truth::Yes,
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Operator(&'static str),
    Word(String),
    /// A word in quotes, which is never a keyword.
    Quoted(String),
    /// A regular expression.
    Expression,
}

const OPERATORS: [&str; 6] = ["!=", ">=", "<=", "=", ">", "<"];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let operator = OPERATORS
            .into_iter()
            .find(|operator| rest.starts_with(operator));
        let (token, length) = if first == '(' {
            (Token::Open, 1)
        } else if first == ')' {
            (Token::Close, 1)
        } else if rest.starts_with("&&") {
            (Token::And, 2)
        } else if rest.starts_with("||") {
            (Token::Or, 2)
        } else if let Some(operator) = operator {
            (Token::Operator(operator), operator.len())
        } else if first == '"' {
            let end = rest[1..].find('"')?;
            (Token::Quoted(rest[1..=end].to_owned()), end + 2)
        } else if first == '%' {
            (Token::Expression, rest[1..].find('%')? + 2)
        } else {
            let stop = |letter: char| letter.is_whitespace() || "()&|=!<>\"".contains(letter);
            let end = rest.find(stop).unwrap_or(rest.len());
            (Token::Word(rest.get(..end)?.to_owned()), end)
        };
        if length == 0 {
            return None;
        }
        tokens.push(token);
        rest = rest.get(length..)?.trim_start();
    }
    Some(tokens)
}

/// A descent of bounded depth.
struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned()?;
        self.at += 1;
        Some(token)
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.tokens.get(self.at) == Some(token);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Option<Pattern> {
        let mut parts = vec![self.all()?];
        while self.take(&Token::Or) {
            parts.push(self.all()?);
        }
        Some(Pattern::Any(parts))
    }

    fn all(&mut self) -> Option<Pattern> {
        let mut parts = vec![self.term()?];
        while self.take(&Token::And) {
            parts.push(self.term()?);
        }
        Some(Pattern::All(parts))
    }

    fn term(&mut self) -> Option<Pattern> {
        if self.take(&Token::Open) {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return None;
            }
            let inner = self.any()?;
            self.depth -= 1;
            return self.take(&Token::Close).then_some(inner);
        }
        let Token::Word(selector) = self.next()? else {
            return None;
        };
        let name = selector.strip_prefix("$.")?.to_owned();
        match self.next()? {
            Token::Operator(operator) => match (operator, self.next()?) {
                ("=", Token::Word(value) | Token::Quoted(value)) => {
                    Some(Pattern::Equal(name, value))
                }
                ("!=", Token::Word(value) | Token::Quoted(value)) => {
                    Some(Pattern::Unequal(name, value))
                }
                (_, Token::Word(_) | Token::Quoted(_) | Token::Expression) => {
                    Some(Pattern::Undecided)
                }
                _ => None,
            },
            Token::Word(word) => match word.to_ascii_uppercase().as_str() {
                "EXISTS" => Some(Pattern::Exists(name)),
                "NOT" => {
                    let exists = Token::Word("EXISTS".to_owned());
                    self.take(&exists).then_some(Pattern::Missing(name))
                }
                "IS" => matches!(self.next()?, Token::Word(_)).then_some(Pattern::Undecided),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pattern: &str) -> Option<Truth> {
        Pattern::parse(pattern).map(|pattern| {
            pattern.matches(&|name| match name {
                "eventName" => Field::Is("StopLogging"),
                "userIdentity.type" => Field::Is("Root"),
                "eventSource" => Field::Other,
                "errorCode" => Field::Absent,
                "userIdentity.arn" => Field::Varies,
                "sourceIPAddress" => Field::VariesBut(&["delivery.logs.amazonaws.com"]),
                _ => Field::Open,
            })
        })
    }

    #[test]
    fn a_pattern_is_judged_by_what_it_matches() {
        for (pattern, truth) in [
            ("{ $.eventName = StopLogging }", Truth::Yes),
            ("{($.eventName=\"StopLogging\")}", Truth::Yes),
            ("{ $.eventName != StopLogging }", Truth::No),
            (
                "{ ($.eventName = DeleteTrail) || ($.eventName = Stop*) }",
                Truth::Yes,
            ),
            (
                "{ ($.eventName = StopLogging) && ($.eventName = X) }",
                Truth::No,
            ),
            (
                "{ $.userIdentity.type = Root && $.errorCode NOT EXISTS }",
                Truth::Yes,
            ),
            ("{ $.errorCode EXISTS }", Truth::No),
            ("{ $.errorCode != Denied }", Truth::Maybe),
            ("{ $.eventSource = s3.amazonaws.com }", Truth::No),
            ("{ $.eventSource != s3.amazonaws.com }", Truth::Yes),
            (
                "{ $.eventName = StopLogging && $.recipientAccountId = 1 }",
                Truth::Maybe,
            ),
            ("{ $.eventName = %Stop.*% }", Truth::Maybe),
            ("{ $.count > 3 }", Truth::Maybe),
            ("{ $.userIdentity.arn = *ann }", Truth::No),
            ("{ $.userIdentity.arn != *ann }", Truth::Maybe),
            ("{ $.sourceIPAddress EXISTS }", Truth::Yes),
            ("{ $.sourceIPAddress = * }", Truth::Yes),
            ("{ $.sourceIPAddress = 198.51.100.* }", Truth::No),
            ("{ $.sourceIPAddress != 198.51.100.* }", Truth::Maybe),
            (
                "{ $.sourceIPAddress != delivery.logs.amazonaws.com }",
                Truth::Yes,
            ),
            (
                "{ $.sourceIPAddress != *.logs.amazonaws.com }",
                Truth::Maybe,
            ),
            ("{ $.readOnly IS TRUE }", Truth::Maybe),
            (
                "{ $.eventName = X || $.eventName = StopLogging && $.errorCode EXISTS }",
                Truth::No,
            ),
        ] {
            assert_eq!(ask(pattern), Some(truth), "{pattern}");
        }
    }

    #[test]
    fn other_patterns_are_not_read() {
        for pattern in [
            "",
            "ERROR",
            "?DeleteTrail ?StopLogging",
            "[ip, user, ...]",
            "{ }",
            "{ $.eventName }",
            "{ $.eventName = }",
            "{ ($.eventName = X }",
            "{ $.eventName = \"X }",
            "{ $.eventName = X ) }",
            "{ $.eventName & X }",
            "{ $.eventName ~ X }",
        ] {
            assert_eq!(ask(pattern), None, "{pattern}");
        }
        assert_eq!(ask(&format!("{{{}", "(".repeat(100_000))), None);
        assert_eq!(ask(&format!("{{{}}}", "(".repeat(1000))), None);
    }
}
