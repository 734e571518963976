//! Expressions inside texts: where `${{ … }}` stands, and which contexts flow into its value.
//!
//! What a context means is none of this module's business; `taint` knows that.

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::literal::Literal;
use github_actions_expressions::op::{BinExpr, BinOp};
use github_actions_expressions::{Expr, SpannedExpr};

/// The longest expression that is read, in bytes. GitHub's own limit is 21,000 characters; real ones
/// stay far below this, and the depth of what is read grows with the length.
const MAX_LENGTH: usize = 4096;

/// One segment of a context: `issue` in `github.event.issue`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// In lower case, because GitHub compares without case.
    Name(String),
    /// A `*`, a number, or a value that is computed.
    Any,
}

/// A context whose value flows into an expression's value.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// As written.
    pub(crate) text: String,
    pub(crate) path: Vec<Segment>,
    /// Whether all of what it holds is written out, as `toJSON` does.
    pub(crate) whole: bool,
}

impl Context {
    /// The segments by name; `None` where one is computed.
    pub(crate) fn names(&self) -> Option<Vec<&str>> {
        self.path
            .iter()
            .map(|segment| match segment {
                Segment::Name(name) => Some(name.as_str()),
                Segment::Any => None,
            })
            .collect()
    }
}

/// The expressions that stand in a text, or why they cannot be told.
pub(crate) fn embedded(text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${{") {
        let body = &rest[start + 3..];
        let end = closing(body).ok_or("an expression `${{` is not closed")?;
        found.push(&body[..end]);
        rest = &body[end + 2..];
    }
    Ok(found)
}

/// Where `}}` stands outside a quoted text; a quotation mark inside one is doubled.
fn closing(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let mut quoted = false;
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'}' if !quoted && bytes.get(index + 1) == Some(&b'}') => return Some(index),
            _ => {}
        }
    }
    None
}

/// The contexts that flow into what an expression is replaced by. One that only decides (the left
/// side of `&&`, a comparison) does not flow.
pub(crate) fn flowing(expression: &str) -> Result<Vec<Context>, String> {
    if expression.len() > MAX_LENGTH {
        return Err(format!("an expression is longer than {MAX_LENGTH} bytes"));
    }
    let parsed = Expr::parse(expression)
        .map_err(|error| format!("an expression cannot be read: {error}"))?;
    let mut contexts = Vec::new();
    let mut open: Vec<(&SpannedExpr<'_>, bool)> = vec![(&parsed, false)];
    while let Some((expression, whole)) = open.pop() {
        match &expression.inner {
            Expr::Call(Call { func, args }) => match func {
                Function::ToJSON => open.extend(args.iter().map(|argument| (argument, true))),
                // A list is joined by its elements; an object's text is no more than `Object`.
                Function::FromJSON | Function::Format | Function::Join => {
                    open.extend(args.iter().map(|argument| (argument, whole)));
                }
                Function::Case => open.extend(
                    args.iter()
                        .skip(1)
                        .step_by(2)
                        .chain(args.last())
                        .map(|argument| (argument, whole)),
                ),
                _ => {}
            },
            Expr::BinExpr(BinExpr { lhs, op, rhs }) => match op {
                BinOp::And => open.push((rhs, whole)),
                BinOp::Or => open.extend([(&**lhs, whole), (&**rhs, whole)]),
                _ => {}
            },
            Expr::Context(context) => {
                let Some((head, tail)) = context.parts.split_first() else {
                    continue;
                };
                if let Expr::Identifier(name) = &head.inner {
                    contexts.push(Context {
                        text: expression.origin.raw.to_owned(),
                        path: std::iter::once(Segment::Name(name.as_str().to_ascii_lowercase()))
                            .chain(tail.iter().map(|part| segment(&part.inner)))
                            .collect(),
                        whole,
                    });
                } else {
                    // `fromJSON(x).y` holds a part of `x`, whichever.
                    open.push((head, true));
                }
            }
            _ => {}
        }
    }
    contexts.sort_by(|left, right| left.text.cmp(&right.text));
    Ok(contexts)
}

/// The contexts that flow into a text through its expressions.
pub(crate) fn contexts(text: &str) -> Result<Vec<Context>, String> {
    let mut all = Vec::new();
    for expression in embedded(text)? {
        all.extend(flowing(expression)?);
    }
    Ok(all)
}

fn segment(part: &Expr<'_>) -> Segment {
    match part {
        Expr::Identifier(name) => Segment::Name(name.as_str().to_ascii_lowercase()),
        Expr::Index(index) => match &index.inner {
            Expr::Literal(Literal::String(name)) => Segment::Name(name.to_ascii_lowercase()),
            _ => Segment::Any,
        },
        _ => Segment::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        contexts(text)
            .unwrap()
            .into_iter()
            .map(|context| context.text)
            .collect()
    }

    #[test]
    fn braces_inside_a_quoted_text_do_not_close_an_expression() {
        assert_eq!(
            embedded("a ${{ format('}}{0}', x) }} b ${{ y }}").unwrap(),
            [" format('}}{0}', x) ", " y "]
        );
        assert!(embedded("${{ 'it''s }}").is_err());
        assert!(embedded("${{ x ").is_err());
    }

    #[test]
    fn only_what_reaches_the_value_flows() {
        assert_eq!(texts("${{ a.b == 'x' && c.d || e.f }}"), ["c.d", "e.f"]);
        assert!(texts("${{ contains(a.b, 'x') }}").is_empty());
        assert_eq!(texts("${{ format('{0}', toJSON(a)) }}"), ["a"]);
        assert_eq!(texts("${{ fromJSON(a.b).c }}"), ["a.b"]);
        assert_eq!(texts("${{ case(a.b, c.d, e.f) }}"), ["c.d", "e.f"]);
    }

    #[test]
    fn brackets_and_dots_are_one_way_and_case_does_not_count() {
        let found = contexts("${{ GitHub['event'].Issue['TITLE'] }}").unwrap();
        assert_eq!(
            found[0].names().unwrap(),
            ["github", "event", "issue", "title"]
        );
    }

    #[test]
    fn long_and_deep_expressions_are_refused_not_crashed_on() {
        assert!(flowing(&"(".repeat(2000)).is_err());
        assert!(flowing(&format!("a{}", "||a".repeat(5000))).is_err());
        assert!(flowing(&format!("a{}", "||a".repeat(1300))).is_ok());
        assert!(flowing("").is_err());
    }
}
