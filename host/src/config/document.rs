//! TOML as a JSON value, with the place of every value in the text.
//!
//! One representation serves three readers: the JSON Schema check, `serde`, and messages that point
//! at the line. Places are found by JSON Pointer (RFC 6901).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Source};

/// A TOML file.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    value: Value,
    places: BTreeMap<String, Place>,
}

#[derive(Debug, Clone)]
struct Place {
    key: Range<usize>,
    value: Range<usize>,
}

/// A value in a document, remembered so that later steps can point at it.
#[derive(Debug, Clone)]
pub struct Origin {
    document: Arc<Document>,
    pointer: String,
}

impl Document {
    /// Parses a TOML 1.0 file.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Box<Diagnostic>> {
        let table = DeTable::parse(&source.text).map_err(|error| {
            Diagnostic::error(Code::BadToml, "the file is not valid TOML").at(
                source,
                error.span().unwrap_or(0..0),
                error.message(),
            )
        })?;
        let mut places = BTreeMap::new();
        let span = table.span();
        places.insert(
            String::new(),
            Place {
                key: span.clone(),
                value: span,
            },
        );
        let value = convert_table(table.into_inner(), "", &mut places);
        Ok(Self {
            source: source.clone(),
            value,
            places,
        })
    }

    /// The whole document.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// An origin within this document.
    pub fn origin(self: &Arc<Self>, pointer: impl Into<String>) -> Origin {
        Origin {
            document: self.clone(),
            pointer: pointer.into(),
        }
    }

    /// The place of a value, or of the nearest value around it.
    fn place(&self, pointer: &str) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return place.clone();
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => {
                    return Place {
                        key: 0..0,
                        value: 0..0,
                    };
                }
            }
        }
    }
}

impl Origin {
    /// A value inside this one.
    pub fn child(&self, key: impl std::fmt::Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self {
            document: self.document.clone(),
            pointer: format!("{}/{key}", self.pointer),
        }
    }

    /// A value inside this one, by a pointer relative to it.
    pub fn descendant(&self, pointer: &str) -> Self {
        Self {
            document: self.document.clone(),
            pointer: format!("{}{pointer}", self.pointer),
        }
    }

    /// The last key on the way to the value.
    pub fn key(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }

    /// The message, pointed at the value.
    pub fn at_value(&self, diagnostic: Diagnostic, label: impl Into<String>) -> Diagnostic {
        let place = self.document.place(&self.pointer);
        diagnostic.at(&self.document.source, place.value, label)
    }

    /// The message, pointed at the key of the value.
    pub fn at_key(&self, diagnostic: Diagnostic, label: impl Into<String>) -> Diagnostic {
        let place = self.document.place(&self.pointer);
        diagnostic.at(&self.document.source, place.key, label)
    }
}

fn insert(
    places: &mut BTreeMap<String, Place>,
    pointer: &str,
    key: Range<usize>,
    value: Spanned<DeValue<'_>>,
) -> Value {
    let place = Place {
        key,
        value: value.span(),
    };
    places.insert(pointer.to_owned(), place);
    convert(value.into_inner(), pointer, places)
}

fn convert_table(table: DeTable<'_>, pointer: &str, places: &mut BTreeMap<String, Place>) -> Value {
    Value::Object(
        table
            .into_iter()
            .map(|(key, value)| {
                let span = key.span();
                let key = key.into_inner().into_owned();
                let escaped = key.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{pointer}/{escaped}");
                let value = insert(places, &pointer, span, value);
                (key, value)
            })
            .collect(),
    )
}

fn convert(value: DeValue<'_>, pointer: &str, places: &mut BTreeMap<String, Place>) -> Value {
    match value {
        DeValue::String(text) => text.into_owned().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| number.to_string().into(), Value::from),
        DeValue::Float(number) => number
            .as_str()
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| number.to_string().into(), Value::Number),
        DeValue::Boolean(value) => value.into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let pointer = format!("{pointer}/{index}");
                let span = item.span();
                insert(places, &pointer, span, item)
            })
            .collect(),
        DeValue::Table(table) => convert_table(table, pointer, places),
    }
}
