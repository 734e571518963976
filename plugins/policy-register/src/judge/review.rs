//! Whether a policy's last review is recent enough and its next one is not overdue.
//!
//! The last review (an approval counts as one) plus the policy's own interval, the same plus the
//! configured limit, and a stated next review are each a day by which the next review is due. The
//! earliest counts, and on that day itself the policy is still in time. Judged is the as-of date, not
//! the day on which the file was collected: a due day passes whether or not anybody looks.

use tickmark_plugin::interval::Interval;
use tickmark_plugin::{Day, Location, Outcome};

use super::{Judge, applied};
use crate::field::{Field, Known, Unclear};
use crate::policy::Policy;
use crate::verdict::Verdict;

/// What a policy says of its reviews.
struct Reviews<'a> {
    last: Option<&'a Known<Day>>,
    next: Option<&'a Known<Day>>,
    interval: Option<&'a Known<Interval>>,
}

impl Judge<'_> {
    /// Whether the policy was reviewed in time.
    pub(crate) fn reviewed(self, policy: &Policy) -> Verdict {
        applied(policy, || match Reviews::of(policy) {
            Ok(reviews) => self.review(policy, &reviews),
            Err(unclear) => Verdict::open(unclear),
        })
        .expected(format!(
            "a review at least every {}, none overdue on {}",
            self.settings.max_review_interval, self.as_of
        ))
    }

    fn review(self, policy: &Policy, reviews: &Reviews<'_>) -> Verdict {
        let Some(last) = reviews.last else {
            return self.without_review(policy, reviews.next);
        };
        let limit = self.settings.max_review_interval;
        let by_limit = limit.after(last.value);
        let by_interval = reviews.interval.map(|own| own.value.after(last.value));
        let by_interval = by_interval.map_or(by_limit, |day| day.min(by_limit));
        let places = reviews.places();
        if let Some(next) = reviews.next
            && next.value <= last.value
            && by_interval >= self.as_of
        {
            let actual = format!(
                "the next review is set for {}, but the last one was on {}; set the next one",
                next.shown, last.shown
            );
            return Verdict::new(Outcome::Inconclusive, actual, &places);
        }
        let due = reviews
            .next
            .map_or(by_interval, |next| next.value.min(by_interval));
        let late = self.as_of.days_since(due);
        let (outcome, state) = if late > 0 {
            let days = if late == 1 { "day" } else { "days" };
            (Outcome::Fail, format!("{late} {days} overdue since {due}"))
        } else {
            (Outcome::Pass, format!("next due on {due}"))
        };
        let actual = format!("last reviewed or approved on {}, {state}", last.shown);
        Verdict::new(outcome, actual, &places).occurred(Some(last.value))
    }

    /// A policy that does not say when it was last reviewed or approved.
    fn without_review(self, policy: &Policy, next: Option<&Known<Day>>) -> Verdict {
        match next {
            Some(next) if next.value < self.as_of => Verdict::new(
                Outcome::Fail,
                format!("the next review was due on {}", next.shown),
                &next.places,
            ),
            Some(next) => Verdict::new(
                Outcome::Inconclusive,
                format!(
                    "the next review is due on {}, but nothing says when the last review or \
                     approval was",
                    next.shown
                ),
                &next.places,
            ),
            None => Verdict::new(
                Outcome::Fail,
                "no day of a review or approval is stated",
                &policy.places,
            ),
        }
    }
}

impl<'a> Reviews<'a> {
    /// What the policy says, unless something in it is unclear.
    fn of(policy: &'a Policy) -> Result<Self, &'a Unclear> {
        let facts = &policy.facts;
        let reviewed = usable(&facts.last_reviewed)?;
        let approved = usable(&facts.approved_on)?;
        Ok(Self {
            last: reviewed
                .into_iter()
                .chain(approved)
                .max_by_key(|day| day.value),
            next: usable(&facts.next_review)?,
            interval: usable(&facts.interval)?,
        })
    }

    fn places(&self) -> Vec<Location> {
        let days = self.last.iter().chain(&self.next);
        let days = days.flat_map(|day| day.places.clone());
        let interval = self.interval.iter();
        days.chain(interval.flat_map(|interval| interval.places.clone()))
            .collect()
    }
}

fn usable<T>(field: &Field<T>) -> Result<Option<&Known<T>>, &Unclear> {
    match field {
        Field::Unclear(unclear) => Err(unclear),
        field => Ok(field.known()),
    }
}
