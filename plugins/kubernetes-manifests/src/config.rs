//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What manifests must say, and for whom exceptions are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The level of the Pod Security Standards that every pod must hold, and that namespaces must
    /// enforce. `baseline`, the default, prevents known ways to take over a node; `restricted` adds
    /// the hardening of its controls.
    pub pod_security_level: Level,
    /// The namespace of objects whose manifest names none: the one that `kubectl apply --namespace`
    /// or `helm install --namespace` is called with. The default is Kubernetes' own.
    #[schemars(length(min = 1, max = 63))]
    pub default_namespace: String,
    /// Namespaces whose pods, network policies and labels are not judged. The default names those of
    /// the cluster itself, which the CIS Kubernetes Benchmark 1.9.0, recommendations 5.2.1 and
    /// 5.3.2, sets apart from those with workloads of users. Rights (RBAC) are judged everywhere.
    #[schemars(inner(length(min = 1, max = 63)))]
    pub exempt_namespaces: Vec<String>,
    /// The registries, or folders in them, from which images may come, as in
    /// `ghcr.io/acme` or `123456789012.dkr.ecr.eu-central-1.amazonaws.com`. Default: none is named,
    /// and the control `images-from-allowed-registries` is not judged.
    #[schemars(inner(length(min = 1)))]
    pub allowed_registries: Vec<String>,
    /// How many copies of a Deployment or StatefulSet must run. The default of 2 is the least that
    /// outlives the loss of one node.
    #[schemars(range(min = 2, max = 100))]
    pub min_replicas: u32,
    /// Whether containers need a limit of processor time too. It is off because Kubernetes slows a
    /// container down at that limit although the node may be idle; memory limits are always needed.
    pub require_cpu_limits: bool,
    /// Workloads that need a HorizontalPodAutoscaler, as `namespace/name`. Default: those that the
    /// organisation gave one are judged by it, and no other needs one.
    #[schemars(inner(regex(pattern = r"^[^/\s]+/[^/\s]+$")))]
    pub autoscaled: Vec<String>,
    /// Services that are meant to be reached from outside the cluster, as `namespace/name`. Default:
    /// none.
    #[schemars(inner(regex(pattern = r"^[^/\s]+/[^/\s]+$")))]
    pub public_services: Vec<String>,
    /// Who may hold `cluster-admin`, as in `Group:platform-admins`, `User:ann` or
    /// `ServiceAccount:namespace/name`. Default: nobody beside the group that Kubernetes itself binds
    /// to it.
    #[schemars(inner(regex(pattern = r"^(User|Group|ServiceAccount):.+$")))]
    pub cluster_admins: Vec<String>,
    /// Roles that may read secrets: names, in which a `*` at the end stands for any rest. Default:
    /// none.
    #[schemars(inner(length(min = 1)))]
    pub secret_readers: Vec<String>,
    /// Roles that are not judged, because a provider or an add-on ships them: names, in which a `*`
    /// at the end stands for any rest, as in `eks:*`. Who holds one that may do everything is judged
    /// all the same. Default: none beside those that Kubernetes itself ships and labels as its
    /// defaults.
    #[schemars(inner(length(min = 1)))]
    pub exempt_roles: Vec<String>,
    /// Further words that make the name of an environment variable or of a key in a ConfigMap look
    /// like that of a secret, as in `LICENCE_KEY`.
    #[schemars(inner(length(min = 1)))]
    pub secret_words: Vec<String>,
    /// Controls that the organisation does not claim, and that are therefore not judged.
    pub leave_out: Vec<OptionalControl>,
}

/// A level of the Pod Security Standards.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Prevents known privilege escalations.
    Baseline,
    /// Follows current practice for hardening pods.
    Restricted,
}

/// A control that an organisation may leave out, because the same end can be reached in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalControl {
    /// Another admission controller (Kyverno, Gatekeeper, a validating policy) does it.
    PodSecurityEnforced,
    /// Tags cannot be overwritten in the registry.
    ImagesPinnedByDigest,
    /// Traffic out of the cluster is restricted by a firewall or proxy.
    EgressDeniedByDefault,
    /// Traffic is encrypted in front of the cluster or by a service mesh.
    IngressUsesTls,
    /// The cluster's default spread is relied on.
    ReplicasSpread,
    /// Capacity is not managed by autoscaling.
    AutoscalersEffective,
    /// A process that hangs is noticed in another way.
    LivenessProbesSet,
    /// Commands in containers are recorded and reviewed.
    PodExecRestricted,
}

impl OptionalControl {
    fn id(self) -> &'static str {
        match self {
            Self::PodSecurityEnforced => "pod-security-enforced",
            Self::ImagesPinnedByDigest => "images-pinned-by-digest",
            Self::EgressDeniedByDefault => "egress-denied-by-default",
            Self::IngressUsesTls => "ingress-uses-tls",
            Self::ReplicasSpread => "replicas-spread",
            Self::AutoscalersEffective => "autoscalers-effective",
            Self::LivenessProbesSet => "liveness-probes-set",
            Self::PodExecRestricted => "pod-exec-restricted",
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            pod_security_level: Level::Baseline,
            default_namespace: "default".to_owned(),
            exempt_namespaces: ["kube-system", "kube-public", "kube-node-lease"]
                .map(str::to_owned)
                .to_vec(),
            allowed_registries: Vec::new(),
            min_replicas: 2,
            require_cpu_limits: false,
            autoscaled: Vec::new(),
            public_services: Vec::new(),
            cluster_admins: Vec::new(),
            secret_readers: Vec::new(),
            exempt_roles: Vec::new(),
            secret_words: Vec::new(),
            leave_out: Vec::new(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        !self
            .leave_out
            .iter()
            .any(|optional| optional.id() == control)
    }
}

/// Whether a name is on a list in which a `*` at the end stands for any rest.
pub(crate) fn is_listed(list: &[String], name: &str) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => entry == name,
    })
}
