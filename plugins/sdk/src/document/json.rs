//! JSON with places, through `jsonc-parser` with every extension to JSON switched off.

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{LineIndex, MAX_DEPTH, Node, Value};
use crate::{Location, Problem};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub(super) fn parse(path: &str, text: &str) -> Result<Node, Problem> {
    let index = LineIndex::new(text);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
        index.problem(
            path,
            error.range().start,
            format!("the file is not valid JSON: {}", error.kind()),
        )
    })?;
    let value = parsed
        .value
        .ok_or_else(|| Problem::new(Location::file(path), "the file is empty, expected JSON"))?;
    convert(path, &index, value, 0)
}

fn convert(
    path: &str,
    index: &LineIndex<'_>,
    value: ast::Value<'_>,
    depth: usize,
) -> Result<Node, Problem> {
    let start = value.range().start;
    if depth > MAX_DEPTH {
        return Err(index.problem(path, start, "the JSON is nested too deeply"));
    }
    let (line, column) = index.position(start);
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        ast::Value::NumberLit(literal) => Value::Number(literal.value.into()),
        ast::Value::StringLit(literal) => Value::String(literal.value.into()),
        ast::Value::Array(array) => Value::Array(
            array
                .elements
                .into_iter()
                .map(|element| convert(path, index, element, depth + 1))
                .collect::<Result<_, _>>()?,
        ),
        ast::Value::Object(object) => {
            let mut seen = std::collections::HashSet::with_capacity(object.properties.len());
            let mut members = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let offset = property.name.range().start;
                let name: Box<str> = property.name.into_string().into();
                if !seen.insert(name.clone()) {
                    return Err(index.problem(
                        path,
                        offset,
                        format!("the key `{name}` appears twice in one object"),
                    ));
                }
                members.push((name, convert(path, index, property.value, depth + 1)?));
            }
            Value::Object(members)
        }
    };
    Ok(Node {
        line,
        column,
        value,
    })
}
