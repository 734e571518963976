use super::*;

const WEB: &str = "Deployment shop/web";

fn scaler(spec: &str) -> String {
    format!(
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h, namespace: shop}}\nspec: \
         {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}, {spec}}}\n"
    )
}

fn budget(version: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: {version}\nkind: PodDisruptionBudget\nmetadata: {{name: b, namespace: shop}}\nspec: {{{spec}}}\n"
    )
}

#[test]
fn copies_are_counted_as_the_cluster_keeps_them() {
    for (own, scaler, outcome) in [
        ("replicas: 2", String::new(), Pass),
        ("", String::new(), Fail),
        ("replicas: 1", String::new(), Fail),
        ("replicas: 0", String::new(), NotApplicable),
        ("replicas: two", String::new(), Inconclusive),
        (
            "replicas: 1",
            scaler("minReplicas: 2, maxReplicas: 4"),
            Pass,
        ),
        ("replicas: 3", scaler("maxReplicas: 4"), Fail),
        // Kubernetes suspends the autoscaler.
        (
            "replicas: 0",
            scaler("minReplicas: 2, maxReplicas: 4"),
            NotApplicable,
        ),
        // The autoscaler may keep fewer copies.
        (
            "replicas: 3",
            scaler("minReplicas: '{{ .Values.min }}', maxReplicas: 4"),
            Inconclusive,
        ),
        (
            "replicas: 3",
            scaler("maxReplicas: 4").replace("scaleTargetRef", "target"),
            Inconclusive,
        ),
        (
            "replicas: 3",
            scaler("minReplicas: '{{ .Values.min }}'").replace("namespace: shop", "namespace: x"),
            Pass,
        ),
    ] {
        let report = look(&format!("{}{scaler}", deployment("web", own, "")));
        let finding = one(&report, "replicas-redundant", WEB);
        assert_eq!(finding.outcome, outcome, "{own} {scaler}: {finding:?}");
    }
    let report = look_with(
        r#"{"min-replicas": 3}"#,
        &deployment("web", "replicas: 2", ""),
    );
    assert_eq!(one(&report, "replicas-redundant", WEB).outcome, Fail);
}

#[test]
fn a_budget_selects_the_pods_keeps_one_and_lets_one_go() {
    const V1: &str = "policy/v1";
    let all = "selector: {matchLabels: {app: web}}";
    for (version, spec, outcome) in [
        (V1, format!("maxUnavailable: 1, {all}"), Pass),
        (V1, format!("minAvailable: 50%, {all}"), Pass),
        (V1, format!("maxUnavailable: 0, {all}"), Fail),
        (V1, format!("maxUnavailable: 100%, {all}"), Fail),
        (V1, format!("minAvailable: 3, {all}"), Fail),
        (V1, format!("minAvailable: 0, {all}"), Fail),
        (V1, format!("minAvailable: half, {all}"), Inconclusive),
        (V1, format!("minAvailable: 1, maxUnavailable: 1, {all}"), Inconclusive),
        (V1, "maxUnavailable: 1, selector: {matchLabels: {app: other}}".to_owned(), Fail),
        (V1, "maxUnavailable: 1, selector: {matchExpressions: [{key: app, operator: In, values: [web]}]}".to_owned(), Pass),
        (V1, "maxUnavailable: 1, selector: {}".to_owned(), Pass),
        ("policy/v1beta1", "maxUnavailable: 1, selector: {}".to_owned(), Fail),
        (V1, "maxUnavailable: 1".to_owned(), Fail),
    ] {
        let text = format!("{}{}", deployment("web", "replicas: 3", ""), budget(version, &spec));
        let report = look(&text);
        let finding = one(&report, "disruption-budget-set", WEB);
        assert_eq!(finding.outcome, outcome, "{spec}: {finding:?}");
    }
    let report = look(&deployment("web", "replicas: 1", ""));
    assert_eq!(
        one(&report, "disruption-budget-set", WEB).outcome,
        NotApplicable
    );
}

#[test]
fn a_spread_counts_where_it_selects_its_own_pods() {
    let constraint = |app: &str| {
        format!(
            "topologySpreadConstraints: [{{topologyKey: zone, labelSelector: {{matchLabels: {{app: {app}}}}}}}]"
        )
    };
    let anti = "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}}]}}";
    for (of_pod, outcome) in [
        (constraint("web").as_str(), Pass),
        (constraint("other").as_str(), Fail),
        (anti, Pass),
        ("", Fail),
        ("topologySpreadConstraints: zone", Inconclusive),
    ] {
        let report = look(&deployment("web", "replicas: 2", of_pod));
        assert_eq!(
            one(&report, "replicas-spread", WEB).outcome,
            outcome,
            "{of_pod}"
        );
    }
}

#[test]
fn requests_and_limits_come_from_container_pod_or_namespace() {
    let range = "---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}\nspec: {limits: [{type: Container, default: {cpu: 1, memory: 1Gi}}]}\n";
    for (members, requests, limits) in [
        ("image: a", Fail, Fail),
        (
            "resources: {requests: {cpu: 100m, memory: 1Gi}}",
            Pass,
            Fail,
        ),
        ("resources: {limits: {cpu: 1, memory: 1Gi}}", Pass, Pass),
        (
            "resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}",
            Pass,
            Pass,
        ),
        ("resources: {requests: {cpu: 0, memory: 1Gi}}", Fail, Fail),
        ("resources: [cpu]", Inconclusive, Inconclusive),
    ] {
        let report = look(&container(members));
        hold(
            &report,
            "resource-requests-set",
            &[("Pod shop/web", requests)],
        );
        hold(&report, "resource-limits-set", &[("Pod shop/web", limits)]);
    }
    for text in [
        format!("{}{range}", container("image: a")),
        pod("resources: {limits: {cpu: 1, memory: 1Gi}}\ncontainers: [{name: app}]"),
    ] {
        let report = look(&text);
        hold(&report, "resource-requests-set", &[("Pod shop/web", Pass)]);
        hold(&report, "resource-limits-set", &[("Pod shop/web", Pass)]);
    }
    let memory_only = container("resources: {limits: {memory: 1Gi}}");
    let report = look_with(r#"{"require-cpu-limits": true}"#, &memory_only);
    hold(&report, "resource-limits-set", &[("Pod shop/web", Fail)]);
}

#[test]
fn autoscalers_need_a_target_room_and_requests() {
    let with_requests = deployment("web", "", "").replace(
        "image: registry.example/app:1",
        "resources: {requests: {cpu: 1}}",
    );
    let bare = deployment("web", "", "");
    let cpu = "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]";
    let queue = "metrics: [{type: External, external: {metric: {name: q}}}]";
    for (target, spec, outcome) in [
        (
            with_requests.as_str(),
            format!("minReplicas: 2, maxReplicas: 4, {cpu}"),
            Pass,
        ),
        (
            bare.as_str(),
            format!("minReplicas: 2, maxReplicas: 4, {cpu}"),
            Fail,
        ),
        (
            bare.as_str(),
            format!("minReplicas: 2, maxReplicas: 4, {queue}"),
            Pass,
        ),
        (
            bare.as_str(),
            "minReplicas: 2, maxReplicas: 4".to_owned(),
            Fail,
        ),
        (
            with_requests.as_str(),
            "minReplicas: 4, maxReplicas: 4".to_owned(),
            Fail,
        ),
        (
            with_requests.as_str(),
            "minReplicas: 2".to_owned(),
            Inconclusive,
        ),
        ("", "minReplicas: 2, maxReplicas: 4".to_owned(), Fail),
    ] {
        let report = look(&format!("{target}{}", scaler(&spec)));
        hold(
            &report,
            "autoscalers-effective",
            &[("HorizontalPodAutoscaler shop/h", outcome)],
        );
    }
    let rollout = scaler("maxReplicas: 4").replace("kind: Deployment", "kind: Rollout");
    hold(
        &look(&rollout),
        "autoscalers-effective",
        &[("HorizontalPodAutoscaler shop/h", Inconclusive)],
    );
}

#[test]
fn an_autoscaler_counts_only_while_it_works() {
    const CONTROL: &str = "autoscalers-effective";
    const QUEUE: &str = "minReplicas: 2, maxReplicas: 4, metrics: [{type: External}]";
    let condition = |kind: &str, status: &str| {
        format!(
            "{}status: {{conditions: [{{type: {kind}, status: '{status}', reason: R}}]}}\n",
            scaler(QUEUE)
        )
    };
    for (own, scaler, outcome) in [
        ("", scaler(QUEUE), Pass),
        (
            "",
            scaler(&format!(
                "{QUEUE}, behavior: {{scaleUp: {{selectPolicy: Disabled}}}}"
            )),
            Fail,
        ),
        (
            "",
            scaler(&format!(
                "{QUEUE}, behavior: {{scaleDown: {{selectPolicy: Disabled}}}}"
            )),
            Pass,
        ),
        ("", condition("ScalingActive", "True"), Pass),
        ("", condition("ScalingLimited", "False"), Pass),
        ("", condition("ScalingActive", "False"), Fail),
        ("", condition("AbleToScale", "False"), Fail),
        ("", condition("ScalingActive", "Unknown"), Inconclusive),
        ("replicas: 0", scaler(QUEUE), NotApplicable),
    ] {
        let report = look(&format!("{}{scaler}", deployment("web", own, "")));
        let finding = one(&report, CONTROL, "HorizontalPodAutoscaler shop/h");
        assert_eq!(finding.outcome, outcome, "{own} {scaler}: {finding:?}");
    }
}

#[test]
fn workloads_that_must_have_an_autoscaler_are_configured() {
    let config = r#"{"autoscaled": ["shop/web", "shop/gone"]}"#;
    let report = look_with(config, &deployment("web", "", ""));
    hold(
        &report,
        "autoscalers-effective",
        &[(WEB, Fail), ("workload shop/gone", Inconclusive)],
    );
}

#[test]
fn services_have_probes_and_jobs_need_none() {
    for (members, outcome) in [
        ("readinessProbe: {httpGet: {port: 80}}", Pass),
        ("readinessProbe: {periodSeconds: 5}", Fail),
        ("image: a", Fail),
        ("readinessProbe: []", Inconclusive),
    ] {
        hold(
            &look(&container(members)),
            "readiness-probes-set",
            &[("Pod shop/web", outcome)],
        );
    }
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {containers: [{name: a}]}}}\n";
    let report = look(job);
    assert!(report.outcomes("readiness-probes-set").is_empty());
    let population = report
        .populations
        .iter()
        .find(|one| one.control == "readiness-probes-set")
        .unwrap();
    assert_eq!((population.size, population.shown_by.len()), (0, 1));
}
