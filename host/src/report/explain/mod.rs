//! One criterion, control or finding laid open as a tree: from the verdict and the rule that decided down
//! to the evidence line, the digests and the fix.

mod control;
mod criterion;
mod finding;
mod rule;
mod tree;

use std::io::{self, Write};

use super::style::Palette;
use super::text::wrap;
use crate::criteria::Criterion;
use crate::model::ControlId;
use crate::plan::{Reason, ReasonCode};
use crate::readiness::{AssessmentResult, ControlResult, CriterionResult, Finding, Readiness};
use tree::Node;

/// Beyond this width lines get hard to read.
const WIDEST: usize = 110;

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
    let book = Book {
        readiness: &result.readiness,
    };
    let tree = match subject {
        Subject::Criterion(criterion) => book.criterion(criterion),
        Subject::Control(control) => book.control(control),
        Subject::Finding(finding) => book.finding(finding),
    };
    tree.write(width.min(WIDEST), palette, out)
}

/// What a reason's code means.
pub fn render_code(code: ReasonCode, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", code.name())?;
    for line in wrap(code.meaning(), width.min(WIDEST).saturating_sub(2), 0) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

/// What explanations are looked up in.
struct Book<'a> {
    readiness: &'a Readiness,
}

impl<'a> Book<'a> {
    fn control_named(&self, id: &ControlId) -> Option<&'a ControlResult> {
        self.readiness
            .controls
            .iter()
            .find(|control| control.id == *id)
    }

    /// The plugin of a control, with its digest.
    fn plugin(&self, control: &ControlId) -> Option<Node> {
        let id = control.as_str().split('/').next()?;
        let plugin = self
            .readiness
            .plugins
            .iter()
            .find(|plugin| plugin.id == id)?;
        let text = format!("{} {} sha256:{}", plugin.id, plugin.version, plugin.sha256);
        Some(Node::field("plugin", &text))
    }
}

fn reasons(reasons: &[Reason]) -> Vec<Node> {
    reasons
        .iter()
        .map(|reason| {
            let target = reason
                .target
                .as_ref()
                .map(|target| format!(" on {target}"))
                .unwrap_or_default();
            Node::default()
                .status(reason.code.name())
                .plain(&format!("{}{target}: {}", reason.check, reason.message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{hostile, sample};

    const PLAIN: Palette = Palette { enabled: false };

    fn explained(result: &AssessmentResult, name: &str) -> String {
        let mut out = Vec::new();
        let subject = find(result, name).unwrap();
        render(result, subject, 100, PLAIN, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn explanations_read_as_they_should() {
        for name in [
            "CC1.1",
            "CC6.1",
            "CC6.2",
            "CC6.3",
            "CC6.5",
            "A1.2",
            "acme/locks",
            "acme/guests",
            "f1",
            "f2",
        ] {
            insta::assert_snapshot!(name.replace('/', "-"), explained(&sample(), name));
        }
    }

    #[test]
    fn every_line_of_a_hostile_result_hangs_on_the_tree() {
        let result = hostile();
        let names = names(&result).into_iter().map(ToOwned::to_owned);
        let findings = result.readiness.findings.iter();
        for name in names.chain(findings.map(|finding| finding.id.clone())) {
            let text = explained(&result, &name);
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{text}");
            let below = text
                .lines()
                .skip_while(|line| !line.starts_with(['├', '└']));
            for line in below {
                assert!(
                    line.starts_with(['├', '└', '│', ' ']) || line.is_empty(),
                    "{line}"
                );
            }
        }
    }
}
