//! Whose identity pods carry.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::verdict::{Verdict, each_workload};
use crate::workload::Workload;

/// Who a pod runs as.
fn account<'a>(workload: &Workload<'a>) -> Read<&'a str> {
    // `serviceAccount` is the older name of the same field.
    for key in ["serviceAccountName", "serviceAccount"] {
        if let Some((name, _)) = field::text(&workload.spec, key)?
            && !name.is_empty()
        {
            return Ok(name);
        }
    }
    Ok("default")
}

/// No pod is handed the token of the default service account
///
/// Every pod without an account of its own shares the account `default`, so that what is granted to
/// one is granted to all and the audit log cannot tell them apart. Such a pod must not mount the
/// account's token. `automountServiceAccountToken` of the pod wins over that of the account; unset,
/// it is on. A pod with an account of its own passes. Source: CIS Kubernetes Benchmark 1.9.0,
/// recommendations 5.1.5 and 5.1.6.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.1" = "A workload that talks to the cluster has an identity of its own.",
        "CC6.3" = "Rights can be granted to one workload without the others.",
    ),
    remedy = "Set `automountServiceAccountToken: false` in the pod, or in the ServiceAccount `default` of \
              the namespace. Give a workload that talks to the cluster a ServiceAccount of its own.",
)]
pub(crate) fn default_token_not_mounted(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const KEY: &str = "automountServiceAccountToken";
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        let mut good = "the token is not mounted".to_owned();
        let mut place = workload.spec.place();
        let name = verdict.take(account(workload));
        let own = verdict.take(field::flag(&workload.spec, KEY));
        if let (Some(name), Some(own)) = (name, own) {
            let of_account = || {
                cluster
                    .within(Kind::ServiceAccount, &workload.object.namespace)
                    .iter()
                    .find(|account| account.name == name)
                    .map(|account| field::flag(&account.at, KEY))
            };
            if name != "default" {
                good = format!("runs as the service account {}", brief(name, 100));
            } else if let Some((mounted, at)) = own {
                if mounted {
                    verdict.bad("the pod mounts the token of `default`", at.place());
                }
                place = at.place();
            } else {
                match of_account().transpose() {
                    Ok(Some(Some((false, at)))) => place = at.place(),
                    Ok(Some(Some((true, at)))) => {
                        verdict.bad(
                            "the account `default` lets its token be mounted",
                            at.place(),
                        );
                    }
                    Ok(Some(None)) => verdict.bad(
                        "neither the pod nor the account `default` switches the mount off",
                        workload.spec.place(),
                    ),
                    Ok(None) => match cluster.doubt(Kind::ServiceAccount) {
                        Some(unclear) => verdict.unclear(unclear.problem.clone()),
                        None => verdict.bad(
                            "the pod does not switch the mount off, and the account `default` is \
                             not among the manifests",
                            workload.spec.place(),
                        ),
                    },
                    Err(problem) => verdict.unclear(problem),
                }
            }
        }
        Some(verdict.finding(
            &workload.subject,
            "a service account of its own, or automountServiceAccountToken false",
            good,
            place,
        ))
    });
}
