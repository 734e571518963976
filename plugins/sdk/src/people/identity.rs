//! What one text tells about one person, and whether two such texts tell of the same one.

use unicode_normalization::UnicodeNormalization;

use super::Likeness;
use super::roles::{is_body, is_role};
use crate::words::words;

/// Where an identity's words come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Source {
    #[default]
    Name,
    Email,
    Handle,
}

/// What a text tells about one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Identity {
    /// The words of the name, of the job title, or, without either, of the address or handle.
    words: Vec<String>,
    source: Source,
    email: Option<String>,
    handle: Option<String>,
    pub(super) role: bool,
}

impl Identity {
    /// What a text tells, if it tells anything.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut identity = Self::default();
        let mut name = Vec::new();
        // Some programs write `é` as two characters, of which the second is no letter.
        let text: String = text.nfc().collect();
        for word in text.split_whitespace() {
            let bare = word.trim_matches(['<', '>', '(', ')', '[', ']', '"', '\'']);
            let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
            if let Some(handle) = bare.strip_prefix('@').or_else(|| bare.strip_prefix('#')) {
                identity.handle = Some(bare_handle(handle));
            } else if bare.contains("://") {
                let last = bare.trim_end_matches('/').rsplit('/').next();
                identity.handle = last.map(bare_handle);
            } else if bare.contains('@') {
                identity.email = Some(bare.to_lowercase());
            } else {
                name.push(bare);
            }
        }
        identity.words = split_words(&name.join(" "));
        identity.complete();
        let empty = identity.words.is_empty();
        (!empty).then_some(identity)
    }

    /// The same identity with an address and a handle that are stated beside the name.
    pub(super) fn with(mut self, email: Option<&str>, handle: Option<&str>) -> Self {
        if let Some(email) = email {
            self.email = Some(email.nfc().collect::<String>().to_lowercase());
        }
        if let Some(handle) = handle {
            self.handle = Some(bare_handle(handle));
        }
        self.complete();
        self
    }

    /// Takes the words from the address or the handle where there is no name.
    fn complete(&mut self) {
        if self.words.is_empty() {
            (self.words, self.source) = match (&self.email, &self.handle) {
                (Some(email), _) => (split_words(local_part(email)), Source::Email),
                (None, Some(handle)) => (split_words(handle), Source::Handle),
                (None, None) => (Vec::new(), Source::Name),
            };
        }
        self.role = is_role(&self.words);
    }

    /// Whether it is a body that decides together.
    pub(super) fn is_body(&self) -> bool {
        self.role && is_body(&self.words)
    }

    /// Whether two identities are one person.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        if self.shares_address(other) {
            return Likeness::Same;
        }
        if self.words.is_empty() || other.words.is_empty() {
            return Likeness::Unclear;
        }
        if self.role || other.role {
            return self.role_likeness(other);
        }
        match overlap(&self.words, &other.words) {
            Overlap::Equal => Likeness::Same,
            Overlap::Apart if self.may_be_another_form_of(other) => Likeness::Unclear,
            Overlap::Apart if self.can_be_told_from(other) => Likeness::Different,
            Overlap::Within | Overlap::Apart => Likeness::Unclear,
        }
    }

    /// Whether two names have so much in common that they may be one, unlike two texts that merely
    /// tell too little.
    pub(super) fn resembles(&self, other: &Self) -> bool {
        let named = |identity: &Self| !identity.role && !identity.words.is_empty();
        named(self)
            && named(other)
            && (overlap(&self.words, &other.words) != Overlap::Apart
                || self.may_be_another_form_of(other))
    }

    /// The address without its domain.
    fn local(&self) -> Option<&str> {
        self.email.as_deref().map(local_part)
    }

    /// One address, one handle, or a handle that is the other's address without its domain.
    fn shares_address(&self, other: &Self) -> bool {
        let equal = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
        equal(self.email.as_deref(), other.email.as_deref())
            || equal(self.handle.as_deref(), other.handle.as_deref())
            || equal(self.local(), other.handle.as_deref())
            || equal(self.handle.as_deref(), other.local())
    }

    /// Whether two texts may be forms of one name: `janedoe` and `jane.doe`, or a short first name
    /// beside the same family name.
    fn may_be_another_form_of(&self, other: &Self) -> bool {
        let forms = |identity: &Self| -> Vec<Vec<String>> {
            let names = [identity.local(), identity.handle.as_deref()];
            names
                .into_iter()
                .flatten()
                .map(split_words)
                .chain([identity.words.clone()])
                .collect()
        };
        let other_forms = forms(other);
        forms(self).iter().any(|one| {
            other_forms
                .iter()
                .any(|other| one.concat() == other.concat() || diminutive(one, other))
        })
    }

    /// Whether words that have nothing in common show two people. A single word beside a whole name
    /// shows nothing: it may be a nickname, a family name or a handle.
    fn can_be_told_from(&self, other: &Self) -> bool {
        if let (Some(one), Some(another)) = (self.local(), other.local()) {
            return overlap(&split_words(one), &split_words(another)) == Overlap::Apart;
        }
        if self.handle.is_some() && other.handle.is_some() {
            return true;
        }
        let whole = |identity: &Self| identity.words.len() > 1;
        match (self.source, other.source) {
            (Source::Name, Source::Name) => {
                whole(self) == whole(other)
                    && (whole(self) || !may_be_short_form(&self.words, &other.words))
            }
            (Source::Name, Source::Email) | (Source::Email, Source::Name) => {
                whole(self) && whole(other)
            }
            _ => false,
        }
    }

    /// A job title is not a name: whether the CEO is the author, or also the CISO, is for people to
    /// say. Only a body that decides together is never one of its members.
    fn role_likeness(&self, other: &Self) -> Likeness {
        if self.role && other.role && (self.words == other.words || same_title(self, other)) {
            Likeness::Same
        } else if self.is_body() && other.is_body() && within(&self.words, &other.words) {
            Likeness::Unclear
        } else if self.is_body() || other.is_body() {
            Likeness::Different
        } else {
            Likeness::Unclear
        }
    }
}

/// Whether all words of one body's name stand in the other's: `Security Committee` may be short for
/// `Information Security Committee`.
fn within(one: &[String], other: &[String]) -> bool {
    let telling = |word: &&String| !matches!(word.as_str(), "of" | "the" | "and");
    let covered = |one: &[String], other: &[String]| {
        one.iter().filter(telling).all(|word| other.contains(word))
    };
    covered(one, other) || covered(other, one)
}

/// Short forms that do not begin like the name.
const IRREGULAR: &[(&str, &str)] = &[
    ("betty", "elizabeth"),
    ("bill", "william"),
    ("bob", "robert"),
    ("dick", "richard"),
    ("hank", "henry"),
    ("jack", "john"),
    ("jim", "james"),
    ("liz", "elizabeth"),
    ("peggy", "margaret"),
    ("sasha", "alexander"),
    ("ted", "edward"),
    ("tom", "thomas"),
    ("tony", "anthony"),
];

/// Whether two first names may be forms of one: `Bob` and `Robert`, `Rob` and `Robert`.
fn may_be_short_form(one: &[String], other: &[String]) -> bool {
    const LEAST: usize = 3;
    let pair = |one: &str, other: &str| {
        IRREGULAR.contains(&(one, other))
            || (one.chars().count() >= LEAST && other.starts_with(one))
    };
    one.iter().any(|one| {
        other
            .iter()
            .any(|other| pair(one, other) || pair(other, one))
    })
}

/// Whether two names share a word and differ in one that may be the short form of the other.
fn diminutive(one: &[String], other: &[String]) -> bool {
    const ALIKE: usize = 2;
    let short_form = |one: &str, other: &str| {
        IRREGULAR.contains(&(one, other))
            || IRREGULAR.contains(&(other, one))
            || (one.chars().count() > ALIKE
                && other.chars().count() > ALIKE
                && one.chars().take(ALIKE).eq(other.chars().take(ALIKE)))
    };
    let mut unshared = one.iter().filter(|word| !other.contains(word));
    let shares = one.iter().any(|word| other.contains(word));
    shares
        && unshared.any(|word| {
            let mut candidates = other.iter().filter(|word| !one.contains(word));
            candidates.any(|candidate| short_form(word, candidate))
        })
}

/// Whether one title is the other's abbreviation, as `CEO` is of `Chief Executive Officer`.
fn same_title(one: &Identity, other: &Identity) -> bool {
    let initials = |identity: &Identity| -> String {
        identity
            .words
            .iter()
            .filter(|word| !matches!(word.as_str(), "of" | "the" | "and"))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    let abbreviates = |short: &Identity, long: &Identity| match short.words.as_slice() {
        [word] => *word == initials(long),
        _ => false,
    };
    abbreviates(one, other) || abbreviates(other, one)
}

pub(super) fn split_words(text: &str) -> Vec<String> {
    words(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn bare_handle(text: &str) -> String {
    let text: String = text.trim_start_matches(['@', '#']).nfc().collect();
    text.to_lowercase()
}

fn local_part(email: &str) -> &str {
    email.split('@').next().unwrap_or(email)
}

/// How far two lists of words are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overlap {
    Equal,
    /// Each word of the shorter one may be a word of the longer one.
    Within,
    Apart,
}

fn overlap(one: &[String], other: &[String]) -> Overlap {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut free: Vec<&String> = long.iter().collect();
    let mut exact = short.len() == long.len();
    for word in short {
        let found = free
            .iter()
            .position(|candidate| *candidate == word)
            .or_else(|| {
                exact = false;
                free.iter().position(|candidate| resembles(word, candidate))
            });
        match found {
            Some(index) => {
                free.swap_remove(index);
            }
            None => return Overlap::Apart,
        }
    }
    if exact {
        Overlap::Equal
    } else {
        Overlap::Within
    }
}

/// Whether two words may be one: an initial, a slip of one letter, or letters with accents that one
/// of the two leaves out.
fn resembles(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if let ([initial], [first, ..]) | ([first, ..], [initial]) = (one.as_slice(), other.as_slice())
    {
        return initial == first;
    }
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = |pair: &(&char, &char)| pair.0 == pair.1 || !pair.0.is_ascii() || !pair.1.is_ascii();
    let start = one.iter().zip(&other).take_while(same).count();
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(same)
        .count();
    start + end + 1 >= one.len().max(other.len())
}
