//! The kinds of object that this plugin judges, and how manifests name them.

/// A kind that some rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Pod,
    PodTemplate,
    Deployment,
    StatefulSet,
    DaemonSet,
    ReplicaSet,
    ReplicationController,
    Job,
    CronJob,
    Namespace,
    Service,
    ServiceAccount,
    ConfigMap,
    LimitRange,
    HorizontalPodAutoscaler,
    PodDisruptionBudget,
    NetworkPolicy,
    Ingress,
    Role,
    ClusterRole,
    RoleBinding,
    ClusterRoleBinding,
}

/// What an `apiVersion` and a `kind` name together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A kind that some rule reads, in a version whose fields are known.
    Judged(Kind),
    /// A kind that some rule reads, in a version that is not known.
    UnknownVersion(Kind),
    /// Something that is no object of a cluster, but what objects are made from.
    Recipe(&'static str),
    /// Any other kind: counted, not judged.
    Other,
}

/// Kinds whose fields are the same in all these versions of their API group.
const KINDS: &[(&str, &[&str], Kind)] = &[
    ("Pod", &["v1"], Kind::Pod),
    ("PodTemplate", &["v1"], Kind::PodTemplate),
    ("Deployment", APPS, Kind::Deployment),
    ("StatefulSet", APPS, Kind::StatefulSet),
    ("DaemonSet", APPS, Kind::DaemonSet),
    ("ReplicaSet", APPS, Kind::ReplicaSet),
    (
        "ReplicationController",
        &["v1"],
        Kind::ReplicationController,
    ),
    ("Job", &["batch/v1"], Kind::Job),
    (
        "CronJob",
        &["batch/v1", "batch/v1beta1", "batch/v2alpha1"],
        Kind::CronJob,
    ),
    ("Namespace", &["v1"], Kind::Namespace),
    ("Service", &["v1"], Kind::Service),
    ("ServiceAccount", &["v1"], Kind::ServiceAccount),
    ("ConfigMap", &["v1"], Kind::ConfigMap),
    ("LimitRange", &["v1"], Kind::LimitRange),
    (
        "HorizontalPodAutoscaler",
        &[
            "autoscaling/v1",
            "autoscaling/v2",
            "autoscaling/v2beta1",
            "autoscaling/v2beta2",
        ],
        Kind::HorizontalPodAutoscaler,
    ),
    (
        "PodDisruptionBudget",
        &["policy/v1", "policy/v1beta1"],
        Kind::PodDisruptionBudget,
    ),
    (
        "NetworkPolicy",
        &["networking.k8s.io/v1", "extensions/v1beta1"],
        Kind::NetworkPolicy,
    ),
    (
        "Ingress",
        &[
            "networking.k8s.io/v1",
            "networking.k8s.io/v1beta1",
            "extensions/v1beta1",
        ],
        Kind::Ingress,
    ),
    ("Role", RBAC, Kind::Role),
    ("ClusterRole", RBAC, Kind::ClusterRole),
    ("RoleBinding", RBAC, Kind::RoleBinding),
    ("ClusterRoleBinding", RBAC, Kind::ClusterRoleBinding),
];

const APPS: &[&str] = &[
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "extensions/v1beta1",
];
const RBAC: &[&str] = &[
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1alpha1",
];

/// Kinds of other systems that isolate pods or open ways to them, beside `NetworkPolicy`.
const OTHER_NETWORK_POLICIES: &[&str] = &[
    "CiliumNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "AdminNetworkPolicy",
    "BaselineAdminNetworkPolicy",
    "ClusterNetworkPolicy",
    "GlobalNetworkPolicy",
];

impl Kind {
    /// What a manifest names.
    pub(crate) fn named(api_version: &str, kind: &str) -> Named {
        let group = group(api_version);
        if group == "kustomize.config.k8s.io" {
            return Named::Recipe("a kustomization; collect the output of `kustomize build`");
        }
        let Some((_, versions, judged)) = KINDS.iter().find(|(name, _, _)| *name == kind) else {
            return Named::Other;
        };
        if versions.contains(&api_version) {
            Named::Judged(*judged)
        } else if is_built_in(group) {
            // A slip such as `apiVersion: v1` for a Deployment must not hide it.
            Named::UnknownVersion(*judged)
        } else {
            Named::Other
        }
    }

    /// The kind's name, as manifests write it.
    pub(crate) fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, _, kind)| *kind == self)
            .map_or("object", |(name, _, _)| name)
    }

    /// Whether it holds pods or makes them.
    pub(crate) fn bears_pods(self) -> bool {
        self <= Self::CronJob
    }

    /// Whether its objects belong to no namespace.
    pub(crate) fn is_cluster_wide(self) -> bool {
        matches!(
            self,
            Self::Namespace | Self::ClusterRole | Self::ClusterRoleBinding
        )
    }
}

/// Whether an API group is one of Kubernetes' own.
fn is_built_in(group: &str) -> bool {
    matches!(
        group,
        "" | "apps" | "autoscaling" | "batch" | "extensions" | "policy"
    ) || group.ends_with(".k8s.io")
}

/// The API group of an `apiVersion`; empty for the core group.
pub(crate) fn group(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// Whether an object of another kind may isolate pods in ways that this plugin does not read.
pub(crate) fn is_other_network_policy(api_version: &str, kind: &str) -> bool {
    OTHER_NETWORK_POLICIES.contains(&kind)
        || (kind == "NetworkPolicy" && group(api_version).ends_with("projectcalico.org"))
}
