//! A judgement of one policy on one question: what was expected, what was found, and where.

use tickmark_plugin::{Day, Finding, Location, Outcome};

use crate::field::{Field, Unclear};

/// A judgement.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    expected: String,
    actual: String,
    places: Vec<Location>,
    occurred: Option<Day>,
}

impl Verdict {
    pub(crate) fn new(outcome: Outcome, actual: impl Into<String>, places: &[Location]) -> Self {
        Self {
            outcome,
            expected: String::new(),
            actual: actual.into(),
            places: places.to_vec(),
            occurred: None,
        }
    }

    /// Nobody can tell.
    pub(crate) fn open(unclear: &Unclear) -> Self {
        Self::new(Outcome::Inconclusive, &unclear.message, &unclear.places)
    }

    /// Whether a fact is stated. `verb` goes before the value, `absent` says that there is none, and
    /// `whole` is where it would stand.
    pub(crate) fn stated<T>(
        field: &Field<T>,
        verb: &str,
        absent: &str,
        whole: &[Location],
    ) -> Self {
        match field {
            Field::Known(known) => Self::new(
                Outcome::Pass,
                format!("{verb} {}", known.shown),
                &known.places,
            ),
            Field::Unclear(unclear) => Self::open(unclear),
            Field::Absent(Some(note)) => Self::new(
                Outcome::Fail,
                format!("{absent}: {}", note.message),
                &note.places,
            ),
            Field::Absent(None) => Self::new(Outcome::Fail, absent, whole),
        }
    }

    /// Several judgements as one: the worst decides, and it names everything that is as bad.
    pub(crate) fn all(verdicts: Vec<Self>) -> Self {
        let worst = verdicts
            .iter()
            .map(|verdict| weight(verdict.outcome))
            .max()
            .unwrap_or_default();
        let deciding: Vec<Self> = verdicts
            .into_iter()
            .filter(|verdict| weight(verdict.outcome) == worst)
            .collect();
        let actual: Vec<&str> = deciding.iter().map(|one| one.actual.as_str()).collect();
        let places: Vec<Location> = deciding.iter().flat_map(|one| one.places.clone()).collect();
        let outcome = deciding
            .first()
            .map_or(Outcome::Inconclusive, |one| one.outcome);
        Self::new(outcome, actual.join("; "), &places)
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// When the thing judged happened.
    pub(crate) fn occurred(mut self, day: Option<Day>) -> Self {
        self.occurred = day;
        self
    }

    /// The judgement as a finding about a policy.
    pub(crate) fn finding(self, subject: &str) -> Finding {
        let mut finding = match self.outcome {
            Outcome::Pass => Finding::pass(subject),
            Outcome::Fail => Finding::fail(subject),
            Outcome::NotApplicable => Finding::not_applicable(subject),
            Outcome::Inconclusive => Finding::inconclusive(subject),
        };
        for place in self.places {
            if !finding.locations.contains(&place) {
                finding = finding.at(place);
            }
        }
        if let Some(day) = self.occurred {
            finding = finding.occurred(day);
        }
        finding.expected(self.expected).actual(self.actual)
    }
}

/// How much an outcome outweighs others.
fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotApplicable => 0,
        Outcome::Pass => 1,
        Outcome::Inconclusive => 2,
        Outcome::Fail => 3,
    }
}
