//! Ways into the cluster: Services that are reachable from outside, and Ingresses.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::addresses::is_world;
use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::verdict::{Verdict, close, exempt};

/// Judges every object of a kind outside of exempt namespaces.
pub(super) fn each_object<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    kind: Kind,
    judge: impl Fn(&Object<'a>) -> Finding,
) {
    for object in cluster.kind(kind) {
        let finding = if cluster.is_exempt(&object.namespace) {
            exempt(&object.subject, object)
        } else {
            judge(object)
        };
        findings.push(object.noted(finding));
    }
    close(cluster, findings, |known| known == kind);
}

/// Annotations that keep a load balancer inside a provider's network.
const INTERNAL: &[(&str, &[&str])] = &[
    (
        "service.beta.kubernetes.io/aws-load-balancer-scheme",
        &["internal"],
    ),
    (
        "service.beta.kubernetes.io/aws-load-balancer-internal",
        &["true", "0.0.0.0/0"],
    ),
    (
        "service.beta.kubernetes.io/azure-load-balancer-internal",
        &["true"],
    ),
    (
        "networking.gke.io/load-balancer-type",
        &["Internal", "internal"],
    ),
    (
        "cloud.google.com/load-balancer-type",
        &["Internal", "internal"],
    ),
];

/// The annotation that keeps a load balancer inside. Controllers differ in which of several they heed,
/// so annotations that contradict each other leave it open.
fn internal_by(service: &Object<'_>) -> Read<Option<&'static str>> {
    let mut inside = None;
    let mut outside = None;
    for (key, values) in INTERNAL {
        if let Some((value, at)) = service.annotation(key)? {
            if values.contains(&value) {
                inside.get_or_insert(*key);
            } else {
                outside.get_or_insert((*key, value, at));
            }
        }
    }
    match (inside, outside) {
        (Some(inside), Some((outside, value, at))) => Err(at.problem(format!(
            "{outside} is `{}`, while {inside} makes the load balancer internal; remove the one that does not hold",
            brief(value, 40)
        ))),
        (inside, _) => Ok(inside),
    }
}

/// The address ranges that a load balancer lets in, by its field or the older annotation.
fn ranges<'a>(service: &Object<'a>, spec: &At<'a>) -> Read<Vec<(String, At<'a>)>> {
    let listed: Vec<_> = field::texts(spec, "loadBalancerSourceRanges")?
        .into_iter()
        .map(|(range, at)| (range.to_owned(), at))
        .collect();
    if !listed.is_empty() {
        return Ok(listed);
    }
    let annotated = service.annotation("service.beta.kubernetes.io/load-balancer-source-ranges")?;
    Ok(annotated.map_or_else(Vec::new, |(ranges, at)| {
        ranges
            .split(',')
            .map(|range| (range.trim().to_owned(), at.clone()))
            .filter(|(range, _)| !range.is_empty())
            .collect()
    }))
}

/// Services are reachable from outside only where that is meant
///
/// A Service of type LoadBalancer gets an address of its own outside of the cluster, one of type
/// NodePort a port on every node, and `externalIPs` let its author take over traffic of other
/// addresses. A load balancer passes that stays inside the provider's network, or whose source ranges
/// are no wider than a /8 (/16 for IPv6); a Service that is meant to be public is named in `public-services`.
/// Source: Kubernetes' documentation, Service; CVE-2020-8554 for external addresses.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.6" = "Workloads are reachable from outside only through the ways that the organisation opened on purpose."),
    remedy = "Make the Service a ClusterIP behind an Ingress, make its load balancer internal, or limit it \
              with `loadBalancerSourceRanges`. Name a Service that is meant to be public in \
              `public-services`.",
)]
pub(crate) fn services_exposed_on_purpose(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let public = &cluster.config.public_services;
    each_object(cluster, findings, Kind::Service, |service| {
        let mut verdict = Verdict::default();
        let named = public.contains(&format!("{}/{}", service.namespace, service.name));
        let good = verdict
            .take(exposure(service, named))
            .map(|(good, bad)| {
                for (what, place) in bad {
                    verdict.bad(what, place);
                }
                good
            })
            .unwrap_or_default();
        verdict.finding(
            &service.subject,
            "not reachable from outside, limited to address ranges, or named in `public-services`",
            good,
            service.at.place(),
        )
    });
}

/// What there is, and what of it is wrong.
type Seen = (String, Vec<(String, Location)>);

fn exposure(service: &Object<'_>, public: bool) -> Read<Seen> {
    let spec = service.spec()?;
    let mut bad = Vec::new();
    let (kind, at) = match field::text(&spec, "type")? {
        Some((kind, at)) => (kind, at.place()),
        None => ("ClusterIP", spec.place()),
    };
    let good = match kind {
        "ClusterIP" | "ExternalName" => format!("type {kind}"),
        _ if public => format!("type {kind}, named in `public-services`"),
        "NodePort" => {
            bad.push(("type NodePort".to_owned(), at));
            String::new()
        }
        "LoadBalancer" => {
            if let Some(key) = internal_by(service)? {
                format!("type LoadBalancer, internal by {key}")
            } else {
                let ranges = ranges(service, &spec)?;
                if ranges.is_empty() {
                    bad.push(("type LoadBalancer without source ranges".to_owned(), at));
                }
                for (range, at) in &ranges {
                    if is_world(range, at)? {
                        let what = format!("type LoadBalancer open to {}", brief(range, 40));
                        bad.push((what, at.place()));
                    }
                }
                format!("type LoadBalancer, limited to {} ranges", ranges.len())
            }
        }
        _ => {
            return Err(Problem::new(
                at,
                format!("the Service's type `{}` is not known", brief(kind, 40)),
            ));
        }
    };
    if let Some(addresses) = field::get(&spec, "externalIPs")
        && !addresses.is_empty()
        && !public
    {
        bad.push(("externalIPs are set".to_owned(), addresses.place()));
    }
    Ok((good, bad))
}

/// Every Ingress is served over TLS
///
/// Judged is whether `tls` covers every host of the rules, and whether plain HTTP stays open beside
/// it where the controller says so (`ssl-redirect: "false"` of ingress-nginx). An AWS load balancer
/// takes its certificate from an annotation instead. Which certificate it is, and which versions of
/// TLS it speaks, stands elsewhere. Source: Kubernetes' documentation, Ingress; Polaris asks for the
/// same. Where TLS ends in front of the cluster, leave the control out (`leave-out`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "What users send to the cluster over public networks is encrypted on its way."),
    supports("CC6.6" = "Credentials of users cannot be read at the boundary."),
    remedy = "Add `tls` with a secret that holds the certificate (cert-manager can fill it) for every host \
              of the Ingress, and redirect HTTP.",
)]
pub(crate) fn ingress_uses_tls(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_object(cluster, findings, Kind::Ingress, |ingress| {
        let mut verdict = Verdict::default();
        let good = match tls(ingress, &mut verdict) {
            Ok(good) => good,
            Err(problem) => {
                verdict.unclear(problem);
                String::new()
            }
        };
        verdict.finding(
            &ingress.subject,
            "tls for every host, and no plain HTTP beside it",
            good,
            ingress.at.place(),
        )
    });
}

fn tls(ingress: &Object<'_>, verdict: &mut Verdict) -> Read<String> {
    const AWS: &str = "alb.ingress.kubernetes.io/";
    let spec = ingress.spec()?;
    let annotation = |key: &str| ingress.annotation(key);
    if let Some((_, at)) = annotation(&format!("{AWS}certificate-arn"))? {
        let ports = annotation(&format!("{AWS}listen-ports"))?;
        let plain = ports
            .as_ref()
            .is_some_and(|(ports, _)| ports.contains("\"HTTP\""));
        let redirects = annotation(&format!("{AWS}ssl-redirect"))?.is_some();
        if plain && !redirects {
            let place = ports.map_or_else(|| at.place(), |(_, at)| at.place());
            verdict.bad("listens on HTTP without a redirect", place);
        }
        return Ok("certificate of AWS Certificate Manager".to_owned());
    }
    let entries = field::list(&spec, "tls")?;
    if entries.is_empty() {
        verdict.bad("no tls", spec.place());
        return Ok(String::new());
    }
    // An entry without hosts is for whatever hosts there are.
    let mut covered = Vec::new();
    let mut whole = false;
    for entry in &entries {
        let hosts = field::texts(entry, "hosts")?;
        whole |= hosts.is_empty();
        covered.extend(hosts.into_iter().map(|(host, _)| host));
    }
    for rule in field::list(&spec, "rules")? {
        match field::text(&rule, "host")? {
            Some((host, at)) if !host.is_empty() => {
                if !whole && !covered.iter().any(|pattern| covers(pattern, host)) {
                    verdict.bad(
                        format!("host {} is not in tls", brief(host, 100)),
                        at.place(),
                    );
                }
            }
            _ if whole => {}
            _ => verdict.bad("a rule for all hosts, while tls names some", rule.place()),
        }
    }
    if let Some(("false", at)) = annotation("nginx.ingress.kubernetes.io/ssl-redirect")? {
        let place = at.place();
        verdict.bad("plain HTTP is not redirected (ssl-redirect false)", place);
    }
    Ok(format!(
        "tls for {}",
        if whole { "all hosts" } else { "every host" }
    ))
}

/// Whether a host of `tls` covers one of the rules; `*.` stands for one label.
fn covers(pattern: &str, host: &str) -> bool {
    let same = |left: &str, right: &str| left.eq_ignore_ascii_case(right);
    match pattern.strip_prefix("*.") {
        Some(parent) => {
            same(pattern, host)
                || host
                    .split_once('.')
                    .is_some_and(|(_, rest)| same(rest, parent))
        }
        None => same(pattern, host),
    }
}
