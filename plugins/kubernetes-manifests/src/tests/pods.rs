use super::*;

const POD: &str = "Pod shop/web";

#[track_caller]
fn pod_is(config: &str, control: &str, manifest: &str, outcome: Outcome, actual: &str) {
    let report = look_with(config, manifest);
    let finding = one(&report, control, POD);
    assert_eq!(
        finding.outcome, outcome,
        "{control} on\n{manifest}{finding:?}"
    );
    assert!(
        finding.actual.contains(actual),
        "{control}: {}",
        finding.actual
    );
}

/// Control, what a container or pod says, outcome, deciding words.
type Row = (&'static str, &'static str, Outcome, &'static str);

#[rustfmt::skip]
const OF_CONTAINERS: &[Row] = &[
    ("privileged-containers-absent", "image: a", Pass, "no container"),
    ("privileged-containers-absent", "securityContext: {privileged: false}", Pass, "no container"),
    ("privileged-containers-absent", "securityContext: {privileged: null}", Pass, "no container"),
    ("privileged-containers-absent", "securityContext: {privileged: true}", Fail, "container app: privileged true"),
    ("privileged-containers-absent", "securityContext: {privileged: yes}", Fail, "privileged true"),
    ("privileged-containers-absent", "securityContext: {privileged: maybe}", Inconclusive, "true or false"),
    ("privileged-containers-absent", "securityContext: {privileged: 1}", Inconclusive, "a number"),
    ("host-process-absent", "securityContext: {windowsOptions: {hostProcess: true}}", Fail, "hostProcess true"),
    ("host-process-absent", "securityContext: {windowsOptions: {}}", Pass, "no container"),
    ("added-capabilities-harmless", "securityContext: {capabilities: {add: [CHOWN, KILL]}}", Pass, "no further"),
    ("added-capabilities-harmless", "securityContext: {capabilities: {add: [NET_RAW]}}", Fail, "container app adds NET_RAW"),
    ("added-capabilities-harmless", "securityContext: {capabilities: {add: NET_RAW}}", Inconclusive, "a list"),
    ("host-ports-absent", "ports: [{containerPort: 80}, {hostPort: 0}]", Pass, "no host port"),
    ("host-ports-absent", "ports: [{containerPort: 80, hostPort: 80}]", Fail, "hostPort 80"),
    ("probe-hosts-unset", "livenessProbe: {httpGet: {port: 80, host: ''}}", Pass, "no probe"),
    ("probe-hosts-unset", "livenessProbe: {httpGet: {port: 80, host: 10.0.0.1}}", Fail, "livenessProbe.httpGet.host 10.0.0.1"),
    ("probe-hosts-unset", "lifecycle: {preStop: {tcpSocket: {host: db}}}", Fail, "lifecycle.preStop.tcpSocket.host db"),
    ("apparmor-not-disabled", "securityContext: {appArmorProfile: {type: Localhost}}", Pass, "not switched off"),
    ("apparmor-not-disabled", "securityContext: {appArmorProfile: {type: Unconfined}}", Fail, "appArmorProfile Unconfined"),
    ("selinux-options-default", "securityContext: {seLinuxOptions: {type: container_engine_t}}", Pass, "no SELinux"),
    ("selinux-options-default", "securityContext: {seLinuxOptions: {type: spc_t}}", Fail, "seLinuxOptions.type spc_t"),
    ("selinux-options-default", "securityContext: {seLinuxOptions: {user: system_u}}", Fail, "seLinuxOptions.user system_u"),
    ("proc-mount-default", "securityContext: {procMount: Default}", Pass, "/proc is masked"),
    ("proc-mount-default", "securityContext: {procMount: Unmasked}", Fail, "procMount Unmasked"),
    ("seccomp-not-disabled", "image: a", Pass, "not switched off"),
    ("seccomp-not-disabled", "securityContext: {seccompProfile: {type: Unconfined}}", Fail, "seccompProfile Unconfined"),
    ("privilege-escalation-disabled", "image: a", Fail, "allowPrivilegeEscalation unset"),
    ("privilege-escalation-disabled", "securityContext: {allowPrivilegeEscalation: true}", Fail, "true"),
    ("privilege-escalation-disabled", "securityContext: {allowPrivilegeEscalation: no}", Pass, "false in every"),
    ("capabilities-dropped", "securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}", Pass, "drops ALL"),
    ("capabilities-dropped", "securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}", Fail, "adds CHOWN"),
    ("capabilities-dropped", "securityContext: {capabilities: {drop: [NET_RAW]}}", Fail, "does not drop ALL"),
    ("root-user-not-set", "securityContext: {runAsUser: 1000}", Pass, "nothing is set"),
    ("root-user-not-set", "securityContext: {runAsUser: 0}", Fail, "container app: runAsUser 0"),
    ("root-user-not-set", "securityContext: {runAsUser: 0x0}", Fail, "runAsUser 0"),
];

#[test]
fn containers_are_held_to_the_pod_security_standards() {
    for (control, members, outcome, actual) in OF_CONTAINERS {
        pod_is(RESTRICTED, control, &container(members), *outcome, actual);
    }
}

#[rustfmt::skip]
const OF_PODS: &[Row] = &[
    ("host-namespaces-not-shared", "hostNetwork: false", Pass, "no namespace"),
    ("host-namespaces-not-shared", "hostNetwork: on", Fail, "hostNetwork true"),
    ("host-namespaces-not-shared", "hostPID: true\nhostIPC: true", Fail, "pod: hostPID true; pod: hostIPC true"),
    ("host-path-volumes-absent", "volumes: [{name: a, emptyDir: {}}]", Pass, "no hostPath"),
    ("host-path-volumes-absent", "volumes: [{name: a, hostPath: {path: /var/run}}]", Fail, "hostPath /var/run"),
    ("host-process-absent", "securityContext: {windowsOptions: {hostProcess: true}}", Fail, "pod: hostProcess true"),
    ("sysctls-safe", "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}", Pass, "no sysctl"),
    ("sysctls-safe", "securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}", Fail, "sysctl kernel.msgmax"),
    ("sysctls-safe", "securityContext: {sysctls: [{value: '1'}]}", Inconclusive, "no name"),
    ("proc-mount-default", "hostUsers: true", Pass, "/proc is masked"),
    ("volume-types-restricted", "volumes: [{name: a, csi: {driver: x}}]", Pass, "no volume"),
    ("volume-types-restricted", "volumes: [{name: a, nfs: {server: x, path: /}}]", Fail, "volume of nfs"),
    ("volume-types-restricted", "volumes: [{name: a}]", Fail, "no type"),
    ("non-root-required", "", Fail, "runAsNonRoot unset"),
    ("non-root-required", "securityContext: {runAsNonRoot: true}", Pass, "required for every"),
    ("non-root-required", "securityContext: {runAsNonRoot: false}", Fail, "pod: runAsNonRoot false"),
    ("non-root-required", "securityContext: {runAsNonRoot: 'perhaps'}", Inconclusive, "true or false"),
    ("non-root-required", "hostUsers: false", Pass, "users of its own"),
    ("root-user-not-set", "securityContext: {runAsUser: 0}", Fail, "pod: runAsUser 0"),
    ("root-user-not-set", "hostUsers: false\nsecurityContext: {runAsUser: 0}", Pass, "users of its own"),
    ("seccomp-profile-set", "", Fail, "seccompProfile unset"),
    ("seccomp-profile-set", "securityContext: {seccompProfile: {type: RuntimeDefault}}", Pass, "set for every"),
    ("seccomp-profile-set", "securityContext: {seccompProfile: {}}", Fail, "without a type"),
    ("seccomp-profile-set", "os: {name: windows}", Pass, "Windows"),
    ("privilege-escalation-disabled", "os: {name: windows}", Pass, "Windows"),
    ("capabilities-dropped", "os: {name: windows}", Pass, "Windows"),
    ("non-root-required", "os: {name: windows}", Fail, "unset"),
];

#[test]
fn pods_are_held_to_the_pod_security_standards() {
    for (control, members, outcome, actual) in OF_PODS {
        let manifest = pod(&format!("{members}\ncontainers: [{{name: app, image: a}}]"));
        pod_is(RESTRICTED, control, &manifest, *outcome, actual);
    }
}

#[test]
fn a_container_that_sets_what_its_pod_does_not_is_enough() {
    let own = "securityContext: {runAsNonRoot: true, seccompProfile: {type: Localhost}}";
    for control in ["non-root-required", "seccomp-profile-set"] {
        pod_is(RESTRICTED, control, &container(own), Pass, "");
        let two = format!("{}  - name: other\n    image: b\n", container(own));
        pod_is(RESTRICTED, control, &two, Fail, "container other");
        let worse = pod(
            "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n\
             containers:\n- name: app\n  securityContext: {runAsNonRoot: false, seccompProfile: \
             {type: Unconfined}}",
        );
        pod_is(RESTRICTED, control, &worse, Fail, "container app");
    }
}

#[test]
fn a_pod_with_users_of_its_own_may_unmask_proc_at_baseline_only() {
    let manifest =
        pod("hostUsers: false\ncontainers: [{name: app, securityContext: {procMount: Unmasked}}]");
    pod_is("{}", "proc-mount-default", &manifest, Pass, "");
    pod_is(
        RESTRICTED,
        "proc-mount-default",
        &manifest,
        Fail,
        "Unmasked",
    );
}

#[test]
fn the_older_annotation_of_apparmor_counts() {
    let annotated = |profile| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\n  annotations:\n    \
             container.apparmor.security.beta.kubernetes.io/app: {profile}\nspec:\n  containers: [{{name: app}}]\n"
        )
    };
    pod_is(
        "{}",
        "apparmor-not-disabled",
        &annotated("localhost/mine"),
        Pass,
        "",
    );
    pod_is(
        "{}",
        "apparmor-not-disabled",
        &annotated("unconfined"),
        Fail,
        "container app: unconfined",
    );
}

#[test]
fn every_kind_of_container_is_looked_at() {
    for (list, label) in [
        ("initContainers", "init container spy"),
        ("ephemeralContainers", "ephemeral container spy"),
    ] {
        let manifest = pod(&format!(
            "containers: [{{name: app}}]\n{list}: [{{name: spy, securityContext: {{privileged: true}}}}]"
        ));
        pod_is("{}", "privileged-containers-absent", &manifest, Fail, label);
    }
    let sidecar = pod(
        "containers: [{name: app}]\ninitContainers: [{name: mesh, restartPolicy: Always, securityContext: {privileged: true}}]",
    );
    pod_is(
        "{}",
        "privileged-containers-absent",
        &sidecar,
        Fail,
        "sidecar mesh",
    );
}

#[test]
fn a_finding_points_at_the_line_and_value_that_decided() {
    let report = look(&container("securityContext:\n  privileged: true"));
    let place = &one(&report, "privileged-containers-absent", POD).locations[0];
    assert_eq!(place.line, Some(10));
    assert_eq!(
        place.pointer.as_deref(),
        Some("/spec/containers/0/securityContext/privileged")
    );
}

#[test]
fn every_kind_that_bears_pods_is_judged() {
    let template = "template: {spec: {hostPID: true, containers: [{name: a}]}}";
    for (version, kind, body) in [
        ("apps/v1", "Deployment", format!("spec: {{{template}}}")),
        ("apps/v1", "StatefulSet", format!("spec: {{{template}}}")),
        ("apps/v1", "DaemonSet", format!("spec: {{{template}}}")),
        ("apps/v1", "ReplicaSet", format!("spec: {{{template}}}")),
        (
            "v1",
            "ReplicationController",
            format!("spec: {{{template}}}"),
        ),
        ("batch/v1", "Job", format!("spec: {{{template}}}")),
        (
            "batch/v1",
            "CronJob",
            format!("spec: {{jobTemplate: {{spec: {{{template}}}}}}}"),
        ),
        ("v1", "PodTemplate", template.to_owned()),
        (
            "v1",
            "Pod",
            "spec: {hostPID: true, containers: [{name: a}]}".to_owned(),
        ),
    ] {
        let report = look(&format!(
            "apiVersion: {version}\nkind: {kind}\nmetadata: {{name: x, namespace: n}}\n{body}\n"
        ));
        hold(
            &report,
            "host-namespaces-not-shared",
            &[(&format!("{kind} n/x"), Fail)],
        );
    }
}

#[test]
fn baseline_does_not_ask_for_what_restricted_asks() {
    let report = look(&container("image: a"));
    assert!(report.outcomes("non-root-required").is_empty());
}

#[test]
fn exempt_namespaces_are_named_and_not_judged() {
    let manifest = container("securityContext: {privileged: true}").replace("shop", "kube-system");
    let report = look(&manifest);
    hold(
        &report,
        "privileged-containers-absent",
        &[("Pod kube-system/web", NotApplicable)],
    );
    let report = look_with(r#"{"exempt-namespaces": []}"#, &manifest);
    hold(
        &report,
        "privileged-containers-absent",
        &[("Pod kube-system/web", Fail)],
    );
}

#[test]
fn images_need_a_version_a_digest_and_an_approved_registry() {
    let digest = format!("ghcr.io/acme/app@sha256:{}", "0".repeat(64));
    for (image, tag, pinned, approved) in [
        ("ghcr.io/acme/app:1.2", Pass, Fail, Pass),
        ("ghcr.io/acme/app", Fail, Fail, Pass),
        ("ghcr.io/acme/app:latest", Fail, Fail, Pass),
        ("ghcr.io/acme-two/app:1", Pass, Fail, Fail),
        ("nginx:1.27", Pass, Fail, Fail),
        ("ghcr.io/acme/app@sha256:12", Fail, Fail, Pass),
        (
            "ghcr.io/acme/not an image",
            Inconclusive,
            Inconclusive,
            Inconclusive,
        ),
        (digest.as_str(), Pass, Pass, Pass),
    ] {
        let report = look_with(
            r#"{"allowed-registries": ["ghcr.io/acme"]}"#,
            &container(&format!("image: '{image}'")),
        );
        hold(&report, "image-tags-fixed", &[(POD, tag)]);
        hold(&report, "images-pinned-by-digest", &[(POD, pinned)]);
        hold(
            &report,
            "images-from-allowed-registries",
            &[(POD, approved)],
        );
    }
    let report = look(&container("command: [x]"));
    hold(&report, "image-tags-fixed", &[(POD, Inconclusive)]);
    assert!(report.outcomes("images-from-allowed-registries").is_empty());
}
