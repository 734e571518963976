//! The rules, one function each.

mod leavers;
mod owned;
mod reviewed;
mod reviewers;
mod revoked;
mod shared;

use std::ops::Deref;

use tickmark_plugin::prelude::*;

use crate::accounts::{Accounts, Subject};
use crate::config::Config;
use crate::listing::Listing;
use crate::reviews::Reviews;
use crate::roster::{Doubt, People};
use crate::unclear::Problems;
use crate::words::Use;

pub(crate) use leavers::leavers_removed;
pub(crate) use owned::accounts_owned;
pub(crate) use reviewed::review_on_time;
pub(crate) use reviewers::reviewer_independent;
pub(crate) use revoked::revocations_carried_out;
pub(crate) use shared::no_shared_accounts;

/// What each rule judges.
pub(crate) struct Subjects<'a> {
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
    /// The first day of a Type 2 period.
    pub(crate) period_start: Option<Day>,
    pub(crate) people: &'a People,
    pub(crate) accounts: &'a Accounts,
    pub(crate) reviews: &'a Reviews,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    leavers_removed,
    accounts_owned,
    no_shared_accounts,
    review_on_time,
    reviewer_independent,
    revocations_carried_out,
];

/// An account that is judged.
struct Candidate<'a> {
    subject: Subject<'a>,
    /// Whether there are so many passes already that further ones are only counted.
    only_counted: bool,
}

impl<'a> Deref for Candidate<'a> {
    type Target = Subject<'a>;

    fn deref(&self) -> &Subject<'a> {
        &self.subject
    }
}

impl Candidate<'_> {
    /// Passes the account, with words only as long as passes are listed.
    fn pass(&self, write: impl FnOnce(Finding) -> Finding) -> Judged {
        if self.only_counted {
            Judged::Counted
        } else {
            write(Finding::pass(self.name())).into()
        }
    }

    fn fail(&self) -> Finding {
        Finding::fail(self.name())
    }

    fn inconclusive(&self) -> Finding {
        Finding::inconclusive(self.name())
    }

    /// Nothing can be said because the roster is in doubt about somebody.
    fn doubtful(&self, doubt: Doubt) -> Finding {
        let finding = self.inconclusive().actual(doubt.why);
        match doubt.place {
            Some(place) => finding.at(place),
            None => finding,
        }
    }
}

/// What a rule says of an account.
enum Judged {
    Finding(Box<Finding>),
    /// It passed, which is only counted.
    Counted,
}

impl From<Finding> for Judged {
    fn from(finding: Finding) -> Self {
        Self::Finding(Box::new(finding))
    }
}

impl Judged {
    /// Adds to the finding, if there is one.
    fn with(self, add: impl FnOnce(Finding) -> Finding) -> Self {
        match self {
            Self::Finding(finding) => add(*finding).into(),
            Self::Counted => Self::Counted,
        }
    }
}

/// Which records a rule needs besides the account exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Roster,
    Reviews,
    Both,
}

impl Subjects<'_> {
    /// Lists what was not understood in the records that a rule needs. Answers whether the records
    /// are there at all: without them nothing is judged.
    fn prepare(&self, needs: Needs, list: &mut Listing<'_, '_>) -> bool {
        let roster = matches!(needs, Needs::Roster | Needs::Both);
        let reviews = matches!(needs, Needs::Reviews | Needs::Both);
        let mut present = true;
        let mut missing = |what: &str, subject: &str| {
            present = false;
            list.push(
                "",
                Finding::inconclusive(subject)
                    .expected(format!("at least one {what}"))
                    .actual(format!("no {what} was given (input `{subject}`)")),
            );
        };
        if self.accounts.files().is_empty() {
            missing("account export", crate::ACCOUNTS);
        }
        if roster && self.people.is_missing() {
            missing("roster", crate::ROSTER);
        }
        if reviews && self.reviews.is_missing() {
            missing("review record", crate::REVIEWS);
        }
        let problems = [
            Some(&self.accounts.problems),
            roster.then_some(&self.people.problems),
            reviews.then_some(&self.reviews.problems),
        ];
        for finding in problems.into_iter().flatten().flat_map(Problems::findings) {
            list.push("", finding);
        }
        present
    }

    /// Judges each account. One about which nothing can be said is inconclusive; one for which
    /// `judge` has nothing to say is not a subject.
    fn each_account(
        &self,
        list: &mut Listing<'_, '_>,
        judge: impl Fn(&Candidate<'_>, Use) -> Option<Judged>,
    ) {
        let mut counting: Option<(u32, usize)> = None;
        for subject in self.accounts.iter() {
            let (system, name) = (subject.account.system, &subject.system.name);
            if counting.is_none_or(|(counted, _)| counted != system) {
                self.note_counted(list, counting.take());
                counting = list.only_counts(name).then_some((system, 0));
            }
            let candidate = Candidate {
                subject,
                only_counted: counting.is_some(),
            };
            let judged = match candidate.usable() {
                Ok(usable) => judge(&candidate, usable),
                Err(unclear) => Some(unclear.finding().into()),
            };
            match (judged, &mut counting) {
                (Some(Judged::Finding(finding)), _) => list.push(name, *finding),
                (Some(Judged::Counted), Some((_, count))) => *count += 1,
                (Some(Judged::Counted) | None, _) => {}
            }
        }
        self.note_counted(list, counting);
    }

    fn note_counted(&self, list: &mut Listing<'_, '_>, counted: Option<(u32, usize)>) {
        if let Some((system, count)) = counted
            && let Some(system) = self.accounts.systems.get(system)
        {
            list.count(&system.name, count);
        }
    }

    /// The files that show how many accounts there are.
    fn files(&self, needs: Needs) -> Vec<Location> {
        let mut files = self.accounts.files();
        if matches!(needs, Needs::Reviews | Needs::Both) {
            files.extend(self.reviews.files());
        }
        files
    }
}

/// What matters most among several judgements of one account.
fn worst(judged: impl IntoIterator<Item = Judged>) -> Option<Judged> {
    gravest(judged, |judged| match judged {
        Judged::Counted => Outcome::Pass,
        Judged::Finding(finding) => finding.outcome,
    })
}

/// The first of those with the outcome that matters most.
fn gravest<T>(items: impl IntoIterator<Item = T>, outcome: impl Fn(&T) -> Outcome) -> Option<T> {
    let weight = |item: &T| match outcome(item) {
        Outcome::NotApplicable => 0,
        Outcome::Pass => 1,
        Outcome::Inconclusive => 2,
        Outcome::Fail => 3,
    };
    items.into_iter().reduce(|gravest, item| {
        if weight(&item) > weight(&gravest) {
            item
        } else {
            gravest
        }
    })
}

/// `1 day`, `2 days`.
fn days(count: i64) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}
