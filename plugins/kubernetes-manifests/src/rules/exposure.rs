//! Ways into the cluster: Services that are reachable from outside, and Ingresses.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

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
                    if field::is_world(range, at)? {
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
/// it: `ssl-redirect: "false"` of ingress-nginx, HTTP among the ports of an AWS load balancer (class
/// `alb`) without a redirect, and with GKE (class `gce`) always, unless the annotation
/// `kubernetes.io/ingress.allow-http` is "false". Load balancers of AWS and Google Cloud may take their
/// certificate from an annotation instead. Which certificate it is, and which versions of
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

/// Which controller serves an Ingress, as far as its class tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Controller {
    /// The AWS Load Balancer Controller.
    Aws,
    /// That of Google Kubernetes Engine.
    Google,
    Other,
    /// No class is named, so it is the cluster's default.
    Default,
}

impl Controller {
    /// By the class, its older annotation, or annotations that only one controller writes and reads.
    fn of(ingress: &Object<'_>) -> Read<Self> {
        const GOOGLE: &[&str] = &[
            "ingress.gcp.kubernetes.io/pre-shared-cert",
            "kubernetes.io/ingress.global-static-ip-name",
            "networking.gke.io/managed-certificates",
            "networking.gke.io/v1beta1.FrontendConfig",
        ];
        let field = field::text(&ingress.spec()?, "ingressClassName")?;
        let class = match field {
            Some(class) => Some(class),
            None => ingress.annotation("kubernetes.io/ingress.class")?,
        };
        let Some((class, _)) = class.filter(|(class, _)| !class.is_empty()) else {
            for key in GOOGLE {
                if ingress.annotation(key)?.is_some() {
                    return Ok(Self::Google);
                }
            }
            return Ok(Self::Default);
        };
        let class = class.to_ascii_lowercase();
        Ok(match class.as_str() {
            "gce" | "gce-internal" => Self::Google,
            // Classes may be named freely; that of this controller is `alb` in its manual.
            _ if class
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| word == "alb") =>
            {
                Self::Aws
            }
            _ => Self::Other,
        })
    }
}

/// A switch in an annotation, as Go reads it (`strconv.ParseBool`).
fn switch<'a>(ingress: &Object<'a>, key: &str) -> Read<Option<(bool, At<'a>)>> {
    let Some((text, at)) = ingress.annotation(key)? else {
        return Ok(None);
    };
    match text.trim() {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Some((true, at))),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Some((false, at))),
        _ => Err(at.problem(format!(
            "{key} is `{}`, expected true or false",
            brief(text, 40)
        ))),
    }
}

fn tls(ingress: &Object<'_>, verdict: &mut Verdict) -> Read<String> {
    let spec = ingress.spec()?;
    let controller = Controller::of(ingress)?;
    let entries = field::list(&spec, "tls")?;
    let elsewhere = match controller {
        Controller::Aws => at_amazon(ingress, verdict)?,
        Controller::Google => at_google(ingress, verdict)?,
        Controller::Default if entries.is_empty() => {
            // The cluster may have that controller as its default, or the annotation does nothing.
            if let Some(at) = amazon_certificate(ingress)? {
                at_amazon(ingress, verdict)?;
                return Err(at.problem(
                    "a certificate of AWS Certificate Manager is named, but no `ingressClassName` says \
                     that the AWS Load Balancer Controller serves the Ingress",
                ));
            }
            None
        }
        Controller::Default | Controller::Other => None,
    };
    let key = "nginx.ingress.kubernetes.io/ssl-redirect";
    if let Some((false, at)) = switch(ingress, key)?
        && !matches!(
            switch(ingress, "nginx.ingress.kubernetes.io/force-ssl-redirect")?,
            Some((true, _))
        )
    {
        let place = at.place();
        verdict.bad("plain HTTP is not redirected (ssl-redirect false)", place);
    }
    if let Some(good) = elsewhere {
        return Ok(good.to_owned());
    }
    if entries.is_empty() {
        verdict.bad("no tls", spec.place());
        return Ok(String::new());
    }
    every_host(&spec, &entries, verdict)
}

/// Whether the entries of `tls` cover every host of the rules.
fn every_host(spec: &At<'_>, entries: &[At<'_>], verdict: &mut Verdict) -> Read<String> {
    // An entry without hosts is for whatever hosts there are.
    let mut covered = Vec::new();
    let mut whole = false;
    for entry in entries {
        let hosts = field::texts(entry, "hosts")?;
        whole |= hosts.is_empty();
        covered.extend(hosts.into_iter().map(|(host, _)| host));
    }
    for rule in field::list(spec, "rules")? {
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
    Ok(format!(
        "tls for {}",
        if whole { "all hosts" } else { "every host" }
    ))
}

const AWS: &str = "alb.ingress.kubernetes.io/";

/// Where an Ingress names certificates of AWS Certificate Manager.
fn amazon_certificate<'a>(ingress: &Object<'a>) -> Read<Option<At<'a>>> {
    let certificate = ingress.annotation(&format!("{AWS}certificate-arn"))?;
    Ok(certificate
        .filter(|(arn, _)| !arn.trim().is_empty())
        .map(|(_, at)| at))
}

/// What the AWS Load Balancer Controller does: it listens on HTTPS alone where a certificate and no
/// ports are named, and on HTTP alone where neither is. Source: its documentation, Ingress
/// annotations.
fn at_amazon(ingress: &Object<'_>, verdict: &mut Verdict) -> Read<Option<&'static str>> {
    let certificate = amazon_certificate(ingress)?;
    let ports = ingress.annotation(&format!("{AWS}listen-ports"))?;
    let plain = match &ports {
        Some((ports, _)) => ports.contains("\"HTTP\""),
        None => certificate.is_none(),
    };
    let redirects = ingress
        .annotation(&format!("{AWS}ssl-redirect"))?
        .is_some_and(|(port, _)| !port.trim().is_empty());
    if plain && !redirects {
        let place = ports.map_or_else(|| ingress.at.place(), |(_, at)| at.place());
        verdict.bad("listens on HTTP without a redirect", place);
    }
    Ok(certificate.map(|_| "certificate of AWS Certificate Manager"))
}

/// What Google Kubernetes Engine does: it serves HTTP beside HTTPS unless an annotation forbids it,
/// or a FrontendConfig, which is not read, redirects it. Source: its documentation, Ingress for
/// external Application Load Balancers.
fn at_google(ingress: &Object<'_>, verdict: &mut Verdict) -> Read<Option<&'static str>> {
    let key = "kubernetes.io/ingress.allow-http";
    let frontend = ingress.annotation("networking.gke.io/v1beta1.FrontendConfig")?;
    match (switch(ingress, key)?, frontend) {
        (Some((false, _)), _) => {}
        (_, Some((_, at))) => verdict.unclear(at.problem(format!(
            "whether the FrontendConfig redirects HTTP is not read; set {key} to \"false\" if HTTP is not \
             needed"
        ))),
        (allowed, None) => {
            let place = allowed.map_or_else(|| ingress.at.place(), |(_, at)| at.place());
            verdict.bad(
                format!("GKE serves plain HTTP too, because {key} is not \"false\""),
                place,
            );
        }
    }
    for key in [
        "networking.gke.io/managed-certificates",
        "ingress.gcp.kubernetes.io/pre-shared-cert",
    ] {
        let named = ingress.annotation(key)?;
        if named.is_some_and(|(name, _)| !name.trim().is_empty()) {
            return Ok(Some("certificate of Google Cloud"));
        }
    }
    Ok(None)
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
