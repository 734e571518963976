//! What workloads may use of their nodes, and how they grow.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::availability::is_off;
use super::exposure::each_object;
use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::verdict::{Verdict, each_workload};
use crate::workload::{Container, Role, Workload};

/// Whether something like `resources` sets a resource.
fn sets(at: &At<'_>, kind: &str, resource: &str) -> Read<bool> {
    let amount = field::object(at, kind)?.and_then(|amounts| field::get(&amounts, resource));
    match amount {
        None => Ok(false),
        Some(amount) => match (amount.as_str(), amount.as_f64()) {
            (Some(text), _) => Ok(!text.trim_start_matches('0').is_empty()),
            (None, Some(number)) => Ok(number > 0.0),
            (None, None) => Err(amount.problem(format!(
                "`{kind}.{resource}` is no amount; Kubernetes refuses such an object"
            ))),
        },
    }
}

/// Whether a container, its pod or a LimitRange of its namespace sets a request or a limit. A limit is
/// a request too where no request is set.
fn is_set(
    cluster: &Cluster<'_>,
    workload: &Workload<'_>,
    container: &Container<'_>,
    kind: &str,
    resource: &str,
) -> Read<bool> {
    let kinds: &[&str] = match kind {
        "requests" => &["requests", "limits"],
        _ => &["limits"],
    };
    // The pod may have a budget for all of its containers (since 1.34).
    for owner in [&container.at, &workload.spec] {
        if let Some(resources) = field::object(owner, "resources")? {
            for kind in kinds {
                if sets(&resources, kind, resource)? {
                    return Ok(true);
                }
            }
        }
    }
    for range in cluster.within(Kind::LimitRange, &workload.object.namespace) {
        for limit in field::list(&range.spec()?, "limits")? {
            let of_containers =
                field::text(&limit, "type")?.is_some_and(|(kind, _)| kind == "Container");
            let defaults: &[&str] = match kind {
                "requests" => &["defaultRequest", "default"],
                _ => &["default"],
            };
            for default in defaults {
                if of_containers && sets(&limit, default, resource)? {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// Judges whether all containers set some resources. Ephemeral containers cannot.
fn each_container(
    cluster: &Cluster<'_>,
    findings: &mut Findings<'_>,
    expected: &str,
    wanted: &[(&str, &str)],
) {
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        let able = workload
            .containers
            .iter()
            .filter(|container| container.role != Role::Ephemeral);
        for container in able {
            let mut lacking = Vec::new();
            for (kind, resource) in wanted {
                match is_set(cluster, workload, container, kind, resource) {
                    Ok(true) => {}
                    Ok(false) => lacking.push(format!("{kind}.{resource}")),
                    Err(problem) => verdict.unclear(problem),
                }
            }
            if !lacking.is_empty() {
                let place = field::get(&container.at, "resources")
                    .map_or_else(|| container.at.place(), |resources| resources.place());
                verdict.bad(
                    format!("{}: no {}", container.label(), lacking.join(", ")),
                    place,
                );
            }
        }
        let good = "set for every container, or by a LimitRange of the namespace";
        Some(verdict.finding(&workload.subject, expected, good, workload.spec.place()))
    });
}

/// Every container requests the processor time and memory that it needs
///
/// The scheduler keeps requested capacity free on a node; without requests a full cluster looks empty
/// and nobody sees that more nodes are needed. A limit without a request counts as one, and so does a
/// default of a LimitRange in the namespace. Source: Kubernetes' documentation, Resource Management
/// for Pods and Containers; Polaris asks for the same.
#[control(
    severity = Medium,
    method = Configuration,
    supports("A1.1" = "The need for capacity is stated, so that use can be compared with it."),
    remedy = "Set `resources.requests.cpu` and `.memory` to what the container uses; `kubectl top pods` and \
              the metrics show it. Or give the namespace a LimitRange with `defaultRequest`.",
)]
pub(crate) fn resource_requests_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_container(
        cluster,
        findings,
        "requests for cpu and memory",
        &[("requests", "cpu"), ("requests", "memory")],
    );
}

/// No container can use up the memory of its node
///
/// A container without a memory limit can take the memory of all others on its node. A limit of
/// processor time is needed only where that is configured (`require-cpu-limits`). Source: Kubernetes'
/// documentation, Resource Management for Pods and Containers; Polaris asks for both limits.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "A1.1" = "One workload cannot take the capacity of the others.",
        "A1.2" = "A leak in one workload does not bring down its neighbours.",
    ),
    remedy = "Set `resources.limits.memory`, or give the namespace a LimitRange with a `default`.",
)]
pub(crate) fn resource_limits_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    if cluster.config.require_cpu_limits {
        let wanted = [("limits", "cpu"), ("limits", "memory")];
        each_container(cluster, findings, "limits for cpu and memory", &wanted);
    } else {
        each_container(cluster, findings, "a memory limit", &[("limits", "memory")]);
    }
}

/// The least number of copies that an autoscaler keeps: 1 where it says nothing.
pub(super) fn least<'a>(scaler: &Object<'a>) -> Read<(i64, At<'a>)> {
    let spec = scaler.spec()?;
    Ok(field::number(&spec, "minReplicas")?.unwrap_or((1, spec)))
}

/// Autoscalers can add capacity when it is needed
///
/// An autoscaler works only if its target exists, if it may go beyond its least number of copies, and
/// if the containers request what it measures: utilisation is a share of the request. It does nothing
/// where scaling up is disabled, where the cluster's own `status` says that it is not active, and while
/// its target is scaled to 0. Workloads that must have one are configured (`autoscaled`). Source: Kubernetes' documentation, Horizontal Pod
/// Autoscaling. Where capacity is not managed by autoscaling, leave the control out (`leave-out`).
#[control(
    severity = Medium,
    method = Configuration,
    implements("A1.1" = "Capacity follows demand by itself, up to a stated bound."),
    remedy = "Let `scaleTargetRef` name an existing workload, set `maxReplicas` above `minReplicas`, and set \
              requests for the measured resource in every container.",
)]
pub(crate) fn autoscalers_effective(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const EXPECTED: &str =
        "an existing target, maxReplicas above minReplicas, and requests for what is measured";
    for wanted in &cluster.config.autoscaled {
        let workload = cluster.workloads.iter().find(|workload| {
            !workload.owned && format!("{}/{}", workload.object.namespace, workload.name) == *wanted
        });
        let finding = match workload {
            Some(workload) if cluster.scaler_of(workload).is_some() => continue,
            Some(workload) => crate::verdict::missing(
                cluster,
                Kind::HorizontalPodAutoscaler,
                &workload.subject,
                "a HorizontalPodAutoscaler, as `autoscaled` demands",
                "no HorizontalPodAutoscaler",
                workload.object.at.place(),
            ),
            None => Finding::inconclusive(format!("workload {wanted}"))
                .expected("a HorizontalPodAutoscaler, as `autoscaled` demands")
                .actual("no such workload among the manifests"),
        };
        findings.push(finding);
    }
    each_object(cluster, findings, Kind::HorizontalPodAutoscaler, |scaler| {
        let mut verdict = Verdict::default();
        if target(cluster, scaler).is_ok_and(|target| target.is_some_and(is_off)) {
            return Finding::not_applicable(&scaler.subject)
                .actual("its target is scaled to 0, which suspends the autoscaler")
                .at(scaler.at.place());
        }
        let good = match judge(cluster, scaler, &mut verdict) {
            Ok(good) => good,
            Err(problem) => {
                verdict.unclear(problem);
                String::new()
            }
        };
        verdict.finding(&scaler.subject, EXPECTED, good, scaler.at.place())
    });
}

/// The workload that an autoscaler scales, if it is among the manifests.
fn target<'c, 'a>(cluster: &'c Cluster<'a>, scaler: &Object<'_>) -> Read<Option<&'c Workload<'a>>> {
    let (kind, name) = scaler.scale_target()?;
    Ok(cluster.workloads.iter().find(|workload| {
        workload.object.namespace == scaler.namespace
            && workload.kind.name() == kind
            && workload.name == name
    }))
}

/// Whether an autoscaler may add copies, and whether the cluster says that it works. Source:
/// Kubernetes' documentation, Horizontal Pod Autoscaling, configurable scaling behavior, and the API's
/// conditions of an autoscaler.
fn scales_out(scaler: &Object<'_>, verdict: &mut Verdict) -> Read<()> {
    if let Some(up) = field::path(&scaler.spec()?, &["behavior", "scaleUp"])?
        && let Some(("Disabled", at)) = field::text(&up, "selectPolicy")?
    {
        verdict.bad("scaling up is disabled (selectPolicy Disabled)", at.place());
    }
    let Some(status) = field::object(&scaler.at, "status")? else {
        return Ok(());
    };
    for condition in field::list(&status, "conditions")? {
        let text = |key: &str| -> Read<&str> {
            Ok(field::text(&condition, key)?.map_or("", |(text, _)| text))
        };
        let kind = text("type")?;
        if !matches!(kind, "ScalingActive" | "AbleToScale") {
            continue;
        }
        let what = format!(
            "the cluster says {kind} {} ({})",
            brief(text("status")?, 20),
            brief(text("reason")?, 80)
        );
        match text("status")? {
            "True" => {}
            "False" => verdict.bad(what, condition.place()),
            _ => verdict.unclear(condition.problem(what)),
        }
    }
    Ok(())
}

fn judge(cluster: &Cluster<'_>, scaler: &Object<'_>, verdict: &mut Verdict) -> Read<String> {
    let spec = scaler.spec()?;
    let (least, _) = least(scaler)?;
    let (most, most_at) = field::number(&spec, "maxReplicas")?
        .ok_or_else(|| spec.problem("the autoscaler has no `maxReplicas`"))?;
    if most <= least {
        verdict.bad(
            format!("minReplicas {least}, maxReplicas {most}"),
            most_at.place(),
        );
    }
    scales_out(scaler, verdict)?;
    let (kind, name) = scaler.scale_target()?;
    let known = target(cluster, scaler)?;
    let label = format!("{} {}", brief(kind, 60), brief(name, 100));
    match known {
        Some(workload) => {
            for (resource, only) in measured(&spec)? {
                for container in workload.running() {
                    if only.is_some_and(|only| only != container.name) {
                        continue;
                    }
                    if !is_set(cluster, workload, container, "requests", resource)? {
                        verdict.bad(
                            format!("{} requests no {resource}", container.label()),
                            container.at.place(),
                        );
                    }
                }
            }
        }
        None => match cluster.problems.first() {
            _ if !matches!(kind, "Deployment" | "StatefulSet" | "ReplicaSet") => {
                verdict.unclear(spec.problem(format!(
                    "the target, {label}, is of a kind that is not read"
                )));
            }
            Some(unclear) => verdict.unclear(unclear.problem.clone()),
            None => verdict.bad(format!("the target, {label}, does not exist"), spec.place()),
        },
    }
    Ok(format!("{least} to {most} copies of {label}"))
}

/// The resources whose utilisation an autoscaler measures, each perhaps of one container only.
fn measured<'a>(spec: &At<'a>) -> Read<Vec<(&'a str, Option<&'a str>)>> {
    if field::get(spec, "metrics").is_none() {
        // autoscaling/v1 knows processor time only; without any metric 80 % of it are the default.
        return Ok(vec![("cpu", None)]);
    }
    let mut measured = Vec::new();
    for metric in field::list(spec, "metrics")? {
        for key in ["resource", "containerResource"] {
            let Some(source) = field::object(&metric, key)? else {
                continue;
            };
            // The betas wrote the target's fields into the source itself.
            let utilisation = match field::object(&source, "target")? {
                Some(target) => field::get(&target, "averageUtilization").is_some(),
                None => field::get(&source, "targetAverageUtilization").is_some(),
            };
            if let (true, Some((name, _))) = (utilisation, field::text(&source, "name")?) {
                let container = field::text(&source, "container")?.map(|(name, _)| name);
                measured.push((name, container));
            }
        }
    }
    Ok(measured)
}
