//! Rules that remove old objects from a bucket.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::verdict::Verdict;
use crate::view::View;

/// What a rule that removes objects is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All objects.
    All,
    /// Those that a filter chooses. What becomes of the others is not shown.
    Some,
    /// Earlier versions, or nothing: the objects themselves stay.
    None,
    /// Known only after apply.
    Unknown,
}

/// The verdict on a list of rules, of which one is enough.
pub(crate) fn judge<'d>(
    holder: &Resource<'d>,
    list: &str,
    reach: impl Fn(&View<'d>) -> Reach,
) -> Verdict {
    let Some(rules) = holder.view().get(list).items() else {
        return Verdict::unclear(format!("{list} is known only after apply"), holder.place());
    };
    let reached: Vec<(Reach, Location)> = rules
        .iter()
        .map(|rule| (reach(rule), rule.leaf().place()))
        .collect();
    let first = |wanted: Reach| reached.iter().find(|(reach, _)| *reach == wanted);
    if let Some((_, place)) = first(Reach::All) {
        Verdict::pass("an enabled rule expires objects", place.clone())
    } else if let Some((_, place)) = first(Reach::Unknown) {
        let what = "whether a rule expires objects is known only after apply";
        Verdict::unclear(what, place.clone())
    } else if let Some((_, place)) = first(Reach::Some) {
        let what = "enabled rules expire some objects; what becomes of the others is not shown";
        Verdict::unclear(what, place.clone())
    } else {
        Verdict::fail("no enabled rule expires objects", holder.place())
    }
}

/// Whether a value says anything. Providers write what is not configured as nothing, as zero, as an
/// empty text or as a block of such values.
pub(crate) fn is_filled(value: &At<'_>) -> bool {
    match value.kind() {
        Kind::Null => false,
        Kind::String => value.as_str() != Some(""),
        Kind::Bool => value.as_bool() == Some(true),
        Kind::Number => value.as_f64() != Some(0.0),
        Kind::Array => value.items().any(|item| is_filled(&item)),
        Kind::Object => value.members().any(|(_, member)| is_filled(&member)),
    }
}

/// What is known of a value among others, where it matters only whether it says anything.
pub(crate) enum Said {
    Something,
    Nothing,
    Unknown,
}

/// Whether any of the values at these paths says anything.
pub(crate) fn said(rule: &View<'_>, paths: &[&str]) -> Said {
    let mut open = false;
    for leaf in paths.iter().flat_map(|path| rule.leaves(path)) {
        match leaf.known() {
            Some(value) if is_filled(value) => return Said::Something,
            _ => open |= leaf.is_unknown() || leaf.partly_unknown(),
        }
    }
    if open { Said::Unknown } else { Said::Nothing }
}

/// What a rule of S3 removes.
pub(crate) fn s3(rule: &View<'_>, is_on: impl Fn(&At<'_>) -> bool) -> Reach {
    let status = ["status", "enabled"].map(|key| rule.get(key).leaf());
    if !status.iter().any(|leaf| leaf.known().is_some_and(&is_on)) {
        let open = status.iter().any(crate::view::Leaf::is_unknown);
        return if open { Reach::Unknown } else { Reach::None };
    }
    match said(rule, &["expiration.days", "expiration.date"]) {
        Said::Nothing => return Reach::None,
        Said::Unknown => return Reach::Unknown,
        Said::Something => {}
    }
    match said(rule, &["filter", "prefix", "tags"]) {
        Said::Nothing => Reach::All,
        Said::Unknown => Reach::Unknown,
        Said::Something => Reach::Some,
    }
}

/// What a rule of Google Cloud Storage removes.
pub(crate) fn google(rule: &View<'_>) -> Reach {
    let actions = rule.leaves("action.type");
    let deletes =
        |leaf: &crate::view::Leaf<'_>| leaf.known().and_then(At::as_str) == Some("Delete");
    if !actions.iter().any(deletes) {
        let open = actions.iter().any(crate::view::Leaf::is_unknown);
        return if open { Reach::Unknown } else { Reach::None };
    }
    // These conditions hold for versions that others have replaced.
    let earlier = [
        "condition.num_newer_versions",
        "condition.days_since_noncurrent_time",
        "condition.noncurrent_time_before",
    ];
    let archived = rule
        .leaves("condition.with_state")
        .iter()
        .any(|leaf| leaf.known().and_then(At::as_str) == Some("ARCHIVED"));
    match said(rule, &earlier) {
        _ if archived => return Reach::None,
        Said::Something => return Reach::None,
        Said::Unknown => return Reach::Unknown,
        Said::Nothing => {}
    }
    // Custom times are times that somebody gave to an object; others have none.
    let filters = [
        "condition.matches_prefix",
        "condition.matches_suffix",
        "condition.matches_storage_class",
        "condition.days_since_custom_time",
        "condition.custom_time_before",
    ];
    match said(rule, &filters) {
        Said::Something => Reach::Some,
        Said::Unknown => Reach::Unknown,
        Said::Nothing => Reach::All,
    }
}
