//! The answer of `GET /repos/{owner}/{repo}/branches/{branch}/protection`.
//!
//! GitHub leaves out what is off: no `required_pull_request_reviews` means that no pull request is
//! needed. Two settings are the other way round, because they loosen the protection:
//! `allow_force_pushes` and `allow_deletions`. Where one of them is missing, nothing is known.
//!
//! `restrictions` says who may push. It is no way around reviews or checks, which bind those people
//! too, and it is not read.

use std::collections::BTreeSet;

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::demand::{
    Bypass, Checks, Demands, Opening, Setting, Terms, approvals, flag, listed, names, present,
    shown, unexpected,
};

/// Reads what a branch protection rule demands and who may ignore it.
pub(crate) fn read(answer: &At<'_>) -> Terms {
    let reviews = reviews(answer);
    let checks = checks(answer);
    let strict = present(answer, "required_status_checks")
        .map_or_else(|| shown(false, &answer.place()), |it| flag(&it, "strict"));
    let demands = Demands {
        conversations_resolved: switch(answer, "required_conversation_resolution"),
        up_to_date: match &checks {
            // GitHub ignores `strict` while no check is required.
            Ok(checks) if checks.value.is_empty() => shown(false, &checks.place),
            Ok(_) => strict,
            Err(problem) => Err(problem.clone()),
        },
        checks,
        force_push_blocked: blocked(answer, "allow_force_pushes"),
        deletion_blocked: blocked(answer, "allow_deletions"),
        signatures: switch(answer, "required_signatures"),
        linear_history: switch(answer, "required_linear_history"),
        ..reviews
    };
    let administrators = administrators(answer);
    let bypass = Bypass {
        reviews: match allowances(answer) {
            Some(allowances) => administrators.clone().or(allowances),
            None => administrators.clone(),
        },
        checks: enforcement_level(answer, &administrators).unwrap_or(administrators),
        // GitHub applies these to everyone including administrators, whatever `enforce_admins` says.
        pushes: Opening::Closed(
            present(answer, "allow_force_pushes")
                .unwrap_or_else(|| answer.clone())
                .place(),
        ),
    };
    Terms { demands, bypass }
}

fn reviews(answer: &At<'_>) -> Demands {
    let Some(reviews) = present(answer, "required_pull_request_reviews") else {
        return Demands::none(&answer.place());
    };
    if reviews.kind() != Kind::Object {
        return Demands::unclear_reviews(&unexpected(
            &reviews,
            "required_pull_request_reviews",
            "an object",
        ));
    }
    Demands {
        approvals: approvals(&reviews, "required_approving_review_count"),
        code_owners: flag(&reviews, "require_code_owner_reviews"),
        stale_dismissed: flag(&reviews, "dismiss_stale_reviews"),
        last_push_approved: flag(&reviews, "require_last_push_approval"),
        ..Demands::none(&reviews.place())
    }
}

/// `checks` and the older `contexts` name the same checks; an answer in which they differ
/// contradicts itself.
fn checks(answer: &At<'_>) -> Setting<Checks> {
    let Some(required) = present(answer, "required_status_checks") else {
        return shown(Checks::default(), &answer.place());
    };
    if required.kind() != Kind::Object {
        return Err(unexpected(&required, "required_status_checks", "an object"));
    }
    let checks = present(&required, "checks");
    let contexts = present(&required, "contexts");
    let place = checks
        .as_ref()
        .or(contexts.as_ref())
        .unwrap_or(&required)
        .place();
    let by_check = checks
        .map(|list| names(&list, Some("context")))
        .transpose()?;
    let by_context = contexts.map(|list| names(&list, None)).transpose()?;
    let contexts = match (by_check, by_context) {
        (Some(checks), Some(contexts)) if checks != contexts => {
            return Err(required.problem("`checks` and `contexts` name different checks"));
        }
        (Some(names), _) | (None, Some(names)) => names,
        (None, None) => return Err(required.problem("neither `checks` nor `contexts` is there")),
    };
    let off =
        present(&required, "enforcement_level").is_some_and(|level| level.as_str() == Some("off"));
    shown(
        Checks {
            contexts: if off { BTreeSet::new() } else { contexts },
            ..Checks::default()
        },
        &place,
    )
}

/// `{"enabled": true}`; absent is off.
fn switch(answer: &At<'_>, key: &str) -> Setting<bool> {
    match present(answer, key) {
        None => shown(false, &answer.place()),
        Some(switch) => enabled(&switch, key),
    }
}

/// A setting that loosens the protection when it is on.
fn blocked(answer: &At<'_>, key: &str) -> Setting<bool> {
    let allowed = present(answer, key)
        .ok_or_else(|| answer.problem(format!("the answer does not say `{key}`")))?;
    enabled(&allowed, key).map(|mut allowed| {
        allowed.value = !allowed.value;
        allowed
    })
}

fn enabled(switch: &At<'_>, key: &str) -> Setting<bool> {
    let enabled = switch
        .get("enabled")
        .ok_or_else(|| unexpected(switch, key, "an object with `enabled`"))?;
    match enabled.as_bool() {
        Some(on) => shown(on, &enabled.place()),
        None => Err(unexpected(
            &enabled,
            &format!("{key}.enabled"),
            "true or false",
        )),
    }
}

/// Whether administrators (and custom roles that may bypass branch protections) are bound.
fn administrators(answer: &At<'_>) -> Opening {
    match present(answer, "enforce_admins") {
        None => Opening::Unknown {
            why: "the answer does not say `enforce_admins`".to_owned(),
            place: answer.place(),
        },
        Some(switch) => match enabled(&switch, "enforce_admins") {
            Ok(on) if on.value => Opening::Closed(on.place),
            Ok(off) => Opening::Open {
                who: "administrators (`enforce_admins` is off)".to_owned(),
                place: off.place,
            },
            Err(problem) => Opening::unclear(problem),
        },
    }
}

/// Who may merge without the required reviews. Nothing where nobody is listed.
fn allowances(answer: &At<'_>) -> Option<Opening> {
    const KEY: &str = "bypass_pull_request_allowances";
    let list = present(answer, "required_pull_request_reviews")
        .and_then(|reviews| present(&reviews, KEY))?;
    if list.kind() != Kind::Object {
        return Some(Opening::unclear(unexpected(&list, KEY, "an object")));
    }
    let mut actors = Vec::new();
    for (key, kind, name) in [
        ("users", "user", "login"),
        ("teams", "team", "slug"),
        ("apps", "app", "slug"),
    ] {
        let Some(members) = present(&list, key) else {
            continue;
        };
        match names(&members, Some(name)) {
            Ok(names) => actors.extend(names.iter().map(|name| format!("{kind} {name}"))),
            Err(problem) => return Some(Opening::unclear(problem)),
        }
    }
    (!actors.is_empty()).then(|| Opening::Open {
        who: format!("{} (`{KEY}`)", listed(actors)),
        place: list.place(),
    })
}

/// Older answers say for the checks alone whom they bind. Nothing where this one does not.
fn enforcement_level(answer: &At<'_>, administrators: &Opening) -> Option<Opening> {
    let level = present(answer, "required_status_checks")
        .and_then(|checks| present(&checks, "enforcement_level"))?;
    Some(match (level.as_str(), administrators) {
        (Some("off"), _) => administrators.clone(),
        (Some("everyone"), Opening::Closed(_) | Opening::Unknown { .. }) => {
            Opening::Closed(level.place())
        }
        (Some("non_admins"), Opening::Open { .. } | Opening::Unknown { .. }) => Opening::Open {
            who: "administrators (`enforcement_level` is non_admins)".to_owned(),
            place: level.place(),
        },
        (Some(text @ ("everyone" | "non_admins")), _) => Opening::unclear(level.problem(format!(
            "`enforcement_level` is {text}, but `enforce_admins` says otherwise"
        ))),
        _ => Opening::unclear(unexpected(
            &level,
            "enforcement_level",
            "off, non_admins or everyone",
        )),
    })
}
