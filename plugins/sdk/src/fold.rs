//! Many findings alike, told in one.
//!
//! A register may have a million rows. The first findings of each control and outcome are kept one by
//! one; the rest become one finding that says how many subjects it stands for, so that the report stays
//! within the host's limits and the counts stay right.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Finding, Location, Outcome, Severity, SeverityChange};

/// The attribute that says how many subjects a finding stands for. The host counts by it.
pub(crate) const SUBJECTS: &str = "subjects";

/// The subject of a finding that stands for several.
const FURTHER: &str = "further subjects";

/// How many subjects of a control with one outcome are named.
const NAMED: usize = 10_000;

/// Once a report names this many subjects, fewer of each further kind are named; the host takes a
/// hundred thousand findings by default.
const NAMED_FREELY: usize = 50_000;

/// How many subjects of each kind are named after that.
const NAMED_SPARINGLY: usize = 500;

/// How many files a finding for several subjects names.
const MAX_PLACES: usize = 20;

/// What was not kept one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Folds {
    kinds: BTreeMap<String, [Fold; 4]>,
    kept: usize,
    /// How severe a control's findings are that do not say so, where it is known.
    own: BTreeMap<String, Severity>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Fold {
    kept: usize,
    /// The first finding that was not kept, which tells what the others are like.
    first: Option<Finding>,
    more: usize,
    paths: BTreeSet<String>,
    /// The highest severity that one of them states.
    raised: Option<SeverityChange>,
    /// Whether one of them has the control's own severity.
    plain: bool,
}

impl Folds {
    /// Says how severe a control's findings are that do not say so.
    pub(crate) fn declare(&mut self, control: &str, severity: Severity) {
        if !self.own.contains_key(control) {
            self.own.insert(control.to_owned(), severity);
        }
    }

    /// Gives the finding back where it is to be kept.
    pub(crate) fn take(&mut self, control: &str, mut finding: Finding) -> Option<Finding> {
        let most = if self.kept < NAMED_FREELY {
            NAMED
        } else {
            NAMED_SPARINGLY
        };
        if !self.kinds.contains_key(control) {
            self.kinds.insert(control.to_owned(), Default::default());
        }
        let fold = &mut self.kinds.get_mut(control)?[rank(finding.outcome)];
        if fold.kept < most {
            fold.kept += 1;
            self.kept += 1;
            return Some(finding);
        }
        fold.more += 1;
        match &finding.severity {
            None => fold.plain = true,
            Some(stated) => {
                if fold
                    .raised
                    .as_ref()
                    .is_none_or(|known| known.severity < stated.severity)
                {
                    fold.raised = Some(stated.clone());
                }
            }
        }
        for location in &finding.locations {
            if fold.paths.len() < MAX_PLACES && !fold.paths.contains(&location.path) {
                fold.paths.insert(location.path.clone());
            }
        }
        if fold.first.is_none() {
            control.clone_into(&mut finding.control);
            fold.first = Some(finding);
        }
        None
    }

    /// How many subjects of a control were not kept, each counted for itself.
    pub(crate) fn more(&self, control: &str) -> usize {
        self.kinds
            .get(control)
            .into_iter()
            .flatten()
            .map(|fold| fold.more)
            .sum()
    }

    /// The findings that stand for those that were not kept.
    pub(crate) fn into_findings(self) -> impl Iterator<Item = Finding> {
        let own = self.own;
        self.kinds.into_iter().flat_map(move |(control, folds)| {
            let own = own.get(&control).copied();
            folds.into_iter().filter_map(move |fold| fold.finding(own))
        })
    }
}

impl Fold {
    /// The finding that stands for those that were not kept, of a control of such a severity.
    fn finding(self, own: Option<Severity>) -> Option<Finding> {
        let severity = highest(own, self.plain, self.raised);
        let first = self.first?;
        let actual = format!(
            "{} more, named nowhere; the first is `{}`: {}",
            self.more, first.subject, first.actual
        );
        Some(
            Finding {
                subject: FURTHER.to_owned(),
                actual,
                locations: self.paths.iter().map(|path| Location::file(path)).collect(),
                severity,
                occurred: None,
                attributes: Vec::new(),
                ..first
            }
            .standing_for(self.more),
        )
    }
}

/// How severe a finding for several subjects is: as the worst of them, so that no gate on severity sees
/// less than was found. Without one, it is the control's own.
fn highest(
    own: Option<Severity>,
    plain: bool,
    raised: Option<SeverityChange>,
) -> Option<SeverityChange> {
    raised.filter(|raised| !plain || own.is_none_or(|own| raised.severity > own))
}

fn rank(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Pass => 0,
        Outcome::Fail => 1,
        Outcome::NotApplicable => 2,
        Outcome::Inconclusive => 3,
    }
}

/// How many subjects a finding stands for.
pub(crate) fn subjects(finding: &Finding) -> u64 {
    finding
        .attributes
        .iter()
        .find(|attribute| attribute.key == SUBJECTS)
        .and_then(|attribute| attribute.value.parse().ok())
        .filter(|&count| count > 0)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(own: Severity, stated: &[Option<Severity>]) -> Option<Severity> {
        let mut folds = Folds::default();
        folds.declare("owned", own);
        let mut push = |number: usize, severity: Option<Severity>| {
            let finding = Finding::fail(format!("T-{number}"));
            let finding = match severity {
                Some(severity) => finding.severity(severity, format!("number {number}")),
                None => finding,
            };
            folds.take("owned", finding)
        };
        for number in 0..NAMED {
            assert!(push(number, None).is_some());
        }
        for (number, severity) in stated.iter().enumerate() {
            assert!(push(NAMED + number, *severity).is_none());
        }
        let findings: Vec<Finding> = folds.into_findings().collect();
        assert_eq!(findings.len(), 1);
        assert_eq!(subjects(&findings[0]), stated.len() as u64);
        findings[0].severity.as_ref().map(|change| change.severity)
    }

    #[test]
    fn several_subjects_are_as_severe_as_the_worst_of_them() {
        use Severity::{Critical, High, Low, Medium};
        assert_eq!(folded(Medium, &[None, None]), None);
        assert_eq!(
            folded(Medium, &[None, Some(High), Some(Critical), Some(Low)]),
            Some(Critical)
        );
        // Where one has the control's own severity, the others do not lower it.
        assert_eq!(folded(Medium, &[Some(Low), None]), None);
        assert_eq!(folded(Medium, &[Some(Low), Some(Low)]), Some(Low));
    }
}
