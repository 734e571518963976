//! What the words in status, decision and type columns mean.
//!
//! A word without a known meaning is never guessed: its row is inconclusive, and the message says
//! where to teach the word.

use std::collections::BTreeMap;

use tickmark_plugin::Failure;
use tickmark_plugin::words::{NO, YES};

use crate::config::{AccountSource, ReviewSource, RosterSource};
use crate::names::{key, plain};

/// The meanings of words.
#[derive(Debug, Clone)]
pub(crate) struct Words<M>(BTreeMap<String, M>);

impl<M: Copy> Words<M> {
    /// Known words.
    pub(crate) fn known(groups: &[(M, &[&str])]) -> Self {
        let mut words = Self(BTreeMap::new());
        for &(meaning, group) in groups {
            words.add(meaning, group.iter().copied());
        }
        words
    }

    /// Teaches words; a word that was known before gets the new meaning.
    pub(crate) fn add<'a>(&mut self, meaning: M, group: impl IntoIterator<Item = &'a str>) {
        for word in group {
            self.0.insert(form(word), meaning);
        }
    }

    /// Teaches words from the configuration.
    pub(crate) fn teach(&mut self, meaning: M, group: &[String]) {
        self.add(meaning, group.iter().map(String::as_str));
    }

    /// What a word means.
    pub(crate) fn meaning(&self, word: &str) -> Option<M> {
        self.0.get(&form(word)).copied()
    }
}

/// The form in which words are compared: the plain one, unless the word is nothing but marks (`✓`),
/// or a mark casts doubt on it (`keep?`, `☐ keep`). Then the marks count.
fn form(word: &str) -> String {
    const DOUBT: [char; 11] = ['?', '!', '~', '¬', '☐', '⬜', '✗', '✘', '✖', '❌', '🚫'];
    let plain = plain(word);
    if plain.is_empty() || word.contains(DOUBT) || word.contains("[ ]") {
        key(word)
    } else {
        plain
    }
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Live,
    NotLive,
}

/// Whether somebody works here, by the word in the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Employed {
    Active,
    Left,
    Pending,
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Modify,
    Revoke,
    Undecided,
}

/// What kind of account the export says it is. Everything else is a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Service,
    Shared,
}

/// Status words of account exports whose product is not known. A pending invitation counts as live:
/// whoever holds it can still take it up.
pub(crate) fn account_status(column: &str) -> Words<Use> {
    let mut words = Words::known(&[
        (
            Use::Live,
            &[
                "active",
                "enabled",
                "live",
                "ok",
                "open",
                "current",
                "confirmed",
                "registered",
                "provisioned",
                "locked",
                "locked out",
                "password expired",
                "password reset",
                "recovery",
                "invited",
                "invitation pending",
                "pending",
                "pending user action",
            ],
        ),
        (
            Use::NotLive,
            &[
                "inactive",
                "not active",
                "disabled",
                "suspended",
                "deactivated",
                "deprovisioned",
                "deleted",
                "removed",
                "revoked",
                "terminated",
                "archived",
                "closed",
                "staged",
            ],
        ),
    ]);
    let statement = [
        "active",
        "isactive",
        "useractive",
        "accountactive",
        "enabled",
        "isenabled",
        "userenabled",
        "accountenabled",
        "live",
    ];
    if statement.contains(&column) {
        words.add(Use::Live, YES.iter().copied());
        words.add(Use::NotLive, NO.iter().copied());
    }
    words
}

/// Status words of rosters. People on leave or under notice still work here.
pub(crate) fn employment_status(column: &str) -> Words<Employed> {
    let mut words = Words::known(&[
        (
            Employed::Active,
            &[
                "active",
                "employed",
                "current",
                "working",
                "on leave",
                "leave",
                "leave of absence",
                "loa",
                "paid leave",
                "unpaid leave",
                "parental leave",
                "on notice",
                "notice period",
                "probation",
                "full time",
                "part time",
                "permanent",
                "temporary",
                "fixed term",
                "regular",
                "contractor",
                "contract",
                "intern",
            ],
        ),
        (
            Employed::Left,
            &[
                "terminated",
                "left",
                "leaver",
                "inactive",
                "not active",
                "former",
                "resigned",
                "separated",
                "departed",
                "dismissed",
                "exited",
                "ended",
                "offboarded",
                "retired",
                "deceased",
            ],
        ),
        (
            Employed::Pending,
            &[
                "pending",
                "pending start",
                "future",
                "future hire",
                "future starter",
                "pre hire",
                "not started",
                "offer accepted",
            ],
        ),
    ]);
    if ["active", "isactive", "employed", "currentemployee"].contains(&column) {
        words.add(Employed::Active, YES.iter().copied());
        words.add(Employed::Left, NO.iter().copied());
    }
    words
}

/// Decision words of review records.
pub(crate) fn decision(column: &str) -> Words<Verdict> {
    let mut words = Words::known(&[
        (
            Verdict::Keep,
            &[
                "keep",
                "kept",
                "keep access",
                "maintain",
                "maintain access",
                "retain",
                "retained",
                "approve",
                "approved",
                "accept",
                "accepted",
                "allow",
                "allowed",
                "certify",
                "certified",
                "confirm",
                "confirmed",
                "attested",
                "appropriate",
                "no change",
                "ok",
            ],
        ),
        (
            Verdict::Modify,
            &[
                "modify",
                "modified",
                "modify access",
                "change",
                "changed",
                "change access",
                "adjust",
                "reduce",
                "reduced",
                "downgrade",
                "downgraded",
            ],
        ),
        (
            Verdict::Revoke,
            &[
                "revoke",
                "revoked",
                "revoke access",
                "remove",
                "removed",
                "remove access",
                "deny",
                "denied",
                "disable",
                "disabled",
                "deactivate",
                "deactivated",
                "delete",
                "deleted",
                "terminate",
                "reject",
                "rejected",
                "withdraw",
                "withdrawn",
                "inappropriate",
                "not appropriate",
            ],
        ),
        (
            Verdict::Undecided,
            &[
                "undecided",
                "pending",
                "open",
                "not reviewed",
                "no decision",
                "no response",
                "don't know",
                "in progress",
            ],
        ),
    ]);
    let statement = [
        "accessappropriate",
        "appropriate",
        "approved",
        "certified",
        "keep",
        "keepaccess",
    ];
    if statement.contains(&column) {
        words.add(Verdict::Keep, YES.iter().copied());
        words.add(Verdict::Revoke, NO.iter().copied());
    }
    words
}

/// Words for kinds of accounts that are not one person's.
pub(crate) fn account_kind() -> Words<Kind> {
    Words::known(&[
        (
            Kind::Service,
            &[
                "service",
                "service account",
                "service user",
                "service principal",
                "bot",
                "robot",
                "application",
                "app",
                "api",
                "integration",
                "machine",
                "non human",
                "workload",
                "not a person",
            ],
        ),
        (
            Kind::Shared,
            &[
                "shared",
                "shared account",
                "shared mailbox",
                "generic",
                "generic account",
                "role account",
                "group account",
            ],
        ),
    ])
}

/// Refuses words that the configuration gives two meanings.
pub(crate) fn agree(
    accounts: &[AccountSource],
    roster: &[RosterSource],
    reviews: &[ReviewSource],
) -> Result<(), Failure> {
    for source in accounts {
        disjoint("accounts", &[&source.live, &source.not_live])?;
    }
    for source in roster {
        disjoint("roster", &[&source.active, &source.left, &source.pending])?;
    }
    for source in reviews {
        disjoint(
            "reviews",
            &[
                &source.keep,
                &source.revoke,
                &source.modify,
                &source.undecided,
            ],
        )?;
    }
    Ok(())
}

fn disjoint(setting: &str, groups: &[&Vec<String>]) -> Result<(), Failure> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (group, words) in groups.iter().enumerate() {
        for word in *words {
            if seen
                .insert(form(word), group)
                .is_some_and(|earlier| earlier != group)
            {
                return Err(Failure::Config(format!(
                    "`{setting}` gives the word `{word}` two meanings"
                )));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_of_words_do_not_matter() {
        let words = account_status("status");
        assert_eq!(words.meaning("LOCKED_OUT"), Some(Use::Live));
        assert_eq!(words.meaning("Deprovisioned "), Some(Use::NotLive));
        assert_eq!(words.meaning("banana"), None);
        assert_eq!(words.meaning(""), None);
    }

    #[test]
    fn yes_and_no_mean_something_only_where_the_column_is_a_statement() {
        assert_eq!(account_status("enabled").meaning("TRUE"), Some(Use::Live));
        assert_eq!(account_status("suspended").meaning("false"), None);
        assert_eq!(account_status("status").meaning("false"), None);
        assert_eq!(
            employment_status("active").meaning("no"),
            Some(Employed::Left)
        );
        assert_eq!(employment_status("status").meaning("no"), None);
        assert_eq!(
            decision("accessappropriate").meaning("No"),
            Some(Verdict::Revoke)
        );
        assert_eq!(decision("decision").meaning("No"), None);
    }

    #[test]
    fn taught_words_replace_known_ones() {
        let mut words = account_status("status");
        words.teach(Use::NotLive, &["Invited".to_owned()]);
        assert_eq!(words.meaning("invited"), Some(Use::NotLive));
    }
}
