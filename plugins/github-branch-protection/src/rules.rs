//! The rules, one function each. Each judges one branch.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::branch::{Binding, Branch};
use crate::demand::{Demands, Setting};
use crate::question::{any, approvals, checks, stale_approvals_dismissed};
use crate::verdict::{Gate, decide, decide_bypass};

pub(crate) type Judge = fn(&Branch<'_>, &Config) -> Finding;

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    reviews_required,
    code_owner_review_required,
    stale_reviews_dismissed,
    last_push_approval_required,
    conversation_resolution_required,
    status_checks_required,
    bypass_restricted,
    force_push_blocked,
    deletion_blocked,
    signed_commits_required,
    linear_history_required,
];

/// Judges a setting that is on or off.
fn switch<'a>(
    branch: &Branch<'a>,
    expected: &str,
    setting: impl Fn(&'a Demands) -> &'a Setting<bool>,
    [on, off]: [&str; 2],
) -> Finding {
    decide(branch, expected, &|bindings: &[&Binding<'a>]| {
        any(bindings, &setting, on, off)
    })
}

const REQUIRED: [&str; 2] = ["required", "not required"];

/// Changes to the branch need an approving review
///
/// Nobody brings a change into the branch alone: GitHub counts no approval by a pull request's own
/// author. Branch protection and all active rulesets that cover the branch add up, and the greatest
/// number counts. Who may bypass them is judged by `bypass-restricted`. Source: CIS GitHub
/// Benchmark 1.0.0, recommendation 1.1.3, which asks for two approvals; the number is configured
/// (`min-approvals`), and one is the least that separates author and approver.
#[control(
    severity = High,
    method = Configuration,
    implements("CC8.1" = "A change cannot be merged before somebody other than its author approved it."),
    supports("CC5.2" = "Review is enforced by the development platform instead of being left to habit."),
    remedy = "Open the repository's settings, Rules, Rulesets (or Branches for a branch protection \
              rule), require a pull request before merging and set the number of required \
              approvals. An organisation's ruleset for `~DEFAULT_BRANCH` does it for all \
              repositories at once. Then collect the answers again.",
)]
pub(crate) fn reviews_required(branch: &Branch<'_>, config: &Config) -> Finding {
    let minimum = config.min_approvals;
    decide(
        branch,
        format!("{minimum} or more approving reviews required"),
        &|bindings: &[&Binding<'_>]| approvals(bindings, minimum),
    )
}

/// Changes to owned code need a review by its owner
///
/// The people who know a part of the code see what changes in it. The setting has an effect only
/// where a `CODEOWNERS` file names owners, which this evidence does not show. Source: CIS GitHub
/// Benchmark 1.0.0, recommendation 1.1.7.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC8.1" = "Sensitive code changes are approved by those who are responsible for it."),
    remedy = "Add a CODEOWNERS file and switch on the review from code owners in the ruleset or \
              branch protection rule. If the organisation does not work with code owners, name \
              the control in `leave-out`.",
)]
pub(crate) fn code_owner_review_required(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "a code owner's review is required",
        |demands| &demands.code_owners,
        REQUIRED,
    )
}

/// An approval ends when the change is altered after it
///
/// Otherwise an approved pull request can be altered and merged without anybody looking again. The
/// setting means nothing while no approval is required. Source: CIS GitHub Benchmark 1.0.0,
/// recommendation 1.1.4.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC8.1" = "What is merged is what was approved."),
    remedy = "Switch on the dismissal of stale pull request approvals when new commits are pushed, in \
              the ruleset or branch protection rule that requires the approvals.",
)]
pub(crate) fn stale_reviews_dismissed(branch: &Branch<'_>, _: &Config) -> Finding {
    decide(
        branch,
        "stale approvals are dismissed",
        &|bindings: &[&Binding<'_>]| stale_approvals_dismissed(bindings),
    )
}

/// Somebody else must approve the last push to a change
///
/// A reviewer may push to the pull request and then approve it; without this setting that approval
/// of one's own work counts. Source: GitHub's documentation of rulesets, which offers the setting
/// against unreviewed content; the separation of author and approver is what an auditor looks for.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC8.1" = "Who last altered a change is never the only one who approved it."),
    remedy = "Switch on the required approval of the most recent reviewable push in the ruleset or \
              branch protection rule.",
)]
pub(crate) fn last_push_approval_required(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "the last push is approved by somebody else",
        |demands| &demands.last_push_approved,
        REQUIRED,
    )
}

/// Open questions about a change must be settled before merging
///
/// A reviewer's objection must not be merged over. Source: CIS GitHub Benchmark 1.0.0,
/// recommendation 1.1.11.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC8.1" = "Objections that a review raised are settled before the change is merged."),
    remedy = "Switch on the resolution of conversations before merging in the ruleset or branch \
              protection rule.",
)]
pub(crate) fn conversation_resolution_required(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "conversations are resolved before merging",
        |demands| &demands.conversations_resolved,
        REQUIRED,
    )
}

/// Changes must pass automated checks before merging
///
/// Required status checks, required workflows and required code scanning results count; an empty
/// list of them requires nothing. Which checks there must be is configured (`required-checks`), and
/// so is whether they must run on the newest state of the branch (`up-to-date`). What a check tests
/// is not judged here. Source: CIS GitHub Benchmark 1.0.0, recommendations 1.1.9 and 1.1.10.
#[control(
    severity = High,
    method = Configuration,
    implements("CC8.1" = "A change cannot be merged before its automated tests have passed."),
    supports("CC5.2" = "Tests are enforced by the development platform instead of being left to habit."),
    remedy = "Add the names of the checks that must pass to the ruleset or branch protection rule \
              (the list must not be empty), then collect the answers again.",
)]
pub(crate) fn status_checks_required(branch: &Branch<'_>, config: &Config) -> Finding {
    let mut expected = match config.required_checks.as_slice() {
        [] => "at least one required check".to_owned(),
        names => format!("required: {}", names.join(", ")),
    };
    if config.up_to_date {
        expected.push_str(", run on the newest state of the branch");
    }
    decide(branch, expected, &|bindings: &[&Binding<'_>]| {
        checks(bindings, config)
    })
}

/// Nobody can bypass the protection of the branch
///
/// A rule that administrators or listed actors may ignore does not show that every change was
/// reviewed and tested. For branch protection, `enforce_admins` must be on and
/// `bypass_pull_request_allowances` empty; for a ruleset, `bypass_actors` must be empty (an actor
/// who may bypass it on pull requests only cannot force-push or delete). Where two rules demand the
/// same, one of them that nobody may bypass is enough. Judged are the reviews, checks and blocks on
/// force pushes and deletion that are in force; where neither reviews nor checks are, the control
/// fails. GitHub shows `bypass_actors` only to those who may change the ruleset; where it is
/// withheld, nothing is known. Source: CIS GitHub Benchmark 1.0.0, recommendation 1.1.14. Record
/// accepted ways around (an emergency team, a release bot) as waivers, with owner and expiry.
#[control(
    severity = High,
    method = Configuration,
    implements(
        "CC8.1" = "The change procedure holds for everybody, administrators included.",
        "CC5.2" = "The platform enforces the change procedure as a general control over development, \
                   without exceptions for those who run it."
    ),
    supports("CC6.1" = "Privileged accounts cannot alter protected code around the procedure."),
    remedy = "Branch protection: switch on `Do not allow bypassing the above settings` and empty the \
              list of those who may bypass required pull requests. Rulesets: empty the bypass \
              list. Collect rulesets with a token that may change them, so that the list is shown.",
)]
pub(crate) fn bypass_restricted(branch: &Branch<'_>, config: &Config) -> Finding {
    let procedure = [
        Gate {
            what: "required reviews",
            question: &|bindings: &[&Binding<'_>]| approvals(bindings, config.min_approvals),
            opening: |bypass| &bypass.reviews,
        },
        Gate {
            what: "required checks",
            question: &|bindings: &[&Binding<'_>]| checks(bindings, config),
            opening: |bypass| &bypass.checks,
        },
    ];
    let blocks = [
        Gate {
            what: "the block on force pushes",
            question: &|bindings: &[&Binding<'_>]| {
                any(bindings, |demands| &demands.force_push_blocked, "", "")
            },
            opening: |bypass| &bypass.pushes,
        },
        Gate {
            what: "the block on deletion",
            question: &|bindings: &[&Binding<'_>]| {
                any(bindings, |demands| &demands.deletion_blocked, "", "")
            },
            opening: |bypass| &bypass.pushes,
        },
    ];
    decide_bypass(
        branch,
        "reviews or checks are required, and nobody may bypass the protection",
        &procedure,
        &blocks,
    )
}

/// Force pushes to the branch are blocked
///
/// A force push replaces history that was reviewed by history that was not. Who may bypass the
/// block is judged by `bypass-restricted`; the people whom a branch protection rule lets force-push
/// by name are not shown by GitHub's REST API. Source: CIS GitHub Benchmark 1.0.0, recommendation
/// 1.1.16.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC8.1" = "Reviewed changes cannot be replaced afterwards.",
        "CC6.1" = "Write access does not include the right to rewrite protected history."
    ),
    remedy = "Switch off `Allow force pushes` in the branch protection rule, or add `Block force \
              pushes` to an active ruleset that covers the branch.",
)]
pub(crate) fn force_push_blocked(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "force pushes are blocked",
        |demands| &demands.force_push_blocked,
        ["blocked", "not blocked"],
    )
}

/// Deletion of the branch is blocked
///
/// Who may delete a branch may also make it anew with other content. Who may bypass the block is
/// judged by `bypass-restricted`. Source: CIS GitHub Benchmark 1.0.0, recommendation 1.1.17.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC8.1" = "The record of reviewed changes cannot be removed.",
        "CC6.1" = "Write access does not include the right to delete protected code."
    ),
    remedy = "Switch off `Allow deletions` in the branch protection rule, or add `Restrict deletions` \
              to an active ruleset that covers the branch.",
)]
pub(crate) fn deletion_blocked(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "deletion is blocked",
        |demands| &demands.deletion_blocked,
        ["blocked", "not blocked"],
    )
}

/// Commits to the branch must be signed
///
/// The author that Git records is whatever its user typed; a verified signature ties the commit to
/// an account. Source: CIS GitHub Benchmark 1.0.0, recommendation 1.1.12.
#[control(
    severity = Low,
    method = Configuration,
    supports(
        "CC8.1" = "Changes can be traced to who made them.",
        "CC6.1" = "A change is tied to the identity that made it."
    ),
    remedy = "Have everybody set up commit signing, then require signed commits in the ruleset or \
              branch protection rule. If the organisation does not claim this, name the control in \
              `leave-out`.",
)]
pub(crate) fn signed_commits_required(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "signed commits are required",
        |demands| &demands.signatures,
        REQUIRED,
    )
}

/// The branch must keep a linear history
///
/// Without merge commits, each change stands in the history by itself and can be found and
/// reverted. Source: CIS GitHub Benchmark 1.0.0, recommendation 1.1.13.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC8.1" = "Each change can be found and taken back by itself."),
    remedy = "Require a linear history in the ruleset or branch protection rule, and allow squash or \
              rebase merging. If the organisation does not claim this, name the control in \
              `leave-out`.",
)]
pub(crate) fn linear_history_required(branch: &Branch<'_>, _: &Config) -> Finding {
    switch(
        branch,
        "a linear history is required",
        |demands| &demands.linear_history,
        REQUIRED,
    )
}
