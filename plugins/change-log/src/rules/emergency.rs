//! Changes that were made in an emergency: reviewed afterwards, by somebody else, in time.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Record, Register};
use tickmark_plugin::words::same_key;

use super::Context;
use super::changes::finished;
use super::trace::{Traces, reference};
use crate::Config;
use crate::change::{Account, Approval, Change, Judged};
use crate::specs::{CHANGE, MADE, MADE_BY, REPOSITORY, REVIEWED, REVIEWER};

/// The register of emergency changes.
pub(crate) struct Emergencies<'r> {
    register: &'r Register,
    rows: BTreeMap<String, Record<'r>>,
    /// The rows that name no change.
    unnamed: Vec<Record<'r>>,
    /// Further rows of a change, in other words than the first.
    further: Vec<Record<'r>>,
    /// The rows of which a change was found.
    matched: RefCell<BTreeSet<String>>,
}

impl<'r> Emergencies<'r> {
    pub(crate) fn new(register: &'r Register) -> Self {
        let mut emergencies = Self {
            register,
            rows: BTreeMap::new(),
            unnamed: Vec::new(),
            further: Vec::new(),
            matched: RefCell::default(),
        };
        for record in register.records() {
            match name(&record) {
                None => emergencies.unnamed.push(record),
                Some(name) => match emergencies.rows.entry(name) {
                    Entry::Vacant(place) => drop(place.insert(record)),
                    Entry::Occupied(_) => emergencies.further.push(record),
                },
            }
        }
        emergencies
    }

    /// Whether a change was marked as an emergency, by its label or in the register.
    pub(crate) fn contains(&self, change: &Change, config: &Config) -> bool {
        self.row(change).is_some()
            || change.labels.iter().any(|label| {
                config
                    .emergency_labels
                    .iter()
                    .any(|emergency| same_key(emergency, label))
            })
    }

    fn row(&self, change: &Change) -> Option<&Record<'r>> {
        if self.rows.is_empty() {
            return None;
        }
        [change.subject.to_lowercase(), format!("#{}", change.number)]
            .iter()
            .find_map(|name| {
                let row = self.rows.get(name)?;
                self.matched.borrow_mut().insert(name.clone());
                Some(row)
            })
    }

    /// Judges the rows of which the log has no change: what was changed without one.
    pub(super) fn judge_unmatched(
        &self,
        traces: &Traces,
        context: &Context<'_>,
        findings: &mut Findings<'_>,
    ) {
        self.register
            .report_problems(findings, &[&CHANGE, &REVIEWER, &REVIEWED]);
        for record in &self.further {
            let problem = record.problem("another row names the same change");
            findings.problem(&record.subject(), &problem);
        }
        let days = context.config.emergency_review_days;
        let unmatched = self
            .rows
            .iter()
            .filter(|(name, _)| !self.matched.borrow().contains(*name) && !traces.knows(name))
            .map(|(_, record)| record);
        for record in unmatched.chain(&self.unnamed) {
            match alone(record, days, context) {
                Ok(finding) => findings.push(finding),
                Err(problem) => findings.problem(&record.subject(), &problem),
            }
        }
    }
}

/// A row's change as `repository#12` or `#12`.
fn name(record: &Record<'_>) -> Option<String> {
    Some(reference(record.text(&CHANGE)?, record.text(&REPOSITORY)))
}

/// Changes made in an emergency are reviewed afterwards by somebody else
///
/// Each change with one of `emergency-labels`, or that the register of emergency changes names, was approved
/// by somebody other than its author within `emergency-review-days` of the merge, on the change itself or in the
/// register. One that is still within them and not reviewed yet does not apply.
#[control(
    severity = High,
    method = Records,
    implements("CC8.1" = "Changes that could not wait for approval are reviewed afterwards."),
    needs("changes"),
    remedy = "Have somebody else review the change now, record who and when, and keep the emergency path for \
              emergencies.",
)]
pub(crate) fn emergency_changes_reviewed(
    judged: &Judged,
    context: &Context<'_>,
) -> Option<Finding> {
    let change = &judged.change;
    if !judged.emergency {
        return None;
    }
    let days = context.config.emergency_review_days;
    let until = change.merged.plus_hours(days.saturating_mul(24));
    let expected = format!("reviewed by somebody else within {days} days");
    let approval = change.approval(until, &context.accounts);
    if let Approval::Given(by) = approval {
        let finding = Finding::pass(change.subject.as_str()).actual(by);
        return Some(finished(finding, change).expected(expected));
    }
    let finding = match context.emergencies.row(change) {
        Some(row) => match in_register(row, change, until, context) {
            Ok(None) => open_or(change, days, "no review is recorded".to_owned()),
            Ok(Some((Outcome::Pass, by))) => Finding::pass(change.subject.as_str()).actual(by),
            Ok(Some((Outcome::Fail, why))) => Finding::fail(change.subject.as_str()).actual(why),
            Ok(Some((_, why))) => Finding::inconclusive(change.subject.as_str()).actual(why),
            Err(problem) => Finding::inconclusive(change.subject.as_str()).actual(problem.message),
        }
        .at(row.place()),
        None => match approval {
            Approval::Unclear(why) => Finding::inconclusive(change.subject.as_str()).actual(why),
            Approval::Missing(why) | Approval::Given(why) => open_or(change, days, why),
        },
    };
    Some(finished(finding, change).expected(expected))
}

/// What is not reviewed yet fails once its days are over, and shows nothing until then.
fn open_or(change: &Change, days: u32, why: String) -> Finding {
    let ago = change.shown_on.days_since(change.merged.day());
    if (0..=i64::from(days)).contains(&ago) {
        Finding::not_applicable(change.subject.as_str())
            .actual(format!("merged {ago} days ago, not reviewed yet"))
    } else {
        Finding::fail(change.subject.as_str()).actual(why)
    }
}

/// What the register says of the review; nothing where it records none.
fn in_register(
    row: &Record<'_>,
    change: &Change,
    until: tickmark_plugin::Moment,
    context: &Context<'_>,
) -> Result<Option<(Outcome, String)>, Problem> {
    let (Some(second), Some(at)) = (row.reference(&REVIEWER), row.moment(&REVIEWED)?) else {
        return Ok(None);
    };
    if at.day() > row.shown_on() {
        return Ok(Some((
            Outcome::Inconclusive,
            format!("reviewed {at}, in the future"),
        )));
    }
    let Some(author) = &change.author else {
        return Ok(Some((
            Outcome::Inconclusive,
            "the author is not stated".to_owned(),
        )));
    };
    let second = person(second);
    Ok(Some(match context.accounts.likeness(&second, author) {
        _ if context.accounts.is_bot(&second) => {
            (Outcome::Fail, format!("{} is no person", second.name))
        }
        Likeness::Same => (
            Outcome::Fail,
            format!("{} reviewed their own change", second.name),
        ),
        Likeness::Unclear => (
            Outcome::Inconclusive,
            format!("{} may be the author", second.name),
        ),
        Likeness::Different if at.hours_since(change.merged) < 0.0 => (
            Outcome::Inconclusive,
            format!("reviewed {at}, before the merge"),
        ),
        Likeness::Different if until.hours_since(at) < 0.0 => {
            (Outcome::Fail, format!("reviewed {at} by {}", second.name))
        }
        Likeness::Different => (Outcome::Pass, format!("reviewed {at} by {}", second.name)),
    }))
}

/// An emergency change that no merged change stands for.
fn alone(record: &Record<'_>, days: u32, context: &Context<'_>) -> Result<Finding, Problem> {
    let made = record.moment(&MADE)?.ok_or_else(|| {
        record.problem("no such change is in the log, and the row does not say when it was made")
    })?;
    let reviewed = record.moment(&REVIEWED)?;
    let second = record.reference(&REVIEWER);
    if let Some(name) = second.filter(|name| context.accounts.is_bot(&person(name))) {
        return Ok(record
            .fail()
            .expected("a review by a person")
            .actual(format!("{name} is no person")));
    }
    let finding = record.done_within(
        "reviewed by somebody else",
        made,
        reviewed.filter(|_| second.is_some()),
        days.saturating_mul(24),
    );
    let (Some(second), Some(_)) = (second, reviewed) else {
        return Ok(finding);
    };
    let author = record.text(&MADE_BY).ok_or_else(|| {
        record.problem("no such change is in the log, and the row does not say who made it")
    })?;
    Ok(
        match context.accounts.likeness(&person(second), &person(author)) {
            Likeness::Different => finding,
            Likeness::Same => record
                .fail()
                .expected(finding.expected)
                .actual(format!("{second} reviewed their own change")),
            Likeness::Unclear => record
                .inconclusive()
                .expected(finding.expected)
                .actual(format!("{second} may be the author")),
        },
    )
}

/// Somebody whom the register names: `@bob` is an account, `Bob Roe` a name.
fn person(name: &str) -> Account {
    let login = name.strip_prefix('@');
    Account {
        name: login.unwrap_or(name).to_owned(),
        bot: false,
        exact: login.is_some(),
    }
}
