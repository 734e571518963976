use tickmark_plugin::testing::damaged;

use super::*;

/// A small shop in which everything passes.
fn sound() -> String {
    let digest = "0".repeat(64);
    format!(
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: restricted\n\
---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 3\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      automountServiceAccountToken: false\n      securityContext:\n        runAsNonRoot: true\n        seccompProfile:\n          type: RuntimeDefault\n      topologySpreadConstraints:\n      - topologyKey: topology.kubernetes.io/zone\n        labelSelector:\n          matchLabels:\n            app: web\n      containers:\n      - name: app\n        image: ghcr.io/acme/web:1@sha256:{digest}\n        securityContext:\n          allowPrivilegeEscalation: false\n          capabilities:\n            drop: [ALL]\n        readinessProbe:\n          httpGet:\n            port: 8080\n        livenessProbe:\n          httpGet:\n            port: 8080\n        resources:\n          requests:\n            cpu: 100m\n            memory: 128Mi\n          limits:\n            memory: 128Mi\n\
---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n\
---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 3\n  maxReplicas: 6\n\
---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: default\n  namespace: shop\nspec:\n  podSelector: {{}}\n  policyTypes: [Ingress, Egress]\n\
---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  tls:\n  - hosts: [shop.example]\n    secretName: cert\n  rules:\n  - host: shop.example\n\
---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  type: ClusterIP\n\
---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader\n  namespace: shop\nrules:\n- apiGroups: ['']\n  resources: [pods]\n  verbs: [get]\n\
---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: readers\n  namespace: shop\nroleRef:\n  kind: Role\n  name: reader\nsubjects:\n- kind: Group\n  name: support\n"
    )
}

const STRICT: &str =
    r#"{"pod-security-level": "restricted", "allowed-registries": ["ghcr.io/acme"]}"#;

#[test]
fn everything_passes_where_everything_is_right() {
    let report = look_with(STRICT, &sound());
    let wrong: Vec<_> = report
        .findings
        .iter()
        .filter(|one| one.outcome != Pass)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let controls: std::collections::BTreeSet<_> = report
        .findings
        .iter()
        .map(|one| one.control.as_str())
        .collect();
    assert_eq!(controls.len(), 42);
}

#[test]
fn damage_never_shows_more_than_what_is_left() {
    let sample = sound();
    let whole = look_with(STRICT, &sample);
    let passes = |report: &Report| -> std::collections::BTreeSet<(String, String)> {
        report
            .findings
            .iter()
            .filter(|one| one.outcome == Pass)
            .map(|one| (one.control.clone(), one.subject.clone()))
            .collect()
    };
    let most = passes(&whole);
    for (name, bytes) in damaged(sample.as_bytes()) {
        let evidence = MemoryEvidence::new().file("manifests", "k8s/all.yaml", bytes);
        let report = run::<KubernetesManifests>(STRICT, "2026-11-22", &evidence).unwrap();
        let surplus: Vec<_> = passes(&report).difference(&most).cloned().collect();
        assert!(surplus.is_empty(), "{name}: {surplus:?}");
        if !(name.starts_with("cut") || name == "twice") {
            assert!(passes(&report).is_empty(), "{name}");
            assert!(
                report
                    .findings
                    .iter()
                    .all(|one| one.outcome == Inconclusive),
                "{name}"
            );
            assert!(!report.findings.is_empty(), "{name}");
        }
    }
}

#[test]
fn no_evidence_shows_nothing() {
    let report = run_on("{}", &[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
    let comments = look("# nothing\n---\n# here\n");
    assert!(!comments.findings.is_empty());
    assert!(
        comments
            .findings
            .iter()
            .all(|one| one.outcome == Inconclusive)
    );
    assert!(comments.populations.iter().all(|one| one.size > 0));
}

#[test]
fn hostile_values_are_cut_and_do_not_overflow() {
    let long = "x".repeat(100_000);
    let deep = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {}",
        "[".repeat(100_000)
    );
    for text in [
        container(&format!(
            "image: {long}\nenv: [{{name: PASSWORD_{long}_KEY, value: x}}]\nsecurityContext: {{procMount: {long}, capabilities: {{add: [{long}]}}}}"
        )),
        pod(&format!(
            "containers: [{{name: {long}}}]\nvolumes: [{{{long}: {{}}}}, {{hostPath: {{path: {long}}}}}]"
        )),
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {long}, namespace: {long}}}\nspec: {{containers: [{{name: a}}]}}"
        ),
        format!("apiVersion: {long}\nkind: {long}\n"),
        format!("apiVersion: apps/{long}\nkind: Deployment\n"),
        "kind: [\n---\n".repeat(10_000),
        deep,
    ] {
        let report = look_with(STRICT, &text);
        assert!(report.findings.len() < 2_000);
        for finding in &report.findings {
            assert!(
                finding.actual.chars().count() <= 310,
                "{}",
                finding.actual.len()
            );
            assert!(finding.expected.chars().count() <= 310);
            assert!(finding.subject.chars().count() <= 200);
        }
        for attribute in &report.attributes {
            assert!(attribute.value.len() < 10_000);
        }
    }
}

#[test]
fn the_order_of_files_changes_nothing_but_the_order() {
    let (namespace, rest) = sound()
        .split_once("---")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let one = run_on(STRICT, &[("k8s/a.yaml", &namespace), ("k8s/b.yaml", &rest)]);
    let other = run_on(STRICT, &[("k8s/b.yaml", &namespace), ("k8s/a.yaml", &rest)]);
    let said = |report: &Report| {
        let mut said: Vec<_> = report
            .findings
            .iter()
            .map(|one| {
                (
                    one.control.clone(),
                    one.subject.clone(),
                    one.outcome,
                    one.actual.clone(),
                )
            })
            .collect();
        said.sort();
        said
    };
    assert_eq!(said(&one), said(&other));
}

#[test]
fn a_file_without_any_object_is_no_file_that_was_examined() {
    for nothing in ["null\n", "---\n# kind: Pod\n---\n", "\n", "# later\n"] {
        let sound = sound();
        let files = [("k8s/all.yaml", sound.as_str()), ("k8s/gone.json", nothing)];
        let report = run_on(STRICT, &files);
        let about = report.about("secrets-not-in-clear-text", "k8s/gone.json");
        assert_eq!(about.len(), 1, "{nothing:?}");
        assert_eq!(about[0].outcome, Inconclusive, "{nothing:?}");
    }
}
