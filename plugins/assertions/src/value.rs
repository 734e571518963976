//! Evidence as values of the expression language, and such values as text for findings.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use cel::Value;
use cel::common::value::Val;
use cel::objects::Key;
use tickmark_plugin::{At, Kind, Problem};

use crate::moment::{Moment, Span};

/// The longest text that a finding shows, in characters.
pub(crate) const MAX_SHOWN: usize = 240;
/// The longest name of a subject.
pub(crate) const MAX_SUBJECT: usize = 160;

/// A text, cut visibly where it is longer than so many characters.
pub(crate) fn brief(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value of a document. Numbers keep their exact value or are a problem.
pub(crate) fn of(at: &At<'_>) -> Result<Value, Problem> {
    Ok(match at.kind() {
        Kind::Null => Value::Null,
        Kind::Bool => Value::Bool(at.as_bool().unwrap_or_default()),
        Kind::Number => number(at)?,
        Kind::String => text(at.as_str().unwrap_or_default()),
        Kind::Array => Value::List(Arc::new(
            at.items().map(|item| of(&item)).collect::<Result<_, _>>()?,
        )),
        Kind::Object => map(at
            .members()
            .map(|(name, item)| Ok((name, of(&item)?)))
            .collect::<Result<Vec<_>, Problem>>()?),
    })
}

/// A text.
pub(crate) fn text(content: &str) -> Value {
    Value::String(Arc::new(content.to_owned()))
}

/// A map with texts for keys.
pub(crate) fn map<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let members: HashMap<Key, Value> = members
        .into_iter()
        .map(|(name, value)| (Key::from(name), value))
        .collect();
    Value::from(members)
}

fn number(at: &At<'_>) -> Result<Value, Problem> {
    let written = at.summary();
    if let Ok(whole) = written.parse() {
        return Ok(Value::Int(whole));
    }
    if let Ok(whole) = written.parse() {
        return Ok(Value::UInt(whole));
    }
    let is_whole = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    written
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite() && !is_whole)
        .map(Value::Float)
        .ok_or_else(|| {
            at.problem(format!(
                "the number {} cannot be compared exactly",
                brief(&written, MAX_SHOWN)
            ))
        })
}

/// A value in words.
pub(crate) fn shown(value: &dyn Val) -> String {
    let mut words = String::new();
    if let Some(moment) = value.downcast_ref::<Moment>() {
        words = moment.0.to_string();
    } else if let Some(span) = value.downcast_ref::<Span>() {
        words = span.0.to_string();
    } else {
        match Value::try_from(value) {
            Ok(value) => write(&value, &mut words),
            Err(_) => {
                let _ = write!(words, "a {}", value.get_type().name());
            }
        }
    }
    brief(&words, MAX_SHOWN)
}

/// Texts stand bare, because most of what is shown is one text. Keys are sorted, because a map has
/// no order of its own.
fn write(value: &Value, words: &mut String) {
    if words.len() > MAX_SHOWN * 4 {
        return;
    }
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Null => words.write_str("null"),
        Value::Bool(value) => write!(words, "{value}"),
        Value::Int(value) => write!(words, "{value}"),
        Value::UInt(value) => write!(words, "{value}"),
        Value::Float(value) => write!(words, "{value}"),
        Value::String(value) => words.write_str(value),
        Value::List(items) => {
            words.push('[');
            for (index, item) in items.iter().enumerate() {
                words.push_str(if index == 0 { "" } else { ", " });
                write(item, words);
            }
            words.write_str("]")
        }
        Value::Map(map) => {
            let mut members: Vec<_> = map.map.iter().collect();
            members.sort_by(|one, other| one.0.cmp(other.0));
            words.push('{');
            for (index, (key, item)) in members.into_iter().enumerate() {
                words.push_str(if index == 0 { "" } else { ", " });
                let _ = write!(words, "{key}: ");
                write(item, words);
            }
            words.write_str("}")
        }
        _ => words.write_str("a value"),
    };
}
