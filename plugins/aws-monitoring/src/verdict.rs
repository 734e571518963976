//! Three-valued answers with their reasons and places.

use tickmark_plugin::prelude::*;

/// How many places a finding cites, and how many reasons it tells, at most.
const MOST: usize = 6;

/// What the evidence shows of one demand.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    outcome: Outcome,
    actual: Vec<String>,
    places: Vec<Location>,
}

impl Verdict {
    fn new(outcome: Outcome, actual: impl Into<String>, places: Vec<Location>) -> Self {
        Self {
            outcome,
            actual: vec![actual.into()],
            places,
        }
    }

    pub(crate) fn yes(actual: impl Into<String>, places: Vec<Location>) -> Self {
        Self::new(Outcome::Pass, actual, places)
    }

    pub(crate) fn no(actual: impl Into<String>, places: Vec<Location>) -> Self {
        Self::new(Outcome::Fail, actual, places)
    }

    pub(crate) fn unknown(actual: impl Into<String>, places: Vec<Location>) -> Self {
        Self::new(Outcome::Inconclusive, actual, places)
    }

    /// A member that has to be true; its absence does not say that it is not.
    pub(crate) fn flag(value: Option<bool>, name: &str, place: &Location) -> Self {
        let places = vec![place.clone()];
        match value {
            Some(true) => Self::yes(format!("{name} true"), places),
            Some(false) => Self::no(format!("{name} false"), places),
            None => Self::unknown(format!("the answer does not say {name}"), places),
        }
    }

    pub(crate) fn is_no(&self) -> bool {
        self.outcome == Outcome::Fail
    }

    pub(crate) fn is_yes(&self) -> bool {
        self.outcome == Outcome::Pass
    }

    /// All have to hold. What is missed is told before what is unknown.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::join(parts, &[Outcome::Fail, Outcome::Inconclusive])
    }

    /// One has to hold; `none` where there is nothing.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>, none: Self) -> Self {
        let mut parts = parts.into_iter().peekable();
        if parts.peek().is_none() {
            return none;
        }
        Self::join(parts, &[Outcome::Pass, Outcome::Inconclusive])
    }

    /// As [`Verdict::any`], of something of which there is one: answers that contradict each other show nothing.
    pub(crate) fn one(parts: impl IntoIterator<Item = Self>, none: Self) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        if !(parts.iter().any(Self::is_yes) && parts.iter().any(Self::is_no)) {
            return Self::any(parts, none);
        }
        let told: Vec<String> = parts.iter().map(Self::reason).collect();
        let places = parts.into_iter().flat_map(|part| part.places);
        Self::unknown(
            format!("the answers contradict each other: {}", told.join("; ")),
            places.take(MOST).collect(),
        )
    }

    /// The first of the outcomes that a part has, with all parts that have it; else what all are.
    fn join(parts: impl IntoIterator<Item = Self>, first: &[Outcome]) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        let found = first
            .iter()
            .copied()
            .find(|outcome| parts.iter().any(|part| part.outcome == *outcome));
        let mut joined = Self {
            outcome: found
                .or_else(|| parts.first().map(|part| part.outcome))
                .unwrap_or(Outcome::Inconclusive),
            actual: Vec::new(),
            places: Vec::new(),
        };
        for part in parts {
            if part.outcome != joined.outcome {
                continue;
            }
            for text in part.actual {
                if !text.is_empty() && joined.actual.len() < MOST && !joined.actual.contains(&text)
                {
                    joined.actual.push(text);
                }
            }
            for place in part.places {
                if joined.places.len() < MOST && !joined.places.contains(&place) {
                    joined.places.push(place);
                }
            }
        }
        joined
    }

    /// The same with something said before it.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.actual = vec![format!("{name}: {}", self.actual.join(", "))];
        self
    }

    /// The same with what it is about said after it.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.actual = vec![format!("{}: {what}", self.actual.join(", "))];
        self
    }

    pub(crate) fn reason(&self) -> String {
        self.actual.join("; ")
    }

    pub(crate) fn finding(self, subject: &str, expected: &str) -> Finding {
        let actual = tickmark_plugin::brief(&self.actual.join("; "), 300).into_owned();
        let finding = match self.outcome {
            Outcome::Pass => Finding::pass(subject),
            Outcome::Fail => Finding::fail(subject),
            Outcome::NotApplicable => Finding::not_applicable(subject),
            Outcome::Inconclusive => Finding::inconclusive(subject),
        };
        self.places
            .into_iter()
            .fold(finding.expected(expected).actual(actual), Finding::at)
    }
}
