//! What in the evidence could not be understood, or is not there though it should be.

use tickmark_plugin::{Finding, Location, Problem};

/// Something that leaves open whatever it would have decided.
#[derive(Debug, Clone)]
pub(crate) struct Unclear {
    /// An account, a person, a system, or a file where not even that can be said.
    subject: String,
    message: String,
    /// `None` for something that is not there.
    place: Option<Location>,
}

impl Unclear {
    /// Something that could not be understood.
    pub(crate) fn new(subject: impl Into<String>, problem: Problem) -> Self {
        Self {
            subject: subject.into(),
            message: problem.message,
            place: Some(problem.place),
        }
    }

    /// Something that is not there.
    pub(crate) fn absent(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            message: message.into(),
            place: None,
        }
    }

    /// The finding that says so.
    pub(crate) fn finding(&self) -> Finding {
        let finding = Finding::inconclusive(&self.subject)
            .expected(if self.place.is_some() {
                "well-formed evidence"
            } else {
                "evidence for everything that is configured"
            })
            .actual(&self.message);
        match &self.place {
            Some(place) => finding.at(place.clone()),
            None => finding,
        }
    }
}

/// Everything unclear in the files of one input: the first in full, of the others how many they
/// are, so that a file of a million broken rows does not fill the memory.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: Vec<Unclear>,
    further: usize,
}

impl Problems {
    /// How many are kept in full.
    const LISTED: usize = 1000;

    pub(crate) fn push(&mut self, unclear: Unclear) {
        if self.listed.len() < Self::LISTED {
            self.listed.push(unclear);
        } else {
            self.further += 1;
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.listed.len() + self.further
    }

    /// The findings that say so.
    pub(crate) fn findings(&self) -> impl Iterator<Item = Finding> {
        let further = (self.further > 0)
            .then(|| self.listed.last())
            .flatten()
            .map(|last| {
                let mut finding = last.finding();
                finding.subject = format!("{}: further rows", last.subject);
                finding.actual = format!(
                    "{} further rows could not be understood; the last one that is listed: {}",
                    self.further, last.message
                );
                finding
            });
        self.listed.iter().map(Unclear::finding).chain(further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_problems_the_number_is_said() {
        let mut problems = Problems::default();
        for line in 1..=1500 {
            problems.push(Unclear::new(
                "accounts.csv",
                Problem::new(Location::line("accounts.csv", line), "broken"),
            ));
        }
        let findings: Vec<Finding> = problems.findings().collect();
        assert_eq!(problems.count(), 1500);
        assert_eq!(findings.len(), 1001);
        assert!(findings[1000].actual.starts_with("500 further rows"));
    }
}
