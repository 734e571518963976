//! What people decided: waivers, attestations, what subservice organisations carry; and what has changed
//! since the baseline.

use std::io;

use super::Page;
use crate::readiness::{
    AnswerState, AttestationState, FindingChange, MappingCode, SubserviceState, WaiverConcern,
    WaiverState,
};
use crate::report::text::plural;

/// How many new or fixed findings are shown before the rest is counted.
const CHANGES_SHOWN: usize = 5;

impl Page<'_> {
    pub(super) fn waivers(&mut self) -> io::Result<()> {
        let waivers = &self.result.readiness.waivers;
        if waivers.is_empty() {
            return Ok(());
        }
        self.title("Waivers")?;
        for waiver in waivers {
            let mut state = match waiver.state {
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
            for concern in &waiver.concerns {
                state.push_str(match concern {
                    WaiverConcern::ExpiresSoon => ", which is soon",
                    WaiverConcern::OverBroad => "; over-broad: name the subjects",
                    WaiverConcern::UnknownControl => "; no check of this run has its control",
                    WaiverConcern::SeveralTargets => {
                        "; of several targets: name the one that is meant"
                    }
                    // The state has said so.
                    WaiverConcern::Expired | WaiverConcern::NotYetValid | WaiverConcern::Unused => {
                        ""
                    }
                });
            }
            let mut head = format!("{}   {}", waiver.control, waiver.subject);
            for named in [&waiver.check, &waiver.target].into_iter().flatten() {
                head.push_str("   ");
                head.push_str(named);
            }
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

    pub(super) fn attestations(&mut self) -> io::Result<()> {
        let attestations = &self.result.readiness.attestations;
        if attestations.is_empty() {
            return Ok(());
        }
        self.title("Attestations")?;
        for attestation in attestations {
            let palette = self.screen.palette;
            let criteria: Vec<&str> = attestation.criteria.iter().map(|one| one.id()).collect();
            let what = match &attestation.control {
                Some(control) => control.clone(),
                None if criteria.is_empty() => "user-entity controls".to_owned(),
                None => criteria.join(", "),
            };
            let state = attestation.state.name();
            let state = if attestation.state == AttestationState::Current {
                palette.good(state)
            } else {
                palette.open(state)
            };
            let head = palette.strong(&what);
            self.line(&format!("  {head}   {state}"))?;
            let files = match attestation.evidence.len() {
                0 => String::new(),
                count => format!(" ({})", plural(count, "file", "files")),
            };
            let text = format!("{}{files}: {}", attestation.detail, attestation.statement);
            self.wrapped(&text, 4)?;
        }
        Ok(())
    }

    pub(super) fn subservices(&mut self) -> io::Result<()> {
        let subservices = &self.result.readiness.subservices;
        if subservices.is_empty() {
            return Ok(());
        }
        self.title("Carried by subservice organisations")?;
        for subservice in subservices {
            let palette = self.screen.palette;
            let state = subservice.state.name();
            let state = if subservice.state == SubserviceState::Current {
                palette.good(state)
            } else {
                palette.open(state)
            };
            let criteria: Vec<&str> = subservice.criteria.iter().map(|one| one.id()).collect();
            let head = format!("{}, {}", subservice.organisation, subservice.service);
            let head = palette.strong(&head);
            self.line(&format!("  {head}   {state}"))?;
            let text = format!(
                "{}, {}, {}: {}",
                criteria.join(", "),
                subservice.method.name(),
                subservice.report_type,
                subservice.detail
            );
            self.wrapped(&text, 4)?;
            for control in &subservice.user_entity_controls {
                if control.state != AnswerState::Met {
                    let text = format!(
                        "{} {}: {} ({})",
                        control.state.name(),
                        control.id,
                        control.expectation,
                        control.detail
                    );
                    self.wrapped(&text, 4)?;
                }
            }
        }
        Ok(())
    }

    /// What has changed since the baseline.
    pub(super) fn changes(&mut self) -> io::Result<()> {
        let Some(comparison) = &self.result.baseline else {
            return Ok(());
        };
        self.title(&format!(
            "Since the baseline of {}: {}",
            comparison.as_of,
            comparison.counted()
        ))?;
        let palette = self.screen.palette;
        self.findings_changed(&palette.bad("new"), &comparison.new)?;
        self.findings_changed(&palette.good("fixed"), &comparison.fixed)?;
        self.findings_changed(&palette.open("unseen"), &comparison.unseen)?;
        for change in &comparison.criteria {
            let text = format!(
                "  {}  {} -> {}",
                change.id,
                change.before.name(),
                change.now.name()
            );
            self.line(&text)?;
        }
        Ok(())
    }

    fn findings_changed(&mut self, label: &str, changes: &[FindingChange]) -> io::Result<()> {
        let most = self.most(CHANGES_SHOWN);
        for change in changes.iter().take(most) {
            let target = change
                .target
                .as_ref()
                .map(|target| format!(" [{target}]"))
                .unwrap_or_default();
            let text = format!(
                "  {label}  {}   {}{target} ({})",
                change.control, change.subject, change.elsewhere
            );
            self.line(&text)?;
        }
        if changes.len() > most {
            let more = changes.len() - most;
            self.line(&format!("  {label}  … and {more} more"))?;
        }
        Ok(())
    }

    /// What is doubtful about the mapping, apart from what the criteria themselves say.
    pub(super) fn mapping(&mut self) -> io::Result<()> {
        let notes: Vec<&str> = self
            .result
            .readiness
            .mapping
            .iter()
            .filter(|note| {
                !matches!(
                    note.code,
                    MappingCode::SupportedOnly | MappingCode::NotCovered
                )
            })
            .map(|note| note.message.as_str())
            .collect();
        if notes.is_empty() {
            return Ok(());
        }
        self.title("Doubtful mappings")?;
        for note in notes {
            self.wrapped(note, 2)?;
        }
        Ok(())
    }
}
