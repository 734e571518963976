//! Buckets, whose properties are resources of their own since version 4 of the provider.

use tickmark_plugin::prelude::*;

use crate::expiry;
use crate::keys;
use crate::plan::Resource;
use crate::policy::{Policy, Statement};
use crate::table::{Scene, Unset, Want, attribute_verdict};
use crate::verdict::Verdict;
use crate::view::State;

const FLAGS: [&str; 4] = [
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
];

/// ACLs that let in everybody, or everybody with an AWS account.
const PUBLIC_ACLS: [&str; 3] = ["public-read", "public-read-write", "authenticated-read"];
const EVERYBODY: [&str; 2] = [
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
];

const OFF: Unset = Unset::Fails("off unless it is set");

/// All four switches of a public access block.
fn block<'e, 'd>(scene: &Scene<'e, 'd>, block: &'e Resource<'d>) -> Verdict {
    let flags = FLAGS
        .into_iter()
        .map(|flag| attribute_verdict(scene.config, block, flag, Want::True, OFF))
        .collect();
    Verdict::all(flags).unwrap_or_else(|| Verdict::unclear("nothing is shown", block.place()))
}

/// Whether a block of an account is of the account that a bucket is in: both are made with one
/// configuration of the provider, and the block names no other account. `None` where nothing tells, as
/// in a state.
fn same_account<'e, 'd>(
    scene: &Scene<'e, 'd>,
    block: &'e Resource<'d>,
    bucket: &'e Resource<'d>,
) -> Option<bool> {
    let provider = |resource: &Resource<'d>| {
        let key = resource.config.as_ref()?.get("provider_config_key")?;
        key.as_str().map(str::to_owned)
    };
    let key = provider(block)?;
    let shared = provider(bucket)? == key;
    let named = block
        .config
        .as_ref()
        .is_some_and(|config| config.path(&["expressions", "account_id"]).is_some());
    if named {
        // Only the identity of the same provider is the same account.
        let sources = scene
            .links
            .sources(block, "account_id", "aws_caller_identity")?;
        sources
            .iter()
            .all(|source| provider(source).as_ref() == Some(&key))
            .then_some(shared)
    } else {
        Some(shared)
    }
}

pub(crate) fn not_public<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    let expected = "public access is blocked, for the bucket or the account";
    let mut perhaps = None;
    for account in scene
        .links
        .of_kind("aws_s3_account_public_access_block")
        .filter(|other| other.file == bucket.file && block(scene, other).outcome == Outcome::Pass)
    {
        match same_account(scene, account, bucket) {
            Some(true) => {
                return Verdict::pass("public access is blocked for the account", account.place())
                    .expected(expected);
            }
            Some(false) => {}
            None => perhaps = Some(account),
        }
    }
    let blocks = scene
        .links
        .to(bucket, "aws_s3_bucket_public_access_block", "bucket");
    let shown = Verdict::any(blocks.certain.iter().map(|it| block(scene, it)).collect());
    let exposed = exposure(scene, bucket);
    let but = || {
        let exposed = exposed.as_ref();
        exposed.map_or(String::new(), |it| format!("; {}", it.actual))
    };
    let verdict = match (shown, perhaps) {
        (Some(shown), _) if shown.outcome == Outcome::Pass => Verdict::pass(
            "public access is blocked for the bucket",
            shown.places[0].clone(),
        )
        .also_at(shown.places.into_iter().skip(1)),
        (_, Some(account)) => Verdict::unclear(
            format!(
                "public access is blocked for an account, and whether the bucket is in it is not \
                 shown{}",
                but()
            ),
            bucket.place(),
        )
        .also_at([account.place()]),
        (shown, None) if blocks.possible.is_empty() => exposed.or(shown).unwrap_or_else(|| {
            Verdict::unclear(
                "no public access block is shown; S3 blocks by itself only for buckets made since \
                 April 2023, and only until somebody changes it",
                bucket.place(),
            )
        }),
        (Some(shown), None) => shown,
        (None, None) => Verdict::unclear(
            format!(
                "which bucket a public access block belongs to is not known{}",
                but()
            ),
            bucket.place(),
        )
        .also_at(blocks.possible.iter().map(|it| it.place())),
    };
    verdict.expected(expected)
}

/// What lets everybody in, unless a block prevents it.
fn exposure<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Option<Verdict> {
    let acls = scene
        .links
        .to(bucket, "aws_s3_bucket_acl", "bucket")
        .certain;
    for holder in acls.into_iter().chain([bucket]) {
        let acl = holder.leaf("acl");
        if let Some(name) = acl.known().and_then(At::as_str)
            && PUBLIC_ACLS.contains(&name)
        {
            return Some(Verdict::fail(format!("the ACL is {name}"), acl.place()));
        }
        let paths = ["access_control_policy.grant.grantee.uri", "grant.uri"];
        let grants = paths.into_iter().flat_map(|path| holder.leaves(path));
        for grant in grants {
            if grant
                .known()
                .and_then(At::as_str)
                .is_some_and(|uri| EVERYBODY.contains(&uri))
            {
                return Some(Verdict::fail(
                    "the ACL has a grant to everybody",
                    grant.place(),
                ));
            }
        }
    }
    let policies = scene
        .links
        .to(bucket, "aws_s3_bucket_policy", "bucket")
        .certain;
    policies.into_iter().chain([bucket]).find_map(|holder| {
        let Policy::Known(statements) = Policy::of(scene, holder, "policy") else {
            return None;
        };
        let public = statements.iter().any(|statement| {
            statement.allow && statement.anyone && statement.bound() == Some(false)
        });
        public.then(|| {
            Verdict::fail(
                "the policy allows something to everybody",
                Policy::place(scene, holder, "policy"),
            )
        })
    })
}

/// Judges a property that has a resource of its own, or stands inside the bucket as before version 4.
fn property<'e, 'd>(
    scene: &Scene<'e, 'd>,
    bucket: &'e Resource<'d>,
    kind: &'static str,
    inline: &str,
    missing: &str,
    judge: impl Fn(&Resource<'_>) -> Verdict,
    judge_inline: impl Fn(&Resource<'_>) -> Verdict,
) -> Verdict {
    let linked = scene.links.to(bucket, kind, "bucket");
    if let Some(verdict) = Verdict::all(linked.certain.iter().map(|it| judge(it)).collect()) {
        return verdict;
    }
    let own = bucket.leaf(inline);
    let filled = own.known().is_some_and(|list| !list.is_empty());
    if filled {
        let verdict = judge_inline(bucket);
        if verdict.outcome != Outcome::Fail {
            return verdict;
        }
    }
    if !linked.possible.is_empty() {
        return Verdict::unclear(
            format!("which bucket a {kind} belongs to is not known"),
            bucket.place(),
        )
        .also_at(linked.possible.iter().map(|it| it.place()));
    }
    let configured = bucket
        .config
        .as_ref()
        .is_some_and(|config| config.path(&["expressions", inline]).is_some());
    if own.is_unknown() && configured {
        return Verdict::unclear(format!("{inline} is known only after apply"), own.place());
    }
    if filled {
        return judge_inline(bucket);
    }
    Verdict::fail(missing, bucket.place())
}

pub(crate) fn versioned<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    let config = scene.config;
    let status = "versioning_configuration.status";
    property(
        scene,
        bucket,
        "aws_s3_bucket_versioning",
        "versioning",
        "no versioning is configured, and it is off by default",
        |it| attribute_verdict(config, it, status, Want::OneOf(&["Enabled"]), OFF),
        |it| attribute_verdict(config, it, "versioning.enabled", Want::True, OFF),
    )
    .expected("versioning is enabled")
}

pub(crate) fn access_logged<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    let config = scene.config;
    // A bucket that takes logs would log its own logging.
    let takes_logs = ["target_bucket"].iter().any(|attribute| {
        let to = scene.links.to(bucket, "aws_s3_bucket_logging", attribute);
        !to.certain.is_empty()
    });
    if takes_logs {
        return Verdict::not_applicable(
            "the bucket takes the access logs of others",
            bucket.place(),
        );
    }
    property(
        scene,
        bucket,
        "aws_s3_bucket_logging",
        "logging",
        "no access logging is configured",
        |it| target(config, it, "target_bucket"),
        |it| attribute_verdict(config, it, "logging.target_bucket", Want::Set, OFF),
    )
    .expected("access logging has a target bucket")
}

/// The target of logging is required, so that it is set even where it is known only after apply.
fn target(config: &crate::Config, logging: &Resource<'_>, attribute: &str) -> Verdict {
    let leaf = logging.leaf(attribute);
    if leaf.is_unknown() {
        return Verdict::pass(
            "access logging is configured; the provider demands a target",
            leaf.place(),
        );
    }
    attribute_verdict(config, logging, attribute, Want::Set, OFF)
}

/// Old objects of confidential buckets are removed by a rule.
pub(crate) fn expires<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    if let Some(verdict) = super::unclassified(scene, bucket, &["tags_all", "tags"]) {
        return verdict;
    }
    property(
        scene,
        bucket,
        "aws_s3_bucket_lifecycle_configuration",
        "lifecycle_rule",
        "no lifecycle is configured",
        |it| {
            expiry::judge(it, "rule", |rule| {
                expiry::s3(rule, |status| status.as_str() == Some("Enabled"))
            })
        },
        |it| {
            expiry::judge(it, "lifecycle_rule", |rule| {
                expiry::s3(rule, |enabled| enabled.as_bool() == Some(true))
            })
        },
    )
    .expected("an enabled lifecycle rule expires all objects")
}

/// Requests without TLS are denied by the bucket's policy.
pub(crate) fn tls_only<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    let expected = "the bucket policy denies requests without TLS (aws:SecureTransport false)";
    let linked = scene.links.to(bucket, "aws_s3_bucket_policy", "bucket");
    let mut unclear = (!linked.possible.is_empty()).then(|| {
        Verdict::unclear(
            "which bucket a policy belongs to is not known",
            bucket.place(),
        )
    });
    for holder in linked.certain.iter().copied().chain([bucket]) {
        let place = Policy::place(scene, holder, "policy");
        match Policy::of(scene, holder, "policy") {
            Policy::Known(statements) => {
                let answers: Vec<Option<bool>> =
                    statements.iter().map(Statement::demands_tls).collect();
                if answers.contains(&Some(true)) {
                    return Verdict::pass("a statement denies requests without TLS", place)
                        .expected(expected);
                }
                if answers.contains(&None) {
                    unclear = Some(Verdict::unclear(
                        "a statement denies requests without TLS; whether to all objects is known only after apply",
                        place,
                    ));
                }
            }
            // What a bucket without policy of its own shows is computed.
            Policy::Unknown if !std::ptr::eq(holder, bucket) => {
                unclear = Some(Verdict::unclear(
                    "the policy is known only after apply",
                    place,
                ));
            }
            Policy::Malformed(why) => unclear = Some(Verdict::unclear(why, place)),
            _ => {}
        }
    }
    unclear
        .unwrap_or_else(|| {
            Verdict::fail("no statement denies requests without TLS", bucket.place())
        })
        .expected(expected)
}

/// Objects are encrypted with a key of the organisation's own.
pub(crate) fn own_key<'e, 'd>(scene: &Scene<'e, 'd>, bucket: &'e Resource<'d>) -> Verdict {
    let unset = Unset::Fails("S3 uses a key of its own");
    let inside = "rule.apply_server_side_encryption_by_default.kms_master_key_id";
    let inline = "server_side_encryption_configuration.rule.\
                  apply_server_side_encryption_by_default.kms_master_key_id";
    property(
        scene,
        bucket,
        "aws_s3_bucket_server_side_encryption_configuration",
        "server_side_encryption_configuration",
        "no encryption is configured, so S3 uses a key of its own",
        |it| keys::own_key(scene, it, inside, unset),
        |it| keys::own_key(scene, it, inline, unset),
    )
    .expected("a KMS key is configured")
}

/// Whether a leaf says that nothing is configured.
pub(crate) fn is_unset(state: &State<'_>) -> bool {
    matches!(state, State::Unset | State::Absent)
}
