//! The controls over parts of the CIS Kubernetes benchmarks, by the names of their sections.
//!
//! The numbers of the sections differ between Kubernetes, EKS, GKE, AKS and the distributions; the
//! names are nearly the same. A section that no control names counts in `failed-checks-fixed` alone.

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::judge::judge_some;
use crate::config::Scanner;
use crate::results::Tested;

const ACCESS: &[&str] = &[
    "api server",
    "protecting the api server",
    "authentication and authorization",
    "kubelet",
    "etcd",
    "etcd node configuration",
    "etcd node configuration files",
    "controller manager",
    "scheduler",
    "master node configuration files",
    "control plane node configuration files",
    "worker node configuration files",
    "secrets management",
    "key management service (kms)",
    "aws key management service (kms)",
    "aws eks key management service",
    "cloud key management service (cloud kms)",
];
const ROLES: &[&str] = &[
    "rbac and service accounts",
    "identity and access management (iam)",
    "access and identity options for azure kubernetes service (aks)",
];
const WORKLOADS: &[&str] = &[
    "pod security standards",
    "pod security policies",
    "security context constraints (sccs)",
    "extensible admission control",
    "azure policy / opa",
    "image registry and image scanning",
];
const NETWORK: &[&str] = &[
    "network policies and cni",
    "cni plugin",
    "cluster networking",
    "kube-proxy",
];
const LOGGING: &[&str] = &["logging"];

/// The cluster's own components authenticate and authorise as CIS recommends
///
/// Examines the results for the API server, etcd, kubelets, the controller manager, the scheduler,
/// their files, and the handling of secrets and keys. Who reaches the API server or etcd without
/// authentication has the cluster. Sections of the CIS Kubernetes Benchmark 1 to 4 and, for managed
/// clusters, their counterparts.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.1" = "Authentication, authorisation and encryption of secrets in the cluster are part of the logical access architecture."),
    remedy = "Set the flags and file permissions that kube-bench names for each failing check.",
)]
pub(super) fn kube_bench_access_checks(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    sections(subjects, ACCESS, Severity::High, findings);
}

/// Rights in the cluster follow the CIS recommendations on roles
///
/// Examines the results on RBAC and service accounts. Most of these checks are left to a person,
/// which is said; only what kube-bench decides by itself can pass.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.3" = "Roles without wildcards and without use of cluster-admin are least privilege."),
    remedy = "Replace wide roles by ones that name their verbs and resources, and give service accounts \
              no more than they need.",
)]
pub(super) fn kube_bench_role_checks(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    sections(subjects, ROLES, Severity::High, findings);
}

/// Workloads are admitted as CIS recommends
///
/// Examines the results on pod security, admission control and images. A privileged container or an
/// image from anywhere is how foreign software gets onto a node.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "Admission rules keep unapproved and over-privileged software out of the cluster."),
    remedy = "Enforce a pod security standard in each namespace and admit images of known registries only.",
)]
pub(super) fn kube_bench_workload_checks(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    sections(subjects, WORKLOADS, Severity::Medium, findings);
}

/// The cluster's network is restricted as CIS recommends
///
/// Examines the results on network policies and the cluster's own endpoints. Without policies every
/// pod reaches every other, and a public endpoint offers the API to the internet.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.6" = "Network policies and private endpoints are boundaries of the system."),
    remedy = "Use a network plugin that enforces policies, write them for each namespace, and restrict \
              the cluster's endpoint.",
)]
pub(super) fn kube_bench_network_checks(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    sections(subjects, NETWORK, Severity::Medium, findings);
}

/// The cluster logs as CIS recommends
///
/// Examines the results on audit logging. Without an audit policy nobody can tell who changed what in
/// the cluster.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Audit logs of the cluster are what anomalies are found in."),
    remedy = "Give the API server an audit policy that covers the key security concerns and keep its logs.",
)]
pub(super) fn kube_bench_logging_checks(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    sections(subjects, LOGGING, Severity::Medium, findings);
}

fn sections(subjects: &Subjects<'_>, names: &[&str], usual: Severity, findings: &mut Findings<'_>) {
    for scan in &subjects.results.scans {
        if scan.scanner != Scanner::KubeBench {
            continue;
        }
        let about = |_: &str, tested: &Tested| names.contains(&tested.section.as_str());
        for finding in judge_some(scan, usual, subjects.config, about) {
            findings.push(finding);
        }
    }
}
