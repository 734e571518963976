//! Who is who, as the configuration declares it, and what follows for two fields of people.

use super::identity::Identity;
use super::{Likeness, People, Person};

/// Spellings that the configuration declares to be one person each.
#[derive(Debug, Default)]
pub(crate) struct Book {
    people: Vec<Vec<Identity>>,
}

impl Book {
    /// Reads groups of spellings. A group that says nothing is a mistake.
    pub(crate) fn new(groups: &[Vec<String>]) -> Result<Self, String> {
        let mut people = Vec::new();
        for spellings in groups {
            let mut person = Vec::new();
            for spelling in spellings {
                person.push(
                    Identity::new(spelling)
                        .ok_or_else(|| format!("people: `{spelling}` names nobody"))?,
                );
            }
            if person.len() < 2 {
                return Err("people: each list needs at least two spellings".to_owned());
            }
            people.push(person);
        }
        Ok(Self { people })
    }

    fn find(&self, identity: &Identity) -> Option<usize> {
        self.people.iter().position(|spellings| {
            spellings
                .iter()
                .any(|spelling| spelling.likeness(identity) == Likeness::Same)
        })
    }

    /// Whether two identities are one person, as far as declarations and texts tell.
    pub(super) fn likeness(&self, one: &Identity, other: &Identity) -> Likeness {
        let spellings = |index: Option<usize>, identity: &Identity| match index {
            Some(index) => self.people[index].clone(),
            None => vec![identity.clone()],
        };
        match (self.find(one), self.find(other)) {
            (Some(one), Some(other)) if one == other => Likeness::Same,
            (Some(_), Some(_)) => Likeness::Different,
            (first, second) => {
                let first = spellings(first, one);
                let second = spellings(second, other);
                let mut result = Likeness::Unclear;
                for one in &first {
                    for other in &second {
                        match one.likeness(other) {
                            Likeness::Same => return Likeness::Same,
                            Likeness::Different => result = Likeness::Different,
                            Likeness::Unclear => {}
                        }
                    }
                }
                result
            }
        }
    }

    /// The closest that a person comes to anybody of the others.
    fn closest(&self, person: &Person, others: &People) -> Likeness {
        others
            .0
            .iter()
            .map(|other| person.likeness(other, self))
            .min()
            .unwrap_or(Likeness::Different)
    }

    /// Whether somebody among the approvers is clearly none of the authors. `Same` when every
    /// approver is an author.
    pub(crate) fn independence(&self, approvers: &People, authors: &People) -> Likeness {
        let likenesses = approvers
            .0
            .iter()
            .map(|approver| self.closest(approver, authors));
        likenesses.max().unwrap_or(Likeness::Unclear)
    }

    /// Whether two fields name the same people.
    pub(crate) fn agreement(&self, one: &People, other: &People) -> Likeness {
        let there = one.0.iter().map(|person| self.closest(person, other));
        let back = other.0.iter().map(|person| self.closest(person, one));
        there.chain(back).max().unwrap_or(Likeness::Unclear)
    }
}
