//! JSON, YAML and TOML as one tree that remembers where each value stands.
//!
//! A finding about structured data cites the line and the JSON Pointer (RFC 6901) of the value that
//! decided; plain `serde` values forget both. Keys that appear twice in one object are a problem,
//! because two readers could disagree about which one counts.

mod json;
mod lines;
mod toml;
mod yaml;

use std::cell::Cell;
use std::fmt::Write as _;
use std::rc::Rc;

use crate::evidence::utf8;
use crate::words::same_key;
use crate::{Location, Problem};

/// How deeply values may be nested. Evidence in real formats stays far below; without a bound a
/// hostile file overflows the stack.
const MAX_DEPTH: usize = 256;

/// A parsed file.
#[derive(Debug, Clone)]
pub struct Document {
    path: Rc<str>,
    root: Node,
}

/// A value with its place. Lines and columns count from 1.
#[derive(Debug, Clone)]
struct Node {
    line: u32,
    column: u32,
    value: Value,
}

#[derive(Debug, Clone)]
enum Value {
    Null,
    Bool(bool),
    /// As written, because that is what a reader can find again.
    Number(Rc<str>),
    String(Rc<str>),
    Array(Box<[Node]>),
    Object(Box<[(Rc<str>, Node)]>),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string; in TOML also a date or time.
    String,
    /// A list.
    Array,
    /// A table of keys and values.
    Object,
}

/// A value in a document, with the way that leads to it.
#[derive(Debug, Clone)]
pub struct At<'a> {
    document: &'a Document,
    node: &'a Node,
    trail: Option<Rc<Trail<'a>>>,
}

#[derive(Debug)]
struct Trail<'a> {
    parent: Option<Rc<Trail<'a>>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Document {
    /// Reads JSON (RFC 8259), strictly.
    pub fn json(path: &Rc<str>, bytes: &[u8]) -> Result<Self, Problem> {
        Self::new(path, json::parse(path, utf8(path, bytes)?)?)
    }

    /// Reads JSON lines: one JSON value on each line that is not blank. A line that is no JSON is a
    /// problem of its own, and the lines after it are read. Text without any value is a problem too.
    pub fn json_lines<'a>(
        path: &'a Rc<str>,
        bytes: &'a [u8],
    ) -> impl Iterator<Item = Result<Self, Problem>> + use<'a> {
        lines::parse(path, bytes)
    }

    /// Reads YAML 1.2 that holds one document. See [`Document::yaml_all`] for more.
    pub fn yaml(path: &Rc<str>, bytes: &[u8]) -> Result<Self, Problem> {
        let mut documents = Self::yaml_all(path, bytes)?;
        if documents.len() > 1 {
            return Err(Problem::new(
                Location::file(path),
                format!(
                    "the file holds {} YAML documents, expected one",
                    documents.len()
                ),
            ));
        }
        documents
            .pop()
            .ok_or_else(|| Problem::new(Location::file(path), "the file holds no YAML document"))
    }

    /// Reads all documents of a YAML 1.2 stream.
    pub fn yaml_all(path: &Rc<str>, bytes: &[u8]) -> Result<Vec<Self>, Problem> {
        yaml::parse(path, utf8(path, bytes)?)?
            .into_iter()
            .map(|root| Self::new(path, root))
            .collect()
    }

    /// Reads TOML 1.0.
    pub fn toml(path: &Rc<str>, bytes: &[u8]) -> Result<Self, Problem> {
        Self::new(path, toml::parse(path, utf8(path, bytes)?)?)
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "reads well in the callers' chains"
    )]
    fn new(path: &Rc<str>, root: Node) -> Result<Self, Problem> {
        Ok(Self {
            path: path.clone(),
            root,
        })
    }

    /// The same document with all lines counted from a later one, for a document that stands inside
    /// another file (front matter, say). `lines` is how many lines stand before it.
    pub fn shifted(mut self, lines: usize) -> Self {
        fn shift(node: &mut Node, lines: u32) {
            node.line = node.line.saturating_add(lines);
            match &mut node.value {
                Value::Array(items) => items.iter_mut().for_each(|item| shift(item, lines)),
                Value::Object(members) => {
                    for (_, item) in members {
                        shift(item, lines);
                    }
                }
                _ => {}
            }
        }
        shift(&mut self.root, u32::try_from(lines).unwrap_or(u32::MAX));
        self
    }

    /// The whole document's value.
    pub fn root(&self) -> At<'_> {
        At {
            document: self,
            node: &self.root,
            trail: None,
        }
    }
}

impl<'a> At<'a> {
    fn step(&self, node: &'a Node, step: Step<'a>) -> Self {
        Self {
            document: self.document,
            node,
            trail: Some(Rc::new(Trail {
                parent: self.trail.clone(),
                step,
            })),
        }
    }

    /// What the value is.
    pub fn kind(&self) -> Kind {
        match self.node.value {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Bool,
            Value::Number(_) => Kind::Number,
            Value::String(_) => Kind::String,
            Value::Array(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<Self> {
        match &self.node.value {
            Value::Object(members) => members
                .iter()
                .find(|(name, _)| **name == *key)
                .map(|(name, node)| self.step(node, Step::Key(name))),
            _ => None,
        }
    }

    /// The member of an object by a name that may be spelled in another way (`createdAt`, `Created At`).
    /// A member of exactly this name goes before others.
    pub fn get_like(&self, key: &str) -> Option<Self> {
        let Value::Object(members) = &self.node.value else {
            return None;
        };
        let found = |same: fn(&str, &str) -> bool| members.iter().find(|(name, _)| same(name, key));
        found(|one, other| one == other)
            .or_else(|| found(same_key))
            .map(|(name, node)| self.step(node, Step::Key(name)))
    }

    /// The value at the end of a chain of keys.
    pub fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter()
            .try_fold(self.clone(), |value, key| value.get(key))
    }

    /// The value that a JSON Pointer (RFC 6901) names, counted from this value.
    pub fn pointer(&self, pointer: &str) -> Option<Self> {
        if pointer.is_empty() {
            return Some(self.clone());
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(self.clone(), |value, step| match value.kind() {
                Kind::Array => value.items().nth(step.parse().ok()?),
                _ => value.get(&step.replace("~1", "/").replace("~0", "~")),
            })
    }

    /// The elements of an array; nothing for any other value.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'_, 'a> {
        let items: &'a [Node] = match &self.node.value {
            Value::Array(items) => items,
            _ => &[],
        };
        items
            .iter()
            .enumerate()
            .map(|(index, node)| self.step(node, Step::Index(index)))
    }

    /// The members of an object; nothing for any other value.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'_, 'a> {
        let members: &'a [(Rc<str>, Node)] = match &self.node.value {
            Value::Object(members) => members,
            _ => &[],
        };
        members
            .iter()
            .map(|(name, node)| (&**name, self.step(node, Step::Key(name))))
    }

    /// How many elements or members there are.
    pub fn len(&self) -> usize {
        match &self.node.value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        }
    }

    /// Whether there are no elements or members.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.node.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// A whole number.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.node.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A number.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.node.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether the value is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.node.value, Value::Null)
    }

    /// Where the value stands.
    pub fn place(&self) -> Location {
        let mut steps = Vec::new();
        let mut trail = self.trail.as_ref();
        while let Some(step) = trail {
            steps.push(step.step);
            trail = step.parent.as_ref();
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            // Writing to a string cannot fail.
            let _ = match step {
                Step::Key(key) => {
                    write!(pointer, "/{}", key.replace('~', "~0").replace('/', "~1"))
                }
                Step::Index(index) => write!(pointer, "/{index}"),
            };
        }
        Location {
            path: self.document.path.to_string(),
            line: Some(self.node.line),
            column: Some(self.node.column),
            pointer: Some(pointer),
        }
    }

    /// A problem with this value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.place(), message)
    }

    /// The value as `serde_json` has it, for typed reading with `serde`.
    pub fn to_json(&self) -> serde_json::Value {
        fn convert(node: &Node) -> serde_json::Value {
            match &node.value {
                Value::Null => serde_json::Value::Null,
                Value::Bool(value) => (*value).into(),
                Value::Number(text) => serde_json::from_str(text)
                    .unwrap_or_else(|_| serde_json::Value::String(text.to_string())),
                Value::String(text) => text.to_string().into(),
                Value::Array(items) => items.iter().map(convert).collect(),
                Value::Object(members) => serde_json::Value::Object(
                    members
                        .iter()
                        .map(|(name, item)| (name.to_string(), convert(item)))
                        .collect(),
                ),
            }
        }
        convert(self.node)
    }

    /// The value in a few words, for `actual`: scalars as written, lists and objects by their size.
    pub fn summary(&self) -> String {
        match &self.node.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(text) | Value::String(text) => text.to_string(),
            Value::Array(items) => format!("a list of {}", items.len()),
            Value::Object(members) => format!("an object of {}", members.len()),
        }
    }
}

/// Turns byte offsets into lines and columns.
struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The offset asked for last and how many characters of its line stand before it. Offsets mostly
    /// come in their order, and a report may be one line of many megabytes: counting from the line's
    /// start each time would take the square of its length.
    last: Cell<(usize, usize)>,
}

impl<'a> LineIndex<'a> {
    fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter_map(|(index, byte)| (byte == b'\n').then_some(index + 1)),
            )
            .collect();
        Self {
            text,
            starts,
            last: Cell::new((0, 0)),
        }
    }

    /// Line and column, each counted from 1, of a byte offset.
    fn position(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let (last, counted) = self.last.get();
        let (from, counted) = if (start..=offset).contains(&last) {
            (last, counted)
        } else {
            (start, 0)
        };
        let before = counted
            + self
                .text
                .get(from..offset)
                .map_or(0, |text| text.chars().count());
        self.last.set((offset, before));
        (
            u32::try_from(line + 1).unwrap_or(u32::MAX),
            u32::try_from(before + 1).unwrap_or(u32::MAX),
        )
    }

    fn problem(&self, path: &str, offset: usize, message: impl Into<String>) -> Problem {
        let (line, column) = self.position(offset);
        Problem::new(
            Location::line(path, line as usize).column(column as usize),
            message,
        )
    }
}

#[cfg(test)]
mod tests;
