//! Whether there is a policy of a kind at all.

use std::collections::BTreeSet;

use tickmark_plugin::Finding;

use super::Subjects;
use crate::policy::Policy;
use crate::sources::Trouble;
use crate::standing::State;
use crate::words::few;

/// How many policies or files a finding names; each has a finding of its own elsewhere.
const NAMED: usize = 3;

/// Every policy of a kind.
pub(super) fn policies_of_kind<'a>(
    subjects: &'a Subjects<'_>,
    kind: &'a str,
) -> impl Iterator<Item = &'a Policy> {
    subjects
        .policies
        .iter()
        .filter(move |policy| policy.kinds.contains(kind))
}

/// Whether a policy of a kind is in force.
pub(super) fn presence(subjects: &Subjects<'_>, kind: &str) -> Finding {
    let rank = |policy: &Policy| match (&policy.ambiguity, policy.standing.state) {
        (None, State::InForce) => Some(0),
        (Some(_), _) | (None, State::Unknown) => Some(1),
        (None, State::Expired | State::Coming | State::Draft | State::Retired) => None,
    };
    let best = policies_of_kind(subjects, kind)
        .filter_map(|policy| Some((rank(policy)?, policy)))
        .min_by_key(|(rank, _)| *rank);
    let finding = match best {
        Some((_, policy)) => {
            let mut finding = subjects.judge.in_force(policy).finding(kind);
            finding.actual = format!("{}: {}", policy.subject, finding.actual);
            finding
        }
        None => absence(subjects, kind),
    };
    finding.expected("a policy of this kind in force")
}

/// That no policy of a kind is in force, unless one of the files that could not be read may be it.
pub(super) fn absence(subjects: &Subjects<'_>, kind: &str) -> Finding {
    let others: Vec<&Policy> = policies_of_kind(subjects, kind).collect();
    let found = match (others.as_slice(), subjects.policies.len()) {
        ([], 0) => "no policy was found at all".to_owned(),
        ([], 1) => "the only policy found is not of this kind".to_owned(),
        ([], count) => format!("none of the {count} policies found is of this kind"),
        (others, _) => {
            let named = others
                .iter()
                .map(|policy| format!("{} ({})", policy.subject, policy.standing.text));
            format!("only {}", few(named, NAMED))
        }
    };
    let unread: Vec<&Trouble> = subjects
        .sources
        .troubles
        .iter()
        .filter(|trouble| trouble.may_be(kind))
        .collect();
    let finding = if unread.is_empty() {
        Finding::fail(kind).actual(found)
    } else {
        let names: BTreeSet<&str> = unread.iter().map(|one| one.subject.as_str()).collect();
        Finding::inconclusive(kind).actual(format!(
            "{found}, and not everything could be read: {}",
            few(names, NAMED)
        ))
    };
    let unread = unread.iter().filter_map(|trouble| trouble.place.clone());
    let others = others
        .iter()
        .flat_map(|policy| policy.standing.places.iter().cloned());
    unread
        .take(NAMED)
        .chain(others.take(NAMED))
        .fold(finding, Finding::at)
}
