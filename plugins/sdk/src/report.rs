//! What a check found out, being collected.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasherDefault, DefaultHasher};

use crate::brief::{MAX_VALUE, brief, subject};
use crate::fold::{Folds, Place};
use crate::{
    Attribute, Control, ControlSpec, Finding, Item, Location, Population, Problem, Rule, Rules,
    Tally,
};

/// Everything that one check found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The observations, in any order.
    pub findings: Vec<Finding>,
    /// How many subjects there are, for controls that know.
    pub populations: Vec<Population>,
    /// How many records each item holds.
    pub tallies: Vec<Tally>,
    /// Further facts about the whole check.
    pub attributes: Vec<Attribute>,
    /// Findings that are told together.
    pub(crate) folds: Folds,
}

impl Report {
    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// The place to put one control's findings.
    pub fn control(&mut self, control: ControlSpec) -> Findings<'_> {
        self.folds.declare(control.id, control.severity);
        self.named(control.id)
    }

    /// The place to put the findings of a control that configuration declares.
    pub fn declared(&mut self, control: &Control) -> Findings<'_> {
        self.folds.declare(&control.id, control.severity);
        self.named(&control.id)
    }

    /// The place to put further findings of a control that the report knows already.
    pub fn named(&mut self, control: &str) -> Findings<'_> {
        Findings {
            control: control.to_owned(),
            place: self.folds.place(control),
            report: self,
        }
    }

    /// The place to put one rule's findings.
    pub fn rule<F>(&mut self, rule: &Rule<F>) -> Findings<'_> {
        self.control(rule.control)
    }

    /// Records that something could not be understood: an inconclusive finding for each of the
    /// rules, which would all have examined it.
    pub fn problem<F>(&mut self, rules: &[Rule<F>], subject: &str, problem: &Problem) {
        for control in rules.specs() {
            self.control(control).problem(subject, problem);
        }
    }

    /// States how many records an item holds, malformed ones included. An item that is read for two
    /// inputs is counted once.
    pub fn tally(&mut self, item: &Item, records: usize) {
        if self.tallies.iter().all(|tally| *tally.path != *item.path) {
            self.tallies.push(Tally {
                path: item.path.to_string(),
                records: records as u64,
            });
        }
    }

    /// Adds what stands for the findings that were not kept one by one.
    pub(crate) fn unfold(&mut self) {
        self.findings
            .extend(std::mem::take(&mut self.folds).into_findings());
    }
}

/// The findings of one control, being collected.
pub struct Findings<'a> {
    control: String,
    place: Place,
    report: &'a mut Report,
}

impl Findings<'_> {
    /// Adds a finding. Texts that are too long are cut, visibly. Of more than
    /// ten thousand subjects with one outcome, the rest is told in one finding that says how many it
    /// stands for.
    pub fn push(&mut self, mut finding: Finding) {
        cut(&mut finding.subject, subject);
        cut(&mut finding.expected, |text| brief(text, MAX_VALUE));
        cut(&mut finding.actual, |text| brief(text, MAX_VALUE));
        if let Some(mut finding) = self.report.folds.take(self.place, &self.control, finding) {
            finding.control.clone_from(&self.control);
            self.report.findings.push(finding);
        }
    }

    /// Adds an inconclusive finding for something that could not be understood.
    pub fn problem(&mut self, subject: &str, problem: &Problem) {
        self.push(
            Finding::inconclusive(subject)
                .expected("well-formed evidence")
                .actual(&problem.message)
                .at(problem.place.clone()),
        );
    }

    /// States that the findings so far cover every subject there is. With no finding at all that is
    /// a population of zero, seen at the places of `shown_by`.
    pub fn complete(&mut self, shown_by: Vec<Location>) {
        let (findings, folds) = (&self.report.findings, &self.report.folds);
        // Nothing of the control stands before its first finding, unless somebody changed the list
        // without asking here.
        let before = if findings.len() == folds.kept() {
            folds.kept_before(self.place)
        } else {
            0
        };
        let mut subjects: HashSet<&str, BuildHasherDefault<DefaultHasher>> = HashSet::default();
        // Findings that stand for several subjects, whoever told them together.
        let mut together = 0;
        for finding in &findings[before..] {
            if finding.control == self.control {
                subjects.insert(&finding.subject);
                together += crate::fold::subjects(finding) - 1;
            }
        }
        let size = subjects.len()
            + usize::try_from(together).unwrap_or(usize::MAX - subjects.len())
            + folds.more(self.place);
        self.push_population(size, None, shown_by);
    }

    /// States how many subjects there are.
    pub fn population(&mut self, size: usize) {
        self.push_population(size, None, Vec::new());
    }

    /// States that there are no subjects, and where that can be seen.
    pub fn none(&mut self, shown_by: Vec<Location>) {
        self.push_population(0, None, shown_by);
    }

    /// States how many subjects there are and how the examined ones were chosen.
    pub fn sample(&mut self, size: usize, how: impl Into<String>) {
        self.push_population(size, Some(how.into()), Vec::new());
    }

    fn push_population(&mut self, size: usize, sample: Option<String>, shown_by: Vec<Location>) {
        self.report.populations.push(Population {
            control: self.control.clone(),
            size: size as u64,
            sample,
            shown_by,
        });
    }
}

fn cut(text: &mut String, shorten: impl Fn(&str) -> Cow<'_, str>) {
    if let Cow::Owned(short) = shorten(text) {
        *text = short;
    }
}

impl fmt::Debug for Findings<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Findings")
            .field(&self.control)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(report: &Report) -> Vec<(&str, u64)> {
        let populations = report.populations.iter();
        populations
            .map(|population| (population.control.as_str(), population.size))
            .collect()
    }

    fn pushed<const N: usize>(report: &mut Report, control: &str, subjects: [&str; N]) {
        let mut findings = report.named(control);
        for subject in subjects {
            findings.push(Finding::pass(subject));
        }
    }

    #[test]
    fn each_control_counts_its_own_subjects_once() {
        let mut report = Report::new();
        pushed(&mut report, "owned", ["a", "b"]);
        pushed(&mut report, "dated", ["a", "b", "c"]);
        // A further one after those of another control, and one that is there already.
        pushed(&mut report, "owned", ["c", "d", "a"]);
        report.named("owned").complete(Vec::new());
        report.named("dated").complete(Vec::new());
        report.named("other").complete(Vec::new());
        assert_eq!(sizes(&report), [("owned", 4), ("dated", 3), ("other", 0)]);
    }

    #[test]
    fn a_finding_for_several_subjects_counts_as_many() {
        let mut report = Report::new();
        pushed(&mut report, "owned", ["a"]);
        let several = Finding::fail("others").standing_for(7);
        report.named("owned").push(several);
        report.named("owned").complete(Vec::new());
        assert_eq!(sizes(&report), [("owned", 8)]);
    }

    #[test]
    fn findings_that_were_put_into_the_list_count_too() {
        let mut report = Report::new();
        pushed(&mut report, "dated", ["a", "b"]);
        report.findings.insert(
            0,
            Finding {
                control: "owned".to_owned(),
                ..Finding::pass("a")
            },
        );
        pushed(&mut report, "owned", ["b"]);
        report.named("owned").complete(Vec::new());
        assert_eq!(sizes(&report), [("owned", 2)]);
    }

    #[test]
    fn subjects_that_are_not_named_count_too() {
        let mut report = Report::new();
        pushed(&mut report, "dated", ["a"]);
        let mut findings = report.named("owned");
        for number in 0..12_000 {
            findings.push(Finding::pass(format!("T-{number}")));
        }
        findings.complete(Vec::new());
        assert_eq!(sizes(&report), [("owned", 12_000)]);
    }
}
