//! The Pod Security Standards at level `baseline`, as of Kubernetes 1.35: the protections of the
//! kernel and of the network that pods may not switch off.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::pods::{contexts, each_pod, of_containers, profile_types};
use crate::cluster::Cluster;
use crate::config::Level;
use crate::field;
use crate::verdict::Verdict;
use crate::workload::Container;

/// Probes and lifecycle hooks ask the pod itself
///
/// With a `host` of its own a probe makes the node send requests wherever the author of the pod
/// likes. Source: Kubernetes Pod Security Standards, baseline, Host Probes / Lifecycle Hooks (since
/// 1.34).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.6" = "Nodes do not send requests into the network on behalf of a workload."),
    remedy = "Remove `host` from `httpGet` and `tcpSocket` in the container's probes and hooks.",
)]
pub(crate) fn probe_hosts_unset(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "no host named in probes and lifecycle hooks",
        "no probe or hook names a host",
        |workload, verdict| {
            for container in &workload.containers {
                probe_hosts(container, verdict);
            }
        },
    );
}

fn probe_hosts(container: &Container<'_>, verdict: &mut Verdict) {
    const HANDLERS: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    for handler in HANDLERS {
        for action in ["httpGet", "tcpSocket"] {
            let steps = [handler, &[action]].concat();
            let host = field::path(&container.at, &steps)
                .and_then(|action| action.map_or(Ok(None), |action| field::text(&action, "host")));
            if let Some(Some((host, place))) = verdict.take(host)
                && !host.is_empty()
            {
                let what = format!(
                    "{}: {}.host {}",
                    container.label(),
                    steps.join("."),
                    brief(host, 60)
                );
                verdict.bad(what, place.place());
            }
        }
    }
}

/// AppArmor is not switched off
///
/// Where the node has AppArmor, the runtime's profile keeps containers from files of the kernel.
/// Judged are the field and the older annotation. Source: Kubernetes Pod Security Standards,
/// baseline, AppArmor.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "The profile confines what malicious software in a container can do."),
    remedy = "Remove `appArmorProfile` of type Unconfined and annotations \
              `container.apparmor.security.beta.kubernetes.io/…: unconfined`, or name a profile of the \
              node (`Localhost`).",
)]
pub(crate) fn apparmor_not_disabled(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";
    each_pod(
        cluster,
        findings,
        "AppArmor profile unset, RuntimeDefault or Localhost",
        "AppArmor is not switched off",
        |workload, verdict| {
            profile_types(
                workload,
                "appArmorProfile",
                &["RuntimeDefault", "Localhost"],
                verdict,
            );
            for (key, value) in verdict.take(workload.annotations()).unwrap_or_default() {
                let Some(container) = key.strip_prefix(ANNOTATION) else {
                    continue;
                };
                let profile = value.as_str().unwrap_or("no text");
                if !(profile.is_empty()
                    || profile == "runtime/default"
                    || profile.starts_with("localhost/"))
                {
                    let what =
                        format!("container {}: {}", brief(container, 63), brief(profile, 40));
                    verdict.bad(what, value.place());
                }
            }
        },
    );
}

/// SELinux options keep to the types of containers
///
/// Another user, role or type can lift the separation between containers and the node. Source:
/// Kubernetes Pod Security Standards, baseline, SELinux.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "SELinux keeps containers apart on nodes that use it."),
    remedy = "Remove `seLinuxOptions.user` and `.role`, and `.type` unless it is container_t, \
              container_init_t, container_kvm_t or container_engine_t.",
)]
pub(crate) fn selinux_options_default(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const TYPES: [&str; 5] = [
        "",
        "container_t",
        "container_init_t",
        "container_kvm_t",
        "container_engine_t",
    ];
    each_pod(
        cluster,
        findings,
        "SELinux type of containers, no user and no role",
        "no SELinux option beyond those of containers",
        |workload, verdict| {
            for (label, context) in contexts(workload) {
                let options = field::object(context, "seLinuxOptions");
                let Some(Some(options)) = verdict.take(options) else {
                    continue;
                };
                for key in ["type", "user", "role"] {
                    let allowed: &[&str] = if key == "type" { &TYPES } else { &[""] };
                    verdict.look(field::text(&options, key).map(|value| {
                        value
                            .filter(|(value, _)| !allowed.contains(value))
                            .map(|(value, at)| {
                                let what =
                                    format!("{label}: seLinuxOptions.{key} {}", brief(value, 60));
                                (what, at.place())
                            })
                    }));
                }
            }
        },
    );
}

/// The mask over /proc stays in place
///
/// Unmasked, /proc shows and changes the kernel of the node. At level `baseline` a pod with users of
/// its own (`hostUsers: false`) may unmask it, at level `restricted` it may not. Source: Kubernetes
/// Pod Security Standards, /proc Mount Type (as of 1.35).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Containers cannot read or change the kernel settings of their node."),
    remedy = "Remove `securityContext.procMount` from the container, or set it to Default.",
)]
pub(crate) fn proc_mount_default(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let lenient = cluster.config.pod_security_level == Level::Baseline;
    each_pod(
        cluster,
        findings,
        "procMount Default or unset",
        "/proc is masked, or the pod has users of its own",
        |workload, verdict| {
            if lenient && workload.own_users {
                return;
            }
            for (label, context) in of_containers(workload) {
                verdict.look(field::text(context, "procMount").map(|mount| {
                    mount
                        .filter(|(mount, _)| *mount != "Default")
                        .map(|(mount, at)| {
                            let what = format!("{label}: procMount {}", brief(mount, 40));
                            (what, at.place())
                        })
                }));
            }
        },
    );
}

/// System call filters are not switched off
///
/// The seccomp profile keeps containers from system calls that few programs need and many exploits
/// use. Source: Kubernetes Pod Security Standards, baseline, Seccomp.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "The filter takes away system calls that malicious software relies on."),
    remedy = "Remove `seccompProfile` of type Unconfined, or set it to RuntimeDefault.",
)]
pub(crate) fn seccomp_not_disabled(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_pod(
        cluster,
        findings,
        "seccomp profile unset, RuntimeDefault or Localhost",
        "seccomp is not switched off",
        |workload, verdict| {
            profile_types(
                workload,
                "seccompProfile",
                &["RuntimeDefault", "Localhost"],
                verdict,
            );
        },
    );
}

/// Pods set only kernel parameters that are theirs alone
///
/// Other parameters (sysctls) act on every pod of the node or switch off protections. Source:
/// Kubernetes Pod Security Standards, baseline, Sysctls (as of 1.32).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "A workload cannot change the node for others."),
    remedy = "Remove the sysctl from the pod's `securityContext.sysctls`.",
)]
pub(crate) fn sysctls_safe(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const SAFE: [&str; 12] = [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    ];
    each_pod(
        cluster,
        findings,
        "only sysctls of the safe set",
        "no sysctl outside of the safe set",
        |workload, verdict| {
            let Some(context) = &workload.security else {
                return;
            };
            for sysctl in verdict
                .take(field::list(context, "sysctls"))
                .unwrap_or_default()
            {
                match field::text(&sysctl, "name") {
                    Ok(Some((name, _))) if SAFE.contains(&name) => {}
                    Ok(Some((name, at))) => {
                        verdict.bad(format!("sysctl {}", brief(name, 60)), at.place());
                    }
                    Ok(None) => verdict.unclear(sysctl.problem("a sysctl has no name")),
                    Err(problem) => verdict.unclear(problem),
                }
            }
        },
    );
}
