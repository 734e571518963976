//! `tickmark criteria --coverage`: what there is for each criterion.

use super::described::described;
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, Sources};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::readiness::coverage;
use crate::report;

/// Of a configuration the relevant criteria, without one all 61.
pub(super) fn run(sources: &Sources, json: bool, terminal: &Terminal) -> Outcome {
    let (config, descriptors) = described(sources, terminal)?;
    let coverage = if config.from_file {
        coverage(&descriptors, &config, config.relevant())
    } else {
        coverage(&descriptors, &config, Criterion::all())
    };
    if json {
        let mut page = Vec::new();
        report::write_json(&coverage, &mut page)
            .map_err(|error| vec![Diagnostic::error(Code::UnreadableFile, error.to_string())])?;
        terminal.write(&page)?;
    } else {
        let text = report::coverage::render(&coverage, terminal.palette);
        terminal.show(text.as_bytes())?;
    }
    Ok(exit::MET)
}
