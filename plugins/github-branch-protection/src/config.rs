//! What can be configured, with defaults and the source of each.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;

use crate::pattern::Pattern;
use crate::repository::RepositoryName;

/// How rulesets and this plugin's configuration name the default branch, whatever it is called.
pub(crate) const DEFAULT_BRANCH: &str = "~DEFAULT_BRANCH";
/// How rulesets and this plugin's configuration name all branches or repositories.
pub(crate) const ALL: &str = "~ALL";

/// What must be protected, and how well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The repositories to judge, as `owner/name`. Each must have evidence. Default: every
    /// repository that the evidence names.
    #[schemars(inner(regex(pattern = r"^[^/\s]+/[^/\s]+$")))]
    pub repositories: Vec<String>,
    /// The branches to judge: `~DEFAULT_BRANCH`, `~ALL` (every branch that the evidence names), a
    /// name (which must have evidence in every repository) or a pattern such as `release/*`, in
    /// which `*` does not cross a `/`. Default: the default branch. Where the evidence does not say
    /// which one that is, `main` or `master` is taken for it if the evidence names such a branch.
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub branches: Vec<String>,
    /// How many approving reviews a change needs. The default of 1 is one person beside the author
    /// (GitHub counts no approval by the author); CIS GitHub Benchmark 1.0.0, recommendation 1.1.3,
    /// asks for 2.
    #[schemars(range(min = 1, max = 10))]
    pub min_approvals: u32,
    /// The status checks that must be required, by their exact names. Default: any check will do.
    #[schemars(inner(length(min = 1)))]
    pub required_checks: Vec<String>,
    /// Whether checks must run on the change together with the newest state of the branch, through
    /// `strict` checks or a merge queue (CIS GitHub Benchmark 1.0.0, recommendation 1.1.10).
    pub up_to_date: bool,
    /// Which of GitHub's two mechanisms are in use.
    pub mechanisms: Mechanisms,
    /// Leaves repositories that are forks out as not applicable.
    pub skip_forks: bool,
    /// Controls that the organisation does not claim, and that are therefore not judged.
    pub leave_out: Vec<OptionalControl>,
}

/// Which of GitHub's two mechanisms are in use. Where the evidence does not show a requirement, this
/// decides whether it could still be met by what the evidence leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mechanisms {
    /// Either may be in use. A requirement that one does not make is a failure only where the
    /// evidence shows the other one too.
    Both,
    /// Only branch protection rules are in use; missing evidence about rulesets excuses nothing.
    BranchProtection,
    /// Only rulesets are in use; missing evidence about branch protection rules excuses nothing.
    Rulesets,
}

/// A control that an organisation may leave out: it hardens the change process, but the process can
/// be sound without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalControl {
    /// Reviews by code owners.
    CodeOwnerReviewRequired,
    /// Approval of the last push by somebody else.
    LastPushApprovalRequired,
    /// Resolved conversations.
    ConversationResolutionRequired,
    /// Signed commits.
    SignedCommitsRequired,
    /// Linear history.
    LinearHistoryRequired,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            repositories: Vec::new(),
            branches: vec![DEFAULT_BRANCH.to_owned()],
            min_approvals: 1,
            required_checks: Vec::new(),
            up_to_date: false,
            mechanisms: Mechanisms::Both,
            skip_forks: false,
            leave_out: Vec::new(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        !self
            .leave_out
            .iter()
            .any(|optional| optional.control() == control)
    }

    /// The repositories to judge, each once; none means every repository of the evidence.
    pub(crate) fn repositories(&self) -> Result<BTreeSet<RepositoryName>, Failure> {
        let mut repositories = BTreeSet::new();
        for text in &self.repositories {
            let name = RepositoryName::parse(text).ok_or_else(|| {
                Failure::Config(format!(
                    "`{text}` in `repositories` is no repository; write `owner/name`"
                ))
            })?;
            // `insert` keeps the spelling that came first.
            repositories.insert(name);
        }
        Ok(repositories)
    }

    /// Which branches to judge.
    pub(crate) fn choices(&self) -> Result<Vec<Choice>, Failure> {
        self.branches
            .iter()
            .map(|text| match text.as_str() {
                DEFAULT_BRANCH => Ok(Choice::Default),
                ALL => Ok(Choice::All),
                _ if Pattern::is_plain(text) => Ok(Choice::Named(text.clone())),
                _ => Pattern::new(text).map(Choice::Matching).ok_or_else(|| {
                    Failure::Config(format!("`{text}` in `branches` is no valid pattern"))
                }),
            })
            .collect()
    }
}

/// One entry of `branches`.
#[derive(Debug)]
pub(crate) enum Choice {
    Default,
    All,
    Named(String),
    Matching(Pattern),
}

impl OptionalControl {
    fn control(self) -> &'static str {
        match self {
            Self::CodeOwnerReviewRequired => "code-owner-review-required",
            Self::LastPushApprovalRequired => "last-push-approval-required",
            Self::ConversationResolutionRequired => "conversation-resolution-required",
            Self::SignedCommitsRequired => "signed-commits-required",
            Self::LinearHistoryRequired => "linear-history-required",
        }
    }
}
