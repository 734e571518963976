//! The plugin as a whole, on manifests written here.

mod access;
mod availability;
mod network;
mod pods;
mod reading;
mod robustness;
mod secrets;

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Report};

use crate::KubernetesManifests;

const RESTRICTED: &str = r#"{"pod-security-level": "restricted"}"#;

fn run_on(config: &str, files: &[(&str, &str)]) -> Report {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, text)| {
            evidence.file("manifests", path, *text)
        });
    run::<KubernetesManifests>(config, "2026-11-22", &evidence).unwrap()
}

fn look(text: &str) -> Report {
    run_on("{}", &[("k8s/all.yaml", text)])
}

fn look_with(config: &str, text: &str) -> Report {
    run_on(config, &[("k8s/all.yaml", text)])
}

/// The one finding of a control about a subject.
fn one<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let found = report.about(control, subject);
    assert_eq!(found.len(), 1, "{control} about {subject}: {found:?}");
    found[0]
}

#[track_caller]
fn hold(report: &Report, control: &str, expected: &[(&str, Outcome)]) {
    assert_eq!(
        report.outcomes(control),
        expected,
        "{control}: {:?}",
        report.findings
    );
}

fn indented(text: &str, by: usize) -> String {
    let margin = " ".repeat(by);
    text.lines()
        .fold(String::new(), |text, line| text + &margin + line + "\n")
}

/// A pod with this specification.
fn pod(spec: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n{}",
        indented(spec, 2)
    )
}

/// A pod of one container with these members.
fn container(members: &str) -> String {
    pod(&format!(
        "containers:\n- name: app\n{}",
        indented(members, 2)
    ))
}

/// A Deployment with these members of its own and of its pod.
fn deployment(name: &str, own: &str, of_pod: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  namespace: shop\nspec:\n{}  \
         template:\n    metadata:\n      labels:\n        app: {name}\n    spec:\n{}      containers:\n      - \
         name: app\n        image: registry.example/app:1\n",
        indented(own, 2),
        indented(of_pod, 6)
    )
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<KubernetesManifests>(env!("CARGO_MANIFEST_DIR"));
}
