//! IAM: rights without bounds, and policies that let everybody in.

use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::policy::{Policy, Statement};
use crate::table::{Row, Scene, judged};
use crate::verdict::Verdict;
use crate::view::Leaf;
use crate::words::texts;

pub(crate) const FULL_RIGHTS: &[Row] = &[
    judged("aws_iam_policy", full),
    judged("aws_iam_role_policy", full),
    judged("aws_iam_user_policy", full),
    judged("aws_iam_group_policy", full),
    judged("aws_iam_role_policy_attachment", attached),
    judged("aws_iam_user_policy_attachment", attached),
    judged("aws_iam_group_policy_attachment", attached),
    judged("aws_iam_policy_attachment", attached),
    judged("aws_iam_role", role),
    judged("aws_iam_role_policy_attachments_exclusive", |_, it| {
        attached_all(it, "policy_arns")
    }),
    judged("aws_iam_user_policy_attachments_exclusive", |_, it| {
        attached_all(it, "policy_arns")
    }),
    judged("aws_iam_group_policy_attachments_exclusive", |_, it| {
        attached_all(it, "policy_arns")
    }),
    judged("aws_ssoadmin_managed_policy_attachment", |_, it| {
        attached_all(it, "managed_policy_arn")
    }),
    judged("aws_ssoadmin_permission_set_inline_policy", |scene, it| {
        full_in(scene, it, "inline_policy")
    }),
];

pub(crate) const SERVICE_WIDE_RIGHTS: &[Row] = &[
    judged("aws_iam_policy", service_wide),
    judged("aws_iam_role_policy", service_wide),
    judged("aws_iam_user_policy", service_wide),
    judged("aws_iam_group_policy", service_wide),
];

pub(crate) const PUBLIC_POLICIES: &[Row] = &[
    judged("aws_iam_role", |scene, it| {
        closed(scene, it, "assume_role_policy")
    }),
    judged("aws_sqs_queue_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_sns_topic_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_sqs_queue", |scene, it| closed(scene, it, "policy")),
    judged("aws_sns_topic", |scene, it| closed(scene, it, "policy")),
    judged("aws_kms_key", |scene, it| closed(scene, it, "policy")),
    judged("aws_kms_key_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_ecr_repository_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_secretsmanager_secret_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_backup_vault_policy", |scene, it| {
        closed(scene, it, "policy")
    }),
    judged("aws_glacier_vault", |scene, it| {
        closed(scene, it, "access_policy")
    }),
    judged("aws_lambda_permission", lambda),
];

/// AWS's own policies that grant everything.
const ADMINISTRATOR: [&str; 1] = ["AdministratorAccess"];

/// Judges each statement of a policy.
fn statements<'e, 'd>(
    scene: &Scene<'e, 'd>,
    holder: &'e Resource<'d>,
    attribute: &str,
    unset: &str,
    judge: impl Fn(&Statement, Location) -> Verdict,
) -> Verdict {
    let place = Policy::place(scene, holder, attribute);
    match Policy::of(scene, holder, attribute) {
        Policy::Known(statements) => Verdict::all(
            statements
                .iter()
                .map(|statement| judge(statement, place.clone()))
                .collect(),
        )
        .unwrap_or_else(|| Verdict::pass("no statements", place)),
        Policy::Unset => Verdict::not_applicable(unset, place),
        Policy::Unknown => {
            Verdict::unclear(format!("{attribute} is known only after apply"), place)
        }
        Policy::Malformed(why) => Verdict::unclear(why, place),
    }
}

fn full<'e, 'd>(scene: &Scene<'e, 'd>, holder: &'e Resource<'d>) -> Verdict {
    full_in(scene, holder, "policy")
}

fn full_in<'e, 'd>(scene: &Scene<'e, 'd>, holder: &'e Resource<'d>, attribute: &str) -> Verdict {
    statements(scene, holder, attribute, "no policy", unbounded).expected(BOUNDED)
}

const BOUNDED: &str = "no statement allows every action on every resource";

/// Whether a statement allows everything.
fn unbounded(statement: &Statement, place: Location) -> Verdict {
    let actions = statement.actions.known.iter().any(|name| is_all(name));
    let resources = statement.resources.known.iter().any(|name| is_all(name));
    let open = statement.actions.open || statement.resources.open;
    if !statement.allow {
        Verdict::pass("a statement denies", place)
    } else if statement.not_actions && (resources || statement.not_resources) {
        Verdict::fail(
            "a statement allows all but some actions (NotAction) on *",
            place,
        )
    } else if actions && (resources || statement.not_resources) {
        Verdict::fail("a statement allows * on *", place)
    } else if open && (actions || statement.actions.open) && (resources || statement.resources.open)
    {
        Verdict::unclear("actions or resources are known only after apply", place)
    } else {
        Verdict::pass("no statement allows * on *", place)
    }
}

/// Whether a pattern for actions or resources is met by all of them, as `*`, `*:*` and `arn:aws:*`.
fn is_all(pattern: &str) -> bool {
    let rest = pattern.strip_prefix("arn:").unwrap_or(pattern);
    let rest = ["aws:", "aws-cn:", "aws-us-gov:"]
        .into_iter()
        .find_map(|partition| rest.strip_prefix(partition))
        .unwrap_or(rest);
    rest.contains('*') && rest.chars().all(|letter| matches!(letter, '*' | ':' | '/'))
}

/// What a role holds by itself: policies of AWS's, and policies written into it.
fn role(_: &Scene<'_, '_>, role: &Resource<'_>) -> Verdict {
    let mut answers = vec![attached_all(role, "managed_policy_arns")];
    let inline = role.view().get("inline_policy");
    match inline.items() {
        None => answers.push(Verdict::not_applicable(
            "policies that are yet to be made, judged by themselves",
            role.place(),
        )),
        Some(policies) => {
            for policy in policies {
                let leaf = policy.get("policy").leaf();
                let place = leaf.place();
                answers.push(match Policy::in_text(&leaf) {
                    Policy::Known(statements) => Verdict::all(
                        statements
                            .iter()
                            .map(|statement| unbounded(statement, place.clone()))
                            .collect(),
                    )
                    .unwrap_or_else(|| Verdict::pass("no statements", place)),
                    Policy::Unset => Verdict::not_applicable("no inline policy", place),
                    Policy::Unknown => {
                        Verdict::unclear("inline_policy is known only after apply", place)
                    }
                    Policy::Malformed(why) => Verdict::unclear(why, place),
                });
            }
        }
    }
    Verdict::all(answers)
        .unwrap_or_else(|| Verdict::not_applicable("no policy of its own", role.place()))
        .expected("the role holds no policy that grants everything")
}

/// Policies of AWS's that a list of ARNs attaches.
fn attached_all(holder: &Resource<'_>, attribute: &str) -> Verdict {
    let arns = holder.leaf(attribute);
    let known = texts(&arns);
    let verdict = if known.iter().any(|arn| is_administrator(arn)) {
        Verdict::fail(format!("{attribute} has AdministratorAccess"), arns.place())
    } else if arns.is_unknown() || arns.partly_unknown() {
        // A policy made by the same plan is judged by itself, and AWS's own are known by name.
        Verdict::not_applicable(
            "policies that are yet to be made, judged by themselves",
            arns.place(),
        )
    } else if known.is_empty() {
        Verdict::not_applicable("no policy is attached", arns.place())
    } else {
        Verdict::pass(
            format!("{attribute}: {}", crate::words::listed(&known)),
            arns.place(),
        )
    };
    verdict.expected("AdministratorAccess is not attached")
}

fn is_administrator(arn: &str) -> bool {
    ADMINISTRATOR
        .iter()
        .any(|name| arn.ends_with(&format!("/{name}")))
}

/// Whether an ARN is of everything, or of everything of a service: `*`, `arn:aws:*`, `arn:aws:s3:::*`.
fn is_everything(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        [.., last] if parts.len() < 6 => last == "*",
        [_, _, _, _, account, rest] => rest == "*" && ["", "*"].contains(&account),
        _ => false,
    }
}

fn service_wide<'e, 'd>(scene: &Scene<'e, 'd>, holder: &'e Resource<'d>) -> Verdict {
    statements(scene, holder, "policy", "no policy", |statement, place| {
        let wide: Vec<&String> = statement
            .actions
            .known
            .iter()
            .filter(|action| action.ends_with(":*") || *action == "*")
            .collect();
        let everywhere =
            statement.resources.known.iter().any(|it| is_everything(it)) || statement.not_resources;
        let unsure = statement.resources.open || statement.actions.open;
        if !statement.allow || statement.not_actions {
            Verdict::pass("no statement allows a whole service", place)
        } else if !wide.is_empty() && everywhere && statement.conditions.is_empty() {
            Verdict::fail(
                format!("a statement allows {} on *", crate::words::listed(wide)),
                place,
            )
        } else if unsure
            && (everywhere
                || !wide.is_empty()
                || statement.actions.open && statement.resources.open)
        {
            Verdict::unclear("actions or resources are known only after apply", place)
        } else {
            Verdict::pass("no statement allows a whole service on *", place)
        }
    })
    .expected("no statement allows all actions of a service on every resource")
}

fn attached(_: &Scene<'_, '_>, attachment: &Resource<'_>) -> Verdict {
    let arn = attachment.leaf("policy_arn");
    let verdict = match arn.known().and_then(At::as_str) {
        Some(text) if is_administrator(text) => {
            Verdict::fail("policy_arn is AdministratorAccess", arn.place())
        }
        Some(text) => Verdict::pass(
            format!("policy_arn is {}", tickmark_plugin::brief(text, 120)),
            arn.place(),
        ),
        // A policy made by the same plan is judged by itself, and AWS's own are known by name.
        None if arn.is_unknown() => Verdict::not_applicable(
            "a policy that is yet to be made, judged by itself",
            arn.place(),
        ),
        None => Verdict::unclear("policy_arn is not known", arn.place()),
    };
    verdict.expected("AdministratorAccess is not attached")
}

fn closed<'e, 'd>(scene: &Scene<'e, 'd>, holder: &'e Resource<'d>, attribute: &str) -> Verdict {
    statements(
        scene,
        holder,
        attribute,
        "no policy of its own",
        |statement, place| match (statement.allow && statement.anyone, statement.bound()) {
            (true, Some(false)) => {
                Verdict::fail("a statement allows everybody (principal *)", place)
            }
            (true, None) => Verdict::unclear(
                "a statement allows everybody under conditions that are known after apply",
                place,
            ),
            (true, Some(true)) => Verdict::pass(
                "principal * is bound to known callers by a condition",
                place,
            ),
            (false, _) if statement.allow && statement.principals_open => {
                Verdict::unclear("principals are known only after apply", place)
            }
            (false, _) => Verdict::pass("no statement allows everybody", place),
        },
    )
    .expected("no statement allows everybody without a condition that binds the caller")
}

fn lambda(_: &Scene<'_, '_>, permission: &Resource<'_>) -> Verdict {
    let principal = permission.leaf("principal");
    let bounds =
        ["source_arn", "source_account", "principal_org_id"].map(|key| permission.leaf(key));
    let bound = bounds.iter().any(|leaf| leaf.known().is_some());
    let verdict = match principal.known().and_then(At::as_str) {
        Some("*") if !bound && bounds.iter().any(Leaf::is_unknown) => Verdict::unclear(
            "principal is *; its source is known only after apply",
            principal.place(),
        ),
        Some("*") if !bound => Verdict::fail("principal is *", principal.place()),
        Some("*") => Verdict::pass("principal is *, bound by its source", principal.place()),
        Some(name) => Verdict::pass(
            format!("principal is {}", tickmark_plugin::brief(name, 80)),
            principal.place(),
        ),
        None => Verdict::unclear("principal is not known", principal.place()),
    };
    verdict.expected("the principal is not everybody")
}
