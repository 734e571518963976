//! `tickmark criteria --lint`: what is doubtful about the mapping of controls to criteria.

use super::described::{described, relevant};
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, Sources};
use crate::gate::exit;
use crate::model::Descriptor;
use crate::readiness::{Claim, lint_mapping};
use crate::report::text::pad;

pub(super) fn run(sources: &Sources, json: bool, terminal: &Terminal) -> Outcome {
    let (config, descriptors) = described(sources, terminal)?;
    let claims: Vec<Claim<'_>> = descriptors.iter().flat_map(claims).collect();
    let relevant = relevant(&config);
    let notes = lint_mapping(&claims, &relevant, &config.stood_for());
    if json {
        terminal.write_json(&notes)?;
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
