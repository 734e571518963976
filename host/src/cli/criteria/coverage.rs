//! `tickmark criteria --coverage`: what there is for each criterion.

use super::described::{described, relevant};
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, Sources};
use crate::gate::exit;
use crate::readiness::coverage;
use crate::report;

pub(super) fn run(sources: &Sources, json: bool, terminal: &Terminal) -> Outcome {
    let (config, descriptors) = described(sources, terminal)?;
    let coverage = coverage(&descriptors, &config, relevant(&config));
    if json {
        terminal.write_json(&coverage)?;
    } else {
        let text = report::coverage::render(&coverage, terminal.palette);
        terminal.show(text.as_bytes())?;
    }
    Ok(exit::MET)
}
