//! Whether what a review withdrew is gone.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;

use super::{Needs, Subjects, days, gravest};
use crate::accounts::Created;
use crate::listing::Listing;
use crate::reviews::{Decision, Removed};
use crate::words::{Use, Verdict};

/// Access that a review withdrew was removed in time
///
/// A review changes nothing by itself; auditors take a withdrawn account and look whether it still
/// works. The account must not be live in the export, and where the record says when it was
/// removed, that must not be later than allowed (`revocation-days`, also for one system; no
/// standard sets a number). A withdrawn account that is still live before the time is over is not
/// yet shown to be removed. Where only one right of an account was withdrawn, an account export
/// cannot show it, and the record's removal date decides.
#[control(
    severity = High,
    method = Records,
    implements("CC6.3" = "Rights that a review found unfit are in fact removed."),
    supports("CC6.2" = "Accounts that are no longer needed do not survive the decision to remove them."),
    needs("reviews"),
    remedy = "Remove the account or the right now, and record the day (`removed-on`). If it was kept for \
              a reason, have the reviewer record a new decision. Then export the accounts again.",
)]
pub(crate) fn revocations_carried_out(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Reviews, &mut list) {
        subjects.each_account(&mut list, |account, usable| {
            let rows = subjects.reviews.of(account.index);
            if rows.is_empty() {
                return None;
            }
            let case = Case {
                subjects,
                name: account.name(),
                rows,
                limit: account.system.limits.revocation,
                shown: account.day(),
                state: match usable {
                    Use::Live => State::Live(account.account.created),
                    Use::NotLive => State::NotLive,
                },
            };
            Some(case.judge()?.at(account.place()).into())
        });
        for rows in subjects.reviews.unmatched() {
            if let Some((system, finding)) = gone(subjects, rows) {
                list.push(system, finding);
            }
        }
        for foreign in subjects.reviews.foreign.values() {
            if let Some(place) = &foreign.place {
                let finding = Finding::inconclusive(&foreign.name)
                    .expected("an account export of each reviewed system")
                    .actual(format!(
                        "{} withdrawn accounts, but no export shows the accounts of this system",
                        foreign.revoked
                    ))
                    .at(place.clone());
                list.push(&foreign.name, finding);
            }
        }
    }
    list.complete(subjects.files(Needs::Reviews));
}

/// An account that was withdrawn, and what became of it.
struct Case<'a> {
    subjects: &'a Subjects<'a>,
    name: String,
    /// Everything that was decided about it, the earliest first.
    rows: &'a [Decision],
    /// How many days the removal may take.
    limit: i64,
    /// The day whose state the export shows.
    shown: Day,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Live(Created),
    NotLive,
    /// The export does not list it.
    Absent,
}

/// When an account was kept, found without looking at each decision again.
struct Kept {
    days: BTreeSet<Day>,
    /// By review.
    reviews: BTreeMap<u32, BTreeSet<Day>>,
}

impl Kept {
    fn new(rows: &[Decision]) -> Self {
        let mut kept = Self {
            days: BTreeSet::new(),
            reviews: BTreeMap::new(),
        };
        for row in rows {
            if let (Verdict::Keep | Verdict::Modify, Some(day)) = (row.verdict, row.day) {
                kept.days.insert(day);
                kept.reviews.entry(row.review).or_default().insert(day);
            }
        }
        kept
    }

    fn on(&self, day: Day) -> bool {
        self.days.contains(&day)
    }

    fn after(&self, day: Day) -> Option<Day> {
        self.days.range(day.plus_days(1)..).next().copied()
    }

    /// Whether it was kept in the same review, less than so many days apart.
    fn in_review(&self, review: u32, day: Day, window: i64) -> bool {
        let near = day.plus_days(1 - window)..day.plus_days(window);
        self.reviews
            .get(&review)
            .is_some_and(|days| days.range(near).next().is_some())
    }
}

/// The case of an account that its system's export does not list.
fn gone<'a>(subjects: &'a Subjects<'_>, rows: &'a [Decision]) -> Option<(&'a str, Finding)> {
    let first = rows.first()?;
    let system = subjects.accounts.systems.get(first.system)?;
    let case = Case {
        subjects,
        name: format!("{}/{}", system.name, subjects.reviews.name(first)),
        rows,
        limit: system.limits.revocation,
        shown: system.day,
        state: State::Absent,
    };
    let file = subjects.accounts.file_of(first.system);
    let finding = file.into_iter().fold(case.judge()?, Finding::at);
    Some((&system.name, finding))
}

impl Case<'_> {
    /// Judges every withdrawal that is followed up: those of the last year, and the latest decision
    /// of all.
    fn judge(&self) -> Option<Finding> {
        let lookback = i64::from(self.subjects.config.lookback_days);
        let oldest = self.subjects.as_of.plus_days(-lookback);
        let last = self.rows.iter().rposition(|row| row.day.is_some());
        let withdrawals: Vec<(&Decision, Day)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.verdict == Verdict::Revoke)
            .filter_map(|(index, row)| Some((index, row, row.day?)))
            .filter(|&(index, _, day)| day >= oldest || Some(index) == last)
            .map(|(_, row, day)| (row, day))
            .collect();
        if withdrawals.is_empty() {
            return None;
        }
        let kept = Kept::new(self.rows);
        let findings = withdrawals.into_iter().map(|(row, day)| {
            self.withdrawal(row, day, &kept)
                .expected(format!(
                    "not live {} after it was withdrawn on {day}",
                    days(self.limit)
                ))
                .at(self.subjects.reviews.place(row))
                .occurred(day)
        });
        gravest(findings, |finding| finding.outcome)
    }

    fn withdrawal(&self, row: &Decision, day: Day, kept: &Kept) -> Finding {
        let window = i64::from(self.subjects.config.review_window_days);
        if row.entitlement && kept.in_review(row.review, day, window) {
            return self.one_right(row, day);
        }
        if kept.on(day) {
            return self.unclear("the account was withdrawn and kept on the same day");
        }
        let kept_later = kept.after(day);
        match self.state {
            State::Live(created) => self.still_live(row, day, created, kept_later),
            State::Absent if self.shown < day => self.unclear(format!(
                "withdrawn on {day}, but not even listed in the export of {}",
                self.shown
            )),
            State::Absent if !self.subjects.reviews.names_fit(row.system) => self.unclear(
                "not in the export, but neither is any other account that the records name: the two name accounts differently",
            ),
            State::Absent if row.may_be_listed => self.unclear(
                "no account of the export has this name, but one belongs to whom it names: name the account itself",
            ),
            State::Absent | State::NotLive => self.removed(row, day),
        }
    }

    /// Only one right of the account was withdrawn.
    fn one_right(&self, row: &Decision, day: Day) -> Finding {
        let gone = !matches!(self.state, State::Live(_)) && self.shown >= day;
        match row.removed {
            Removed::Unsaid if !gone => self.unclear(
                "one right was withdrawn, which an account export does not show, and the record does not say when it was removed",
            ),
            Removed::On(removed) if !gone && removed < day => self.unclear(format!(
                "one right was withdrawn on {day}, but the record says that it was removed on {removed}, before that"
            )),
            _ => self.removed(row, day),
        }
    }

    /// The account or right is gone; what remains is when.
    fn removed(&self, row: &Decision, day: Day) -> Finding {
        let name = &self.name;
        match row.removed {
            Removed::On(removed) if removed.days_since(day) > self.limit => Finding::fail(name)
                .actual(format!(
                    "removed on {removed}, {} after it was withdrawn",
                    days(removed.days_since(day))
                )),
            Removed::On(removed) => {
                Finding::pass(name).actual(format!("removed on {removed}, by the record"))
            }
            Removed::Unsaid => Finding::pass(name).actual(format!(
                "{} in the export of {}",
                if self.state == State::Absent {
                    "not listed"
                } else {
                    "not live"
                },
                self.shown
            )),
            Removed::Unreadable => self.unclear(
                "gone, but the record's removal date is no date in a known form or lies ahead",
            ),
        }
    }

    fn still_live(
        &self,
        row: &Decision,
        day: Day,
        created: Created,
        kept_later: Option<Day>,
    ) -> Finding {
        let name = &self.name;
        let due = day.plus_days(self.limit);
        match created {
            Created::On(created) if created > day => {
                return Finding::pass(name).actual(format!(
                    "live, but a new account: created on {created}, after it was withdrawn"
                ));
            }
            Created::Unreadable => {
                return self.unclear(
                    "live, and its creation date is no date in a known form, so whether it is a new account is not known",
                );
            }
            Created::On(_) | Created::Unknown => {}
        }
        if let Some(kept) = kept_later {
            return if kept <= due {
                Finding::not_applicable(name).actual(format!(
                    "withdrawn on {day}, but a later decision kept it on {kept}"
                ))
            } else {
                self.unclear(format!(
                    "withdrawn on {day} and kept on {kept}; nothing shows that it was removed in between"
                ))
            };
        }
        if let Removed::On(removed) = row.removed
            && removed <= self.shown
        {
            return Finding::fail(name).actual(format!(
                "live in the export of {}, though the record says that it was removed on {removed}",
                self.shown
            ));
        }
        if self.shown > due {
            return Finding::fail(name).actual(format!(
                "live in the export of {}, {} after it was withdrawn",
                self.shown,
                days(self.shown.days_since(day))
            ));
        }
        self.unclear(format!(
            "still live in the export of {}; to be removed by {due}, so export the accounts again {}",
            self.shown,
            if self.subjects.as_of > due {
                "now"
            } else {
                "then"
            }
        ))
    }

    fn unclear(&self, why: impl std::fmt::Display) -> Finding {
        Finding::inconclusive(&self.name).actual(why)
    }
}
