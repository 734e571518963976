//! The difference for a person at a terminal.

use std::io::{self, Write};

use super::{DIRECTIONS, short_digest, what_changed};
use crate::clean::{Form, clean};
use crate::compare::{Difference, Direction, Side};
use crate::readiness::FindingChange;
use crate::report::style::Palette;
use crate::report::text::{pad, wrap};

/// Beyond this width lines get hard to read.
const WIDEST: usize = 110;

/// Writes the difference.
pub fn render(
    difference: &Difference,
    width: usize,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page {
        width: width.min(WIDEST),
        palette,
        out,
    };
    page.head(difference)?;
    page.criteria(difference)?;
    let palette = page.palette;
    page.findings("New failures", &palette.bad("new"), &difference.new, "was")?;
    page.findings(
        "Unseen: nothing shows them to be mended",
        &palette.open("unseen"),
        &difference.unseen,
        "now",
    )?;
    page.findings("Fixed", &palette.good("fixed"), &difference.fixed, "now")?;
    page.changed(difference)?;
    page.rest(difference)?;
    if difference.is_empty() {
        writeln!(page.out, "\nNothing differs.")?;
    }
    Ok(())
}

struct Page<'a> {
    width: usize,
    palette: Palette,
    out: &'a mut dyn Write,
}

/// A foreign text in a line. What was read from a file may be anybody's.
fn plain(text: &str) -> String {
    clean(text, Form::Line)
}

impl Page<'_> {
    fn item(&mut self, text: &str) -> io::Result<()> {
        const INDENT: usize = 2;
        for line in wrap(text, self.width.saturating_sub(INDENT), 4) {
            writeln!(self.out, "  {}", line.trim_end())?;
        }
        Ok(())
    }

    fn title(&mut self, title: &str, count: usize) -> io::Result<()> {
        let title = self.palette.strong(&format!("{title}: {count}"));
        writeln!(self.out, "\n{title}")
    }

    fn head(&mut self, difference: &Difference) -> io::Result<()> {
        for (when, side) in [("before", &difference.before), ("now", &difference.now)] {
            let line = side_line(side);
            self.item(&format!("{} {line}", pad(when, 6)))?;
        }
        for warning in &difference.warnings {
            let warning = format!("{} {}", self.palette.open("warning:"), plain(warning));
            self.item(&warning)?;
        }
        writeln!(
            self.out,
            "\n  {} new, {} fixed, {} unseen, {} changed, {} known",
            difference.new.len(),
            difference.fixed.len(),
            difference.unseen.len(),
            difference.changed.len(),
            difference.known
        )
    }

    fn criteria(&mut self, difference: &Difference) -> io::Result<()> {
        for (direction, title) in DIRECTIONS {
            let moves: Vec<_> = difference
                .criteria
                .iter()
                .filter(|change| change.direction == direction)
                .collect();
            if moves.is_empty() {
                continue;
            }
            self.title(title, moves.len())?;
            for change in moves {
                let now = change.now.name();
                let now = match direction {
                    Direction::BecameReady => self.palette.good(now),
                    Direction::Fell => self.palette.bad(now),
                    Direction::Moved => self.palette.open(now),
                };
                self.item(&format!(
                    "{}  {}: {} → {now}",
                    pad(change.id.id(), 5),
                    change.id.title(),
                    change.before.name()
                ))?;
            }
        }
        Ok(())
    }

    fn findings(
        &mut self,
        title: &str,
        what: &str,
        changes: &[FindingChange],
        other: &str,
    ) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.title(title, changes.len())?;
        for change in changes {
            let target = change
                .target
                .as_ref()
                .map(|target| format!(" on {}", plain(target)))
                .unwrap_or_default();
            self.item(&format!(
                "{what} {} {}   {}{target}: {other} {} ({})",
                change.severity,
                plain(change.control.as_str()),
                plain(&change.subject),
                plain(&change.elsewhere),
                plain(&change.id)
            ))?;
        }
        Ok(())
    }

    fn changed(&mut self, difference: &Difference) -> io::Result<()> {
        if difference.changed.is_empty() {
            return Ok(());
        }
        self.title("Changed", difference.changed.len())?;
        for change in &difference.changed {
            self.item(&format!(
                "{}: {}   {}: {} {} → {} {} ({})",
                what_changed(change),
                plain(change.control.as_str()),
                plain(&change.subject),
                plain(&change.before),
                change.severity_before,
                plain(&change.now),
                change.severity_now,
                plain(&change.id)
            ))?;
        }
        Ok(())
    }

    fn rest(&mut self, difference: &Difference) -> io::Result<()> {
        if !difference.controls.is_empty() {
            self.title("Controls that moved", difference.controls.len())?;
        }
        for change in &difference.controls {
            let status =
                |status: &Option<String>| status.as_deref().map_or("absent".to_owned(), plain);
            self.item(&format!(
                "{}: {} → {}",
                plain(change.id.as_str()),
                status(&change.before),
                status(&change.now)
            ))?;
        }
        for (title, changes) in [
            ("Plugins that changed", &difference.plugins),
            ("Evidence that changed", &difference.evidence),
        ] {
            if changes.is_empty() {
                continue;
            }
            self.title(title, changes.len())?;
            for change in changes {
                self.item(&format!(
                    "{}: {} → {}",
                    plain(&change.name),
                    plain(&short_digest(change.before.as_deref())),
                    plain(&short_digest(change.now.as_deref()))
                ))?;
            }
        }
        Ok(())
    }
}

fn side_line(side: &Side) -> String {
    let info = &side.assessment;
    let name = |name: &Option<String>| name.as_deref().map_or("not stated".to_owned(), plain);
    let counts = &side.summary;
    format!(
        "{}, {} as of {}: ready {}, excepted {}, unproven {}, gap {}, not relevant {}, out of scope {}; gate {}",
        name(&info.organisation),
        name(&info.system),
        info.as_of,
        counts.ready,
        counts.excepted,
        counts.unproven,
        counts.gap,
        counts.not_relevant,
        counts.out_of_scope,
        if side.gate_met { "met" } else { "not met" }
    )
}
