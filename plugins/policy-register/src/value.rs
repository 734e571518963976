//! Values as a document or a register states them, whatever the format.

use std::borrow::Cow;

use tickmark_plugin::people::Entry;
use tickmark_plugin::words::is_placeholder;
use tickmark_plugin::{At, Kind, Location};

/// A field with its name as written.
#[derive(Debug, Clone)]
pub(crate) struct Stated {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) place: Location,
    pub(crate) content: Content,
}

/// What a value holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Empty or null.
    Nothing,
    /// A text that only holds a place for a value, as `TBD` does.
    Placeholder(String),
    /// A text or a number.
    Text(String),
    Flag(bool),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A cell of a register.
    pub(crate) fn cell(place: Location, text: &str) -> Self {
        Self {
            place,
            content: Content::of_text(text),
        }
    }

    /// A value of a document's front matter.
    pub(crate) fn of(at: &At<'_>) -> Self {
        let content = match at.kind() {
            Kind::Null => Content::Nothing,
            Kind::Bool => Content::Flag(at.as_bool().unwrap_or_default()),
            Kind::Number | Kind::String => Content::of_text(&at.summary()),
            Kind::Array => Content::List(at.items().map(|item| Self::of(&item)).collect()),
            Kind::Object => Content::Map(
                at.members()
                    .map(|(name, member)| (name.to_owned(), Self::of(&member)))
                    .collect(),
            ),
        };
        Self {
            place: at.place(),
            content,
        }
    }

    /// A single text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Every text in the value, however deep.
    pub(crate) fn texts(&self) -> Vec<&str> {
        match &self.content {
            Content::Text(text) => vec![text],
            Content::List(items) => items.iter().flat_map(Self::texts).collect(),
            Content::Map(members) => members.iter().flat_map(|(_, item)| item.texts()).collect(),
            Content::Nothing | Content::Placeholder(_) | Content::Flag(_) => Vec::new(),
        }
    }
}

impl<'a> From<&'a Value> for Entry<'a> {
    fn from(value: &'a Value) -> Self {
        match &value.content {
            Content::Nothing => Self::Nothing,
            Content::Placeholder(text) | Content::Text(text) => Self::text(text),
            Content::Flag(flag) => Self::Flag(*flag),
            Content::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Content::Map(members) => Self::Map(
                members
                    .iter()
                    .map(|(name, member)| (Cow::Borrowed(name.as_str()), Self::from(member)))
                    .collect(),
            ),
        }
    }
}

impl Content {
    fn of_text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::Nothing
        } else if is_placeholder(text) {
            Self::Placeholder(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// What it is, for messages.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Nothing => "empty".to_owned(),
            Self::Placeholder(text) | Self::Text(text) => format!("`{text}`"),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Map(members) => format!("a map of {}", members.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_only_hold_a_place_are_known() {
        for text in [
            "TBD",
            "N/A",
            "-",
            "—",
            "???",
            "{{ owner }}",
            "<name>",
            "[Name]",
            "YYYY-MM-DD",
            "YYYYMMDD",
            "To be determined",
        ] {
            let content = Content::of_text(text);
            assert!(matches!(content, Content::Placeholder(_)), "{text}");
        }
        for text in [
            "Nadia",
            "Jane <jane@example.com>",
            "<jane@example.com>",
            "[Jane](mailto:jane@example.com)",
            "1.0",
            "pending",
            "@nobody",
        ] {
            assert!(matches!(Content::of_text(text), Content::Text(_)), "{text}");
        }
        assert!(matches!(Content::of_text("  "), Content::Nothing));
    }
}
