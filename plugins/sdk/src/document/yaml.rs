//! YAML with places, built from `saphyr-parser`'s events. Scalars are resolved by the core schema of
//! YAML 1.2 (so `no` is a string).
//!
//! Aliases are expanded within a budget: a few hundred bytes of nested aliases would otherwise grow
//! to gigabytes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use saphyr::Scalar;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{MAX_DEPTH, Node, Value};
use crate::{Location, Problem};

/// How many nodes aliases may add to one file. Real files reuse a handful of small maps.
const ALIAS_BUDGET: usize = 100_000;

pub(super) fn parse(path: &str, text: &str) -> Result<Vec<Node>, Problem> {
    let mut builder = Builder {
        path,
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        budget: ALIAS_BUDGET,
    };
    let mut documents = Vec::new();
    loop {
        let (event, span) = builder.next()?;
        match event {
            Event::DocumentStart(_) => {
                let (event, span) = builder.next()?;
                documents.push(builder.node(event, span, 0)?);
            }
            Event::StreamEnd => return Ok(documents),
            _ => {}
        }
        let _ = span;
    }
}

struct Builder<'a> {
    path: &'a str,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    anchors: HashMap<usize, Node>,
    budget: usize,
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Problem> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let marker = error.marker();
                Err(Problem::new(
                    Location::line(self.path, marker.line()).column(marker.col() + 1),
                    format!("the file is not valid YAML: {}", error.info()),
                ))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn problem(&self, span: Span, message: impl Into<String>) -> Problem {
        Problem::new(
            Location::line(self.path, span.start.line()).column(span.start.col() + 1),
            message,
        )
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Problem> {
        if depth > MAX_DEPTH {
            return Err(self.problem(span, "the YAML is nested too deeply"));
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => (scalar(text, style, tag.as_ref()), anchor),
            Event::SequenceStart(anchor, _) => (self.sequence(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.mapping(depth)?, anchor),
            Event::Alias(anchor) => {
                let node = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| self.problem(span, "an alias refers to itself"))?;
                let size = count(&node.value);
                self.budget = self
                    .budget
                    .checked_sub(size)
                    .ok_or_else(|| self.problem(span, "the YAML's aliases expand too far"))?;
                (node.value, 0)
            }
            _ => (Value::Null, 0),
        };
        let node = Node {
            line: u32::try_from(span.start.line()).unwrap_or(u32::MAX),
            column: u32::try_from(span.start.col() + 1).unwrap_or(u32::MAX),
            value,
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceEnd | Event::StreamEnd => return Ok(Value::Array(items.into())),
                event => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut members: Vec<(Rc<str>, Node)> = Vec::new();
        let mut seen: HashSet<Rc<str>> = HashSet::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(Value::Object(members.into()));
            }
            let key = match self.node(event, span, depth + 1)?.value {
                Value::String(text) | Value::Number(text) => text,
                Value::Bool(value) => value.to_string().into(),
                Value::Null => "null".into(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(self.problem(span, "a key is a list or a map, expected a word"));
                }
            };
            if !seen.insert(key.clone()) {
                return Err(self.problem(span, format!("the key `{key}` appears twice in one map")));
            }
            let (event, span) = self.next()?;
            members.push((key, self.node(event, span, depth + 1)?));
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(|item| count(&item.value)).sum(),
        Value::Object(members) => members.iter().map(|(_, item)| count(&item.value)).sum(),
        _ => 0,
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Value {
    match Scalar::parse_from_cow_and_metadata(text.clone(), style, tag) {
        Some(Scalar::Null) => Value::Null,
        Some(Scalar::Boolean(value)) => Value::Bool(value),
        Some(Scalar::Integer(number)) => Value::Number(number.to_string().into()),
        Some(Scalar::FloatingPoint(_)) => Value::Number(text.into()),
        // A tag that the text does not fit, or one of somebody's own: the text is what there is.
        Some(Scalar::String(_)) | None => Value::String(text.into()),
    }
}
