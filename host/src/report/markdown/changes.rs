//! What has changed since the baseline.

use super::document::{Document, item};
use super::{code, prose};
use crate::readiness::{Comparison, CriterionChange, FindingChange};

/// How many new failures stand open to the eye.
const SHOWN: usize = 10;

pub(super) fn write(baseline: &Comparison, document: &mut Document) {
    document.heading(&format!("Since the baseline of {}", baseline.as_of));
    document.line(&format!("{}.\n", baseline.counted()));
    let mut new: Vec<&FindingChange> = baseline.new.iter().collect();
    new.sort_by_key(|change| std::cmp::Reverse(change.severity));
    let new: Vec<String> = new
        .into_iter()
        .map(|change| finding("new", change, "was"))
        .collect();
    document.partly_folded(&new, SHOWN, "new failure", "new failures");
    for (what, changes) in [("fixed", &baseline.fixed), ("unseen", &baseline.unseen)] {
        let changes: Vec<String> = changes
            .iter()
            .map(|change| finding(what, change, "now"))
            .collect();
        document.folded(&format!("{} {what}", changes.len()), &changes);
    }
    let moved: Vec<String> = baseline.criteria.iter().map(criterion).collect();
    document.partly_folded(&moved, SHOWN, "criterion moved", "criteria moved");
}

/// A failure that only one of two results has.
pub(crate) fn finding(what: &str, change: &FindingChange, other: &str) -> String {
    let target = change
        .target
        .as_ref()
        .map(|target| format!(" on {}", code(target)))
        .unwrap_or_default();
    item(
        &format!(
            "{what}: **{}** {} · {}{target}, {other} {} ({})",
            change.severity,
            code(change.control.as_str()),
            code(&change.subject),
            prose(&change.elsewhere),
            code(&change.id)
        ),
        &[],
    )
}

fn criterion(change: &CriterionChange) -> String {
    let head = format!(
        "{} {}: {} → **{}**",
        change.id,
        change.id.title(),
        change.before.name(),
        change.now.name()
    );
    item(&head, &[])
}
