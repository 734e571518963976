//! The result as Markdown, short enough for a comment on a pull request: the verdict, the gate, what is
//! new and fixed since the baseline, the worst gaps with what decided, what is unproven and why. Details
//! are folded, and where and how each of the 61 criteria stands comes last and is never cut.

mod changes;
pub(crate) mod document;
mod escape;
mod gaps;
mod settled;
mod unproven;

use std::fmt::Write as _;
use std::io::{self, Write};

pub(crate) use changes::finding;
pub(crate) use escape::{code, prose};

use super::text::{READINESS_ONLY, when};
use crate::criteria::Criterion;
use crate::readiness::{AssessmentInfo, AssessmentResult, CriterionStatus, GateResult, Summary};
use document::{Document, item};

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    let readiness = &result.readiness;
    let statuses = readiness
        .criteria
        .iter()
        .map(|criterion| (criterion.id, criterion.status));
    let mut document = Document::with_tail(tail(statuses));
    head(&readiness.assessment, &readiness.summary, &mut document);
    gate(&result.gate, &mut document);
    if let Some(baseline) = &result.baseline {
        changes::write(baseline, &mut document);
    }
    gaps::write(readiness, &mut document);
    unproven::write(readiness, &mut document);
    settled::write(readiness, &mut document);
    out.write_all(document.finish().as_bytes())
}

/// What was assessed, the verdict and the six counts.
pub(crate) fn head(info: &AssessmentInfo, summary: &Summary, document: &mut Document) {
    let verdict = if summary.is_ready {
        "ready"
    } else {
        "not ready"
    };
    document.line(&format!("## tickmark: {verdict}\n"));
    document.line(&format!("Assessed: {}\n", assessed(info)));
    counts(summary, document);
}

/// What was assessed, in one line.
pub(crate) fn assessed(info: &AssessmentInfo) -> String {
    let who = match (&info.organisation, &info.system) {
        (Some(organisation), Some(system)) => {
            format!("**{}**, {}", prose(organisation), prose(system))
        }
        _ => "everything that matches (there is no tickmark.toml)".to_owned(),
    };
    let when = when(info);
    let categories: Vec<&str> = info
        .categories
        .iter()
        .map(|category| category.name())
        .collect();
    format!("{who} · {when} · {}", categories.join(", "))
}

fn counts(summary: &Summary, document: &mut Document) {
    document.line("| ready | excepted | unproven | gap | not relevant | out of scope |");
    document.line("|---:|---:|---:|---:|---:|---:|");
    document.line(&format!(
        "| {} | {} | {} | {} | {} | {} |\n",
        summary.ready,
        summary.excepted,
        summary.unproven,
        summary.gap,
        summary.not_relevant,
        summary.out_of_scope
    ));
    document.line(&format!(
        "{} of {} relevant criteria shown ready.",
        summary.ready, summary.relevant
    ));
}

fn gate(gate: &GateResult, document: &mut Document) {
    let met = if gate.met { "met" } else { "not met" };
    document.line(&format!(
        "\nGate **{met}**, exit code {}: {}\n",
        gate.exit_code,
        prose(&gate.conclusion)
    ));
    let rules: Vec<String> = gate
        .rules
        .iter()
        .map(|rule| {
            let held = if rule.held { "held" } else { "**broken**" };
            item(
                &format!("{} {held}: {}", code(&rule.rule), prose(&rule.detail)),
                &[],
            )
        })
        .collect();
    document.list(&rules);
}

/// Where each criterion stands, and what this is not. Only tickmark's own words.
pub(crate) fn tail(statuses: impl Iterator<Item = (Criterion, CriterionStatus)>) -> String {
    let mut text = "\n<details><summary>All 61 criteria</summary>\n\n| criterion | about | status |\n|---|---|---|\n".to_owned();
    for (criterion, status) in statuses {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {criterion} | {} | {} |",
            criterion.title(),
            status.name()
        );
    }
    let _ = writeln!(text, "\n</details>\n\n{READINESS_ONLY}");
    text
}

#[cfg(test)]
pub(crate) mod tests;
