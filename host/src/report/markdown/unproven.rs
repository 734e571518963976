//! What is not shown, and why.

use std::collections::BTreeSet;

use super::document::{Document, item};
use super::{code, prose};
use crate::criteria::Category;
use crate::plan::Reason;
use crate::readiness::{CriterionResult, CriterionStatus, Readiness};

/// How many reasons for the exit code stand open to the eye.
const UNEVALUATED_SHOWN: usize = 5;

pub(super) fn write(readiness: &Readiness, document: &mut Document) {
    unevaluated(readiness, document);
    let (covered, uncovered): (Vec<&CriterionResult>, Vec<&CriterionResult>) = readiness
        .criteria
        .iter()
        .filter(|criterion| criterion.status == CriterionStatus::Unproven)
        .partition(|criterion| !criterion.controls.is_empty() || !criterion.standings.is_empty());
    if covered.is_empty() && uncovered.is_empty() {
        return;
    }
    document.heading(&format!("Unproven: {}", covered.len() + uncovered.len()));
    let items: Vec<String> = covered
        .iter()
        .map(|criterion| with_reason(criterion))
        .collect();
    document.folded(
        &format!("{} covered, but the evidence does not show it", items.len()),
        &items,
    );
    document.folded(
        &format!("{} that nothing configured covers", uncovered.len()),
        &by_category(&uncovered),
    );
}

/// A criterion with why it stands where it stands.
pub(super) fn with_reason(criterion: &CriterionResult) -> String {
    let mut below = vec![format!("Why: {}", prose(&criterion.reason))];
    let codes: BTreeSet<(&str, &str)> = criterion
        .reasons
        .iter()
        .map(|reason| (reason.code.name(), reason.check.as_str()))
        .collect();
    for (name, check) in codes {
        below.push(format!("{name} in {}", code(check)));
    }
    for standing in &criterion.standings {
        let holds = if standing.holds {
            "holds"
        } else {
            "does not hold"
        };
        below.push(format!(
            "{} {holds}: {}",
            standing.basis.name(),
            prose(&standing.reason)
        ));
    }
    item(
        &format!("**{}** {}", criterion.id, criterion.id.title()),
        &below,
    )
}

/// What was configured and could not be evaluated.
fn unevaluated(readiness: &Readiness, document: &mut Document) {
    let mut items: Vec<String> = readiness.unevaluated.iter().map(reason).collect();
    let files = readiness
        .ambiguous_plugins
        .iter()
        .chain(&readiness.unusable_plugins);
    items.extend(files.map(|plugin| item(&format!("plugin: {}", prose(plugin)), &[])));
    if items.is_empty() {
        return;
    }
    document.heading(&format!("Could not be evaluated: {}", items.len()));
    document.partly_folded(&items, UNEVALUATED_SHOWN, "reason", "reasons");
}

fn reason(reason: &Reason) -> String {
    let target = reason
        .target
        .as_ref()
        .map(|target| format!(" on {}", code(target)))
        .unwrap_or_default();
    item(
        &format!(
            "{} in {}{target}: {}",
            reason.code.name(),
            code(&reason.check),
            prose(&reason.message)
        ),
        &[],
    )
}

fn by_category(criteria: &[&CriterionResult]) -> Vec<String> {
    Category::ALL
        .into_iter()
        .filter_map(|category| {
            let ids: Vec<&str> = criteria
                .iter()
                .filter(|criterion| criterion.category == category)
                .map(|criterion| criterion.id.id())
                .collect();
            (!ids.is_empty()).then(|| item(&format!("{category}: {}", ids.join(", ")), &[]))
        })
        .collect()
}
