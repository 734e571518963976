//! For a person at a terminal: a line for each case and check, and below it what is wrong and how to
//! see it again.

use std::io::{self, Write};

use super::junit::cause;
use crate::kit::{Problem, TestResult, Tested, Verdict, Weight};
use crate::report::inert::Lines;
use crate::report::style::Palette;
use crate::report::text::{pad, plural, wrap};

/// How many problems of one kind are shown; the others are counted.
const SHOWN: usize = 8;
/// How many lines of a difference are shown.
const LINES: usize = 80;
/// Beyond this width lines get hard to read.
const WIDEST: usize = 120;

/// What the page looks like.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Columns.
    pub width: usize,
    /// Colours.
    pub palette: Palette,
    /// What to write so that the same thing is tested again.
    pub command: &'a str,
    /// The program's exit code.
    pub exit_code: u8,
}

/// Writes the page.
pub fn render(result: &TestResult, page: Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Lines::new(out);
    page.write(result, &mut lines)?;
    lines.finish()
}

impl Page<'_> {
    fn write(self, result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
        if let Some(plugin) = &result.plugin {
            writeln!(
                out,
                "{} {}",
                self.palette
                    .strong(&format!("{} {}", plugin.id, plugin.version)),
                self.palette.faint(&format!("· sha256 {}", plugin.sha256))
            )?;
        }
        for (title, list) in [
            ("Cases", &result.cases),
            ("Conformance", &result.conformance),
        ] {
            if list.is_empty() {
                continue;
            }
            writeln!(out, "\n{}", self.palette.strong(title))?;
            for tested in list {
                self.tested(tested, out)?;
            }
        }
        self.summary(result, out)
    }

    fn tested(self, tested: &Tested, out: &mut dyn Write) -> io::Result<()> {
        let warnings = tested.warnings();
        let mark = pad(tested.verdict.name(), "skipped".len());
        let mark = match tested.verdict {
            Verdict::Pass if warnings == 0 => self.palette.good(&mark),
            Verdict::Pass | Verdict::Skipped => self.palette.open(&mark),
            Verdict::Fail => self.palette.bad(&mark),
        };
        let name = pad(&tested.name, NAME);
        writeln!(
            out,
            "  {mark}  {name}  {}",
            self.palette.faint(&tested.detail)
        )?;
        for weight in [Weight::Error, Weight::Warning] {
            let problems = groups(tested, weight);
            let left = problems.len().saturating_sub(SHOWN);
            let mut shown = problems.into_iter().take(SHOWN).peekable();
            while let Some((problem, alike)) = shown.next() {
                self.problem(problem, alike, out)?;
                let next = shown.peek().and_then(|(next, _)| next.help.as_ref());
                // Advice that many problems share stands below the last of them.
                match &problem.help {
                    Some(help) if next != Some(help) => self.line(&format!("help: {help}"), out)?,
                    _ => {}
                }
            }
            if left > 0 {
                self.line(&format!("and {left} more; `--format json` shows all"), out)?;
            }
        }
        let is_unkept = tested.verdict == Verdict::Fail
            && tested
                .problems
                .iter()
                .any(|problem| problem.mutation.is_some() && problem.kept.is_none());
        if is_unkept {
            self.line(
                &format!("see the damaged files: {} --keep DIR", self.command),
                out,
            )?;
        }
        Ok(())
    }

    fn problem(self, problem: &Problem, alike: usize, out: &mut dyn Write) -> io::Result<()> {
        let weight = match problem.weight {
            Weight::Error => self.palette.bad("error"),
            Weight::Warning => self.palette.open("warning"),
        };
        let is_rendered = problem
            .shown
            .as_ref()
            .is_some_and(|shown| shown.contains(&problem.message));
        if !is_rendered {
            let more = match alike {
                0 => String::new(),
                alike => format!(", and {alike} more like it"),
            };
            let text = format!("{}{}{more}", problem.message, cause(problem));
            let mut lines = wrap(&text, self.width.min(WIDEST).saturating_sub(20), 0).into_iter();
            writeln!(out, "    {weight}: {}", lines.next().unwrap_or_default())?;
            for line in lines {
                writeln!(out, "      {line}")?;
            }
        }
        if let Some(kept) = &problem.kept {
            self.line(&format!("kept: {kept}"), out)?;
        }
        let Some(shown) = &problem.shown else {
            return Ok(());
        };
        let mut lines = shown.lines();
        for line in lines.by_ref().take(LINES) {
            let line = match line.as_bytes().first() {
                Some(b'+') => self.palette.good(line),
                Some(b'-') => self.palette.bad(line),
                _ => line.to_owned(),
            };
            writeln!(out, "      {line}")?;
        }
        let left = lines.count();
        if left > 0 {
            self.line(
                &format!("and {left} more lines; `--format json` shows all"),
                out,
            )?;
        }
        Ok(())
    }

    fn line(self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        for line in wrap(text, self.width.min(WIDEST).saturating_sub(6), 2) {
            writeln!(out, "      {}", self.palette.faint(&line))?;
        }
        Ok(())
    }

    fn summary(self, result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
        let summary = result.summary;
        let skipped: Vec<&str> = result
            .cases
            .iter()
            .chain(&result.conformance)
            .filter(|tested| tested.verdict == Verdict::Skipped)
            .map(|tested| tested.name.as_str())
            .collect();
        let named = if skipped.is_empty() {
            String::new()
        } else {
            format!(" ({})", skipped.join(", "))
        };
        let warnings = usize::try_from(summary.warnings).unwrap_or(usize::MAX);
        writeln!(
            out,
            "\n{} passed, {} failed, {} skipped{named}, {}",
            summary.passed,
            summary.failed,
            summary.skipped,
            plural(warnings, "warning", "warnings")
        )?;
        let why = if result.holds() {
            "everything that was tested holds"
        } else {
            "something does not hold"
        };
        writeln!(out, "exit {}: {why}", self.exit_code)
    }
}

/// Problems of one weight: the first of each message, and how many more like it there are.
fn groups(tested: &Tested, weight: Weight) -> Vec<(&Problem, usize)> {
    let mut groups: Vec<(&Problem, usize)> = Vec::new();
    for problem in &tested.problems {
        let known = groups
            .iter_mut()
            .find(|(first, _)| first.message == problem.message && first.shown == problem.shown);
        match known {
            _ if problem.weight != weight => {}
            Some((_, alike)) => *alike += 1,
            None => groups.push((problem, 0)),
        }
    }
    groups
}

/// Room for the longest name of a check.
const NAME: usize = 19;
