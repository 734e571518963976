//! What a role grants, matched as the RBAC authorizer matches it.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::shipped::is_shipped;
use crate::cluster::Cluster;
use crate::config::is_listed;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::selector::Selector;
use crate::verdict::{Verdict, close};

/// One rule of a role.
#[derive(Debug)]
pub(super) struct Grant<'a> {
    pub(super) verbs: Vec<&'a str>,
    pub(super) groups: Vec<&'a str>,
    pub(super) resources: Vec<&'a str>,
    pub(super) names: Vec<&'a str>,
    pub(super) urls: Vec<&'a str>,
    pub(super) at: At<'a>,
}

impl<'a> Grant<'a> {
    fn read(at: At<'a>) -> Read<Self> {
        let texts = |key| -> Read<Vec<&'a str>> {
            Ok(field::texts(&at, key)?
                .into_iter()
                .map(|(text, _)| text)
                .collect())
        };
        Ok(Self {
            verbs: texts("verbs")?,
            groups: texts("apiGroups")?,
            resources: texts("resources")?,
            names: texts("resourceNames")?,
            urls: texts("nonResourceURLs")?,
            at,
        })
    }

    /// Whether it covers a resource (`pods`, or `pods/exec`) of a group.
    pub(super) fn covers(&self, group: &str, resource: &str) -> bool {
        let in_group = self
            .groups
            .iter()
            .any(|one| matches!(*one, "*") || *one == group);
        in_group
            && self.resources.iter().any(|one| {
                *one == "*"
                    || *one == resource
                    // `*/exec` covers that subresource of everything.
                    || one.strip_prefix("*/").is_some_and(|sub| {
                        resource.split_once('/').is_some_and(|(_, own)| own == sub)
                    })
            })
    }

    /// Whether it grants everything: all verbs, by `*` or one by one, on all resources.
    pub(super) fn is_unlimited(&self) -> bool {
        const VERBS: [&str; 7] = [
            "get", "list", "watch", "create", "update", "patch", "delete",
        ];
        self.groups.contains(&"*")
            && self.resources.contains(&"*")
            && self.grants(&VERBS).len() == VERBS.len()
    }

    /// Those of some verbs that it grants.
    pub(super) fn grants(&self, verbs: &[&'static str]) -> Vec<&'static str> {
        let all = self.verbs.contains(&"*");
        verbs
            .iter()
            .copied()
            .filter(|verb| all || self.verbs.contains(verb))
            .collect()
    }
}

/// The rules of a role.
pub(super) fn grants<'a>(role: &Object<'a>) -> Read<Vec<Grant<'a>>> {
    field::list(&role.at, "rules")?
        .into_iter()
        .map(Grant::read)
        .collect()
}

/// The roles whose rules the control plane gathers into one with an `aggregationRule`. Where they are
/// not among the manifests, and the role does not hold the gathered rules either, nobody knows what
/// it grants.
pub(super) fn parts<'a>(cluster: &Cluster<'a>, role: &Object<'a>) -> Read<Vec<&'a Object<'a>>> {
    let Some(aggregation) = field::object(&role.at, "aggregationRule")? else {
        return Ok(Vec::new());
    };
    let gathered = !field::list(&role.at, "rules")?.is_empty();
    let mut parts = Vec::new();
    for selector in field::list(&aggregation, "clusterRoleSelectors")? {
        let wanted = Selector::read(&selector)?;
        let before = parts.len();
        let others = cluster
            .kind(Kind::ClusterRole)
            .iter()
            .copied()
            .filter(|other| other.name != role.name && wanted.matches(&other.labels));
        parts.extend(others);
        if parts.len() == before && !gathered {
            return Err(selector.problem(format!(
                "{} gathers the rules of roles that are not among the manifests, so what it grants is \
                 not known; export the roles of the cluster itself",
                brief(&role.subject, 120)
            )));
        }
    }
    Ok(parts)
}

/// Whether a role grants everything, by its own rules or by those that it gathers. That a role is
/// excused does not matter here: it says that somebody knows the role, not who may hold it.
pub(super) fn is_unlimited<'a>(cluster: &Cluster<'a>, role: &Object<'a>) -> Read<bool> {
    if grants(role)?.iter().any(Grant::is_unlimited) {
        return Ok(true);
    }
    for part in parts(cluster, role)? {
        if grants(part)?.iter().any(Grant::is_unlimited) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Why a role is not judged.
pub(super) fn excused(cluster: &Cluster<'_>, role: &Object<'_>) -> Option<&'static str> {
    // The label alone would let anybody excuse a role, and so would a name that merely begins so.
    let default_name = is_shipped(role.kind, &role.name);
    let labelled = role.labels.get("kubernetes.io/bootstrapping") == Some(&"rbac-defaults");
    if is_listed(&cluster.config.exempt_roles, &role.name) {
        Some("the role is exempt by configuration (`exempt-roles`)")
    } else if labelled && default_name {
        Some("Kubernetes ships the role (label kubernetes.io/bootstrapping)")
    } else {
        None
    }
}

/// Judges every Role and ClusterRole by what it grants.
pub(super) fn each_role<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    expected: &str,
    good: &str,
    look: impl Fn(&Object<'a>, &Grant<'a>, &mut Verdict),
) {
    for kind in [Kind::ClusterRole, Kind::Role] {
        for role in cluster.kind(kind) {
            let finding = match excused(cluster, role) {
                Some(why) => Finding::not_applicable(&role.subject)
                    .actual(why)
                    .at(role.at.place()),
                None => judge(cluster, role, expected, good, &look),
            };
            findings.push(role.noted(finding));
        }
    }
    close(cluster, findings, |kind| {
        matches!(kind, Kind::ClusterRole | Kind::Role)
    });
}

fn judge<'a>(
    cluster: &Cluster<'a>,
    role: &Object<'a>,
    expected: &str,
    good: &str,
    look: &impl Fn(&Object<'a>, &Grant<'a>, &mut Verdict),
) -> Finding {
    let mut verdict = Verdict::default();
    for grant in verdict.take(grants(role)).unwrap_or_default() {
        look(role, &grant, &mut verdict);
    }
    // The control plane gathers the rules of other roles into this one: what it grants is judged
    // there, if they are among the manifests.
    let parts = verdict.take(parts(cluster, role)).unwrap_or_default();
    let good = if parts.is_empty() {
        good.to_owned()
    } else {
        format!("{good}; it gathers the rules of other roles, which are judged themselves")
    };
    verdict.finding(&role.subject, expected, good, role.at.place())
}
