//! One criterion, control or finding laid open: from the verdict down to the evidence line, the
//! digests and the fix.

use std::io::{self, Write};

use super::style::Palette;
use super::text::{on_target, plural, wrap};
use crate::criteria::Criterion;
use crate::model::Outcome;
use crate::plan::{Reason, ReasonCode};
use crate::readiness::{AssessmentResult, ControlResult, CriterionResult, Finding, Readiness};

/// What can be explained.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A criterion.
    Criterion(&'a CriterionResult),
    /// A control.
    Control(&'a ControlResult),
    /// A finding.
    Finding(&'a Finding),
}

/// Finds what a name stands for: a criterion, a control, or a finding's id.
pub fn find<'a>(result: &'a AssessmentResult, name: &str) -> Option<Subject<'a>> {
    let readiness = &result.readiness;
    readiness
        .criteria
        .iter()
        .find(|criterion| criterion.id.id() == name)
        .map(Subject::Criterion)
        .or_else(|| {
            readiness
                .controls
                .iter()
                .find(|control| control.id.as_str() == name)
                .map(Subject::Control)
        })
        .or_else(|| {
            readiness
                .findings
                .iter()
                .find(|finding| finding.id == name)
                .map(Subject::Finding)
        })
}

/// Every name that [`find`] knows and that somebody may have meant: criteria and controls.
pub fn names(result: &AssessmentResult) -> Vec<&str> {
    let mut names: Vec<&str> = Criterion::all().map(Criterion::id).collect();
    for control in &result.readiness.controls {
        names.push(control.id.as_str());
    }
    names
}

/// Writes the explanation.
pub fn render(
    result: &AssessmentResult,
    subject: Subject<'_>,
    width: usize,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page {
        readiness: &result.readiness,
        width: width.min(110),
        palette,
        out,
    };
    match subject {
        Subject::Criterion(criterion) => page.criterion(criterion),
        Subject::Control(control) => page.control(control),
        Subject::Finding(finding) => page.finding(finding),
    }
}

/// What a reason's code means.
pub fn render_code(code: ReasonCode, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", code.name())?;
    for line in wrap(code.meaning(), width.min(110).saturating_sub(2), 0) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

struct Page<'a> {
    readiness: &'a Readiness,
    width: usize,
    palette: Palette,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}{}", " ".repeat(indent), text.trim_end())
    }

    fn block(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for paragraph in text.lines() {
            for line in wrap(paragraph, self.width.saturating_sub(indent), 0) {
                self.line(indent, &line)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        const LABEL: usize = 12;
        let room = self.width.saturating_sub(indent + LABEL);
        let lines: Vec<String> = text
            .lines()
            .flat_map(|paragraph| wrap(paragraph, room, 0))
            .collect();
        for (index, line) in lines.iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let label = self.palette.faint(&format!("{label:<LABEL$}"));
            self.line(indent, &format!("{label}{line}"))?;
        }
        Ok(())
    }

    fn status(&self, status: &str) -> String {
        match status {
            "ready" | "passes" | "pass" => self.palette.good(status),
            "gap" | "fails" | "fail" => self.palette.bad(status),
            "excepted" | "waived" => self.palette.accepted(status),
            "unproven" | "inconclusive" => self.palette.open(status),
            _ => self.palette.faint(status),
        }
    }

    fn criterion(&mut self, criterion: &CriterionResult) -> io::Result<()> {
        let head = format!("{}  {}", criterion.id, criterion.title);
        let head = format!(
            "{} {}",
            self.palette.strong(&head),
            self.palette.faint(&format!("· {}", criterion.category))
        );
        self.line(0, &head)?;
        let status = self.status(criterion.status.name());
        self.block(2, &format!("{status}: {}", criterion.reason))?;
        self.reasons(&criterion.reasons)?;
        for edge in &criterion.controls {
            self.line(0, "")?;
            let status = self.status(&edge.status);
            let head = format!(
                "{} {} {status}",
                edge.relation.name(),
                self.palette.strong(edge.control.as_str())
            );
            self.line(2, &head)?;
            self.field(4, "because", &edge.rationale)?;
            let control = self
                .readiness
                .controls
                .iter()
                .find(|control| control.id == edge.control);
            if let Some(control) = control {
                self.extent(4, control)?;
                self.control_findings(4, control)?;
                if control.status == "fails" {
                    self.field(4, "fix", &control.remediation)?;
                }
            }
        }
        if criterion.controls.is_empty() {
            self.line(0, "")?;
            self.block(
                2,
                "No control of a configured check serves this criterion. `tickmark plugin list` shows what could.",
            )?;
        }
        Ok(())
    }

    fn extent(&mut self, indent: usize, control: &ControlResult) -> io::Result<()> {
        let examined = plural(
            usize::try_from(control.examined).unwrap_or(usize::MAX),
            "subject",
            "subjects",
        );
        let mut text = match control.population {
            Some(population) => format!("{} of {population} subjects", control.examined),
            None => format!("{examined}; how many there are is not stated"),
        };
        for sample in &control.samples {
            text.push_str("; a sample: ");
            text.push_str(sample);
        }
        self.field(indent, "examined", &text)
    }

    /// The findings of a control: what stands against it in full, passes counted.
    fn control_findings(&mut self, indent: usize, control: &ControlResult) -> io::Result<()> {
        const PASSES_SHOWN: usize = 3;
        let findings: Vec<&Finding> = self
            .readiness
            .findings
            .iter()
            .filter(|finding| finding.control == control.id)
            .collect();
        let (passes, others): (Vec<&Finding>, Vec<&Finding>) = findings
            .into_iter()
            .partition(|finding| matches!(finding.outcome, Outcome::Pass | Outcome::NotApplicable));
        for finding in others.iter().chain(passes.iter().take(PASSES_SHOWN)) {
            self.short_finding(indent, finding)?;
        }
        if passes.len() > PASSES_SHOWN {
            let text = format!(
                "… and {} more that pass or do not apply",
                passes.len() - PASSES_SHOWN
            );
            self.line(indent, &text)?;
        }
        Ok(())
    }

    fn reasons(&mut self, reasons: &[Reason]) -> io::Result<()> {
        for reason in reasons {
            let code = self.palette.open(reason.code.name());
            let target = reason
                .target
                .as_ref()
                .map(|target| format!(" [{target}]"))
                .unwrap_or_default();
            let text = format!("{code}: {}{target}: {}", reason.check, reason.message);
            self.block(4, &text)?;
        }
        Ok(())
    }

    fn short_finding(&mut self, indent: usize, finding: &Finding) -> io::Result<()> {
        let outcome = match finding.waiver {
            Some(_) => self.status("waived"),
            None => self.status(finding.outcome.name()),
        };
        let place = finding
            .locations
            .first()
            .map(|place| format!("  {}", self.palette.faint(&place.to_string())))
            .unwrap_or_default();
        let target = on_target(finding);
        let text = format!(
            "{outcome} {}{target}: {}{place} {}",
            finding.subject,
            finding.actual,
            self.palette.faint(&format!("({})", finding.id))
        );
        self.line(indent, &text)
    }

    fn control(&mut self, control: &ControlResult) -> io::Result<()> {
        let head = format!("{}  {}", control.id, control.title);
        let head = self.palette.strong(&head);
        self.line(0, &head)?;
        let status = self.status(&control.status);
        self.line(2, &format!("{status}, severity {}", control.severity))?;
        self.reasons(&control.reasons)?;
        self.line(0, "")?;
        self.block(2, &control.description)?;
        self.line(0, "")?;
        for edge in &control.criteria {
            let text = format!(
                "{} {} {}: {}",
                edge.relation.name(),
                edge.criterion,
                edge.criterion.title(),
                edge.rationale
            );
            self.block(2, &text)?;
        }
        self.line(0, "")?;
        self.extent(2, control)?;
        self.field(2, "fix", &control.remediation)?;
        self.plugin(2, control.id.as_str())?;
        self.line(0, "")?;
        self.control_findings(2, control)
    }

    fn plugin(&mut self, indent: usize, control: &str) -> io::Result<()> {
        let id = control.split('/').next().unwrap_or_default();
        let Some(plugin) = self.readiness.plugins.iter().find(|plugin| plugin.id == id) else {
            return Ok(());
        };
        let text = format!("{} {} sha256:{}", plugin.id, plugin.version, plugin.sha256);
        self.field(indent, "plugin", &text)
    }

    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let head = format!("{}  {}", finding.control, finding.subject);
        let head = format!(
            "{} {}",
            self.palette.strong(&head),
            self.palette.faint(&format!("({})", finding.id))
        );
        self.line(0, &head)?;
        let outcome = self.status(finding.outcome.name());
        let severity = match &finding.severity_reason {
            Some(why) => format!("{outcome}, severity {} ({why})", finding.severity),
            None => format!("{outcome}, severity {}", finding.severity),
        };
        self.line(2, &severity)?;
        self.line(0, "")?;
        self.field(2, "expected", &finding.expected)?;
        self.field(2, "found", &finding.actual)?;
        if let Some(occurred) = &finding.occurred {
            self.field(2, "happened", occurred)?;
        }
        for (key, value) in &finding.attributes {
            self.field(2, key, value)?;
        }
        let check = match &finding.target {
            Some(target) => format!("{} on {target}", finding.check),
            None => finding.check.clone(),
        };
        self.field(2, "check", &check)?;
        for location in &finding.locations {
            let mut text = location.to_string();
            if let Some(pointer) = location
                .pointer
                .as_ref()
                .filter(|pointer| !pointer.is_empty())
            {
                text.push_str(" at ");
                text.push_str(pointer);
            }
            self.field(2, "evidence", &text)?;
            self.provenance(&location.path)?;
        }
        if let Some(waiver) = finding
            .waiver
            .and_then(|index| self.readiness.waivers.get(index))
        {
            let text = format!(
                "until {}, owner {}, approved by {}: {}",
                waiver.expires, waiver.owner, waiver.approved_by, waiver.reason
            );
            self.field(2, "waiver", &text)?;
        }
        let control = self
            .readiness
            .controls
            .iter()
            .find(|control| control.id == finding.control);
        if let Some(control) = control {
            if finding.outcome != Outcome::Pass {
                self.field(2, "fix", &control.remediation)?;
            }
            let criteria: Vec<&str> = control
                .criteria
                .iter()
                .map(|edge| edge.criterion.id())
                .collect();
            self.field(2, "criteria", &criteria.join(", "))?;
        }
        self.plugin(2, finding.control.as_str())
    }

    fn provenance(&mut self, path: &str) -> io::Result<()> {
        let Some(file) = self
            .readiness
            .evidence
            .iter()
            .find(|file| file.path == path)
        else {
            return Ok(());
        };
        self.field(
            4,
            "",
            &format!("{} bytes, sha256:{}", file.size, file.sha256),
        )?;
        if let Some(known) = &file.provenance {
            let mut text = format!("collected {}", known.collected);
            for (label, value) in [
                (" from ", &known.source),
                (" by ", &known.collected_by),
                (" with: ", &known.query),
            ] {
                if let Some(value) = value {
                    text.push_str(label);
                    text.push_str(value);
                }
            }
            self.field(4, "", &text)?;
        }
        Ok(())
    }
}
