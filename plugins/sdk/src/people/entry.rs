//! What a field about people holds, whatever its format.

use std::borrow::Cow;

use crate::words::is_placeholder;
use crate::{At, Kind};

/// What a field about people holds: the one shape in which [`super::People`] reads documents, rows
/// and what a plugin has made of them.
#[derive(Debug, Clone)]
pub enum Entry<'a> {
    /// Empty or null.
    Nothing,
    /// True or false, which is no name.
    Flag(bool),
    /// A text or a number.
    Text(Cow<'a, str>),
    /// Several people.
    List(Vec<Self>),
    /// One person (`{name, email}`), or people by their part in something.
    Map(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Entry<'a> {
    /// A text as it stands.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A value of a document. How deep it goes, the document's own bound limits.
    pub fn of(value: &At<'a>) -> Self {
        match value.kind() {
            Kind::Null => Self::Nothing,
            Kind::Bool => Self::Flag(value.as_bool().unwrap_or_default()),
            Kind::String => Self::text(value.as_str().unwrap_or_default()),
            Kind::Number => Self::Text(Cow::Owned(value.summary())),
            Kind::Array => Self::List(value.items().map(|item| Self::of(&item)).collect()),
            Kind::Object => Self::Map(
                value
                    .members()
                    .map(|(name, member)| (Cow::Borrowed(name), Self::of(&member)))
                    .collect(),
            ),
        }
    }

    /// The text, if it is one and says something.
    pub(super) fn filled(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !is_placeholder(text)),
            _ => None,
        }
    }
}
