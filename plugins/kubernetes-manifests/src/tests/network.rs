use super::*;

const INGRESS: &str = "ingress-denied-by-default";
const EGRESS: &str = "egress-denied-by-default";
const SHOP: &str = "Namespace shop";

fn policy(spec: &str) -> String {
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, namespace: shop}}\nspec: {{{spec}}}\n"
    )
}

fn shop() -> String {
    deployment("web", "", "")
}

#[test]
fn a_policy_denies_by_default_only_where_it_selects_all_pods() {
    for (spec, ingress, egress) in [
        ("podSelector: {}", Pass, Fail),
        (
            "podSelector: {}, policyTypes: [Ingress, Egress]",
            Pass,
            Pass,
        ),
        ("podSelector: {}, policyTypes: [Egress]", Fail, Pass),
        (
            "podSelector: {}, egress: [{to: [{podSelector: {}}]}]",
            Pass,
            Pass,
        ),
        ("podSelector: {matchLabels: {app: web}}", Fail, Fail),
        ("podSelector: {}, ingress: [{}]", Fail, Fail),
        ("podSelector: {}, ingress: [{from: []}]", Fail, Fail),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{ports: [{port: 443}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {matchExpressions: [{key: app, operator: Near}]}",
            Inconclusive,
            Inconclusive,
        ),
        (
            "podSelector: {}, policyTypes: Ingress",
            Inconclusive,
            Inconclusive,
        ),
    ] {
        let report = look(&format!("{}{}", shop(), policy(spec)));
        assert_eq!(one(&report, INGRESS, SHOP).outcome, ingress, "{spec}");
        assert_eq!(one(&report, EGRESS, SHOP).outcome, egress, "{spec}");
    }
}

#[test]
fn a_rule_that_lets_everybody_in_at_every_port_undoes_the_denial() {
    for (spec, ingress, egress) in [
        (
            "podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 9090}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{podSelector: {}}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{ports: [{protocol: TCP}, {protocol: UDP}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{ports: [{port: 1, endPort: 65535}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{ports: [{port: 30000, endPort: 65535}, {port: 1, endPort: 29999}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 8010}, {port: http}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}]}]",
            Fail,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]",
            Pass,
            Fail,
        ),
        (
            "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: everywhere}}]}]",
            Inconclusive,
            Fail,
        ),
        // Every pod of the cluster is not the world, to which data could be sent.
        (
            "podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]",
            Fail,
            Pass,
        ),
        (
            "podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]",
            Fail,
            Fail,
        ),
    ] {
        let report = look(&format!("{}{}", shop(), policy(spec)));
        assert_eq!(one(&report, INGRESS, SHOP).outcome, ingress, "{spec}");
        assert_eq!(one(&report, EGRESS, SHOP).outcome, egress, "{spec}");
    }
}

#[test]
fn policies_add_up_so_that_one_can_undo_another() {
    let text = format!(
        "{}{}{}",
        shop(),
        policy("podSelector: {}"),
        policy("podSelector: {}, ingress: [{}]")
    );
    let report = look(&text);
    let finding = one(&report, INGRESS, SHOP);
    assert_eq!(finding.outcome, Fail);
    assert!(
        finding.actual.contains("allows everything"),
        "{}",
        finding.actual
    );
}

#[test]
fn a_policy_of_another_namespace_does_not_count() {
    let elsewhere = policy("podSelector: {}").replace("shop", "other");
    let report = look(&format!("{}{elsewhere}", shop()));
    assert_eq!(one(&report, INGRESS, SHOP).outcome, Fail);
}

#[test]
fn what_is_missing_may_stand_in_what_could_not_be_read() {
    let report = run_on("{}", &[("k8s/a.yaml", &shop()), ("k8s/b.yaml", "kind: [")]);
    let finding = one(&report, INGRESS, SHOP);
    assert_eq!(finding.outcome, Inconclusive);
    assert!(finding.actual.contains("k8s/b.yaml"), "{}", finding.actual);
}

#[test]
fn policies_of_other_systems_are_not_read_and_not_forgotten() {
    let cilium = "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: shop}\n";
    let report = look(&format!("{}{cilium}", shop()));
    assert_eq!(one(&report, INGRESS, SHOP).outcome, Inconclusive);
}

#[test]
fn namespaces_enforce_the_configured_level() {
    let namespace = |label: &str| {
        format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {{{label}}}\n")
    };
    let control = "pod-security-enforced";
    for (label, baseline, restricted) in [
        ("pod-security.kubernetes.io/enforce: baseline", Pass, Fail),
        ("pod-security.kubernetes.io/enforce: restricted", Pass, Pass),
        ("pod-security.kubernetes.io/enforce: privileged", Fail, Fail),
        ("pod-security.kubernetes.io/warn: restricted", Fail, Fail),
        (
            "pod-security.kubernetes.io/enforce: strict",
            Inconclusive,
            Inconclusive,
        ),
    ] {
        hold(&look(&namespace(label)), control, &[(SHOP, baseline)]);
        hold(
            &look_with(RESTRICTED, &namespace(label)),
            control,
            &[(SHOP, restricted)],
        );
    }
    // The namespace is known only by what is in it.
    hold(&look(&shop()), control, &[(SHOP, Inconclusive)]);
}

#[test]
fn a_namespace_that_is_there_twice_must_say_the_same() {
    let namespace = |label: &str| {
        format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {{{label}}}\n")
    };
    let restricted = namespace("pod-security.kubernetes.io/enforce: restricted");
    for (first, outcome) in [(namespace(""), Inconclusive), (restricted.clone(), Pass)] {
        for pair in [[&first, &restricted], [&restricted, &first]] {
            let files = [
                ("k8s/a.yaml", pair[0].as_str()),
                ("k8s/b.yaml", pair[1].as_str()),
            ];
            hold(
                &run_on("{}", &files),
                "pod-security-enforced",
                &[(SHOP, outcome)],
            );
        }
    }
}

fn service(spec: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: shop}}\nspec: {{{spec}}}\n"
    )
}

#[test]
fn services_are_reachable_from_outside_only_on_purpose() {
    let control = "services-exposed-on-purpose";
    for (spec, outcome) in [
        ("ports: [{port: 80}]", Pass),
        ("type: ClusterIP, externalIPs: [192.0.2.1]", Fail),
        ("type: NodePort", Fail),
        ("type: LoadBalancer", Fail),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24]",
            Pass,
        ),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24, 0.0.0.0/0]",
            Fail,
        ),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]",
            Fail,
        ),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: [office]",
            Inconclusive,
        ),
        (
            "type: LoadBalancer, loadBalancerSourceRanges: 192.0.2.0/24",
            Inconclusive,
        ),
        ("type: Balanced", Inconclusive),
    ] {
        hold(
            &look(&service(spec)),
            control,
            &[("Service shop/s", outcome)],
        );
    }
    let report = look_with(
        r#"{"public-services": ["shop/s"]}"#,
        &service("type: LoadBalancer"),
    );
    hold(&report, control, &[("Service shop/s", Pass)]);
}

#[test]
fn a_load_balancer_is_internal_where_no_annotation_says_otherwise() {
    const SCHEME: &str = "service.beta.kubernetes.io/aws-load-balancer-scheme";
    const OLDER: &str = "service.beta.kubernetes.io/aws-load-balancer-internal";
    for (annotations, outcome) in [
        (format!("{SCHEME}: internal"), Pass),
        (format!("{SCHEME}: internal, {OLDER}: 'true'"), Pass),
        (format!("{SCHEME}: internet-facing"), Fail),
        (format!("{OLDER}: 'false'"), Fail),
        // The AWS Load Balancer Controller and the older cloud provider read this differently.
        (
            format!("{SCHEME}: internet-facing, {OLDER}: 'true'"),
            Inconclusive,
        ),
    ] {
        let manifest = service("type: LoadBalancer").replace(
            "name: s,",
            &format!("name: s, annotations: {{{annotations}}},"),
        );
        hold(
            &look(&manifest),
            "services-exposed-on-purpose",
            &[("Service shop/s", outcome)],
        );
    }
}

fn ingress(annotations: &str, spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: i\n  namespace: shop\n  annotations: {{{annotations}}}\nspec: {{{spec}}}\n"
    )
}

#[test]
fn every_host_of_an_ingress_has_tls() {
    for (annotations, spec, outcome) in [
        ("", "rules: [{host: a.example}]", Fail),
        (
            "",
            "tls: [{hosts: [a.example]}], rules: [{host: a.example}]",
            Pass,
        ),
        (
            "",
            "tls: [{hosts: [a.example]}], rules: [{host: a.example}, {host: b.example}]",
            Fail,
        ),
        (
            "",
            "tls: [{hosts: ['*.example']}], rules: [{host: a.example}]",
            Pass,
        ),
        (
            "",
            "tls: [{hosts: ['*.example']}], rules: [{host: a.b.example}]",
            Fail,
        ),
        ("", "tls: [{secretName: x}], rules: [{http: {}}]", Pass),
        ("", "tls: [{hosts: [a.example]}], rules: [{http: {}}]", Fail),
        ("", "tls: yes", Inconclusive),
        (
            "nginx.ingress.kubernetes.io/ssl-redirect: 'false'",
            "tls: [{secretName: x}]",
            Fail,
        ),
        (
            "nginx.ingress.kubernetes.io/ssl-redirect: 'False'",
            "tls: [{secretName: x}]",
            Fail,
        ),
        (
            "nginx.ingress.kubernetes.io/ssl-redirect: 'no'",
            "tls: [{secretName: x}]",
            Inconclusive,
        ),
        (
            "nginx.ingress.kubernetes.io/ssl-redirect: 'true'",
            "tls: [{secretName: x}]",
            Pass,
        ),
    ] {
        let report = look(&ingress(annotations, spec));
        let finding = one(&report, "ingress-uses-tls", "Ingress shop/i");
        assert_eq!(
            finding.outcome, outcome,
            "{annotations} {spec}: {finding:?}"
        );
    }
}

#[test]
fn a_cloud_load_balancer_has_a_certificate_and_serves_no_plain_http() {
    const ARN: &str = "alb.ingress.kubernetes.io/certificate-arn: 'arn:x'";
    const ALB: &str = "ingressClassName: alb, rules: [{host: a.example}]";
    const NGINX: &str = "ingressClassName: nginx, rules: [{host: a.example}]";
    const GCE: &str = "ingressClassName: gce, tls: [{secretName: x}]";
    const CLOSED: &str = "kubernetes.io/ingress.allow-http: 'false'";
    let plain = format!(
        "{ARN}, alb.ingress.kubernetes.io/listen-ports: '[{{\"HTTP\": 80}}, {{\"HTTPS\": 443}}]'"
    );
    let redirected = format!("{plain}, alb.ingress.kubernetes.io/ssl-redirect: '443'");
    let older = format!("{ARN}, kubernetes.io/ingress.class: alb");
    let managed = format!("{CLOSED}, networking.gke.io/managed-certificates: shop");
    let redirecting = "networking.gke.io/v1beta1.FrontendConfig: redirect";
    for (annotations, spec, outcome) in [
        (ARN, ALB, Pass),
        (older.as_str(), "rules: [{host: a.example}]", Pass),
        (plain.as_str(), ALB, Fail),
        (redirected.as_str(), ALB, Pass),
        ("", ALB, Fail),
        // Another controller does not look at the annotation.
        (ARN, NGINX, Fail),
        ("alb.ingress.kubernetes.io/certificate-arn: ''", NGINX, Fail),
        ("alb.ingress.kubernetes.io/certificate-arn: ''", ALB, Fail),
        (ARN, "rules: [{host: a.example}]", Inconclusive),
        ("", GCE, Fail),
        ("kubernetes.io/ingress.allow-http: 'true'", GCE, Fail),
        (CLOSED, GCE, Pass),
        (redirecting, GCE, Inconclusive),
        (managed.as_str(), "rules: [{host: a.example}]", Pass),
        (CLOSED, "ingressClassName: gce", Fail),
    ] {
        let report = look(&ingress(annotations, spec));
        let finding = one(&report, "ingress-uses-tls", "Ingress shop/i");
        assert_eq!(
            finding.outcome, outcome,
            "{annotations} {spec}: {finding:?}"
        );
    }
}
