//! What a row cannot say about Google Cloud.

use tickmark_plugin::prelude::*;

use crate::expiry;
use crate::plan::Resource;
use crate::ports::{ALL_PORTS, Opening, is_world, range};
use crate::table::Unset::Fails;
use crate::table::Want::True;
use crate::table::{Scene, attribute_verdict, number};
use crate::verdict::Verdict;
use crate::view::{Leaf, View};
use crate::words::texts;

/// A rotation period is written in seconds, as in `7776000s`.
pub(crate) fn key_rotated<'e, 'd>(scene: &Scene<'e, 'd>, key: &'e Resource<'d>) -> Verdict {
    const DAY: u64 = 86_400;
    let most = scene.config.key_rotation_days;
    let period = key.leaf("rotation_period");
    let seconds = period.known().and_then(At::as_str).and_then(|text| {
        text.strip_suffix('s')?
            .split('.')
            .next()?
            .parse::<u64>()
            .ok()
    });
    let verdict = match seconds {
        Some(seconds) => {
            let what = format!("rotation_period is {} days", seconds / DAY);
            let ok = seconds <= u64::from(most) * DAY;
            Verdict::when(ok, what, period.place())
        }
        None if period.is_unknown() || period.known().is_some_and(|it| it.as_str() != Some("")) => {
            Verdict::unclear("rotation_period is not known", period.place())
        }
        None => Verdict::fail(
            "rotation_period is not set: no rotation by default",
            period.place(),
        ),
    };
    verdict.expected(format!("rotation_period is at most {most} days"))
}

/// Old objects are removed by a rule.
pub(crate) fn expires(bucket: &Resource<'_>) -> Verdict {
    expiry::judge(bucket, "lifecycle_rule", expiry::google)
        .expected("a lifecycle rule deletes all objects at some time")
}

pub(crate) fn members(_: &Scene<'_, '_>, binding: &Resource<'_>) -> Verdict {
    let members = binding.leaf("members");
    let known = texts(&members);
    let everybody = known
        .iter()
        .find(|it| it.starts_with("allUsers") || it.starts_with("allAuth"));
    let verdict = match everybody {
        Some(name) => Verdict::fail(format!("members holds {name}"), members.place()),
        None if members.is_unknown() || members.partly_unknown() || known.is_empty() => {
            Verdict::unclear("the members are not all known", members.place())
        }
        None => Verdict::pass(
            format!("{} members, none of them everybody", known.len()),
            members.place(),
        ),
    };
    verdict.expected("members holds neither allUsers nor allAuthenticatedUsers")
}

fn ranges_verdict(scene: &Scene<'_, '_>, leaves: &[Leaf<'_>], place: Location) -> Verdict {
    let known: Vec<String> = leaves.iter().flat_map(texts).collect();
    if let Some(world) = known.iter().find(|range| is_world(scene.config, range)) {
        Verdict::fail(format!("open to {world}"), place)
    } else if leaves
        .iter()
        .any(|leaf| leaf.is_unknown() || leaf.partly_unknown())
    {
        Verdict::unclear("the address ranges are known only after apply", place)
    } else {
        Verdict::pass(format!("open to {} known ranges", known.len()), place)
    }
}

/// A database takes connections from known ranges only; without any there is only the private way.
pub(crate) fn database_private<'e, 'd>(
    scene: &Scene<'e, 'd>,
    database: &'e Resource<'d>,
) -> Verdict {
    let leaves = database.leaves("settings.ip_configuration.authorized_networks.value");
    let place = leaves.first().map_or_else(|| database.place(), Leaf::place);
    ranges_verdict(scene, &leaves, place).expected("no authorised network is the world")
}

pub(crate) fn cluster_private<'e, 'd>(scene: &Scene<'e, 'd>, cluster: &'e Resource<'d>) -> Verdict {
    let expected = "the endpoint is private, or authorised networks name known ranges";
    let private = attribute_verdict(
        scene.config,
        cluster,
        "private_cluster_config.enable_private_endpoint",
        True,
        Fails("public by default"),
    );
    if private.outcome != Outcome::Fail {
        return private.expected(expected);
    }
    let leaves = cluster.leaves("master_authorized_networks_config.cidr_blocks.cidr_block");
    let restricted = leaves
        .iter()
        .any(|leaf| leaf.known().is_some() || leaf.is_unknown());
    let verdict = if restricted {
        ranges_verdict(scene, &leaves, leaves[0].place())
    } else {
        Verdict::fail(
            "public, without authorised networks",
            private.places[0].clone(),
        )
    };
    verdict.expected(expected)
}

pub(crate) fn firewall<'e, 'd>(
    scene: &Scene<'e, 'd>,
    rule: &'e Resource<'d>,
    ports: &[u16],
) -> Verdict {
    let view = rule.view();
    let place = rule.place();
    if rule.leaf("disabled").known().and_then(At::as_bool) == Some(true) {
        return Verdict::not_applicable("the rule is disabled", place);
    }
    match rule.leaf("direction").known().and_then(At::as_str) {
        Some("EGRESS") => return Verdict::not_applicable("a rule for outgoing traffic", place),
        None if rule.leaf("direction").is_unknown() => {
            return Verdict::unclear("direction is known only after apply", place);
        }
        // Without a direction a rule is for incoming traffic.
        _ => {}
    }
    let mut opening = Opening::default();
    match view.get("allow").items() {
        None => opening.ports_open = true,
        Some(allowed) => allowed
            .iter()
            .for_each(|allow| allow_ports(allow, &mut opening)),
    }
    let sources = view.get("source_ranges").leaf();
    opening.sources = texts(&sources);
    let others = ["source_tags", "source_service_accounts"].map(|key| rule.leaf(key));
    if sources.is_open() {
        opening.sources_open = Some("source_ranges is not known before apply");
    } else if opening.sources.is_empty() && others.iter().all(|leaf| texts(leaf).is_empty()) {
        // Without any source a rule is for all.
        if others.iter().any(Leaf::is_open) {
            opening.sources_open = Some("the sources are known only after apply");
        } else {
            opening.sources.push("0.0.0.0/0".to_owned());
        }
    }
    opening.judge(scene.config, ports, &place)
}

fn allow_ports(allow: &View<'_>, opening: &mut Opening) {
    let protocol = allow.get("protocol").leaf();
    let ports = allow.get("ports").leaf();
    // The provider takes names in any case, and protocols by number too.
    let name = protocol.known().and_then(At::as_str).map(str::to_lowercase);
    match name.as_deref() {
        Some("all") => opening.ranges.push(ALL_PORTS),
        Some("tcp" | "udp" | "6" | "17") => {
            let known = texts(&ports);
            if ports.is_open() {
                opening.ports_open = true;
            } else if known.is_empty() {
                opening.ranges.push(ALL_PORTS);
            }
            for text in &known {
                match range(text) {
                    Some(range) => opening.ranges.push(range),
                    None => opening.ports_open = true,
                }
            }
        }
        // Without ports of their own.
        Some("icmp" | "esp" | "ah" | "ipip" | "1" | "50" | "51" | "94") => {}
        Some(_) | None => opening.ports_open = true,
    }
}

/// An autoscaler has room to grow and is not told to leave it.
pub(crate) fn scales(_: &Scene<'_, '_>, autoscaler: &Resource<'_>) -> Verdict {
    let one = |key: &str| {
        let mut leaves = autoscaler.leaves(&format!("autoscaling_policy.{key}"));
        leaves.pop()
    };
    let known = |key: &str| one(key).and_then(|leaf| leaf.known().and_then(number));
    let (low, high) = (known("min_replicas"), known("max_replicas"));
    let mode = one("mode");
    let place = one("max_replicas").map_or_else(|| autoscaler.place(), |leaf| leaf.place());
    let verdict = match (
        mode.as_ref().and_then(|leaf| leaf.known()?.as_str()),
        low,
        high,
    ) {
        (Some(mode @ ("OFF" | "ONLY_SCALE_DOWN")), ..) => {
            Verdict::fail(format!("mode is {mode}"), place)
        }
        _ if mode.as_ref().is_some_and(Leaf::is_unknown) => {
            Verdict::unclear("mode is known only after apply", place)
        }
        (_, Some(low), Some(high)) => Verdict::when(
            high > low,
            format!("min_replicas is {low}, max_replicas is {high}"),
            place,
        ),
        _ => Verdict::unclear("min_replicas or max_replicas is not known", place),
    };
    verdict.expected("max_replicas is greater than min_replicas, and mode lets it grow")
}
