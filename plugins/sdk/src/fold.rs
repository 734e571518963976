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
    /// Where each control's stand in `kinds`.
    places: BTreeMap<String, usize>,
    kinds: Vec<Kind>,
    kept: usize,
}

/// What is known of one control.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kind {
    folds: [Fold; 4],
    /// How severe its findings are that do not say so, where it is known.
    own: Option<Severity>,
    /// How many findings of all controls had been kept before its first one.
    first: Option<usize>,
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

/// A control, as [`Folds`] know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(usize);

impl Folds {
    /// The place of a control.
    pub(crate) fn place(&mut self, control: &str) -> Place {
        if let Some(&place) = self.places.get(control) {
            return Place(place);
        }
        let place = self.kinds.len();
        self.places.insert(control.to_owned(), place);
        self.kinds.push(Kind::default());
        Place(place)
    }

    /// Says how severe a control's findings are that do not say so.
    pub(crate) fn declare(&mut self, control: &str, severity: Severity) {
        let Place(place) = self.place(control);
        self.kinds[place].own.get_or_insert(severity);
    }

    /// Gives the finding back where it is to be kept.
    pub(crate) fn take(
        &mut self,
        Place(place): Place,
        control: &str,
        mut finding: Finding,
    ) -> Option<Finding> {
        let most = if self.kept < NAMED_FREELY {
            NAMED
        } else {
            NAMED_SPARINGLY
        };
        let kind = &mut self.kinds[place];
        let fold = &mut kind.folds[rank(finding.outcome)];
        if fold.kept < most {
            kind.first.get_or_insert(self.kept);
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

    /// How many findings of all controls were kept.
    pub(crate) fn kept(&self) -> usize {
        self.kept
    }

    /// How many had been kept before the first one of a control.
    pub(crate) fn kept_before(&self, Place(place): Place) -> usize {
        self.kinds[place].first.unwrap_or(self.kept)
    }

    /// How many subjects of a control were not kept, each counted for itself.
    pub(crate) fn more(&self, Place(place): Place) -> usize {
        self.kinds[place].folds.iter().map(|fold| fold.more).sum()
    }

    /// The findings that stand for those that were not kept, control by control.
    pub(crate) fn into_findings(mut self) -> impl Iterator<Item = Finding> {
        self.places.into_values().flat_map(move |place| {
            let kind = std::mem::take(&mut self.kinds[place]);
            kind.folds
                .into_iter()
                .filter_map(move |fold| fold.finding(kind.own))
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
        let place = folds.place("owned");
        let mut push = |number: usize, severity: Option<Severity>| {
            let finding = Finding::fail(format!("T-{number}"));
            let finding = match severity {
                Some(severity) => finding.severity(severity, format!("number {number}")),
                None => finding,
            };
            folds.take(place, "owned", finding)
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
