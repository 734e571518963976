//! Gaps, worst first: what fails, where, and how to mend it.

use std::collections::BTreeSet;
use std::io;

use super::Page;
use crate::model::{ControlId, Outcome};
use crate::readiness::{CriterionResult, CriterionStatus, Finding};
use crate::report::text::{first_sentence, on_target, plural, shorten};

/// How many gaps are shown before the rest is counted, how many failing controls of each, and how
/// many findings of each of these. The first screen is for what comes first.
const GAPS_SHOWN: usize = 12;
const CONTROLS_SHOWN: usize = 2;
const FINDINGS_SHOWN: usize = 1;

impl<'a> Page<'a> {
    pub(super) fn gaps(&mut self) -> io::Result<()> {
        let mut gaps = self.with(CriterionStatus::Gap);
        if gaps.is_empty() {
            return Ok(());
        }
        gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.severity), gap.id));
        self.title("Gaps, worst first")?;
        let most = self.most(GAPS_SHOWN);
        let mut shown: BTreeSet<&ControlId> = BTreeSet::new();
        for gap in gaps.iter().take(most) {
            let severity = gap.severity.map_or("", |severity| severity.name());
            self.criterion_line(gap, severity)?;
            self.gap(gap, &mut shown)?;
        }
        if gaps.len() > most {
            self.line(&format!(
                "  … and {} more",
                plural(gaps.len() - most, "gap", "gaps")
            ))?;
        }
        Ok(())
    }

    /// The failing controls of a gap, worst first: the first few with what decided, the others in
    /// one line. What an earlier gap has shown is not shown again.
    fn gap(
        &mut self,
        gap: &'a CriterionResult,
        shown: &mut BTreeSet<&'a ControlId>,
    ) -> io::Result<()> {
        let mut failing: Vec<(&'a ControlId, Vec<&'a Finding>)> = gap
            .controls
            .iter()
            .filter(|edge| edge.status == "fails")
            .map(|edge| (&edge.control, self.failures(&edge.control)))
            .collect();
        failing.sort_by_key(|(control, failures)| {
            let worst = failures.iter().map(|finding| finding.severity).max();
            (shown.contains(control), std::cmp::Reverse(worst), *control)
        });
        let most = self.most(CONTROLS_SHOWN);
        let mut others = Vec::new();
        let mut fresh = 0;
        for (control, failures) in failing {
            if fresh < most && shown.insert(control) {
                fresh += 1;
                self.control_failures(control, &failures)?;
            } else {
                let name = control.as_str().rsplit('/').next().unwrap_or_default();
                others.push(match failures.len() {
                    1 => name.to_owned(),
                    count => format!("{name} ({count})"),
                });
            }
        }
        if others.is_empty() {
            return Ok(());
        }
        let label = if fresh == 0 { "fails" } else { "also" };
        self.labelled_at(4, label, &others.join(", "))
    }

    /// The open failures of a control.
    fn failures(&self, control: &ControlId) -> Vec<&'a Finding> {
        self.result
            .readiness
            .findings
            .iter()
            .filter(|finding| {
                finding.control == *control
                    && finding.outcome == Outcome::Fail
                    && finding.waiver.is_none()
            })
            .collect()
    }

    fn control_failures(&mut self, control: &ControlId, failures: &[&Finding]) -> io::Result<()> {
        let most = self.most(FINDINGS_SHOWN);
        for finding in failures.iter().take(most) {
            self.failure(finding)?;
        }
        if failures.len() > most {
            let others: Vec<&str> = failures[most..]
                .iter()
                .map(|finding| &*finding.subject)
                .collect();
            let text = format!("{} more: {}", others.len(), others.join(", "));
            let text = shorten(&text, self.screen.width.saturating_sub(15));
            self.labelled_at(6, "and", &text)?;
        }
        if let Some(control) = self.controls.get(control) {
            let fix = if self.screen.everything {
                control.remediation.as_str()
            } else {
                first_sentence(&control.remediation)
            };
            self.labelled_at(6, "fix", fix.trim_end_matches('.'))?;
        }
        Ok(())
    }

    fn failure(&mut self, finding: &Finding) -> io::Result<()> {
        let palette = self.screen.palette;
        let target = on_target(finding);
        let head = format!(
            "{}   {}{target}",
            palette.bad(finding.control.as_str()),
            palette.strong(&finding.subject)
        );
        self.line(&format!("    {head}"))?;
        let place = finding
            .locations
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        let text = format!("expected {}, found {}", finding.expected, finding.actual);
        self.placed(&self.cut(&text), &place)
    }
}
