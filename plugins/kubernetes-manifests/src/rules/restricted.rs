//! The Pod Security Standards at level `restricted`, control by control, as of Kubernetes 1.35. They
//! are judged where `pod-security-level` says so.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::pods::{added_beyond, contexts, each_pod};
use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::verdict::Verdict;
use crate::workload::{Container, Workload};

/// Pods use only volumes that an administrator has to provide
///
/// Volumes written straight into a pod (NFS, iSCSI, cloud disks and so on) reach storage that nobody
/// granted. Source: Kubernetes Pod Security Standards, restricted, Volume Types.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Storage is reached through claims that an administrator grants."),
    remedy = "Use a configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or \
              secret volume instead.",
)]
pub(crate) fn volume_types_restricted(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const ALLOWED: [&str; 8] = [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];
    each_pod(
        cluster,
        findings,
        "volumes of restricted types only",
        "no volume of another type",
        |workload, verdict| {
            for volume in verdict
                .take(field::list(&workload.spec, "volumes"))
                .unwrap_or_default()
            {
                if ALLOWED
                    .iter()
                    .any(|kind| field::get(&volume, kind).is_some())
                {
                    continue;
                }
                let kind = field::members(&volume)
                    .into_iter()
                    .find(|(key, _)| *key != "name")
                    .map_or("no type", |(kind, _)| kind);
                verdict.bad(format!("volume of {}", brief(kind, 40)), volume.place());
            }
        },
    );
}

/// Processes cannot gain rights that their parent lacks
///
/// Without `allowPrivilegeEscalation: false` a set-user-ID program makes a process in the container
/// root. Source: Kubernetes Pod Security Standards, restricted, Privilege Escalation; CIS Kubernetes
/// Benchmark 1.9.0, recommendation 5.2.6. Windows pods are not concerned.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.1" = "A process keeps the rights that it was given.",
        "CC6.8" = "Malicious software cannot make itself root in the container.",
    ),
    remedy = "Set `securityContext.allowPrivilegeEscalation: false` in every container.",
)]
pub(crate) fn privilege_escalation_disabled(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "allowPrivilegeEscalation false in every container",
        "false in every container, or the pod runs on Windows",
        |workload, verdict| {
            if workload.windows {
                return;
            }
            for container in &workload.containers {
                let setting = in_context(container, |context| {
                    field::flag(context, "allowPrivilegeEscalation")
                });
                match verdict.take(setting) {
                    Some(Some((false, _))) | None => {}
                    Some(Some((true, at))) => verdict.bad(
                        format!("{}: allowPrivilegeEscalation true", container.label()),
                        at.place(),
                    ),
                    Some(None) => verdict.bad(
                        format!("{}: allowPrivilegeEscalation unset", container.label()),
                        place(container),
                    ),
                }
            }
        },
    );
}

/// Something in a container's security context.
fn in_context<'a, T>(
    container: &Container<'a>,
    read: impl Fn(&At<'a>) -> Read<Option<T>>,
) -> Read<Option<T>> {
    container.security.as_ref().map_or(Ok(None), read)
}

/// Where a setting of a container would stand.
fn place(container: &Container<'_>) -> Location {
    container.security.as_ref().unwrap_or(&container.at).place()
}

/// A setting that the pod makes for all containers unless they make it themselves. A wrong one is
/// wrong wherever it stands, as the admission controller of Kubernetes has it.
fn inherited<'a>(
    workload: &Workload<'a>,
    verdict: &mut Verdict,
    setting: &str,
    read: impl Fn(&At<'a>) -> Read<Option<(Option<String>, At<'a>)>>,
) {
    let pod = workload.security.as_ref().map_or(Ok(None), &read);
    let pod = verdict.take(pod);
    // Where the pod's setting cannot be read, what containers inherit is not known.
    let covered = matches!(pod, None | Some(Some((None, _))));
    if let Some(Some((Some(wrong), at))) = pod {
        verdict.bad(format!("pod: {setting} {wrong}"), at.place());
    }
    for container in &workload.containers {
        match verdict.take(in_context(container, &read)) {
            Some(Some((Some(wrong), at))) => verdict.bad(
                format!("{}: {setting} {wrong}", container.label()),
                at.place(),
            ),
            Some(None) if !covered => verdict.bad(
                format!(
                    "{}: {setting} unset, and not set for the pod",
                    container.label()
                ),
                place(container),
            ),
            _ => {}
        }
    }
}

/// Containers must run as another user than root
///
/// With `runAsNonRoot: true` Kubernetes refuses to start an image that would run as root. The pod may
/// say it for all containers. A pod with users of its own (`hostUsers: false`) need not. Source:
/// Kubernetes Pod Security Standards, restricted, Running as Non-root; CIS Kubernetes Benchmark
/// 1.9.0, recommendation 5.2.7.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.1" = "Processes have no more rights than their work needs.",
        "CC6.8" = "Software that gets into a container is not root there.",
    ),
    remedy = "Set `securityContext.runAsNonRoot: true` for the pod, and build images with a `USER` that is \
              not root.",
)]
pub(crate) fn non_root_required(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "runAsNonRoot true for the pod or every container",
        "required for every container, or the pod has users of its own",
        |workload, verdict| {
            if workload.own_users {
                return;
            }
            inherited(workload, verdict, "runAsNonRoot", |context| {
                Ok(field::flag(context, "runAsNonRoot")?
                    .map(|(on, at)| ((!on).then(|| "false".to_owned()), at)))
            });
        },
    );
}

/// No container is set to run as root
///
/// `runAsUser: 0` overrides the user of the image. A pod with users of its own (`hostUsers: false`)
/// may do so. Source: Kubernetes Pod Security Standards, restricted, Running as Non-root user.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Processes have no more rights than their work needs."),
    remedy = "Remove `runAsUser: 0`, or set another user.",
)]
pub(crate) fn root_user_not_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "runAsUser unset or not 0",
        "nothing is set to run as user 0, or the pod has users of its own",
        |workload, verdict| {
            if workload.own_users {
                return;
            }
            for (label, context) in contexts(workload) {
                verdict.look(field::number(context, "runAsUser").map(|user| {
                    user.filter(|(user, _)| *user == 0)
                        .map(|(_, at)| (format!("{label}: runAsUser 0"), at.place()))
                }));
            }
        },
    );
}

/// A filter for system calls is set for every container
///
/// Kubernetes runs containers without a filter unless the pod, the container or the node's
/// configuration asks for one. Source: Kubernetes Pod Security Standards, restricted, Seccomp; CIS
/// Kubernetes Benchmark 1.9.0, recommendation 5.7.2. Windows pods are not concerned.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "The filter takes away system calls that malicious software relies on."),
    remedy = "Set `securityContext.seccompProfile.type: RuntimeDefault` for the pod.",
)]
pub(crate) fn seccomp_profile_set(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "seccomp profile RuntimeDefault or Localhost for the pod or every container",
        "set for every container, or the pod runs on Windows",
        |workload, verdict| {
            if workload.windows {
                return;
            }
            inherited(workload, verdict, "seccompProfile", |context| {
                let Some(profile) = field::object(context, "seccompProfile")? else {
                    return Ok(None);
                };
                let (kind, at) = match field::text(&profile, "type")? {
                    Some((kind, at)) => (kind, at),
                    None => ("without a type", profile),
                };
                let right = matches!(kind, "RuntimeDefault" | "Localhost");
                Ok(Some(((!right).then(|| brief(kind, 40).into_owned()), at)))
            });
        },
    );
}

/// Containers drop all capabilities
///
/// Only `NET_BIND_SERVICE` may be added again. Source: Kubernetes Pod Security Standards, restricted,
/// Capabilities; CIS Kubernetes Benchmark 1.9.0, recommendation 5.2.10. Windows pods are not concerned.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Processes have no more rights than their work needs."),
    remedy = "Set `securityContext.capabilities.drop: [ALL]` in every container.",
)]
pub(crate) fn capabilities_dropped(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "every container drops ALL capabilities and adds at most NET_BIND_SERVICE",
        "every container drops ALL, or the pod runs on Windows",
        |workload, verdict| {
            if workload.windows {
                return;
            }
            for container in &workload.containers {
                let dropped = in_context(container, |context| {
                    field::object(context, "capabilities")?
                        .map(|capabilities| field::texts(&capabilities, "drop"))
                        .transpose()
                });
                let Some(dropped) = verdict.take(dropped) else {
                    continue;
                };
                if !dropped.is_some_and(|names| names.iter().any(|(name, _)| *name == "ALL")) {
                    verdict.bad(
                        format!("{} does not drop ALL", container.label()),
                        place(container),
                    );
                }
            }
            added_beyond(workload, &["NET_BIND_SERVICE"], verdict);
        },
    );
}
