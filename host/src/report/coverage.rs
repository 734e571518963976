//! What there is for each criterion, for people.

use std::fmt::Write as _;

use super::style::Palette;
use super::text::pad;
use crate::criteria::Category;
use crate::readiness::{Coverage, CriterionCoverage, Kind, Way};

/// The coverage as text. It ends with the counts.
pub fn render(coverage: &Coverage, palette: Palette) -> String {
    let mut text = String::new();
    for category in Category::ALL {
        let mut criteria = coverage
            .criteria
            .iter()
            .filter(|one| one.category == category)
            .peekable();
        if criteria.peek().is_none() {
            continue;
        }
        text.push_str(&palette.strong(category.name()));
        text.push('\n');
        for criterion in criteria {
            render_criterion(&mut text, criterion, palette);
        }
    }
    text.push('\n');
    text.push_str(&counts(coverage));
    text
}

fn render_criterion(text: &mut String, criterion: &CriterionCoverage, palette: Palette) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "  {} {}",
        palette.strong(&pad(&criterion.id, 6)),
        criterion.title
    );
    for way in &criterion.implemented_by {
        render_way(text, "implements", way);
    }
    for way in &criterion.supported_by {
        render_way(text, "supports", way);
    }
    if !criterion.implemented(|_| true) {
        let how = if criterion.usually_inherited {
            "nothing implements it: inherit it (`[[subservice]]`), or state it (`[[attestation]]`)"
        } else {
            "nothing implements it: state it (`[[attestation]]`)"
        };
        let _ = writeln!(text, "         {}", palette.open(how));
    }
}

fn render_way(text: &mut String, relation: &str, way: &Way) {
    let _ = writeln!(
        text,
        "         {} {} {}",
        pad(relation, 10),
        pad(way.kind.name(), 13),
        way.by
    );
}

fn counts(coverage: &Coverage) -> String {
    let all = coverage.criteria.len();
    let kinds: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| format!("{} {}", kind.name(), coverage.count(|one| one == kind)))
        .collect();
    format!(
        "{} of {all} criteria have something that implements them; {} by a machine that reads configuration or records\n\
         by kind: {}\n",
        coverage.count(|_| true),
        coverage.count(Kind::is_machine),
        kinds.join(", ")
    )
}
