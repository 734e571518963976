//! Tells GitHub's answers apart by what they hold.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

/// What an answer, or an element of one, is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A branch's protection.
    Protection,
    /// A branch.
    Branch,
    /// A ruleset, or the entry of a list of rulesets.
    Ruleset,
    /// A rule that applies to a branch.
    Rule,
    /// A repository.
    Repository,
    /// GitHub would not answer.
    Refusal(Refusal),
}

/// Why GitHub would not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No branch protection rule applies to the branch.
    NotProtected,
    /// The plan of the owner does not include the feature for this repository, so nothing that may
    /// be configured is enforced.
    NotIncluded,
    /// Anything else, as GitHub says it: no permission, no such branch, too many requests.
    Other(String),
}

/// Members that only a branch's protection has.
const PROTECTION: [&str; 6] = [
    "enforce_admins",
    "required_pull_request_reviews",
    "required_status_checks",
    "allow_force_pushes",
    "allow_deletions",
    "restrictions",
];

impl Answer {
    /// What an object is. An error says why it is nothing that this plugin reads.
    pub(crate) fn of(value: &At<'_>) -> Result<Self, Problem> {
        let has = |key| value.get(key).is_some();
        let text = |key| value.get(key).and_then(|text| text.as_str());
        let url = text("url").unwrap_or_default();
        if value.kind() != Kind::Object {
            Err(value.problem(format!(
                "expected an answer of GitHub's REST API, found {}",
                value.summary()
            )))
        } else if has("full_name") {
            Ok(Self::Repository)
        } else if has("enforcement") {
            Ok(Self::Ruleset)
        } else if has("ruleset_id") || has("ruleset_source") {
            Ok(Self::Rule)
        } else if has("protected") && has("name") {
            Ok(Self::Branch)
        } else if url.ends_with("/protection") || PROTECTION.into_iter().any(has) {
            Ok(Self::Protection)
        } else if url.contains("/protection/") {
            Err(value.problem(
                "this is a part of a branch's protection; save the whole answer of \
                 GET /repos/{owner}/{repo}/branches/{branch}/protection",
            ))
        } else if let Some(message) = text("message") {
            Ok(Self::Refusal(Refusal::of(message)))
        } else {
            Err(value.problem(
                "this is no answer about a repository, a branch, its protection or a ruleset",
            ))
        }
    }
}

impl Refusal {
    fn of(message: &str) -> Self {
        if message == "Branch not protected" {
            Self::NotProtected
        } else if message.starts_with("Upgrade to GitHub") {
            Self::NotIncluded
        } else {
            Self::Other(message.to_owned())
        }
    }
}
