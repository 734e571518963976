//! Who people are, as far as two texts tell: the same person, another one, or unclear.
//!
//! An approval counts only when the approver is clearly not the author, so every doubt (a nickname,
//! an initial, a job title, a handle beside a name) is `Unclear` and never `Different`.

mod book;
mod identity;
mod roles;

use crate::value::{Content, Value};
use crate::words::{key, words};

pub(crate) use book::Book;
use identity::{Identity, split_words};
use roles::is_role;

/// Longer texts are no names. This and the next bounds keep comparisons cheap on hostile evidence.
const MAX_TEXT: usize = 200;

/// More people than this do not approve one policy.
const MAX_PEOPLE: usize = 20;

/// A text with more parts is prose.
const MAX_PARTS: usize = 8;

/// Whether two texts name the same person. Ordered from the closest to the most distant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    Same,
    Unclear,
    Different,
}

/// The people that a field names, each as written.
#[derive(Debug, Clone, Default)]
pub(crate) struct People(Vec<Person>);

#[derive(Debug, Clone)]
struct Person {
    raw: String,
    /// More than one where the text may name several people or a person and something else.
    identities: Vec<Identity>,
}

impl People {
    /// Reads a text, a list, or a map such as `{name, email}`. Nothing but placeholders is nobody.
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let mut people = Vec::new();
        collect(value, &mut people)?;
        if people.len() > MAX_PEOPLE {
            return Err(format!("more than {MAX_PEOPLE} people"));
        }
        Ok(Self(people))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for People {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|person| person.raw.as_str()).collect();
        formatter.write_str(&names.join("; "))
    }
}

fn collect(value: &Value, people: &mut Vec<Person>) -> Result<(), String> {
    match &value.content {
        Content::Nothing | Content::Placeholder(_) => {}
        Content::Flag(flag) => return Err(format!("`{flag}` is no name")),
        Content::Text(text) => {
            // A semicolon or a line break cannot be part of a name, a comma can.
            for part in text.split([';', '\n']) {
                let part = part.trim();
                if is_nobody(part) {
                    continue;
                }
                if part.chars().count() > MAX_TEXT || parts(part).len() > MAX_PARTS {
                    return Err("the text is too long for a name".to_owned());
                }
                people.extend(Person::new(part));
            }
        }
        Content::List(items) => {
            for item in items {
                collect(item, people)?;
            }
        }
        Content::Map(members) => match Person::of_map(members) {
            Some(person) => people.push(person),
            None => {
                for (_, member) in members {
                    collect(member, people)?;
                }
            }
        },
    }
    Ok(())
}

/// Whether a text in place of a name says that there is nobody, or nobody yet.
fn is_nobody(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "anonymous",
        "missing",
        "no one",
        "no owner",
        "nobody",
        "noone",
        "open",
        "pending",
        "unapproved",
        "vacant",
    ];
    const BEGINNINGS: &[&str] = &["awaiting ", "not ", "pending ", "to be "];
    let text = words(text);
    WORDS.contains(&text.as_str()) || BEGINNINGS.iter().any(|words| text.starts_with(words))
}

impl Person {
    fn new(text: &str) -> Option<Self> {
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
    fn of_map(members: &[(String, Value)]) -> Option<Self> {
        let text = |names: &[&str]| {
            members.iter().find_map(|(name, value)| {
                let text = value.text()?;
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
    fn likeness(&self, other: &Self, book: &Book) -> Likeness {
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
fn parts(text: &str) -> Vec<String> {
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

#[cfg(test)]
mod tests;
