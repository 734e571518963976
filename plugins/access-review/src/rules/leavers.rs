//! Whether the accounts of people who left are gone.

use tickmark_plugin::prelude::*;

use super::{Candidate, Judged, Needs, Subjects, days, worst};
use crate::accounts::Subject;
use crate::listing::Listing;
use crate::owners::Owner;
use crate::roster::{Employment, Found, Standing};
use crate::words::Use;

/// Accounts of people who left are no longer live
///
/// An account that outlives its owner's employment is used by nobody who may use it, and nobody
/// notices its abuse; auditors compare leavers with accounts in every examination. Judged on the
/// day whose state the export shows; suspended, disabled and deleted accounts are not live. The
/// time that may pass after the last day is configured (`removal-days`, also for one system): PCI
/// DSS 4.0, requirement 8.2.5, wants none, NIST SP 800-53 Revision 5, PS-4, leaves it to the
/// organisation.
#[control(
    severity = Critical,
    method = Records,
    implements("CC6.2" = "Access ends when the person's work for the organisation ends."),
    supports("CC6.3" = "Rights of somebody without a role any more are removed with the account."),
    needs("roster"),
    remedy = "Suspend or delete the account now and look at what it did since the last day. Then find \
              out why the departure did not reach the system's administrator: connect the system to \
              the identity provider, or put it on the checklist for leavers. Then export the accounts \
              again.",
)]
pub(crate) fn leavers_removed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Roster, &mut list) {
        lag(subjects, &mut list);
        subjects.each_account(&mut list, |account, usable| {
            leaver(subjects, account, usable)
        });
    }
    list.complete(subjects.files(Needs::Roster));
}

/// A roster that is much older than an export cannot show who left in between.
fn lag(subjects: &Subjects<'_>, list: &mut Listing<'_, '_>) {
    let limit = i64::from(subjects.config.roster_lag_days);
    let Some((oldest, place)) = &subjects.people.oldest else {
        return;
    };
    for (_, system) in subjects.accounts.systems.iter() {
        let lag = system.day.days_since(*oldest);
        if lag > limit {
            list.push(
                &system.name,
                Finding::inconclusive(&system.name)
                    .expected(format!(
                        "a roster at most {} older than the account export",
                        days(limit)
                    ))
                    .actual(format!(
                        "the roster shows {oldest}, the export {}: whoever left in between cannot be seen",
                        system.day
                    ))
                    .at(place.clone()),
            );
        }
    }
}

fn leaver(subjects: &Subjects<'_>, account: &Candidate<'_>, usable: Use) -> Option<Judged> {
    let live = usable == Use::Live;
    let unknown = |why: &str| {
        live.then(|| {
            let finding = account.inconclusive().actual(why);
            finding
                .expected(expectation(account))
                .at(account.place())
                .into()
        })
    };
    match &account.account.owner {
        Owner::Person(person) | Owner::Declared(person) => {
            of_person(subjects, account, *person, usable)
        }
        Owner::Service(_) => live.then(|| {
            Finding::not_applicable(account.name())
                .actual("a declared service account; accounts-owned judges who answers for it")
                .at(account.place())
                .into()
        }),
        Owner::Shared(people) if people.is_empty() => {
            unknown("the account is shared, and nobody is named who uses it")
        }
        Owner::Shared(people) => {
            worst(people.iter().filter_map(|reference| match reference.found {
                Found::One(person) => of_person(subjects, account, person, usable),
                Found::Nobody | Found::Several => unknown(&format!(
                    "`{}`, who shares the account, does not stand for one person of the roster",
                    reference.text
                )),
            }))
        }
        Owner::Stranger(who) => unknown(&format!(
            "{who} is not in the roster, so whether that person has left is not known"
        )),
        Owner::Unclear(why) => unknown(why),
        Owner::Nobody => unknown(
            "nobody in the roster matches the account, so whether its owner has left is not known",
        ),
    }
}

fn of_person(
    subjects: &Subjects<'_>,
    account: &Candidate<'_>,
    person: u32,
    usable: Use,
) -> Option<Judged> {
    let day = account.day();
    let name = subjects.people.name(person);
    let judged = match (subjects.people.standing(person, day), usable) {
        (Ok(Standing::Left { last, employment }), _) => {
            of_leaver(account, name, last, employment, usable).into()
        }
        // Of people who have not left, only live accounts could become a matter of this rule.
        (_, Use::NotLive) => return None,
        (Ok(Standing::Employed(employment)), _) => account.pass(|finding| {
            finding
                .actual(match employment.end {
                    Some(last) => format!("{name} works here until {last}"),
                    None => format!("{name} works here"),
                })
                .at(account.place())
                .at(employment.place())
        }),
        (Ok(Standing::Starts { first, employment }), _) => account.pass(|finding| {
            finding
                .actual(format!("{name} has not left but starts on {first}"))
                .at(account.place())
                .at(employment.place())
        }),
        (Err(doubt), _) => account.doubtful(doubt).at(account.place()).into(),
    };
    Some(judged.with(|finding| finding.expected(expectation(account))))
}

/// Judges an account of somebody who has left.
fn of_leaver(
    account: &Candidate<'_>,
    name: &str,
    last: Day,
    employment: &Employment,
    usable: Use,
) -> Finding {
    let day = account.day();
    let since = day.days_since(last);
    let finding = match usable {
        Use::Live => {
            Finding::when(since <= account.system.limits.removal, account.name()).actual(format!(
                "live on {day}, {} after {name} left (last day {last})",
                days(since)
            ))
        }
        Use::NotLive => Finding::pass(account.name())
            .actual(format!("not live on {day}; {name} left (last day {last})")),
    };
    let known = [
        ("manager", &employment.manager),
        ("worker-type", &employment.kind),
    ];
    known.into_iter().fold(
        finding.at(account.place()).at(employment.place()),
        |finding, (key, value)| match value {
            Some(value) => finding.attribute(key, value),
            None => finding,
        },
    )
}

fn expectation(account: &Subject<'_>) -> String {
    match account.system.limits.removal {
        0 => "not live after the owner's last day".to_owned(),
        limit => format!(
            "not live more than {} after the owner's last day",
            days(limit)
        ),
    }
}
