//! What a branch protection rule or a ruleset demands, in one form for both, and who may ignore it.
//!
//! A setting that is absent demands nothing. A setting of the wrong type is a problem: it neither
//! demands nor fails to demand.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

/// The greatest number of approvals that GitHub lets anybody require (rulesets; branch protection
/// stops at 6).
const MAX_APPROVALS: i64 = 10;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Shown<T> {
    pub(crate) value: T,
    pub(crate) place: Location,
}

/// A setting as the evidence has it.
pub(crate) type Setting<T> = Result<Shown<T>, Problem>;

/// Everything that this plugin asks of a branch protection rule or a ruleset.
#[derive(Debug, Clone)]
pub(crate) struct Demands {
    /// How many approving reviews.
    pub(crate) approvals: Setting<u32>,
    /// Whether certain teams must approve changes to certain files.
    pub(crate) team_approvals: Setting<bool>,
    pub(crate) code_owners: Setting<bool>,
    pub(crate) stale_dismissed: Setting<bool>,
    pub(crate) last_push_approved: Setting<bool>,
    pub(crate) conversations_resolved: Setting<bool>,
    pub(crate) checks: Setting<Checks>,
    /// Whether checks run on the change together with the newest state of the branch.
    pub(crate) up_to_date: Setting<bool>,
    pub(crate) force_push_blocked: Setting<bool>,
    pub(crate) deletion_blocked: Setting<bool>,
    pub(crate) signatures: Setting<bool>,
    pub(crate) linear_history: Setting<bool>,
}

/// What must be green before a change is merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Checks {
    /// Status checks, by name.
    pub(crate) contexts: BTreeSet<String>,
    /// Required workflows and code scanning results, in words.
    pub(crate) others: BTreeSet<String>,
}

impl Checks {
    pub(crate) fn is_empty(&self) -> bool {
        self.contexts.is_empty() && self.others.is_empty()
    }

    /// Adds another's checks.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.contexts.extend(other.contexts.iter().cloned());
        self.others.extend(other.others.iter().cloned());
    }
}

impl Demands {
    /// No demand at all, as seen at a place.
    pub(crate) fn none(place: &Location) -> Self {
        Self {
            approvals: shown(0, place),
            team_approvals: shown(false, place),
            code_owners: shown(false, place),
            stale_dismissed: shown(false, place),
            last_push_approved: shown(false, place),
            conversations_resolved: shown(false, place),
            checks: shown(Checks::default(), place),
            up_to_date: shown(false, place),
            force_push_blocked: shown(false, place),
            deletion_blocked: shown(false, place),
            signatures: shown(false, place),
            linear_history: shown(false, place),
        }
    }

    /// Marks everything as not understood.
    pub(crate) fn unclear(problem: &Problem) -> Self {
        Self {
            checks: Err(problem.clone()),
            up_to_date: Err(problem.clone()),
            force_push_blocked: Err(problem.clone()),
            deletion_blocked: Err(problem.clone()),
            signatures: Err(problem.clone()),
            linear_history: Err(problem.clone()),
            ..Self::unclear_reviews(problem)
        }
    }

    /// Marks everything about pull requests as not understood.
    pub(crate) fn unclear_reviews(problem: &Problem) -> Self {
        Self {
            approvals: Err(problem.clone()),
            team_approvals: Err(problem.clone()),
            code_owners: Err(problem.clone()),
            stale_dismissed: Err(problem.clone()),
            last_push_approved: Err(problem.clone()),
            conversations_resolved: Err(problem.clone()),
            ..Self::none(&problem.place)
        }
    }

    /// Whether two answers demand the same, as far as both could be understood.
    pub(crate) fn agree(&self, other: &Self) -> bool {
        same(&self.approvals, &other.approvals)
            && same(&self.team_approvals, &other.team_approvals)
            && same(&self.code_owners, &other.code_owners)
            && same(&self.stale_dismissed, &other.stale_dismissed)
            && same(&self.last_push_approved, &other.last_push_approved)
            && same(&self.conversations_resolved, &other.conversations_resolved)
            && same(&self.checks, &other.checks)
            && same(&self.up_to_date, &other.up_to_date)
            && same(&self.force_push_blocked, &other.force_push_blocked)
            && same(&self.deletion_blocked, &other.deletion_blocked)
            && same(&self.signatures, &other.signatures)
            && same(&self.linear_history, &other.linear_history)
    }

    /// Demands that apply together: the strictest of each counts.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            approvals: stricter(self.approvals, other.approvals),
            team_approvals: stricter(self.team_approvals, other.team_approvals),
            code_owners: stricter(self.code_owners, other.code_owners),
            stale_dismissed: stricter(self.stale_dismissed, other.stale_dismissed),
            last_push_approved: stricter(self.last_push_approved, other.last_push_approved),
            conversations_resolved: stricter(
                self.conversations_resolved,
                other.conversations_resolved,
            ),
            checks: together(self.checks, other.checks),
            up_to_date: stricter(self.up_to_date, other.up_to_date),
            force_push_blocked: stricter(self.force_push_blocked, other.force_push_blocked),
            deletion_blocked: stricter(self.deletion_blocked, other.deletion_blocked),
            signatures: stricter(self.signatures, other.signatures),
            linear_history: stricter(self.linear_history, other.linear_history),
        }
    }
}

fn same<T: PartialEq>(one: &Setting<T>, other: &Setting<T>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one.value == other.value,
        _ => true,
    }
}

fn stricter<T: PartialOrd>(one: Setting<T>, other: Setting<T>) -> Setting<T> {
    let (one, other) = (one?, other?);
    Ok(if one.value > other.value { one } else { other })
}

fn together(one: Setting<Checks>, other: Setting<Checks>) -> Setting<Checks> {
    let (mut one, other) = (one?, other?);
    if !other.value.is_empty() {
        one.value.extend(&other.value);
        one.place = other.place;
    }
    Ok(one)
}

/// A setting whose value is known.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a setting is a result, and this makes one"
)]
pub(crate) fn shown<T>(value: T, place: &Location) -> Setting<T> {
    Ok(Shown {
        value,
        place: place.clone(),
    })
}

/// A member that is there and not `null`.
pub(crate) fn present<'a>(parent: &At<'a>, key: &str) -> Option<At<'a>> {
    parent.get(key).filter(|value| !value.is_null())
}

/// A member that is `true` or `false`; absent is off.
pub(crate) fn flag(parent: &At<'_>, key: &str) -> Setting<bool> {
    match present(parent, key) {
        None => shown(false, &parent.place()),
        Some(value) => match value.as_bool() {
            Some(on) => shown(on, &value.place()),
            None => Err(unexpected(&value, key, "true or false")),
        },
    }
}

/// A number of approvals. There is no default: who requires reviews says how many.
pub(crate) fn approvals(parent: &At<'_>, key: &str) -> Setting<u32> {
    let value = present(parent, key)
        .ok_or_else(|| parent.problem(format!("`{key}` is missing, so the number is unknown")))?;
    match value.as_i64() {
        Some(count @ 0..=MAX_APPROVALS) => {
            shown(u32::try_from(count).unwrap_or_default(), &value.place())
        }
        _ => Err(unexpected(
            &value,
            key,
            &format!("a whole number from 0 to {MAX_APPROVALS}"),
        )),
    }
}

/// The texts in a list of objects, each under `key`, or in a list of texts.
pub(crate) fn names(list: &At<'_>, key: Option<&str>) -> Result<BTreeSet<String>, Problem> {
    if list.kind() != tickmark_plugin::Kind::Array {
        return Err(list.problem(format!("expected a list, found {}", list.summary())));
    }
    list.items()
        .map(|item| {
            let text = match key {
                Some(key) => item.get(key),
                None => Some(item.clone()),
            };
            text.and_then(|text| text.as_str())
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .ok_or_else(|| match key {
                    Some(key) => item.problem(format!("expected an object with the text `{key}`")),
                    None => item.problem(format!("expected a text, found {}", item.summary())),
                })
        })
        .collect()
}

pub(crate) fn unexpected(value: &At<'_>, key: &str, expected: &str) -> Problem {
    value.problem(format!(
        "`{key}` is {}, expected {expected}",
        value.summary()
    ))
}

/// Whether somebody may ignore a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Nobody, as seen here.
    Closed(Location),
    /// Somebody.
    Open { who: String, place: Location },
    /// The evidence does not say.
    Unknown { why: String, place: Location },
}

/// Who may ignore the demands of a branch protection rule or a ruleset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bypass {
    /// Required reviews.
    pub(crate) reviews: Opening,
    /// Required checks.
    pub(crate) checks: Opening,
    /// The blocks on force pushes and deletion.
    pub(crate) pushes: Opening,
}

/// What a branch protection rule says.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) demands: Demands,
    pub(crate) bypass: Bypass,
}

impl Bypass {
    /// The same for everything.
    pub(crate) fn same(opening: &Opening) -> Self {
        Self {
            reviews: opening.clone(),
            checks: opening.clone(),
            pushes: opening.clone(),
        }
    }
}

impl Opening {
    /// A problem with what would say so.
    pub(crate) fn unclear(problem: Problem) -> Self {
        Self::Unknown {
            why: problem.message,
            place: problem.place,
        }
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Location {
        match self {
            Self::Closed(place) | Self::Open { place, .. } | Self::Unknown { place, .. } => {
                place.clone()
            }
        }
    }

    /// Who or why, in words.
    pub(crate) fn why(&self) -> &str {
        match self {
            Self::Closed(_) => "nobody",
            Self::Open { who, .. } => who,
            Self::Unknown { why, .. } => why,
        }
    }

    /// Two ways around the same demand.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Open { who, place }, Self::Open { who: others, .. }) => Self::Open {
                who: format!("{who}; {others}"),
                place,
            },
            (open @ Self::Open { .. }, _) | (_, open @ Self::Open { .. }) => open,
            (unknown @ Self::Unknown { .. }, _) | (_, unknown @ Self::Unknown { .. }) => unknown,
            (closed @ Self::Closed(_), Self::Closed(_)) => closed,
        }
    }
}

/// How many names a sentence lists before it only counts.
const LISTED: usize = 5;

/// Names in a sentence: `a, b and 3 more`.
pub(crate) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let mut names = names.into_iter();
    let listed: Vec<T> = names.by_ref().take(LISTED).collect();
    let listed: Vec<&str> = listed.iter().map(AsRef::as_ref).collect();
    let text = listed.join(", ");
    match names.count() {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}
