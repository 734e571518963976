//! Documents as values of the engine, and the engine's results as messages with places.

use std::collections::BTreeMap;

use regorus::Value;
use tickmark_plugin::{At, Kind, Location, Problem};

/// The longest message that is kept, in characters.
const MAX_MESSAGE: usize = 240;

/// A text, cut visibly where it is longer than so many characters.
pub(crate) fn brief(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A message, in one line.
pub(crate) fn message(text: &str) -> String {
    brief(&one_line(text), MAX_MESSAGE)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value of a document. Numbers keep their exact value or are a problem.
pub(crate) fn of(at: &At<'_>) -> Result<Value, Problem> {
    Ok(match at.kind() {
        Kind::Null => Value::Null,
        Kind::Bool => at.as_bool().unwrap_or_default().into(),
        Kind::Number => {
            let written = at.summary();
            Value::from_numeric_string(&written).map_err(|_| {
                let written = brief(&written, MAX_MESSAGE);
                at.problem(format!("the number {written} cannot be compared exactly"))
            })?
        }
        Kind::String => at.as_str().unwrap_or_default().into(),
        Kind::Array => at
            .items()
            .map(|item| of(&item))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Kind::Object => at
            .members()
            .map(|(name, item)| Ok((name.into(), of(&item)?)))
            .collect::<Result<BTreeMap<Value, Value>, Problem>>()?
            .into(),
    })
}

/// An object of a document, with texts for members that it lacks.
pub(crate) fn with(at: &At<'_>, more: &[(&str, &str)]) -> Result<Value, Problem> {
    let mut members = at
        .members()
        .map(|(name, item)| Ok((name.into(), of(&item)?)))
        .collect::<Result<BTreeMap<Value, Value>, Problem>>()?;
    for &(name, text) in more {
        members.entry(name.into()).or_insert_with(|| text.into());
    }
    Ok(members.into())
}

/// One thing that a rule said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) message: String,
    /// The message, however long, which tells results apart.
    pub(crate) whole: String,
    /// What it is about, where the rule says so.
    resource: Option<String>,
    /// Where it is, where the rule says so.
    line: Option<usize>,
    steps: Vec<String>,
}

impl Said {
    /// What it is about, else where in its document it is. Lines move, so they name nothing.
    pub(crate) fn about(&self) -> Option<String> {
        self.resource
            .clone()
            .or_else(|| (!self.steps.is_empty()).then(|| format!("/{}", self.steps.join("/"))))
    }

    /// Where it stands in a document.
    pub(crate) fn place(&self, root: &At<'_>) -> Location {
        if let Some(line) = self.line {
            return Location::line(&root.place().path, line);
        }
        let mut at = root.clone();
        for step in &self.steps {
            let next = at
                .get(step)
                .or_else(|| step.parse().ok().and_then(|index| at.items().nth(index)));
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at.place()
    }
}

/// What a rule said, from its value. The error says why it cannot be understood.
pub(crate) fn said(value: &Value) -> Result<Vec<Said>, String> {
    match value {
        // A rule that only says `true` names no message; Conftest lets it pass.
        Value::Bool(true) => Ok(vec![plain("the rule holds")]),
        Value::Bool(false) | Value::Undefined => Ok(Vec::new()),
        Value::Set(items) => items.iter().map(one).collect(),
        Value::Array(items) => items.iter().map(one).collect(),
        Value::Object(members) if members.is_empty() => Ok(Vec::new()),
        Value::String(_) | Value::Object(_) => Ok(vec![one(value)?]),
        Value::Null | Value::Number(_) => Err(format!(
            "the rule's value is {}, expected messages",
            if *value == Value::Null {
                "null"
            } else {
                "a number"
            }
        )),
    }
}

fn plain(text: &str) -> Said {
    Said {
        message: message(text),
        whole: one_line(text),
        resource: None,
        line: None,
        steps: Vec::new(),
    }
}

fn one(value: &Value) -> Result<Said, String> {
    match value {
        Value::String(text) => Ok(plain(text)),
        Value::Object(_) => {
            let Some(text) = text_of(value, "msg") else {
                return Err("a result has no `msg` that is a text".to_owned());
            };
            let holders = [value, member(value, "details"), member(value, "_loc")];
            let first = |find: &dyn Fn(&Value) -> Option<String>| {
                holders.iter().find_map(|holder| find(holder))
            };
            let resource =
                first(&|holder| text_of(holder, "resource").or_else(|| text_of(holder, "subject")));
            let line = holders
                .iter()
                .find_map(|holder| member(holder, "line").as_i64().ok())
                .and_then(|line| usize::try_from(line).ok())
                .filter(|&line| line > 0);
            let steps = holders
                .iter()
                .map(|holder| steps(member(holder, "path")))
                .find(|steps| !steps.is_empty())
                .unwrap_or_default();
            Ok(Said {
                resource: resource.map(|resource| one_line(&resource)),
                line,
                steps,
                ..plain(&text)
            })
        }
        _ => Err("a result is neither a text nor an object with `msg`".to_owned()),
    }
}

/// The member of an object; undefined where there is none.
fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    const NONE: &Value = &Value::Undefined;
    match value {
        Value::Object(members) => members.get(&Value::from(name)).unwrap_or(NONE),
        _ => NONE,
    }
}

fn text_of(value: &Value, name: &str) -> Option<String> {
    match member(value, name) {
        Value::String(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    }
}

/// A path as rules write it: a list of keys, a JSON Pointer, or keys with dots between them.
fn steps(path: &Value) -> Vec<String> {
    match path {
        Value::Array(steps) => steps
            .iter()
            .map(|step| match step {
                Value::String(text) => text.to_string(),
                other => other.to_string(),
            })
            .collect(),
        Value::String(text) => match text.strip_prefix('/') {
            Some(pointer) => pointer
                .split('/')
                .map(|step| step.replace("~1", "/").replace("~0", "~"))
                .collect(),
            None => text
                .split(['.', '[', ']'])
                .filter(|step| !step.is_empty())
                .map(str::to_owned)
                .collect(),
        },
        _ => Vec::new(),
    }
}
