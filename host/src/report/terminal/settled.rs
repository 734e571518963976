//! What is settled: shown, accepted or set aside.

use std::io;

use super::Page;
use crate::readiness::{CriterionResult, CriterionStatus, WaiverState};
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
            let passing = criterion
                .controls
                .iter()
                .filter(|edge| edge.status == "passes")
                .count();
            let text = format!("{} pass", plural(passing, "control", "controls"))
                .replace("1 control pass", "1 control passes");
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

    pub(super) fn waivers(&mut self) -> io::Result<()> {
        let waivers = &self.result.readiness.waivers;
        if waivers.is_empty() {
            return Ok(());
        }
        self.title("Waivers")?;
        for waiver in waivers {
            let state = match waiver.state {
                WaiverState::Used => format!(
                    "covers {} until {}",
                    plural(
                        usize::try_from(waiver.findings).unwrap_or(usize::MAX),
                        "finding",
                        "findings"
                    ),
                    waiver.expires
                ),
                WaiverState::Unused => "covers nothing: remove it".to_owned(),
                WaiverState::Expired => format!("expired on {}: no longer counts", waiver.expires),
                WaiverState::NotYetValid => format!("counts from {} on", waiver.approved_on),
            };
            let head = format!("{}   {}", waiver.control, waiver.subject);
            let head = self.screen.palette.strong(&head);
            self.line(&format!("  {head}"))?;
            let text = format!(
                "{state}; owner {}, approved by {}{}: {}",
                waiver.owner,
                waiver.approved_by,
                waiver
                    .ticket
                    .as_ref()
                    .map(|ticket| format!(" ({ticket})"))
                    .unwrap_or_default(),
                waiver.reason
            );
            self.wrapped(&text, 4)?;
        }
        Ok(())
    }
}
