//! The cluster roles that Kubernetes itself ships, by name.
//!
//! Anybody who may create roles may name one `system:…` and label it as a default, so a name counts
//! only if it is on this list. Source: Kubernetes' bootstrap policy (the package
//! `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`), 1.22 to 1.34, and Kubernetes' documentation,
//! Using RBAC Authorization, default roles.

use crate::kind::Kind;

/// What follows `system:controller:` in the names of the roles of controllers.
const CONTROLLERS: &[&str] = &[
    "attachdetach-controller",
    "certificate-controller",
    "clusterrole-aggregation-controller",
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "device-taint-eviction-controller",
    "disruption-controller",
    "endpoint-controller",
    "endpointslice-controller",
    "endpointslicemirroring-controller",
    "ephemeral-volume-controller",
    "expand-controller",
    "generic-garbage-collector",
    "horizontal-pod-autoscaler",
    "job-controller",
    "legacy-service-account-token-cleaner",
    "namespace-controller",
    "node-controller",
    "persistent-volume-binder",
    "pod-garbage-collector",
    "podcertificaterequestcleaner",
    "pv-protection-controller",
    "pvc-protection-controller",
    "replicaset-controller",
    "replication-controller",
    "resource-claim-controller",
    "resourcequota-controller",
    "root-ca-cert-publisher",
    "route-controller",
    "selinux-warning-controller",
    "service-account-controller",
    "service-cidrs-controller",
    "service-controller",
    "statefulset-controller",
    "storage-version-migrator-controller",
    "ttl-after-finished-controller",
    "ttl-controller",
    "validatingadmissionpolicy-status-controller",
    "volumeattributesclass-protection-controller",
];

/// What follows `system:` in the names of all others.
const SYSTEM: &[&str] = &[
    "aggregate-to-admin",
    "aggregate-to-edit",
    "aggregate-to-view",
    "auth-delegator",
    "basic-user",
    "certificates.k8s.io:certificatesigningrequests:nodeclient",
    "certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "certificates.k8s.io:kube-apiserver-client-approver",
    "certificates.k8s.io:kube-apiserver-client-kubelet-approver",
    "certificates.k8s.io:kubelet-serving-approver",
    "certificates.k8s.io:legacy-unknown-approver",
    "discovery",
    "heapster",
    "kube-aggregator",
    "kube-controller-manager",
    "kube-dns",
    "kube-scheduler",
    "kubelet-api-admin",
    "monitoring",
    "node",
    "node-bootstrapper",
    "node-problem-detector",
    "node-proxier",
    "persistent-volume-provisioner",
    "public-info-viewer",
    "service-account-issuer-discovery",
    "volume-scheduler",
];

/// The namespaced roles that it ships.
const ROLES: &[&str] = &[
    "system::leader-locking-kube-controller-manager",
    "system::leader-locking-kube-scheduler",
    "system:controller:bootstrap-signer",
    "system:controller:cloud-provider",
    "system:controller:token-cleaner",
];

/// Whether Kubernetes ships a role of this kind and name.
pub(super) fn is_shipped(kind: Kind, name: &str) -> bool {
    if kind == Kind::Role {
        return ROLES.contains(&name);
    }
    match name.strip_prefix("system:") {
        Some(system) => match system.strip_prefix("controller:") {
            Some(controller) => CONTROLLERS.contains(&controller),
            None => SYSTEM.contains(&system),
        },
        None => matches!(name, "cluster-admin" | "admin" | "edit" | "view"),
    }
}
