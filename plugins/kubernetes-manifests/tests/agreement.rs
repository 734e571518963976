//! Agreement with Polaris: the manifests of its own tests, whose names say what it expects of them.
//!
//! `TICKMARK_CORPUS` names the folder that holds them; without it every trial is skipped by name.
//! Each difference is listed with its reason, and a difference that no longer exists fails.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_kubernetes_manifests::KubernetesManifests;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

const FOLDER: &str = "k8s-polaris/files/test/checks";

/// A check of Polaris, the control that asks the same, and what has to be configured.
const CHECKS: &[(&str, &str, &str)] = &[
    ("hostIPCSet", "host-namespaces-not-shared", "{}"),
    ("hostPIDSet", "host-namespaces-not-shared", "{}"),
    ("hostNetworkSet", "host-namespaces-not-shared", "{}"),
    ("hostPathSet", "host-path-volumes-absent", "{}"),
    ("hostPortSet", "host-ports-absent", "{}"),
    ("hostProcess", "host-process-absent", "{}"),
    ("procMount", "proc-mount-default", "{}"),
    ("runAsPrivileged", "privileged-containers-absent", "{}"),
    ("dangerousCapabilities", "added-capabilities-harmless", "{}"),
    ("insecureCapabilities", "capabilities-dropped", RESTRICTED),
    (
        "privilegeEscalationAllowed",
        "privilege-escalation-disabled",
        RESTRICTED,
    ),
    ("runAsRootAllowed", "non-root-required", RESTRICTED),
    ("tagNotSpecified", "image-tags-fixed", "{}"),
    ("cpuRequestsMissing", "resource-requests-set", "{}"),
    ("memoryRequestsMissing", "resource-requests-set", "{}"),
    ("cpuLimitsMissing", "resource-limits-set", CPU_LIMITS),
    ("memoryLimitsMissing", "resource-limits-set", "{}"),
    ("readinessProbeMissing", "readiness-probes-set", "{}"),
    ("livenessProbeMissing", "liveness-probes-set", "{}"),
    ("deploymentMissingReplicas", "replicas-redundant", "{}"),
    ("hpaMaxAvailability", "autoscalers-effective", "{}"),
    ("missingPodDisruptionBudget", "disruption-budget-set", "{}"),
    ("topologySpreadConstraint", "replicas-spread", "{}"),
    ("missingNetworkPolicy", "ingress-denied-by-default", "{}"),
    ("tlsSettingsMissing", "ingress-uses-tls", "{}"),
    (
        "automountServiceAccountToken",
        "default-token-not-mounted",
        "{}",
    ),
    (
        "sensitiveContainerEnvVar",
        "secrets-not-in-clear-text",
        "{}",
    ),
    (
        "sensitiveConfigmapContent",
        "secrets-not-in-clear-text",
        "{}",
    ),
    ("clusterrolePodExecAttach", "pod-exec-restricted", "{}"),
    (
        "clusterrolebindingPodExecAttach",
        "pod-exec-restricted",
        "{}",
    ),
    (
        "rolebindingClusterRolePodExecAttach",
        "pod-exec-restricted",
        "{}",
    ),
    ("rolebindingRolePodExecAttach", "pod-exec-restricted", "{}"),
    ("rolePodExecAttach", "pod-exec-restricted", "{}"),
    (
        "clusterrolebindingClusterAdmin",
        "cluster-admin-restricted",
        "{}",
    ),
    (
        "rolebindingClusterAdminClusterRole",
        "cluster-admin-restricted",
        "{}",
    ),
    (
        "rolebindingClusterAdminRole",
        "cluster-admin-restricted",
        "{}",
    ),
];

const RESTRICTED: &str = r#"{"pod-security-level": "restricted"}"#;
const CPU_LIMITS: &str = r#"{"require-cpu-limits": true}"#;

/// Checks whose workloads say nothing of `replicas`. Polaris asks for a budget and a spread whatever
/// the number; here one copy needs neither, so the test gives them three.
const SEVERAL: [&str; 2] = ["missingPodDisruptionBudget", "topologySpreadConstraint"];

/// Where the outcome is another one than the file's name says, and why.
const DIFFERENCES: &[(&str, Outcome, &str)] = &[
    // Theirs: there is no Deployment in the version v1, so a cluster refuses the object.
    (
        "runAsRootAllowed/failure.yaml",
        Outcome::Inconclusive,
        NO_SUCH_VERSION,
    ),
    (
        "runAsRootAllowed/success.yaml",
        Outcome::Inconclusive,
        NO_SUCH_VERSION,
    ),
    (
        "deploymentMissingReplicas/failure.yaml",
        Outcome::Inconclusive,
        NO_SUCH_VERSION,
    ),
    (
        "deploymentMissingReplicas/success.yaml",
        Outcome::Inconclusive,
        NO_SUCH_VERSION,
    ),
    // Definition: the control is that of the Pod Security Standards, which want exactly ALL.
    (
        "insecureCapabilities/success.all.yaml",
        Outcome::Fail,
        ONLY_ALL,
    ),
    (
        "insecureCapabilities/success.case.yaml",
        Outcome::Fail,
        ONLY_ALL,
    ),
    (
        "insecureCapabilities/success.pod.yaml",
        Outcome::Fail,
        ONLY_ALL,
    ),
    ("insecureCapabilities/success.yaml", Outcome::Fail, ONLY_ALL),
    // Definition: one control asks for both requests.
    (
        "memoryRequestsMissing/success.yaml",
        Outcome::Fail,
        "there is no request for cpu",
    ),
    // Definition: an autoscaler without its target does nothing; Polaris looks at its numbers only.
    (
        "hpaMaxAvailability/success.minAvailabilityAbsent.yaml",
        Outcome::Fail,
        NO_TARGET,
    ),
    ("hpaMaxAvailability/success.yaml", Outcome::Fail, NO_TARGET),
    // Theirs: the constraint selects `app: foo`, which its own pods are not, so it spreads nothing.
    (
        "topologySpreadConstraint/success.yaml",
        Outcome::Fail,
        "the selector is not looked at",
    ),
    // Definition: `tls` is for example.com, the rule for all hosts, so most of them have none.
    (
        "tlsSettingsMissing/success.yaml",
        Outcome::Fail,
        "any `tls` will do for Polaris",
    ),
    // Definition: Polaris asks for a policy for this pod, we for one for whatever comes.
    (
        "missingNetworkPolicy/success.yaml",
        Outcome::Fail,
        "the policy selects this pod only",
    ),
    // Definition: a token of an account of its own is how a workload talks to the cluster.
    (
        "automountServiceAccountToken/failure.all_true.yaml",
        Outcome::Pass,
        OWN_ACCOUNT,
    ),
    (
        "automountServiceAccountToken/failure.pod_true_serviceaccount_false.yaml",
        Outcome::Pass,
        OWN_ACCOUNT,
    ),
    (
        "automountServiceAccountToken/failure.uses_defaults.yaml",
        Outcome::Pass,
        OWN_ACCOUNT,
    ),
    // Definition: anybody may name a role so; only the label that Kubernetes sets excuses one, or the
    // configuration.
    (
        "rolePodExecAttach/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolePodExecAttach/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolePodExecAttach/success.defaultclusterrole_admin.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolePodExecAttach/success.defaultclusterrole_clusteradmin.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolePodExecAttach/success.gce_calico_clusterrole.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolePodExecAttach/success.system_prefix.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolebindingClusterAdmin/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolebindingClusterAdmin/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterAdminRole/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterAdminRole/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterAdminClusterRole/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterAdminClusterRole/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    // Definition: we judge the role, Polaris the binding to it: a role that is not there grants nothing,
    // and one that is there may be bound at any time.
    (
        "clusterrolebindingPodExecAttach/failure.binding_points_to_missing_ref.yaml",
        Outcome::NotApplicable,
        NO_ROLE,
    ),
    (
        "rolebindingClusterRolePodExecAttach/failure.binding_points_to_missing_ref.yaml",
        Outcome::NotApplicable,
        NO_ROLE,
    ),
    (
        "rolebindingRolePodExecAttach/failure.binding_points_to_missing_ref.yaml",
        Outcome::NotApplicable,
        NO_ROLE,
    ),
    (
        "rolebindingRolePodExecAttach/success.role_binding_cluster_role_binding.yaml",
        Outcome::Fail,
        ANY_ROLE,
    ),
    (
        "clusterrolebindingPodExecAttach/success.defaultclusterrolebinding_clusteradmin.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolebindingPodExecAttach/success.defaultclusterrolebinding_system-controller-generic-garbage-collector.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolebindingPodExecAttach/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "clusterrolebindingPodExecAttach/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterRolePodExecAttach/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingClusterRolePodExecAttach/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingRolePodExecAttach/success.gce_calico_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
    (
        "rolebindingRolePodExecAttach/success.system_prefix_binding.yaml",
        Outcome::Fail,
        PREFIX,
    ),
];

const NO_SUCH_VERSION: &str = "no cluster takes apiVersion v1 for this kind";
const ONLY_ALL: &str = "a list of capabilities, or `All`, is not ALL";
const NO_TARGET: &str = "the target is not among the manifests";
const OWN_ACCOUNT: &str = "the pod has a service account of its own";
const NO_ROLE: &str = "there is no role to judge";
const ANY_ROLE: &str = "a role is judged whether this binding binds it or not";
const PREFIX: &str = "the name of a role or binding excuses nothing";

/// Files that hold no object that a cluster takes.
const UNREADABLE: [&str; 11] = [
    "deploymentMissingReplicas/failure.yaml",
    "deploymentMissingReplicas/mutated.yaml",
    "deploymentMissingReplicas/success.yaml",
    "oneController/failure.yaml",
    "oneController/success.yaml",
    "runAsRootAllowed/failure.yaml",
    "runAsRootAllowed/mutated.yaml",
    "runAsRootAllowed/success.yaml",
    // The configuration of a check of Polaris.
    "nakedPod/check.yaml",
    "oneController/check.yaml",
    "resourceRange/check.yaml",
];

fn main() {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let mut trials = Vec::new();
    for (check, control, config) in CHECKS {
        let folder = corpus
            .as_ref()
            .map(|corpus| corpus.join(FOLDER).join(check));
        trials.push(
            Trial::test(*check, move || {
                folder
                    .as_deref()
                    .map_or(Ok(()), |folder| judge(folder, check, control, config))
            })
            .with_ignored_flag(corpus.is_none()),
        );
    }
    let all = corpus.as_ref().map(|corpus| corpus.join(FOLDER));
    trials.push(
        Trial::test("every_file_is_read", move || {
            all.as_deref().map_or(Ok(()), every_file)
        })
        .with_ignored_flag(corpus.is_none()),
    );
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

fn report(file: &Path, config: &str) -> Result<Report, Failed> {
    let mut text = std::fs::read_to_string(file)?;
    if SEVERAL
        .iter()
        .any(|check| file.components().any(|part| part.as_os_str() == *check))
    {
        text = text.replace("\nspec:\n  template", "\nspec:\n  replicas: 3\n  template");
        text = text.replace("\nspec:\n  selector", "\nspec:\n  replicas: 3\n  selector");
    }
    let evidence = MemoryEvidence::new().file("manifests", "k8s/file.yaml", text);
    run::<KubernetesManifests>(config, "2026-11-22", &evidence)
        .map_err(|failure| format!("{failure:?}").into())
}

/// The worst outcome of a control, as a result would have it.
fn outcome(report: &Report, control: &str) -> Outcome {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Fail => 3,
        Outcome::Inconclusive => 2,
        Outcome::Pass => 1,
        Outcome::NotApplicable => 0,
    };
    report
        .outcomes(control)
        .into_iter()
        .map(|(_, outcome)| outcome)
        .max_by_key(rank)
        .unwrap_or(Outcome::NotApplicable)
}

fn judge(folder: &Path, check: &str, control: &str, config: &str) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for file in files(folder)? {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let theirs = if name.starts_with("success") {
            Outcome::Pass
        } else if name.starts_with("failure") {
            Outcome::Fail
        } else {
            continue;
        };
        let label = format!("{check}/{name}");
        let (expected, why) = DIFFERENCES
            .iter()
            .find(|(file, _, _)| *file == label)
            .map_or((theirs, "as its name says"), |(_, ours, why)| (*ours, *why));
        let report = report(&file, config)?;
        let ours = outcome(&report, control);
        if ours != expected {
            let said: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.control == control)
                .map(|finding| format!("{}: {}", finding.subject, finding.actual))
                .collect();
            wrong.push(format!(
                "{label}: {ours:?}, expected {expected:?} ({why}): {said:?}"
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n").into())
    }
}

/// Real manifests hold nothing that the reader does not understand, but for what is listed.
fn every_file(folder: &Path) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for check in files(folder)? {
        for file in files(&check)? {
            let report = report(&file, "{}")?;
            let unread: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.expected == "well-formed evidence")
                .map(|finding| finding.actual.as_str())
                .take(1)
                .collect();
            let listed = UNREADABLE.iter().any(|name| file.ends_with(name));
            if unread.is_empty() == listed {
                wrong.push(format!("{}: {unread:?}", file.display()));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n").into())
    }
}
