//! What is settled: shown, accepted or set aside.

use std::io;

use super::Page;
use crate::readiness::{Basis, CriterionResult, CriterionStatus};
use crate::report::text::{pad, plural, width};

impl Page<'_> {
    pub(super) fn excepted(&mut self) -> io::Result<()> {
        let excepted = self.with(CriterionStatus::Excepted);
        if excepted.is_empty() {
            return Ok(());
        }
        self.title("Excepted: ready but for accepted failures")?;
        for criterion in excepted {
            self.criterion_with_reason(criterion)?;
        }
        Ok(())
    }

    pub(super) fn ready(&mut self) -> io::Result<()> {
        let ready = self.with(CriterionStatus::Ready);
        if ready.is_empty() {
            return Ok(());
        }
        self.title("Ready")?;
        let widest = ready.iter().map(|criterion| width(&criterion.title)).max();
        for criterion in ready {
            let text = shown_by(criterion);
            let palette = self.screen.palette;
            let left = format!("{}  {}", pad(criterion.id.id(), 5), criterion.title);
            self.line(&format!(
                "  {}  {}",
                palette.good(&pad(&left, 7 + widest.unwrap_or(0))),
                palette.faint(&text)
            ))?;
        }
        Ok(())
    }

    fn criterion_with_reason(&mut self, criterion: &CriterionResult) -> io::Result<()> {
        let head = format!("{}  {}", pad(criterion.id.id(), 5), criterion.title);
        let head = self.screen.palette.accepted(&head);
        self.line(&format!("  {head}"))?;
        self.wrapped(&criterion.reason, 4)
    }

    pub(super) fn set_aside(&mut self) -> io::Result<()> {
        let not_relevant = self.with(CriterionStatus::NotRelevant);
        if not_relevant.is_empty() {
            return Ok(());
        }
        self.title("Not relevant, as declared")?;
        for criterion in not_relevant {
            let head = format!("{}  {}", pad(criterion.id.id(), 5), criterion.title);
            let head = self.screen.palette.faint(&head);
            self.line(&format!("  {head}"))?;
            self.wrapped(&criterion.reason, 4)?;
        }
        Ok(())
    }
}

/// What shows that a criterion is met: how many controls pass, who attests, who carries it.
fn shown_by(criterion: &CriterionResult) -> String {
    let with = |status: &str| {
        criterion
            .controls
            .iter()
            .filter(|edge| edge.status == status)
            .count()
    };
    let by = |basis: Basis| {
        criterion
            .standings
            .iter()
            .any(|standing| standing.basis == basis && standing.holds)
    };
    let mut words = Vec::new();
    match with("passes") {
        0 => {}
        1 => words.push("1 control passes".to_owned()),
        passing => words.push(format!("{} pass", plural(passing, "control", "controls"))),
    }
    if with("attested") > 0 || by(Basis::Attestation) {
        words.push("attested".to_owned());
    }
    if by(Basis::Inheritance) {
        words.push("inherited".to_owned());
    }
    words.join(", ")
}
