//! Who may do what in the cluster (RBAC).

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::grants::{each_role, is_unlimited};
use super::shipped::is_shipped;
use crate::cluster::Cluster;
use crate::config::is_listed;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::verdict::{Verdict, close};

const RBAC: &str = "rbac.authorization.k8s.io";

/// Roles name what they grant
///
/// A `*` among verbs, resources, API groups or paths grants what nobody thought of, also things that
/// are added to the cluster later. Source: CIS Kubernetes Benchmark 1.9.0, recommendation 5.1.3.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "Rights are granted one by one, as the duties of a role demand, and not wholesale."),
    supports("CC6.1" = "Access to the cluster's objects is limited by rules that name them."),
    remedy = "Replace each `*` by the verbs, resources and API groups that are used; the audit log shows \
              them. If a provider or add-on ships the role, name it in `exempt-roles`.",
)]
pub(crate) fn wildcard_rights_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_role(
        cluster,
        findings,
        "no `*` in verbs, resources, apiGroups and nonResourceURLs",
        "every right is named",
        |_, grant, verdict| {
            for (key, values) in [
                ("verbs", &grant.verbs),
                ("resources", &grant.resources),
                ("apiGroups", &grant.groups),
                ("nonResourceURLs", &grant.urls),
            ] {
                if values.contains(&"*") {
                    let place = field::get(&grant.at, key).unwrap_or_else(|| grant.at.clone());
                    verdict.bad(format!("{key} hold *"), place.place());
                }
            }
        },
    );
}

/// No role can give itself or others more rights
///
/// `escalate` and `bind` lift the rule that nobody grants more than they have, `impersonate` lets one
/// act as anybody, a token of a service account is that account, and an approved certificate is
/// whoever it names. Source: CIS Kubernetes Benchmark 1.9.0, recommendations 5.1.8, 5.1.11 and 5.1.13.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "Who has a role cannot turn it into more than was granted."),
    remedy = "Remove the verbs from the role, or name the role in `exempt-roles` where an operator of the \
              cluster needs them and that was decided.",
)]
pub(crate) fn privilege_escalation_rights_absent(
    cluster: &Cluster<'_>,
    findings: &mut Findings<'_>,
) {
    const WAYS: [(&str, &[&str], &[&str]); 4] = [
        (RBAC, &["roles", "clusterroles"], &["escalate", "bind"]),
        (
            "",
            &["users", "groups", "serviceaccounts"],
            &["impersonate"],
        ),
        ("", &["serviceaccounts/token"], &["create"]),
        (
            "certificates.k8s.io",
            &["certificatesigningrequests/approval"],
            &["update", "patch"],
        ),
    ];
    each_role(
        cluster,
        findings,
        "no escalate, bind or impersonate, no new tokens, no approval of certificates",
        "none of these rights is granted",
        |_, grant, verdict| {
            for (group, resources, verbs) in WAYS {
                for resource in resources {
                    if grant.covers(group, resource) {
                        for verb in grant.grants(verbs) {
                            verdict.bad(format!("{verb} {resource}"), grant.at.place());
                        }
                    }
                }
            }
        },
    );
}

/// Only named roles read secrets
///
/// Whoever reads the secrets of a namespace has its passwords, keys and service account tokens. A
/// rule that names single secrets (`resourceNames`) passes. Source: CIS Kubernetes Benchmark 1.9.0,
/// recommendation 5.1.2; the roles are configured (`secret-readers`).
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC6.1" = "Stored credentials are readable only for those whose role needs them."),
    supports("CC6.3" = "Rights to read secrets follow the duties of a role."),
    remedy = "Remove get, list and watch on secrets from the role, or limit them to single secrets with \
              `resourceNames`. Name roles whose duty it is in `secret-readers`.",
)]
pub(crate) fn secret_rights_restricted(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let config = cluster.config;
    each_role(
        cluster,
        findings,
        "no get, list or watch on all secrets, or a role in `secret-readers`",
        "no right to read all secrets, or the role is named in `secret-readers`",
        |role, grant, verdict| {
            if is_listed(&config.secret_readers, &role.name)
                || !grant.names.is_empty()
                || !grant.covers("", "secrets")
            {
                return;
            }
            let verbs = grant.grants(&["get", "list", "watch"]);
            if !verbs.is_empty() {
                verdict.bad(format!("{} secrets", verbs.join(", ")), grant.at.place());
            }
        },
    );
}

/// No role runs commands in other workloads
///
/// `pods/exec` and `pods/attach` let one work inside of running containers, with their identity and
/// their secrets, past review and deployment. `create` and `get` both open the connection. Source:
/// Kubernetes' documentation, Role Based Access Control Good Practices; Polaris asks for the same.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.3" = "Rights to act inside of workloads are kept to those who need them.",
        "CC8.1" = "What runs is not changed by hand past the change process.",
    ),
    remedy = "Remove `pods/exec` and `pods/attach` from the role, or keep them to a role for emergencies \
              that is named in `exempt-roles`. If every session is recorded and reviewed, leave the \
              control out (`leave-out`).",
)]
pub(crate) fn pod_exec_restricted(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_role(
        cluster,
        findings,
        "no create or get on pods/exec and pods/attach",
        "no right to run commands in pods",
        |_, grant, verdict| {
            for resource in ["pods/exec", "pods/attach"] {
                let verbs = grant.grants(&["create", "get"]);
                if grant.covers("", resource) && !verbs.is_empty() {
                    let what = format!("{} {resource}", verbs.join(", "));
                    verdict.bad(what, grant.at.place());
                }
            }
        },
    );
}

/// Who is bound to a role.
struct Bound<'a> {
    kind: &'a str,
    /// With its namespace, for a service account.
    name: String,
    at: At<'a>,
}

fn bound<'a>(binding: &Object<'a>) -> Read<Vec<Bound<'a>>> {
    field::list(&binding.at, "subjects")?
        .into_iter()
        .map(|at| {
            let missing = |key| at.problem(format!("a subject has no `{key}`"));
            let kind = field::text(&at, "kind")?.ok_or_else(|| missing("kind"))?.0;
            let name = field::text(&at, "name")?.ok_or_else(|| missing("name"))?.0;
            let name = if kind == "ServiceAccount" {
                let namespace = field::text(&at, "namespace")?
                    .map_or(binding.namespace.as_str(), |(namespace, _)| namespace);
                format!("{namespace}/{name}")
            } else {
                name.to_owned()
            };
            Ok(Bound { kind, name, at })
        })
        .collect()
}

/// Judges every binding.
fn each_binding<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    expected: &str,
    look: impl Fn(&Object<'a>, &RoleRef<'a>, &mut Verdict) -> String,
) {
    for kind in [Kind::ClusterRoleBinding, Kind::RoleBinding] {
        for binding in cluster.kind(kind) {
            let mut verdict = Verdict::default();
            let good = match verdict.take(RoleRef::read(binding)) {
                Some(role) => look(binding, &role, &mut verdict),
                None => String::new(),
            };
            let finding = verdict.finding(&binding.subject, expected, good, binding.at.place());
            findings.push(binding.noted(finding));
        }
    }
    close(cluster, findings, |kind| {
        matches!(kind, Kind::ClusterRoleBinding | Kind::RoleBinding)
    });
}

/// The role that a binding binds.
struct RoleRef<'a> {
    kind: Kind,
    name: &'a str,
}

impl<'a> RoleRef<'a> {
    fn read(binding: &Object<'a>) -> Read<Self> {
        let role = field::object(&binding.at, "roleRef")?
            .ok_or_else(|| binding.at.problem("the binding has no `roleRef`"))?;
        let text = |key: &str| -> Read<&'a str> {
            field::text(&role, key)?
                .map(|(text, _)| text)
                .ok_or_else(|| role.problem(format!("`roleRef` has no `{key}`")))
        };
        let kind = match text("kind")? {
            "ClusterRole" => Kind::ClusterRole,
            "Role" => Kind::Role,
            _ => return Err(role.problem("`roleRef` names neither a Role nor a ClusterRole")),
        };
        Ok(Self {
            kind,
            name: text("name")?,
        })
    }

    /// Whether the role grants everything, by its name or by its rules.
    fn is_unlimited(&self, cluster: &Cluster<'_>, binding: &Object<'_>) -> Read<bool> {
        if self.kind == Kind::ClusterRole && self.name == "cluster-admin" {
            return Ok(true);
        }
        let namespace = match self.kind {
            Kind::Role => binding.namespace.as_str(),
            _ => "",
        };
        // One object may be among the manifests several times.
        let mut roles = cluster
            .within(self.kind, namespace)
            .iter()
            .filter(|role| role.name == self.name)
            .peekable();
        if roles.peek().is_some() {
            let unlimited: Vec<bool> = roles
                .map(|role| is_unlimited(cluster, role))
                .collect::<Read<_>>()?;
            return Ok(unlimited.contains(&true));
        }
        if self.kind == Kind::ClusterRole && is_shipped(self.kind, self.name) {
            return Ok(false);
        }
        Err(binding.at.problem(format!(
            "the {} {} is not among the manifests, so what it grants is not known",
            self.kind.name(),
            brief(self.name, 100)
        )))
    }
}

/// Only named administrators hold cluster-admin
///
/// `cluster-admin` may do everything, in a RoleBinding everything in one namespace; so may a role whose
/// rule has `*` for verbs, resources and API groups, or that gathers such a rule, also one of
/// `exempt-roles`. Kubernetes itself binds it to the group system:masters. A role that is not among the
/// manifests is not known, but for those that Kubernetes ships. Source: CIS Kubernetes Benchmark 1.9.0, recommendation 5.1.1; who may hold it is configured
/// (`cluster-admins`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "The role without limits is kept to those who were chosen to administer the cluster."),
    supports("CC6.1" = "Unlimited access is known person by person."),
    remedy = "Bind the subject to a role with the rights it uses, and delete the binding. Name those who \
              administer the cluster in `cluster-admins`.",
)]
pub(crate) fn cluster_admin_restricted(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let config = cluster.config;
    each_binding(
        cluster,
        findings,
        "unlimited rights only for those in `cluster-admins`",
        |binding, role, verdict| {
            match verdict.take(role.is_unlimited(cluster, binding)) {
                Some(true) => {}
                Some(false) => return format!("binds {}, which has limits", brief(role.name, 100)),
                None => return String::new(),
            }
            for one in verdict.take(bound(binding)).unwrap_or_default() {
                let label = format!("{}:{}", one.kind, one.name);
                if label != "Group:system:masters" && !config.cluster_admins.contains(&label) {
                    let what = format!("{} for {}", brief(role.name, 100), brief(&label, 120));
                    verdict.bad(what, one.at.place());
                }
            }
            format!("binds {} to those who may hold it", brief(role.name, 100))
        },
    );
}

/// Nothing is granted to everybody
///
/// The groups system:unauthenticated and system:authenticated and the user system:anonymous stand
/// for anybody who reaches the API; with some providers `authenticated` is everybody with an account
/// there. Kubernetes' own three roles for discovery may be bound to them. Source: Kubernetes'
/// documentation, Role Based Access Control Good Practices.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Access needs an identity that was given a right, not merely a way to the API."),
    remedy = "Delete the binding, and bind a group of your own identity provider instead.",
)]
pub(crate) fn anonymous_rights_absent(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_binding(
        cluster,
        findings,
        "no right for system:anonymous, system:unauthenticated or system:authenticated",
        |binding, role, verdict| {
            const DISCOVERY: [&str; 3] = [
                "system:basic-user",
                "system:discovery",
                "system:public-info-viewer",
            ];
            for one in verdict.take(bound(binding)).unwrap_or_default() {
                let everybody = matches!(
                    (one.kind, one.name.as_str()),
                    ("Group", "system:unauthenticated" | "system:authenticated")
                        | ("User", "system:anonymous")
                );
                // A Role may bear any name; only the cluster roles are Kubernetes' own.
                let discovery = role.kind == Kind::ClusterRole && DISCOVERY.contains(&role.name);
                if everybody && !discovery {
                    let what = format!("{} for {}", brief(role.name, 100), one.name);
                    verdict.bad(what, one.at.place());
                }
            }
            "binds nobody of these, or only for discovery".to_owned()
        },
    );
}

#[cfg(test)]
mod tests {
    use super::super::grants::grants;
    use super::*;

    #[test]
    fn grants_are_matched_as_the_authorizer_does() {
        let path = std::rc::Rc::from("role.json");
        let read = |json: &str| Document::json(&path, json.as_bytes()).unwrap();
        let role = read(
            r#"{"metadata":{"name":"x"},"rules":[
                {"apiGroups":[""],"resources":["*/exec"],"verbs":["*"]},
                {"apiGroups":["*"],"resources":["pods"],"verbs":["get"]}]}"#,
        );
        let config = crate::Config::default();
        let object = Object::read(&role.root(), Kind::ClusterRole, &config).unwrap();
        let grants = grants(&object).unwrap();
        assert!(grants[0].covers("", "pods/exec"));
        assert!(!grants[0].covers("", "pods"));
        assert!(!grants[0].covers("apps", "pods/exec"));
        assert_eq!(grants[0].grants(&["create", "get"]), ["create", "get"]);
        assert!(grants[1].covers("", "pods"));
        assert!(!grants[1].covers("", "pods/exec"));
        assert_eq!(grants[1].grants(&["create", "get"]), ["get"]);
    }
}
