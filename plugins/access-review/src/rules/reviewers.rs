//! Whether those who review are others, and were there to do it.

use tickmark_plugin::prelude::*;

use super::{Candidate, Judged, Needs, Subjects, worst};
use crate::accounts::Subject;
use crate::listing::Listing;
use crate::names::key;
use crate::owners::{Owner, Reference};
use crate::reviews::{Decision, Reviewer};
use crate::roster::{Found, Standing};

/// Nobody reviews their own account
///
/// A decision about one's own access shows nothing, and neither does one by somebody who was not
/// there to make it. Of each account the latest decision is judged: its reviewer must be another
/// person than the account's owner (of a service account: than who answers for it) and must have
/// worked here on that day, by the roster.
#[control(
    severity = Medium,
    method = Records,
    supports("CC6.3" = "A review separates who has rights from who judges them."),
    needs("roster", "reviews"),
    remedy = "Have the account reviewed again by somebody else who works here, for example the owner's \
              manager or the system's owner, and record that decision. Switch self-review off in the \
              tool that runs the reviews.",
)]
pub(crate) fn reviewer_independent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Both, &mut list) {
        subjects.each_account(&mut list, |account, _| {
            let (row, day) = latest(subjects, subjects.reviews.of(account.index))?;
            Some(independent(subjects, account, row, day))
        });
        for rows in subjects.reviews.unmatched() {
            let finding = latest(subjects, rows)
                .and_then(|(row, day)| own_former_account(subjects, row, day));
            if let Some((system, finding)) = finding {
                list.push(system, finding);
            }
        }
    }
    list.complete(subjects.files(Needs::Both));
}

/// The latest decision, if it is not so old that nobody follows it up.
fn latest<'r>(subjects: &Subjects<'_>, rows: &'r [Decision]) -> Option<(&'r Decision, Day)> {
    let oldest = subjects
        .as_of
        .plus_days(-i64::from(subjects.config.lookback_days));
    let latest = rows.iter().rev().find_map(|row| Some((row, row.day?)));
    latest.filter(|&(_, day)| day >= oldest)
}

fn independent(
    subjects: &Subjects<'_>,
    account: &Candidate<'_>,
    row: &Decision,
    day: Day,
) -> Judged {
    let reviewer = subjects.reviews.reviewer(row);
    let people = reviewer.map_or(&[][..], |reviewer| &reviewer.people);
    let judged = people
        .iter()
        .map(|person| one_reviewer(subjects, account, person, day));
    worst(judged)
        .unwrap_or_else(|| {
            let finding = account.inconclusive();
            finding.actual("the record does not say who decided").into()
        })
        .with(|finding| {
            finding
                .expected(EXPECTED)
                .at(subjects.reviews.place(row))
                .at(account.place())
                .occurred(day)
        })
}

const EXPECTED: &str = "a reviewer who is not the account's owner and worked here on that day";

/// Judges one of those who decided together; all of them must be independent.
fn one_reviewer(
    subjects: &Subjects<'_>,
    account: &Candidate<'_>,
    reviewer: &Reference,
    day: Day,
) -> Judged {
    let text = &reviewer.text;
    let own = || {
        let finding = account.fail();
        finding.actual(format!("{text} decided about an account of their own"))
    };
    if is_called(subjects, reviewer, &[account.key(), account.email()]) {
        return own().into();
    }
    let person = match reviewer.found {
        Found::One(person) => person,
        other => return unknown_reviewer(subjects, account, text, other).into(),
    };
    let owners = owners(account);
    if owners
        .as_ref()
        .is_some_and(|owners| owners.contains(&person))
    {
        return own().into();
    }
    match subjects.people.standing(person, day) {
        Ok(Standing::Employed(_)) if owners.is_none() => account
            .inconclusive()
            .actual(
                "whose account it is is not known, so neither is whether the reviewer is somebody else",
            )
            .into(),
        Ok(Standing::Employed(employment)) => account.pass(|finding| {
            finding
                .actual(format!("{text} decided on {day}"))
                .at(employment.place())
        }),
        Ok(Standing::Left { last, employment }) => account
            .fail()
            .actual(format!(
                "{text} decided on {day} but had left (last day {last})"
            ))
            .at(employment.place())
            .into(),
        Ok(Standing::Starts { first, employment }) => account
            .fail()
            .actual(format!("{text} decided on {day} but starts on {first}"))
            .at(employment.place())
            .into(),
        Err(doubt) => account.doubtful(doubt).into(),
    }
}

/// A reviewer who does not stand for one person of the roster.
fn unknown_reviewer(
    subjects: &Subjects<'_>,
    account: &Candidate<'_>,
    text: &str,
    found: Found,
) -> Finding {
    let is_address = subjects.people.email(text).is_some();
    if found == Found::Several {
        account
            .inconclusive()
            .actual(format!("several people of the roster are called `{text}`"))
    } else if is_address && !subjects.people.incomplete {
        account
            .fail()
            .actual(format!("{text} decided, who is not in the roster"))
    } else {
        account.inconclusive().actual(format!(
            "`{text}` decided, which is no e-mail address or employee number of the roster"
        ))
    }
}

/// Whether the account itself is called like the reviewer.
fn is_called(subjects: &Subjects<'_>, reviewer: &Reference, names: &[&str]) -> bool {
    let address = subjects.people.email(&reviewer.text);
    let own = address.unwrap_or_else(|| key(&reviewer.text));
    names.iter().any(|name| !name.is_empty() && *name == own)
}

/// Whose account it is; `None` where that is not known for each of them.
fn owners(account: &Subject<'_>) -> Option<Vec<u32>> {
    let all = |people: &[Reference]| {
        let people: Option<Vec<u32>> = people
            .iter()
            .map(|person| match person.found {
                Found::One(person) => Some(person),
                Found::Nobody | Found::Several => None,
            })
            .collect();
        people.filter(|people| !people.is_empty())
    };
    match &account.account.owner {
        Owner::Person(person) | Owner::Declared(person) => Some(vec![*person]),
        Owner::Service(Some(owner)) => all(std::slice::from_ref(owner)),
        Owner::Shared(people) => all(people),
        Owner::Service(None) | Owner::Stranger(_) | Owner::Unclear(_) | Owner::Nobody => None,
    }
}

/// An account that no export shows any more is judged only where its name says whose it was.
fn own_former_account<'a>(
    subjects: &'a Subjects<'_>,
    row: &Decision,
    day: Day,
) -> Option<(&'a str, Finding)> {
    let name = subjects.reviews.name(row);
    let owner = subjects.people.find(name);
    let reviewer: &Reviewer = subjects.reviews.reviewer(row)?;
    let address = subjects.people.email(name).unwrap_or_else(|| key(name));
    let own = reviewer.people.iter().any(|person| {
        is_called(subjects, person, &[&address])
            || matches!((person.found, owner), (Found::One(one), Found::One(other)) if one == other)
    });
    let system = subjects.accounts.systems.get(row.system)?;
    own.then(|| {
        let finding = Finding::fail(format!("{}/{name}", system.name))
            .expected(EXPECTED)
            .actual(format!(
                "{} decided about an account of their own",
                reviewer.text
            ))
            .at(subjects.reviews.place(row))
            .occurred(day);
        (system.name.as_str(), finding)
    })
}
