//! Whether a text names something, or only says that there is or will be something to name.

use crate::words::{words, yes_no};

/// What people write instead of a name.
const NO_NAMES: &[&str] = &[
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
    "refused",
    "rejected",
    "requested",
    "scheduled",
    "see above",
    "unclear",
    "undetermined",
    "waiting",
];

/// Words with which no name begins, but many a way to say that there is none yet.
const NO_BEGINNINGS: &[&str] = &[
    "awaiting",
    "never",
    "none",
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

/// Whether a text that is no placeholder names something.
pub(super) fn names_something(text: &str) -> bool {
    let words = words(text);
    let begins = |beginning: &&str| {
        words
            .strip_prefix(beginning)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let denied = words == "not" || (words.starts_with("not ") && words.ends_with(" yet"));
    let lacking = words
        .strip_prefix("no ")
        .is_some_and(|rest| DOCUMENTS.contains(&rest));
    !(denied
        || lacking
        || yes_no(text).is_some()
        || NO_NAMES.contains(&words.as_str())
        || NO_BEGINNINGS.iter().any(begins))
}
