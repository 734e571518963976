//! What one rule-result comes to.

use tickmark_plugin::prelude::*;

use crate::config::Rating;
use crate::results::{About, Exception, Row, Until, Verdict};
use crate::words::brief;

/// A rule-result that is open.
#[derive(Default)]
pub(super) struct RuleResult {
    pub(super) depth: usize,
    pub(super) line: usize,
    pub(super) result_line: usize,
    pub(super) rule: String,
    pub(super) rating: Rating,
    pub(super) unchecked: bool,
    pub(super) result: String,
    pub(super) instance: String,
    /// What the result was before each override, and why it was changed.
    pub(super) overridden: Vec<(String, String)>,
}

impl RuleResult {
    /// The result as a row. `definition` is the rule's own rating and title, where the file has them.
    pub(super) fn row(self, item: &Item, definition: (Rating, String)) -> (About, Row) {
        let result = self;
        let (rating, title) = definition;
        let mut verdict = if result.unchecked {
            Verdict::Unchecked
        } else {
            Verdict::of(&result.result)
        };
        let mut note = format!("the result is {}", brief(&result.result, 40));
        if result.result.is_empty() {
            "there is no result".clone_into(&mut note);
        }
        let mut exception = None;
        // An override never makes a result better here; it is named beside what the scanner found.
        if let Some((old, why)) = result
            .overridden
            .into_iter()
            .find(|(old, _)| !matches!(Verdict::of(old), Verdict::Pass | Verdict::NotApplicable))
        {
            note = format!("{note}, overridden from {}", brief(&old, 40));
            if !matches!(verdict, Verdict::Fail | Verdict::Error) {
                verdict = Verdict::of(&old);
            }
            exception = Some(Exception {
                kind: "overridden in XCCDF",
                reason: Some(brief(&why, 150)).filter(|why| !why.is_empty()),
                until: Until::Unsaid,
            });
        }
        let about = About {
            check: brief(short(&result.rule), 120),
            title: if title.is_empty() {
                brief(&result.rule, 160)
            } else {
                title
            },
            rating: result.rating.max(rating),
            ..About::default()
        };
        let line = if result.result_line == 0 {
            result.line
        } else {
            result.result_line
        };
        let row = Row {
            resource: result.instance,
            verdict,
            note,
            place: Location::line(&item.path, line),
            exception,
        };
        (about, row)
    }
}

impl Verdict {
    /// What XCCDF's words mean. Anything else is no result.
    fn of(word: &str) -> Self {
        match word {
            "pass" | "fixed" => Self::Pass,
            "fail" => Self::Fail,
            "notapplicable" | "informational" => Self::NotApplicable,
            "notchecked" => Self::Unchecked,
            "notselected" => Self::NotSelected,
            _ => Self::Error,
        }
    }
}

/// An identifier of XCCDF 1.2 without what all of a benchmark's identifiers begin with, as in
/// `xccdf_org.ssgproject.content_rule_sshd_disable_root_login`.
pub(super) fn short(id: &str) -> &str {
    if !id.starts_with("xccdf_") {
        return id;
    }
    ["_rule_", "_profile_"]
        .iter()
        .find_map(|kind| id.split_once(kind).map(|(_, name)| name))
        .filter(|name| !name.is_empty())
        .unwrap_or(id)
}
