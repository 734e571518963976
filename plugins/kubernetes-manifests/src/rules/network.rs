//! What a namespace enforces: network policies that deny by default, and Pod Security admission.

use std::collections::BTreeMap;

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::config::Level;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::selector::Selector;
use crate::verdict::{Verdict, close, missing};

/// The namespaces that hold workloads or are among the manifests, perhaps several times, each with the
/// place that shows it.
fn namespaces<'a>(cluster: &Cluster<'a>) -> BTreeMap<String, (Vec<&'a Object<'a>>, Location)> {
    let mut all: BTreeMap<String, (Vec<_>, Location)> = BTreeMap::new();
    for namespace in cluster.kind(Kind::Namespace) {
        all.entry(namespace.name.clone())
            .or_insert_with(|| (Vec::new(), namespace.at.place()))
            .0
            .push(*namespace);
    }
    for workload in &cluster.workloads {
        let object = workload.object;
        all.entry(object.namespace.clone())
            .or_insert_with(|| (Vec::new(), object.at.place()));
    }
    all
}

/// Judges every namespace.
fn each_namespace<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    reads: Kind,
    judge: impl Fn(&str, &str, &[&'a Object<'a>], Location) -> Finding,
) {
    for (name, (objects, place)) in namespaces(cluster) {
        let subject = format!("Namespace {name}");
        findings.push(if cluster.is_exempt(&name) {
            Finding::not_applicable(&subject)
                .actual("exempt by configuration (`exempt-namespaces`)")
                .at(place)
        } else {
            judge(&subject, &name, &objects, place)
        });
    }
    close(cluster, findings, |kind| {
        kind == reads || kind == Kind::Namespace || kind.bears_pods()
    });
}

/// Namespaces enforce a level of the Pod Security Standards
///
/// With the label `pod-security.kubernetes.io/enforce` the cluster itself refuses pods below the
/// level, whoever creates them; `warn` and `audit` only tell. A label for another level than the
/// configured one (`pod-security-level`) passes only if it is stricter. Source: CIS Kubernetes
/// Benchmark 1.9.0, recommendation 5.2.1. Where another admission controller does the same, leave
/// the control out (`leave-out`).
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC5.2" = "The platform itself keeps workloads to the chosen baseline, instead of leaving it to habit."),
    supports(
        "CC6.1" = "Pods that break out of their isolation are refused.",
        "CC6.8" = "What malicious software could do in a new pod is limited.",
    ),
    remedy = "Label the namespace: `kubectl label namespace NAME \
              pod-security.kubernetes.io/enforce=baseline`. Start with `warn` and `audit` where pods may \
              be refused.",
)]
pub(crate) fn pod_security_enforced(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const LABEL: &str = "pod-security.kubernetes.io/enforce";
    let level = cluster.config.pod_security_level;
    let expected = match level {
        Level::Baseline => format!("{LABEL} baseline or restricted"),
        Level::Restricted => format!("{LABEL} restricted"),
    };
    each_namespace(
        cluster,
        findings,
        Kind::Namespace,
        |subject, _, objects, place| {
            let Some((object, others)) = objects.split_first() else {
                return Finding::inconclusive(subject)
                    .expected(&expected)
                    .actual("the namespace holds workloads, but is not among the manifests itself")
                    .at(place);
            };
            let value = object.labels.get(LABEL).copied();
            // Which of them the cluster holds is not known.
            let differs = |other: &&&Object<'_>| other.labels.get(LABEL).copied() != value;
            if let Some(other) = others.iter().find(differs) {
                return Finding::inconclusive(subject)
                    .expected(&expected)
                    .actual(format!(
                        "the namespace is among the manifests several times, with different labels \
                         {LABEL}; keep the one that the cluster holds"
                    ))
                    .at(place)
                    .at(other.at.place());
            }
            let place = field::object(&object.metadata, "labels")
                .ok()
                .flatten()
                .and_then(|labels| field::get(&labels, LABEL))
                .map_or(place, |label| label.place());
            let actual = value.map_or_else(
                || format!("no label {LABEL}"),
                |value| format!("{LABEL} {}", brief(value, 40)),
            );
            let finding = match value {
                Some("restricted") => Finding::pass(subject),
                Some("baseline") => Finding::when(level == Level::Baseline, subject),
                Some("privileged") | None => Finding::fail(subject),
                Some(_) => Finding::inconclusive(subject),
            };
            finding.expected(&expected).actual(actual).at(place)
        },
    );
}

/// A direction of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ingress,
    Egress,
}

/// What a network policy does in one direction.
struct Policy<'a> {
    name: String,
    /// Whether it isolates pods in this direction.
    isolates: bool,
    selector: Selector<'a>,
    /// A rule that allows everything, where there is one.
    allows_all: Option<At<'a>>,
    at: At<'a>,
}

impl Direction {
    fn name(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }

    /// Where rules stand, and where they name the other side.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Ingress => ("ingress", "from"),
            Self::Egress => ("egress", "to"),
        }
    }
}

impl<'a> Policy<'a> {
    /// Without `policyTypes` a policy is about ingress, and about egress only if it has such rules.
    fn read(object: &Object<'a>, direction: Direction) -> Read<Self> {
        let spec = object.spec()?;
        let (rules, _) = direction.keys();
        let kinds = field::texts(&spec, "policyTypes")?;
        let list = field::list(&spec, rules)?;
        let isolates = if kinds.is_empty() {
            direction == Direction::Ingress || !list.is_empty()
        } else {
            kinds.iter().any(|(kind, _)| *kind == direction.name())
        };
        let selector = match field::object(&spec, "podSelector")? {
            Some(selector) => Selector::read(&selector)?,
            // The API takes none for the empty one.
            None => Selector::everything(),
        };
        let mut allows_all = None;
        for rule in list {
            if allows_everything(&rule, direction)? {
                allows_all.get_or_insert(rule);
            }
        }
        Ok(Self {
            name: brief(&object.name, 63).into_owned(),
            isolates,
            selector,
            allows_all,
            at: object.at.clone(),
        })
    }
}

/// Whether a rule lets everything pass: any port, and any other side.
fn allows_everything(rule: &At<'_>, direction: Direction) -> Read<bool> {
    let (_, peers) = direction.keys();
    let peers = field::list(rule, peers)?;
    let mut any = peers.is_empty();
    for peer in peers {
        any |= is_anybody(&peer, direction)?;
    }
    Ok(any && covers_all_ports(rule)?)
}

/// Whether a peer is everybody: a range as wide as the world, whatever little it leaves out with
/// `except`, or, for what comes in, every pod of every namespace. For what goes out that is not
/// everybody, because nothing outside of the cluster is among it.
fn is_anybody(peer: &At<'_>, direction: Direction) -> Read<bool> {
    if let Some(block) = field::object(peer, "ipBlock")? {
        return match field::text(&block, "cidr")? {
            Some((range, at)) => field::is_world(range, &at),
            None => Err(block.problem("the `ipBlock` has no `cidr`")),
        };
    }
    let Some(namespaces) = field::object(peer, "namespaceSelector")? else {
        return Ok(false);
    };
    let every_pod = match field::object(peer, "podSelector")? {
        Some(pods) => Selector::read(&pods)?.is_empty(),
        None => true,
    };
    let every_namespace = Selector::read(&namespaces)?.is_empty();
    Ok(direction == Direction::Ingress && every_namespace && every_pod)
}

/// Whether a rule lets any port pass: it names none, or an entry without `port`, which stands for all
/// of its protocol, or ranges that together leave none out.
fn covers_all_ports(rule: &At<'_>) -> Read<bool> {
    const LAST: i64 = 65535;
    let entries = field::list(rule, "ports")?;
    if entries.is_empty() {
        return Ok(true);
    }
    let mut ranges: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    for entry in &entries {
        let Some(port) = field::get(entry, "port") else {
            return Ok(true);
        };
        // A name stands for one port of each pod.
        let Some(first) = port.as_i64() else {
            continue;
        };
        let last = field::number(entry, "endPort")?.map_or(first, |(last, _)| last);
        let protocol = field::text(entry, "protocol")?.map_or("TCP", |(protocol, _)| protocol);
        ranges.entry(protocol).or_default().push((first, last));
    }
    Ok(ranges.into_values().any(|mut ranges| {
        ranges.sort_unstable();
        let reached = ranges.into_iter().fold(0, |reached, (first, last)| {
            if first <= reached + 1 {
                last.max(reached)
            } else {
                reached
            }
        });
        reached >= LAST
    }))
}

/// Judges whether every namespace denies a direction by default.
fn denied_by_default(cluster: &Cluster<'_>, findings: &mut Findings<'_>, direction: Direction) {
    let expected = format!(
        "a NetworkPolicy that selects all pods for {}, and none that allows everything",
        direction.name()
    );
    let read = |namespace: &str| -> Vec<Read<Policy<'_>>> {
        cluster
            .within(Kind::NetworkPolicy, namespace)
            .iter()
            .map(|policy| Policy::read(policy, direction))
            .collect()
    };
    each_namespace(
        cluster,
        findings,
        Kind::NetworkPolicy,
        |subject, namespace, _, place| {
            let mut verdict = Verdict::default();
            let policies: Vec<Policy<'_>> = read(namespace)
                .into_iter()
                .filter_map(|policy| verdict.take(policy))
                .filter(|policy| policy.isolates)
                .collect();
            let default = policies.iter().find(|policy| policy.selector.is_empty());
            // Policies add up: what one allows, no other denies.
            let opening = policies
                .iter()
                .filter(|policy| policy.selector.is_empty())
                .find_map(|policy| Some((policy, policy.allows_all.as_ref()?)));
            if let Some((policy, rule)) = opening {
                verdict.bad(
                    format!("{} selects all pods and allows everything", policy.name),
                    rule.place(),
                );
            }
            match default {
            Some(default) => {
                let good = format!("{} selects all pods", default.name);
                verdict.finding(subject, &expected, good, default.at.place())
            }
            None if verdict.is_unclear() => {
                verdict.finding(subject, &expected, String::new(), place)
            }
            None if cluster.other_network_policies => Finding::inconclusive(subject)
                .expected(&expected)
                .actual(
                    "no such NetworkPolicy, but policies of another system, which are not read, are \
                     among the manifests",
                )
                .at(place),
            None => {
                let pods: Vec<_> = cluster
                    .workloads
                    .iter()
                    .filter(|workload| workload.object.namespace == namespace)
                    .collect();
                let covered = pods
                    .iter()
                    .filter(|workload| {
                        policies
                            .iter()
                            .any(|policy| policy.selector.matches(&workload.labels))
                    })
                    .count();
                let actual = if covered == 0 {
                    format!("no policy for {}", direction.name())
                } else {
                    format!(
                        "policies for {} select {covered} of {} workloads, and not what is added later",
                        direction.name(),
                        pods.len()
                    )
                };
                missing(cluster, Kind::NetworkPolicy, subject, &expected, &actual, place)
            }
        }
        },
    );
}

/// Every namespace denies incoming traffic by default
///
/// Without a policy every pod of the cluster, and whoever reaches its network, may talk to every other
/// pod. A policy with an empty `podSelector` for `Ingress` turns that around: only what some policy
/// allows may pass. Policies add up, so one that allows everything to all pods undoes it: every port
/// from every pod of the cluster, or from a range of addresses wider than a /8 (/16 for IPv6), whatever
/// `except` leaves out. Network policies need a network plugin that enforces them, which manifests do
/// not show. Source: CIS
/// Kubernetes Benchmark 1.9.0, recommendation 5.3.2.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.6" = "Connections into a workload are refused unless a policy allows them."),
    supports("CC6.1" = "The network is divided, so that one workload cannot reach the data of another."),
    remedy = "Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress]` and no rules to the \
              namespace, and policies for the connections that are needed.",
)]
pub(crate) fn ingress_denied_by_default(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    denied_by_default(cluster, findings, Direction::Ingress);
}

/// Every namespace denies outgoing traffic by default
///
/// A pod that was broken into must not be able to send data anywhere. A policy with an empty
/// `podSelector` for `Egress` allows only what some policy names; remember DNS. One that allows every
/// port to a range of addresses wider than a /8 (/16 for IPv6) undoes it. Source: CIS Kubernetes
/// Benchmark 1.9.0, recommendation 5.3.2. Where a firewall or proxy restricts what leaves the cluster,
/// leave the control out (`leave-out`).
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.6" = "Software that got in cannot open connections to the outside.",
        "CC6.7" = "Data does not leave over connections that nobody allowed.",
    ),
    remedy = "Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Egress]` and no rules to the \
              namespace, and policies for DNS and the connections that are needed.",
)]
pub(crate) fn egress_denied_by_default(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    denied_by_default(cluster, findings, Direction::Egress);
}
