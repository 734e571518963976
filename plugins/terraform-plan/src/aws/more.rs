//! What a row cannot say about services of AWS other than S3, security groups and IAM.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

use crate::plan::{Change, Resource};
use crate::ports::is_world;
use crate::table::{Scene, Unset, Want, attribute_verdict, boolean};
use crate::verdict::Verdict;
use crate::view::{Leaf, State};
use crate::words::texts;

/// A queue has a KMS key or SQS's own encryption, which is on by default for new queues.
pub(crate) fn queue_encrypted(_: &Scene<'_, '_>, queue: &Resource<'_>) -> Verdict {
    let key = queue.leaf("kms_master_key_id");
    let own = queue.leaf("sqs_managed_sse_enabled");
    let has_key = key
        .known()
        .and_then(At::as_str)
        .is_some_and(|key| !key.is_empty());
    let verdict = match own.known().and_then(boolean) {
        _ if has_key => Verdict::pass("kms_master_key_id is set", key.place()),
        Some(true) => Verdict::pass("sqs_managed_sse_enabled is true", own.place()),
        _ if key.is_unknown() => {
            Verdict::unclear("kms_master_key_id is known only after apply", key.place())
        }
        Some(false) => Verdict::fail(
            "sqs_managed_sse_enabled is false and kms_master_key_id is not set",
            own.place(),
        ),
        None if matches!(own.state, State::Unset) && queue.change == Change::Create => {
            Verdict::pass(
                "nothing is set, and SQS encrypts new queues by default since October 2022",
                own.place(),
            )
        }
        None => Verdict::unclear("whether the queue is encrypted is not shown", own.place()),
    };
    verdict.expected("kms_master_key_id is set or sqs_managed_sse_enabled is true")
}

/// A snapshot is shared with nobody in general.
pub(crate) fn snapshot_private(_: &Scene<'_, '_>, snapshot: &Resource<'_>) -> Verdict {
    let shared = snapshot.leaf("shared_accounts");
    let with = texts(&shared);
    let verdict = if with.iter().any(|account| account == "all") {
        Verdict::fail("shared_accounts holds all", shared.place())
    } else if shared.is_unknown() || shared.partly_unknown() {
        Verdict::unclear("shared_accounts is known only after apply", shared.place())
    } else {
        Verdict::pass(
            format!("shared with {} accounts", with.len()),
            shared.place(),
        )
    };
    verdict.expected("shared_accounts does not hold all")
}

/// A Kubernetes API endpoint is private, or public for known ranges only.
pub(crate) fn cluster_endpoint<'e, 'd>(
    scene: &Scene<'e, 'd>,
    cluster: &'e Resource<'d>,
) -> Verdict {
    let expected = "the API endpoint is private, or public_access_cidrs names known ranges";
    let public = attribute_verdict(
        scene.config,
        cluster,
        "vpc_config.endpoint_public_access",
        Want::False,
        Unset::Fails("public by default"),
    );
    if public.outcome != Outcome::Fail {
        return public.expected(expected);
    }
    let ranges = cluster.leaves("vpc_config.public_access_cidrs");
    let place = public.places[0].clone();
    let unknown = ranges
        .iter()
        .find(|leaf| leaf.is_unknown() || leaf.partly_unknown());
    let known: Vec<String> = ranges.iter().flat_map(texts).collect();
    let world = known.iter().find(|range| is_world(scene.config, range));
    let verdict = match (world, unknown) {
        (Some(world), _) => Verdict::fail(format!("public for {world}"), place)
            .also_at(ranges.iter().map(Leaf::place)),
        (None, Some(leaf)) => Verdict::unclear(
            "public_access_cidrs is known only after apply",
            leaf.place(),
        ),
        (None, None) if known.is_empty() => {
            Verdict::fail("public, and public_access_cidrs is not set", place)
        }
        (None, None) => Verdict::pass(
            format!("public only for {}", crate::words::listed(&known)),
            place,
        ),
    };
    verdict.expected(expected)
}

/// A network has a flow log of all or rejected traffic.
pub(crate) fn flows_logged<'e, 'd>(scene: &Scene<'e, 'd>, vpc: &'e Resource<'d>) -> Verdict {
    let expected = "an aws_flow_log for the network records all or rejected traffic";
    let linked = scene.links.to(vpc, "aws_flow_log", "vpc_id");
    let logs = linked
        .certain
        .iter()
        .map(|log| {
            let traffic = Want::OneOf(&["ALL", "REJECT"]);
            let unset = Unset::Fails("nothing says what is recorded");
            attribute_verdict(scene.config, log, "traffic_type", traffic, unset)
        })
        .collect();
    Verdict::any(logs)
        .unwrap_or_else(|| {
            if linked.possible.is_empty() {
                Verdict::fail("no flow log belongs to the network", vpc.place())
            } else {
                Verdict::unclear(
                    "which network a flow log belongs to is not known",
                    vpc.place(),
                )
                .also_at(linked.possible.iter().map(|log| log.place()))
            }
        })
        .expected(expected)
}

/// A file system has automatic backups.
pub(crate) fn file_system_backed_up<'e, 'd>(
    scene: &Scene<'e, 'd>,
    system: &'e Resource<'d>,
) -> Verdict {
    let linked = scene
        .links
        .to(system, "aws_efs_backup_policy", "file_system_id");
    let policies = linked
        .certain
        .iter()
        .map(|policy| {
            let unset = Unset::Fails("off by default");
            attribute_verdict(
                scene.config,
                policy,
                "backup_policy.status",
                Want::OneOf(&["ENABLED"]),
                unset,
            )
        })
        .collect();
    Verdict::all(policies)
        .unwrap_or_else(|| {
            Verdict::unclear(
                "no aws_efs_backup_policy is shown; a backup plan may select the file system",
                system.place(),
            )
        })
        .expected("backup_policy.status is ENABLED")
}

/// A cluster has instances for more than one zone. RDS spreads the instances of a cluster by itself.
pub(crate) fn cluster_spread<'e, 'd>(scene: &Scene<'e, 'd>, cluster: &'e Resource<'d>) -> Verdict {
    let expected = "at least two instances, or a Multi-AZ cluster";
    // A Multi-AZ cluster has three instances, which are no resources of their own.
    let class = cluster.leaf("db_cluster_instance_class");
    if let Some(value) = class.known()
        && value.as_str().is_some_and(|class| !class.is_empty())
    {
        return Verdict::pass("a Multi-AZ cluster of three instances", class.place())
            .expected(expected);
    }
    let linked = scene
        .links
        .to(cluster, "aws_rds_cluster_instance", "cluster_identifier");
    let count = linked.certain.len();
    let places: Vec<Location> = linked.certain.iter().map(|it| it.place()).collect();
    let zones: Vec<Option<&str>> = linked
        .certain
        .iter()
        .map(|it| it.text("availability_zone"))
        .collect();
    let one_zone = zones
        .first()
        .copied()
        .flatten()
        .filter(|first| zones.iter().all(|zone| *zone == Some(*first)));
    let verdict = if let Some(zone) = one_zone.filter(|_| count >= 2) {
        Verdict::fail(format!("{count} instances, all in {zone}"), cluster.place())
    } else if count >= 2 {
        Verdict::pass(format!("{count} instances"), cluster.place())
    } else if linked.possible.is_empty() {
        Verdict::fail(format!("{count} instances are shown"), cluster.place())
    } else {
        Verdict::unclear(
            "which cluster an instance belongs to is not known",
            cluster.place(),
        )
    };
    verdict.also_at(places).expected(expected)
}

/// A group of instances has zones to spread over, or subnets where the zones are not shown.
pub(crate) fn group_spread(_: &Scene<'_, '_>, group: &Resource<'_>) -> Verdict {
    let expected = "at least two zones or subnets";
    let lists = ["availability_zones", "vpc_zone_identifier"].map(|key| group.leaf(key));
    // A list of two is a list of two, even before its elements are known.
    let shown = lists.iter().find_map(|leaf| {
        let list = leaf.known()?;
        (list.kind() == Kind::Array && !list.is_empty()).then(|| (list.len(), leaf.place()))
    });
    let verdict = match shown {
        Some((count, place)) => {
            let outcome = if count >= 2 {
                Outcome::Pass
            } else {
                Outcome::Fail
            };
            Verdict::new(outcome, format!("zones or subnets: {count}"), place)
        }
        None => match lists.iter().find(|leaf| leaf.is_unknown()) {
            Some(leaf) => Verdict::unclear("the subnets are known only after apply", leaf.place()),
            None => Verdict::fail("no zones or subnets are set", group.place()),
        },
    };
    verdict.expected(expected)
}

/// A listener takes encrypted connections only, or sends others there.
pub(crate) fn listener_encrypted<'e, 'd>(
    scene: &Scene<'e, 'd>,
    listener: &'e Resource<'d>,
) -> Verdict {
    let expected = "the protocol is HTTPS or TLS, or every action redirects to HTTPS";
    let protocol = listener.leaf("protocol");
    let verdict = match protocol.known().and_then(At::as_str) {
        Some(name @ ("HTTPS" | "TLS")) => {
            Verdict::pass(format!("protocol is {name}"), protocol.place())
        }
        Some("HTTP") => {
            let redirects = listener.leaves("default_action.redirect.protocol");
            let all = !redirects.is_empty()
                && redirects
                    .iter()
                    .all(|leaf| leaf.known().and_then(At::as_str) == Some("HTTPS"));
            if all {
                let places: Vec<Location> = redirects.iter().map(Leaf::place).collect();
                plain_rules(scene, listener).unwrap_or_else(|| {
                    Verdict::pass("HTTP, redirected to HTTPS", protocol.place()).also_at(places)
                })
            } else if redirects.iter().any(Leaf::is_unknown) {
                Verdict::unclear(
                    "where HTTP is sent is known only after apply",
                    protocol.place(),
                )
            } else {
                Verdict::fail(
                    "protocol is HTTP, without a redirect to HTTPS",
                    protocol.place(),
                )
            }
        }
        Some(name) => Verdict::not_applicable(
            format!("protocol is {name}: whatever is behind the listener may encrypt"),
            protocol.place(),
        ),
        None if protocol.is_unknown() => {
            Verdict::unclear("protocol is known only after apply", protocol.place())
        }
        None => Verdict::not_applicable("a gateway listener without a protocol", protocol.place()),
    };
    verdict.expected(expected)
}

/// What the rules of a listener for plain HTTP do instead of its default action. Nothing where they all
/// redirect to HTTPS, or answer by themselves.
fn plain_rules<'e, 'd>(scene: &Scene<'e, 'd>, listener: &'e Resource<'d>) -> Option<Verdict> {
    const KINDS: [&str; 2] = ["aws_lb_listener_rule", "aws_alb_listener_rule"];
    let mut unclear = None;
    for kind in KINDS {
        let linked = scene.links.to(listener, kind, "listener_arn");
        for (rule, certain) in linked.all() {
            for kind in rule.leaves("action.type") {
                match kind.known().and_then(At::as_str) {
                    Some("fixed-response") => {}
                    Some("redirect") => {
                        for to in rule.leaves("action.redirect.protocol") {
                            let verdict = match to.known().and_then(At::as_str) {
                                Some("HTTPS") => continue,
                                Some(other) if certain => Verdict::fail(
                                    format!("a rule redirects to {}", brief(other, 20)),
                                    to.place(),
                                ),
                                _ => Verdict::unclear(
                                    "where a rule sends plain HTTP is not known",
                                    to.place(),
                                ),
                            };
                            if verdict.outcome == Outcome::Fail {
                                return Some(verdict);
                            }
                            unclear = Some(verdict);
                        }
                    }
                    Some(name) if certain => {
                        return Some(Verdict::fail(
                            format!("a rule takes plain HTTP ({})", brief(name, 40)),
                            kind.place(),
                        ));
                    }
                    _ => {
                        unclear = Some(Verdict::unclear(
                            "whether a rule takes plain HTTP is not known",
                            kind.place(),
                        ));
                    }
                }
            }
        }
    }
    unclear
}

/// A backup plan backs up what a selection of resources names.
pub(crate) fn plan_selects<'e, 'd>(scene: &Scene<'e, 'd>, plan: &'e Resource<'d>) -> Verdict {
    let linked = scene.links.to(plan, "aws_backup_selection", "plan_id");
    let verdict = match linked.certain.first() {
        Some(selection) => Verdict::pass("a selection belongs to the plan", selection.place()),
        None if linked.possible.is_empty() => Verdict::fail(
            "no aws_backup_selection belongs to the plan, which backs up nothing",
            plan.place(),
        ),
        None => Verdict::unclear(
            "which plan a selection belongs to is not known",
            plan.place(),
        )
        .also_at(linked.possible.iter().map(|it| it.place())),
    };
    verdict.expected("an aws_backup_selection belongs to the plan")
}
