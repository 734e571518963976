//! One of the people that a field names, and how a text falls into parts.

use std::borrow::Cow;

use super::identity::{Identity, split_words};
use super::roles::{is_body, is_role};
use super::{Book, Entry, Likeness, MAX_TEXT};
use crate::words::{key, words};

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) raw: String,
    /// More than one where the text may name several people or a person and something else.
    identities: Vec<Identity>,
}

impl Person {
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut identities: Vec<Identity> = parts(text)
            .iter()
            .filter_map(|part| Identity::new(part))
            .collect();
        // `Jane Doe, CEO` is Jane Doe; her title tells nothing more about who she is.
        if identities.iter().any(|identity| !identity.role) {
            identities.retain(|identity| !identity.role || identity.is_body());
        }
        (!identities.is_empty()).then(|| Self {
            raw: text.to_owned(),
            identities,
        })
    }

    /// A person from a map that has at least a name, an address or a handle.
    pub(super) fn of_map(members: &[(Cow<'_, str>, Entry<'_>)]) -> Option<Self> {
        let text = |names: &[&str]| {
            members.iter().find_map(|(name, value)| {
                let text = value.filled()?;
                let fits = text.chars().count() <= MAX_TEXT;
                (fits && names.contains(&key(name).as_str())).then_some(text)
            })
        };
        let name = text(&["name", "fullname", "displayname", "person"]);
        let email = text(&["email", "mail", "emailaddress"]);
        let handle = text(&["handle", "github", "gitlab", "username", "login", "slack"]);
        name.or(email).or(handle)?;
        let mut person = Self::new(name.unwrap_or_default()).unwrap_or_else(|| Self {
            raw: email.or(handle).unwrap_or_default().to_owned(),
            identities: vec![Identity::default()],
        });
        // Of two names in one field nobody knows whose address it is.
        if let [identity] = person.identities.as_mut_slice() {
            *identity = std::mem::take(identity).with(email, handle);
        }
        Some(person)
    }

    /// `Same` when each identity is found on the other side, `Different` when none may be.
    pub(super) fn likeness(&self, other: &Self, book: &Book) -> Likeness {
        let closest = |one: &Identity, others: &[Identity]| {
            let likenesses = others.iter().map(|other| book.likeness(one, other));
            likenesses.min().unwrap_or(Likeness::Different)
        };
        let there = self
            .identities
            .iter()
            .map(|one| closest(one, &other.identities));
        let back = other
            .identities
            .iter()
            .map(|one| closest(one, &self.identities));
        there
            .chain(back)
            .reduce(|one, other| if one == other { one } else { Likeness::Unclear })
            .unwrap_or(Likeness::Unclear)
    }
}

/// The parts of a text between commas, dashes and `and`, and a second name in parentheses.
pub(super) fn parts(text: &str) -> Vec<String> {
    let (outside, asides) = split_asides(text);
    let outside = [" and ", " - ", " – ", " — ", " | ", " & "]
        .into_iter()
        .fold(outside, |text, mark| text.replace(mark, ", "));
    let mut parts: Vec<String> = outside
        .split(',')
        .map(|part| part.trim().to_owned())
        .collect();
    // `Jane Doe (Legal)` tells where she works, `Acme Inc (Jane Doe)` may tell who she is.
    parts.extend(asides.into_iter().filter(|aside| {
        let words = split_words(aside);
        words.len() > 1 && !is_role(&words)
    }));
    parts
}

/// A text without what it has in parentheses, and the latter. Addresses and handles stay where they
/// are, because they belong to the name before them.
fn split_asides(text: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut asides = Vec::new();
    let mut aside = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            letter if depth == 0 => outside.push(letter),
            letter => aside.push(letter),
        }
        if depth == 0 && !aside.is_empty() {
            let aside = std::mem::take(&mut aside);
            if aside.contains('@') {
                outside.extend([" <", aside.trim(), "> "]);
            } else {
                asides.push(aside);
            }
        } else if depth > 0 && matches!(letter, '(' | ')') {
            aside.push(' ');
        }
    }
    asides.extend(Some(aside).filter(|aside| !aside.is_empty()));
    (outside, asides)
}

/// Whether a text in place of a name says that there is nobody, or nobody yet.
pub(super) fn is_nobody(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "anonymous",
        "missing",
        "no one",
        "no owner",
        "nobody",
        "none",
        "noone",
        "open",
        "pending",
        "skipped",
        "to follow",
        "unapproved",
        "vacant",
        "waived",
        "withdrawn",
    ];
    const BEGINNINGS: &[&str] = &[
        "awaiting ",
        "declined ",
        "denied ",
        "n a ",
        "no ",
        "nobody ",
        "none ",
        "not ",
        "pending ",
        "refused ",
        "rejected ",
        "skipped ",
        "tba ",
        "tbc ",
        "tbd ",
        "to be ",
        "vacant ",
        "waived ",
        "withdrawn ",
    ];
    let words = words(text);
    // `Automatic approval` and `approval withdrawn` are about an approval and not about whoever gave it.
    let is_approval = || {
        let split = split_words(text);
        split.iter().any(|word| word == "approval") && !is_body(&split)
    };
    WORDS.contains(&words.as_str())
        || BEGINNINGS
            .iter()
            .any(|beginning| words.starts_with(beginning))
        || is_approval()
}
