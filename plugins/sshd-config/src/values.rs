//! The values that sshd accepts for its keywords, each brought into the form in which `sshd -T`
//! prints it.
//!
//! A reader takes a line's arguments one by one, as sshd does, and says in words what sshd would
//! refuse. What a value means is not known here.

mod choices;
mod commands;
mod names;
mod network;
mod numbers;
mod service;
#[cfg(test)]
mod testing;

pub(crate) use choices::*;
pub(crate) use commands::*;
pub(crate) use names::*;
pub(crate) use network::*;
pub(crate) use numbers::*;
pub(crate) use service::*;

use crate::version::{Releases, Version};

/// The arguments of one line.
pub(crate) struct Arguments<'a> {
    words: std::vec::IntoIter<String>,
    /// Everything after the keyword, as it is written.
    raw: &'a str,
    /// The releases that may read the line.
    pub(crate) releases: Releases,
}

/// A value: one word, or the words of a list. Empty where the line sets nothing.
pub(crate) type Value = Vec<String>;

/// Reads a value, or says what is wrong with it.
pub(crate) type Reader = fn(&mut Arguments<'_>) -> Result<Value, String>;

impl<'a> Arguments<'a> {
    pub(crate) fn new(words: Vec<String>, raw: &'a str, releases: Releases) -> Self {
        Self {
            words: words.into_iter(),
            raw,
            releases,
        }
    }

    /// The value that they are, all of them taken.
    pub(crate) fn read(mut self, reader: Reader) -> Result<Value, String> {
        let value = reader(&mut self)?;
        if self.words.len() > 0 {
            return Err("too many arguments".to_owned());
        }
        Ok(value)
    }

    fn next(&mut self) -> Result<String, String> {
        match self.words.next() {
            Some(word) if !word.is_empty() => Ok(word),
            _ => Err("an argument is missing".to_owned()),
        }
    }

    /// All words of a list. Releases since 9.7 refuse a list without any.
    fn list(&mut self) -> Result<Value, String> {
        let words: Vec<String> = self.words.by_ref().collect();
        if words.iter().any(String::is_empty) {
            return Err("an argument is empty".to_owned());
        }
        if words.is_empty() && !self.releases.before(Version::new(9, 7)) {
            return Err("an argument is missing".to_owned());
        }
        Ok(words)
    }

    /// Everything after the keyword, quotes, spaces and comment signs included.
    fn raw(&mut self) -> Result<String, String> {
        self.words = Vec::new().into_iter();
        let raw = self.raw.trim_start_matches([' ', '\t', '\r', '\n']);
        if raw.is_empty() {
            return Err("an argument is missing".to_owned());
        }
        Ok(raw.to_owned())
    }
}

fn one(word: impl Into<String>) -> Value {
    vec![word.into()]
}

/// `none` in sshd's own spelling; any other word unchanged.
fn or_none(word: String) -> String {
    if word.eq_ignore_ascii_case("none") {
        "none".to_owned()
    } else {
        word
    }
}

/// `word` must stand alone in a list, if it is there at all.
fn alone(words: &[String], word: &str) -> Result<(), String> {
    let there = words.iter().any(|own| own.eq_ignore_ascii_case(word));
    if there && words.len() > 1 {
        return Err(format!("`{word}` must stand alone"));
    }
    Ok(())
}
