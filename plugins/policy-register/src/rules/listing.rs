//! Whether the register and the documents say the same of a policy.

use tickmark_plugin::Finding;

use crate::policy::{Listing, Policy};
use crate::standing::State;

/// Whether register and documents say the same of a policy.
pub(super) fn listing(policy: &Policy) -> Finding {
    const EXPECTED: &str = "a row in the register that says what the document says";
    let subject = &policy.subject;
    let applies = !matches!(policy.standing.state, State::Draft | State::Retired);
    let finding = match (&policy.ambiguity, &policy.listing) {
        (Some(ambiguity), _) => Finding::inconclusive(subject).actual(&ambiguity.message),
        (None, Listing::Both(disagreements)) => {
            let messages: Vec<&str> = disagreements
                .iter()
                .map(|one| one.message.as_str())
                .collect();
            if disagreements.is_empty() {
                Finding::pass(subject).actual("listed, and nothing contradicts the document")
            } else if disagreements.iter().any(|one| one.certain) {
                Finding::fail(subject).actual(messages.join("; "))
            } else {
                Finding::inconclusive(subject).actual(messages.join("; "))
            }
        }
        (None, _) if !applies => Finding::not_applicable(subject)
            .actual(format!("not in force: {}", policy.standing.text)),
        (None, Listing::Document) => Finding::fail(subject).actual("the register does not list it"),
        (None, Listing::Register) => {
            Finding::inconclusive(subject).actual("its document is not among the evidence")
        }
    };
    policy
        .places
        .iter()
        .cloned()
        .fold(finding.expected(EXPECTED), Finding::at)
}
