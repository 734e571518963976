//! Security groups: rules inside a group, and the two kinds of rules of their own.

use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::ports::{ALL_PORTS, Opening};
use crate::table::{Scene, number};
use crate::verdict::Verdict;
use crate::view::{State, View};
use crate::words::texts;

/// Attributes of one kind of rule.
struct Names {
    protocol: &'static str,
    ranges: &'static [&'static str],
    lists: &'static str,
}

const RULE: Names = Names {
    protocol: "protocol",
    ranges: &["cidr_blocks", "ipv6_cidr_blocks"],
    lists: "prefix_list_ids",
};

const VPC_RULE: Names = Names {
    protocol: "ip_protocol",
    ranges: &["cidr_ipv4", "cidr_ipv6"],
    lists: "prefix_list_id",
};

pub(crate) fn administration<'e, 'd>(scene: &Scene<'e, 'd>, resource: &'e Resource<'d>) -> Verdict {
    judge(scene, resource, &scene.config.administration_ports)
}

pub(crate) fn databases<'e, 'd>(scene: &Scene<'e, 'd>, resource: &'e Resource<'d>) -> Verdict {
    judge(scene, resource, &scene.config.database_ports)
}

fn judge<'e, 'd>(scene: &Scene<'e, 'd>, resource: &'e Resource<'d>, ports: &[u16]) -> Verdict {
    let place = resource.place();
    match resource.kind {
        "aws_security_group_rule" => match resource.leaf("type").known().and_then(At::as_str) {
            Some("ingress") => opening(&resource.view(), &RULE).judge(scene.config, ports, &place),
            Some(_) => Verdict::not_applicable("a rule for outgoing traffic", place),
            None => Verdict::unclear("type is not known", place),
        },
        "aws_vpc_security_group_ingress_rule" => {
            opening(&resource.view(), &VPC_RULE).judge(scene.config, ports, &place)
        }
        _ => inline(scene, resource, ports),
    }
}

/// A group with its own rules.
fn inline<'e, 'd>(scene: &Scene<'e, 'd>, group: &'e Resource<'d>, ports: &[u16]) -> Verdict {
    let leaf = group.leaf("ingress");
    let shown = match leaf.state {
        // A `dynamic` block may hide behind what the configuration does not show.
        State::Known { .. } => group.view().get("ingress").items(),
        State::Unset if leaf.at.as_bool() != Some(true) => Some(Vec::new()),
        _ => None,
    };
    let Some(rules) = shown else {
        let separate = [
            ("aws_security_group_rule", "security_group_id"),
            ("aws_vpc_security_group_ingress_rule", "security_group_id"),
        ];
        let elsewhere = separate
            .into_iter()
            .any(|(kind, attribute)| !scene.links.to(group, kind, attribute).certain.is_empty());
        return if elsewhere {
            Verdict::not_applicable(
                "no rules inside the group; its rules are resources of their own",
                leaf.place(),
            )
        } else {
            Verdict::unclear(
                "the rules inside the group are known only after apply",
                leaf.place(),
            )
        };
    };
    let answers = rules
        .iter()
        .map(|rule| opening(rule, &RULE).judge(scene.config, ports, &rule.leaf().place()))
        .collect();
    Verdict::all(answers)
        .unwrap_or_else(|| Verdict::pass("no rule lets anything in", leaf.place()))
        .expected("no rule opens these ports to the world")
}

fn opening(rule: &View<'_>, names: &Names) -> Opening {
    let mut opening = Opening {
        places: vec![rule.leaf().place()],
        ..Opening::default()
    };
    let protocol = rule.get(names.protocol).leaf();
    let name = protocol.known().map(At::summary).unwrap_or_default();
    let port = |key| -> Option<u16> { number(rule.get(key).leaf().known()?)?.try_into().ok() };
    match name.to_ascii_lowercase().as_str() {
        "-1" | "all" => opening.ranges.push(ALL_PORTS),
        "tcp" | "udp" | "6" | "17" => match (port("from_port"), port("to_port")) {
            (Some(from), Some(to)) => opening.ranges.push((from, to)),
            _ => opening.ports_open = true,
        },
        "" => opening.ports_open = true,
        // Protocols without ports.
        _ => {}
    }
    for key in names.ranges {
        let leaf = rule.get(key).leaf();
        if leaf.is_open() {
            opening.sources_open = Some("not all address ranges are known before apply");
        }
        opening.sources.extend(texts(&leaf));
    }
    let lists = rule.get(names.lists).leaf();
    if lists.is_open() || !texts(&lists).is_empty() {
        opening.sources_open = Some("the plan does not show what the prefix list holds");
    }
    opening
}
