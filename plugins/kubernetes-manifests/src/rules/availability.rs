//! Whether workloads outlive the loss of a node.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::capacity::least;
use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::selector::Selector;
use crate::verdict::{Verdict, each_workload, missing};
use crate::workload::Workload;

/// How many copies a workload keeps, and where that stands. Nothing for workloads that are no
/// service: pods by themselves, jobs, one pod on each node, and what another workload made.
fn copies<'a>(cluster: &Cluster<'a>, workload: &Workload<'a>) -> Option<Read<(i64, Location)>> {
    let service = matches!(
        workload.kind,
        Kind::Deployment | Kind::StatefulSet | Kind::ReplicaSet | Kind::ReplicationController
    );
    if !service || workload.owned {
        return None;
    }
    // An autoscaler is suspended while its target is scaled to 0.
    let off = is_off(workload);
    if let Some(scaler) = cluster.scaler_of(workload).filter(|_| !off) {
        return Some(least(scaler).map(|(least, at)| (least, at.place())));
    }
    if !off && let Some(problem) = cluster.scaler_doubt(&workload.object.namespace) {
        return Some(Err(problem));
    }
    Some(workload.replicas().map(|replicas| {
        replicas.map_or_else(
            || (1, workload.object.at.place()),
            |(replicas, at)| (replicas, at.place()),
        )
    }))
}

/// Whether a workload is scaled to 0.
pub(super) fn is_off(workload: &Workload<'_>) -> bool {
    matches!(workload.replicas(), Ok(Some((0, _))))
}

/// Several copies of every service run
///
/// With one copy every restart, update and failed node is an outage. Where a HorizontalPodAutoscaler
/// scales the workload its least number counts. Unset, both are 1. Workloads scaled to 0 are switched
/// off, whatever their autoscaler says, which Kubernetes then suspends. The number is configured (`min-replicas`). Source: Polaris, deploymentMissingReplicas and
/// hpaMinAvailability; Kubernetes' documentation, Disruptions.
#[control(
    severity = High,
    method = Configuration,
    implements("A1.2" = "The loss of one node or one copy does not interrupt the service."),
    remedy = "Set `replicas` (or `minReplicas` of the HorizontalPodAutoscaler) to 2 or more. Software that can \
              run only once needs another way to survive, and a waiver that says so.",
)]
pub(crate) fn replicas_redundant(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let minimum = i64::from(cluster.config.min_replicas);
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        let mut seen = (String::new(), workload.object.at.place());
        if let Some((number, place)) = verdict.take(copies(cluster, workload)?) {
            if number == 0 {
                return Some(switched_off(workload, place));
            }
            seen = (format!("{number} copies"), place.clone());
            if number < minimum {
                let word = if number == 1 { "copy" } else { "copies" };
                verdict.bad(format!("{number} {word}"), place);
            }
        }
        Some(verdict.finding(
            &workload.subject,
            format!("{minimum} or more copies"),
            seen.0,
            seen.1,
        ))
    });
}

fn switched_off(workload: &Workload<'_>, place: Location) -> Finding {
    Finding::not_applicable(&workload.subject)
        .actual("scaled to 0")
        .at(place)
}

/// The copies of a service that has several; a finding where the rule does not concern it.
fn several(cluster: &Cluster<'_>, workload: &Workload<'_>) -> Option<Result<i64, Finding>> {
    match copies(cluster, workload)? {
        Ok((0, place)) => Some(Err(switched_off(workload, place))),
        Ok((1, place)) => Some(Err(Finding::not_applicable(&workload.subject)
            .actual("1 copy; see replicas-redundant")
            .at(place))),
        Ok((number, _)) => Some(Ok(number)),
        Err(problem) => Some(Err(Finding::inconclusive(&workload.subject)
            .actual(&problem.message)
            .at(problem.place))),
    }
}

/// Maintenance leaves copies of every service running
///
/// A PodDisruptionBudget keeps nodes from being emptied, for an update say, before other copies run
/// elsewhere. It must select the workload's pods, keep at least one, and let at least one go, because
/// nodes that cannot be emptied cannot be updated. Source: Kubernetes' documentation, Disruptions;
/// Polaris, missingPodDisruptionBudget and pdbDisruptionsIsZero.
#[control(
    severity = Medium,
    method = Configuration,
    supports("A1.2" = "Planned work on nodes does not take all copies of a service away at once."),
    remedy = "Add a PodDisruptionBudget with `maxUnavailable: 1` whose selector matches the labels of the \
              workload's pods, in the same namespace.",
)]
pub(crate) fn disruption_budget_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const EXPECTED: &str = "a PodDisruptionBudget that keeps a pod and lets one go";
    each_workload(cluster, findings, |workload| {
        let number = match several(cluster, workload)? {
            Ok(number) => number,
            Err(finding) => return Some(finding),
        };
        let mut verdict = Verdict::default();
        let mut matching = Vec::new();
        for budget in cluster.within(Kind::PodDisruptionBudget, &workload.object.namespace) {
            if verdict.take(selects(budget, workload)) == Some(true) {
                matching.push(budget);
            }
        }
        let subject = &workload.subject;
        let Some(budget) = matching.first() else {
            let place = workload.object.at.place();
            if verdict.is_unclear() {
                return Some(verdict.finding(subject, EXPECTED, "", place));
            }
            return Some(missing(
                cluster,
                Kind::PodDisruptionBudget,
                subject,
                EXPECTED,
                "no PodDisruptionBudget selects its pods",
                place,
            ));
        };
        if let [_, second, ..] = matching.as_slice() {
            // The API then refuses every eviction.
            verdict.bad(
                "several PodDisruptionBudgets select its pods",
                second.at.place(),
            );
        }
        let good = verdict
            .take(allowance(budget, number))
            .map_or_else(String::new, |seen| {
                let (what, right) = seen;
                if !right {
                    verdict.bad(what.clone(), budget.at.place());
                }
                what
            });
        Some(verdict.finding(subject, EXPECTED, good, budget.at.place()))
    });
}

/// Whether a budget selects the pods of a workload. An empty selector selects all in policy/v1, and
/// none in policy/v1beta1; a missing one selects none.
fn selects(budget: &Object<'_>, workload: &Workload<'_>) -> Read<bool> {
    let Some(selector) = field::object(&budget.spec()?, "selector")? else {
        return Ok(false);
    };
    let selector = Selector::read(&selector)?;
    let old = field::text(&budget.at, "apiVersion")?
        .is_some_and(|(version, _)| version == "policy/v1beta1");
    Ok(selector.matches(&workload.labels) && !(old && selector.is_empty()))
}

/// What a budget says, and whether it keeps at least one of so many pods and lets at least one go.
fn allowance(budget: &Object<'_>, number: i64) -> Read<(String, bool)> {
    let spec = budget.spec()?;
    let read = |key: &str| -> Read<Option<(String, i64)>> {
        let Some(value) = field::get(&spec, key) else {
            return Ok(None);
        };
        let unknown = || value.problem(format!("`{key}` is neither a number nor a percentage"));
        // Kubernetes rounds shares of pods up, for both.
        let count = match value.as_str() {
            Some(text) => text
                .strip_suffix('%')
                .and_then(|share| share.parse::<i64>().ok())
                .filter(|share| (0..=100).contains(share))
                .map(|share| (number.saturating_mul(share)).saturating_add(99) / 100),
            None => value.as_i64().filter(|count| *count >= 0),
        };
        let said = format!("{} {key} {}", brief(&budget.name, 63), value.summary());
        Ok(Some((
            brief(&said, 120).into_owned(),
            count.ok_or_else(unknown)?,
        )))
    };
    match (read("minAvailable")?, read("maxUnavailable")?) {
        (Some((said, kept)), None) => Ok((said, kept > 0 && kept < number)),
        (None, Some((said, gone))) => Ok((said, gone > 0 && gone < number)),
        (None, None) => Ok((format!("{} sets no bound", brief(&budget.name, 63)), false)),
        (Some(_), Some(_)) => Err(spec.problem(
            "`minAvailable` and `maxUnavailable` are both set; Kubernetes refuses such an object",
        )),
    }
}

/// The copies of every service are spread over nodes or zones
///
/// Two copies on one node are lost together. A topology spread constraint or an anti-affinity of pods
/// must select the workload's own pods; a preferred one will do. Kubernetes spreads copies a little by
/// itself, which a full cluster overrides. Source: Kubernetes' documentation, Pod Topology Spread
/// Constraints; Polaris, topologySpreadConstraint. Where the cluster's default is relied on, leave the
/// control out (`leave-out`).
#[control(
    severity = Low,
    method = Configuration,
    supports("A1.2" = "The loss of one node or zone does not take all copies at once."),
    remedy = "Add `topologySpreadConstraints` with `topologyKey: topology.kubernetes.io/zone` or \
              `kubernetes.io/hostname` and a selector that matches the pod's own labels.",
)]
pub(crate) fn replicas_spread(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const EXPECTED: &str = "a spread constraint or anti-affinity that selects its own pods";
    each_workload(cluster, findings, |workload| {
        if let Err(finding) = several(cluster, workload)? {
            return Some(finding);
        }
        let mut verdict = Verdict::default();
        let terms = verdict.take(terms(workload)).unwrap_or_default();
        let mut place = workload.spec.place();
        let mut good = String::new();
        let mut missed = None;
        for (what, term) in &terms {
            let own = field::object(term, "labelSelector").and_then(|selector| match selector {
                Some(selector) => Ok(Selector::read(&selector)?.matches(&workload.labels)),
                None => Ok(false),
            });
            match verdict.take(own) {
                Some(true) => {
                    let key = field::text(term, "topologyKey").ok().flatten();
                    good = format!("{what} by {}", key.map_or("no key", |(key, _)| key));
                    place = term.place();
                }
                Some(false) => missed = Some((*what, term.place())),
                None => {}
            }
        }
        if good.is_empty() && !verdict.is_unclear() {
            match missed {
                Some((what, place)) => verdict.bad(format!("the {what} selects other pods"), place),
                None => verdict.bad("no spread constraint and no anti-affinity", place.clone()),
            }
        }
        Some(verdict.finding(&workload.subject, EXPECTED, brief(&good, 120), place))
    });
}

/// Everything that spreads pods: constraints and terms of anti-affinity.
fn terms<'a>(workload: &Workload<'a>) -> Read<Vec<(&'static str, At<'a>)>> {
    const ANTI_AFFINITY: &str = "anti-affinity";
    let mut terms: Vec<_> = field::list(&workload.spec, "topologySpreadConstraints")?
        .into_iter()
        .map(|constraint| ("spread constraint", constraint))
        .collect();
    if let Some(affinity) = field::path(&workload.spec, &["affinity", "podAntiAffinity"])? {
        for term in field::list(&affinity, "requiredDuringSchedulingIgnoredDuringExecution")? {
            terms.push((ANTI_AFFINITY, term));
        }
        for term in field::list(&affinity, "preferredDuringSchedulingIgnoredDuringExecution")? {
            if let Some(term) = field::object(&term, "podAffinityTerm")? {
                terms.push((ANTI_AFFINITY, term));
            }
        }
    }
    Ok(terms)
}
