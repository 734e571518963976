//! Who is who, as the configuration declares it.

use super::Likeness;
use super::identity::Identity;

/// Spellings that the configuration declares to be one person each. The default declares nobody.
#[derive(Debug, Clone, Default)]
pub struct Book {
    people: Vec<Vec<Identity>>,
}

impl Book {
    /// Reads groups of spellings, as in `[["Jane Doe", "@sparkle"]]`. A group that says nothing is a
    /// mistake; the error says which.
    pub fn new(groups: &[Vec<String>]) -> Result<Self, String> {
        let mut people = Vec::new();
        for spellings in groups {
            let mut person = Vec::new();
            for spelling in spellings {
                person.push(
                    Identity::new(spelling).ok_or_else(|| format!("`{spelling}` names nobody"))?,
                );
            }
            if person.len() < 2 {
                return Err("each list needs at least two spellings".to_owned());
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
                let mut resembles = false;
                for one in &first {
                    for other in &second {
                        match one.likeness(other) {
                            Likeness::Same => return Likeness::Same,
                            // One spelling that may be the other's outweighs those that are not.
                            Likeness::Unclear if one.resembles(other) => resembles = true,
                            Likeness::Different => result = Likeness::Different,
                            Likeness::Unclear => {}
                        }
                    }
                }
                if resembles { Likeness::Unclear } else { result }
            }
        }
    }
}
