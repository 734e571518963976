//! Whether Kubernetes can tell that a container works.

use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::field;
use crate::kind::Kind;
use crate::verdict::{Verdict, each_workload};
use crate::workload::Role;

/// Judges whether the containers of every service have a probe. Jobs end by themselves, and init and
/// ephemeral containers serve nobody.
fn each_service(cluster: &Cluster<'_>, findings: &mut Findings<'_>, probe: &str, expected: &str) {
    const ACTIONS: [&str; 4] = ["httpGet", "tcpSocket", "exec", "grpc"];
    each_workload(cluster, findings, |workload| {
        if matches!(workload.kind, Kind::Job | Kind::CronJob | Kind::PodTemplate) {
            return None;
        }
        let mut verdict = Verdict::default();
        let serving = workload
            .containers
            .iter()
            .filter(|container| container.role == Role::Main);
        for container in serving {
            verdict.look(
                field::object(&container.at, probe).map(|found| match found {
                    None => Some((
                        format!("{}: no {probe}", container.label()),
                        container.at.place(),
                    )),
                    Some(found) => {
                        let acts = ACTIONS
                            .iter()
                            .any(|action| field::get(&found, action).is_some());
                        (!acts).then(|| {
                            let what = format!("{}: {probe} without an action", container.label());
                            (what, found.place())
                        })
                    }
                }),
            );
        }
        let good = format!("{probe} in every container");
        Some(verdict.finding(&workload.subject, expected, good, workload.spec.place()))
    });
}

/// Traffic goes only to containers that say that they are ready
///
/// Without a readiness probe users are sent to copies that have not started or have lost their
/// database, and an update goes on although the new version does not work. Source: Kubernetes'
/// documentation, Liveness, Readiness, and Startup Probes; Polaris, readinessProbeMissing.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "A1.2" = "Copies that cannot serve are taken out of service.",
        "CC8.1" = "A broken release is stopped before it has replaced the working one.",
    ),
    remedy = "Add a `readinessProbe` that asks the container whether it can serve.",
)]
pub(crate) fn readiness_probes_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_service(
        cluster,
        findings,
        "readinessProbe",
        "a readiness probe in every container",
    );
}

/// Containers that hang are noticed and restarted
///
/// A process that waits for ever looks alive to Kubernetes unless it is asked. Source: Kubernetes'
/// documentation, Liveness, Readiness, and Startup Probes; Polaris, livenessProbeMissing. A probe that
/// fails under load does harm; where hanging is noticed in another way, leave the control out
/// (`leave-out`).
#[control(
    severity = Low,
    method = Configuration,
    supports(
        "CC7.2" = "A process that no longer works is detected.",
        "A1.2" = "A process that no longer works is replaced.",
    ),
    remedy = "Add a `livenessProbe` that fails only where a restart helps.",
)]
pub(crate) fn liveness_probes_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_service(
        cluster,
        findings,
        "livenessProbe",
        "a liveness probe in every container",
    );
}
