//! What is not shown, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Page;
use crate::criteria::Category;
use crate::plan::{Reason, ReasonCode};
use crate::readiness::{CriterionResult, CriterionStatus};
use crate::report::text::{pad, plural, shorten, wrap};

/// How many reasons of one kind and check are shown before the rest is counted.
const LIKE_REASONS_SHOWN: usize = 2;

impl Page<'_> {
    /// Criteria that a configured check covers, and that it does not show to be met.
    pub(super) fn unproven(&mut self) -> io::Result<()> {
        let unproven: Vec<&CriterionResult> = self
            .with(CriterionStatus::Unproven)
            .into_iter()
            .filter(|criterion| is_covered(criterion))
            .collect();
        if unproven.is_empty() {
            return self.other_unevaluated(&BTreeSet::new());
        }
        self.title("Unproven: covered, but the evidence does not show it")?;
        let mut shown: BTreeSet<&Reason> = BTreeSet::new();
        for criterion in unproven {
            let palette = self.screen.palette;
            self.line(&format!(
                "  {}",
                palette.strong(&format!(
                    "{}  {}",
                    pad(criterion.id.id(), 5),
                    criterion.title
                ))
            ))?;
            if criterion.reasons.is_empty() {
                self.wrapped(&criterion.reason, 4)?;
                continue;
            }
            self.reasons(&criterion.reasons)?;
            shown.extend(&criterion.reasons);
        }
        self.other_unevaluated(&shown)
    }

    /// Reasons by kind and check: each distinct message once, long lists cut.
    fn reasons(&mut self, reasons: &[Reason]) -> io::Result<()> {
        let mut groups: BTreeMap<(ReasonCode, &str), BTreeMap<&str, BTreeSet<&str>>> =
            BTreeMap::new();
        for reason in reasons {
            groups
                .entry((reason.code, &reason.check))
                .or_default()
                .entry(&reason.message)
                .or_default()
                .extend(reason.target.as_deref());
        }
        let most = self.most(LIKE_REASONS_SHOWN);
        for ((code, check), messages) in groups {
            for (message, targets) in messages.iter().take(most) {
                let on = if targets.is_empty() {
                    String::new()
                } else {
                    let names = targets.iter().copied().collect::<Vec<_>>().join(", ");
                    format!(" [{}]", shorten(&names, 40))
                };
                self.reason(code, &self.cut(&format!("{check}{on}: {message}")))?;
            }
            if messages.len() > most {
                let more = messages.len() - most;
                self.reason(code, &format!("{check}: … and {more} more"))?;
            }
        }
        Ok(())
    }

    fn reason(&mut self, code: ReasonCode, text: &str) -> io::Result<()> {
        const CODE: usize = 17;
        let column = CODE.max(code.name().len());
        let room = self.screen.width.saturating_sub(4 + column + 1);
        for (index, line) in wrap(text, room, 0).iter().enumerate() {
            let label = if index == 0 { code.name() } else { "" };
            let label = self.screen.palette.open(&pad(label, column));
            self.line(&format!("    {label} {line}"))?;
        }
        Ok(())
    }

    /// What could not be evaluated and is hidden behind a worse status elsewhere.
    fn other_unevaluated(&mut self, shown: &BTreeSet<&Reason>) -> io::Result<()> {
        let others: Vec<Reason> = self
            .result
            .readiness
            .unevaluated
            .iter()
            .filter(|reason| !shown.contains(reason))
            .cloned()
            .collect();
        let readiness = &self.result.readiness;
        let mut unusable = readiness
            .ambiguous_plugins
            .iter()
            .chain(&readiness.unusable_plugins)
            .peekable();
        if others.is_empty() && unusable.peek().is_none() {
            return Ok(());
        }
        self.title("Also not evaluated")?;
        self.reasons(&others)?;
        for plugin in unusable {
            self.wrapped(plugin, 4)?;
        }
        Ok(())
    }

    pub(super) fn uncovered(&mut self) -> io::Result<()> {
        let uncovered: Vec<&CriterionResult> = self
            .with(CriterionStatus::Unproven)
            .into_iter()
            .filter(|criterion| !is_covered(criterion))
            .collect();
        if uncovered.is_empty() {
            return Ok(());
        }
        self.title(&format!(
            "Unproven: {} that no configured check covers",
            plural(uncovered.len(), "criterion", "criteria")
        ))?;
        self.by_category(&uncovered)
    }

    /// Identifiers by category, a line each.
    fn by_category(&mut self, criteria: &[&CriterionResult]) -> io::Result<()> {
        const LABEL: usize = 22;
        for category in Category::ALL {
            let ids: Vec<&str> = criteria
                .iter()
                .filter(|criterion| criterion.category == category)
                .map(|criterion| criterion.id.id())
                .collect();
            if ids.is_empty() {
                continue;
            }
            let lines = wrap(
                &ids.join(" "),
                self.screen.width.saturating_sub(2 + LABEL),
                0,
            );
            for (index, line) in lines.iter().enumerate() {
                let label = if index == 0 { category.name() } else { "" };
                let label = self.screen.palette.faint(&pad(label, LABEL));
                self.line(&format!("  {label}{line}"))?;
            }
        }
        Ok(())
    }
}

/// Whether anything at all is configured for a criterion.
fn is_covered(criterion: &CriterionResult) -> bool {
    !criterion.controls.is_empty() || !criterion.standings.is_empty()
}
