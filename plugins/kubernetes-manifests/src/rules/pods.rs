//! What the rules on the Pod Security Standards share: where settings stand, and how pods are judged.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::verdict::{Verdict, each_workload};
use crate::workload::Workload;

/// Judges pods by a rule that fills a verdict.
pub(super) fn each_pod<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    expected: &str,
    good: &str,
    look: impl Fn(&Workload<'a>, &mut Verdict),
) {
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        look(workload, &mut verdict);
        Some(verdict.finding(&workload.subject, expected, good, workload.spec.place()))
    });
}

/// The security contexts of the pod and its containers, each with its label.
pub(super) fn contexts<'w, 'a>(
    workload: &'w Workload<'a>,
) -> impl Iterator<Item = (String, &'w At<'a>)> {
    let pod = workload.security.iter().map(|at| ("pod".to_owned(), at));
    pod.chain(of_containers(workload))
}

/// The security contexts of the containers, each with its label.
pub(super) fn of_containers<'w, 'a>(
    workload: &'w Workload<'a>,
) -> impl Iterator<Item = (String, &'w At<'a>)> {
    workload
        .containers
        .iter()
        .filter_map(|container| Some((container.label(), container.security.as_ref()?)))
}

/// A switch that must not be on.
pub(super) fn must_be_off(at: &At<'_>, key: &str, label: &str) -> Read<Option<(String, Location)>> {
    Ok(field::flag(at, key)?
        .filter(|(on, _)| *on)
        .map(|(_, place)| (format!("{label}: {key} true"), place.place())))
}

/// Capabilities that a container adds beyond the allowed ones.
pub(super) fn added_beyond(workload: &Workload<'_>, allowed: &[&str], verdict: &mut Verdict) {
    for (label, context) in of_containers(workload) {
        let added =
            field::object(context, "capabilities").and_then(|capabilities| match capabilities {
                Some(capabilities) => field::texts(&capabilities, "add"),
                None => Ok(Vec::new()),
            });
        for (name, place) in verdict.take(added).unwrap_or_default() {
            if !allowed.contains(&name) {
                verdict.bad(format!("{label} adds {}", brief(name, 40)), place.place());
            }
        }
    }
}

/// Looks at `PROFILE.type` in every security context, which must be among the allowed ones.
pub(super) fn profile_types(
    workload: &Workload<'_>,
    profile: &str,
    allowed: &[&str],
    verdict: &mut Verdict,
) {
    for (label, context) in contexts(workload) {
        let kind = field::object(context, profile)
            .and_then(|profile| profile.map_or(Ok(None), |profile| field::text(&profile, "type")));
        if let Some(Some((kind, place))) = verdict.take(kind)
            && !allowed.contains(&kind)
        {
            verdict.bad(
                format!("{label}: {profile} {}", brief(kind, 40)),
                place.place(),
            );
        }
    }
}
