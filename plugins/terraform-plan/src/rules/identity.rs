//! Who may do what.

use tickmark_plugin::prelude::*;

use crate::table::{Scene, judge};
use crate::{aws, azure, google};

/// No policy grants everything
///
/// Policies inside resources, `aws_iam_policy_document`, attachments of AWS's `AdministratorAccess` (to
/// roles, users, groups and permission sets of IAM Identity Center), Google's basic roles and Azure's
/// Owner role are examined. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 1.16; CIS
/// Microsoft Azure Foundations Benchmark 2.1.0, recommendation 1.22.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "Rights follow what a role has to do, and nobody holds all of them."),
    supports("CC6.1" = "One stolen identity does not open everything."),
    remedy = "Name the actions and resources that the work needs; IAM Access Analyzer writes such a \
              policy from recorded use.",
)]
pub(crate) fn full_rights_absent(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::FULL_RIGHTS, google::FULL_RIGHTS, azure::FULL_RIGHTS],
        findings,
    );
}

/// No policy grants a whole service everywhere
///
/// A statement such as `s3:*` on `*` without a condition gives more than any task needs. Source: AWS
/// Security Hub control IAM.21.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.3" = "Rights are cut to the tasks of a role."),
    remedy = "Replace the wildcard by the actions that are used, or name the resources.",
)]
pub(crate) fn service_wide_rights_absent(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::SERVICE_WIDE_RIGHTS], findings);
}

/// No policy of a resource lets everybody in
///
/// Trust policies of roles and policies of queues, topics, keys, repositories, secrets, vaults and
/// functions are examined. Principal `*` passes only under a condition that binds the caller, judged
/// by the list of keys with which Amazon S3 tells public policies. Buckets have a control of their
/// own. Source: AWS Security Hub controls Lambda.1, SNS.4 and SQS.3.
#[control(
    severity = Critical,
    method = Configuration,
    supports("CC6.1" = "Access is given to identities that are known."),
    supports("CC6.6" = "Nobody outside uses internal resources through a policy that was left open."),
    remedy = "Name the accounts, roles or services that need access, or add a condition such as \
              aws:SourceAccount or aws:PrincipalOrgID.",
)]
pub(crate) fn resource_policies_closed(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::PUBLIC_POLICIES], findings);
}

/// The account's password policy is strong
///
/// Source: CIS AWS Foundations Benchmark 3.0.0, recommendations 1.8 and 1.9; length and history are
/// configured (`password-min-length`, `password-reuse-prevention`).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.1" = "Passwords of IAM users are hard to guess and not used again."),
    remedy = "Set minimum_password_length and password_reuse_prevention of \
              aws_iam_account_password_policy; better, have no users with passwords.",
)]
pub(crate) fn password_policy(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::PASSWORDS], findings);
}
