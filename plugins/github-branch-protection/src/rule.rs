//! The rules of a ruleset, as they stand in the ruleset itself and in the answer of
//! `GET /repos/{owner}/{repo}/rules/branches/{branch}`.
//!
//! Rules of other types (names of branches, commit messages, file sizes and so on) demand nothing
//! that this plugin judges.

use std::collections::BTreeSet;

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::demand::{Checks, Demands, Setting, approvals, flag, names, present, shown, unexpected};

/// What rules demand together. `place` is where one can see that there are no others.
pub(crate) fn demands<'a>(rules: impl Iterator<Item = At<'a>>, place: &Location) -> Demands {
    rules
        .map(|rule| demand(&rule))
        .fold(Demands::none(place), Demands::and)
}

fn demand(rule: &At<'_>) -> Demands {
    let Some(kind) = rule.get("type") else {
        return Demands::unclear(&rule.problem("the rule has no `type`"));
    };
    let Some(name) = kind.as_str() else {
        return Demands::unclear(&unexpected(&kind, "type", "the name of a rule"));
    };
    let place = kind.place();
    let none = Demands::none(&place);
    let on = || shown(true, &place);
    match name {
        "pull_request" => match parameters(rule) {
            Ok(parameters) => reviews(&parameters),
            Err(problem) => Demands::unclear_reviews(&problem),
        },
        "required_status_checks" => {
            let (checks, up_to_date) = status_checks(rule);
            Demands {
                checks,
                up_to_date,
                ..none
            }
        }
        "workflows" => Demands {
            checks: others(rule, "workflows", "path", "workflow"),
            ..none
        },
        "code_scanning" => Demands {
            checks: code_scanning(rule),
            ..none
        },
        "merge_queue" => Demands {
            up_to_date: on(),
            ..none
        },
        "non_fast_forward" => Demands {
            force_push_blocked: on(),
            ..none
        },
        "deletion" => Demands {
            deletion_blocked: on(),
            ..none
        },
        "required_signatures" => Demands {
            signatures: on(),
            ..none
        },
        "required_linear_history" => Demands {
            linear_history: on(),
            ..none
        },
        _ => none,
    }
}

fn parameters<'a>(rule: &At<'a>) -> Result<At<'a>, Problem> {
    let parameters =
        present(rule, "parameters").ok_or_else(|| rule.problem("the rule has no `parameters`"))?;
    if parameters.kind() == Kind::Object {
        Ok(parameters)
    } else {
        Err(unexpected(&parameters, "parameters", "an object"))
    }
}

fn reviews(parameters: &At<'_>) -> Demands {
    Demands {
        approvals: approvals(parameters, "required_approving_review_count"),
        team_approvals: team_approvals(parameters),
        code_owners: flag(parameters, "require_code_owner_review"),
        stale_dismissed: flag(parameters, "dismiss_stale_reviews_on_push"),
        last_push_approved: flag(parameters, "require_last_push_approval"),
        conversations_resolved: flag(parameters, "required_review_thread_resolution"),
        ..Demands::none(&parameters.place())
    }
}

/// Whether `required_reviewers` makes any team approve anything.
fn team_approvals(parameters: &At<'_>) -> Setting<bool> {
    const KEY: &str = "required_reviewers";
    let Some(reviewers) = present(parameters, KEY) else {
        return shown(false, &parameters.place());
    };
    if reviewers.kind() != Kind::Array {
        return Err(unexpected(&reviewers, KEY, "a list"));
    }
    let any = reviewers.items().any(|reviewer| {
        reviewer
            .get("minimum_approvals")
            .and_then(|count| count.as_i64())
            != Some(0)
    });
    shown(any, &reviewers.place())
}

fn status_checks(rule: &At<'_>) -> (Setting<Checks>, Setting<bool>) {
    let read = || -> Result<_, Problem> {
        let parameters = parameters(rule)?;
        let list = present(&parameters, "required_status_checks")
            .ok_or_else(|| parameters.problem("`required_status_checks` is missing"))?;
        let checks = Checks {
            contexts: names(&list, Some("context"))?,
            ..Checks::default()
        };
        // GitHub ignores the policy while no check is required.
        let strict = if checks.is_empty() {
            shown(false, &list.place())
        } else {
            flag(&parameters, "strict_required_status_checks_policy")
        };
        Ok((shown(checks, &list.place()), strict))
    };
    read().unwrap_or_else(|problem| (Err(problem.clone()), Err(problem)))
}

/// Tools of code scanning whose alerts can stop a merge. With both thresholds at `none` a tool has to have
/// run, and whatever it found is merged all the same.
fn code_scanning(rule: &At<'_>) -> Setting<Checks> {
    const LIST: &str = "code_scanning_tools";
    const KNOWN: [&str; 7] = [
        "none",
        "errors",
        "errors_and_warnings",
        "all",
        "critical",
        "high_or_higher",
        "medium_or_higher",
    ];
    let parameters = parameters(rule)?;
    let list = present(&parameters, LIST)
        .ok_or_else(|| parameters.problem(format!("`{LIST}` is missing")))?;
    let mut others = BTreeSet::new();
    for tool in list.items() {
        let name = tool
            .get("tool")
            .and_then(|name| name.as_str())
            .ok_or_else(|| tool.problem("a tool has no `tool`"))?;
        let mut stops = false;
        for key in ["alerts_threshold", "security_alerts_threshold"] {
            let threshold = tool
                .get(key)
                .and_then(|threshold| threshold.as_str())
                .filter(|threshold| KNOWN.contains(threshold))
                .ok_or_else(|| tool.problem(format!("`{key}` of {name} is not known")))?;
            stops |= threshold != "none";
        }
        if stops {
            others.insert(format!("code scanning by {name}"));
        }
    }
    shown(
        Checks {
            others,
            ..Checks::default()
        },
        &list.place(),
    )
}

/// Checks that are no status checks: a list of objects, each named by one of its members.
fn others(rule: &At<'_>, list: &str, name: &str, what: &str) -> Setting<Checks> {
    let parameters = parameters(rule)?;
    let list = present(&parameters, list)
        .ok_or_else(|| parameters.problem(format!("`{list}` is missing")))?;
    let others = names(&list, Some(name))?
        .into_iter()
        .map(|name| format!("{what} {name}"))
        .collect();
    shown(
        Checks {
            others,
            ..Checks::default()
        },
        &list.place(),
    )
}
