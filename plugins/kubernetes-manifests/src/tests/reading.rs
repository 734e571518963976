use super::*;

const PRIVILEGED: &str = "privileged-containers-absent";

#[test]
fn a_namespace_that_is_left_out_is_said() {
    let report =
        look("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n");
    let finding = one(&report, PRIVILEGED, "Pod default/a");
    assert_eq!(finding.attributes[0].key, "namespace");
    assert_eq!(
        finding.attributes[0].value,
        "default, because the manifest names none"
    );
    let report = look_with(
        r#"{"default-namespace": "shop"}"#,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n",
    );
    hold(&report, PRIVILEGED, &[("Pod shop/a", Pass)]);
}

#[test]
fn streams_as_helm_renders_them_are_read() {
    let text = format!(
        "---\n# Source: chart/templates/empty.yaml\n---\n# Source: chart/templates/a.yaml\n{}\n---\n\n---\n{}",
        container("image: a"),
        container("image: b").replace("name: web", "name: api")
    );
    let report = look(&text);
    hold(
        &report,
        PRIVILEGED,
        &[("Pod shop/api", Pass), ("Pod shop/web", Pass)],
    );
    let place = &one(&report, PRIVILEGED, "Pod shop/api").locations[0];
    let line = usize::try_from(place.line.unwrap()).unwrap();
    assert_eq!(text.lines().nth(line - 2), Some("spec:"), "{place:?}");
    assert_eq!(report.tallies[0].records, 2);
}

#[test]
fn lists_of_kubectl_and_of_the_api_are_opened() {
    let pod = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"n"},"spec":{"containers":[{"name":"c"}]}}"#;
    let list = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{pod}]}}"#);
    let bare = pod.replace(r#""apiVersion":"v1","kind":"Pod","#, "");
    let typed = format!(r#"{{"apiVersion":"v1","kind":"PodList","items":[{bare}]}}"#);
    for text in [list, typed] {
        let report = run_on("{}", &[("k8s/all.json", &text)]);
        hold(&report, PRIVILEGED, &[("Pod n/a", Pass)]);
        let place = &one(&report, PRIVILEGED, "Pod n/a").locations[0];
        assert_eq!(place.pointer.as_deref(), Some("/items/0/spec"));
    }
}

#[test]
fn an_empty_list_shows_that_there_is_nothing() {
    let report = run_on(
        "{}",
        &[(
            "k8s/all.json",
            r#"{"apiVersion":"v1","kind":"List","items":[]}"#,
        )],
    );
    assert!(report.findings.is_empty());
    assert!(
        report
            .populations
            .iter()
            .all(|population| population.size == 0)
    );
    assert!(!report.populations.is_empty());
}

#[test]
fn a_broken_document_costs_only_itself() {
    let text = format!(
        "{}---\nkind: [\n---\n{}",
        container("image: a"),
        deployment("web", "", "")
    );
    let report = look(&text);
    hold(
        &report,
        PRIVILEGED,
        &[
            ("Deployment shop/web", Pass),
            ("Pod shop/web", Pass),
            ("k8s/all.yaml, document 2", Inconclusive),
        ],
    );
    let finding = one(&report, PRIVILEGED, "k8s/all.yaml, document 2");
    assert!(
        finding.locations[0].line > Some(8),
        "{:?}",
        finding.locations
    );
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn templates_and_recipes_are_named() {
    for (text, words) in [
        (
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: {{ .Values.n }}\n",
            "not rendered",
        ),
        (
            "{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n",
            "not rendered",
        ),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: '{{ .Values.i }}'}]}\n",
            "not rendered",
        ),
        (
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a]\n",
            "kustomize build",
        ),
        ("apiVersion: v2\nname: chart\nversion: 1.0.0\n", "no `kind`"),
        (
            "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n",
            "version `v1` of Deployment",
        ),
        ("- a\n- b\n", "no Kubernetes object"),
        ("   \n", "empty"),
    ] {
        let report = look(text);
        let said: Vec<_> = report
            .findings
            .iter()
            .filter(|one| one.control == PRIVILEGED)
            .collect();
        assert_eq!(said.len(), 1, "{text}");
        assert_eq!(said[0].outcome, Inconclusive, "{text}");
        assert!(said[0].actual.contains(words), "{text}: {}", said[0].actual);
    }
}

#[test]
fn a_broken_object_is_unclear_only_where_it_matters() {
    let report = look("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n");
    hold(&report, PRIVILEGED, &[("Pod default/a", Inconclusive)]);
    assert!(report.outcomes("wildcard-rights-absent").is_empty());
}

#[test]
fn other_kinds_are_counted_and_not_judged() {
    let text = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: k}\n";
    let report = look(text);
    assert!(report.findings.is_empty());
    assert_eq!(report.attributes[0].key, "not-judged");
    assert_eq!(
        report.attributes[0].value,
        "1 Certificate (cert-manager.io), 1 Secret, 1 Service (serving.knative.dev)"
    );
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn pods_are_judged_under_the_name_of_what_made_them() {
    let owned = |name: &str, owner: &str, privileged: bool| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, ownerReferences: [{owner}]}}\n\
             spec: {{containers: [{{name: app, securityContext: {{privileged: {privileged}}}}}]}}\n"
        )
    };
    let set = "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-5f, namespace: shop, labels: {pod-template-hash: 5f}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}\nspec: {replicas: 2, template: {spec: {containers: [{name: app}]}}}\n";
    let by_set = "{apiVersion: apps/v1, kind: ReplicaSet, name: web-5f, controller: true}";
    let text = format!(
        "{set}{}{}",
        owned("web-5f-a", by_set, false),
        owned("web-5f-b", by_set, false)
    );
    hold(&look(&text), PRIVILEGED, &[("Deployment shop/web", Pass)]);
    // What was injected into one running pod is still seen.
    let text = format!("{set}{}", owned("web-5f-a", by_set, true));
    hold(
        &look(&text),
        PRIVILEGED,
        &[("Deployment shop/web", Pass), ("Deployment shop/web", Fail)],
    );
    // The Deployment's name is known from the hash even where the ReplicaSet is not collected.
    let lone = owned("web-5f-a", by_set, false).replace(
        "namespace: shop,",
        "namespace: shop, labels: {pod-template-hash: 5f},",
    );
    hold(&look(&lone), PRIVILEGED, &[("Deployment shop/web", Pass)]);
    // A former revision is kept for going back and runs nothing.
    let former = set.replace("replicas: 2", "replicas: 0").replace(
        "{name: app}",
        "{name: app, securityContext: {privileged: true}}",
    );
    assert!(look(&former).outcomes(PRIVILEGED).is_empty());
}

#[test]
fn yaml_is_read_as_kubectl_reads_it() {
    let merged = pod(
        "containers:\n- name: app\n  securityContext:\n    <<: {privileged: true}\n    runAsUser: 1",
    );
    hold(&look(&merged), PRIVILEGED, &[("Pod shop/web", Fail)]);
    let overridden = pod(
        "containers:\n- name: app\n  securityContext:\n    <<: [{privileged: true}]\n    privileged: off",
    );
    hold(&look(&overridden), PRIVILEGED, &[("Pod shop/web", Pass)]);
    let anchored = pod(
        "securityContext: &c {privileged: true}\ncontainers:\n- name: app\n  securityContext: *c",
    );
    hold(&look(&anchored), PRIVILEGED, &[("Pod shop/web", Fail)]);
}

#[test]
fn controls_that_are_left_out_are_not_judged() {
    let report = look_with(
        r#"{"leave-out": ["images-pinned-by-digest"]}"#,
        &container("image: a:1"),
    );
    assert!(report.outcomes("images-pinned-by-digest").is_empty());
}

#[test]
fn one_page_of_a_list_is_not_all() {
    const SERVICE: (&str, Outcome) = ("Service shop/s", Pass);
    const FILE: (&str, Outcome) = ("k8s/services.json", Inconclusive);
    let control = "services-exposed-on-purpose";
    let list = |kind: &str, metadata: &str| {
        let item =
            r#"{"metadata": {"name": "s", "namespace": "shop"}, "spec": {"type": "ClusterIP"}}"#;
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "{kind}", "metadata": {metadata}, "items": [{item}]}}"#
        );
        run_on("{}", &[("k8s/services.json", &text)])
    };
    for whole in [
        "{}",
        r#"{"resourceVersion": "1", "continue": ""}"#,
        r#"{"remainingItemCount": 0}"#,
    ] {
        hold(&list("ServiceList", whole), control, &[SERVICE]);
    }
    for page in [
        r#"{"continue": "eyJ2"}"#,
        r#"{"continue": "eyJ2", "remainingItemCount": 412}"#,
        r#"{"remainingItemCount": 1}"#,
    ] {
        hold(&list("ServiceList", page), control, &[SERVICE, FILE]);
        // Secrets are not read, so it does not matter.
        hold(&list("SecretList", page), control, &[]);
    }
}
