//! One control's findings, listed as long as their number stays reasonable.
//!
//! A million accounts under six controls would be six million findings, which neither the sandbox
//! holds nor anybody reads. Above a limit the findings of a system with the same outcome become one
//! that says how many they are; outcomes are never lost.

use std::collections::BTreeMap;

use tickmark_plugin::{Finding, Findings, Location, Outcome};

/// How many findings of a control are listed that ask for nothing (passed, not applicable).
pub(crate) const QUIET: usize = 5_000;

/// How many findings of a control are listed that ask for something (failed, inconclusive).
pub(crate) const LOUD: usize = 2_500;

/// Collects one control's findings.
pub(crate) struct Listing<'f, 'r> {
    findings: &'f mut Findings<'r>,
    quiet: usize,
    loud: usize,
    /// By system and outcome: how many, and the first.
    further: BTreeMap<(String, Outcome), (usize, Finding)>,
}

impl<'f, 'r> Listing<'f, 'r> {
    pub(crate) fn new(findings: &'f mut Findings<'r>) -> Self {
        Self {
            findings,
            quiet: 0,
            loud: 0,
            further: BTreeMap::new(),
        }
    }

    /// Adds a finding about something in a system; without one about something else.
    pub(crate) fn push(&mut self, system: &str, finding: Finding) {
        let (listed, limit) = match finding.outcome {
            Outcome::Pass | Outcome::NotApplicable => (&mut self.quiet, QUIET),
            Outcome::Fail | Outcome::Inconclusive => (&mut self.loud, LOUD),
        };
        if *listed < limit {
            *listed += 1;
            self.findings.push(finding);
            return;
        }
        self.further
            .entry((system.to_owned(), finding.outcome))
            .and_modify(|(count, _)| *count += 1)
            .or_insert((1, finding));
    }

    /// Whether passes in a system are only counted from now on, so that nobody needs to write them.
    pub(crate) fn only_counts(&self, system: &str) -> bool {
        self.quiet >= QUIET
            && self
                .further
                .contains_key(&(system.to_owned(), Outcome::Pass))
    }

    /// Counts passes that were not written; see [`Listing::only_counts`].
    pub(crate) fn count(&mut self, system: &str, passes: usize) {
        if let Some((count, _)) = self.further.get_mut(&(system.to_owned(), Outcome::Pass)) {
            *count += passes;
        }
    }

    /// States that everything there is was examined, as the files show.
    pub(crate) fn complete(self, files: Vec<Location>) {
        for ((system, _), (count, mut finding)) in self.further {
            finding.actual = format!(
                "{count} further accounts, too many to list; the first is {}: {}",
                finding.subject, finding.actual
            );
            finding.subject = format!("{system}: further accounts");
            // What is true of the first only.
            finding.occurred = None;
            finding.attributes.clear();
            self.findings.push(finding.standing_for(count));
        }
        self.findings.complete(files);
    }
}
