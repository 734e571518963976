use super::*;

const CONTROL: &str = "secrets-not-in-clear-text";

#[test]
fn literal_values_under_names_of_secrets_are_found_and_never_repeated() {
    let report = look(&container("env: [{name: DB_PASSWORD, value: hunter2}]"));
    let finding = one(&report, CONTROL, "Pod shop/web");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(
        finding.actual,
        "container app: DB_PASSWORD has a literal value (name holds PASSWORD)"
    );
    assert!(!format!("{:?}", report.findings).contains("hunter2"));
}

#[test]
fn references_and_names_about_secrets_pass() {
    for env in [
        "env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: p}}}]",
        "env: [{name: DB_PASSWORD, value: $(OTHER)}]",
        "env: [{name: DB_PASSWORD_FILE, value: /run/secrets/db}]",
        "env: [{name: DB_PASSWORD, value: ''}]",
        "env: [{name: LOG_LEVEL, value: debug}]",
        "envFrom: [{secretRef: {name: db}}]",
    ] {
        hold(&look(&container(env)), CONTROL, &[("Pod shop/web", Pass)]);
    }
    let report = look(&container("envFrom: [{secretRef: {name: db}}]"));
    assert!(
        one(&report, CONTROL, "Pod shop/web")
            .actual
            .contains("1 references to Secrets")
    );
}

#[test]
fn the_secret_id_of_vault_is_a_secret_and_that_of_a_store_is_a_name() {
    let env = |value: &str| container(&format!("env: [{{name: DB_SECRET_ID, value: {value}}}]"));
    for (value, outcome) in [
        ("9a9cf2a6-0f4a-4f3e-8f3e-1b7d7e2a0c11", Fail),
        ("production/database", Pass),
    ] {
        hold(&look(&env(value)), CONTROL, &[("Pod shop/web", outcome)]);
    }
}

#[test]
fn values_that_are_no_text_or_templates_are_not_known() {
    for env in [
        "env: [{name: API_KEY, value: 12}]",
        "env: [{name: API_KEY, value: '{{ .Values.key }}'}]",
        "env: [{value: x}]",
        "env: {API_KEY: x}",
    ] {
        hold(
            &look(&container(env)),
            CONTROL,
            &[("Pod shop/web", Inconclusive)],
        );
    }
}

#[test]
fn config_maps_are_looked_at() {
    let map = |data: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c, namespace: shop}}\ndata:\n  {data}\n"
        )
    };
    for (data, outcome) in [
        ("log: debug", Pass),
        ("dbPassword: hunter2", Fail),
        ("url: postgres://app:hunter2@db/app", Fail),
        ("'.env': \"A=b\\nDB_PASSWORD=hunter2\\n\"", Fail),
        (
            "app.properties: \"url=http://db\\nredis.url=redis://app:hunter2@cache\\n\"",
            Fail,
        ),
        ("app.yaml: \"db:\\n  password: ${DB_PASSWORD}\\n\"", Pass),
        ("alert: '{{ $labels.instance }} is down'", Pass),
    ] {
        let report = look(&map(data));
        hold(&report, CONTROL, &[("ConfigMap shop/c", outcome)]);
        assert!(!format!("{:?}", report.findings).contains("hunter2"));
    }
    let report = look_with(
        r#"{"secret-words": ["licence-key"]}"#,
        &map("LICENCE_KEY: abc"),
    );
    hold(&report, CONTROL, &[("ConfigMap shop/c", Fail)]);
}
