//! `tickmark criteria`: the 61 criteria, what there is for each, and how controls are mapped to them.

mod coverage;
mod described;
mod lint;

use clap::Args;

use super::terminal::Terminal;
use super::{Outcome, Sources};
use crate::criteria::{Category, Criterion};
use crate::report::text::pad;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// Show what is doubtful about the mapping of controls to criteria: of the checks that PATH
    /// configures, or of every plugin that is there. Ends with 1 where anything is
    #[arg(long, conflicts_with = "coverage")]
    lint: bool,
    /// Show for each criterion what implements and supports it: of the checks, attestations and
    /// subservice organisations that PATH configures, or of every plugin that is there
    #[arg(long)]
    coverage: bool,
    #[command(flatten)]
    sources: Sources,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    if arguments.lint {
        return lint::run(&arguments.sources, arguments.json, terminal);
    }
    if arguments.coverage {
        return coverage::run(&arguments.sources, arguments.json, terminal);
    }
    let text = if arguments.json {
        let list: Vec<serde_json::Value> = Criterion::all()
            .map(|criterion| {
                serde_json::json!({
                    "id": criterion.id(),
                    "category": criterion.category().name(),
                    "title": criterion.title(),
                    "typical-evidence": criterion.typical_evidence(),
                })
            })
            .collect();
        format!("{:#}\n", serde_json::Value::from(list))
    } else {
        let mut text = String::new();
        for category in Category::ALL {
            text.push_str(&terminal.palette.strong(category.name()));
            text.push('\n');
            for criterion in Criterion::all().filter(|one| one.category() == category) {
                text.push_str(&format_line(criterion, terminal));
            }
        }
        text
    };
    terminal.write(text.as_bytes())
}

fn format_line(criterion: Criterion, terminal: &Terminal) -> String {
    format!(
        "  {} {} {}\n",
        pad(criterion.id(), 6),
        pad(criterion.title(), 46),
        terminal.palette.faint(criterion.typical_evidence())
    )
}
