//! Strings of guests: counted, capped and cleaned, with what a breach of the contract is called.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::v0_1_0::raw;
use crate::clean::{Form, clean, clean_owned};
use crate::failure::{Failure, FailureKind};
use crate::severity::Severity;

/// The longest identifier, as the contract states it.
pub(super) const MAX_ID: usize = 64;
/// The longest texts, in bytes: a title, a sentence, an explanation.
pub(super) const MAX_TITLE: usize = 300;
pub(super) const MAX_SENTENCE: usize = 1000;
pub(super) const MAX_EXPLANATION: usize = 8000;
/// The most places and facts that one finding may name.
pub(super) const MAX_LIST: usize = 1000;
pub(super) type Checked<T> = Result<T, Failure>;

pub(super) fn bad(message: impl Display) -> Failure {
    Failure::new(
        FailureKind::BadReport,
        format!("the plugin breaks the contract: {message}"),
    )
}

pub(super) fn too_much(message: impl Display) -> Failure {
    Failure::new(FailureKind::TooMuchOutput, message.to_string())
}

/// A name for messages: whatever the guest wrote, short and safe.
pub(super) fn shown(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    clean(&short, Form::Line)
}

pub(super) fn id(text: String, what: &str) -> Checked<String> {
    let well_formed = text.len() <= MAX_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if well_formed {
        Ok(text)
    } else {
        Err(bad(format_args!(
            "{what} `{}` is no identifier",
            shown(&text)
        )))
    }
}

pub(super) fn text(value: String, most: usize, form: Form, what: impl Display) -> Checked<String> {
    if value.len() > most {
        return Err(bad(format_args!(
            "{what} has {} bytes, at most {most} are allowed",
            value.len()
        )));
    }
    Ok(clean_owned(value, form))
}

pub(super) fn required(
    value: String,
    most: usize,
    form: Form,
    what: impl Display,
) -> Checked<String> {
    if value.trim().is_empty() {
        return Err(bad(format_args!("{what} is empty")));
    }
    text(value, most, form, what)
}

pub(super) fn count(length: usize, most: usize, what: &str) -> Checked<()> {
    if length > most {
        return Err(bad(format_args!(
            "there are {length} {what}, at most {most} are allowed"
        )));
    }
    Ok(())
}

pub(super) fn attributes(
    list: Vec<raw::Attribute>,
    what: impl Display,
) -> Checked<BTreeMap<String, String>> {
    count(list.len(), MAX_LIST, "attributes")?;
    let mut attributes = BTreeMap::new();
    for attribute in list {
        let key = id(attribute.key, "the attribute key")?;
        let value = text(attribute.value, MAX_EXPLANATION, Form::Block, &what)?;
        if attributes.insert(key.clone(), value).is_some() {
            return Err(bad(format_args!("{what} has the attribute `{key}` twice")));
        }
    }
    Ok(attributes)
}

pub(super) fn unique<'a>(sorted: impl Iterator<Item = &'a str>, what: &str) -> Checked<()> {
    let mut before = None;
    for name in sorted {
        if before == Some(name) {
            return Err(bad(format_args!("the {what} `{name}` is declared twice")));
        }
        before = Some(name);
    }
    Ok(())
}

pub(super) fn severity(raw: raw::Severity) -> Severity {
    match raw {
        raw::Severity::Low => Severity::Low,
        raw::Severity::Medium => Severity::Medium,
        raw::Severity::High => Severity::High,
        raw::Severity::Critical => Severity::Critical,
    }
}
