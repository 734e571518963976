//! Whether somebody other than its author approved a policy, and when.

use tickmark_plugin::Outcome;
use tickmark_plugin::people::{Likeness, People};

use super::{Judge, applied};
use crate::config::MissingAuthor;
use crate::field::{Field, Known};
use crate::policy::Policy;
use crate::verdict::Verdict;

impl Judge<'_> {
    /// Whether somebody other than its author approved the policy, and when.
    pub(crate) fn approved(self, policy: &Policy) -> Verdict {
        applied(policy, || self.approval(policy))
            .expected("approved on a stated day by somebody other than the author")
    }

    fn approval(self, policy: &Policy) -> Verdict {
        let facts = &policy.facts;
        let mut verdicts = vec![
            Verdict::stated(
                &facts.approver,
                "approved by",
                "no approver is named",
                &policy.places,
            ),
            Verdict::stated(
                &facts.approved_on,
                "on",
                "no approval date is stated",
                &policy.places,
            ),
        ];
        if let Some(approver) = facts.approver.known() {
            verdicts.push(self.independence(policy, approver));
        }
        Verdict::all(verdicts).occurred(facts.approved_on.known().map(|day| day.value))
    }

    fn independence(self, policy: &Policy, approver: &Known<People>) -> Verdict {
        let facts = &policy.facts;
        let (word, author) = match (&facts.author, self.settings.missing_author) {
            (Field::Absent(_), MissingAuthor::Owner) => ("owner", &facts.owner),
            (author, _) => ("author", author),
        };
        let author = match author {
            Field::Known(author) => author,
            Field::Unclear(unclear) => return Verdict::open(unclear),
            Field::Absent(note) => {
                let note = note.as_ref();
                let missing =
                    note.map_or(format!("no {word} is named"), |note| note.message.clone());
                return Verdict::new(
                    Outcome::Inconclusive,
                    format!(
                        "{missing}, so `{}` may have approved a text of their own; name the author, \
                         or configure `missing-author`",
                        approver.shown
                    ),
                    note.map_or(&policy.places, |note| &note.places),
                );
            }
        };
        let people = &self.settings.people;
        let (outcome, actual) = match approver.value.independence(&author.value, people) {
            Likeness::Different => (Outcome::Pass, format!("the {word} is {}", author.shown)),
            Likeness::Same => (
                Outcome::Fail,
                format!(
                    "approved by `{}`, who is the {word} (`{}`)",
                    approver.shown, author.shown
                ),
            ),
            Likeness::Unclear => (
                Outcome::Inconclusive,
                format!(
                    "nobody can tell whether the approver `{}` and the {word} `{}` are one person; \
                     name both in full, or list their spellings under `people`",
                    approver.shown, author.shown
                ),
            ),
        };
        let places = [&approver.places[..], &author.places].concat();
        Verdict::new(outcome, actual, &places)
    }
}
