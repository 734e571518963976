//! The result for a person at a terminal: the verdict, the worst gaps with the value that decided,
//! what is unproven and why, and what to do next. What is long is cut, and says so.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::style::Palette;
use super::text::{pad, plural, shorten, width, wrap};
use crate::criteria::Category;
use crate::model::{ControlId, Outcome};
use crate::plan::{Reason, ReasonCode};
use crate::readiness::{
    AssessmentResult, ControlResult, CriterionResult, CriterionStatus, Finding, WaiverState,
};

/// What a terminal is like, and how much to show.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Colours.
    pub palette: Palette,
    /// Whether to cut nothing.
    pub everything: bool,
    /// The exit code to announce in the last line.
    pub exit_code: u8,
}

/// How many gaps are shown before the rest is counted, how many failing controls of each, and how
/// many findings of each of these. The first screen is for what comes first.
const GAPS_SHOWN: usize = 12;
const CONTROLS_SHOWN: usize = 2;
const FINDINGS_SHOWN: usize = 1;
/// Beyond this width lines get hard to read.
const WIDEST: usize = 110;

/// Writes the result.
pub fn render(result: &AssessmentResult, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let screen = Screen {
        width: screen.width.min(WIDEST),
        ..screen
    };
    Page {
        result,
        screen,
        controls: result
            .readiness
            .controls
            .iter()
            .map(|control| (&control.id, control))
            .collect(),
        out,
    }
    .write()
}

struct Page<'a> {
    result: &'a AssessmentResult,
    screen: Screen,
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
        self.foot()
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    fn wrapped(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let lines = wrap(text, self.screen.width.saturating_sub(indent), 0);
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(indent)))?;
        }
        Ok(())
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
        let when = match info.period {
            Some((start, end)) => format!("Type 2, {start} to {end}, as of {}", info.as_of),
            None => format!("Type 1 as of {}", info.as_of),
        };
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
            summary.ready + summary.excepted,
            summary.relevant
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

    fn title(&mut self, text: &str) -> io::Result<()> {
        self.line("")?;
        let title = self.screen.palette.strong(text);
        self.line(&title)
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

    fn gaps(&mut self) -> io::Result<()> {
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

    /// How many of something to show.
    fn most(&self, usually: usize) -> usize {
        if self.screen.everything {
            usize::MAX
        } else {
            usually
        }
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
                .map(|finding| finding.subject.as_str())
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
            self.labelled_at(6, "fix", fix)?;
        }
        Ok(())
    }

    fn failure(&mut self, finding: &Finding) -> io::Result<()> {
        let palette = self.screen.palette;
        let target = finding
            .target
            .as_ref()
            .map(|target| format!(" on {target}"))
            .unwrap_or_default();
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
        self.placed(&text, &place)
    }

    /// A text with the evidence line at the right margin, or below where it does not fit.
    fn placed(&mut self, text: &str, place: &str) -> io::Result<()> {
        const INDENT: usize = 6;
        let palette = self.screen.palette;
        let room = self.screen.width.saturating_sub(INDENT);
        let lines = wrap(text, room, 2);
        let last = lines.last().map_or(0, |line| width(line));
        for (index, line) in lines.iter().enumerate() {
            if index + 1 == lines.len() && last + 2 + width(place) <= room {
                let gap = " ".repeat(room - last - width(place));
                self.line(&format!(
                    "{}{line}{gap}{}",
                    " ".repeat(INDENT),
                    palette.faint(place)
                ))?;
                return Ok(());
            }
            self.line(&format!("{}{line}", " ".repeat(INDENT)))?;
        }
        if place.is_empty() {
            return Ok(());
        }
        let gap = " ".repeat(room.saturating_sub(width(place)));
        self.line(&format!(
            "{}{gap}{}",
            " ".repeat(INDENT),
            palette.faint(place)
        ))
    }

    /// `fix      do this and that`
    fn labelled_at(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        const LABEL: usize = 9;
        let room = self.screen.width.saturating_sub(indent + LABEL);
        let lines = text.lines().flat_map(|line| wrap(line, room, 0));
        for (index, line) in lines.enumerate() {
            let label = if index == 0 {
                pad(label, LABEL)
            } else {
                " ".repeat(LABEL)
            };
            let label = self.screen.palette.accepted(&label);
            self.line(&format!("{}{label}{line}", " ".repeat(indent)))?;
        }
        Ok(())
    }

    /// Criteria that a configured check covers, and that it does not show to be met.
    fn unproven(&mut self) -> io::Result<()> {
        let unproven: Vec<&CriterionResult> = self
            .with(CriterionStatus::Unproven)
            .into_iter()
            .filter(|criterion| !criterion.controls.is_empty())
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

    /// Reasons by kind: each distinct message once, long lists cut.
    fn reasons(&mut self, reasons: &[Reason]) -> io::Result<()> {
        const SHOWN: usize = 4;
        let messages: BTreeMap<(ReasonCode, &str), Vec<&Reason>> =
            reasons
                .iter()
                .fold(BTreeMap::new(), |mut messages, reason| {
                    messages
                        .entry((reason.code, reason.message.as_str()))
                        .or_default()
                        .push(reason);
                    messages
                });
        let most = self.most(SHOWN);
        for ((code, message), who) in messages.iter().take(most) {
            let targets: BTreeSet<&str> = who
                .iter()
                .filter_map(|reason| reason.target.as_deref())
                .collect();
            let on = if targets.is_empty() {
                String::new()
            } else {
                let names = targets.into_iter().collect::<Vec<_>>().join(", ");
                format!(" [{}]", shorten(&names, 40))
            };
            let code = pad(code.name(), 17);
            let lines = wrap(
                &format!("{message}{on}"),
                self.screen.width.saturating_sub(4 + 18),
                0,
            );
            for (index, line) in lines.iter().enumerate() {
                let label = if index == 0 {
                    self.screen.palette.open(&code)
                } else {
                    " ".repeat(code.len())
                };
                self.line(&format!("    {label} {line}"))?;
            }
        }
        if messages.len() > most {
            self.line(&format!("    … and {} more reasons", messages.len() - most))?;
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
        let unusable = &self.result.readiness.unusable_plugins;
        if others.is_empty() && unusable.is_empty() {
            return Ok(());
        }
        self.title("Also not evaluated")?;
        self.reasons(&others)?;
        for plugin in unusable {
            self.wrapped(plugin, 4)?;
        }
        Ok(())
    }

    fn uncovered(&mut self) -> io::Result<()> {
        let uncovered: Vec<&CriterionResult> = self
            .with(CriterionStatus::Unproven)
            .into_iter()
            .filter(|criterion| criterion.controls.is_empty())
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

    fn excepted(&mut self) -> io::Result<()> {
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

    fn ready(&mut self) -> io::Result<()> {
        let ready = self.with(CriterionStatus::Ready);
        if ready.is_empty() {
            return Ok(());
        }
        self.title("Ready")?;
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
                palette.good(&pad(&left, 42)),
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

    fn set_aside(&mut self) -> io::Result<()> {
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

    fn waivers(&mut self) -> io::Result<()> {
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

    fn foot(&mut self) -> io::Result<()> {
        let readiness = &self.result.readiness;
        let palette = self.screen.palette;
        self.line("")?;
        if let Some(next) = self.next() {
            let text = format!("next: tickmark explain {next}");
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

    /// The criterion to look at next: the worst gap, else the first that is unproven.
    fn next(&self) -> Option<&'static str> {
        let gaps = self.with(CriterionStatus::Gap);
        gaps.iter()
            .max_by_key(|gap| (gap.severity, std::cmp::Reverse(gap.id)))
            .map(|gap| gap.id.id())
            .or_else(|| {
                self.with(CriterionStatus::Unproven)
                    .first()
                    .map(|criterion| criterion.id.id())
            })
    }
}

/// The first sentence of a text: enough to begin with.
fn first_sentence(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    [". ", "; "]
        .into_iter()
        .filter_map(|end| line.find(end))
        .min()
        .map_or(line, |end| &line[..end])
}
