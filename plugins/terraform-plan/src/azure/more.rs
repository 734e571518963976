//! What a row cannot say about Azure.

use std::net::Ipv4Addr;

use tickmark_plugin::prelude::*;

use crate::aws::unclassified;
use crate::plan::Resource;
use crate::ports::{ALL_PORTS, Opening, is_world, range};
use crate::table::Unset::Fails;
use crate::table::Want::{Set, True};
use crate::table::{Scene, attribute_verdict, number};
use crate::verdict::Verdict;
use crate::view::{Leaf, View};
use crate::words::texts;

/// A rule that lets address ranges into a database. All zeros stand for all of Azure.
pub(crate) fn firewall_rule(scene: &Scene<'_, '_>, rule: &Resource<'_>) -> Verdict {
    let ends = ["start_ip_address", "end_ip_address"].map(|key| rule.leaf(key));
    let [from, to] = ends
        .each_ref()
        .map(|leaf| leaf.known().and_then(At::as_str));
    let place = ends[0].place();
    let bits = 32_u32.saturating_sub(scene.config.widest_ipv4_prefix.into());
    let widest = 1_u64 << bits.min(32);
    let verdict = match (from, to) {
        (Some(from), Some(to)) => {
            let told = format!("from {from} to {to}");
            match width(from, to) {
                None => Verdict::unclear(told, place),
                Some(_) if from == "0.0.0.0" => Verdict::fail(told, place),
                Some(width) if width > widest => Verdict::fail(told, place),
                Some(_) => Verdict::pass(told, place),
            }
        }
        _ => Verdict::unclear("the range is not known", place),
    };
    verdict
        .expected(format!(
            "at most {widest} addresses, and not from 0.0.0.0, which is the world or all of Azure"
        ))
        .also_at([ends[1].place()])
}

/// How many addresses lie between two, both included.
fn width(from: &str, to: &str) -> Option<u64> {
    let [from, to] = [from, to].map(|text| text.parse::<Ipv4Addr>().ok().map(u32::from));
    let between = u64::from(to?).checked_sub(u64::from(from?))?;
    Some(between + 1)
}

pub(crate) fn cluster_private<'e, 'd>(scene: &Scene<'e, 'd>, cluster: &'e Resource<'d>) -> Verdict {
    let expected = "the API server is private, or authorised ranges are set";
    let private = attribute_verdict(
        scene.config,
        cluster,
        "private_cluster_enabled",
        True,
        Fails("public by default"),
    );
    if private.outcome != Outcome::Fail {
        return private.expected(expected);
    }
    let leaves = cluster.leaves("api_server_access_profile.authorized_ip_ranges");
    let known: Vec<String> = leaves.iter().flat_map(texts).collect();
    let place = leaves.first().map_or_else(|| cluster.place(), Leaf::place);
    let verdict = if known.iter().any(|range| is_world(scene.config, range)) {
        Verdict::fail("public for the world", place)
    } else if leaves
        .iter()
        .any(|leaf| leaf.is_unknown() || leaf.partly_unknown())
    {
        Verdict::unclear("the authorised ranges are known only after apply", place)
    } else if known.is_empty() {
        Verdict::fail("public, without authorised ranges", place)
    } else {
        Verdict::pass(format!("public for {} known ranges", known.len()), place)
    };
    verdict.expected(expected)
}

pub(crate) fn group<'e, 'd>(
    scene: &Scene<'e, 'd>,
    group: &'e Resource<'d>,
    ports: &[u16],
) -> Verdict {
    let view = group.view().get("security_rule");
    let Some(rules) = view.items() else {
        return Verdict::unclear("the rules are known only after apply", view.leaf().place());
    };
    let answers = rules
        .iter()
        .map(|rule| opening(rule, scene, ports))
        .collect();
    Verdict::all(answers).unwrap_or_else(|| {
        Verdict::not_applicable(
            "no rules inside the group; Azure denies what no rule allows",
            group.place(),
        )
    })
}

pub(crate) fn opening(rule: &View<'_>, scene: &Scene<'_, '_>, ports: &[u16]) -> Verdict {
    let place = rule.leaf().place();
    let text = |key| rule.get(key).leaf();
    for (key, other) in [("direction", "Outbound"), ("access", "Deny")] {
        let leaf = text(key);
        match leaf.known().and_then(At::as_str) {
            Some(value) if value.eq_ignore_ascii_case(other) => {
                return Verdict::not_applicable(format!("{key} is {value}"), leaf.place());
            }
            Some(_) => {}
            None => return Verdict::unclear(format!("{key} is not known"), leaf.place()),
        }
    }
    let mut opening = Opening {
        places: vec![place.clone()],
        ..Opening::default()
    };
    let protocol = text("protocol");
    match protocol.known().and_then(At::as_str) {
        Some(name)
            if ["icmp", "ah", "esp"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it)) =>
        {
            return Verdict::pass(
                format!("protocol is {name}, which has no ports"),
                protocol.place(),
            )
            .expected("no rule opens these ports to the world");
        }
        Some(_) => {}
        None => opening.ports_open = true,
    }
    for key in ["destination_port_range", "destination_port_ranges"] {
        let leaf = text(key);
        opening.ports_open |= leaf.is_open();
        for known in texts(&leaf) {
            match range(&known) {
                Some(ALL_PORTS) => opening.ranges.push(ALL_PORTS),
                Some(range) => opening.ranges.push(range),
                None => opening.ports_open = true,
            }
        }
    }
    for key in ["source_address_prefix", "source_address_prefixes"] {
        let leaf = text(key);
        if leaf.is_open() {
            opening.sources_open = Some("not all source addresses are known before apply");
        }
        opening.sources.extend(texts(&leaf));
    }
    opening.judge(scene.config, ports, &place)
}

/// A role that somebody wrote names its actions.
pub(crate) fn role_bounded(_: &Scene<'_, '_>, role: &Resource<'_>) -> Verdict {
    let leaves = role.leaves("permissions.actions");
    let place = leaves.first().map_or_else(|| role.place(), Leaf::place);
    let verdict = if leaves.iter().flat_map(texts).any(|action| action == "*") {
        Verdict::fail("actions holds *", place)
    } else if leaves.iter().any(Leaf::is_open) {
        Verdict::unclear("not all actions are known before apply", place)
    } else {
        Verdict::pass("actions are named", place)
    };
    verdict.expected("actions does not hold *")
}

/// A confidential account has a policy that deletes old blobs.
pub(crate) fn expires<'e, 'd>(scene: &Scene<'e, 'd>, account: &'e Resource<'d>) -> Verdict {
    const DELETE: &str = "rule.actions.base_blob.delete_after_days_since_modification_greater_than";
    if let Some(verdict) = unclassified(scene, account, &["tags"]) {
        return verdict;
    }
    let linked = scene.links.to(
        account,
        "azurerm_storage_management_policy",
        "storage_account_id",
    );
    let policies = linked
        .certain
        .iter()
        .map(|policy| {
            attribute_verdict(
                scene.config,
                policy,
                DELETE,
                Set,
                Fails("nothing is deleted"),
            )
        })
        .collect();
    Verdict::any(policies)
        .unwrap_or_else(|| {
            if linked.possible.is_empty() {
                Verdict::fail(
                    "no management policy belongs to the account",
                    account.place(),
                )
            } else {
                Verdict::unclear(
                    "which account a management policy belongs to is not known",
                    account.place(),
                )
            }
        })
        .expected("an enabled management policy deletes old blobs")
}

/// A policy for backups backs up the machines that are protected by it.
pub(crate) fn policy_protects<'e, 'd>(scene: &Scene<'e, 'd>, policy: &'e Resource<'d>) -> Verdict {
    let linked = scene
        .links
        .to(policy, "azurerm_backup_protected_vm", "backup_policy_id");
    let verdict = match linked.certain.first() {
        Some(machine) => Verdict::pass(
            format!(
                "{} machines are protected by the policy",
                linked.certain.len()
            ),
            machine.place(),
        ),
        None if linked.possible.is_empty() => Verdict::fail(
            "no azurerm_backup_protected_vm belongs to the policy, which backs up nothing",
            policy.place(),
        ),
        None => Verdict::unclear(
            "which policy protects a machine is not known",
            policy.place(),
        ),
    };
    verdict.expected("a machine is protected by the policy")
}

/// A setting has a profile with room to grow and a rule that grows, or profiles by time.
pub(crate) fn scales(_: &Scene<'_, '_>, setting: &Resource<'_>) -> Verdict {
    let view = setting.view().get("profile");
    let Some(profiles) = view.items() else {
        return Verdict::unclear("the profiles are known only after apply", setting.place());
    };
    let timed = profiles.len() > 1;
    let answers = profiles
        .iter()
        .map(|profile| {
            let place = profile.leaf().place();
            let capacity = |key: &str| {
                let leaf = profile.leaves(&format!("capacity.{key}")).pop()?;
                leaf.known().and_then(number)
            };
            let (Some(low), Some(high)) = (capacity("minimum"), capacity("maximum")) else {
                return Verdict::unclear("the capacity of a profile is not known", place);
            };
            let directions = profile.leaves("rule.scale_action.direction");
            let grows = directions
                .iter()
                .any(|leaf| leaf.known().and_then(At::as_str) == Some("Increase"));
            let told = format!("minimum is {low}, maximum is {high}");
            if high <= low && !timed {
                Verdict::fail(told, place)
            } else if grows || timed {
                Verdict::pass(told, place)
            } else if directions.iter().any(Leaf::is_unknown) {
                Verdict::unclear("the rules of a profile are known only after apply", place)
            } else {
                Verdict::fail(format!("{told}, and no rule increases the capacity"), place)
            }
        })
        .collect();
    Verdict::any(answers)
        .unwrap_or_else(|| Verdict::fail("there is no profile", setting.place()))
        .expected("a profile has room to grow and a rule that increases the capacity")
}
