use super::*;

fn role(kind: &str, rules: &str) -> String {
    format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata:\n  name: ops\n  namespace: shop\nrules:\n{rules}\n"
    )
}

fn binding(role: &str, subject: &str) -> String {
    format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: b\nroleRef: \
         {{kind: ClusterRole, name: '{role}'}}\nsubjects:\n- {subject}\n"
    )
}

#[test]
fn rights_are_matched_as_the_cluster_matches_them() {
    for (control, rule, outcome) in [
        (
            "wildcard-rights-absent",
            "apiGroups: [''], resources: [pods], verbs: [get]",
            Pass,
        ),
        (
            "wildcard-rights-absent",
            "apiGroups: [''], resources: [pods], verbs: ['*']",
            Fail,
        ),
        (
            "wildcard-rights-absent",
            "nonResourceURLs: ['*'], verbs: [get]",
            Fail,
        ),
        (
            "wildcard-rights-absent",
            "apiGroups: '', resources: [pods], verbs: [get]",
            Inconclusive,
        ),
        (
            "secret-rights-restricted",
            "apiGroups: [''], resources: [secrets], verbs: [create]",
            Pass,
        ),
        (
            "secret-rights-restricted",
            "apiGroups: [''], resources: [secrets], verbs: [list]",
            Fail,
        ),
        (
            "secret-rights-restricted",
            "apiGroups: [apps], resources: [secrets], verbs: [list]",
            Pass,
        ),
        (
            "secret-rights-restricted",
            "apiGroups: ['*'], resources: ['*'], verbs: [get]",
            Fail,
        ),
        (
            "secret-rights-restricted",
            "apiGroups: [''], resources: [secrets], resourceNames: [a], verbs: [get]",
            Pass,
        ),
        (
            "privilege-escalation-rights-absent",
            "apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind]",
            Fail,
        ),
        (
            "privilege-escalation-rights-absent",
            "apiGroups: [''], resources: [users], verbs: [impersonate]",
            Fail,
        ),
        (
            "privilege-escalation-rights-absent",
            "apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]",
            Fail,
        ),
        (
            "privilege-escalation-rights-absent",
            "apiGroups: [''], resources: [serviceaccounts], verbs: [create]",
            Pass,
        ),
        (
            "pod-exec-restricted",
            "apiGroups: [''], resources: ['*/exec'], verbs: [create]",
            Fail,
        ),
        (
            "pod-exec-restricted",
            "apiGroups: [''], resources: [pods/exec], verbs: [list]",
            Pass,
        ),
    ] {
        for kind in ["Role", "ClusterRole"] {
            let subject = if kind == "Role" {
                "Role shop/ops"
            } else {
                "ClusterRole ops"
            };
            let report = look(&role(kind, &format!("- {{{rule}}}")));
            let finding = one(&report, control, subject);
            assert_eq!(finding.outcome, outcome, "{control}: {rule}: {finding:?}");
        }
    }
}

#[test]
fn roles_are_excused_by_kubernetes_own_label_and_by_configuration_only() {
    let wide = role(
        "ClusterRole",
        "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
    );
    let own = wide.replace(
        "name: ops",
        "name: admin\n  labels: {kubernetes.io/bootstrapping: rbac-defaults}",
    );
    let forged = wide.replace(
        "name: ops",
        "name: ops\n  labels: {kubernetes.io/bootstrapping: rbac-defaults}",
    );
    hold(
        &look(&own),
        "wildcard-rights-absent",
        &[("ClusterRole admin", NotApplicable)],
    );
    hold(
        &look(&forged),
        "wildcard-rights-absent",
        &[("ClusterRole ops", Fail)],
    );
    let named = forged.replace("name: ops", "name: system:ops");
    hold(
        &look(&named),
        "wildcard-rights-absent",
        &[("ClusterRole system:ops", Fail)],
    );
    let report = look_with(r#"{"exempt-roles": ["op*"]}"#, &wide);
    hold(
        &report,
        "wildcard-rights-absent",
        &[("ClusterRole ops", NotApplicable)],
    );
}

#[test]
fn roles_named_as_secret_readers_may_read_secrets() {
    let reader = role(
        "Role",
        "- {apiGroups: [''], resources: [secrets], verbs: [list]}",
    );
    let report = look_with(r#"{"secret-readers": ["ops"]}"#, &reader);
    hold(
        &report,
        "secret-rights-restricted",
        &[("Role shop/ops", Pass)],
    );
}

#[test]
fn unlimited_rights_are_for_named_administrators() {
    const B: &str = "ClusterRoleBinding b";
    let is = |config: &str, manifest: &str, outcome| {
        hold(
            &look_with(config, manifest),
            "cluster-admin-restricted",
            &[(B, outcome)],
        );
    };
    let ann = "{kind: User, name: ann}";
    is("{}", &binding("cluster-admin", ann), Fail);
    is(
        r#"{"cluster-admins": ["User:ann"]}"#,
        &binding("cluster-admin", ann),
        Pass,
    );
    is(
        "{}",
        &binding("cluster-admin", "{kind: Group, name: 'system:masters'}"),
        Pass,
    );
    is("{}", &binding("view", ann), Pass);
    is("{}", &binding("unknown", ann), Inconclusive);
    let account = "{kind: ServiceAccount, name: ci, namespace: build}";
    is("{}", &binding("cluster-admin", account), Fail);
    is(
        r#"{"cluster-admins": ["ServiceAccount:build/ci"]}"#,
        &binding("cluster-admin", account),
        Pass,
    );
    let wide = role(
        "ClusterRole",
        "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
    );
    is("{}", &format!("{wide}{}", binding("ops", ann)), Fail);
    let narrow = role(
        "ClusterRole",
        "- {apiGroups: [''], resources: ['*'], verbs: ['*']}",
    );
    is("{}", &format!("{narrow}{}", binding("ops", ann)), Pass);
    is(
        "{}",
        &binding("cluster-admin", ann).replace("roleRef", "role"),
        Inconclusive,
    );
}

#[test]
fn an_excused_role_without_limits_is_for_named_administrators_too() {
    const B: &str = "ClusterRoleBinding b";
    let wide = role(
        "ClusterRole",
        "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
    );
    let staff = "{kind: Group, name: staff}";
    let exempt = r#"{"exempt-roles": ["ops"]}"#;
    let report = look_with(exempt, &format!("{wide}{}", binding("ops", staff)));
    hold(&report, "cluster-admin-restricted", &[(B, Fail)]);
    // Nothing shows what a role grants that is not there.
    let report = look_with(exempt, &binding("ops", staff));
    hold(&report, "cluster-admin-restricted", &[(B, Inconclusive)]);
    let forged = wide.replace(
        "name: ops",
        "name: system:ops\n  labels: {kubernetes.io/bootstrapping: rbac-defaults}",
    );
    let report = look(&format!("{forged}{}", binding("system:ops", staff)));
    hold(&report, "cluster-admin-restricted", &[(B, Fail)]);
    let report = look(&binding("system:ops", staff));
    hold(&report, "cluster-admin-restricted", &[(B, Inconclusive)]);
    let report = look(&binding("system:node-proxier", staff));
    hold(&report, "cluster-admin-restricted", &[(B, Pass)]);
}

#[test]
fn a_role_that_gathers_others_grants_what_they_grant() {
    let gathering = |rules: &str| {
        role("ClusterRole", rules).replace(
            "rules:",
            "aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}\nrules:",
        )
    };
    let part = |rules: &str| {
        role("ClusterRole", rules).replace("name: ops", "name: part\n  labels: {part: 'yes'}")
    };
    let wide = "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}";
    let narrow = "- {apiGroups: [''], resources: [pods], verbs: [get]}";
    let bound = binding("ops", "{kind: Group, name: staff}");
    for (roles, outcome) in [
        (gathering(" []"), Inconclusive),
        (gathering(narrow), Pass),
        (gathering(" []") + &part(narrow), Pass),
        (gathering(" []") + &part(wide), Fail),
    ] {
        let report = look(&format!("{roles}{bound}"));
        hold(
            &report,
            "cluster-admin-restricted",
            &[("ClusterRoleBinding b", outcome)],
        );
    }
    let report = look(&gathering(" []"));
    hold(
        &report,
        "wildcard-rights-absent",
        &[("ClusterRole ops", Inconclusive)],
    );
}

#[test]
fn a_role_with_the_name_of_one_for_discovery_is_none() {
    let named = binding(
        "system:discovery",
        "{kind: Group, name: 'system:unauthenticated'}",
    )
    .replace("ClusterRoleBinding", "RoleBinding")
    .replace("kind: ClusterRole,", "kind: Role,")
    .replace("name: b", "name: b\n  namespace: shop");
    hold(
        &look(&named),
        "anonymous-rights-absent",
        &[("RoleBinding shop/b", Fail)],
    );
}

#[test]
fn rights_for_everybody_are_found() {
    for (role, subject, outcome) in [
        ("view", "{kind: Group, name: 'system:authenticated'}", Fail),
        ("view", "{kind: User, name: 'system:anonymous'}", Fail),
        ("view", "{kind: Group, name: staff}", Pass),
        (
            "system:discovery",
            "{kind: Group, name: 'system:authenticated'}",
            Pass,
        ),
        ("view", "{kind: Group}", Inconclusive),
    ] {
        let report = look(&binding(role, subject));
        hold(
            &report,
            "anonymous-rights-absent",
            &[("ClusterRoleBinding b", outcome)],
        );
    }
}

#[test]
fn a_binding_without_subjects_binds_nobody() {
    let manifest = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: n}\nroleRef: {kind: ClusterRole, name: cluster-admin}\n";
    hold(
        &look(manifest),
        "cluster-admin-restricted",
        &[("RoleBinding n/b", Pass)],
    );
}

#[test]
fn the_token_of_the_default_account_is_not_mounted() {
    let account = |setting: &str| {
        format!(
            "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: default, namespace: shop}}\n{setting}\n"
        )
    };
    let plain = pod("containers: [{name: app}]");
    let off = pod("automountServiceAccountToken: false\ncontainers: [{name: app}]");
    let on = pod("automountServiceAccountToken: true\ncontainers: [{name: app}]");
    let own = pod("serviceAccountName: web\ncontainers: [{name: app}]");
    for (manifest, outcome) in [
        (plain.clone(), Fail),
        (off, Pass),
        (
            format!("{on}{}", account("automountServiceAccountToken: false")),
            Fail,
        ),
        (
            format!("{plain}{}", account("automountServiceAccountToken: false")),
            Pass,
        ),
        (
            format!("{plain}{}", account("automountServiceAccountToken: true")),
            Fail,
        ),
        (format!("{plain}{}", account("")), Fail),
        (
            format!("{plain}{}", account("automountServiceAccountToken: 'x'")),
            Inconclusive,
        ),
        (own, Pass),
    ] {
        let report = look(&manifest);
        hold(
            &report,
            "default-token-not-mounted",
            &[("Pod shop/web", outcome)],
        );
    }
}
