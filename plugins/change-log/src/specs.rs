//! The flat registers and their fields, with the names that common tools export them under.

use tickmark_plugin::Input;
use tickmark_plugin::register::{Field, Spec};

pub(crate) const CHANGE: Field = Field::new(
    "change",
    "the change's number",
    &[
        "number",
        "pr",
        "pr number",
        "pull request",
        "merge request",
        "mr",
        "iid",
        "change id",
        "change number",
        "id",
        "key",
    ],
);
pub(crate) const REPOSITORY: Field = Field::new(
    "repository",
    "where it was made",
    &["repo", "project", "repository name", "service", "component"],
);
pub(crate) const AUTHOR: Field = Field::new(
    "author",
    "who made it",
    &[
        "created by",
        "submitted by",
        "requested by",
        "opened by",
        "developer",
        "assignee",
    ],
);
pub(crate) const MERGED: Field = Field::new(
    "merged",
    "when it was merged",
    &[
        "merged at",
        "merged on",
        "merge date",
        "implemented at",
        "closed at",
    ],
);
pub(crate) const BASE: Field = Field::new(
    "base",
    "the branch into which it was merged",
    &["base branch", "target branch", "branch", "baserefname"],
);
pub(crate) const LABELS: Field = Field::new("labels", "its labels", &["label", "tags", "type"]);
pub(crate) const APPROVERS: Field = Field::new(
    "approved-by",
    "who approved it",
    &[
        "approvers",
        "approver",
        "approved by",
        "reviewers approved",
        "approvals",
    ],
);
pub(crate) const APPROVED: Field = Field::new(
    "approved-at",
    "when, in the same order",
    &[
        "approved at",
        "approved on",
        "approval date",
        "approval time",
    ],
);
pub(crate) const CHECKS: Field = Field::new(
    "checks",
    "how its checks ended",
    &[
        "check status",
        "ci status",
        "ci",
        "build status",
        "pipeline status",
        "tests",
        "status checks",
    ],
);
pub(crate) const CHECKED: Field = Field::new(
    "checks-at",
    "when they ended",
    &[
        "checks completed at",
        "ci finished at",
        "pipeline finished at",
        "checked at",
        "tested at",
    ],
);
pub(crate) const SHA: Field = Field::new(
    "sha",
    "the commit",
    &[
        "merge commit",
        "merge commit sha",
        "commit",
        "commit sha",
        "revision",
        "version",
    ],
);

pub(crate) static CHANGES: Spec = Spec {
    input: "changes",
    record: "change",
    subject: &[&REPOSITORY, &CHANGE],
    unique: false,
    fields: &[
        &CHANGE,
        &REPOSITORY,
        &AUTHOR,
        &MERGED,
        &BASE,
        &LABELS,
        &APPROVERS,
        &APPROVED,
        &CHECKS,
        &CHECKED,
        &SHA,
    ],
};

pub(crate) const DEPLOYMENT: Field = Field::new(
    "deployment",
    "the deployment's number",
    &[
        "deployment id",
        "deploy id",
        "id",
        "run id",
        "release",
        "release id",
    ],
);
pub(crate) const CHANGE_OF: Field = Field::new(
    "change",
    "the change that it brought, as in `fleet-api#12`",
    &[
        "change reference",
        "pull request",
        "pr",
        "merge request",
        "change id",
        "ticket",
        "change request",
    ],
);
pub(crate) const ENVIRONMENT: Field = Field::new(
    "environment",
    "where to",
    &["env", "stage", "target", "environment name"],
);
pub(crate) const DEPLOYED: Field = Field::new(
    "deployed",
    "when",
    &[
        "deployed at",
        "created at",
        "finished at",
        "completed at",
        "started at",
        "time",
        "date",
    ],
);
pub(crate) const DEPLOYER: Field = Field::new(
    "deployed-by",
    "who started it",
    &[
        "actor",
        "creator",
        "creator.login",
        "triggered by",
        "user",
        "by",
    ],
);
pub(crate) const DEPLOYMENT_APPROVER: Field = Field::new(
    "approved-by",
    "who approved it",
    &["approver", "approved by", "reviewer"],
);

pub(crate) static DEPLOYMENTS: Spec = Spec {
    input: "deployments",
    record: "deployment",
    subject: &[&DEPLOYMENT],
    unique: true,
    fields: &[
        &DEPLOYMENT,
        &REPOSITORY,
        &SHA,
        &CHANGE_OF,
        &ENVIRONMENT,
        &DEPLOYED,
        &DEPLOYER,
        &DEPLOYMENT_APPROVER,
    ],
};

pub(crate) const MADE: Field = Field::new(
    "date",
    "when it was made",
    &[
        "made at",
        "implemented at",
        "implemented on",
        "changed at",
        "performed at",
    ],
);
pub(crate) const MADE_BY: Field = Field::new(
    "made-by",
    "who made it",
    &[
        "implemented by",
        "performed by",
        "changed by",
        "author",
        "owner",
    ],
);
pub(crate) const REVIEWER: Field = Field::new(
    "reviewer",
    "who reviewed it",
    &["reviewed by", "approver", "approved by"],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when it was reviewed",
    &[
        "reviewed at",
        "reviewed on",
        "review date",
        "approved at",
        "approved on",
    ],
);

pub(crate) static EMERGENCY_CHANGES: Spec = Spec {
    input: "emergency-changes",
    record: "emergency change",
    subject: &[&REPOSITORY, &CHANGE],
    unique: true,
    fields: &[&CHANGE, &REPOSITORY, &MADE, &MADE_BY, &REVIEWER, &REVIEWED],
};

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        CHANGES
            .input(
                "Every merged change with its reviews and checks: `gh pr list --state merged --limit 10000 --json \
                 number,url,author,mergedAt,baseRefName,labels,mergeCommit,headRefOid,reviews,statusCheckRollup`, \
                 the same in JSON lines, pull requests of GitHub's REST or GraphQL API with their reviews and \
                 check runs added, merge requests of GitLab's API with `approved_by` and `head_pipeline`, or a \
                 flat register.",
            )
            .glob("changes/**/*pull-requests*.{csv,json,jsonl}")
            .glob("changes/**/*merge-requests*.{csv,json,jsonl}")
            .max_age_days(45),
        DEPLOYMENTS
            .input("Every deployment, as the delivery tool exports it.")
            .glob("changes/**/*deployments*.{csv,json,jsonl}")
            .max_age_days(45),
        EMERGENCY_CHANGES
            .input("Changes that were made in an emergency, with their review afterwards.")
            .glob("changes/**/*emergency*.{csv,json,yaml,yml}")
            .max_age_days(45),
    ]
}
