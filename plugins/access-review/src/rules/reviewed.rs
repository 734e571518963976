//! Whether access was reviewed lately, all of it.

use tickmark_plugin::prelude::*;

use super::{Candidate, Judged, Needs, Subjects, days};
use crate::accounts::{Created, Subject};
use crate::listing::Listing;
use crate::reviews::{Decision, Latest};
use crate::words::{Use, Verdict};

/// Each system's access was reviewed in time, every account of it
///
/// Rights pile up as people change roles; only somebody who looks at them notices. For each system
/// the latest decision must be recent enough (`review-interval-days`, also for one system; the
/// default is a quarter at its longest, PCI DSS 4.0), in a Type 2 period no two decisions may lie further
/// apart, and each live account must have a decision of
/// the latest review or of one within the interval. An account created after the latest review
/// began is left to the next one.
#[control(
    severity = High,
    method = Records,
    implements("CC6.3" = "Whether each account still fits its owner's role is looked at regularly."),
    supports("CC6.2" = "A review finds accounts whose purpose has ended."),
    needs("reviews"),
    remedy = "Review the system's accounts now: have somebody who knows what each person does decide \
              for every account and record who decided what and when. A review that was missed cannot \
              be made up for; write down why it was and what will prevent it.",
)]
pub(crate) fn review_on_time(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Reviews, &mut list) {
        for (index, system) in subjects.accounts.systems.iter() {
            let finding = timely(subjects, index);
            list.push(&system.name, finding);
        }
        subjects.each_account(&mut list, |account, usable| {
            let latest = subjects.reviews.latest(account.account.system)?;
            (usable == Use::Live).then(|| covered(subjects, account, latest))
        });
    }
    list.complete(subjects.files(Needs::Reviews));
}

/// Judges a system as a whole.
fn timely(subjects: &Subjects<'_>, index: u32) -> Finding {
    let system = subjects.accounts.systems.get(index);
    let name = system.map_or("", |system| &system.name);
    let limit = system.map_or(0, |system| system.limits.review_interval);
    let expected = format!("a review within {} before {}", days(limit), subjects.as_of);
    let Some(latest) = subjects.reviews.latest(index) else {
        let finding = if subjects.reviews.incomplete {
            Finding::inconclusive(name)
                .actual("no review was found, but part of the records could not be read")
        } else {
            Finding::fail(name).actual(format!(
                "no decision about this system is recorded{}",
                others(subjects)
            ))
        };
        let places = subjects
            .accounts
            .file_of(index)
            .into_iter()
            .chain(subjects.reviews.files());
        return places.fold(finding.expected(expected), Finding::at);
    };
    // A review that recurs has to have happened through the whole of a period, not only at its end.
    if let Some(start) = subjects.period_start
        && let Some((earlier, later)) = subjects.reviews.gap(index, start, subjects.as_of, limit)
    {
        return Finding::fail(name)
            .expected(format!(
                "at most {} apart from {start} to {}",
                days(limit),
                subjects.as_of
            ))
            .actual(format!(
                "no decision for {}, from {earlier} to {later}",
                days(later.days_since(earlier))
            ))
            .at(latest.place.clone())
            .occurred(later);
    }
    let age = subjects.as_of.days_since(latest.last);
    Finding::when(age <= limit, name)
        .expected(expected)
        .actual(format!(
            "the latest decision was made on {}, {} before",
            latest.last,
            days(age)
        ))
        .at(latest.place.clone())
        .occurred(latest.last)
}

/// Which systems the records are about, to find a difference in names.
fn others(subjects: &Subjects<'_>) -> String {
    const SHOWN: usize = 5;
    let names: Vec<String> = subjects
        .reviews
        .foreign
        .values()
        .take(SHOWN)
        .map(|foreign| format!("`{}`", foreign.name))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        " (the records are also about {}; if one of them is this system, name it in `systems.<name>.also-called`)",
        names.join(", ")
    )
}

/// Judges one live account of a system that was reviewed at all.
fn covered(subjects: &Subjects<'_>, account: &Candidate<'_>, latest: &Latest) -> Judged {
    let interval = account.system.limits.review_interval;
    let since = latest.first.min(subjects.as_of.plus_days(-interval));
    let rows = subjects.reviews.of(account.index);
    let decided = rows.iter().rev().find_map(|row| Some((row, row.day?)));
    let judged = match decided {
        _ if account.account.created == Created::Unreadable => account
            .inconclusive()
            .actual(
                "its creation date is no date in a known form, or lies after the day that the export shows (other forms are named in `accounts.date-formats`)",
            )
            .into(),
        Some((row, day)) if day >= since => account.pass(|finding| {
            finding
                .actual(format!("{} on {day}", decision(subjects, row)))
                .at(subjects.reviews.place(row))
                .occurred(day)
        }),
        _ => {
            let decided = decided.map(|(_, day)| day);
            left_out(subjects, account, latest, rows, decided).into()
        }
    };
    judged.with(|finding| {
        finding
            .expected(format!(
                "a decision in the review of {}, or within {} before {}",
                span(latest),
                days(interval),
                subjects.as_of
            ))
            .at(account.place())
    })
}

/// Why an account has no recent decision.
fn left_out(
    subjects: &Subjects<'_>,
    subject: &Subject<'_>,
    latest: &Latest,
    rows: &[Decision],
    decided: Option<Day>,
) -> Finding {
    let began = latest.first;
    let name = subject.name();
    match subject.account.created {
        Created::On(day) if day > began => {
            return Finding::not_applicable(name).actual(format!(
                "created on {day}, after the review began on {began}"
            ));
        }
        Created::Unreadable => {
            return Finding::inconclusive(name).actual(
                "not in the review, and its creation date is no date in a known form or lies after the export's day, so whether it is newer is not known",
            );
        }
        Created::On(_) | Created::Unknown => {}
    }
    if began > subject.day() {
        return Finding::inconclusive(name).actual(format!(
            "not in the review, but that began on {began}, after the export of {}; export the accounts again",
            subject.day()
        ));
    }
    if subjects.reviews.incomplete {
        return Finding::inconclusive(name)
            .actual("no decision was found, but part of the records could not be read");
    }
    let created = match subject.account.created {
        Created::On(day) => format!("; created on {day}"),
        _ => "; when it was created is not known".to_owned(),
    };
    let finding = Finding::fail(name).at(latest.place.clone());
    match (decided, rows.first()) {
        (Some(day), _) => finding
            .actual(format!(
                "last decided on {day}, not in the review since{created}"
            ))
            .occurred(day),
        (None, Some(row)) => finding
            .actual(format!("in the records without a decision{created}"))
            .at(subjects.reviews.place(row)),
        (None, None) => finding.actual(format!("in no review that is recorded{created}")),
    }
}

fn span(latest: &Latest) -> String {
    if latest.first == latest.last {
        latest.last.to_string()
    } else {
        format!("{} to {}", latest.first, latest.last)
    }
}

fn decision(subjects: &Subjects<'_>, row: &Decision) -> String {
    let verdict = match row.verdict {
        Verdict::Keep => "kept",
        Verdict::Modify => "to be changed",
        Verdict::Revoke => "withdrawn",
        Verdict::Undecided => "left undecided",
    };
    match subjects.reviews.reviewer(row) {
        Some(reviewer) if !reviewer.text.is_empty() => format!("{verdict} by {}", reviewer.text),
        _ => verdict.to_owned(),
    }
}
