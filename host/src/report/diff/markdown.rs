//! The difference as Markdown, short enough for a comment.

use std::io::{self, Write};

use super::{DIRECTIONS, short_digest, what_changed};
use crate::compare::{ControlMove, Difference, DigestChange, FindingMove, Side};
use crate::readiness::FindingChange;
use crate::report::markdown::document::{Document, item};
use crate::report::markdown::{assessed, code, finding, prose};
use crate::report::text::READINESS_ONLY;

/// How many entries of a list stand open to the eye.
const SHOWN: usize = 10;

/// Writes the difference.
pub fn render(difference: &Difference, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Document::with_tail(format!("\n{READINESS_ONLY}\n"));
    head(difference, &mut document);
    criteria(difference, &mut document);
    findings(difference, &mut document);
    rest(difference, &mut document);
    if difference.is_empty() {
        document.line("\nNothing differs.");
    }
    out.write_all(document.finish().as_bytes())
}

fn head(difference: &Difference, document: &mut Document) {
    document.line("## tickmark: what changed\n");
    document.list(&[
        item(
            &format!("Before: {}", assessed(&difference.before.assessment)),
            &[],
        ),
        item(
            &format!("Now: {}", assessed(&difference.now.assessment)),
            &[],
        ),
    ]);
    document.line("\n| | ready | excepted | unproven | gap | not relevant | out of scope | gate |");
    document.line("|---|---:|---:|---:|---:|---:|---:|---|");
    for (when, side) in [("before", &difference.before), ("now", &difference.now)] {
        document.line(&row(when, side));
    }
    document.line(&format!(
        "\n{} new, {} fixed, {} unseen, {} changed, {} known.\n",
        difference.new.len(),
        difference.fixed.len(),
        difference.unseen.len(),
        difference.changed.len(),
        difference.known
    ));
    let warnings: Vec<String> = difference
        .warnings
        .iter()
        .map(|warning| item(&format!("**Warning:** {}", prose(warning)), &[]))
        .collect();
    document.list(&warnings);
}

fn row(when: &str, side: &Side) -> String {
    let counts = &side.summary;
    let gate = if side.gate_met { "met" } else { "not met" };
    format!(
        "| {when} | {} | {} | {} | {} | {} | {} | {gate} ({}) |",
        counts.ready,
        counts.excepted,
        counts.unproven,
        counts.gap,
        counts.not_relevant,
        counts.out_of_scope,
        side.exit_code
    )
}

fn criteria(difference: &Difference, document: &mut Document) {
    for (direction, title) in DIRECTIONS {
        let moves: Vec<String> = difference
            .criteria
            .iter()
            .filter(|change| change.direction == direction)
            .map(|change| {
                let head = format!(
                    "{} {}: {} → **{}**",
                    change.id,
                    change.id.title(),
                    change.before.name(),
                    change.now.name()
                );
                item(&head, &[])
            })
            .collect();
        section(title, &moves, document);
    }
}

fn findings(difference: &Difference, document: &mut Document) {
    let list = |what: &str, changes: &[FindingChange], other: &str| -> Vec<String> {
        changes
            .iter()
            .map(|change| finding(what, change, other))
            .collect()
    };
    section(
        "New failures",
        &list("new", &difference.new, "was"),
        document,
    );
    let unseen = list("unseen", &difference.unseen, "now");
    section("Unseen: not shown to be mended", &unseen, document);
    section("Fixed", &list("fixed", &difference.fixed, "now"), document);
    let changed: Vec<String> = difference.changed.iter().map(changed).collect();
    section("Changed", &changed, document);
}

fn changed(change: &FindingMove) -> String {
    let head = format!(
        "{}: {} · {}, {} {} → **{} {}** ({})",
        what_changed(change),
        code(change.control.as_str()),
        code(&change.subject),
        prose(&change.before),
        change.severity_before,
        prose(&change.now),
        change.severity_now,
        code(&change.id)
    );
    item(&head, &[])
}

fn rest(difference: &Difference, document: &mut Document) {
    let controls: Vec<String> = difference.controls.iter().map(control).collect();
    document.folded(
        &format!("Controls that moved: {}", controls.len()),
        &controls,
    );
    for (what, changes) in [
        ("Plugins", &difference.plugins),
        ("Evidence", &difference.evidence),
    ] {
        let items: Vec<String> = changes.iter().map(digest).collect();
        document.folded(&format!("{what} that changed: {}", items.len()), &items);
    }
}

fn control(change: &ControlMove) -> String {
    let status = |status: &Option<String>| status.as_deref().map_or("absent".to_owned(), prose);
    let head = format!(
        "{}: {} → {}",
        code(change.id.as_str()),
        status(&change.before),
        status(&change.now)
    );
    item(&head, &[])
}

fn digest(change: &DigestChange) -> String {
    let head = format!(
        "{}: {} → {}",
        code(&change.name),
        code(&short_digest(change.before.as_deref())),
        code(&short_digest(change.now.as_deref()))
    );
    item(&head, &[])
}

fn section(title: &str, items: &[String], document: &mut Document) {
    if items.is_empty() {
        return;
    }
    document.heading(&format!("{title}: {}", items.len()));
    document.partly_folded(items, SHOWN, "entry", "entries");
}
