//! Whether every account is somebody's.

use tickmark_plugin::prelude::*;

use super::{Candidate, Judged, Needs, Subjects};
use crate::listing::Listing;
use crate::owners::{Owner, Reference};
use crate::roster::{Found, Standing};
use crate::words::Use;

/// Every live account belongs to somebody in the roster
///
/// Accounts are issued to people whom the organisation knows. An account without an owner was never
/// asked for, or whoever asked has gone. An account belongs to the person with its employee number
/// or e-mail address, or to whom the configuration says (`owners`); a service account is declared
/// (`service-accounts`) with an owner who works here. Whether an owner has left is for
/// leavers-removed.
#[control(
    severity = High,
    method = Records,
    implements("CC6.2" = "No account exists without a registered person behind it."),
    supports("CC6.3" = "Rights can follow a role only where it is known whose account it is."),
    needs("roster"),
    remedy = "Find out who uses the account. If nobody does, suspend it. If a person does, correct its \
              e-mail address or employee number in the system, or name the owner under `owners`; if a \
              program does, declare it under `service-accounts` with somebody who answers for it. \
              People from outside need a row in a roster too.",
)]
pub(crate) fn accounts_owned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Roster, &mut list) {
        subjects.each_account(&mut list, |account, usable| {
            (usable == Use::Live).then(|| owned(subjects, account))
        });
    }
    list.complete(subjects.files(Needs::Roster));
}

fn owned(subjects: &Subjects<'_>, account: &Candidate<'_>) -> Judged {
    let judged = match &account.account.owner {
        Owner::Person(person) => of_person(subjects, account, *person, "belongs to"),
        Owner::Declared(person) => of_person(subjects, account, *person, "is declared as that of"),
        Owner::Service(None) => account
            .fail()
            .actual("a service account for which nobody answers")
            .into(),
        Owner::Service(Some(owner)) => of_service(subjects, account, owner),
        Owner::Shared(people) => of_several(subjects, account, people),
        Owner::Stranger(who) => {
            not_found(subjects, account, &format!("{who} is not in the roster")).into()
        }
        Owner::Unclear(why) => account.inconclusive().actual(why).into(),
        Owner::Nobody => not_found(
            subjects,
            account,
            "neither employee number nor address leads to anybody in the roster",
        )
        .into(),
    };
    judged.with(|finding| {
        finding
            .expected(
                "one person of the roster, or a declared service account whose owner works here",
            )
            .at(account.place())
    })
}

/// Failed, unless the person may stand in a roster that could not be read.
fn not_found(subjects: &Subjects<'_>, account: &Candidate<'_>, why: &str) -> Finding {
    if subjects.people.incomplete {
        account
            .inconclusive()
            .actual(format!("{why}, but part of the roster could not be read"))
    } else {
        account.fail().actual(why)
    }
}

fn of_person(
    subjects: &Subjects<'_>,
    account: &Candidate<'_>,
    person: u32,
    relation: &str,
) -> Judged {
    let name = subjects.people.name(person);
    let standing = match subjects.people.standing(person, account.day()) {
        Ok(standing) => standing,
        Err(doubt) => return account.doubtful(doubt).into(),
    };
    account.pass(|finding| {
        let (note, employment) = match standing {
            Standing::Employed(employment) => (String::new(), employment),
            Standing::Left { last, employment } => (
                format!(" (last day {last}; see leavers-removed)"),
                employment,
            ),
            Standing::Starts { first, employment } => (format!(" (starts on {first})"), employment),
        };
        finding
            .actual(format!("{relation} {name}{note}"))
            .at(employment.place())
    })
}

fn of_service(subjects: &Subjects<'_>, account: &Candidate<'_>, owner: &Reference) -> Judged {
    let Found::One(person) = owner.found else {
        let why = format!(
            "a service account; `{}`, who answers for it, is not one person of the roster",
            owner.text
        );
        return match owner.found {
            Found::Several => account.inconclusive().actual(why).into(),
            _ => not_found(subjects, account, &why).into(),
        };
    };
    let name = subjects.people.name(person);
    match subjects.people.standing(person, account.day()) {
        Ok(Standing::Employed(employment)) => account.pass(|finding| {
            finding
                .actual(format!("a service account for which {name} answers"))
                .at(employment.place())
        }),
        Ok(Standing::Left { last, employment }) => account
            .fail()
            .actual(format!(
                "a service account; {name}, who answers for it, left (last day {last})"
            ))
            .at(employment.place())
            .into(),
        Ok(Standing::Starts { first, employment }) => account
            .fail()
            .actual(format!(
                "a service account; {name}, who answers for it, starts only on {first}"
            ))
            .at(employment.place())
            .into(),
        Err(doubt) => account.doubtful(doubt).into(),
    }
}

fn of_several(subjects: &Subjects<'_>, account: &Candidate<'_>, people: &[Reference]) -> Judged {
    let listed = |people: &mut dyn Iterator<Item = &Reference>| {
        let names: Vec<&str> = people.map(|person| &*person.text).collect();
        names.join(", ")
    };
    let mut unknown = people
        .iter()
        .filter(|person| !matches!(person.found, Found::One(_)))
        .peekable();
    if people.is_empty() {
        return account
            .fail()
            .actual("shared, and nobody is named who uses it")
            .into();
    }
    if unknown.peek().is_some() {
        let why = format!(
            "shared; not one person of the roster: {}",
            listed(&mut unknown)
        );
        return not_found(subjects, account, &why).into();
    }
    account.pass(|finding| {
        finding.actual(format!(
            "shared by {} (see no-shared-accounts)",
            listed(&mut people.iter())
        ))
    })
}
