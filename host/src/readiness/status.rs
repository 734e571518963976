//! The statuses of controls and criteria.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::Reason;

/// Why a control does not apply.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NotApplicable {
    /// There were no subjects, and the evidence shows it: the control had no occasion to operate.
    NoOccurrence,
    /// It does not concern the subjects that there are.
    NoneConcerned,
}

/// What is known about a control. Every status but the plain ones carries its reasons.
///
/// The variants are ordered by how much they weigh: joining takes the weightiest, and unites the
/// reasons of equals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "status", content = "reasons")]
pub enum ControlStatus {
    /// It does not apply.
    NotApplicable(BTreeSet<NotApplicable>),
    /// At least one subject meets it, and nothing stands against it.
    Passes,
    /// No check looked, and a current attestation stands in.
    Attested,
    /// Every failing finding is covered by a valid waiver.
    Waived,
    /// The evidence does not show it.
    Unproven(BTreeSet<Reason>),
    /// At least one subject fails it.
    Fails,
}

impl ControlStatus {
    /// The name, as results write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotApplicable(_) => "not-applicable",
            Self::Passes => "passes",
            Self::Attested => "attested",
            Self::Waived => "waived",
            Self::Unproven(_) => "unproven",
            Self::Fails => "fails",
        }
    }

    fn weight(&self) -> u8 {
        match self {
            Self::NotApplicable(_) => 0,
            Self::Passes => 1,
            Self::Attested => 2,
            Self::Waived => 3,
            Self::Unproven(_) => 4,
            Self::Fails => 5,
        }
    }

    /// The weightier of two statuses; equals unite their reasons. Commutative, associative and
    /// idempotent.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotApplicable(mut one), Self::NotApplicable(other)) => {
                one.extend(other);
                Self::NotApplicable(one)
            }
            (Self::Unproven(mut one), Self::Unproven(other)) => {
                one.extend(other);
                Self::Unproven(one)
            }
            (one, other) if one.weight() >= other.weight() => one,
            (_, other) => other,
        }
    }
}

/// Where a criterion stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum CriterionStatus {
    /// Something shows that it is met, and nothing stands against it.
    Ready,
    /// Ready but for valid waivers.
    Excepted,
    /// Nothing shows that it is met.
    Unproven,
    /// A control that serves it fails.
    Gap,
    /// Declared not to concern the system.
    NotRelevant,
    /// Its category was not chosen.
    OutOfScope,
}

impl CriterionStatus {
    /// All statuses, in the order in which reports name them.
    pub const ALL: [Self; 6] = [
        Self::Ready,
        Self::Excepted,
        Self::Unproven,
        Self::Gap,
        Self::NotRelevant,
        Self::OutOfScope,
    ];

    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Excepted => "excepted",
            Self::Unproven => "unproven",
            Self::Gap => "gap",
            Self::NotRelevant => "not-relevant",
            Self::OutOfScope => "out-of-scope",
        }
    }
}
