//! A change as the rules want it, whatever export it comes from.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tickmark_plugin::people::{Book, Likeness, People};
use tickmark_plugin::{Day, Location, Moment, Problem};

use crate::Config;

/// How many pairs of people are kept in mind.
const MOST_KNOWN: usize = 10_000;

/// One merged change.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// `REPOSITORY#NUMBER`.
    pub(crate) subject: String,
    pub(crate) number: String,
    pub(crate) shas: Vec<String>,
    /// Nobody where the account is gone.
    pub(crate) author: Option<Account>,
    pub(crate) merged: Moment,
    pub(crate) base: Option<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) reviews: Result<Vec<Review>, Problem>,
    pub(crate) checks: Result<Vec<CheckRun>, Problem>,
    pub(crate) place: Location,
    pub(crate) shown_on: Day,
}

/// A change with what several rules ask of it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) change: Change,
    /// What its reviews show until the merge.
    pub(crate) approval: Approval,
    /// Whether it was marked as an emergency.
    pub(crate) emergency: bool,
}

/// Somebody, as the export names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) bot: bool,
    /// Whether the name is an account of a forge, of which two are never one, but for `same-person`. Names
    /// in a flat register may be two spellings of one.
    pub(crate) exact: bool,
}

/// One review.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub(crate) author: Option<Account>,
    /// What the reviewer is to the repository, where that does not let an approval count.
    pub(crate) stranger: Option<String>,
    pub(crate) state: ReviewState,
    pub(crate) at: Option<Moment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReviewState {
    Approved,
    ChangesRequested,
    Dismissed,
    /// Says neither yes nor no.
    Comment,
}

/// One check that ran on a change.
#[derive(Debug, Clone)]
pub(crate) struct CheckRun {
    pub(crate) name: String,
    pub(crate) state: CheckState,
    pub(crate) started: Option<Moment>,
    pub(crate) ended: Option<Moment>,
    /// What it ran in, where that is stated: a suite, or a run of a workflow.
    pub(crate) suite: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckState {
    Passed,
    /// Skipped or neutral.
    Neutral,
    Failed,
    Running,
}

/// What accounts configuration knows.
#[derive(Debug)]
pub(crate) struct Accounts<'c> {
    config: &'c Config,
    book: Book,
    /// The same few people meet in most changes.
    known: RefCell<BTreeMap<(String, String), Likeness>>,
}

impl<'c> Accounts<'c> {
    pub(crate) fn new(config: &'c Config) -> Result<Self, String> {
        Ok(Self {
            config,
            book: Book::new(&config.same_person)?,
            known: RefCell::default(),
        })
    }

    pub(crate) fn is_bot(&self, account: &Account) -> bool {
        let named = |bot: &String| bot.eq_ignore_ascii_case(&account.name);
        account.bot || self.config.bots.iter().any(named)
    }

    /// Whether an account is somebody other than the author.
    pub(crate) fn likeness(&self, one: &Account, other: &Account) -> Likeness {
        if one.name.eq_ignore_ascii_case(&other.name) {
            return Likeness::Same;
        }
        if one.exact && other.exact {
            let names = |group: &[String], account: &Account| {
                group.iter().any(|name| {
                    name.trim_start_matches('@')
                        .eq_ignore_ascii_case(&account.name)
                })
            };
            let together = |group: &Vec<String>| names(group, one) && names(group, other);
            return if self.config.same_person.iter().any(together) {
                Likeness::Same
            } else {
                Likeness::Different
            };
        }
        if !one.exact && names_no_person(&one.name) {
            return Likeness::Unclear;
        }
        let pair = (one.name.clone(), other.name.clone());
        if let Some(known) = self.known.borrow().get(&pair) {
            return *known;
        }
        let likeness = match (People::parse(&one.name), People::parse(&other.name)) {
            (Ok(one), Ok(other)) => one.likeness(&other, &self.book),
            _ => Likeness::Unclear,
        };
        let mut known = self.known.borrow_mut();
        if known.len() < MOST_KNOWN {
            known.insert(pair, likeness);
        }
        likeness
    }
}

/// Whether a text in place of an approver's name is about an approval, a machine or the author: `automatic`,
/// `pre-approved`, `CI pipeline`, `same as author`, or how many approved.
fn names_no_person(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "approval",
        "approved",
        "author",
        "auto",
        "automated",
        "automatic",
        "automatically",
        "bot",
        "bots",
        "ci",
        "me",
        "myself",
        "pipeline",
        "self",
        "standard",
        "system",
    ];
    let words = tickmark_plugin::words::words(name);
    words
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b' ')
        || words.split(' ').any(|word| WORDS.contains(&word))
}

/// What the reviews of a change show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Approval {
    /// By whom, before the limit.
    Given(String),
    Missing(String),
    Unclear(String),
}

impl Change {
    /// Whether enough people beside the author approved the change until a moment, each by their last
    /// word until then.
    pub(crate) fn approval(&self, until: Moment, accounts: &Accounts<'_>) -> Approval {
        let reviews = match &self.reviews {
            Ok(reviews) => reviews,
            Err(problem) => return Approval::Unclear(problem.message.clone()),
        };
        let Some(author) = &self.author else {
            return Approval::Unclear("the author is not stated".to_owned());
        };
        let mut last: Vec<(&Account, &Review)> = Vec::new();
        let mut unclear = Vec::new();
        let mut late = Vec::new();
        for review in reviews {
            let (Some(account), true) = (&review.author, review.state != ReviewState::Comment)
            else {
                if review.author.is_none() && review.state == ReviewState::Approved {
                    unclear.push("an approval by nobody".to_owned());
                }
                continue;
            };
            let Some(at) = review.at else {
                if review.state == ReviewState::Approved {
                    unclear.push(format!("{} approved at no stated time", account.name));
                }
                continue;
            };
            if until.hours_since(at) < 0.0 {
                if review.state == ReviewState::Approved {
                    late.push(format!("{} approved {at}, after the merge", account.name));
                }
                continue;
            }
            match last
                .iter_mut()
                .find(|(known, _)| known.name.eq_ignore_ascii_case(&account.name))
            {
                Some((_, known)) if known.at <= Some(at) => *known = review,
                Some(_) => {}
                None => last.push((account, review)),
            }
        }
        let mut by: Vec<String> = Vec::new();
        let mut counted: Vec<&Account> = Vec::new();
        let mut not = late;
        for (account, review) in last {
            match review.state {
                ReviewState::Dismissed => not.push(format!("{}: dismissed", account.name)),
                ReviewState::ChangesRequested => {
                    not.push(format!("{} asked for changes", account.name));
                }
                ReviewState::Approved if accounts.is_bot(account) => {
                    not.push(format!("{} is no person", account.name));
                }
                ReviewState::Approved if review.stranger.is_some() => unclear.push(format!(
                    "approved by {}, who is `{}` to the repository",
                    account.name,
                    review.stranger.as_deref().unwrap_or_default()
                )),
                ReviewState::Approved => match accounts.likeness(account, author) {
                    Likeness::Different => {
                        // Two accounts of one person are one approval.
                        let closest = counted
                            .iter()
                            .map(|other| accounts.likeness(account, other));
                        match closest.min().unwrap_or(Likeness::Different) {
                            Likeness::Different => {
                                by.push(account.name.clone());
                                counted.push(account);
                            }
                            Likeness::Same => {
                                not.push(format!("{} is counted already", account.name));
                            }
                            Likeness::Unclear => {
                                unclear.push(format!("{} may be counted already", account.name));
                            }
                        }
                    }
                    Likeness::Same => not.push(format!("{} is the author", account.name)),
                    Likeness::Unclear => {
                        unclear.push(format!("{} may be the author", account.name));
                    }
                },
                ReviewState::Comment => {}
            }
        }
        let told = |texts: &[String]| texts.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
        if by.len() >= accounts.config.approvals as usize {
            Approval::Given(format!("approved by {}", told(&by)))
        } else if by.len() + unclear.len() >= accounts.config.approvals as usize {
            Approval::Unclear(told(&unclear))
        } else {
            if not.is_empty() && by.is_empty() {
                not.push("no approval".to_owned());
            }
            not.extend(by.iter().map(|name| format!("approved by {name} only")));
            Approval::Missing(told(&not))
        }
    }
}
