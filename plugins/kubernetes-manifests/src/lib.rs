//! Kubernetes manifests: whether pods are confined, rights are narrow, the network is closed by
//! default and workloads outlive the loss of a node.
//!
//! `reader` turns files into documents, `cluster` finds the objects in them and who belongs to whom,
//! `rules` judge, each a workload, a role or a namespace at a time, and `verdict` makes the findings.
//! Kinds that no rule reads are counted and not judged.

#![expect(
    clippy::doc_markdown,
    reason = "the comments on controls are read in reports, where the kinds of Kubernetes are names"
)]

mod census;
mod cluster;
mod config;
mod field;
mod kind;
mod object;
mod reader;
mod rules;
mod selector;
mod verdict;
mod workload;

use tickmark_plugin::prelude::*;

use cluster::{Cluster, Objects};
pub use config::{Config, Level, OptionalControl};
use reader::Files;
use rules::rules;

/// The plugin.
#[derive(Debug)]
pub struct KubernetesManifests;

tickmark_plugin::export!(KubernetesManifests);

const MANIFESTS: &str = "manifests";

const MANIFESTS_DESCRIPTION: &str = "Kubernetes objects as YAML or JSON: what a cluster holds, or \
what is applied to it. From a cluster, best with a read-only role: `kubectl get --all-namespaces \
--output json pods,podtemplates,deployments,statefulsets,daemonsets,replicasets,\
replicationcontrollers,jobs,cronjobs,services,serviceaccounts,configmaps,limitranges,\
horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,ingresses,roles,rolebindings > \
kubernetes/objects.json` and `kubectl get --output json namespaces,clusterroles,clusterrolebindings \
> kubernetes/cluster.json`. From a chart: `helm template RELEASE CHART --namespace NAMESPACE > \
kubernetes/release.yaml`; from a kustomization: `kustomize build OVERLAY > kubernetes/overlay.yaml`. \
Templates and kustomizations themselves show nothing. Secrets are not read; leave them out.

Give all objects of a cluster to one check: a budget, network policy or label that is not among the \
files counts as missing. Give each cluster a check, or a target, of its own.";

impl Plugin for KubernetesManifests {
    const ID: &'static str = "kubernetes-manifests";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Kubernetes manifests";
    const DESCRIPTION: &'static str = "Reads Kubernetes objects as YAML or JSON and decides whether \
         pods hold the Pod Security Standards, whether roles grant no more than they must, whether \
         each namespace denies traffic by default, whether ways in are meant and encrypted, where \
         images come from, and whether workloads have the resources, copies and budgets to stay \
         available. Pods are judged under the name of the workload that made them. A manifest \
         without a namespace belongs to `default-namespace`, and its findings say so. Kinds that no \
         rule reads, custom resources among them, are counted in the report and not judged.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        // Objects change with every deployment; 30 days are what configuration exports of other
        // systems are allowed here as well.
        vec![
            Input::new(MANIFESTS, MANIFESTS_DESCRIPTION)
                .required()
                .glob("kubernetes/**/*.{yaml,yml,json}")
                .glob("k8s/**/*.{yaml,yml,json}")
                .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        rules(config)
            .map(|rule| rule.control.to_control())
            .collect()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let mut report = Report::new();
        let mut files = Files::read(check, MANIFESTS);
        let mut problems = std::mem::take(&mut files.problems);
        let objects = Objects::find(&files, &check.config);
        problems.extend(objects.problems);
        objects.census.tell(&mut report);
        let cluster = Cluster::of(&objects.all, &objects.census, problems, &check.config);
        for rule in rules(Some(&check.config)) {
            (rule.check)(&cluster, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
