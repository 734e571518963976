//! What the words in a status field mean.

use std::collections::BTreeMap;

use tickmark_plugin::words::{is_doubtful, words};

use crate::config::Statuses;

/// Whether a policy applies, as its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InForce,
    Draft,
    Retired,
}

/// The words that are configured.
#[derive(Debug)]
pub(crate) struct StatusWords(BTreeMap<String, Status>);

impl StatusWords {
    /// A word in two lists is a mistake.
    pub(crate) fn new(config: &Statuses) -> Result<Self, String> {
        let mut meanings = BTreeMap::new();
        for (list, status) in [
            (&config.in_force, Status::InForce),
            (&config.draft, Status::Draft),
            (&config.retired, Status::Retired),
        ] {
            for word in list {
                let previous = meanings.insert(words(word), status);
                if previous.is_some_and(|previous| previous != status) {
                    return Err(format!("statuses: `{word}` is in two lists"));
                }
            }
        }
        Ok(Self(meanings))
    }

    /// The meaning of a text. A text of several parts (`Active · Approved`) has one when all parts
    /// agree. One with a mark of doubt (`approved?`, `☐ Approved`) has none.
    pub(crate) fn read(&self, text: &str) -> Option<Status> {
        if is_doubtful(text) {
            return None;
        }
        if let Some(status) = self.0.get(&words(text)) {
            return Some(*status);
        }
        let mut parts = text
            .split(['/', '|', ',', ';', '·', '(', ')'])
            .map(words)
            .filter(|part| !part.is_empty());
        let first = *self.0.get(&parts.next()?)?;
        parts
            .all(|part| self.0.get(&part) == Some(&first))
            .then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_meaning_of_their_list_and_no_other() {
        let known = StatusWords::new(&Statuses::default()).unwrap();
        for (text, status) in [
            ("Approved", Some(Status::InForce)),
            ("IN-FORCE", Some(Status::InForce)),
            ("Active · Enforced", Some(Status::InForce)),
            ("Approved (Published)", Some(Status::InForce)),
            ("draft", Some(Status::Draft)),
            ("Pending approval", Some(Status::Draft)),
            ("SUPERSEDED", Some(Status::Retired)),
            ("Approved, pending", None),
            ("Approved with comments", None),
            ("not approved", None),
            ("under review", None),
            ("in review", None),
            ("", None),
            ("...", None),
        ] {
            assert_eq!(known.read(text), status, "{text}");
        }
    }

    #[test]
    fn a_word_cannot_mean_two_things() {
        let mut config = Statuses::default();
        config.draft.push("Approved".to_owned());
        assert!(StatusWords::new(&config).is_err());
    }
}
