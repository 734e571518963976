//! JSON with places, on `hifijson`'s lexers.
//!
//! The tree is built in one pass and without any other tree, because evidence may have many
//! megabytes on a single line and a plugin has little memory. Texts that repeat, as keys do, are
//! held once.

use std::collections::HashSet;
use std::rc::Rc;

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::{Expect, Lex as _};
use hifijson::{Error, SliceLexer};

use super::{LineIndex, MAX_DEPTH, Node, Value};
use crate::{Location, Problem};

/// In texts of documents up to so many bytes, such as a line of JSON lines, nothing repeats often enough
/// for looking it up.
const SMALL_DOCUMENT: usize = 16 * 1024;

/// Texts up to so many bytes are held once, however often they appear. Longer ones seldom repeat.
const SHARED_LENGTH: usize = 64;

/// From so many keys on, an object's keys are looked up instead of compared one by one.
const MANY_KEYS: usize = 16;

/// Bytes between values.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

pub(super) fn parse(path: &str, text: &str) -> Result<Node, Problem> {
    if text.trim_matches(BLANK).is_empty() {
        return Err(Problem::new(
            Location::file(path),
            "the file is empty, expected JSON",
        ));
    }
    let mut builder = Builder {
        text,
        texts: HashSet::new(),
        nodes: Vec::new(),
        members: Vec::new(),
        passed: 0,
        line: 1,
        column: 1,
    };
    let mut lexer = SliceLexer::new(text.as_bytes());
    lexer
        .exactly_one(SliceLexer::ws_peek, |next, lexer| {
            builder.value(next, lexer, 0)
        })
        .map_err(|fault| {
            let offset = builder.offset(&lexer);
            let early = if offset == text.len() {
                ": the file ends too early"
            } else {
                ""
            };
            let (offset, message) = match fault {
                Fault::Syntax(error) => (
                    offset,
                    format!("the file is not valid JSON: {error}{early}"),
                ),
                Fault::Deep => (offset, "the JSON is nested too deeply".to_owned()),
                Fault::Twice(key, offset) => (
                    offset,
                    format!("the key `{key}` appears twice in one object"),
                ),
            };
            LineIndex::new(text).problem(path, offset, message)
        })
}

enum Fault {
    Syntax(Error),
    Deep,
    /// A key, and where it appears again.
    Twice(Rc<str>, usize),
}

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Syntax(error.into())
    }
}

struct Builder<'a> {
    text: &'a str,
    texts: HashSet<Rc<str>>,
    /// The elements and members of the arrays and objects that are still open, innermost last.
    nodes: Vec<Node>,
    members: Vec<(Rc<str>, Node)>,
    /// Up to here lines and columns are counted. Values come in the order of their places, so that
    /// each byte is counted once.
    passed: usize,
    line: u32,
    column: u32,
}

impl<'a> Builder<'a> {
    fn offset(&self, lexer: &SliceLexer<'_>) -> usize {
        self.text.len() - lexer.as_slice().len()
    }

    fn value(&mut self, next: u8, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Node, Fault> {
        if depth > MAX_DEPTH {
            return Err(Fault::Deep);
        }
        let (line, column) = self.position(self.offset(lexer));
        let value = match next {
            b'"' => {
                let text = lexer.discarded().str_string()?;
                Value::String(self.shared(&text, SHARED_LENGTH))
            }
            b'-' | b'0'..=b'9' => {
                let (text, _) = lexer.num_string().validated()?;
                Value::Number(self.shared(text, SHARED_LENGTH))
            }
            b'[' => self.array(lexer.discarded(), depth)?,
            b'{' => self.object(lexer.discarded(), depth)?,
            b'n' | b't' | b'f' => match lexer.null_or_bool().ok_or(Expect::Value)? {
                None => Value::Null,
                Some(value) => Value::Bool(value),
            },
            _ => return Err(Expect::Value.into()),
        };
        Ok(Node {
            line,
            column,
            value,
        })
    }

    fn array(&mut self, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Value, Fault> {
        let start = self.nodes.len();
        lexer.seq(b']', SliceLexer::ws_peek, |next, lexer| {
            let node = self.value(next, lexer, depth + 1)?;
            self.nodes.push(node);
            Ok::<_, Fault>(())
        })?;
        Ok(Value::Array(self.nodes.drain(start..).collect()))
    }

    fn object(&mut self, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Value, Fault> {
        let start = self.members.len();
        let mut seen = HashSet::new();
        lexer.seq(b'}', SliceLexer::ws_peek, |next, lexer| {
            let offset = self.offset(lexer);
            if next != b'"' {
                return Err(Expect::String.into());
            }
            let key = lexer.discarded().str_string()?;
            let key = self.shared(&key, usize::MAX);
            let keys = &self.members[start..];
            let twice = if keys.len() < MANY_KEYS {
                keys.iter()
                    .any(|(earlier, _)| Rc::ptr_eq(earlier, &key) || *earlier == key)
            } else {
                if seen.is_empty() {
                    seen.extend(keys.iter().map(|(earlier, _)| earlier.clone()));
                }
                !seen.insert(key.clone())
            };
            if twice {
                return Err(Fault::Twice(key, offset));
            }
            lexer
                .expect(SliceLexer::ws_peek, b':')
                .ok_or(Expect::Colon)?;
            let next = lexer.ws_peek().ok_or(Expect::Value)?;
            let node = self.value(next, lexer, depth + 1)?;
            self.members.push((key, node));
            Ok(())
        })?;
        Ok(Value::Object(self.members.drain(start..).collect()))
    }

    /// A text that is held once if it is not longer than `limit` and the document is no small one.
    fn shared(&mut self, text: &str, limit: usize) -> Rc<str> {
        if text.len() > limit || self.text.len() <= SMALL_DOCUMENT {
            return text.into();
        }
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new: Rc<str> = text.into();
        self.texts.insert(new.clone());
        new
    }

    /// Line and column of an offset that lies behind all former ones.
    fn position(&mut self, offset: usize) -> (u32, u32) {
        for &byte in self.text.as_bytes().get(self.passed..offset).unwrap_or(&[]) {
            if byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                // Every byte but those that continue a character.
                self.column = self.column.saturating_add(1);
            }
        }
        self.passed = offset;
        (self.line, self.column)
    }
}
