//! TOML with places. Dates and times become strings, as written.

use toml::de::{DeTable, DeValue};

use super::{LineIndex, Node, Value};
use crate::Problem;

pub(super) fn parse(path: &str, text: &str) -> Result<Node, Problem> {
    let index = LineIndex::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        index.problem(
            path,
            error.span().map_or(0, |span| span.start),
            format!("the file is not valid TOML: {}", error.message()),
        )
    })?;
    let start = table.span().start;
    Ok(node(
        &index,
        start,
        convert_table(&index, table.into_inner()),
    ))
}

fn node(index: &LineIndex<'_>, start: usize, value: Value) -> Node {
    let (line, column) = index.position(start);
    Node {
        line,
        column,
        value,
    }
}

fn convert_table(index: &LineIndex<'_>, table: DeTable<'_>) -> Value {
    Value::Object(
        table
            .into_iter()
            .map(|(key, value)| {
                let start = value.span().start;
                (
                    key.into_inner().into_owned().into(),
                    node(index, start, convert(index, value.into_inner())),
                )
            })
            .collect(),
    )
}

fn convert(index: &LineIndex<'_>, value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.into_owned().into()),
        DeValue::Integer(number) => Value::Number(number.to_string().into()),
        DeValue::Float(number) => Value::Number(number.to_string().into()),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(time) => Value::String(time.to_string().into()),
        DeValue::Array(items) => Value::Array(
            items
                .into_iter()
                .map(|item| {
                    let start = item.span().start;
                    node(index, start, convert(index, item.into_inner()))
                })
                .collect(),
        ),
        DeValue::Table(table) => convert_table(index, table),
    }
}
