//! `tickmark criteria --lint`: what is doubtful about the mapping of controls to criteria.

use super::described::described;
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, Sources};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::model::Descriptor;
use crate::readiness::{Claim, lint_mapping};
use crate::report::{self, text::pad};

/// Without a configuration every plugin is looked at, and all 61 criteria should be covered.
pub(super) fn run(sources: &Sources, json: bool, terminal: &Terminal) -> Outcome {
    let (config, descriptors) = described(sources, terminal)?;
    let claims: Vec<Claim<'_>> = descriptors.iter().flat_map(claims).collect();
    let relevant = if config.from_file {
        config.relevant().collect()
    } else {
        Criterion::all().collect()
    };
    let notes = lint_mapping(&claims, &relevant, &config.stood_for());
    if json {
        let mut page = Vec::new();
        report::write_json(&notes, &mut page)
            .map_err(|error| vec![Diagnostic::error(Code::UnreadableFile, error.to_string())])?;
        terminal.write(&page)?;
    } else if notes.is_empty() {
        terminal.show(format!("{} mappings, nothing doubtful\n", claims.len()).as_bytes())?;
    } else {
        let lines: Vec<String> = notes
            .iter()
            .map(|note| format!("{} {}\n", pad(note.code.name(), 17), note.message))
            .collect();
        terminal.show(lines.concat().as_bytes())?;
    }
    Ok(if notes.is_empty() {
        exit::MET
    } else {
        exit::NOT_MET
    })
}

fn claims(descriptor: &Descriptor) -> impl Iterator<Item = Claim<'_>> {
    descriptor.controls.iter().flat_map(|control| {
        control.mappings.iter().map(|mapping| Claim {
            plugin: &descriptor.id,
            control: &control.id,
            criterion: &mapping.criterion,
            relation: mapping.relation,
            rationale: &mapping.rationale,
        })
    })
}
