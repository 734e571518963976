//! Judging one policy, question by question. The rules ask the questions; here are the answers.

mod approval;
mod review;

use tickmark_plugin::{Day, Outcome};

use crate::policy::Policy;
use crate::settings::Settings;
use crate::standing::State;
use crate::verdict::Verdict;

/// What policies are judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) as_of: Day,
}

impl Judge<'_> {
    /// Whether the policy is in force.
    pub(crate) fn in_force(self, policy: &Policy) -> Verdict {
        let standing = &policy.standing;
        let verdict = match (&policy.ambiguity, standing.state) {
            (Some(ambiguity), _) => Verdict::open(ambiguity),
            (None, state) => {
                let outcome = match state {
                    State::InForce => Outcome::Pass,
                    State::Unknown => Outcome::Inconclusive,
                    State::Expired | State::Coming | State::Draft => Outcome::Fail,
                    State::Retired => Outcome::NotApplicable,
                };
                Verdict::new(outcome, &standing.text, &standing.places)
            }
        };
        verdict.expected(format!("in force on {}", self.as_of))
    }

    /// Whether the policy is in force, approved and reviewed: what a criterion that asks for it can
    /// rely on.
    pub(crate) fn reliable(self, policy: &Policy) -> Verdict {
        Verdict::all(vec![
            self.in_force(policy),
            self.approved(policy),
            self.reviewed(policy),
        ])
        .expected("in force, approved by somebody other than the author, reviewed in time")
    }
}

/// Whether somebody answers for the policy.
pub(crate) fn owned(policy: &Policy) -> Verdict {
    applied(policy, || {
        let owner = &policy.facts.owner;
        Verdict::stated(owner, "owned by", "no owner is named", &policy.places)
    })
    .expected("an owner")
}

/// Whether its version can be told from others.
pub(crate) fn versioned(policy: &Policy) -> Verdict {
    applied(policy, || {
        let version = &policy.facts.version;
        Verdict::stated(version, "version", "no version is stated", &policy.places)
    })
    .expected("a version or a dated revision")
}

/// A judgement that only makes sense for a policy that applies or may apply.
fn applied(policy: &Policy, judge: impl FnOnce() -> Verdict) -> Verdict {
    if let Some(ambiguity) = &policy.ambiguity {
        return Verdict::open(ambiguity);
    }
    match policy.standing.state {
        State::InForce | State::Unknown | State::Expired => judge(),
        State::Coming | State::Draft | State::Retired => Verdict::new(
            Outcome::NotApplicable,
            format!("not in force: {}", policy.standing.text),
            &policy.standing.places,
        ),
    }
}
