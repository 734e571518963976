//! The public summary in the formats that have one. They take a [`PublicSummary`] and never the result,
//! so that none of them can show what is not public.

mod summary;

use std::io::{self, Write};

pub use summary::{PUBLIC_VERSION, PublicCategory, PublicCriterion, PublicSummary};

use super::markdown::document::Document;
use super::markdown::{code, tail};
use super::style::Palette;
use super::text::{pad, width, wrap};
use crate::clean::{Form, clean};
use crate::readiness::CriterionStatus;

/// Writes the summary as JSON.
pub fn json(summary: &PublicSummary, out: &mut dyn Write) -> io::Result<()> {
    super::write_json(summary, out)
}

/// Writes the summary for a person at a terminal.
pub fn terminal(
    summary: &PublicSummary,
    columns: usize,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    const INDENT: usize = 2;
    let name = |name: &Option<String>| {
        name.as_ref()
            .map_or_else(|| "not stated".to_owned(), |name| clean(name, Form::Line))
    };
    let who = format!("{}, {}", name(&summary.organisation), name(&summary.system));
    writeln!(out, "{} · {}\n", palette.strong(&who), when(summary))?;
    let verdict = if summary.summary.is_ready {
        palette.good("READY")
    } else {
        palette.bad("NOT READY")
    };
    writeln!(out, "  {verdict}    {}\n", counts(summary).join("   "))?;
    for category in &summary.categories {
        writeln!(
            out,
            "  {}{} of {} criteria shown ready",
            pad(category.id.name(), 22),
            category.shown,
            category.relevant
        )?;
    }
    writeln!(out)?;
    let widest = summary
        .criteria
        .iter()
        .map(|criterion| width(&criterion.title))
        .max()
        .unwrap_or(0);
    for criterion in &summary.criteria {
        let status = criterion.status.name();
        let status = match criterion.status {
            CriterionStatus::Ready => palette.good(status),
            CriterionStatus::Excepted => palette.accepted(status),
            CriterionStatus::Unproven => palette.open(status),
            CriterionStatus::Gap => palette.bad(status),
            CriterionStatus::NotRelevant | CriterionStatus::OutOfScope => palette.faint(status),
        };
        let id = pad(criterion.id.id(), 5);
        writeln!(out, "  {id}  {}  {status}", pad(&criterion.title, widest))?;
    }
    writeln!(out)?;
    for line in wrap(&summary.statement, columns.saturating_sub(INDENT), 0) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{} {}", summary.tool.name, summary.tool.version)
}

/// Writes the summary as Markdown.
pub fn markdown(summary: &PublicSummary, out: &mut dyn Write) -> io::Result<()> {
    let statuses = summary
        .criteria
        .iter()
        .map(|criterion| (criterion.id, criterion.status));
    let mut document = Document::with_tail(tail(statuses));
    let verdict = if summary.summary.is_ready {
        "ready"
    } else {
        "not ready"
    };
    document.line(&format!("## tickmark: {verdict}\n"));
    let name = |name: &Option<String>| name.as_deref().map_or("not stated".to_owned(), code);
    document.line(&format!(
        "Assessed: {}, {} · {}\n",
        name(&summary.organisation),
        name(&summary.system),
        when(summary)
    ));
    document.line(&format!("Criteria: {}\n", counts(summary).join(", ")));
    for category in &summary.categories {
        document.line(&format!(
            "- {}: {} of {} criteria shown ready",
            category.id, category.shown, category.relevant
        ));
    }
    document.line(&format!(
        "\nMade by {} {}.",
        summary.tool.name, summary.tool.version
    ));
    out.write_all(document.finish().as_bytes())
}

fn when(summary: &PublicSummary) -> String {
    match summary.period {
        Some((start, end)) => format!(
            "Type {}, {start} to {end}, as of {}",
            summary.kind, summary.as_of
        ),
        None => format!("Type {} as of {}", summary.kind, summary.as_of),
    }
}

/// The six counts.
fn counts(summary: &PublicSummary) -> [String; 6] {
    let counts = &summary.summary;
    [
        format!("ready {}", counts.ready),
        format!("excepted {}", counts.excepted),
        format!("unproven {}", counts.unproven),
        format!("gap {}", counts.gap),
        format!("not relevant {}", counts.not_relevant),
        format!("out of scope {}", counts.out_of_scope),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readiness::AssessmentResult;
    use crate::report::markdown::tests::assert_inert;
    use crate::report::sample::{HOSTILE, hostile, sample, with_texts};

    const PLAIN: Palette = Palette { enabled: false };

    fn all(result: &AssessmentResult) -> [String; 3] {
        let summary = PublicSummary::of(result);
        let mut outputs = [Vec::new(), Vec::new(), Vec::new()];
        json(&summary, &mut outputs[0]).unwrap();
        terminal(&summary, 100, PLAIN, &mut outputs[1]).unwrap();
        markdown(&summary, &mut outputs[2]).unwrap();
        outputs.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_summary_reads_as_it_should() {
        let [_, terminal, markdown] = all(&sample());
        insta::assert_snapshot!("terminal", terminal);
        insta::assert_snapshot!("markdown", markdown);
    }

    #[test]
    fn no_other_text_of_a_result_changes_a_byte() {
        let plain = sample();
        let mut other = with_texts(&|text| format!("{text} leaked"));
        // Whatever stands below a criterion's status may differ too.
        other.readiness.findings.clear();
        other.readiness.waivers.clear();
        other.gate.exit_code = 0;
        other.baseline = None;
        for criterion in &mut other.readiness.criteria {
            criterion.controls.clear();
            criterion.standings.clear();
            criterion.severity = None;
        }
        other.readiness.assessment.config_sha256 = None;
        let names = &mut other.readiness.assessment;
        names
            .organisation
            .clone_from(&plain.readiness.assessment.organisation);
        names.system.clone_from(&plain.readiness.assessment.system);
        assert_eq!(all(&plain), all(&other));
    }

    #[test]
    fn hostile_names_do_not_act() {
        let [json, terminal, markdown] = all(&hostile());
        assert!(!terminal.contains(['\u{1b}', '\u{202e}']), "{terminal}");
        assert_inert(&markdown);
        let read: PublicSummary = serde_json::from_str(&json).unwrap();
        assert!(read.organisation.unwrap().contains(HOSTILE));
    }
}
