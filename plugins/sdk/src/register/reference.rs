//! Whether a text names something, or only says that there is or will be something to name.

use crate::words::{words, yes_no};

/// What people write instead of a name.
const NO_NAMES: &[&str] = &[
    "canceled",
    "cancelled",
    "denied",
    "done",
    "draft",
    "expired",
    "failed",
    "in progress",
    "in review",
    "incomplete",
    "investigating",
    "missing",
    "ongoing",
    "open",
    "outstanding",
    "planned",
    "postponed",
    "refused",
    "rejected",
    "requested",
    "scheduled",
    "see above",
    "skipped",
    "unclear",
    "undetermined",
    "waiting",
];

/// Words with which no name begins, but many a way to say that there is none yet.
const NO_BEGINNINGS: &[&str] = &[
    "awaiting",
    "never",
    "no one",
    "nobody",
    "none",
    "noone",
    "not available",
    "not approved",
    "not assigned",
    "not complete",
    "not completed",
    "not decided",
    "not defined",
    "not determined",
    "not documented",
    "not done",
    "not filed",
    "not finished",
    "not found",
    "not identified",
    "not issued",
    "not known",
    "not performed",
    "not received",
    "not recorded",
    "not required",
    "not reviewed",
    "not scheduled",
    "not sent",
    "not signed",
    "not started",
    "not stated",
    "not tested",
    "not verified",
    "not written",
    "not yet",
    "pending",
    "to be",
    "to do",
    "to follow",
    "under discussion",
    "under investigation",
    "under review",
    "vacant",
    "will be",
    "will come",
    "will follow",
];

/// What is missing where nothing but it follows a `no`: `no tickets of ours are affected` is an answer, `no
/// ticket` is none.
const DOCUMENTS: &[&str] = &[
    "agreement",
    "approval",
    "approver",
    "certificate",
    "contract",
    "document",
    "evidence",
    "link",
    "minutes",
    "owner",
    "plan",
    "proof",
    "record",
    "records",
    "report",
    "reviewer",
    "ticket",
];

/// Beginnings that say of a document or a person that there is none, and are fine in a sentence: `missing
/// index on orders` is a cause, `missing from the vendor` is no certificate.
const NO_DOCUMENT: &[&str] = &[
    "being",
    "cancelled",
    "canceled",
    "cannot be",
    "could not be",
    "declined",
    "denied",
    "disabled",
    "draft",
    "expired",
    "in negotiation",
    "in progress",
    "lost",
    "missing",
    "off",
    "overdue",
    "rejected",
    "skipped",
    "unclear",
    "unsigned",
    "verbal",
    "verbally",
    "waived",
    "withdrawn",
];

/// Placeholders that go on: `TBD with legal`, `N/A - in house`.
const PLACEHOLDERS: &[&str] = &["fixme", "n a", "tba", "tbc", "tbd", "todo"];

/// Participles that do not end in `ed`.
const PARTICIPLES: &[&str] = &[
    "built",
    "chosen",
    "clear",
    "done",
    "drawn",
    "found",
    "given",
    "held",
    "kept",
    "known",
    "made",
    "met",
    "needed",
    "sent",
    "set",
    "shown",
    "taken",
    "told",
    "understood",
    "written",
    "yet",
];

/// Whether a text that is no placeholder names a document, a ticket or somebody.
pub(super) fn names_something(text: &str) -> bool {
    let said = words(text);
    let negated = match said.split_once(' ') {
        None => said == "not",
        Some(("not", _)) => true,
        // `No. 4711` is a number.
        Some(("no", rest)) => !rest.starts_with(|first: char| first.is_ascii_digit()),
        Some(_) => false,
    };
    !negated && !begins_with(&said, NO_DOCUMENT) && says_something(text)
}

/// Whether a text that is no placeholder says something, in whatever words.
pub(crate) fn says_something(text: &str) -> bool {
    let said = words(text);
    let parts: Vec<&str> = said.split(' ').collect();
    let participle = |word: &str| word.ends_with("ed") || PARTICIPLES.contains(&word);
    let denied = match parts.as_slice() {
        ["not" | "under"] | ["not", "in", "place"] => true,
        ["not", rest @ ..] => {
            rest.last() == Some(&"yet")
                || (rest.len() <= SHORT && rest.last().is_some_and(|word| participle(word)))
        }
        ["still" | "under", rest @ ..] => {
            rest.len() <= SHORT && rest.iter().any(|word| UNDER_WAY.contains(word))
        }
        ["unknown", rest @ ..] => rest.iter().any(|word| UNDER_WAY.contains(word)),
        ["cannot" | "could", ..] => {
            parts.iter().any(|word| matches!(*word, "be" | "not"))
                && parts.last().is_some_and(|word| participle(word))
        }
        ["no", rest @ ..] => {
            rest.last()
                .is_some_and(|word| DOCUMENTS.contains(word) || participle(word))
                && rest.len() <= SHORT
        }
        _ => false,
    };
    !(denied
        || yes_no(text).is_some()
        || NO_NAMES.contains(&said.as_str())
        || begins_with(&said, NO_BEGINNINGS)
        || begins_with(&said, PLACEHOLDERS))
}

/// More words than these are a sentence, in which a `not` may deny anything.
const SHORT: usize = 3;

/// What is not at its end.
const UNDER_WAY: &[&str] = &[
    "analysed",
    "analysis",
    "analyzed",
    "assessed",
    "assessment",
    "discussed",
    "discussion",
    "investigated",
    "investigating",
    "investigation",
    "negotiated",
    "negotiation",
    "review",
    "reviewed",
];

fn begins_with(words: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| {
        words
            .strip_prefix(beginning)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_not_named() {
        for text in [
            "not held",
            "not needed",
            "not in place",
            "skipped",
            "overdue",
            "TBD - vendor",
            "N/A - skipped",
            "TBD with legal",
            "draft (in negotiation)",
            "expired 2024",
            "verbal only",
            "unsigned",
            "lost",
            "missing from vendor",
            "rejected by DPO",
            "declined by Jane Doe",
            "denied (Elin Berg)",
            "under assessment",
            "no postmortem",
            "not attached",
            "nobody yet",
            "vacant",
            "no one",
            "to be hired",
            "none yet",
            "no report yet",
            "not Jane Doe",
        ] {
            assert!(!names_something(text), "{text}");
        }
        for text in [
            "CONF-4711",
            "No. 4711",
            "https://wiki.example/pm/42",
            "Jane Doe",
            "Nora Berg",
            "Notary Public Ltd",
            "report.pdf",
            "https://example.com/not-found-errors",
            "Offerman & Sons",
            "Draftsman Ltd",
        ] {
            assert!(names_something(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_may_begin_with_what_is_no_name() {
        for text in [
            "unknown - under investigation",
            "still investigating",
            "cannot be determined",
            "not analysed",
            "under analysis",
            "no root cause found",
            "not implemented",
            "none yet",
            "planned",
            "not yet decided by the board",
            "tbd",
            "not enabled",
        ] {
            assert!(!says_something(text), "{text}");
        }
        for text in [
            "missing index on the table of orders",
            "not enough memory for the peak",
            "under-provisioned connection pool",
            "lost packets between the zones",
            "disabled alarm hid the leak",
            "no timeout was set on the client's calls",
            "unknown field in the configuration was accepted",
            "expired certificate of the load balancer",
            "no tickets of ours are affected",
        ] {
            assert!(says_something(text), "{text}");
        }
    }
}
