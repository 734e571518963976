//! The Pod Security Standards at level `baseline`, as of Kubernetes 1.35: what keeps a pod apart from
//! its node.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::pods::{added_beyond, contexts, each_pod, must_be_off, of_containers};
use crate::cluster::Cluster;
use crate::field;

/// No pod runs Windows containers as processes of the host
///
/// A HostProcess container has the rights of an administrator on its Windows node. Source:
/// Kubernetes Pod Security Standards, baseline, HostProcess; CIS Kubernetes Benchmark 1.9.0,
/// recommendation 5.2.11.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC6.1" = "A container without isolation reaches the data of every other workload on its node.",
        "CC6.8" = "Software in such a container can change the node itself.",
    ),
    remedy = "Remove `windowsOptions.hostProcess` from the security contexts of the pod and its \
              containers, or exempt the namespace of a node agent that needs it (`exempt-namespaces`).",
)]
pub(crate) fn host_process_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "hostProcess false or unset",
        "no container is a host process",
        |workload, verdict| {
            for (label, context) in contexts(workload) {
                verdict.look(
                    field::object(context, "windowsOptions").and_then(|options| {
                        options.map_or(Ok(None), |options| {
                            must_be_off(&options, "hostProcess", &label)
                        })
                    }),
                );
            }
        },
    );
}

/// No pod shares the network, processes or memory of its node
///
/// `hostNetwork`, `hostPID` and `hostIPC` let a container listen on the node's addresses, see and
/// signal every process and read shared memory; network policies do not apply to a pod on the host's
/// network. Source: Kubernetes Pod Security Standards, baseline, Host Namespaces; CIS Kubernetes
/// Benchmark 1.9.0, recommendations 5.2.3 to 5.2.5.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Workloads are separated from the node and from each other, so that one cannot reach the data of another."),
    supports("CC6.6" = "A pod on the node's network stands outside of all network policies."),
    remedy = "Remove `hostNetwork`, `hostPID` and `hostIPC` from the pod. Node agents that need them \
              belong into a namespace of their own that is exempt (`exempt-namespaces`).",
)]
pub(crate) fn host_namespaces_not_shared(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "hostNetwork, hostPID and hostIPC false or unset",
        "no namespace of the host is shared",
        |workload, verdict| {
            for key in ["hostNetwork", "hostPID", "hostIPC"] {
                verdict.look(must_be_off(&workload.spec, key, "pod"));
            }
        },
    );
}

/// No container is privileged
///
/// A privileged container has all capabilities and devices of its node: whoever breaks into it owns
/// the node and every workload there. Source: Kubernetes Pod Security Standards, baseline, Privileged
/// Containers; CIS Kubernetes Benchmark 1.9.0, recommendation 5.2.2.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "A container cannot take over its node, and with it the data and credentials of all other workloads."),
    supports(
        "CC6.8" = "Malicious software in a container cannot spread to the node.",
        "CC5.2" = "The baseline for the isolation of workloads is kept.",
    ),
    remedy = "Remove `securityContext.privileged` from the container and add the one capability that it \
              really needs, if any.",
)]
pub(crate) fn privileged_containers_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "privileged false or unset",
        "no container is privileged",
        |workload, verdict| {
            for (label, context) in of_containers(workload) {
                verdict.look(must_be_off(context, "privileged", &label));
            }
        },
    );
}

/// What container runtimes grant anyway.
const DEFAULT_CAPABILITIES: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Containers add no capability beyond those that runtimes grant anyway
///
/// `SYS_ADMIN`, `NET_ADMIN`, `SYS_PTRACE` and their like are ways out of a container. The thirteen
/// capabilities of the default set may be named. Source: Kubernetes Pod Security Standards, baseline,
/// Capabilities; CIS Kubernetes Benchmark 1.9.0, recommendation 5.2.9.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC6.1" = "Added capabilities are ways around the isolation of workloads.",
        "CC6.8" = "They are what malicious software uses to leave a container.",
    ),
    remedy = "Remove the capability from `securityContext.capabilities.add`. A workload that needs it \
              belongs into a namespace of its own that is exempt (`exempt-namespaces`).",
)]
pub(crate) fn added_capabilities_harmless(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "no capability added beyond the default set",
        "no further capability is added",
        |workload, verdict| added_beyond(workload, DEFAULT_CAPABILITIES, verdict),
    );
}

/// No pod mounts a directory of its node
///
/// A hostPath volume gives a container files of the node: its credentials, its sockets, the data of
/// other pods. Source: Kubernetes Pod Security Standards, baseline, HostPath Volumes; CIS Kubernetes
/// Benchmark 1.9.0, recommendation 5.2.12.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Containers cannot reach the files of the node, where credentials and the data of other workloads lie."),
    remedy = "Replace the hostPath volume by an emptyDir, a configMap or a persistentVolumeClaim. Node \
              agents that need it belong into a namespace of their own that is exempt \
              (`exempt-namespaces`).",
)]
pub(crate) fn host_path_volumes_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "no hostPath volume",
        "no hostPath volume",
        |workload, verdict| {
            for volume in verdict
                .take(field::list(&workload.spec, "volumes"))
                .unwrap_or_default()
            {
                if let Some(host) = field::get(&volume, "hostPath") {
                    let path = field::get(&host, "path")
                        .map_or_else(|| "an unnamed path".to_owned(), |path| path.summary());
                    verdict.bad(format!("hostPath {}", brief(&path, 80)), host.place());
                }
            }
        },
    );
}

/// No container occupies a port of its node
///
/// A host port is reachable at the node's own address, past Services and Ingresses. The standard
/// allows a list of known ports, the admission controller of Kubernetes none; neither does this
/// control. Source: Kubernetes Pod Security Standards, baseline, Host Ports; CIS Kubernetes Benchmark
/// 1.9.0, recommendation 5.2.13.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.6" = "Ways in that go past Services and Ingresses escape those who watch the boundary."),
    remedy = "Remove `hostPort` and reach the container through a Service.",
)]
pub(crate) fn host_ports_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "hostPort 0 or unset",
        "no host port",
        |workload, verdict| {
            for container in &workload.containers {
                for port in verdict
                    .take(field::list(&container.at, "ports"))
                    .unwrap_or_default()
                {
                    verdict.look(field::number(&port, "hostPort").map(|port| {
                        port.filter(|(number, _)| *number != 0).map(|(number, at)| {
                            let what = format!("{}: hostPort {number}", container.label());
                            (what, at.place())
                        })
                    }));
                }
            }
        },
    );
}
