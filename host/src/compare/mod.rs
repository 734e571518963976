//! What lies between two results: criteria and controls that moved, failures that are new, fixed or
//! changed, plugins and evidence that are others. Pure; it decides nothing, and it knows nothing of
//! files and formats.
//!
//! Nothing counts as fixed unless the later result shows it: a failure whose evidence has vanished is
//! unseen.

mod difference;
mod findings;

use std::collections::{BTreeMap, BTreeSet};

pub use difference::{
    ControlMove, CriterionMove, DIFFERENCE_VERSION, Difference, DigestChange, Direction,
    FindingMove, Side,
};

pub(crate) use findings::was_examined;

use crate::readiness::{AssessmentResult, CriterionResult, CriterionStatus};

/// Compares an earlier result with a later one. Results of different systems are compared too, with a
/// warning.
pub fn compare(before: &AssessmentResult, now: &AssessmentResult) -> Difference {
    let findings = findings::compare(before, now);
    Difference {
        version: DIFFERENCE_VERSION,
        before: side(before),
        now: side(now),
        warnings: warnings(before, now),
        criteria: criteria(&before.readiness.criteria, &now.readiness.criteria),
        controls: controls(before, now),
        new: findings.new,
        fixed: findings.fixed,
        unseen: findings.unseen,
        changed: findings.changed,
        known: findings.known,
        plugins: digests(&plugins(before), &plugins(now)),
        evidence: digests(&evidence(before), &evidence(now)),
    }
}

fn side(result: &AssessmentResult) -> Side {
    Side {
        tool: result.readiness.tool.clone(),
        assessment: result.readiness.assessment.clone(),
        summary: result.readiness.summary,
        gate_met: result.gate.met,
        exit_code: result.gate.exit_code,
    }
}

fn warnings(before: &AssessmentResult, now: &AssessmentResult) -> Vec<String> {
    let (one, other) = (&before.readiness.assessment, &now.readiness.assessment);
    let mut warnings = Vec::new();
    let mut differs = |what: &str, one: &str, other: &str| {
        if one != other {
            warnings.push(format!(
                "the results are of different {what}: {one} and {other}"
            ));
        }
    };
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "none stated".to_owned());
    differs(
        "organisations",
        &name(&one.organisation),
        &name(&other.organisation),
    );
    differs("systems", &name(&one.system), &name(&other.system));
    differs("types", &one.kind.to_string(), &other.kind.to_string());
    let categories = |result: &AssessmentResult| {
        let names: BTreeSet<&str> = result
            .readiness
            .assessment
            .categories
            .iter()
            .map(|category| category.name())
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    };
    differs("categories", &categories(before), &categories(now));
    differs(
        "versions of tickmark",
        &before.readiness.tool.version,
        &now.readiness.tool.version,
    );
    if other.as_of < one.as_of {
        warnings.push(format!(
            "the first result is the later one: it is as of {}, the second as of {}",
            one.as_of, other.as_of
        ));
    }
    warnings
}

fn criteria(before: &[CriterionResult], now: &[CriterionResult]) -> Vec<CriterionMove> {
    let before: BTreeMap<_, _> = before
        .iter()
        .map(|criterion| (criterion.id, criterion.status))
        .collect();
    let now: BTreeMap<_, _> = now
        .iter()
        .map(|criterion| (criterion.id, criterion.status))
        .collect();
    now.into_iter()
        .filter_map(|(id, now)| {
            let before = *before.get(&id)?;
            (before != now).then(|| CriterionMove {
                id,
                before,
                now,
                direction: direction(before, now),
            })
        })
        .collect()
}

fn direction(before: CriterionStatus, now: CriterionStatus) -> Direction {
    use CriterionStatus::{Excepted, Gap, NotRelevant, OutOfScope, Ready, Unproven};
    let is_ready = |status| matches!(status, Ready | Excepted);
    match (before, now) {
        (before, now) if is_ready(now) && !is_ready(before) => Direction::BecameReady,
        (Ready | Excepted, Unproven | Gap) | (Unproven | NotRelevant | OutOfScope, Gap) => {
            Direction::Fell
        }
        _ => Direction::Moved,
    }
}

fn controls(before: &AssessmentResult, now: &AssessmentResult) -> Vec<ControlMove> {
    let statuses = |result: &AssessmentResult| -> BTreeMap<_, _> {
        result
            .readiness
            .controls
            .iter()
            .map(|control| (control.id.clone(), control.status.clone()))
            .collect()
    };
    let (before, now) = (statuses(before), statuses(now));
    let ids: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    ids.into_iter()
        .filter(|id| before.get(*id) != now.get(*id))
        .map(|id| ControlMove {
            id: id.clone(),
            before: before.get(id).cloned(),
            now: now.get(id).cloned(),
        })
        .collect()
}

/// Digests by name. A name that a result has twice keeps both.
type Digests = BTreeMap<String, BTreeSet<String>>;

fn plugins(result: &AssessmentResult) -> Digests {
    let mut digests = Digests::new();
    for plugin in &result.readiness.plugins {
        digests
            .entry(plugin.id.clone())
            .or_default()
            .insert(plugin.sha256.clone());
    }
    digests
}

fn evidence(result: &AssessmentResult) -> Digests {
    let mut digests = Digests::new();
    for file in &result.readiness.evidence {
        digests
            .entry(file.path.to_string())
            .or_default()
            .insert(file.sha256.clone());
    }
    digests
}

fn digests(before: &Digests, now: &Digests) -> Vec<DigestChange> {
    let text = |digests: Option<&BTreeSet<String>>| {
        digests.map(|digests| digests.iter().cloned().collect::<Vec<_>>().join(" "))
    };
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != now.get(*name))
        .map(|name| DigestChange {
            name: name.clone(),
            before: text(before.get(name)),
            now: text(now.get(name)),
        })
        .collect()
}

#[cfg(test)]
mod tests;
