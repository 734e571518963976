//! The result for a person at a terminal: the verdict, the worst gaps with the value that decided,
//! what is unproven and why, and what to do next. What is long is cut, and says so.

mod decisions;
mod gaps;
mod layout;
mod settled;
mod unproven;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::inert::Lines;
use super::style::Palette;
use super::text::{pad, plural, when, width};
use crate::model::ControlId;
use crate::readiness::{AssessmentResult, ControlResult, CriterionResult, CriterionStatus};

/// What a terminal is like, and how much to show.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// Columns.
    pub width: usize,
    /// Colours.
    pub palette: Palette,
    /// Whether to cut nothing.
    pub everything: bool,
    /// The exit code to announce in the last line.
    pub exit_code: u8,
    /// What to write behind a subcommand so that it sees the same assessment.
    pub same_assessment: &'a str,
}

/// Beyond this width lines get hard to read.
const WIDEST: usize = 110;

/// Writes the result.
pub fn render(
    result: &AssessmentResult,
    screen: Screen<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let screen = Screen {
        width: screen.width.min(WIDEST),
        ..screen
    };
    let mut lines = Lines::new(out);
    Page {
        result,
        screen,
        controls: result
            .readiness
            .controls
            .iter()
            .map(|control| (&control.id, control))
            .collect(),
        out: &mut lines,
    }
    .write()?;
    lines.finish()
}

struct Page<'a> {
    result: &'a AssessmentResult,
    screen: Screen<'a>,
    controls: BTreeMap<&'a ControlId, &'a ControlResult>,
    out: &'a mut dyn Write,
}

impl<'a> Page<'a> {
    fn write(&mut self) -> io::Result<()> {
        self.head()?;
        self.gaps()?;
        self.unproven()?;
        self.uncovered()?;
        self.excepted()?;
        self.ready()?;
        self.set_aside()?;
        self.waivers()?;
        self.attestations()?;
        self.subservices()?;
        self.mapping()?;
        self.changes()?;
        self.foot()
    }

    fn with(&self, status: CriterionStatus) -> Vec<&'a CriterionResult> {
        self.result
            .readiness
            .criteria
            .iter()
            .filter(|criterion| criterion.status == status)
            .collect()
    }

    fn head(&mut self) -> io::Result<()> {
        let palette = self.screen.palette;
        let info = &self.result.readiness.assessment;
        let who = match (&info.organisation, &info.system) {
            (Some(organisation), Some(system)) => format!("{organisation}, {system}"),
            _ => "Everything that matches (there is no tickmark.toml)".to_owned(),
        };
        let when = when(info);
        let categories: Vec<&str> = info
            .categories
            .iter()
            .map(|category| category.name())
            .collect();
        self.line(&format!(
            "{} {}",
            palette.strong(&who),
            palette.faint(&format!("· {when} · {}", categories.join(", ")))
        ))?;
        self.line("")?;
        let summary = &self.result.readiness.summary;
        let verdict = if summary.is_ready {
            palette.good("READY")
        } else {
            palette.bad("NOT READY")
        };
        self.line(&format!(
            "  {verdict}    {} of {} criteria shown ready",
            summary.ready, summary.relevant
        ))?;
        self.line("")?;
        let counts = [
            palette.good(&format!("ready {}", summary.ready)),
            palette.accepted(&format!("excepted {}", summary.excepted)),
            palette.open(&format!("unproven {}", summary.unproven)),
            palette.bad(&format!("gap {}", summary.gap)),
        ];
        let aside = format!(
            "not relevant {}   out of scope {}",
            summary.not_relevant, summary.out_of_scope
        );
        self.line(&format!(
            "  {}   {}",
            counts.join("   "),
            palette.faint(&aside)
        ))
    }

    /// `CC6.1  Logical access architecture                    critical`
    fn criterion_line(&mut self, criterion: &CriterionResult, right: &str) -> io::Result<()> {
        let palette = self.screen.palette;
        let left = format!("{}  {}", pad(criterion.id.id(), 5), criterion.title);
        let gap = self
            .screen
            .width
            .saturating_sub(2 + width(&left) + width(right))
            .max(2);
        let right = match right {
            "critical" | "high" => palette.bad(right),
            _ => palette.open(right),
        };
        self.line(&format!(
            "  {}{}{right}",
            palette.strong(&left),
            " ".repeat(gap)
        ))
    }

    /// How many of something to show.
    fn most(&self, usually: usize) -> usize {
        if self.screen.everything {
            usize::MAX
        } else {
            usually
        }
    }

    fn foot(&mut self) -> io::Result<()> {
        let readiness = &self.result.readiness;
        let palette = self.screen.palette;
        self.line("")?;
        if let Some(next) = self.next() {
            let text = format!("next: {next}");
            let text = palette.strong(&text);
            self.line(&format!("  {text}"))?;
            self.line("")?;
        }
        let disabled = readiness
            .checks
            .iter()
            .filter(|check| check.disabled.is_some())
            .count();
        let mut facts = vec![
            plural(readiness.checks.len(), "check", "checks"),
            plural(readiness.findings.len(), "finding", "findings"),
            plural(readiness.evidence.len(), "evidence file", "evidence files"),
        ];
        if disabled > 0 {
            facts.insert(1, format!("{disabled} switched off"));
        }
        let facts = palette.faint(&facts.join(", "));
        self.line(&facts)?;
        for rule in &self.result.gate.rules {
            let mark = if rule.held {
                palette.good("held")
            } else {
                palette.bad("broken")
            };
            let text = format!("gate {}: {mark}, {}", rule.rule, rule.detail);
            self.line(&text)?;
        }
        let code = self.screen.exit_code;
        let last = format!("exit {code}: {}", self.result.gate.conclusion);
        let last = match self.result.gate.exit_code {
            0 => palette.good(&last),
            1 => palette.bad(&last),
            _ => palette.open(&last),
        };
        self.line(&last)
    }

    /// The command to type next: the one that explains the worst gap, else the first criterion that is
    /// unproven; where nothing was examined, the one that shows what could be.
    fn next(&self) -> Option<String> {
        if self.result.readiness.checks.is_empty() {
            return Some("tickmark plugin list".to_owned());
        }
        let gaps = self.with(CriterionStatus::Gap);
        let worst = gaps
            .iter()
            .max_by_key(|gap| (gap.severity, std::cmp::Reverse(gap.id)));
        let unproven = self.with(CriterionStatus::Unproven);
        let criterion = worst.or(unproven.first())?.id.id();
        let same_assessment = self.screen.same_assessment;
        Some(format!("tickmark explain {criterion}{same_assessment}"))
    }
}
