//! What one test says about one resource, and how several such answers become one.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::words;

/// How many places a finding cites.
const PLACES: usize = 5;

/// An answer about one resource.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) expected: String,
    pub(crate) actual: String,
    pub(crate) places: Vec<Location>,
}

impl Verdict {
    pub(crate) fn new(outcome: Outcome, actual: impl Into<String>, place: Location) -> Self {
        Self {
            outcome,
            expected: String::new(),
            actual: actual.into(),
            places: vec![place],
        }
    }

    pub(crate) fn pass(actual: impl Into<String>, place: Location) -> Self {
        Self::new(Outcome::Pass, actual, place)
    }

    pub(crate) fn fail(actual: impl Into<String>, place: Location) -> Self {
        Self::new(Outcome::Fail, actual, place)
    }

    /// A pass where something holds, else a failure.
    pub(crate) fn when(holds: bool, actual: impl Into<String>, place: Location) -> Self {
        let outcome = if holds { Outcome::Pass } else { Outcome::Fail };
        Self::new(outcome, actual, place)
    }

    pub(crate) fn unclear(actual: impl Into<String>, place: Location) -> Self {
        Self::new(Outcome::Inconclusive, actual, place)
    }

    pub(crate) fn not_applicable(actual: impl Into<String>, place: Location) -> Self {
        Self::new(Outcome::NotApplicable, actual, place)
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(crate) fn also_at(mut self, places: impl IntoIterator<Item = Location>) -> Self {
        self.places.extend(places);
        self
    }

    /// All of several answers: what decides is the worst of them, and only answers as bad are told.
    pub(crate) fn all(answers: Vec<Self>) -> Option<Self> {
        let worst = answers.iter().map(|answer| rank(answer.outcome)).max()?;
        Self::join(answers, worst)
    }

    /// Any of several answers: what decides is the best of them.
    pub(crate) fn any(answers: Vec<Self>) -> Option<Self> {
        let best = answers
            .iter()
            .map(|answer| rank(answer.outcome))
            .filter(|&rank| rank > 0)
            .min()
            .unwrap_or(0);
        Self::join(answers, best)
    }

    fn join(answers: Vec<Self>, deciding: u8) -> Option<Self> {
        let mut deciding = answers
            .into_iter()
            .filter(|answer| rank(answer.outcome) == deciding);
        let mut joined = deciding.next()?;
        for answer in deciding {
            for (text, more) in [
                (&mut joined.expected, answer.expected),
                (&mut joined.actual, answer.actual),
            ] {
                let room = text.len() < words::TEXT;
                if room && !more.is_empty() && !text.split("; ").any(|known| known == more) {
                    if !text.is_empty() {
                        text.push_str("; ");
                    }
                    text.push_str(&more);
                }
            }
            for place in answer.places {
                if joined.places.len() < PLACES && !joined.places.contains(&place) {
                    joined.places.push(place);
                }
            }
        }
        Some(joined)
    }

    pub(crate) fn finding(self, subject: &str) -> Finding {
        let finding = match self.outcome {
            Outcome::Pass => Finding::pass(subject),
            Outcome::Fail => Finding::fail(subject),
            Outcome::NotApplicable => Finding::not_applicable(subject),
            Outcome::Inconclusive => Finding::inconclusive(subject),
        };
        let finding = finding
            .expected(brief(&self.expected, words::TEXT))
            .actual(brief(&self.actual, words::TEXT));
        self.places
            .into_iter()
            .take(PLACES)
            .fold(finding, Finding::at)
    }
}

/// From what decides nothing to what decides all.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotApplicable => 0,
        Outcome::Pass => 1,
        Outcome::Inconclusive => 2,
        Outcome::Fail => 3,
    }
}
